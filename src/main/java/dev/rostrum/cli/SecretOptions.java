package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.Problem;
import dev.rostrum.words.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where a command finds what the bot signs in with: the client secret, or the password of its certificate. Never an argument:
 * those are seen by every user of the computer.
 */
final class SecretOptions {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Source source;

    @Mixin
    private PassphraseOption passphrase;

    /** One of the two. */
    static final class Source {
        @Option(
                names = "--secret-env",
                order = OptionOrder.SECRET,
                paramLabel = "VAR",
                descriptionKey = "secret.secret-env")
        private String variable;

        @Option(names = "--secret-stdin", order = OptionOrder.SECRET, descriptionKey = "secret.secret-stdin")
        boolean standardInput;
    }

    /**
     * Hands the secret to the program for as long as it runs.
     *
     * @throws Problem saying how to give it where it is missing
     */
    void give(CommandSession session, Connection connection) {
        if (connection.kind() == Connection.Kind.SANDBOX) {
            return;
        }
        // It fails before anybody is asked for a secret whose way was not typed here.
        connection.barred().ifPresent(why -> {
            throw new Problem(Problem.Kind.FAILED, why, null);
        });
        Secrets secrets = session.program().secrets();
        take(session, connection);
        if (connection.secretStorage().location() == SecretLocation.FILE) {
            passphrase.unlock(session);
        }
        for (Purpose purpose : connection.neededSecrets()) {
            char[] known = secrets.of(connection, purpose).orElseThrow(() -> missing(connection, purpose));
            Arrays.fill(known, '\0');
        }
    }

    /** Does as {@link #give} for a command that itself says what is missing, or why nothing is asked for. */
    void offer(CommandSession session, Connection connection) {
        if (connection.kind() == Connection.Kind.SANDBOX || connection.barred().isPresent()) {
            return;
        }
        take(session, connection);
        if (connection.secretStorage().location() == SecretLocation.FILE) {
            try {
                passphrase.unlock(session);
            } catch (Problem e) {
                session.terminal().note(Sentences.of(e));
            }
        }
    }

    /** The same again, for a service that is started without anybody there. */
    List<String> again() {
        List<String> options = new ArrayList<>(passphrase.again());
        if (source != null) {
            if (source.standardInput) {
                throw Problem.wrongUse("endpoint.service.input");
            }
            options.addAll(List.of("--secret-env", source.variable));
        }
        return options;
    }

    private void take(CommandSession session, Connection connection) {
        Optional<Purpose> needed = connection.signInSecret();
        if (source != null && needed.isPresent()) {
            char[] value = SecretInput.read(session, source.variable, needed.get(), connection.name());
            session.program().secrets().give(connection, needed.get(), value);
            Arrays.fill(value, '\0');
        }
    }

    private static Problem missing(Connection connection, Purpose purpose) {
        String variable = connection.secretStorage().variables().get(purpose);
        String code = (purpose == Purpose.PROXY_PASSWORD ? "secret.needed.proxy" : "secret.needed.signIn")
                + (variable == null ? "" : ".variable");
        return Problem.wrongUse(
                code,
                connection.name(),
                SecretInput.what(purpose),
                variable == null ? CommandWords.argument(connection.name()) : variable);
    }
}
