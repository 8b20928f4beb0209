package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.roster.ConversationCheck.Checked;
import dev.rostrum.roster.ConversationCheck.Outcome;
import dev.rostrum.roster.ConversationCheck.Target;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks Teams anew for stored conversations, which sends nothing. */
@Command(name = "check")
final class ConversationCheckCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private ConversationChoice choice;

    @Mixin
    private JsonOption json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    ConversationCheckCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("conversation check", wait, secret);
                StopSignals.Watch stop = session.signals().watch()) {
            List<Target> targets = choice.of(workspace);
            Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
            try {
                workspace
                        .act()
                        .conversations()
                        .check(
                                targets,
                                checked -> {
                                    counts.merge(checked.outcome(), 1, Integer::sum);
                                    show(checked);
                                    terminal.progress(CommandTexts.get(
                                            "conversationCheck.progress", done(counts), targets.size()));
                                },
                                stop::asked);
            } catch (InterruptedException e) {
                terminal.warn(CommandTexts.get("conversationCheck.stopped", targets.size() - done(counts)));
                return ExitStatus.WAITING;
            } catch (Problem e) {
                terminal.warn(CommandTexts.get("conversationCheck.stopped", targets.size() - done(counts)));
                throw e;
            }
            terminal.note(CommandTexts.get(
                    "conversationCheck.done",
                    done(counts),
                    counts.getOrDefault(Outcome.SAME, 0),
                    counts.getOrDefault(Outcome.CHANGED, 0),
                    counts.getOrDefault(Outcome.REFUSED, 0)));
            terminal.note(CommandTexts.get("conversationCheck.only"));
            return ExitStatus.DONE;
        }
    }

    private static int done(Map<Outcome, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void show(Checked checked) {
        Terminal terminal = session.terminal();
        if (json.json()) {
            new JsonRow(terminal)
                    .put("id", checked.target().conversationId())
                    .put("userId", checked.target().userId())
                    .put("outcome", checked.outcome())
                    .put("conversationId", checked.id())
                    .cause(checked.reason())
                    .print();
        } else if (checked.outcome() == Outcome.CHANGED) {
            terminal.result(CommandTexts.get(
                    "conversationCheck.changed", checked.target().conversationId(), checked.id()));
        } else if (checked.outcome() == Outcome.REFUSED) {
            terminal.result(CommandTexts.get(
                    "conversationCheck.refused", checked.target().conversationId(), Sentences.whole(checked.reason())));
        }
    }
}
