package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.FormProblem;
import dev.rostrum.connection.TypedSecrets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a connection. */
@Command(name = "edit", sortOptions = false)
final class ConnectionEditCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionEdit.name")
    private String name;

    @Option(names = "--name", paramLabel = "NEW", descriptionKey = "connectionEdit.name2")
    private String newName;

    @Mixin
    private ConnectionOptions options;

    ConnectionEditCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection before = session.program().connections().find(name);
        ConnectionForm form = options.on(ConnectionForm.of(before).withGiven(Field.NAME, newName));
        Connections.Added changed;
        try (TypedSecrets typed = options.typed(session, form)) {
            changed = session.program().connections().edit(before.name(), form, typed);
        } catch (FormProblem e) {
            throw ConnectionOptions.named(e);
        }
        session.terminal()
                .result(CommandTexts.get("connectionEdit.done", CommandTexts.connection(changed.connection())));
        return ConnectionOptions.tell(session, changed);
    }
}
