package dev.rostrum.domain;

import java.util.Objects;
import java.util.Set;

/**
 * Which deliveries a resend, an edit, a recall or a decision is about. All conditions hold together.
 *
 * @param runId the job whose rows are chosen; of a whole announcement any job of it
 * @param wholeAnnouncement rows of all its jobs that sent messages, not only of that one job; a resend then looks at the
 *     latest row of each person
 * @param states empty: all; for an edit or recall that names no other condition either: SENT and IN_DOUBT
 * @param code exactly this code, or null for any
 * @param reason exactly this code of a {@link Reason}, or null for any
 * @param search part of name, email, cause or code; blank for none
 * @param deliveryIds exactly these rows; empty for any
 */
public record DeliveryChoice(
        long runId,
        boolean wholeAnnouncement,
        Set<DeliveryState> states,
        String code,
        String reason,
        String search,
        Set<Long> deliveryIds) {
    public DeliveryChoice {
        states = Set.copyOf(states);
        deliveryIds = Set.copyOf(deliveryIds);
        search = Objects.requireNonNullElse(search, "");
    }

    /** All rows of one job. */
    public static DeliveryChoice ofRun(long runId) {
        return new DeliveryChoice(runId, false, Set.of(), null, null, "", Set.of());
    }

    /** The messages of all jobs of the announcement that the job belongs to. */
    public static DeliveryChoice ofAnnouncement(long runId) {
        return new DeliveryChoice(runId, true, Set.of(), null, null, "", Set.of());
    }

    public static DeliveryChoice ofStates(long runId, Set<DeliveryState> states) {
        return new DeliveryChoice(runId, false, states, null, null, "", Set.of());
    }

    public static DeliveryChoice ofRows(long runId, Set<Long> deliveryIds) {
        return new DeliveryChoice(runId, false, Set.of(), null, null, "", deliveryIds);
    }

    /** Whether nothing but the job is named. */
    public boolean isEverything() {
        return states.isEmpty() && code == null && reason == null && search.isBlank() && deliveryIds.isEmpty();
    }
}
