package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedList;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a list; its people stay known. */
@Command(name = "delete")
final class ListDeleteCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "list.named")
    private String name;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "list.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    ListDeleteCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("list delete", wait)) {
            SavedList found = NameLookup.list(workspace.views(), name);
            if (!yes && !terminal.interactive()) {
                throw Problem.wrongUse("list.delete.unasked");
            }
            if (!yes && !Confirmation.yes(terminal, CommandTexts.get("list.delete.ask", found.name()))) {
                return ExitStatus.DONE;
            }
            workspace.act().lists().delete(found);
            json.result(terminal, found.id(), found.name(), "list.deleted", found.name());
        }
        return ExitStatus.DONE;
    }
}
