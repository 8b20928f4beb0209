package dev.rostrum.files;

import dev.rostrum.domain.Problem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that the admin named to be read. What is wrong with the name is told at once, in the words of the name. */
public final class InputFile {
    private InputFile() {}

    /**
     * A name that was typed.
     *
     * @throws Problem where there is no such file, or it cannot be read: wrong use, whichever of them it is
     */
    public static Path named(String typed) {
        try {
            return at(Path.of(typed));
        } catch (InvalidPathException e) {
            throw Problem.wrongUse("files.name", typed);
        }
    }

    /** As {@link #named}, for a place that is known as a path. A pipe is a file too. */
    public static Path at(Path path) {
        if (Files.isDirectory(path)) {
            throw Problem.wrongUse("files.isFolder", path);
        }
        if (!Files.exists(path)) {
            throw Problem.wrongUse("files.absent", path);
        }
        if (!Files.isReadable(path)) {
            throw Problem.wrongUse("files.unreadable", path);
        }
        return path;
    }
}
