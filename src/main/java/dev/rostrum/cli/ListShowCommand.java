package dev.rostrum.cli;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.store.query.Sort;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows who is in a list. */
@Command(name = "show")
final class ListShowCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "LIST", descriptionKey = "list.named")
    private String name;

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    ListShowCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("list show")) {
            PeopleFilter filter =
                    PeopleFilter.ofList(NameLookup.list(workspace.views(), name).id());
            UserListCommand.table(terminal)
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            workspace.views().users().select(filter, List.of(new Sort<>(UserQuery.Column.NAME, true))),
                            CommandTexts.get("listShow.none"));
        }
        return ExitStatus.DONE;
    }
}
