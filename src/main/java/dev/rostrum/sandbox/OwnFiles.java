package dev.rostrum.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The sandbox's files, which only their owner may read, whatever the umask and the folder: what people wrote to a simulated bot may
 * still be a draft of what is to be sent. Where there are no POSIX permissions the folder's rules hold.
 */
final class OwnFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnFiles() {}

    /** Makes a folder, and those above it, where there is none; one that stood before keeps its permissions. */
    static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, created(folder, FOLDER));
    }

    /**
     * Opens a file to read and write, and makes it where there is none. Others' rights on one that stood before are taken
     * away; a symbolic link is not followed, since where it leads is not ours to write.
     */
    static FileChannel open(Path file) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(file, options, created(file, FILE));
        try {
            if (posix(file) && !FILE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
                Files.setPosixFilePermissions(file, FILE);
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileAttribute<?>[] created(Path path, Set<PosixFilePermission> permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
