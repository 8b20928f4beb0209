package dev.rostrum.domain;

import java.time.LocalTime;

/**
 * The guard's numbers: how sparingly people are written to.
 *
 * @param on whether the guard excludes at all; a person's own opt-out holds also where it is off
 * @param announcements at most so many per person …
 * @param days … within so many days, over all announcements of the connection
 * @param sameTextDays the same text goes to the same person only once within so many days; 0 turns this rule off
 * @param quietFrom when quiet hours begin on this computer's clock, or null for none; a run is held, nobody is excluded
 * @param quietTo when they end, or null for none
 */
public record GuardRules(
        boolean on, int announcements, int days, int sameTextDays, LocalTime quietFrom, LocalTime quietTo) {
    public static final GuardRules DEFAULT = new GuardRules(true, 3, 7, 30, null, null);

    public GuardRules {
        if (announcements < 1 || days < 1 || sameTextDays < 0 || (quietFrom == null) != (quietTo == null)) {
            throw new IllegalArgumentException("The guard counts from 1, and quiet hours have a beginning and an end");
        }
    }
}
