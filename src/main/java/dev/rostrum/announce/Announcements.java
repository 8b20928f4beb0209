package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.TextFault;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announcements of one connection: plan, send, pause, resume, stop. One run sends at a time. Nothing is sent but between
 * {@link #start} and the run's end, and no run goes on by itself after the program ended.
 */
public final class Announcements implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /** Above this many recipients the number is typed to confirm. */
    public static final int TYPED_ABOVE = 100;

    private static final int PLAN_CHUNK = 1000;

    /** How long a run that is just being left paused may take for that: two commits. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

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

        /** Of them left out: taken out by the admin, met twice, or kept away by the guard. */
        public long leftOut() {
            return counts.selected() - counts.recipients();
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

        /** Of those left out: kept away by the guard, for each of its reasons that has anybody. */
        public List<LeftOut> guarded() {
            return counts.guarded();
        }

        /** All of those left out by reason: the guard's reasons first. */
        public List<LeftOut> reasons() {
            List<LeftOut> reasons = new ArrayList<>(guarded());
            if (removed() > 0) {
                reasons.add(new LeftOut(Ledger.REMOVED, Reason.of("leftOut.Removed"), removed(), false));
            }
            if (samePerson() > 0) {
                reasons.add(new LeftOut(Ledger.SAME_PERSON, Reason.of("leftOut.SamePerson"), samePerson(), false));
            }
            return List.copyOf(reasons);
        }

        /** People whom the guard keeps away and an override would bring back. */
        public long overridable() {
            return counts.overridable();
        }

        /** Recipients that are in only because of the override: the number to be typed. */
        public long overridden() {
            return counts.overridden();
        }
    }

    /**
     * What a resend, an edit or a recall would do.
     *
     * @param counts how many it acts on, and how many not and why
     * @param requests calls to Teams, at most
     * @param time at the set rate; zero where pacing is lifted
     * @param bytes size of one request, counted as UTF-16; 0 for a recall
     */
    public record FollowPlan(Ledger.Following counts, long requests, Duration time, int bytes) {
        /** What a resend sends; else what the announcement says now. */
        public Message message() {
            return counts.message();
        }

        /** Rows that were chosen. */
        public long chosen() {
            return counts.chosen();
        }

        /** Of them those that it acts on: people for a resend, messages for an edit or recall. */
        public long able() {
            return counts.able();
        }

        /** Of them those whose conversation is known already. */
        public long withConversation() {
            return counts.withConversation();
        }

        /** The others by reason, most first. */
        public List<LeftOut> leftOut() {
            return counts.leftOut();
        }

        /** People whom the guard keeps away and an override would bring back; only in a resend. */
        public long overridable() {
            return counts.overridable();
        }

        /** People that are in only because of the override: the number to be typed. */
        public long overridden() {
            return counts.overridden();
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
    // Changed under control; whoever only looks, as screens do, waits for no commit.
    private volatile Dispatcher active;
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
     * Whether the computer's clock has jumped by more than a day since the last plan; with that time and the one expected. The
     * guard's caps count days by it, so that it is told before each plan; it keeps none back.
     */
    public Optional<Reason> clockJump() {
        return ledger.clockJump();
    }

    /** As {@link #preview(Message, Audience, SendChoices)} with nothing chosen. */
    public Plan preview(Message message, Audience audience) {
        return preview(message, audience, SendChoices.NONE);
    }

    /**
     * Counts what a plan would hold, without writing anything. With an override among the choices it counts whom that
     * brings in.
     *
     * @throws Problem when the message cannot go out to anybody, or not at the chosen rate
     */
    public Plan preview(Message message, Audience audience, SendChoices choices) {
        int bytes = check(message);
        check(choices);
        Ledger.Preview counts = ledger.preview(audience, message, choices, clock.instant());
        long requests = 2 * counts.recipients() - counts.withConversation();
        return new Plan(counts, requests, time(requests, choices.rate()), bytes);
    }

    /** @param asked the rate chosen for the job, or null */
    private Duration time(long requests, Double asked) {
        double rate = requestsPerSecond();
        if (asked != null) {
            rate = Math.min(rate, asked);
        }
        return Double.isInfinite(rate) ? Duration.ZERO : Duration.ofMillis((long) (1000 * requests / rate));
    }

    /** Why this person is in the plan, or is not. {@code userId} as cached ({@code 29:…}). */
    public Explanation explain(Audience audience, Message message, SendChoices choices, String userId) {
        return ledger.explain(audience, message, choices, userId, clock.instant());
    }

    /**
     * Counts what a resend to the chosen rows would do. It sends what the announcement says now: the text of its last edit
     * that was started, where there is one.
     *
     * @throws Problem when the rows cannot be acted on now
     */
    public FollowPlan previewResend(DeliveryChoice choice, SendChoices choices) {
        check(choices);
        Ledger.Following counts = ledger.previewFollowing(JobKind.RESEND, choice, choices, clock.instant());
        refuse(counts.message().fault());
        long requests = 2 * counts.able() - counts.withConversation();
        return new FollowPlan(counts, requests, time(requests, choices.rate()), bytes(counts.message()));
    }

    /**
     * Counts what an edit of the chosen rows' messages would do.
     *
     * @throws Problem when the rows cannot be acted on now, or the message is empty or too large
     */
    public FollowPlan previewEdit(DeliveryChoice choice, Message message) {
        int bytes = check(message);
        Ledger.Following counts = ledger.previewFollowing(JobKind.EDIT, choice, SendChoices.NONE, clock.instant());
        return new FollowPlan(counts, counts.able(), time(counts.able(), null), bytes);
    }

    /**
     * Counts what a recall of the chosen rows' messages would do. A recall takes the message out of the chat; a toast may
     * have been seen before.
     *
     * @throws Problem when the rows cannot be acted on now
     */
    public FollowPlan previewRecall(DeliveryChoice choice) {
        Ledger.Following counts = ledger.previewFollowing(JobKind.RECALL, choice, SendChoices.NONE, clock.instant());
        return new FollowPlan(counts, counts.able(), time(counts.able(), null), 0);
    }

    /**
     * The requests that an announcement would make; nothing is written or sent.
     *
     * @throws Problem as {@link #preview(Message, Audience, SendChoices)}
     */
    public DryRun dryRun(Message message, Audience audience, SendChoices choices) {
        check(message);
        check(choices);
        LongStream.Builder people = LongStream.builder();
        ledger.preview(audience, message, choices, clock.instant(), people);
        return new DryRun(JobKind.SEND, message, people.build().toArray(), ledger, connector);
    }

    /** As {@link #dryRun}, for a resend. */
    public DryRun dryRunResend(DeliveryChoice choice, SendChoices choices) {
        check(choices);
        return dryRun(JobKind.RESEND, choice, null, choices);
    }

    /** As {@link #dryRun}, for an edit. */
    public DryRun dryRunEdit(DeliveryChoice choice, Message message) {
        check(message);
        return dryRun(JobKind.EDIT, choice, message, SendChoices.NONE);
    }

    /** As {@link #dryRun}, for a recall. */
    public DryRun dryRunRecall(DeliveryChoice choice) {
        return dryRun(JobKind.RECALL, choice, null, SendChoices.NONE);
    }

    /** @param message of an edit, else null */
    private DryRun dryRun(JobKind kind, DeliveryChoice choice, Message message, SendChoices choices) {
        LongStream.Builder rows = LongStream.builder();
        Ledger.Following following = ledger.previewFollowing(kind, choice, choices, clock.instant(), rows);
        return new DryRun(
                kind,
                message == null ? following.message() : message,
                rows.build().toArray(),
                ledger,
                connector);
    }

    /** Whom the audience reaches while there is no message: the guard is asked all but for the text. */
    public Reach count(Audience audience) {
        Ledger.Preview counts =
                ledger.preview(audience, new Message("", TextFormat.PLAIN), SendChoices.NONE, clock.instant());
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
        return connector.sendBytes(message);
    }

    /**
     * @return the request's size in bytes, counted as UTF-16
     * @throws Problem for an empty message or one over the limit
     */
    public int check(Message message) {
        if (message.isEmpty()) {
            throw Problem.wrongUse("message.empty");
        }
        refuse(message.fault());
        int bytes = bytes(message);
        if (bytes > Message.MAX_BYTES) {
            throw Problem.wrongUse("message.tooLarge", bytes, Message.MAX_BYTES, (bytes - Message.MAX_BYTES + 1) / 2);
        }
        return bytes;
    }

    /**
     * @param title the name of an announcement; null or blank where one is to be made
     * @param message allows it U+FFFD where it allows itself that
     * @throws Problem for a name that lost characters, or holds some that nobody can see
     */
    public void checkTitle(String title, Message message) {
        refuse(TextFault.ofTitle(title, message.replacements()));
    }

    private static void refuse(Optional<Reason> fault) {
        fault.ifPresent(reason -> {
            throw new Problem(Problem.Kind.WRONG_USE, reason, null);
        });
    }

    /** @throws Problem for a rate above what Microsoft allows, except on this computer */
    public void check(SendChoices choices) {
        if (choices.rate() != null
                && choices.rate() > Pacer.CEILING
                && !connector.target().serviceUrl().local()) {
            throw Problem.wrongUse("message.rateTooHigh", (int) Pacer.CEILING);
        }
    }

    /** As the longer form, for plans without an override. */
    public long plan(
            String title,
            Message message,
            Audience audience,
            SendChoices choices,
            long expected,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        return plan(title, message, audience, choices, expected, 0, progress, cancelled);
    }

    /**
     * Writes the plan: one row a recipient. Nothing is sent.
     *
     * @param choices kept with the plan
     * @param expected recipients that were confirmed; where the plan has another number nothing is kept
     * @param overridden people that the override brings in, as it was typed ({@link Plan#overridden}); 0 without an
     *     override. Where the plan has another number nothing is kept
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
            long overridden,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        check(message);
        checkTitle(title, message);
        check(choices);
        String name = title == null || title.isBlank() ? message.suggestedTitle() : title.strip();
        long runId = ledger.begin(name, message, audience, choices, clock.instant());
        return write(
                runId,
                () -> ledger.planNext(runId, PLAN_CHUNK, clock.instant()),
                expected,
                overridden,
                "plan.nobody",
                progress,
                cancelled);
    }

    /**
     * Writes the plan of a resend: a job with the chosen rows' job as its parent. Nothing is sent; {@link #start} sends.
     *
     * @param expected people that were confirmed ({@link FollowPlan#able})
     * @param overridden as in {@link #plan}
     * @return the new run's id
     * @throws Problem when the rows cannot be acted on now, or are others than confirmed
     */
    public long planResend(
            DeliveryChoice choice,
            SendChoices choices,
            long expected,
            long overridden,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        return follow(JobKind.RESEND, choice, null, choices, expected, overridden, progress, cancelled);
    }

    /**
     * Writes the plan of an edit: the new text in each of the chosen rows' messages that is in Teams now.
     *
     * @param expected messages that were confirmed ({@link FollowPlan#able})
     * @return the new run's id
     * @throws Problem as {@link #previewEdit}, or when the messages are others than confirmed
     */
    public long planEdit(
            DeliveryChoice choice, Message message, long expected, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        check(message);
        return follow(JobKind.EDIT, choice, message, SendChoices.NONE, expected, 0, progress, cancelled);
    }

    /**
     * Writes the plan of a recall of the chosen rows' messages, edited or not.
     *
     * @param expected messages that were confirmed ({@link FollowPlan#able})
     * @return the new run's id
     * @throws Problem as {@link #previewRecall}, or when the messages are others than confirmed
     */
    public long planRecall(DeliveryChoice choice, long expected, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        return follow(JobKind.RECALL, choice, null, SendChoices.NONE, expected, 0, progress, cancelled);
    }

    private long follow(
            JobKind kind,
            DeliveryChoice choice,
            Message message,
            SendChoices choices,
            long expected,
            long overridden,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        check(choices);
        if (kind == JobKind.RESEND) {
            // An earlier version may have taken a text that had lost letters.
            refuse(ledger.previewFollowing(kind, choice, choices, clock.instant())
                    .message()
                    .fault());
        }
        List<Long> rows = ledger.chosen(kind, choice);
        long runId = ledger.follow(kind, choice, message, choices, clock.instant());
        return write(
                runId,
                () -> ledger.followNext(runId, rows, PLAN_CHUNK, clock.instant()),
                expected,
                overridden,
                kind == JobKind.RESEND ? "plan.nobodyToResend" : "plan.nothingToChange",
                progress,
                cancelled);
    }

    /** Step by step to the last commit of planning; without that one nothing stays. */
    private long write(
            long runId,
            Supplier<Ledger.PlanStep> next,
            long expected,
            long overridden,
            String nobody,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        boolean kept = false;
        try {
            Ledger.PlanStep step;
            do {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("Planning was cancelled");
                }
                step = next.get();
                progress.accept(step.written());
            } while (!step.complete());
            long recipients = ledger.totals(runId).recipients();
            if (recipients == 0) {
                throw Problem.wrongUse(nobody);
            }
            if (recipients != expected) {
                throw Problem.wrongUse("plan.otherNumber", recipients, expected);
            }
            long broughtIn = ledger.overridden(runId);
            if (broughtIn != overridden) {
                throw Problem.wrongUse("plan.otherOverride", broughtIn, overridden);
            }
            ledger.planned(runId, clock.instant());
            kept = true;
            return runId;
        } finally {
            if (!kept) {
                ledger.discard(runId, clock.instant());
            }
        }
    }

    /**
     * The admin's decision about one row in doubt.
     *
     * @param attempts as shown with the row
     * @return false where the row is not in doubt any more, or has been tried since
     */
    public boolean resolve(long deliveryId, int attempts, Decision decision) {
        return ledger.decideNow(deliveryId, attempts, decision, clock.instant());
    }

    /** Rows in doubt among the chosen ones: the number to be typed for {@link #resolveAll}. */
    public long inDoubt(DeliveryChoice choice) {
        return ledger.inDoubt(choice);
    }

    /**
     * The admin's decision about all rows in doubt among the chosen ones.
     *
     * @param expected rows that were confirmed; where there is another number nothing is decided
     * @return rows decided; fewer than expected where answers came late in between
     * @throws Problem when the number differs
     */
    public long resolveAll(DeliveryChoice choice, Decision decision, long expected) {
        return ledger.decideAll(choice, decision, expected, clock.instant());
    }

    /**
     * Starts or resumes a planned or paused run. Returns at once.
     *
     * @throws Problem when it cannot run now
     */
    public void start(long runId) {
        synchronized (control) {
            if (closed) {
                throw Problem.failed("announcement.closing");
            }
            if (active != null && !active.ended()) {
                if (active.runId() == runId) {
                    throw Problem.wrongUse("announcement.beingSentAlready");
                }
                throw Problem.wrongUse("announcement.anotherIsSent");
            }
            makeUp();
            Ledger.Run run = standing(runId);
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse(
                        switch (run.state()) {
                            case DONE -> "announcement.finished";
                            case STOPPED -> "announcement.stopped";
                            default -> "announcement.noPlan";
                        });
            }
            Dispatcher before = active;
            active = new Dispatcher(
                    run, ledger, connector, inFlight, rules.get(), clock, ticker, this::tellOf, this::tellLate);
            boolean started = false;
            try {
                active.start();
                started = true;
            } finally {
                if (!started) {
                    active = before;
                }
            }
        }
    }

    /** Asks the run that sends to pause: nothing new begins, what is under way is awaited. */
    public void pause() {
        Dispatcher sending = active;
        if (sending != null) {
            sending.pause(PauseReason.ASKED, null);
        }
    }

    /** Stops a run: what waits is cancelled, what is under way is awaited. Works on a paused run too. */
    public void stop(long runId) {
        Dispatcher sending;
        // Behind a start that is under way.
        synchronized (control) {
            sending = active;
        }
        if (sending != null && sending.runId() == runId && !sending.ended()) {
            if (sending.stop()) {
                return;
            }
            // It is just being left paused. What it has to say comes first.
            await(sending);
        }
        synchronized (control) {
            makeUp();
            Ledger.Run run = standing(runId);
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse("announcement.nothingToStop");
            }
            Dispatcher.cancelRest(ledger, runId, clock.instant());
        }
        tell(snapshot(runId));
    }

    /** What the run that was sent last could not write, while the data file took nothing. */
    private void makeUp() {
        Dispatcher last = active;
        if (last != null && last.ended()) {
            last.makeUp();
        }
    }

    private static void await(Dispatcher ending) {
        try {
            if (!ending.await(END_LIMIT)) {
                throw Problem.failed("announcement.ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("announcement.stopInterrupted");
        }
    }

    /** The run that sends now, or sent last in this session. */
    public Optional<RunSnapshot> current() {
        return Optional.ofNullable(active).map(Dispatcher::snapshot);
    }

    /** Whether requests may be under way. */
    public boolean sending() {
        Dispatcher last = active;
        return last != null && !last.ended();
    }

    /** A run as it stands, sending or not. */
    public RunSnapshot snapshot(long runId) {
        Dispatcher last = active;
        boolean its = last != null && last.runId() == runId;
        if (its && !last.ended()) {
            return last.snapshot();
        }
        if (its && last.snapshot().pauseReason() == PauseReason.LOCK_LOST) {
            // The file is another process's by now, and says what that one made of the run.
            return last.snapshot();
        }
        Ledger.Run run = run(runId);
        if (its && unfinished(run)) {
            // Its end could not be written. What it said last is what is known.
            return last.snapshot();
        }
        return RunSnapshot.standing(
                runId, run.title(), run.state(), run.pauseReason(), run.pauseDetail(), ledger.totals(runId));
    }

    /** Waits until the run that sends has ended, paused or stopped. False when the time ran out before. */
    public boolean await(Duration limit) throws InterruptedException {
        Dispatcher awaited = active;
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
        return ledger.run(runId).orElseThrow(() -> Problem.wrongUse("announcement.unknown", runId));
    }

    private static boolean unfinished(Ledger.Run run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.STOPPING;
    }

    /** A run that nobody sends. Where its last end could not be written, that is made up for. */
    private Ledger.Run standing(long runId) {
        Ledger.Run run = run(runId);
        if (!unfinished(run) || sending()) {
            return run;
        }
        Courier.committed(ledger.setState(runId, RunState.PAUSED, PauseReason.PROGRAM_ENDED, null, clock.instant()));
        return run(runId);
    }

    /** A late answer changed a run that had ended: it may have been stopped since, or be sending again. */
    private void tellLate(long runId) {
        tell(snapshot(runId));
    }

    /** What an earlier start of a run has to say is old. */
    private void tellOf(Dispatcher teller, RunSnapshot snapshot) {
        Dispatcher now = active;
        if (now == teller || now == null || now.runId() != snapshot.runId()) {
            tell(snapshot);
        }
    }

    private void tell(RunSnapshot snapshot) {
        for (Consumer<RunSnapshot> watcher : watchers) {
            watcher.accept(snapshot);
        }
    }

    /**
     * Pauses what sends and waits up to five seconds for answers; rows without one, or with one that the data file does not take, stay
     * SENDING and are in doubt later.
     */
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
                makeUp();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error(
                        "run {}: answers could not be written; these people stand in doubt at the next start",
                        sending.runId(),
                        e);
            }
        }
    }
}
