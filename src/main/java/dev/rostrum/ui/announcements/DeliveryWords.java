package dev.rostrum.ui.announcements;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;

/** What a delivery is called, and what became of it. */
final class DeliveryWords {
    private final Texts texts = Texts.of(DeliveryWords.class);
    private final Times times;

    DeliveryWords(Times times) {
        this.times = times;
    }

    /** Name, else email, else id. */
    static String label(DeliveryQuery.Row row) {
        for (String candidate : new String[] {row.name(), row.email()}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return row.userId();
    }

    /** What tells somebody from another person of the same name: the address, else the id; empty where nobody has it. */
    static String beside(DeliveryQuery.Row row) {
        if (!row.namesake() || label(row).equals(row.email()) || label(row).equals(row.userId())) {
            return "";
        }
        return row.email() == null || row.email().isBlank() ? row.userId() : row.email();
    }

    static StateLabel state(DeliveryQuery.Row row) {
        return StateLabels.of(row.kind(), row.state(), row.fate(), row.reason(), row.healed());
    }

    /** The message in Teams that the row made or acted on, or null. */
    static String message(DeliveryQuery.Row row) {
        return row.kind().sendsMessages() ? row.activityId() : row.target();
    }

    /** What became of one delivery, in words. The time of a doubt is when it was found, so that of the try is told too. */
    String happened(DeliveryQuery.Row row) {
        String cause = Sentences.outcome(row.state(), row.reason());
        if (row.state() == DeliveryState.WAITING && row.notBefore() != null && !cause.isEmpty()) {
            return texts.get("happened.again", cause, times.moment(row.notBefore()));
        }
        if (row.state() == DeliveryState.IN_DOUBT && row.triedAt() != null) {
            return texts.get("happened.tried", cause, times.moment(row.triedAt()));
        }
        if (!cause.isEmpty()) {
            return cause;
        }
        if (row.healed() && row.state() == DeliveryState.SENT) {
            return texts.get("happened.healed");
        }
        return row.opened() ? texts.get("happened.opened") : "";
    }
}
