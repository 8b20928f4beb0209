package dev.rostrum.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file as it was when it was opened. Who has it open goes on in it also where its folder was moved or another file was put in its
 * place, and would not notice; so its path is asked again. While it is open, no other file gets its key (device and inode).
 *
 * @param key null on Windows, where the system tells none: there a data file that is open can neither be moved nor replaced, and of
 *     the lock file only its absence is noticed
 */
record Opened(Path path, Object key) {
    static Opened at(Path path) throws IOException {
        return new Opened(
                path, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    /** Whether the path still leads to this file. One look-up. */
    boolean there() {
        try {
            Object now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null || key.equals(now);
        } catch (IOException e) {
            // Gone, or nobody can tell: then it is not relied on.
            return false;
        }
    }
}
