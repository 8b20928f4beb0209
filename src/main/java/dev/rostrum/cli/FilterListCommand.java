package dev.rostrum.cli;

import dev.rostrum.domain.SavedFilter;
import dev.rostrum.words.FilterWords;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the filters of people that are kept. */
@Command(name = "list")
final class FilterListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private OutputOptions output;

    FilterListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("filter list")) {
            List<SavedFilter> filters = workspace.views().filters();
            if (filters.isEmpty()) {
                terminal.note(CommandTexts.get("filterList.none"));
            }
            FilterWords words =
                    new FilterWords(workspace.views().teams(), workspace.views().lists(), terminal::time);
            new Listing<SavedFilter>((row, f) ->
                            row.put("id", f.id()).put("name", f.name()).put("conditions", words.of(f.filter())))
                    .keys("id", "name", "conditions")
                    .text("column.name", SavedFilter::name)
                    .text("column.conditions", f -> words.of(f.filter()))
                    .print(terminal, output, filters);
        }
        return ExitStatus.DONE;
    }
}
