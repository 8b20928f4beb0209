package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.MentionText;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.ledger.Prompted;
import dev.rostrum.store.ledger.Prompted.Prompt;
import dev.rostrum.store.ledger.Prompted.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what events prompt: welcomes, messages to those who were mentioned, confirmations. One thread makes prompts rows of the ledger
 * and starts the jobs that these belong to; what a job then does is done by {@link Runs}, as for every other. Only these jobs go on by
 * themselves, after a restart and after a trouble that may pass, and only while their purpose is switched on.
 */
public final class AutomaticMessages implements AutoCloseable {
    /** What is to be said, as it is set now. */
    public interface Texts {
        /** The message of a purpose, of a mention with its placeholder; empty where it is switched off. */
        Optional<Message> message(Purpose purpose);

        /** What somebody is told who took their opt-out back. */
        Message again();

        /** What the ledger calls the messages of that day. */
        String title(Purpose purpose, LocalDate day);

        /** Stands for somebody whose name is not known. */
        String somebody();
    }

    /** Whether the bot can sign in now. */
    public interface SignIn {
        void signIn() throws ConnectorFailure.NoToken;
    }

    /**
     * How it stands.
     *
     * @param waiting prompts that are not in the ledger yet
     * @param trouble what keeps messages from being sent, or null
     * @param nextTry when that is tried again, or null
     */
    public record State(long waiting, Reason trouble, Instant nextTry) {}

    /** The code of a trouble: the bot cannot sign in. */
    public static final String NO_SIGN_IN = "automatic.noSignIn";

    /** In this order, those that answer a person first. */
    private static final List<Purpose> PURPOSES = List.of(Purpose.CONFIRMATION, Purpose.WELCOME, Purpose.MENTION);

    /** Prompts that are made rows before the jobs are looked at again. */
    private static final int BATCH = 64;

    /** What has waited for so long is not sent any more: nobody would know what it is about. */
    static final Duration LONGEST_WAIT = Duration.ofDays(30);

