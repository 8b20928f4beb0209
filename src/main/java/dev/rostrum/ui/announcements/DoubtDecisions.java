package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The admin's word about deliveries in doubt: what is asked, and how it is written down. */
final class DoubtDecisions {
    private final Texts texts = Texts.of(DoubtDecisions.class);
    private final Supplier<Runs> runs;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Runnable decided;
    private final Consumer<Exception> failed;

    /** @param decided something may stand otherwise now */
    DoubtDecisions(Supplier<Runs> runs, Tasks tasks, Dialogs dialogs, Runnable decided, Consumer<Exception> failed) {
        this.runs = runs;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.decided = decided;
        this.failed = failed;
    }

    /**
     * Asks what became of all chosen deliveries that are in doubt.
     *
     * @param sends whether messages are in doubt, and not changes of them
     */
    void decide(DeliveryChoice choice, boolean sends) {
        tasks.read(() -> runs.get().inDoubt(choice))
                .onOk(doubts -> {
                    if (doubts > 0) {
                        ask(sends, doubts, decision -> confirm(choice, sends, doubts, decision));
                    }
                })
                .onFail(failed)
                .start();
    }

    private void ask(boolean sends, long doubts, Consumer<Decision> answered) {
        dialogs.ask(
                new Question(
                        texts.get(sends ? "decide.title" : "decide.change.title", doubts),
                        texts.get("decide.body", doubts),
                        Choice.standard("arrived", texts.get(sends ? "decide.arrived" : "decide.change.done", doubts)),
                        Choice.standard("again", texts.get(sends ? "decide.again" : "decide.change.again"))),
                answer -> {
                    if (answer.equals("arrived")) {
                        answered.accept(Decision.ARRIVED);
                    } else if (answer.equals("again")) {
                        answered.accept(Decision.SEND_AGAIN);
                    }
                });
    }

    private void confirm(DeliveryChoice choice, boolean sends, long doubts, Decision decision) {
        askAgain(sends, doubts, decision, () -> write(all -> all.resolveAll(choice, decision, doubts)));
    }

    /** The admin's word about one delivery in doubt. */
    void decide(DeliveryQuery.Row delivery, Decision decision) {
        askAgain(
                delivery.kind().sendsMessages(),
                1,
                decision,
                () -> write(all -> all.resolve(delivery.id(), delivery.attempts(), decision) ? 1 : 0));
    }

    /** For more than one delivery the admin types the number. */
    private void askAgain(boolean sends, long doubts, Decision decision, Runnable sure) {
        boolean again = decision == Decision.SEND_AGAIN;
        String stem = again ? "decide.again" : "decide.arrived";
        if (!sends) {
            stem = again ? "decide.change.again" : "decide.change.done";
        }
        String yes = texts.get(stem + ".yes", doubts);
        Question question = new Question(
                texts.get(stem + ".title", doubts),
                texts.get(stem + ".body"),
                again && sends ? Choice.danger("yes", yes) : Choice.standard("yes", yes));
        dialogs.ask(doubts > 1 ? question.typing(Counts.of(doubts)) : question, answer -> {
            if (answer.equals("yes")) {
                sure.run();
            }
        });
    }

    private void write(ToLongFunction<Runs> command) {
        tasks.control(() -> command.applyAsLong(runs.get()))
                .onOk(done -> {
                    dialogs.tell(texts.get("decide.done", done));
                    decided.run();
                })
                .onFail(e -> {
                    failed.accept(e);
                    decided.run();
                })
                .start();
    }
}
