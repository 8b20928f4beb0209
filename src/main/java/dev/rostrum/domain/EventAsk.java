package dev.rostrum.domain;

import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import java.util.List;

/**
 * What an event asks for beyond the cache. Whether anything is done about it, the settings and the cache decide when it is applied;
 * what a file tells asks for nothing.
 */
public sealed interface EventAsk {
    /** Somebody added the bot to a chat of their own. */
    record BotAdded(EventPerson person) implements EventAsk {}

    /** Somebody joined a team. */
    record Joined(EventTeam team, EventPerson person) implements EventAsk {}

    /** Somebody mentioned the bot and others in a channel; {@code people} in the order of the message. */
    record Mentioned(EventTeam team, EventPerson by, List<EventPerson> people) implements EventAsk {
        public Mentioned {
            people = List.copyOf(people);
        }
    }

    /** Somebody wrote nothing but a word by which they ask for no messages, or for messages again. */
    record OptOutAsked(EventPerson person, OptOutWords.Word word) implements EventAsk {}

    /** Somebody wrote a message to the bot, or changed one. */
    record Written(EventPerson person, String conversationId, String activityId, String text) implements EventAsk {}

    /** Somebody took back a message to the bot. */
    record TakenBack(EventPerson person, String conversationId, String activityId) implements EventAsk {}
}
