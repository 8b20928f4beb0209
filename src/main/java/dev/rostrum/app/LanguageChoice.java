package dev.rostrum.app;

import dev.rostrum.connection.LanguageSetting;
import dev.rostrum.domain.Language;
import dev.rostrum.domain.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Which language to speak: that of {@code --lang}, else of {@code ROSTRUM_LANG}, else of the settings, else the system's. It is looked
 * for before the command line is read, since reading that takes texts already.
 */
final class LanguageChoice {
    static final String OPTION = "--lang";
    static final String VARIABLE = "ROSTRUM_LANG";
    private static final String FOLDER = "--data-dir";

    private LanguageChoice() {}

    /**
     * @param args as they were given; a value of {@code --lang} that is no language is for the command line to refuse
     * @param environment looks up an environment variable; null where it is not set
     * @param folder finds the data folder; takes the value of {@code --data-dir}, or null
     * @throws Problem where the variable is set to no language
     */
    static Language of(String[] args, UnaryOperator<String> environment, Function<Path, Path> folder) {
        String asked = value(args, OPTION);
        if (asked != null) {
            return Language.of(asked).orElse(Language.SYSTEM);
        }
        String set = environment.apply(VARIABLE);
        if (set != null && !set.isBlank()) {
            return Language.of(set).orElseThrow(() -> Problem.wrongUse("input.language", VARIABLE, set));
        }
        return kept(value(args, FOLDER), folder).orElse(Language.SYSTEM);
    }

    private static Optional<Language> kept(String dataDir, Function<Path, Path> folder) {
        try {
            return Optional.of(LanguageSetting.before(folder.apply(dataDir == null ? null : Path.of(dataDir))));
        } catch (Problem | IllegalArgumentException e) {
            // There is no such folder, or no home. Whatever needs one says so.
            return Optional.empty();
        }
    }

    /** The last value of an option, as the command line will take it; null where it is not given. */
    private static String value(String[] args, String option) {
        String value = null;
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (args[i].startsWith(option + "=")) {
                value = args[i].substring(option.length() + 1);
            } else if (args[i].equals(option) && i + 1 < args.length) {
                value = args[++i];
            }
        }
        return value;
    }
}
