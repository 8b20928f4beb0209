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
    /** They had as many announcements as the settings allow. */
    TOO_OFTEN("TooOften"),
    /** They had this text a short while ago, or it waits for them in another run. */
    SAME_TEXT("SameText");

    private final String code;

    GuardReason(String code) {
        this.code = code;
    }

    /** As it stands in a delivery's code. */
    public String code() {
        return code;
    }

    /** Whether the admin may override it. */
    public boolean overridable() {
        return this != OPTED_OUT;
    }

    /** The reason in words for many people at once, whatever the numbers were, without a full stop. */
    public String words() {
        return switch (this) {
            case TOO_OFTEN -> "Had as many announcements as the settings allow";
            case SAME_TEXT -> "Had the same text already";
            default -> words(GuardRules.DEFAULT);
        };
    }

    /** The reason in words for many people at once, without a full stop. */
    public String words(GuardRules rules) {
        return switch (this) {
            case OPTED_OUT -> "Asked not to be written to";
            case DO_NOT_CONTACT -> "On the do-not-contact list";
            case BLOCKED -> "Blocked the bot";
            case OUTSIDER -> "Guests and external people";
            case TOO_OFTEN ->
                "Had " + counted(rules.announcements(), "announcement") + " in the last "
                        + counted(rules.days(), "day");
            case SAME_TEXT -> "Had the same text in the last " + counted(rules.sameTextDays(), "day");
        };
    }

    private static String counted(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    /** The reason behind a delivery's code, or empty where the guard had nothing to do with it. */
    public static Optional<GuardReason> of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }
}
