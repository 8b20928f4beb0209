package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows everything kept about one person. */
@Command(name = "show")
final class UserShowCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "userShow.id")
    private String id;

    @Mixin
    private JsonOption output;

    UserShowCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = session.read("user show")) {
            User user = NameLookup.user(workspace.views(), id);
            UserQuery.Details details =
                    workspace.views().users().details(user.id()).orElseThrow(() -> Problem.failed("person.gone"));
            new PersonLines(session.terminal()).show(details, output.json());
        }
        return ExitStatus.DONE;
    }
}
