package dev.rostrum.domain;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** What an inbound event changed in the cache, and what it prompted. */
public enum EventEffect {
    PERSON_ADDED,
    /** An object id became known, or a pairwise id of somebody who was known by object id alone. */
    PERSON_IDENTIFIED,
    PERSON_RENAMED,
    /** A pairwise id names somebody else from now on. */
    ID_MOVED,
    CONVERSATION_ADDED,
    CONVERSATION_REPLACED,
    INSTALLED,
    UNINSTALLED,
    TEAM_ADDED,
    TEAM_RENAMED,
    BOT_JOINED,
    BOT_LEFT,
    JOINED,
    LEFT,
    SERVICE_URL,
    /** Somebody is to be welcomed. */
    WELCOME_PROMPTED,
    /** Somebody who was mentioned is to be written to. */
    MENTION_PROMPTED,
    /** Somebody who was mentioned is not, since there are so many for one message and one day. */
    MENTION_LIMITED,
    /** Somebody asked not to be written to. */
    OPTED_OUT,
    /** They took that back. */
    OPT_OUT_LIFTED,
    /** The one or the other is to be confirmed to them. */
    CONFIRMATION_PROMPTED,
    /** What somebody wrote is kept. */
    REPLY_KEPT,
    /** They took it back. */
    REPLY_REMOVED,
    /** It would have prompted a message, and is too old for that. */
    TOO_OLD;

    /** Whether somebody is to be written to because of it. */
    public boolean prompts() {
        return this == WELCOME_PROMPTED || this == MENTION_PROMPTED || this == CONFIRMATION_PROMPTED;
    }

    /** How often each, as one text that {@link #parse} reads. */
    public static String stored(Map<EventEffect, Integer> effects) {
        StringJoiner text = new StringJoiner(",");
        for (EventEffect effect : values()) {
            if (effects.containsKey(effect)) {
                text.add(effect + ":" + effects.get(effect));
            }
        }
        return text.toString();
    }

    /** What {@link #stored} wrote; what it did not write is left out. */
    public static Map<EventEffect, Integer> parse(String stored) {
        Map<EventEffect, Integer> effects = new EnumMap<>(EventEffect.class);
        for (EventEffect effect : values()) {
            for (String part : stored == null ? new String[0] : stored.split(",")) {
                if (part.matches(effect + ":[0-9]{1,9}")) {
                    effects.put(
                            effect,
                            Integer.parseInt(part.substring(effect.name().length() + 1)));
                }
            }
        }
        return effects;
    }
}
