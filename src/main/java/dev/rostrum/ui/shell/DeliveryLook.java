package dev.rostrum.ui.shell;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;

/**
 * How a delivery state looks on every screen: the same icon, word and colours everywhere.
 *
 * @param icon a Feather name
 * @param bar style class of its segment in a stacked bar
 */
public record DeliveryLook(String icon, String word, Tone tone, String bar) {

    public static DeliveryLook of(DeliveryState state) {
        return switch (state) {
            case WAITING -> look("clock", "state.waiting", Tone.NEUTRAL, "r-bar-waiting");
            case OPENING -> look("message-square", "state.opening", Tone.ACCENT, "r-bar-flight");
            case SENDING -> look("send", "state.sending", Tone.ACCENT, "r-bar-flight");
            case SENT -> look("check-circle", "state.sent", Tone.SUCCESS, "r-bar-sent");
            case REFUSED -> look("x-circle", "state.refused", Tone.DANGER, "r-bar-refused");
            case IN_DOUBT -> look("help-circle", "state.inDoubt", Tone.WARNING, "r-bar-doubt");
            case EXCLUDED -> look("minus-circle", "state.excluded", Tone.OUTLINE, "r-bar-hatched");
            case CANCELLED -> look("slash", "state.cancelled", Tone.OUTLINE, "r-bar-cancelled");
        };
    }

    /** Sent after a stale conversation id was renewed. */
    public static DeliveryLook healed() {
        return look("refresh-cw", "state.sentHealed", Tone.SUCCESS, "r-bar-sent");
    }

    /** Was in doubt; the admin said that it arrived. */
    public static DeliveryLook decided() {
        return look("user-check", "state.sentDecided", Tone.SUCCESS, "r-bar-sent");
    }

    private static DeliveryLook look(String icon, String key, Tone tone, String bar) {
        return new DeliveryLook(icon, Texts.of(DeliveryLook.class).get(key), tone, bar);
    }

    public StateChip chip() {
        return new StateChip(icon, word, tone);
    }
}
