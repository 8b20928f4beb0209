package dev.rostrum.ui.words;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
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

    /** SENT, by what the job does: a message sent, changed or taken back. */
    public static StateLabel done(JobKind kind) {
        return switch (kind) {
            case SEND, RESEND -> of(DeliveryState.SENT, false);
            case EDIT -> label("delivery.changed", "edit-3", Tone.SUCCESS);
            case RECALL -> label("delivery.recalled", "rotate-ccw", Tone.SUCCESS);
        };
    }

    /** A delivery of a job of this kind. What the admin decided is not said to be the word of Teams. */
    public static StateLabel of(JobKind kind, DeliveryState state, Reason reason, boolean healed) {
        if (Decision.ARRIVED.made(state, reason)) {
            return label("delivery.decided", "user-check", Tone.SUCCESS);
        }
        if (reason != null && reason.code().equals(Reason.CUT_OFF)) {
            return label("delivery.doubtful", "help-circle", Tone.WARNING);
        }
        return state == DeliveryState.SENT && !kind.sendsMessages() ? done(kind) : of(state, healed);
    }

    /** Opening and sending together, as totals count them. */
    public static StateLabel inFlight() {
        return label("delivery.flight", "send", Tone.ACCENT);
    }

    /**
     * A run.
     *
     * @param reason why it is paused, or null
     * @param inDoubt deliveries in doubt: an ended run with some of them still needs the admin
     * @param held whether everybody waits because Teams asked for it
     */
    public static StateLabel of(RunState state, PauseReason reason, long inDoubt, boolean held) {
        return switch (state) {
            case DRAFT -> label("run.draft", "edit-3", Tone.OUTLINE);
            case SCHEDULED -> label("run.scheduled", "calendar", Tone.NEUTRAL);
            case PLANNING -> label("run.planning", "loader", Tone.NEUTRAL);
            case RUNNING -> held ? label("run.held", "clock", Tone.NEUTRAL) : label("run.running", "send", Tone.ACCENT);
            case PAUSED ->
                reason == PauseReason.ASKED || reason == PauseReason.NOT_STARTED || reason == null
                        ? label("run.paused", "pause-circle", Tone.NEUTRAL)
                        : label("run.paused", "pause-circle", Tone.WARNING);
            case STOPPING -> label("run.stopping", "stop-circle", Tone.NEUTRAL);
            case INTERRUPTED -> label("run.interrupted", "alert-triangle", Tone.WARNING);
            case DONE ->
                inDoubt > 0
                        ? label("run.needsyou", "help-circle", Tone.WARNING)
                        : label("run.done", "check-circle", Tone.SUCCESS);
            case STOPPED -> label("run.stopped", "stop-circle", Tone.OUTLINE);
        };
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
