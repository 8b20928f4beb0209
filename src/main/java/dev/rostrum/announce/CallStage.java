package dev.rostrum.announce;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.ConnectorFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The second stage: the call itself, on as many threads as requests may be in flight. */
final class CallStage {
    private final CallQueue ready;
    private final IntentStage intents;

    CallStage(CallQueue ready, IntentStage intents) {
        this.ready = ready;
        this.intents = intents;
    }

    /** Makes calls that are ready, one after the other, until the queue is closed. */
    void work() throws InterruptedException {
        for (PendingDelivery delivery = ready.take(); delivery != null; delivery = ready.take()) {
            ActiveRun run = delivery.run();
            try {
                if (run.control().halted()) {
                    run.outcomes().withdraw(delivery);
                    continue;
                }
                run.callBegins(delivery);
                if (delivery.creates()) {
                    create(delivery);
                } else {
                    act(delivery);
                }
            } catch (RuntimeException | Error e) {
                delivery.end();
                run.control().trouble(e);
            }
        }
    }

    private void create(PendingDelivery delivery) {
        ActiveRun run = delivery.run();
        Answer<String> created;
        try {
            created = run.calls().create(delivery.permit(), delivery.row().userId());
        } catch (ConnectorFailure.NotBegun e) {
            run.outcomes().withdraw(delivery);
            return;
        } catch (ConnectorFailure e) {
            run.outcomes().createFailed(delivery, e);
            return;
        }
        run.outcomes().created(delivery, created);
        if (run.control().halted()
                || !(intents.enterAtOnce(delivery) || run.due().comesBack(delivery))) {
            run.outcomes().putBack(delivery);
        }
    }

    private void act(PendingDelivery delivery) {
        ActiveRun run = delivery.run();
        CompletableFuture<Boolean> inDoubt = new CompletableFuture<>();
        try {
            Answer<Optional<String>> answer;
            try {
                answer = run.calls()
                        .act(
                                delivery.permit(),
                                delivery.conversationId(),
                                delivery.row().target(),
                                late -> run.outcomes().late(delivery, late, inDoubt));
            } catch (ConnectorFailure.NotBegun e) {
                run.outcomes().withdraw(delivery);
                return;
            } catch (ConnectorFailure e) {
                inDoubt.complete(run.outcomes().failed(delivery, e));
                delivery.end();
                return;
            }
            run.outcomes().accepted(delivery, answer);
        } finally {
            inDoubt.complete(false);
        }
    }
}
