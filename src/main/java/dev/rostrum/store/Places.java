package dev.rostrum.store;

import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a place can hold a data file. SQLite's write-ahead log needs memory shared by all who have the file open, and
 * locks that hold: neither is given over a network (sqlite.org/wal.html, sqlite.org/useovernet.html).
 */
final class Places {
    /** What systems call their network file systems, in lower case. */
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afpfs",
            "afs",
            "ncpfs",
            "webdav",
            "davfs",
            "davfs2",
            "glusterfs",
            "ceph",
            "lustre",
            "beegfs",
            "fuse.sshfs",
            "fuse.davfs",
            "fuse.davfs2",
            "fuse.rclone",
            "fuse.glusterfs",
            "fuse.s3fs",
            "fuse.smbnetfs",
            "fuse.gvfsd-fuse",
            "macfuse_sshfs",
            "osxfuse_sshfs");

    /** Names the file system that holds a path, as {@link FileStore#type()} does. */
    @FunctionalInterface
    interface Types {
        String of(Path existing) throws IOException;
    }

    static final Types SYSTEM = existing -> Files.getFileStore(existing).type();

    private Places() {}

    /** @throws StoreFailure when the file would lie on another computer */
    static void requireLocal(Path file, Types types) {
        Path absolute = file.toAbsolutePath().normalize();
        if (remotePath(absolute.toString())) {
            throw refused(file, "a network share");
        }
        Path existing = absolute;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return;
        }
        try {
            Path real = existing.toRealPath();
            String type = types.of(real);
            if (remotePath(real.toString())) {
                throw refused(file, "a network share");
            }
            if (remoteType(type)) {
                throw refused(file, "a network file system (" + type + ")");
            }
        } catch (IOException e) {
            // Whoever opens the file next says what is the matter with the folder.
            return;
        }
    }

    /** UNC paths of Windows, with either slash, and their long form. A drive letter tells nothing. */
    static boolean remotePath(String path) {
        String slashes = path.replace('/', '\\');
        if (slashes.regionMatches(true, 0, "\\\\?\\UNC\\", 0, 8)) {
            return true;
        }
        return slashes.startsWith("\\\\") && !slashes.startsWith("\\\\?\\") && !slashes.startsWith("\\\\.\\");
    }

    static boolean remoteType(String type) {
        return type != null && NETWORK.contains(type.toLowerCase(Locale.ROOT));
    }

    private static StoreFailure refused(Path file, String where) {
        return new StoreFailure(
                Cause.NETWORK,
                "The data file " + file + " would lie on " + where
                        + ", where its changes are not safe. Choose a folder on a disk of this computer with"
                        + " --data-dir, or by ROSTRUM_HOME.",
                null);
    }
}
