package dev.rostrum.ui.words;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.UserKind;
import dev.rostrum.ui.fx.Texts;
import java.util.Locale;

/** The look of every state. */
public final class Looks {
    private static final String NEUTRAL = "neutral";
    private static final String ACCENT = "accent";
    private static final String SUCCESS = "success";
    private static final String WARNING = "warning";
    private static final String DANGER = "danger";
    private static final String OUTLINE = "outline";

    private Looks() {}

    /** @param healed whether a stale conversation was opened again on the way; matters for SENT only */
    public static Look of(DeliveryState state, boolean healed) {
        return switch (state) {
            case WAITING -> look("delivery.waiting", "clock", NEUTRAL);
            case OPENING -> look("delivery.opening", "message-square", ACCENT);
            case SENDING -> look("delivery.sending", "send", ACCENT);
            case SENT ->
                healed
                        ? look("delivery.healed", "refresh-cw", SUCCESS)
                        : look("delivery.sent", "check-circle", SUCCESS);
            case IN_DOUBT -> look("delivery.doubt", "help-circle", WARNING);
            case REFUSED -> look("delivery.refused", "x-circle", DANGER);
            case EXCLUDED -> look("delivery.excluded", "minus-circle", OUTLINE);
            case CANCELLED -> look("delivery.cancelled", "slash", OUTLINE);
        };
    }

    /** Opening and sending together, as totals count them. */
    public static Look inFlight() {
        return look("delivery.flight", "send", ACCENT);
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
            case DRAFT -> look("run.draft", "edit-3", OUTLINE);
            case SCHEDULED -> look("run.scheduled", "calendar", NEUTRAL);
            case PLANNING -> look("run.planning", "loader", NEUTRAL);
            case RUNNING -> held ? look("run.held", "clock", NEUTRAL) : look("run.running", "send", ACCENT);
            case PAUSED ->
                reason == PauseReason.ASKED || reason == PauseReason.NOT_STARTED || reason == null
                        ? look("run.paused", "pause-circle", NEUTRAL)
                        : look("run.paused", "pause-circle", WARNING);
            case STOPPING -> look("run.stopping", "stop-circle", NEUTRAL);
            case DONE ->
                inDoubt > 0 ? look("run.needsyou", "help-circle", WARNING) : look("run.done", "check-circle", SUCCESS);
            case STOPPED -> look("run.stopped", "stop-circle", OUTLINE);
        };
    }

    /** How a conversation id came to us. */
    public static Look of(ConversationOrigin origin) {
        return switch (origin) {
            case CREATED -> look("origin.created", "message-square", NEUTRAL);
            case EVENT -> look("origin.event", "radio", NEUTRAL);
            case IMPORT -> look("origin.import", "download", NEUTRAL);
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
                NEUTRAL);
    }

    private static Look look(String key, String icon, String styleClass) {
        Texts texts = Texts.of(Looks.class);
        return new Look(icon, texts.get(key), styleClass, texts.get(key + ".means"));
    }
}
