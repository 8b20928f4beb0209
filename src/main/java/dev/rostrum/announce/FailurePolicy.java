package dev.rostrum.announce;

import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.DeliveryTroubles;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Job;
import dev.rostrum.store.ledger.Ledger;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a failed call means for its delivery and for the run. Nothing of unknown fate is sent again unless the admin chose so for this
 * run; what is repeatable is repeated; trouble that is everybody's makes all runs wait or pause and never ends a row.
 */
final class FailurePolicy {
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

    private final RunControl control;
    private final Job job;
    private final Ledger ledger;
    private final Pacer pacer;
    private final AutoPause autoPause;
    private final Set<Long> tokenRefused = ConcurrentHashMap.newKeySet();
    private final Outages outages;

    FailurePolicy(RunControl control, Ledger ledger, Pacer pacer, AutoPause autoPause, Outages outages) {
        this.control = control;
        this.job = control.job();
        this.ledger = ledger;
        this.pacer = pacer;
        this.autoPause = autoPause;
        this.outages = outages;
    }

    /** An answer came: the service can be reached. */
    void answered() {
        outages.over();
    }

    /** The row came to its end. */
    void ended(DueDelivery row) {
        tokenRefused.remove(row.id());
    }

    /** After a create, which gives the existing conversation back: repeating one whose answer was lost does no harm. */
    CallOutcome afterCreate(DueDelivery row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case RECIPIENT, STALE_CONVERSATION, MESSAGE_GONE, PAGE_TOKEN -> refused(row, failure, cause);
            default -> again(row, failure, cause);
        };
    }

    /** After a send. Only what certainly was not processed is tried again, and what the admin chose to risk. */
    CallOutcome afterSend(DueDelivery row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case UNKNOWN_FATE ->
                job.choices().retryGatewayErrors() && gateway(failure)
                        ? gatewayAgain(row, failure, cause)
                        : new CallOutcome.InDoubt(failure.code(), cause.reason());
            case BETWEEN -> {
                if (failure instanceof ConnectorFailure.NotFromTeams page && !page.mayBeProcessed()) {
                    yield again(row, failure, cause);
                }
                control.pauseAll(PauseReason.SOMETHING_BETWEEN, cause.reason());
                yield new CallOutcome.InDoubt(failure.code(), cause.reason());
            }
            case STALE_CONVERSATION, RECIPIENT, MESSAGE_GONE, PAGE_TOKEN -> refused(row, failure, cause);
            default -> again(row, failure, cause);
        };
    }

    /** After an edit or a recall: both may be repeated at will. */
    CallOutcome afterChange(DueDelivery row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case MESSAGE_GONE -> {
                answered();
                yield job.kind() == JobKind.RECALL
                        ? new CallOutcome.Sent(null)
                        : new CallOutcome.Refused(failure.code(), cause.reason());
            }
            case STALE_CONVERSATION, RECIPIENT, PAGE_TOKEN -> refused(row, failure, cause);
            default -> again(row, failure, cause);
        };
    }

    private static boolean gateway(ConnectorFailure failure) {
        return failure.status() >= 502 && failure.status() <= 504;
    }

    private CallOutcome gatewayAgain(DueDelivery row, ConnectorFailure failure, Cause cause) {
        DeliveryTroubles before = ledger.deliveries().troubles(row.id());
        countTrouble(row, failure, cause);
        return over(before)
                ? new CallOutcome.InDoubt(
                        failure.code(), Reason.of("doubt.triedAgain", cause.reason(), before.tries() + 1))
                : put(off(before.tries()), failure, Reason.of("doubt.asChosen", cause.reason()));
    }

    private CallOutcome refused(DueDelivery row, ConnectorFailure failure, Cause cause) {
        answered();
        if (mayHaveArrived(row)) {
            return new CallOutcome.InDoubt(failure.code(), Reason.of("doubt.earlierTry", cause.reason()));
        }
        return new CallOutcome.Refused(failure.code(), cause.reason());
    }

    private boolean mayHaveArrived(DueDelivery row) {
        // An edit or recall arrives nowhere; its last answer says how it ended.
        return row.target() == null
                && row.attempts() > 0
                && ledger.deliveries().troubles(row.id()).mayHaveArrived();
    }

    private CallOutcome again(DueDelivery row, ConnectorFailure failure, Cause cause) {
        switch (cause.kind()) {
            case THROTTLED -> {
                // The pacer holds everybody; the row itself needs no time of its own.
                Duration asked = failure.retryAfter();
                if (asked != null && asked.compareTo(HOSTILE_WAIT) > 0) {
                    control.pauseAll(PauseReason.LONG_WAIT, Reason.of("pause.longWait", asked.toMinutes()));
                }
                Duration since = outages.throttled();
                if (since.compareTo(THROTTLED_LIMIT) > 0) {
                    control.pauseAll(PauseReason.LONG_WAIT, Reason.of("pause.throttled", since.toMinutes()));
                }
                return put(Duration.ZERO, failure, cause.reason());
            }
            case TOKEN -> {
                // Many requests may carry an outworn token at once: only a row refused with its new one tells.
                if (!tokenRefused.add(row.id())) {
                    control.pauseAll(PauseReason.REFUSED_FOR_ALL, cause.reason());
                }
                return put(Duration.ZERO, failure, cause.reason());
            }
            case RUN -> {
                control.pauseAll(PauseReason.REFUSED_FOR_ALL, cause.reason());
                return put(Duration.ZERO, failure, cause.reason());
            }
            case MESSAGE -> {
                control.pause(PauseReason.REFUSED_FOR_ALL, cause.reason());
                return put(Duration.ZERO, failure, cause.reason());
            }
            case BETWEEN -> {
                control.pauseAll(PauseReason.SOMETHING_BETWEEN, cause.reason());
                return put(Duration.ZERO, failure, cause.reason());
            }
            default -> {
                return failure instanceof ConnectorFailure.NotSent
                        ? outOfReach(failure, cause)
                        : ownTrouble(row, failure, cause);
            }
        }
    }

    private CallOutcome ownTrouble(DueDelivery row, ConnectorFailure failure, Cause cause) {
        DeliveryTroubles before = ledger.deliveries().troubles(row.id());
        if (!over(before)) {
            countTrouble(row, failure, cause);
            return put(off(before.tries()), failure, cause.reason());
        }
        Reason reason = Reason.of("answer.gaveUp", cause.reason(), before.tries() + 1);
        return mayHaveArrived(row)
                ? new CallOutcome.InDoubt(GAVE_UP, reason)
                : new CallOutcome.Refused(GAVE_UP, reason);
    }

    /** One row's trouble may be everybody's: the same for several people, with no success between, pauses the run. */
    private void countTrouble(DueDelivery row, ConnectorFailure failure, Cause cause) {
        autoPause
                .troubled(row.userId(), failure.code(), cause.reason())
                .ifPresent(why -> control.pause(PauseReason.TOO_MANY_FAILED, why));
    }

    /** Whether one more trouble ends the row. */
    private boolean over(DeliveryTroubles before) {
        if (before.tries() + 1 >= MAX_TRIES) {
            return true;
        }
        if (before.first() == null) {
            return false;
        }
        // A night in which the run was paused, or a clock set forward, is no hour of trouble.
        Duration sinceStart = Duration.ofNanos(control.nanosSinceStart());
        Duration sinceFirst = Duration.between(before.first(), control.now());
        return sinceStart.compareTo(MAX_TROUBLE) > 0 && sinceFirst.compareTo(MAX_TROUBLE) > 0;
    }

    private static Duration off(int tries) {
        return Duration.ofSeconds(2L << Math.min(tries, MAX_TRIES));
    }

    private CallOutcome put(Duration off, ConnectorFailure failure, Reason reason) {
        return new CallOutcome.Again(control.now().plus(off), failure.code(), reason);
    }

    /** Out of reach is everybody's trouble: all wait, and after a while the run pauses; no row ends by it. */
    private CallOutcome outOfReach(ConnectorFailure failure, Cause cause) {
        Duration since = outages.outOfReach();
        if (since.compareTo(UNREACHABLE_LIMIT) > 0) {
            control.pauseAll(PauseReason.NOT_CONNECTED, cause.reason());
        } else {
            pacer.hold(Duration.ofSeconds(Math.min(30, 1 + since.toSeconds() / 2)), Pacer.Hold.NOT_CONNECTED);
        }
        return put(Duration.ZERO, failure, cause.reason());
    }
}
