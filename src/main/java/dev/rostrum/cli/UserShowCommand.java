package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows everything kept about one person. */
@Command(name = "show")
final class UserShowCommand implements Callable<Integer> {
    /** Deliveries that are read at once. */
    private static final int PAGE = 500;

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
            new PersonLines(session.terminal()).show(withAll(workspace.views().users(), user, details), output.json());
        }
        return ExitStatus.DONE;
    }

    private static UserQuery.Details withAll(UserQuery users, User user, UserQuery.Details details) {
        List<UserQuery.Sent> all = new ArrayList<>(details.deliveries());
        int read = all.size() < UserQuery.MAX_DELIVERIES ? 0 : PAGE;
        while (read == PAGE) {
            List<UserQuery.Sent> page = users.sent(user.id(), all.size(), PAGE);
            all.addAll(page);
            read = page.size();
        }
        return details.withDeliveries(all);
    }
}
