package dev.rostrum.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Backups that were found sound since the program began: one of the same name, size and time of change is not read through
 * again. One in trouble is, since the trouble may have gone. A restore asks nothing here, and checks its backup itself.
 */
public final class BackupChecks {
    private static final int KEPT = 256;

    private record CheckedFile(Path file, long bytes, FileTime changed) {}

    private final Deque<CheckedFile> sound = new ArrayDeque<>();

    /**
     * Checks the backup, unless it was found sound before.
     *
     * @param check throws what is the matter with it
     */
    void check(Path file, Runnable check) {
        CheckedFile now = look(file);
        synchronized (sound) {
            if (now != null && sound.contains(now)) {
                return;
            }
        }
        check.run();
        synchronized (sound) {
            if (now != null) {
                sound.add(now);
            }
            if (sound.size() > KEPT) {
                sound.remove();
            }
        }
    }

    /** The file as it is now, or null where that cannot be said. */
    private static CheckedFile look(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new CheckedFile(file, now.size(), now.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }
}
