package dev.rostrum.domain;

import java.util.Objects;

/**
 * An announcement that is being written.
 *
 * @param title as typed; blank where it is to be made from the message
 * @param choices without an override, which is given for a number that is looked at then
 */
public record Draft(String title, Message message, Audience audience, SendChoices choices) {
    public static final Draft EMPTY =
            new Draft("", new Message("", TextFormat.MARKDOWN), Audience.none(), SendChoices.NONE);

    public Draft {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(audience, "audience");
        choices = choices.withoutOverride();
    }

    /** Begins with an audience. */
    public static Draft to(Audience audience) {
        return new Draft("", EMPTY.message(), audience, SendChoices.NONE);
    }

    /** Whether nothing was typed and nobody chosen: then there is nothing to keep. */
    public boolean isEmpty() {
        return title.isBlank() && message.text().isEmpty() && audience.namesNobody();
    }
}
