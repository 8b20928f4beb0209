package dev.rostrum.inbound;

import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.Scope;
import dev.rostrum.domain.OptOutWords;
import dev.rostrum.domain.OptOutWords.Word;

/**
 * An event with what may be kept of the text of a message: what a word in it asks for, and the text itself only where the admin has
 * replies kept, of a message to the bot alone.
 *
 * @param event its text is what may be kept of it, or null
 * @param word what the whole message asks for, or null
 */
record KeptEvent(InboundEvent event, Word word) {
    private static final String MESSAGE = "message";
    private static final String EDIT = "editmessage";
    private static final String UPDATE = "messageupdate";
    private static final String DELETE = "messagedelete";

    /**
     * @param words by which people ask for no messages, or for messages again
     * @param replies whether what people write is kept
     */
    static KeptEvent of(InboundEvent event, OptOutWords words, boolean replies) {
        if (event.text() == null || !isPersonal(event) || !(isMessage(event) || isUpdate(event))) {
            return new KeptEvent(withText(event, null), null);
        }
        // A message that is brought back says nothing new.
        Word word = isMessage(event) || EDIT.equals(event.key().eventType())
                ? words.in(event.text()).orElse(null)
                : null;
        return new KeptEvent(withText(event, replies ? event.text() : null), word);
    }

    static boolean isPersonal(InboundEvent event) {
        return event.conversation() != null && event.conversation().scope() == Scope.PERSONAL;
    }

    static boolean isMessage(InboundEvent event) {
        return event.key().type().equals(MESSAGE);
    }

    /** A changed message, or one that is brought back. */
    static boolean isUpdate(InboundEvent event) {
        return event.key().type().equals(UPDATE);
    }

    static boolean isDelete(InboundEvent event) {
        return event.key().type().equals(DELETE);
    }

    /**
     * What tells apart two changes of one message, which have the id of the message both (connector reference 7.3); null where the
     * key alone does. Nothing of a text that is not kept.
     */
    String variant(boolean replies) {
        if (isUpdate(event)) {
            return event.text() != null ? "text " + event.text() : word == null ? null : word.name();
        }
        return replies && isDelete(event) && isPersonal(event) && event.sentAt() != null
                ? event.sentAt().toString()
                : null;
    }

    private static InboundEvent withText(InboundEvent event, String text) {
        return new InboundEvent(
                event.key(),
                event.action(),
                event.sentAt(),
                event.channelId(),
                event.serviceUrl(),
                event.tenantId(),
                event.botId(),
                event.from(),
                event.conversation(),
                event.team(),
                event.added(),
                event.removed(),
                event.botAdded(),
                event.botRemoved(),
                event.mentioned(),
                event.botMentioned(),
                event.groupMentioned(),
                text);
    }
}
