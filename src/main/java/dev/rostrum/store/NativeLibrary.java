package dev.rostrum.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * Where SQLite's native library is loaded from. The program brings it along in a folder named by the system property
 * {@code rostrum.native}; without that, the driver unpacks its own copy into the temporary folder at each start, which a
 * folder mounted noexec forbids and which a kill leaves behind.
 */
final class NativeLibrary {
    /** Names the folder with {@code sqlite/<system>/<architecture>/<library>}. */
    static final String PROPERTY = "rostrum.native";

    private NativeLibrary() {}

    /** Must run before the first connection of the process; later calls change nothing. */
    static synchronized void use() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null || folder.isBlank() || System.getProperty("org.sqlite.lib.path") != null) {
            return;
        }
        Path library = libraryIn(Path.of(folder));
        if (Files.isRegularFile(library)) {
            System.setProperty(
                    "org.sqlite.lib.path", library.toAbsolutePath().getParent().toString());
            System.setProperty("org.sqlite.lib.name", library.getFileName().toString());
        }
    }

    static Path libraryIn(Path folder) {
        return folder.resolve("sqlite")
                .resolve(OSInfo.getNativeLibFolderPathForCurrentOS())
                .resolve(LibraryLoaderUtil.getNativeLibName());
    }
}
