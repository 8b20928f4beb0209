package dev.rostrum.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a folder by the program that the operating system has for that. */
final class FolderOpener {
    private static final Logger LOG = LoggerFactory.getLogger(FolderOpener.class);

    private FolderOpener() {}

    /**
     * @param systemName value of {@code os.name}
     * @return whether a program was started for it
     */
    static boolean open(Path folder, String systemName) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            new ProcessBuilder(program(systemName), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            LOG.info("no program shows folders here: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    static String program(String systemName) {
        String system = systemName.toLowerCase(Locale.ROOT);
        return system.contains("win") ? "explorer.exe" : system.contains("mac") ? "open" : "xdg-open";
    }
}
