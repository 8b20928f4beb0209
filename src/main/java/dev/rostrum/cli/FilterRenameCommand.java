package dev.rostrum.cli;

import dev.rostrum.domain.SavedFilter;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a filter another name. */
@Command(name = "rename")
final class FilterRenameCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "filter.named")
    private String name;

    @Parameters(index = "1", paramLabel = "NEW", descriptionKey = "filter.new")
    private String another;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    FilterRenameCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = session.write("filter rename", wait)) {
            SavedFilter found = NameLookup.filter(workspace.views(), name);
            workspace.act().renameFilter(found, another);
            json.result(
                    session.terminal(), found.id(), another.strip(), "filter.renamed", found.name(), another.strip());
        }
        return ExitStatus.DONE;
    }
}
