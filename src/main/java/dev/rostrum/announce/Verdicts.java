package dev.rostrum.announce;

import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.Ledger.Due;
import dev.rostrum.store.Ledger.Outcome;
import dev.rostrum.store.Ledger.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a failed call means for its row and for the run. Nothing of unknown fate is sent again unless the admin chose so for this
 * run; what is repeatable is repeated; trouble that is everybody's makes the run wait or pause and never ends a row.
 */
final class Verdicts {
    /** A row's own trouble ends it after so many attempts … */
    static final int MAX_TRIES = 5;

    /** … or when it has lasted so long. */
    private static final Duration MAX_TROUBLE = Duration.ofHours(1);

    /** How long the service may stay out of reach before the run pauses. */
    private static final Duration UNREACHABLE_LIMIT = Duration.ofMinutes(5);

    /** How long Teams may answer nothing but 429 before the run pauses. */
    private static final Duration THROTTLED_LIMIT = Duration.ofMinutes(30);

    /** A longer wait than this, asked for by Teams, pauses the run instead. */
    private static final Duration HOSTILE_WAIT = Duration.ofHours(1);

    /** Code of rows that end because their own trouble did not. */
    static final String GAVE_UP = "GaveUp";

    /** Told to the run. */
    interface Pause {
        void because(PauseReason reason, Reason detail);
    }

    private final Ledger.Run run;
    private final Ledger ledger;
    private final Pacer pacer;
    private final Supplier<Instant> now;
    private final Ticker ticker;
    private final AutoPause autoPause;
    private final Pause pause;
    private final long begun;
    private final Set<Long> tokenRefused = ConcurrentHashMap.newKeySet();
    private final Spell outOfReach = new Spell();
    private final Spell throttled = new Spell();

    Verdicts(
            Ledger.Run run,
            Ledger ledger,
            Pacer pacer,
            Supplier<Instant> now,
            Ticker ticker,
            AutoPause autoPause,
            Pause pause) {
        this.run = run;
        this.ledger = ledger;
        this.pacer = pacer;
        this.now = now;
        this.ticker = ticker;
        this.autoPause = autoPause;
        this.pause = pause;
        this.begun = ticker.nanos();
    }

    /** An answer came: the service can be reached. */
    void answered() {
        outOfReach.over();
        throttled.over();
    }

    /** The row came to its end. */
    void ended(Due row) {
        tokenRefused.remove(row.id());
    }

