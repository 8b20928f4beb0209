package dev.rostrum.cli;

import dev.rostrum.domain.SavedList;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a list another name. */
@Command(name = "rename")
final class ListRenameCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "list.named")
    private String name;

    @Parameters(index = "1", paramLabel = "NEW", descriptionKey = "list.new")
    private String another;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    ListRenameCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = session.write("list rename", wait)) {
            SavedList found = NameLookup.list(workspace.views(), name);
            workspace.act().lists().rename(found, another);
            json.result(session.terminal(), found.id(), another.strip(), "list.renamed", found.name(), another.strip());
        }
        return ExitStatus.DONE;
    }
}
