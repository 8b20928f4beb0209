package dev.rostrum.store;

import dev.rostrum.domain.Ticker;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.files.Rights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small files beside a data file, by which a process asks the one that has it open for writing for something, and is answered.
 * They are written whole, private to the user, and renamed into place. What they hold is data and none of this class's business;
 * it says only which of them may be read at all: regular files of this user alone, small, and at most {@link #VALID} old.
 */
public final class RequestFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RequestFiles.class);

    /** Larger ones are removed unread. */
    public static final int MAX_BYTES = 1 << 20;

    /** Older ones are removed unread: whoever asked has given up. */
    public static final Duration VALID = Duration.ofSeconds(30);

    /** A clock that was set back a little makes no file one of the future. */
    private static final Duration AHEAD = Duration.ofSeconds(5);

    /** More are left for the next look. */
    private static final int MOST = 64;

    private static final String REQUEST = ".request-";
    private static final String ANSWER = ".answer-";
    private static final String ID = "[0-9a-f]{1,16}-[0-9a-f]{1,16}";
    private static final AtomicLong COUNT = new AtomicLong();

    private final Path file;
    private final Clock clock;
    private final Ticker ticker;

    /** @param file the data file, links resolved */
    public RequestFiles(Path file, Clock clock, Ticker ticker) {
        this.file = file;
        this.clock = clock;
        this.ticker = ticker;
    }

    // ---------------------------------------------------------------- who asks

    /**
     * Puts a request in place.
     *
     * @return by which it is answered
     */
    public String ask(byte[] request) throws IOException {
        String id = Long.toHexString(ProcessHandle.current().pid()) + "-"
                + Long.toHexString(ticker.nanos() + COUNT.getAndIncrement());
        put(at(REQUEST, id), request);
        return id;
    }

    /** The answer, once; empty while there is none. */
    public Optional<byte[]> answer(String id) {
        return take(at(ANSWER, id));
    }

    /** Takes a request back. False where it was taken by whom it was for. */
    public boolean withdraw(String id) {
        return remove(at(REQUEST, id));
    }

    // ---------------------------------------------------------------- who is asked

    /** The requests that lie there, by their ids; at most 64. What nobody fetched in time is removed. */
    public List<String> waiting() {
        List<String> ids = new ArrayList<>();
        String requests = file.getFileName() + REQUEST;
        String answers = file.getFileName() + ANSWER;
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(file.getParent(), path -> {
            String name = path.getFileName().toString();
            return (name.startsWith(requests) || name.startsWith(answers))
                    && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        })) {
            for (Path found : beside) {
                String name = found.getFileName().toString();
                if (name.startsWith(requests)
                        && name.substring(requests.length()).matches(ID)) {
                    ids.add(name.substring(requests.length()));
                } else {
                    removeOld(found);
                }
                if (ids.size() == MOST) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The folder was moved or removed; the writer finds that out too, and says so.
            LOG.debug("requests cannot be looked for: {}", e.getClass().getSimpleName());
        }
        return ids;
    }

    /** An answer that nobody waits for any more, or what a process left that was cut off while it wrote. */
    private void removeOld(Path found) {
        try {
            if (older(found)) {
                remove(found);
            }
        } catch (IOException e) {
            LOG.debug("gone meanwhile: {}", e.getClass().getSimpleName());
        }
    }

    /** A request that may be read; empty where it may not, or was withdrawn. It is gone from its place in any case. */
    public Optional<byte[]> take(String id) {
        return take(at(REQUEST, id));
    }

    /** Answers a request that was taken. */
    public void answer(String id, byte[] answer) throws IOException {
        put(at(ANSWER, id), answer);
    }

    // ---------------------------------------------------------------- files

    private Path at(String kind, String id) {
        return file.resolveSibling(file.getFileName() + kind + id);
    }

    private void put(Path place, byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException("A request or answer of " + bytes.length + " bytes is too large");
        }
        PrivateFile.replace(place, bytes);
    }

    private Optional<byte[]> take(Path place) {
        if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        byte[] read = null;
        try {
            String fault = fault(place);
            if (fault == null) {
                read = read(place);
            } else {
                LOG.warn("{} is removed unread: {}", place.getFileName(), fault);
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", place.getFileName(), e.getClass().getSimpleName());
        }
        // What stays in its place would be done again and again.
        return remove(place) ? Optional.ofNullable(read) : Optional.empty();
    }

    /** Why a file is not believed, or null. Its folder was proved when the data file was opened: nobody else changes files in it. */
    private String fault(Path place) throws IOException {
        if (!Rights.mineAlone(place)) {
            return "notPrivate";
        }
        if (Files.size(place) > MAX_BYTES) {
            return "large";
        }
        return older(place) ? "old" : null;
    }

    private boolean older(Path place) throws IOException {
        Instant made = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .lastModifiedTime()
                .toInstant();
        Instant now = clock.instant();
        return made.isBefore(now.minus(VALID)) || made.isAfter(now.plus(AHEAD));
    }

    private static byte[] read(Path place) throws IOException {
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_BYTES, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {
                // Short reads are possible.
            }
            byte[] read = new byte[bytes.flip().remaining()];
            bytes.get(read);
            return read;
        }
    }

    private static boolean remove(Path place) {
        try {
            return Files.deleteIfExists(place);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be removed: {}",
                    place.getFileName(),
                    e.getClass().getSimpleName());
            return false;
        }
    }
}
