package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.roster.ConversationCheck.Target;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forgets stored conversations. */
@Command(name = "forget")
final class ConversationForgetCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private ConversationChoice choice;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "conversationForget.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    ConversationForgetCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("conversation forget", wait)) {
            List<Target> targets = choice.of(workspace);
            if (!yes && !terminal.interactive()) {
                throw Problem.wrongUse("conversation.forget.unasked");
            }
            if (!yes && !Confirmation.yes(terminal, CommandTexts.get("conversationForget.ask", targets.size()))) {
                return ExitStatus.DONE;
            }
            int gone = workspace.act().conversations().forget(targets).count();
            if (json.json()) {
                new JsonRow(terminal).put("forgotten", gone).print();
            } else {
                terminal.result(CommandTexts.get("conversationForget.done", gone));
            }
        }
        return ExitStatus.DONE;
    }
}
