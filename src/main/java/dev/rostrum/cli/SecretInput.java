package dev.rostrum.cli;

import dev.rostrum.domain.Problem;

/** Reads a secret from where a person or a script put it. */
final class SecretInput {
    private static final int MAX_LENGTH = 4096;

    private SecretInput() {}

    /**
     * @param variable environment variable, or null for the terminal or standard input
     * @param what it is, in two or three words
     * @param of whose it is
     * @throws Problem where there is none
     */
    static char[] read(Session session, String variable, String what, String of) {
        String secret;
        if (variable != null) {
            secret = session.environment(variable);
            if (secret == null || secret.isBlank()) {
                throw Problem.wrongUse("The environment variable " + variable + " is not set. Put the " + what + " of "
                        + Words.quoted(of) + " into it.");
            }
        } else {
            secret = session.terminal().secret(capital(what) + " of " + Words.quoted(of) + " (it is not shown):");
            if (secret == null || secret.isBlank()) {
                throw Problem.wrongUse("Standard input holds no " + what + ". Pipe one line with the " + what + " of "
                        + Words.quoted(of) + " in.");
            }
        }
        if (secret.length() > MAX_LENGTH) {
            throw Problem.wrongUse("This is longer than any " + what + ". Give its value alone.");
        }
        return secret.strip().toCharArray();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
