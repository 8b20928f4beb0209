package dev.rostrum.announce;

import dev.rostrum.connector.Pacer;
import dev.rostrum.connector.RateLimit;
import dev.rostrum.store.ledger.Ledger;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** The first stage of a delivery's call: a permit of the pacer, then the intent on disk, which is not waited for. */
final class IntentStage {
    private final Ledger ledger;
    private final Pacer pacer;
    private final FairSchedule schedule;
    private final CallQueue ready;
    private final Semaphore sendings;

    /**
     * @param ready where deliveries go whose intent is on disk
     * @param inFlight rows SENDING at once, at most, over all runs, which is what a kill leaves in doubt
     */
    IntentStage(Ledger ledger, Pacer pacer, FairSchedule schedule, CallQueue ready, int inFlight) {
        this.ledger = ledger;
        this.pacer = pacer;
        this.schedule = schedule;
        this.ready = ready;
        this.sendings = new Semaphore(inFlight);
    }

    /** Waits for the permit. What fails ends this delivery only. */
    void enter(PendingDelivery delivery) throws InterruptedException {
        boolean entered = false;
        try {
            if (!delivery.creates()) {
                sendings.acquire();
                delivery.countAsSending(sendings);
            }
            Optional<Pacer.Permit> permit = permit(delivery);
            if (permit.isPresent()) {
                intend(delivery, permit.get());
            } else if (delivery.createAnswer() != null) {
                delivery.run().outcomes().putBack(delivery);
            } else {
                delivery.end();
            }
            entered = true;
        } catch (RuntimeException | Error e) {
            delivery.run().control().trouble(e);
        } finally {
            if (!entered) {
                delivery.end();
            }
        }
    }

    /** As {@link #enter}, where there is nothing and nobody to wait for; else false, and nothing has been done. */
    boolean enterAtOnce(PendingDelivery delivery) {
        if (schedule.several() || delivery.run().rate() != null || !sendings.tryAcquire()) {
            return false;
        }
        Optional<Pacer.Permit> permit = Optional.empty();
        try {
            permit = pacer.acquireNow(
                    Pacer.Kind.SEND, delivery.conversationId(), delivery.run().control()::halted);
        } finally {
            if (permit.isEmpty()) {
                sendings.release();
            }
        }
        if (permit.isEmpty()) {
            return false;
        }
        delivery.countAsSending(sendings);
        intend(delivery, permit.get());
        return true;
    }

    private Optional<Pacer.Permit> permit(PendingDelivery delivery) throws InterruptedException {
        RunControl control = delivery.run().control();
        RateLimit rate = delivery.run().rate();
        Optional<Pacer.Permit> permit = delivery.creates()
                ? pacer.acquire(Pacer.Kind.CREATE, delivery.row().userId(), rate, control::halted)
                : pacer.acquire(Pacer.Kind.SEND, delivery.conversationId(), rate, control::halted);
        // Also where the run was halted after the permit came.
        return control.halted() ? Optional.empty() : permit;
    }

    private void intend(PendingDelivery delivery, Pacer.Permit permit) {
        delivery.permitted(permit);
        delivery.run().outcomes().afterIntent(write(delivery), delivery, this::onDisk);
    }

    private CompletableFuture<Boolean> write(PendingDelivery delivery) {
        Instant now = delivery.run().control().wallTime();
        delivery.begin(now);
        if (delivery.creates()) {
            return ledger.claims().opening(delivery.row(), now);
        }
        return delivery.createAnswer() == null
                ? ledger.claims().sending(delivery.row(), now)
                : ledger.claims()
                        .openedAndSending(delivery.row(), delivery.conversationId(), delivery.createAnswer(), now);
    }

    /** On the writer's thread: must never block. */
    private void onDisk(PendingDelivery delivery, boolean written) {
        if (!written) {
            delivery.end();
            return;
        }
        // The answer of a create that came before is on disk with this commit.
        delivery.run().callOver(delivery);
        ready.add(delivery);
        if (delivery.run().control().halted()) {
            takeBack(delivery.run());
        }
    }

    /** The run has been halted: its calls that are ready and have not begun do not begin. */
    void takeBack(ActiveRun run) {
        for (PendingDelivery delivery : ready.remove(run)) {
            run.outcomes().withdraw(delivery);
        }
    }
}
