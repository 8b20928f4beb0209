package dev.rostrum.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the bot is registered, which decides where it signs in (connector reference 6.1). */
public enum BotType {
    /** Signs in at its home tenant; the only type of new bots. */
    SINGLE_TENANT("single-tenant"),
    /** Registered before 31 July 2025 as multi-tenant: signs in at the Bot Framework's tenant. */
    MULTI_TENANT("multi-tenant");

    private final String code;

    BotType(String code) {
        this.code = code;
    }

    /** Its name in settings and on the command line. */
    public String code() {
        return code;
    }

    public static Optional<BotType> of(String text) {
        String bare = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(t -> t.code.equals(bare)).findFirst();
    }

    public static List<String> codes() {
        return Arrays.stream(values()).map(BotType::code).toList();
    }
}
