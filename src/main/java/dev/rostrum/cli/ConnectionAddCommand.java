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
@Command(name = "add")
final class ConnectionAddCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionAdd.name")
    private String name;

    @Mixin
    private ConnectionOptions options;

    @Mixin
    private JsonOption json;

    ConnectionAddCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConnectionForm form = options.on(ConnectionForm.blank().with(Field.NAME, name));
        Connections connections = session.program().connections();
        Connections.Added added;
        try (TypedSecrets typed = options.typed(session, form)) {
            added = connections.add(form, typed);
        } catch (FormProblem e) {
            throw ConnectionOptions.named(e);
        }
        Terminal terminal = session.terminal();
        Connection connection = added.connection();
        if (!added.secretsKept()) {
            connections.remove(connection.name());
            ConnectionOptions.tell(session, added);
            terminal.warn(CommandTexts.get("connectionAdd.notAdded", connection.name()));
            return ExitStatus.FAILED;
        }
        ConnectionOptions.print(session, added, json.json(), "connectionAdd.done");
        if (connection.credential() instanceof Credential.Secret
                && connection.secretStorage().location() == SecretLocation.SESSION
                && !connection.secretStorage().variables().containsKey(Purpose.CLIENT_SECRET)) {
            terminal.note(CommandTexts.get("connectionAdd.secret"));
        }
        terminal.note(CommandTexts.get("connectionAdd.use", CommandWords.argument(connection.name())));
        return ExitStatus.DONE;
    }
}
