package dev.rostrum.connection.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A small file that its owner alone may read and that is replaced as a whole: a crash leaves the old one or the new one. */
public final class PrivateFile {
    private static final Set<? extends OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** Work done while other processes wait. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    private PrivateFile() {}

    /** Writes beside the file, syncs, renames, and syncs the folder. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (FileChannel out = FileChannel.open(beside, NEW, mine(beside))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.toAbsolutePath().getParent());
    }

    /** Attributes of a new file that nobody else may read; none where the system has no such permissions. */
    public static FileAttribute<?>[] mine(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes a rename durable, where the system opens folders. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename itself is journalled.
            return;
        }
    }

    /** Runs the work while no other process does the same under this lock file. Threads of this process are not held off. */
    public static <T> T guarded(Path lockFile, Work<T> work) throws IOException {
        Files.createDirectories(lockFile.toAbsolutePath().getParent());
        try (FileChannel guard = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = guard.lock()) {
            if (!held.isValid()) {
                throw new IOException("The lock " + lockFile + " was lost");
            }
            return work.run();
        }
    }
}
