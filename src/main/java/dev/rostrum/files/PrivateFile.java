package dev.rostrum.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that their owner alone may read, in folders of which the same is true: 0600 and 0700, whatever the umask is and whatever
 * the folder above lets others do. Where there are no POSIX permissions the rules of the folder above hold.
 */
public final class PrivateFile {
    private static final Set<? extends OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /** Work done while other processes wait. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    private PrivateFile() {}

    static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> mine) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mine)}
                : new FileAttribute<?>[0];
    }

    /** Attributes of a new file that nobody else may read; none where the system has no such permissions. */
    public static FileAttribute<?>[] mine(Path file) {
        return attributes(file, FILE);
    }

    /** Makes a folder and those above it that are missing. What was there before keeps its rights: it may be the user's home. */
    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, FOLDER));
        }
    }

    /** Makes an empty file where there is none; takes other people's rights from one that is there. Never by way of a link. */
    public static void make(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "is a symbolic link");
        }
        try {
            Files.createFile(file, mine(file));
        } catch (FileAlreadyExistsException e) {
            tighten(file);
        }
    }

    /** Makes an empty file; false where there is one, or anything else of that name. */
    public static boolean makeNew(Path file) throws IOException {
        try {
            Files.createFile(file, mine(file));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void tighten(Path file) throws IOException {
        if (posix(file)) {
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(file);
            if (!FILE.containsAll(now)) {
                now.retainAll(FILE);
                Files.setPosixFilePermissions(file, now);
            }
        }
    }

    /** Opens a file for reading and writing, and makes it where there is none. Never by way of a link. */
    public static FileChannel open(Path file) throws IOException {
        make(file);
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes beside the file, syncs, renames, and syncs the folder: a crash leaves the old one or the new one.
     *
     * @throws dev.rostrum.domain.Problem where others could change the file or its folder
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Rights.require(folder, file);
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
        sync(folder);
    }

    /** Makes a rename in the folder durable, where the system can do that. */
    public static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename itself is journalled.
            return;
        }
    }

    /**
     * Runs the work while no other process does the same under this lock file. Threads of this process are not held off.
     *
     * @throws dev.rostrum.domain.Problem where others could change the lock file or its folder
     */
    public static <T> T guarded(Path lockFile, Work<T> work) throws IOException {
        Path folder = lockFile.toAbsolutePath().getParent();
        folder(folder);
        Rights.require(folder, lockFile);
        try (FileChannel guard = open(lockFile);
                FileLock held = guard.lock()) {
            if (!held.isValid()) {
                throw new IOException("The lock " + lockFile + " was lost");
            }
            return work.run();
        }
    }
}
