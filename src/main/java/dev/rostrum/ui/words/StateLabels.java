package dev.rostrum.ui.words;

import dev.rostrum.announce.Waiting;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.UserKind;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import java.util.Locale;

/** The look of every state. */
public final class StateLabels {
    private StateLabels() {}

    /** @param healed whether a stale conversation was opened again on the way; matters for SENT only */
    public static StateLabel of(DeliveryState state, boolean healed) {
        return switch (state) {
            case WAITING -> label("delivery.waiting", "clock", Tone.NEUTRAL);
            case OPENING -> label("delivery.opening", "message-square", Tone.ACCENT);
            case SENDING -> label("delivery.sending", "send", Tone.ACCENT);
            case SENT ->
                healed
                        ? label("delivery.healed", "refresh-cw", Tone.SUCCESS)
                        : label("delivery.sent", "check-circle", Tone.SUCCESS);
            case IN_DOUBT -> label("delivery.in_doubt", "help-circle", Tone.WARNING);
            case REFUSED -> label("delivery.refused", "x-circle", Tone.DANGER);
            case EXCLUDED -> label("delivery.excluded", "minus-circle", Tone.OUTLINE);
            case CANCELLED -> label("delivery.cancelled", "slash", Tone.OUTLINE);
        };
    }

    /** A message that Teams accepted, by what became of it. */
    public static StateLabel of(MessageFate fate) {
        return switch (fate) {
            case AS_SENT -> of(DeliveryState.SENT, false);
            case CHANGED -> label("delivery.changed", "edit-2", Tone.SUCCESS);
            case RECALLED -> label("delivery.recalled", "rotate-ccw", Tone.NEUTRAL);
        };
    }

    /**
     * A delivery of a job of this kind. What the admin decided is not said to be the word of Teams.
     *
     * @param fate where it is SENT what became of the message, else null
     */
    public static StateLabel of(JobKind kind, DeliveryState state, MessageFate fate, Reason reason, boolean healed) {
        if (Decision.ARRIVED.made(state, reason)) {
            return label("delivery.decided", "user-check", Tone.SUCCESS);
        }
        if (reason != null && reason.code().equals(Reason.CUT_OFF)) {
            return label("delivery.doubtful", "help-circle", Tone.WARNING);
        }
        if (fate != null && fate != MessageFate.AS_SENT) {
            return of(fate);
        }
        if (state == DeliveryState.SENT && !kind.sendsMessages()) {
            return of(kind == JobKind.EDIT ? MessageFate.CHANGED : MessageFate.RECALLED);
        }
        return of(state, healed);
    }

    /** Opening and sending together, as totals count them. */
    public static StateLabel inFlight() {
        return label("delivery.flight", "send", Tone.ACCENT);
    }

    /** An announcement whose messages were all taken back. */
    public static StateLabel recalled() {
        return label("run.recalled", "rotate-ccw", Tone.NEUTRAL);
    }

    /** Over, with something in doubt. */
    public static StateLabel needsYou() {
        return label("run.needsyou", "help-circle", Tone.WARNING);
    }

    /**
     * A run.
     *
     * @param kind what it does
     * @param reason why it is paused, or null
     * @param totals how its people stand: an ended run with some of them in doubt still needs the admin, and one that nobody was
     *     accepted in has not gone well
     * @param waiting what it waits for, or null
     */
    public static StateLabel of(JobKind kind, RunState state, PauseReason reason, Totals totals, Waiting.Kind waiting) {
        return switch (state) {
            case DRAFT -> label("run.draft", "edit-3", Tone.OUTLINE);
            case SCHEDULED -> label("run.scheduled", "calendar", Tone.NEUTRAL);
            case PLANNING -> label("run.planning", "loader", Tone.NEUTRAL);
            case RUNNING -> running(kind, waiting);
            case PAUSED ->
                reason == PauseReason.ASKED || reason == PauseReason.NOT_STARTED || reason == null
                        ? label("run.paused", "pause-circle", Tone.NEUTRAL)
                        : label("run.paused", "pause-circle", Tone.WARNING);
            case STOPPING -> label("run.stopping", "stop-circle", Tone.NEUTRAL);
            case INTERRUPTED -> label("run.interrupted", "alert-triangle", Tone.WARNING);
            case DONE -> done(totals);
            case STOPPED -> label("run.stopped", "stop-circle", Tone.OUTLINE);
        };
    }