    /** How often it looks without being woken. */
    private static final long LOOK_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long FIRST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LAST_RETRY_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long UPKEEP_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long CLOSE_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AutomaticMessages.class);

    /** Something that was tried, and when it is tried again: a minute after it failed first, then after twice as long, up to an hour. */
    private static final class Attempt {
        private boolean underWay = true;
        private long pause;
        private long due;
        private long settled;
        private Reason trouble;

        void failed(Reason why, long now) {
            underWay = false;
            pause = pause == 0 ? FIRST_RETRY_NANOS : Math.min(LAST_RETRY_NANOS, 2 * pause);
            due = now + pause;
            trouble = why;
        }

        boolean waits() {
            return trouble != null && !underWay;
        }
    }

    private final Prompted prompted;
    private final Runs runs;
    private final Texts texts;
    private final SignIn signIn;
    private final Runnable upkeep;
    private final Clock clock;
    private final Ticker ticker;
    private final Runs.Watch watch;
    private final Thread thread = new Thread(this::loop, "automatic-messages");
    private final Object lock = new Object();
    // Of the thread alone: by job those that it started, and the sign-in where it failed.
    private final Map<Long, Attempt> started = new TreeMap<>();
    private Attempt signingIn;
    // What one prompt could not be made a row for.
    private RuntimeException failed;
    private Long keptUp;
    private boolean woken;
    private boolean changed;
    private boolean closing;
    private volatile State state = new State(0, null, null);
    private final List<Consumer<State>> watching = new CopyOnWriteArrayList<>();

    /**
     * @param texts asked anew each time; it may read the data file
     * @param upkeep done about once an hour: what is kept of people's doings for a while only
     */
    public AutomaticMessages(
            Ledger ledger, Runs runs, Texts texts, SignIn signIn, Runnable upkeep, Clock clock, Ticker ticker) {
        this.prompted = ledger.prompted();
        this.runs = runs;
        this.texts = texts;
        this.signIn = signIn;
        this.upkeep = upkeep;
        this.clock = clock;
        this.ticker = ticker;
        this.watch = runs.watch(run -> {
            if (!run.active()) {
                wake();
            }
        });
        thread.setDaemon(true);
    }

    /** Begins to send, in a process that stays. Once; else nothing is sent, and what is prompted waits. */
    public void begin() {
        thread.start();
    }

    /** There are prompts. It returns at once. */
    public void wake() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    /** What is said has been changed, or there is a secret now: what failed before is tried at once. */
    public void tryAgain() {
        synchronized (lock) {
            changed = true;
        }
        wake();
    }

    /** Whether something is switched on for which the bot has to sign in before anybody wrote to it. */
    public boolean on() {
        return texts.message(Purpose.WELCOME).isPresent()
                || texts.message(Purpose.MENTION).isPresent();
    }

    /** How it stands, as it last looked. */
    public State state() {
        return state;
    }

    /** Tells of each change, on the thread that sends: whoever is told returns at once. */
    public Runs.Watch watch(Consumer<State> told) {
        watching.add(told);
        return () -> watching.remove(told);
    }

    private void stands(State now) {
        if (!now.equals(state)) {
            state = now;
            watching.forEach(each -> each.accept(now));
        }
    }

    // ---------------------------------------------------------------- the thread

    private void loop() {
        Attempt failing = null;
        while (!closing()) {
            long pause;
            try {
                pause = step();
                failing = null;
            } catch (RuntimeException e) {
                failing = failing == null ? new Attempt() : failing;
                failing.failed(reason(e), ticker.nanos());
                pause = failing.pause;
                LOG.warn("automatic messages wait: {}", failing.trouble.code());
                stands(new State(
                        state.waiting(), failing.trouble, clock.instant().plusNanos(pause)));
            }
            pause(pause);
        }
    }

    private static Reason reason(RuntimeException e) {
        if (e instanceof Problem problem) {
            return problem.reason();
        }
        LOG.error("automatic messages failed", e);
        return Reason.of("automatic.failed", e.getClass().getSimpleName());
    }

    /** Does what can be done now, and says how long there is nothing more to do. */
    private long step() {
        if (changed()) {
            signingIn = null;
            started.values().stream().filter(Attempt::waits).forEach(job -> job.due = ticker.nanos());
        }
        if (keptUp == null || ticker.nanos() - keptUp > UPKEEP_NANOS) {
            keptUp = ticker.nanos();
            upkeep.run();
        }
        Map<Purpose, Message> on = new EnumMap<>(Purpose.class);
        for (Purpose purpose : PURPOSES) {
            texts.message(purpose).ifPresentOrElse(message -> on.put(purpose, message), () -> off(purpose));
            dropAll(purpose, clock.instant().minus(LONGEST_WAIT), Reason.of("audit.prompt.old"));
        }
        Map<Purpose, List<Standing>> standing = new EnumMap<>(Purpose.class);
        on.keySet().forEach(purpose -> standing.put(purpose, prompted.standing(purpose)));
        long prompts = prompted.waiting();
        forgetOver(standing.values());
        if (prompts == 0 && standing.values().stream().allMatch(List::isEmpty)) {
            signingIn = null;
            return tell(prompts, LOOK_NANOS);
        }
        if (!signedIn()) {
            return tell(prompts, LOOK_NANOS);
        }
        boolean more = false;
        for (Map.Entry<Purpose, Message> purpose : on.entrySet()) {
            more |= take(purpose.getKey(), purpose.getValue());
        }
        long wait = LOOK_NANOS;
        for (Purpose purpose : PURPOSES) {
            if (on.containsKey(purpose)) {
                wait = Math.min(wait, start(purpose));
            }
        }
        wait = tell(prompted.waiting(), more ? 0 : wait);
        if (failed != null) {
            RuntimeException first = failed;
            failed = null;
            throw first;
        }
        return wait;
    }

    /** What it started and is over; where that had a trouble, this may be over for the others too. */
    private void forgetOver(Collection<List<Standing>> standing) {
        Set<Long> kept = new HashSet<>();
        standing.forEach(jobs -> jobs.forEach(job -> kept.add(job.job())));
        boolean recovered = false;
        for (Iterator<Map.Entry<Long, Attempt>> each = started.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, Attempt> job = each.next();
            if (!kept.contains(job.getKey()) && !runs.isAtWork(job.getKey())) {
                recovered |= job.getValue().trouble != null;
                each.remove();
            }
        }
        if (recovered) {
            started.values().stream().filter(Attempt::waits).forEach(other -> other.due = ticker.nanos());
        }
    }

    /** Keeps how it stands for whoever asks, and passes the wait on, which ends no later than the next try. */
    private long tell(long prompts, long wait) {
        long now = ticker.nanos();
        Attempt troubled = Optional.ofNullable(signingIn)
                .or(() -> started.values().stream().filter(Attempt::waits).findFirst())
                .orElse(null);
        if (troubled != null) {
            long left = Math.max(0, troubled.due - now);
            stands(new State(prompts, troubled.trouble, clock.instant().plusNanos(left)));
            return Math.min(wait, left);
        }
        Reason held = PURPOSES.stream()
                .flatMap(purpose -> prompted.held(purpose).stream())
                .findFirst()
                .map(AutomaticMessages::trouble)
                .orElse(null);
        stands(new State(prompts, held, null));
        return wait;
    }

    private static Reason trouble(Standing job) {
        return job.detail() == null
                ? Reason.of("automatic.paused", job.job())
                : Reason.of("automatic.pausedFor", job.job(), job.detail(), Reason.of(Reason.STEP_OF, job.detail()));
    }

    private void off(Purpose purpose) {
        runs.hold(purpose);
        dropAll(purpose, Instant.ofEpochMilli(Long.MAX_VALUE), Reason.of("audit.prompt.off"));
    }

    private void dropAll(Purpose purpose, Instant before, Reason why) {
        while (!closing() && prompted.drop(purpose, before, why, clock.instant()) > 0) {
            // The next few thousand.
        }
    }

    private boolean signedIn() {
        if (signingIn != null && signingIn.due - ticker.nanos() > 0) {
            return false;
        }
        try {
            signIn.signIn();
            signingIn = null;
            return true;
        } catch (ConnectorFailure.NoToken e) {
            Reason why = e.reason();
            signingIn = signingIn == null ? new Attempt() : signingIn;
            signingIn.failed(Reason.of(NO_SIGN_IN, why, Reason.of(Reason.STEP_OF, why)), ticker.nanos());
            LOG.warn("automatic messages wait for the sign-in: {}", why.code());
            return false;
        }
    }

    /** Makes the next prompts rows of the ledger; true where there may be more. */
    private boolean take(Purpose purpose, Message set) {
        List<Prompt> waiting = prompted.waiting(purpose, BATCH);
        Set<Long> events = new HashSet<>();
        for (Prompt prompt : waiting) {
            if (closing()) {
                return false;
            }
            if (purpose == Purpose.MENTION && !events.add(prompt.event())) {
                // Taken with the first of its event.
                continue;
            }
            Message message =
                    switch (purpose) {
                        case MENTION -> MentionText.filled(set, prompt.by(), texts.somebody());
                        case CONFIRMATION -> prompt.optedOut() ? set : texts.again();
                        default -> set;
                    };
            try {
                take(prompt, message);
            } catch (RuntimeException e) {
                if (e instanceof StoreFailure failure && !failure.ofOneChange()) {
                    throw e;
                }
                // It keeps no other back.
                failed = e;
            }
        }
        return waiting.size() == BATCH && failed == null;
    }

    private void take(Prompt prompt, Message message) {
        ZoneId zone = clock.getZone();
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, zone);
        prompted.take(
                prompt,
                texts.title(prompt.purpose(), today),
                message,
                new Prompted.Day(
                        today.atStartOfDay(zone).toInstant(),
                        today.plusDays(1).atStartOfDay(zone).toInstant()),
                now);
    }

    /** Starts what may be started now; returns how long it is until the next may be, where only time is awaited. */
    private long start(Purpose purpose) {
        long wait = LOOK_NANOS;
        for (Standing job : prompted.standing(purpose)) {
            long now = ticker.nanos();
            Attempt attempt = started.get(job.job());
            if (closing() || runs.isAtWork(job.job())) {
                // One that is just ending tells of that.
                continue;
            }
            boolean troubled = job.reason() != PauseReason.PROMPTED && job.reason() != PauseReason.PROGRAM_ENDED;
            if (!troubled && (attempt == null || !attempt.underWay || job.settled() > attempt.settled)) {
                attempt = null;
                started.remove(job.job());
            } else if (attempt != null && attempt.underWay) {
                attempt.failed(trouble(job), now);
                LOG.warn("job {} goes on in {} s: {}", job.job(), attempt.pause / 1_000_000_000, job.reason());
            }
            if (attempt != null && attempt.due - now > 0) {
                wait = Math.min(wait, attempt.due - now);
            } else if (runs.atWork(purpose) < Runs.MOST_OF_A_PURPOSE) {
                attempt = started.computeIfAbsent(job.job(), id -> new Attempt());
                attempt.underWay = true;
                attempt.settled = job.settled();
                start(job.job(), attempt);
            }
        }
        return wait;
    }

    private void start(long job, Attempt attempt) {
        try {
            runs.start(job);
        } catch (StoreFailure e) {
            throw e;
        } catch (Problem e) {
            LOG.info("job {} does not begin: {}", job, e.reason().code());
            if (e.kind() != Problem.Kind.WRONG_USE) {
                attempt.failed(e.reason(), ticker.nanos());
            }
            // Else somebody has started or stopped it, or the program ends.
        }
    }

    // ---------------------------------------------------------------- the end

    private boolean changed() {
        synchronized (lock) {
            boolean was = changed;
            changed = false;
            return was;
        }
    }

    private boolean closing() {
        synchronized (lock) {
            return closing;
        }
    }

    private void pause(long nanos) {
        synchronized (lock) {
            try {
                if (!woken && !closing && nanos > 0) {
                    // Not for ever where it is less than a millisecond.
                    lock.wait(1 + TimeUnit.NANOSECONDS.toMillis(nanos));
                }
                woken = false;
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    /** Begins nothing more, and ends after what it has in hand. What is prompted waits; runs go on until {@link Runs} is closed. */
    @Override
    public void close() {
        watch.close();
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
