package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedFilter;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a filter; its people stay known. */
@Command(name = "delete")
final class FilterDeleteCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "filter.named")
    private String name;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "list.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    FilterDeleteCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("filter delete", wait)) {
            SavedFilter found = NameLookup.filter(workspace.views(), name);
            if (!yes && !terminal.interactive()) {
                throw Problem.wrongUse("list.delete.unasked");
            }
            if (!yes && !Confirmation.yes(terminal, CommandTexts.get("filter.delete.ask", found.name()))) {
                return ExitStatus.DONE;
            }
            workspace.act().deleteFilter(found);
            json.result(terminal, found.id(), found.name(), "filter.deleted", found.name());
        }
        return ExitStatus.DONE;
    }
}