    private static StateLabel running(JobKind kind, Waiting.Kind waiting) {
        if (waiting != null) {
            switch (waiting) {
                case TEAMS_ASKED -> {
                    return label("run.held", "clock", Tone.NEUTRAL);
                }
                case NOT_CONNECTED -> {
                    return label("run.unreachable", "clock", Tone.WARNING);
                }
                case QUIET_HOURS -> {
                    return label("run.quiet", "clock", Tone.NEUTRAL);
                }
                case NOT_DUE, OWN_SEND -> {
                    return label("run.waiting", "clock", Tone.NEUTRAL);
                }
                case RATE_LOWERED, PAUSING, STOPPING -> {
                    // It sends, or what it sent is awaited.
                }
            }
        }
        return switch (kind) {
            case SEND, RESEND -> label("run.running", "send", Tone.ACCENT);
            case EDIT -> label("run.changing", "edit-2", Tone.ACCENT);
            case RECALL -> label("run.recalling", "rotate-ccw", Tone.ACCENT);
        };
    }

    private static StateLabel done(Totals totals) {
        if (totals.inDoubt() > 0) {
            return needsYou();
        }
        if (totals.recipients() == 0) {
            return label("run.nobody", "minus-circle", Tone.OUTLINE);
        }
        if (totals.sent() == 0) {
            return totals.refused() == totals.recipients()
                    ? label("run.refused", "x-circle", Tone.DANGER)
                    : label("run.none", "x-circle", Tone.DANGER);
        }
        return label("run.done", "check-circle", Tone.SUCCESS);
    }

    /** How a conversation id came to us; known from an import alone, it is nobody's word but the file's. */
    public static StateLabel of(ConversationOrigin origin, boolean unverified) {
        return unverified ? unverified() : of(origin);
    }

    /** Somebody of whom a file alone has told. */
    public static StateLabel unverified() {
        return label("origin.unverified", "alert-triangle", Tone.WARNING);
    }

    /** What a stored conversation is good for. */
    public static StateLabel of(ConversationState state) {
        return switch (state) {
            case CURRENT -> label("conversation.current", "message-square", Tone.NEUTRAL);
            case UNCONFIRMED -> label("conversation.unconfirmed", "help-circle", Tone.WARNING);
            case INACTIVE -> label("conversation.inactive", "log-out", Tone.WARNING);
            case EARLIER -> label("conversation.earlier", "archive", Tone.OUTLINE);
        };
    }

    /** How a conversation id came to us. */
    public static StateLabel of(ConversationOrigin origin) {
        return switch (origin) {
            case CREATED -> label("origin.created", "message-square", Tone.NEUTRAL);
            case EVENT -> label("origin.event", "radio", Tone.NEUTRAL);
            case IMPORT -> label("origin.import", "download", Tone.NEUTRAL);
        };
    }

    /** What kind of account a person has. */
    public static StateLabel of(UserKind kind) {
        return label(
                "kind." + kind.name().toLowerCase(Locale.ROOT),
                switch (kind) {
                    case MEMBER -> "user";
                    case GUEST -> "user-plus";
                    case EXTERNAL -> "globe";
                    case ANONYMOUS -> "user-x";
                    case UNKNOWN -> "help-circle";
                },
                Tone.NEUTRAL);
    }

    private static StateLabel label(String key, String icon, Tone tone) {
        Texts texts = Texts.of(States.class);
        return new StateLabel(icon, texts.get(key), tone, texts.get(key + ".means"));
    }
}
