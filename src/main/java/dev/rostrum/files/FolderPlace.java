package dev.rostrum.files;

import dev.rostrum.domain.Problem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a folder that the admin named is, or is to be made. */
public final class FolderPlace {
    private FolderPlace() {}

    /**
     * The folder as it is, where it is one or can become one.
     *
     * @throws Problem where a file stands in its place, or in that of a folder above it
     */
    public static Path usable(Path folder) {
        for (Path place = folder.toAbsolutePath();
                place != null && !Files.isDirectory(place);
                place = place.getParent()) {
            if (Files.exists(place)) {
                throw Problem.wrongUse("files.notFolder", folder, place);
            }
        }
        return folder;
    }
}
