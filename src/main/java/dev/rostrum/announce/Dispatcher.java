package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.ledger.Ledger;
import java.util.function.Consumer;

/**
 * Sends the deliveries of all runs of a connection. They pass three stages, each on other threads, and none waits for the commit of
 * an intent or of an acceptance:
 *
 * <pre>
 * DueDeliveries, one per run ──▶ FairSchedule ──▶ IntentStage: permit, intent ──commit──▶ CallQueue ──▶ CallStage
 *    ▲                                                                                        │             │
 *    ├─────────────────────────── its send, after a create ───────────────────────────────────┼─────────────┤
 *    └─ end ◀──commit── OutcomeStage ◀──────────── withdrawn, where the run is halted ────────┘◀────────────┘
 * </pre>
 *
 * <p>What a commit leads to mostly runs on the writer's thread and must never block. Two counts hold over all runs together: no more
 * calls are under way than asked for, which is the number of calling threads, and no more rows SENDING, which is what a kill leaves
 * in doubt. The threads begin with the first run and last until {@link #close}.
 */
final class Dispatcher implements AutoCloseable {
    /** Deliveries of a run in hand per request in flight: while some call, others commit. */
    private static final int IN_HAND_PER_CALL = 3;

    /** Threads of the intent stage. Few: permits come one after the other anyway, and each waits for itself. */
    private static final int INTENT_THREADS = 4;

    private final ConnectorClient connector;
    private final int inFlight;
    private final Consumer<Throwable> trouble;
    private final FairSchedule schedule = new FairSchedule();
    private final CallQueue ready = new CallQueue();
    private final IntentStage intents;
    private final CallStage callers;
    private final Outages outages;
    private boolean started;

    /**
     * @param inFlight requests under way at once, at most, of all runs together; and rows in doubt after a kill, at most
     * @param trouble told what failed that belongs to no run alone
     */
    Dispatcher(Ledger ledger, ConnectorClient connector, int inFlight, Ticker ticker, Consumer<Throwable> trouble) {
        this.connector = connector;
        this.inFlight = inFlight;
        this.trouble = trouble;
        this.intents = new IntentStage(ledger, connector.pacer(), schedule, ready, inFlight);
        this.callers = new CallStage(ready, intents);
        this.outages = new Outages(ticker);
    }

    ConnectorClient connector() {
        return connector;
    }

    Pacer pacer() {
        return connector.pacer();
    }

    FairSchedule schedule() {
        return schedule;
    }

    Outages outages() {
        return outages;
    }

    int mostInHand() {
        return IN_HAND_PER_CALL * inFlight;
    }

    /** Deliveries of this run take part from here on. */
    void add(ActiveRun run) {
        start();
        schedule.add(run.due());
    }

    void remove(ActiveRun run) {
        schedule.remove(run.due());
    }

    /** Whether a run may go on has changed: whoever waits asks again. */
    void lookAgain() {
        schedule.lookAgain();
        connector.pacer().lookAgain();
    }

    /** The run has been halted: its calls that are ready and have not begun do not begin. */
    void takeBack(ActiveRun run) {
        intents.takeBack(run);
    }

    private synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        for (int i = 0; i < INTENT_THREADS; i++) {
            start("intent-" + i, this::enterDeliveries);
        }
        for (int i = 0; i < inFlight; i++) {
            start("send-" + i, callers::work);
        }
    }

    private void enterDeliveries() throws InterruptedException {
        for (PendingDelivery delivery = schedule.next(); delivery != null; delivery = schedule.next()) {
            intents.enter(delivery);
        }
    }

    /** Lets the threads end, once no delivery is in hand. */
    @Override
    public void close() {
        schedule.close();
        ready.close();
    }

    interface Work {
        void run() throws InterruptedException;
    }

    /** What fails unforeseen pauses all runs, and the work goes on for what is left of them. */
    private void start(String name, Work work) {
        thread(name, () -> {
            boolean over = false;
            while (!over) {
                try {
                    work.run();
                    over = true;
                } catch (InterruptedException e) {
                    over = true;
                    trouble.accept(e);
                    Thread.currentThread().interrupt();
                } catch (RuntimeException | Error e) {
                    trouble.accept(e);
                }
            }
        });
    }

    static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
