package dev.rostrum.store;

import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to a data file, held by one process: an operating system lock on {@code <file>.lock}, which ends
 * with the process however it ends. The file's text names the holder. It stays when the lock goes: deleting it would let
 * two processes lock two different files of one name.
 */
final class WriterLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterLock.class);

    /** On Windows a locked region cannot be read by others, so a byte far behind the text is locked. */
    private static final long LOCKED_BYTE = 1L << 40;

    /**
     * Beside it, what the holder shows to those who only want to know whether there is one: they try this byte for a moment, so
     * that they are never in the way of a process that wants the lock.
     */
    private static final long SHOWN_BYTE = LOCKED_BYTE + 1;

    private static final int SHOW_TRIES = 50;
    private static final long SHOW_POLL_MILLIS = 2;

    private static final int MAX_TEXT = 1024;
    private static final long POLL_MILLIS = 200;
    /** A holder that has just taken the lock may not have written its name yet. */
    private static final int NAME_TRIES = 5;

    private static final long NAME_POLL_MILLIS = 20;

    // Locks of this process. Closing any channel of a file drops the process's POSIX locks on it, so the lock file of a
    // lock that we hold ourselves is never opened a second time.
    private static final Map<Path, Holder> HERE = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final Opened opened;

    private WriterLock(Path file, Opened opened, FileChannel channel, FileLock lock) {
        this.file = file;
        this.opened = opened;
        this.channel = channel;
        this.lock = lock;
    }

    /** The lock file that is locked. */
    Opened opened() {
        return opened;
    }

    static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /** Waits up to {@code wait}, asking every 200 ms. {@code onWait} is told who holds the file, and again where that is another one. */
    static WriterLock acquire(Path file, Holder me, Duration wait, Consumer<Holder> onWait) {
        long polls = Math.max(0, (wait.toMillis() + POLL_MILLIS - 1) / POLL_MILLIS);
        Holder told = null;
        try {
            Optional<WriterLock> lock = tryOnce(file, me);
            for (long i = 0; i < polls && lock.isEmpty(); i++) {
                Holder holder = holder(file).orElse(told);
                if (holder != null && !holder.equals(told)) {
                    onWait.accept(holder);
                    told = holder;
                }
                pause(file, POLL_MILLIS);
                lock = tryOnce(file, me);
            }
            for (int i = 0; i < NAME_TRIES && lock.isEmpty(); i++) {
                Optional<Holder> holder = holder(file);
                if (holder.isPresent()) {
                    throw inUse(file, holder.get());
                }
                pause(file, NAME_POLL_MILLIS);
                lock = tryOnce(file, me);
            }
            return lock.orElseThrow(() -> inUse(file, null));
        } catch (IOException e) {
            throw Failures.of(e, file);
        }
    }

    private static Optional<WriterLock> tryOnce(Path file, Holder me) throws IOException {
        synchronized (HERE) {
            if (HERE.containsKey(file)) {
                return Optional.empty();
            }
            Path lockFile = lockFile(file);
            PrivateFile.make(lockFile);
            Opened opened = Opened.at(lockFile);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!opened.there()) {
                // Layered file systems give a file another inode when it is first opened for writing.
                channel.close();
                opened = Opened.at(lockFile);
                channel = FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            try {
                FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
                if (lock == null || !opened.there()) {
                    channel.close();
                    return Optional.empty();
                }
                show(channel, lockFile);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(text(me).getBytes(StandardCharsets.UTF_8)), 0);
                HERE.put(file, me);
                return Optional.of(new WriterLock(file, opened, channel, lock));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Takes the byte that readers try. They have it for an instant each; it goes with the channel. */
    private static void show(FileChannel channel, Path lockFile) throws IOException {
        for (int i = 0; i < SHOW_TRIES; i++) {
            if (channel.tryLock(SHOWN_BYTE, 1, false) != null) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SHOW_POLL_MILLIS));
        }
        LOG.warn("{}: somebody keeps looking, so others cannot see who writes", lockFile.getFileName());
    }

    /** Whether a process holds the file. True also where that cannot be found out. */
    static boolean held(Path file) {
        synchronized (HERE) {
            if (HERE.containsKey(file)) {
                return true;
            }
            Path lockFile = lockFile(file);
            if (Files.notExists(lockFile)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ);
                    FileLock looked = channel.tryLock(SHOWN_BYTE, 1, true)) {
                return looked == null;
            } catch (IOException e) {
                LOG.debug(
                        "whether {} is held: {}",
                        lockFile.getFileName(),
                        e.getClass().getSimpleName());
                return true;
            }
        }
    }

    /** Who holds the file, as far as its lock file tells. */
    static Optional<Holder> holder(Path file) throws IOException {
        synchronized (HERE) {
            Holder here = HERE.get(file);
            if (here != null) {
                return Optional.of(here);
            }
            Path lockFile = lockFile(file);
            if (Files.notExists(lockFile)) {
                return Optional.empty();
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ)) {
                ByteBuffer text = ByteBuffer.allocate(MAX_TEXT);
                while (text.hasRemaining() && channel.read(text, text.position()) > 0) {
                    // Short reads are possible.
                }
                text.flip();
                return parse(StandardCharsets.UTF_8.decode(text).toString());
            }
        }
    }

    private static String text(Holder holder) {
        String command = holder.command().replaceAll("\\s+", " ").strip();
        return "pid=" + holder.pid() + "\nsince=" + holder.since().toEpochMilli() + "\ncommand="
                + command.substring(0, Math.min(command.length(), 100)) + "\nend\n";
    }

    private static Optional<Holder> parse(String text) {
        if (!text.endsWith("\nend\n")) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        text.lines().forEach(line -> {
            int at = line.indexOf('=');
            if (at > 0) {
                values.put(line.substring(0, at), line.substring(at + 1));
            }
        });
        try {
            return Optional.of(new Holder(
                    Long.parseLong(values.getOrDefault("pid", "")),
                    values.getOrDefault("command", ""),
                    Instant.ofEpochMilli(Long.parseLong(values.getOrDefault("since", "")))));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static StoreFailure inUse(Path file, Holder holder) {
        return holder == null
                ? new StoreFailure(Cause.IN_USE, null, "store.inUse", file.toString())
                : new StoreFailure(
                        Cause.IN_USE,
                        null,
                        "store.inUseBy",
                        file.toString(),
                        Long.toString(holder.pid()),
                        holder.command(),
                        holder.since());
    }

    private static void pause(Path file, long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.currentThread().isInterrupted()) {
            throw new StoreFailure(Cause.IN_USE, null, "store.waitInterrupted", file.toString());
        }
    }

    @Override
    public void close() {
        synchronized (HERE) {
            try {
                channel.truncate(0);
                lock.release();
                channel.close();
            } catch (IOException e) {
                // The lock ends with the process at the latest.
                LOG.warn("lock file could not be closed: {}", e.getClass().getSimpleName());
            } finally {
                HERE.remove(file);
            }
        }
    }
}
