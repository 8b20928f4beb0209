package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Picks who "me" is on this connection, or shows it. */
@Command(name = "me")
final class UserMeCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", descriptionKey = "userMe.id")
    private String id;

    @Mixin
    private JsonOption output;

    @Mixin
    private WaitOption wait;

    UserMeCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (id == null) {
            try (Workspace workspace = session.read("user me")) {
                User me = workspace.views().me().orElseThrow(() -> Problem.failed("person.noMe"));
                show(workspace, me);
            }
        } else {
            try (Workspace workspace = session.write("user me", wait)) {
                User me = NameLookup.user(workspace.views(), id);
                workspace.act().setMe(me.id());
                show(workspace, me);
            }
        }
        return ExitStatus.DONE;
    }

    private void show(Workspace workspace, User me) {
        workspace.views().users().details(me.id()).ifPresent(details -> new PersonLines(session.terminal())
                .show(details, output.json()));
    }
}
