package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets a person who is in no team and never got a message. */
@Command(name = "forget")
final class UserForgetCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "userForget.user")
    private String named;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "userForget.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    UserForgetCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("user forget", wait)) {
            User user = NameLookup.user(workspace.views(), named);
            workspace.act().requireForgettable(user.id());
            if (!yes && !terminal.interactive()) {
                throw Problem.wrongUse("person.forget.unasked");
            }
            if (!yes && !Confirmation.yes(terminal, CommandTexts.get("userForget.ask", user.label(), user.id()))) {
                return ExitStatus.DONE;
            }
            workspace.act().forget(user.id());
            if (json.json()) {
                new JsonRow(terminal)
                        .put("userId", user.id())
                        .put("forgotten", true)
                        .print();
            } else {
                terminal.result(CommandTexts.get("userForget.done"));
            }
        }
        return ExitStatus.DONE;
    }
}
