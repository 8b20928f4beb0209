package dev.rostrum.ui.announcements;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;

/**
 * What was composed, on its way to the review.
 *
 * @param title as typed; blank: taken from the message
 */
record Draft(String title, Message message, Audience audience) {
    String name() {
        return title.isBlank() ? message.suggestedTitle() : title.strip();
    }
}
