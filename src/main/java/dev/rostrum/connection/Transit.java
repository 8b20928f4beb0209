package dev.rostrum.connection;

import dev.rostrum.domain.Problem;
import dev.rostrum.files.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of a connection on its way in or out, private to the user, in the folder of the data files. One process at a time has some;
 * what a killed one left behind goes when the next one begins, or at the next start.
 */
final class Transit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transit.class);
    private static final String PREFIX = "transit-";
    private static final String LOCK = "transit.lock";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock held;

    private Transit(Path folder, FileChannel channel, FileLock held) {
        this.folder = folder;
        this.channel = channel;
        this.held = held;
    }

    /** @throws Problem while another one is under way */
    static Transit begin(Path folder) throws IOException {
        PrivateFile.folder(folder);
        Transit begun = take(folder);
        if (begun == null) {
            throw Problem.failed("connection.archive.busy");
        }
        begun.clear();
        return begun;
    }

    /** Removes what a killed process left behind; nothing where one is at work. */
    static void sweep(Path folder) {
        if (!Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Transit found = take(folder)) {
            LOG.debug("leftovers of moving connections are removed: {}", found != null);
        } catch (IOException e) {
            LOG.warn("leftovers of moving a connection cannot be looked for", e);
        }
    }

    private static Transit take(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        FileChannel channel = PrivateFile.open(lock);
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.debug("a connection is being moved by this process");
        } finally {
            if (held == null) {
                channel.close();
            }
        }
        return held == null ? null : new Transit(folder, channel, held);
    }

    /** A new empty file. */
    Path file() throws IOException {
        return Files.createTempFile(folder, PREFIX, ".db", PrivateFile.mine(folder));
    }

    private void clear() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path each : left) {
                Files.deleteIfExists(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            clear();
        } finally {
            held.release();
            channel.close();
        }
    }
}
