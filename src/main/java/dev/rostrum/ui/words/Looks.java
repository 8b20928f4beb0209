package dev.rostrum.ui.words;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.UserKind;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import java.util.Locale;

/** The look of every state. */
public final class Looks {
    private Looks() {}

    /** @param healed whether a stale conversation was opened again on the way; matters for SENT only */
    public static Look of(DeliveryState state, boolean healed) {
        return switch (state) {
            case WAITING -> look("delivery.waiting", "clock", Tone.NEUTRAL);
            case OPENING -> look("delivery.opening", "message-square", Tone.ACCENT);
            case SENDING -> look("delivery.sending", "send", Tone.ACCENT);
            case SENT ->
                healed
                        ? look("delivery.healed", "refresh-cw", Tone.SUCCESS)
                        : look("delivery.sent", "check-circle", Tone.SUCCESS);
            case IN_DOUBT -> look("delivery.in_doubt", "help-circle", Tone.WARNING);
            case REFUSED -> look("delivery.refused", "x-circle", Tone.DANGER);
            case EXCLUDED -> look("delivery.excluded", "minus-circle", Tone.OUTLINE);
            case CANCELLED -> look("delivery.cancelled", "slash", Tone.OUTLINE);
        };
    }

    /** SENT, by what the job does: a message sent, changed or taken back. */
    public static Look done(JobKind kind) {
        return switch (kind) {
            case SEND, RESEND -> of(DeliveryState.SENT, false);
            case EDIT -> look("delivery.changed", "edit-3", Tone.SUCCESS);
            case RECALL -> look("delivery.recalled", "rotate-ccw", Tone.SUCCESS);
        };
    }

    /** SENT by the admin's decision. */
    public static Look decided() {
        return look("delivery.decided", "user-check", Tone.SUCCESS);
    }

    /** Opening and sending together, as totals count them. */
    public static Look inFlight() {
        return look("delivery.flight", "send", Tone.ACCENT);
    }

    /**
     * A run.
     *
     * @param reason why it is paused, or null
     * @param inDoubt deliveries in doubt: an ended run with some of them still needs the admin
     * @param held whether everybody waits because Teams asked for it
     */
    public static Look of(RunState state, PauseReason reason, long inDoubt, boolean held) {
        return switch (state) {
            case DRAFT -> look("run.draft", "edit-3", Tone.OUTLINE);
            case SCHEDULED -> look("run.scheduled", "calendar", Tone.NEUTRAL);
            case PLANNING -> look("run.planning", "loader", Tone.NEUTRAL);
            case RUNNING -> held ? look("run.held", "clock", Tone.NEUTRAL) : look("run.running", "send", Tone.ACCENT);
            case PAUSED ->
                reason == PauseReason.ASKED || reason == PauseReason.NOT_STARTED || reason == null
                        ? look("run.paused", "pause-circle", Tone.NEUTRAL)
                        : look("run.paused", "pause-circle", Tone.WARNING);
            case STOPPING -> look("run.stopping", "stop-circle", Tone.NEUTRAL);
            case DONE ->
                inDoubt > 0
                        ? look("run.needsyou", "help-circle", Tone.WARNING)
                        : look("run.done", "check-circle", Tone.SUCCESS);
            case STOPPED -> look("run.stopped", "stop-circle", Tone.OUTLINE);
        };
    }

    /** How a conversation id came to us; known from an import alone, it is nobody's word but the file's. */
    public static Look of(ConversationOrigin origin, boolean unverified) {
        return unverified ? look("origin.unverified", "alert-triangle", Tone.WARNING) : of(origin);
    }

    /** How a conversation id came to us. */
    public static Look of(ConversationOrigin origin) {
        return switch (origin) {
            case CREATED -> look("origin.created", "message-square", Tone.NEUTRAL);
            case EVENT -> look("origin.event", "radio", Tone.NEUTRAL);
            case IMPORT -> look("origin.import", "download", Tone.NEUTRAL);
        };
    }

    /** What kind of account a person has. */
    public static Look of(UserKind kind) {
        return look(
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

    private static Look look(String key, String icon, Tone tone) {
        Texts texts = Texts.of(States.class);
        return new Look(icon, texts.get(key), tone, texts.get(key + ".means"));
    }
}