    /** After a create, which gives the existing conversation back: repeating one whose answer was lost does no harm. */
    Outcome afterCreate(Due row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case RECIPIENT, STALE_CONVERSATION, MESSAGE_GONE, PAGE_TOKEN -> refused(row, failure, cause);
            default -> again(row, failure, cause);
        };
    }

    /** After a send. Only what certainly was not processed is tried again, and what the admin chose to risk. */
    Outcome afterSend(Due row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case UNKNOWN_FATE ->
                run.choices().retryGatewayErrors() && gateway(failure)
                        ? gatewayAgain(row, failure, cause)
                        : new Outcome.InDoubt(failure.code(), cause.reason());
            case BETWEEN -> {
                if (failure instanceof ConnectorFailure.NotFromTeams page && !page.mayBeProcessed()) {
                    yield again(row, failure, cause);
                }
                pause.because(PauseReason.SOMETHING_BETWEEN, cause.reason());
                yield new Outcome.InDoubt(failure.code(), cause.reason());
            }
            case STALE_CONVERSATION, RECIPIENT, MESSAGE_GONE, PAGE_TOKEN -> refused(row, failure, cause);
            default -> again(row, failure, cause);
        };
    }

    /** After an edit or a recall: both may be repeated at will. */
    Outcome afterChange(Due row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case MESSAGE_GONE -> {
                answered();
                yield run.kind() == JobKind.RECALL
                        ? new Outcome.Sent(null)
                        : new Outcome.Refused(failure.code(), cause.reason());
            }
            case STALE_CONVERSATION, RECIPIENT, PAGE_TOKEN -> refused(row, failure, cause);
            default -> again(row, failure, cause);
        };
    }

    private static boolean gateway(ConnectorFailure failure) {
        return failure.status() >= 502 && failure.status() <= 504;
    }

    private Outcome gatewayAgain(Due row, ConnectorFailure failure, Cause cause) {
        Troubles before = ledger.troubles(row.id());
        countTrouble(row, failure, cause);
        return over(before)
                ? new Outcome.InDoubt(failure.code(), Reason.of("doubt.triedAgain", cause.reason(), before.tries() + 1))
                : put(off(before.tries()), failure, Reason.of("doubt.asChosen", cause.reason()));
    }

    private Outcome refused(Due row, ConnectorFailure failure, Cause cause) {
        answered();
        if (mayHaveArrived(row)) {
            return new Outcome.InDoubt(failure.code(), Reason.of("doubt.earlierTry", cause.reason()));
        }
        return new Outcome.Refused(failure.code(), cause.reason());
    }

    private boolean mayHaveArrived(Due row) {
        return row.attempts() > 0 && ledger.troubles(row.id()).mayHaveArrived();
    }

    private Outcome again(Due row, ConnectorFailure failure, Cause cause) {
        switch (cause.kind()) {
            case THROTTLED -> {
                // The pacer holds everybody; the row itself needs no time of its own.
                Duration asked = failure.retryAfter();
                if (asked != null && asked.compareTo(HOSTILE_WAIT) > 0) {
                    pause.because(PauseReason.LONG_WAIT, Reason.of("pause.longWait", asked.toMinutes()));
                }
                Duration since = throttled.last(ticker.nanos());
                if (since.compareTo(THROTTLED_LIMIT) > 0) {
                    pause.because(PauseReason.LONG_WAIT, Reason.of("pause.throttled", since.toMinutes()));
                }
                return put(Duration.ZERO, failure, cause.reason());
            }
            case TOKEN -> {
                // Many requests may carry an outworn token at once: only a row refused with its new one tells.
                if (!tokenRefused.add(row.id())) {
                    pause.because(PauseReason.REFUSED_FOR_ALL, cause.reason());
                }
                return put(Duration.ZERO, failure, cause.reason());
            }
            case RUN -> {
                pause.because(PauseReason.REFUSED_FOR_ALL, cause.reason());
                return put(Duration.ZERO, failure, cause.reason());
            }
            case BETWEEN -> {
                pause.because(PauseReason.SOMETHING_BETWEEN, cause.reason());
                return put(Duration.ZERO, failure, cause.reason());
            }
            default -> {
                return failure instanceof ConnectorFailure.NotSent
                        ? outOfReach(failure, cause)
                        : ownTrouble(row, failure, cause);
            }
        }
    }

    private Outcome ownTrouble(Due row, ConnectorFailure failure, Cause cause) {
        Troubles before = ledger.troubles(row.id());
        if (!over(before)) {
            countTrouble(row, failure, cause);
            return put(off(before.tries()), failure, cause.reason());
        }
        Reason reason = Reason.of("answer.gaveUp", cause.reason(), before.tries() + 1);
        return mayHaveArrived(row) ? new Outcome.InDoubt(GAVE_UP, reason) : new Outcome.Refused(GAVE_UP, reason);
    }

    /** One row's trouble may be everybody's: the same for several people, with no success between, pauses the run. */
    private void countTrouble(Due row, ConnectorFailure failure, Cause cause) {
        autoPause
                .troubled(row.userId(), failure.code(), cause.reason())
                .ifPresent(why -> pause.because(PauseReason.TOO_MANY_FAILED, why));
    }

    /** Whether one more trouble ends the row. */
    private boolean over(Troubles before) {
        if (before.tries() + 1 >= MAX_TRIES) {
            return true;
        }
        if (before.first() == null) {
            return false;
        }
        // A night in which the run was paused, or a clock set forward, is no hour of trouble.
        Duration sinceStart = Duration.ofNanos(ticker.nanos() - begun);
        Duration sinceFirst = Duration.between(before.first(), now.get());
        return sinceStart.compareTo(MAX_TROUBLE) > 0 && sinceFirst.compareTo(MAX_TROUBLE) > 0;
    }

    private static Duration off(int tries) {
        return Duration.ofSeconds(2L << Math.min(tries, MAX_TRIES));
    }

    private Outcome put(Duration off, ConnectorFailure failure, Reason reason) {
        return new Outcome.Again(now.get().plus(off), failure.code(), reason);
    }

    /** Out of reach is everybody's trouble: all wait, and after a while the run pauses; no row ends by it. */
    private Outcome outOfReach(ConnectorFailure failure, Cause cause) {
        Duration since = outOfReach.last(ticker.nanos());
        if (since.compareTo(UNREACHABLE_LIMIT) > 0) {
            pause.because(PauseReason.NOT_CONNECTED, cause.reason());
        } else {
            pacer.hold(Duration.ofSeconds(Math.min(30, 1 + since.toSeconds() / 2)), Pacer.Hold.NOT_CONNECTED);
        }
        return put(Duration.ZERO, failure, cause.reason());
    }
}
