package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a place can hold a data file. SQLite's write-ahead log needs memory shared by all who have the file open, and
 * locks that hold: neither is given over a network (sqlite.org/wal.html, sqlite.org/useovernet.html).
 */
final class FileLocation {
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

    /** What a system knows of where a path lies. */
    @FunctionalInterface
    interface Volumes {
        /** The file system that holds a path, as {@link FileStore#type()} names it. */
        String type(Path existing) throws IOException;

        /**
         * Whether a drive of Windows is a share. Its file system's name does not say: a share of a Windows server is NTFS as well.
         *
         * @param root as in {@code Z:\}
         */
        default boolean share(String root) {
            return false;
        }
    }

    static final Volumes SYSTEM = new Volumes() {
        @Override
        public String type(Path existing) throws IOException {
            return Files.getFileStore(existing).type();
        }

        @Override
        public boolean share(String root) {
            return WindowsDrives.share(root);
        }
    };

    private FileLocation() {}

    /** @throws StoreFailure when the file would lie on another computer */
    static void requireLocal(Path file, Volumes volumes) {
        Path absolute = file.toAbsolutePath().normalize();
        if (remotePath(absolute.toString())) {
            throw refused(file, Reason.of("store.place.share"));
        }
        Path existing = absolute;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return;
        }
        try {
            // Windows leaves a drive letter as it is here, and names the share behind a link.
            Path real = existing.toRealPath();
            Optional<Reason> where = remote(real.toString(), volumes.type(real), volumes::share);
            if (where.isPresent()) {
                throw refused(file, where.get());
            }
        } catch (IOException e) {
            // Whoever opens the file next says what is the matter with the folder.
            return;
        }
    }

    /** What is remote about a path without links; empty when it lies on this computer, as far as can be known. */
    static Optional<Reason> remote(String path, String type, Predicate<String> share) {
        if (remotePath(path)) {
            return Optional.of(Reason.of("store.place.share"));
        }
        if (remoteType(type)) {
            return Optional.of(Reason.of("store.place.fileSystem", type));
        }
        return driveRoot(path).filter(share).map(root -> Reason.of("store.place.drive", root.substring(0, 1)));
    }

    /** UNC paths of Windows, with either slash, and their long form. */
    static boolean remotePath(String path) {
        String slashes = path.replace('/', '\\');
        if (slashes.regionMatches(true, 0, "\\\\?\\UNC\\", 0, 8)) {
            return true;
        }
        return slashes.startsWith("\\\\") && !slashes.startsWith("\\\\?\\") && !slashes.startsWith("\\\\.\\");
    }

    /** The root of the drive letter that a Windows path begins with, as in {@code Z:\}. */
    static Optional<String> driveRoot(String path) {
        String slashes = path.replace('/', '\\');
        String plain = slashes.startsWith("\\\\?\\") || slashes.startsWith("\\\\.\\") ? slashes.substring(4) : slashes;
        boolean letter = plain.length() >= 3
                && (plain.charAt(0) | 0x20) >= 'a'
                && (plain.charAt(0) | 0x20) <= 'z'
                && plain.startsWith(":\\", 1);
        return letter ? Optional.of(plain.substring(0, 3).toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    static boolean remoteType(String type) {
        return type != null && NETWORK.contains(type.toLowerCase(Locale.ROOT));
    }

    private static StoreFailure refused(Path file, Reason where) {
        return new StoreFailure(Cause.NETWORK, null, "store.network", file.toString(), where);
    }
}
