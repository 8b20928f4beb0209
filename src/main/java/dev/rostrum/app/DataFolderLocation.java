package dev.rostrum.app;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the program keeps its data: the option, else {@code ROSTRUM_HOME}, else what the operating system is used to. */
final class DataFolderLocation {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolderLocation.class);

    private DataFolderLocation() {}

    /**
     * @param option value of {@code --data-dir}, or null
     * @param environment looks up an environment variable; null where it is not set
     * @param systemName value of {@code os.name}
     * @param home the user's home folder; null or {@code ?} where Java knows of none
     * @throws Problem where none is known and one is needed
     */
    static Path choose(Path option, UnaryOperator<String> environment, String systemName, String home) {
        if (option != null) {
            return option.toAbsolutePath().normalize();
        }
        String set = environment.apply("ROSTRUM_HOME");
        if (set != null && !set.isBlank()) {
            return Path.of(set).toAbsolutePath().normalize();
        }
        String system = systemName.toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            String local = environment.apply("LOCALAPPDATA");
            return (local == null || local.isBlank()
                            ? known(home).resolve("AppData").resolve("Local")
                            : Path.of(local))
                    .resolve("Rostrum");
        }
        if (system.contains("mac")) {
            return known(home).resolve("Library").resolve("Application Support").resolve("Rostrum");
        }
        String xdg = environment.apply("XDG_DATA_HOME");
        return (xdg == null || !Path.of(xdg).isAbsolute()
                        ? known(home).resolve(".local").resolve("share")
                        : Path.of(xdg))
                .resolve("rostrum");
    }

    private static Path known(String home) {
        // Java's word for an account without an entry.
        if (home == null || home.isBlank() || home.equals("?")) {
            throw Problem.wrongUse("input.noHome");
        }
        return Path.of(home);
    }

    /** What is told where making the folder makes the home folder too, which whoever mistyped HOME would not expect. */
    static Optional<Reason> homeMade(Path folder, String home) {
        return home != null && !home.isBlank() && folder.startsWith(Path.of(home)) && !Files.exists(Path.of(home))
                ? Optional.of(Reason.of("input.homeMade", home, folder))
                : Optional.empty();
    }

    /** Makes the folder, for this user only, where there is none. Whether it can be used is said by what uses it. */
    static void make(Path folder) {
        try {
            PrivateFile.folder(folder);
        } catch (IOException e) {
            LOG.debug("the data folder could not be made: {}", e.getClass().getSimpleName());
        }
    }
}
