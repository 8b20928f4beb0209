package dev.rostrum.cli;

import dev.rostrum.domain.SavedList;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the lists of people. */
@Command(name = "list")
final class ListListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private OutputOptions output;

    ListListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("list list")) {
            List<SavedList> lists = workspace.views().lists();
            if (lists.isEmpty()) {
                terminal.note(CommandTexts.get("listList.none"));
            }
            new Listing<SavedList>((row, l) -> row.put("id", l.id())
                            .put("name", l.name())
                            .put("people", l.people())
                            .put("changedAt", l.changedAt()))
                    .keys("id", "name", "people", "changedAt")
                    .text("column.name", SavedList::name)
                    .count("column.people", SavedList::people)
                    .time("column.changed", l -> terminal.time(l.changedAt()))
                    .print(terminal, output, lists);
        }
        return ExitStatus.DONE;
    }
}
