package dev.rostrum.domain;

import java.util.Optional;

/** The bot's id in both forms it is met in: {@code 28:<app id>} on the wire, the bare app id in registrations. */
public final class BotId {
    private static final String PREFIX = "28:";

    private BotId() {}

    /** The app id (a GUID in lower case) from either form, or empty where the text is neither. */
    public static Optional<String> appId(String text) {
        String bare = TrimmedId.of(text).value();
        return Guid.parse(bare.startsWith(PREFIX) ? bare.substring(PREFIX.length()) : bare);
    }

    /** The form that goes into {@code bot.id} and {@code from.id}. */
    public static String wire(String appId) {
        return PREFIX + appId;
    }
}
