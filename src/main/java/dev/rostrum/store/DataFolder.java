package dev.rostrum.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders and files that only their owner may read. Where there are no POSIX permissions the profile folder's rules hold. */
final class DataFolder {
    private DataFolder() {}

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Makes the file's folder where there is none, private to the user, and returns the file's real path: lock and data
     * must be the same for everybody, whatever links led there. A folder that stood before keeps its permissions; it
     * may be the user's home.
     */
    static Path prepare(Path file) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.notExists(folder)) {
            FileAttribute<?>[] attributes = posix(folder)
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createDirectories(folder, attributes);
        }
        return real(file);
    }

    /** The real path of a file that need not exist, in a folder that does. */
    static Path real(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        return Files.exists(absolute)
                ? absolute.toRealPath()
                : absolute.getParent().toRealPath().resolve(absolute.getFileName());
    }

    /** Makes an empty file, private to the user, where there is none; takes other people's rights from one that is. */
    static void makePrivate(Path file) throws IOException {
        if (!posix(file)) {
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            return;
        }
        var mine = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
        } catch (FileAlreadyExistsException e) {
            var now = Files.getPosixFilePermissions(file);
            if (!mine.containsAll(now)) {
                now.retainAll(mine);
                Files.setPosixFilePermissions(file, now);
            }
        }
    }

    /** Makes a rename in the folder durable, where the system can do that. */
    static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename itself is journalled.
            return;
        }
    }
}
