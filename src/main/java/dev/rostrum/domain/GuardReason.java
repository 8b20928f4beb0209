package dev.rostrum.domain;

import java.util.Arrays;
import java.util.Optional;

/** Why the guard leaves somebody out. The first that holds, in this order, is the one that is named. */
public enum GuardReason {
    /** They asked for it themselves. Nothing overrides that, also where the guard is off. */
    OPTED_OUT("OptedOut"),
    /** The admin put them on the do-not-contact list. */
    DO_NOT_CONTACT("DoNotContact"),
    /** The last answer about them was that they blocked the bot. */
    BLOCKED("BlockedTheBot"),
    /** Guests and external people, unless they were chosen to take part. */
    OUTSIDER("Outsider"),
    /**
     * Of whom neither name nor address nor role is known, unless they were chosen to take part: they may be guests. Rosters
     * always name an id alone (connector reference 3.3).
     */
    UNKNOWN_KIND("UnknownKind"),
    /** They had as many announcements as the settings allow. */
    TOO_OFTEN("TooOften"),
    /** They had this text a short while ago, or it waits for them in another run. */
    SAME_TEXT("SameText");

    private final String code;

    GuardReason(String code) {
        this.code = code;
    }

    /** The code as it stands in a delivery. */
    public String code() {
        return code;
    }

    /** Whether the admin may override it. */
    public boolean overridable() {
        return this != OPTED_OUT;
    }

    /** The reason as it holds for many people at once. */
    public Reason reason(GuardRules rules) {
        return switch (this) {
            case TOO_OFTEN -> reason(Reason.of("guard.had", rules.announcements(), rules.days()));
            case SAME_TEXT -> reason(Reason.of("guard.sameIn", rules.sameTextDays()));
            default -> reason();
        };
    }

    /** The reason with what is special about one person. */
    public Reason reason(Object... arguments) {
        return Reason.of("guard." + code, arguments);
    }

    /** The reason behind a delivery's code, or empty where the guard had nothing to do with it. */
    public static Optional<GuardReason> of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }
}
