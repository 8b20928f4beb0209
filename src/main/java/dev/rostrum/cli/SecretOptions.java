package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.domain.Problem;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command finds the client secret. Never an argument: those are seen by every user of the computer. */
final class SecretOptions {
    private static final int MAX_LENGTH = 4096;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Source source;

    /** One of the two. */
    static final class Source {
        @Option(
                names = "--secret-env",
                paramLabel = "VAR",
                description = "Take the client secret from this environment variable.")
        private String variable;

        @Option(names = "--secret-stdin", description = "Take the client secret from the first line of standard input.")
        boolean standardInput;
    }

    /**
     * Hands the secret to the program for as long as it runs.
     *
     * @throws Problem saying how to give it where it is missing
     */
    void give(Session session, Connection connection) {
        if (source != null) {
            session.program().secrets().give(connection.name(), read(session, connection));
        } else if (connection.kind() != Connection.Kind.SANDBOX
                && !session.program().secrets().known(connection)) {
            throw Problem.wrongUse(missing(connection));
        }
    }

    private String read(Session session, Connection connection) {
        String secret;
        if (source.variable != null) {
            secret = session.environment(source.variable);
            if (secret == null || secret.isBlank()) {
                throw Problem.wrongUse("The environment variable " + source.variable
                        + " is not set. Put the client secret of " + Words.quoted(connection.name()) + " into it.");
            }
        } else {
            secret = session.terminal()
                    .secret("Client secret of " + Words.quoted(connection.name()) + " (it is not shown):");
            if (secret == null || secret.isBlank()) {
                throw Problem.wrongUse("Standard input holds no client secret. Pipe one line with the secret of "
                        + Words.quoted(connection.name()) + " in.");
            }
        }
        if (secret.length() > MAX_LENGTH) {
            throw Problem.wrongUse("This is longer than any client secret. Give the secret's value alone.");
        }
        return secret.strip();
    }

    private static String missing(Connection connection) {
        String variable = connection.credential() instanceof Credential.Secret secret ? secret.environment() : null;
        return "The connection " + Words.quoted(connection.name()) + " needs its client secret. "
                + (variable == null
                        ? "Put it into an environment variable and name that with --secret-env VAR,"
                        : "Set the environment variable " + variable + ", name another one with --secret-env VAR,")
                + " or pipe it in with --secret-stdin.";
    }
}
