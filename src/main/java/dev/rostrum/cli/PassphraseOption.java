package dev.rostrum.cli;

import dev.rostrum.connection.secret.PassphraseFile;
import dev.rostrum.domain.Problem;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The passphrase of the file that secrets are kept in. */
final class PassphraseOption {
    /** Looked into where no option names another. */
    static final String VARIABLE = "ROSTRUM_PASSPHRASE";

    @Option(
            names = "--passphrase-env",
            order = OptionOrder.SECRET,
            paramLabel = "VAR",
            descriptionKey = "passphrase.passphrase-env")
    private String variable;

    /** The same again on another command line. */
    List<String> again() {
        return variable == null ? List.of() : List.of("--passphrase-env", variable);
    }

    /**
     * Opens the file for this process, where it is not open yet.
     *
     * @throws Problem where there is no passphrase, or not the right one
     */
    void unlock(CommandSession session) {
        PassphraseFile file = session.program().secrets().file();
        if (file.unlocked()) {
            return;
        }
        char[] passphrase = passphrase(session, file.exists());
        try {
            file.unlock(passphrase);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private char[] passphrase(CommandSession session, boolean exists) {
        String named = variable == null ? VARIABLE : variable;
        String value = session.environment(named);
        if (value == null || value.isBlank()) {
            if (variable != null || !session.terminal().interactive()) {
                throw Problem.wrongUse("secret.passphrase.variable", named);
            }
            value = session.terminal().secret(CommandTexts.get(exists ? "passphrase.ask" : "passphrase.ask.new"));
            if (value == null || value.isBlank()) {
                throw Problem.wrongUse("secret.passphrase.none");
            }
            if (!exists && !value.equals(session.terminal().secret(CommandTexts.get("passphrase.ask.again")))) {
                throw Problem.wrongUse("secret.passphrase.differ");
            }
        }
        return value.toCharArray();
    }
}
