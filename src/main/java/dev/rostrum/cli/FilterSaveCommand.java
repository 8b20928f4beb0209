package dev.rostrum.cli;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedFilter;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Keeps a filter of people under a name. */
@Command(name = "save")
final class FilterSaveCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "filter.new")
    private String name;

    @Mixin
    private PeopleFilterOptions filters;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    FilterSaveCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = session.write("filter save", wait)) {
            PeopleFilter filter =
                    filters.filter(workspace.views(), session.program().clock());
            if (filter.isEverybody()) {
                throw Problem.wrongUse("filter.empty");
            }
            SavedFilter kept = workspace.act().saveFilter(name, filter);
            json.result(
                    session.terminal(),
                    kept.id(),
                    kept.name(),
                    "filterSave.done",
                    kept.name(),
                    workspace.views().users().select(filter).count());
        }
        return ExitStatus.DONE;
    }
}
