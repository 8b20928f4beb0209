package dev.rostrum.words;

import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.PlainText;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What an inbound event was, and what it changed, in words. */
public final class Events {
    /** The most of a type without words that is shown; it is what somebody posted. */
    private static final int LONGEST = 60;

    private Events() {}

    /**
     * What an event was. A type without words is shown as it is.
     *
     * @param eventType may be null
     */
    public static String type(String type, String eventType) {
        String name = (eventType == null ? type : type + "." + eventType).toLowerCase(Locale.ROOT);
        Texts texts = texts();
        if (texts.has("event.type." + name)) {
            return texts.get("event.type." + name);
        }
        String shown = PlainText.oneLine(eventType == null ? type : type + " " + eventType);
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "\u2026";
    }

    /** What an event changed, and how often: "2 people added, 1 conversation id stored"; "Nothing" where it changed nothing. */
    public static String effects(Map<EventEffect, Integer> effects) {
        Texts texts = texts();
        StringJoiner all = new StringJoiner(", ");
        effects.forEach(
                (effect, count) -> all.add(texts.get("effect." + effect.name().toLowerCase(Locale.ROOT), count)));
        return effects.isEmpty() ? texts.get("effect.none") : all.toString();
    }

    private static Texts texts() {
        return Texts.of(Events.class);
    }
}
