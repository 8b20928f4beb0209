package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import picocli.CommandLine.Option;

/** The passphrase that an exported connection is sealed under. It is another one than that of the file of secrets. */
final class SealOption {
    @Option(
            names = "--passphrase-env",
            order = OptionOrder.SECRET,
            paramLabel = "VAR",
            descriptionKey = "seal.passphrase-env")
    private String variable;

    /** Whether the command line names one. */
    boolean given() {
        return variable != null;
    }

    /**
     * @param fresh whether it is chosen now: then it is typed twice
     * @return an array that the caller wipes
     * @throws Problem where there is none
     */
    char[] read(CommandSession session, boolean fresh) {
        String value;
        if (variable != null) {
            value = session.environment(variable);
            if (value == null || value.isBlank()) {
                throw Problem.wrongUse("connection.seal.variable", variable);
            }
        } else {
            if (!session.terminal().interactive()) {
                throw Problem.wrongUse("connection.seal.noPassphrase");
            }
            value = session.terminal().secret(CommandTexts.get(fresh ? "seal.ask.new" : "seal.ask"));
            if (value == null || value.isBlank()) {
                throw Problem.wrongUse("connection.seal.noPassphrase");
            }
            if (fresh && !value.equals(session.terminal().secret(CommandTexts.get("passphrase.ask.again")))) {
                throw Problem.wrongUse("connection.seal.differ");
            }
        }
        return value.toCharArray();
    }
}
