package dev.rostrum.cli;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.SavedList;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a list of people. */
@Command(name = "create")
final class ListCreateCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "listCreate.name")
    private String name;

    @Mixin
    private ListRows rows;

    @Mixin
    private JsonOption json;

    ListCreateCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Workspace workspace = rows.open(session, "list create")) {
            Audience audience = rows.audience(session, workspace, json.json());
            SavedList made = workspace.act().lists().create(name, audience, written -> {}, () -> false);
            ListRows.result(session.terminal(), json.json(), made, "listCreate.done", made.people());
        }
        return ExitStatus.DONE;
    }
}
