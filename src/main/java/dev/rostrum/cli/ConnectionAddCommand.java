package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.FormProblem;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stores a connection. */
@Command(name = "add", sortOptions = false)
final class ConnectionAddCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionAdd.name")
    private String name;

    @Mixin
    private ConnectionOptions options;

    ConnectionAddCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConnectionForm form = options.on(ConnectionForm.blank().with(Field.NAME, name));
        Connections.Added added;
        try (TypedSecrets typed = options.typed(session, form)) {
            added = session.program().connections().add(form, typed);
        } catch (FormProblem e) {
            throw ConnectionOptions.named(e);
        }
        Terminal terminal = session.terminal();
        Connection connection = added.connection();
        terminal.result(CommandTexts.get("connectionAdd.done", CommandTexts.connection(connection)));
        int status = ConnectionOptions.tell(session, added);
        if (connection.credential() instanceof Credential.Secret
                && connection.secretStorage().location() == SecretLocation.SESSION
                && !connection.secretStorage().variables().containsKey(Purpose.CLIENT_SECRET)) {
            terminal.note(CommandTexts.get("connectionAdd.secret"));
        }
        terminal.note(CommandTexts.get("connectionAdd.use", CommandWords.argument(connection.name())));
        return status;
    }
}
