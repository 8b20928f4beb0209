package dev.rostrum.cli;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.SavedList;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds people to a list. */
@Command(name = "add")
final class ListAddCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "LIST", descriptionKey = "list.named")
    private String name;

    @Mixin
    private ListRows rows;

    @Mixin
    private JsonOption json;

    ListAddCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Workspace workspace = rows.open(session, "list add")) {
            SavedList list = NameLookup.list(workspace.views(), name);
            Audience audience = rows.audience(session, workspace, json.json());
            long changed = workspace.act().lists().add(list, audience, written -> {}, () -> false);
            SavedList now = NameLookup.list(workspace.views(), name);
            ListRows.result(session.terminal(), json.json(), now, "listAdd.done", changed);
        }
        return ExitStatus.DONE;
    }
}
