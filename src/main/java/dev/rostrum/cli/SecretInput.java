package dev.rostrum.cli;

import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;

/** Reads a secret from where a person or a script put it. */
final class SecretInput {
    private static final int MAX_LENGTH = 4096;

    private SecretInput() {}

    /**
     * @param variable environment variable, or null for the terminal or standard input
     * @param of the name of the connection
     * @throws Problem where there is none
     */
    static char[] read(CommandSession session, String variable, Purpose purpose, String of) {
        String secret;
        if (variable != null) {
            secret = session.environment(variable);
            if (secret == null || secret.isBlank()) {
                throw Problem.wrongUse("secret.input.variable", variable, what(purpose), of);
            }
        } else {
            secret = session.terminal().secret(CommandTexts.get("secret.ask." + purpose.code(), of));
            if (secret == null || secret.isBlank()) {
                throw Problem.wrongUse("secret.input.none", what(purpose), of);
            }
        }
        if (secret.length() > MAX_LENGTH) {
            throw Problem.wrongUse("connection.secret.tooLong");
        }
        return secret.strip().toCharArray();
    }

    /** The secret's kind as a part of a sentence. */
    static Reason what(Purpose purpose) {
        return Reason.of("secret.what." + purpose.code());
    }
}
