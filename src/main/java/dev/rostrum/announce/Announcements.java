package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Announcements of one connection: plan, send, pause, resume, stop. One run sends at a time. Nothing is sent but between
 * {@link #start} and the run's end, and no run goes on by itself after the program ended.
 */
public final class Announcements implements AutoCloseable {
    /** Above this many recipients the number is typed to confirm. */
    public static final int TYPED_ABOVE = 100;

    private static final int PLAN_CHUNK = 1000;

    /**
     * What goes out, to how many and how long it takes.
     *
     * @param counts who is in and who is left out
     * @param requests calls to Teams: one for each message, one more for each conversation to open
     * @param time at the set rate; zero where pacing is lifted
     * @param bytes size of one request, counted as UTF-16
     */
    public record Plan(Ledger.Preview counts, long requests, Duration time, int bytes) {
        /** People that the audience names. */
        public long selected() {
            return counts.selected();
        }

        /** Of them left out: taken out by the admin, or met twice. */
        public long leftOut() {
            return counts.removed() + counts.samePerson();
        }

        /** People that the message goes to. */
        public long recipients() {
            return counts.recipients();
        }

        /** Of them those whose conversation is known already. */
        public long withConversation() {
            return counts.withConversation();
        }

        /** Of those left out: taken out by the admin. */
        public long removed() {
            return counts.removed();
        }

        /** Of those left out: further roster entries of somebody who is in already. */
        public long samePerson() {
            return counts.samePerson();
        }
    }

    /** People that an audience names, and of them those a message would go to. */
    public record Reach(long selected, long recipients) {}

    /** Stops watching when closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final Ledger ledger;
    private final ConnectorClient connector;
    private final int inFlight;
    private final Supplier<SendingRules> rules;
    private final Clock clock;
    private final Ticker ticker;
    private final List<Consumer<RunSnapshot>> watchers = new CopyOnWriteArrayList<>();
    private final Object control = new Object();
    private Dispatcher active;
    private boolean closed;

    /**
     * @param inFlight requests under way at once, at most
     * @param rules asked anew for each plan and each start
     */
    public Announcements(
            Ledger ledger,
            ConnectorClient connector,
            int inFlight,
            Supplier<SendingRules> rules,
            Clock clock,
            Ticker ticker) {
        this.ledger = ledger;
        this.connector = connector;
        this.inFlight = inFlight;
        this.rules = rules;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Counts what a plan would hold, without writing anything.
     *
     * @throws Problem when the message cannot go out to anybody
     */
    public Plan preview(Message message, Audience audience) {
        int bytes = check(message);
        Ledger.Preview counts = ledger.preview(audience);
        long requests = 2 * counts.recipients() - counts.withConversation();
        double rate = connector.pacer().state().requestsPerSecond();
        Duration time = Double.isInfinite(rate) ? Duration.ZERO : Duration.ofMillis((long) (1000 * requests / rate));
        return new Plan(counts, requests, time, bytes);
    }

    /** Who the audience names, without a message. */
    public Reach count(Audience audience) {
        Ledger.Preview counts = ledger.preview(audience);
        return new Reach(counts.selected(), counts.recipients());
    }

    /** The rate in force now, in requests per second; infinite where pacing is lifted. */
    public double requestsPerSecond() {
        return connector.pacer().state().requestsPerSecond();
    }

    /** The request that a message makes, as it goes out. */
    public String body(Message message) {
        return connector.sendBody(message);
    }

    /** Size of one request in bytes counted as UTF-16; nothing is checked. */
    public int bytes(Message message) {
        return 2 * connector.sendBody(message).length();
    }

    /**
     * @return the request's size in bytes, counted as UTF-16
     * @throws Problem for an empty message or one over the limit
     */
    public int check(Message message) {
        if (message.isEmpty()) {
            throw Problem.wrongUse("The message is empty. Write what people are to read.");
        }
        int bytes = bytes(message);
        if (bytes > Message.MAX_BYTES) {
            throw Problem.wrongUse(String.format(
                    Locale.ROOT,
                    "The message is too large: %,d bytes of at most %,d, as Teams counts. Shorten it by about %,d characters.",
                    bytes,
                    Message.MAX_BYTES,
                    (bytes - Message.MAX_BYTES + 1) / 2));
        }
        return bytes;
    }

    /**
     * Writes the plan: one row a recipient. Nothing is sent.
     *
     * @param choices kept with the plan
     * @param expected recipients that were confirmed; where the plan has another number nothing is kept
     * @param progress told how many people were written so far
     * @param cancelled asked between chunks; a cancelled plan is taken back
     * @return the run's id
     */
    public long plan(
            String title,
            Message message,
            Audience audience,
            SendChoices choices,
            long expected,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        check(message);
        String name = title == null || title.isBlank() ? message.suggestedTitle() : title.strip();
        long runId = ledger.begin(name, message, audience, choices, null, clock.instant());
        boolean kept = false;
        try {
            Ledger.PlanStep step;
            do {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("Planning was cancelled");
                }
                step = ledger.planNext(runId, PLAN_CHUNK, clock.instant());
                progress.accept(step.written());
            } while (!step.complete());
            ledger.planned(runId, clock.instant());
            long recipients = ledger.totals(runId).recipients();
            if (recipients == 0) {
                throw Problem.wrongUse("Nobody is left to send to. Choose teams or people.");
            }
            if (recipients != expected) {
                throw Problem.wrongUse("The plan has " + recipients + " recipients, not " + expected
                        + ". Nothing was sent. Look at the audience again and confirm the new number.");
            }
            kept = true;
            return runId;
        } finally {
            if (!kept) {
                ledger.discard(runId);
            }
        }
    }

    /**
     * Starts or resumes a planned or paused run. Returns at once.
     *
     * @throws Problem when it cannot run now
     */
    public void start(long runId) {
        synchronized (control) {
            if (closed) {
                throw Problem.failed("The connection is being closed.");
            }
            if (active != null && !active.ended()) {
                if (active.runId() == runId) {
                    throw Problem.wrongUse("This announcement is being sent already.");
                }
                throw Problem.wrongUse("Another announcement is being sent. Wait for its end, or pause it first.");
            }
            Ledger.Run run = run(runId);
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse(
                        switch (run.state()) {
                            case DONE -> "This announcement is finished; nobody in it is waiting.";
                            case STOPPED -> "This announcement was stopped; what was waiting has been cancelled.";
                            default -> "This announcement has no plan yet. Open it and confirm its recipients first.";
                        });
            }
            active =
                    new Dispatcher(run, ledger, connector, inFlight, rules.get().pause(), clock, ticker, this::tell);
            active.start();
        }
    }

    /** Asks the run that sends to pause: nothing new begins, what is under way is awaited. */
    public void pause() {
        synchronized (control) {
            if (active != null) {
                active.pause(PauseReason.ASKED, null);
            }
        }
    }

    /** Stops a run: what waits is cancelled, what is under way is awaited. Works on a paused run too. */
    public void stop(long runId) {
        Dispatcher sending;
        synchronized (control) {
            sending = active != null && active.runId() == runId && !active.ended() ? active : null;
            if (sending != null) {
                sending.stop();
                return;
            }
            Ledger.Run run = run(runId);
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse("This announcement is not waiting for anything, so there is nothing to stop.");
            }
            Dispatcher.cancelRest(ledger, runId, clock.instant());
        }
        tell(snapshot(runId));
    }

    /** The run that sends now, or sent last in this session. */
    public Optional<RunSnapshot> current() {
        synchronized (control) {
            return active == null ? Optional.empty() : Optional.of(active.snapshot());
        }
    }

    /** Whether requests may be under way. */
    public boolean sending() {
        synchronized (control) {
            return active != null && !active.ended();
        }
    }

    /** A run as it stands, sending or not. */
    public RunSnapshot snapshot(long runId) {
        synchronized (control) {
            if (active != null && active.runId() == runId) {
                return active.snapshot();
            }
        }
        Ledger.Run run = run(runId);
        return new RunSnapshot(
                runId,
                run.title(),
                run.state(),
                run.pauseReason(),
                run.pauseDetail(),
                ledger.totals(runId),
                0,
                null,
                null,
                null);
    }

    /** Waits until the run that sends has ended, paused or stopped. False when the time ran out before. */
    public boolean await(Duration limit) throws InterruptedException {
        Dispatcher awaited;
        synchronized (control) {
            awaited = active;
        }
        return awaited == null || awaited.await(limit);
    }

    /** Runs with rows that wait, newest first; none of them goes on by itself. */
    public List<Ledger.Run> open() {
        return ledger.openRuns();
    }

    /**
     * Tells of every change of a run, at most ten times a second and always the last state. On a thread of the dispatcher: a
     * watcher must not wait.
     */
    public Watch watch(Consumer<RunSnapshot> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Totals of a run, counted row by row against the kept counters. */
    public Totals recount(long runId) {
        return ledger.recount(runId);
    }

    private Ledger.Run run(long runId) {
        return ledger.run(runId)
                .orElseThrow(() ->
                        Problem.wrongUse("There is no announcement " + runId + ". See `rostrum announcement list`."));
    }

    private void tell(RunSnapshot snapshot) {
        for (Consumer<RunSnapshot> watcher : watchers) {
            watcher.accept(snapshot);
        }
    }

    /** Pauses what sends and waits up to five seconds for answers; rows without one stay SENDING and are in doubt later. */
    @Override
    public void close() {
        Dispatcher sending;
        synchronized (control) {
            closed = true;
            sending = active;
        }
        if (sending != null) {
            sending.pause(PauseReason.ASKED, null);
            try {
                sending.await(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
