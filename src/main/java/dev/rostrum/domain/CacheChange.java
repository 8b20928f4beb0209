package dev.rostrum.domain;

import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;

/**
 * One thing that an event says of the cache. Which of two holds that say different things of one subject is decided by the time of
 * their events, not by the order in which they came.
 */
public sealed interface CacheChange {
    /** Somebody exists, and perhaps is called so. */
    record PersonSeen(EventPerson person) implements CacheChange {}

    /** The 1:1 conversation with somebody. */
    record ConversationSeen(EventPerson person, String conversationId) implements CacheChange {}

    /** Somebody has the bot installed, or has it no more. */
    record Installed(EventPerson person, boolean present) implements CacheChange {}

    /** A team exists, and perhaps is called so. */
    record TeamSeen(EventTeam team) implements CacheChange {}

    /** The bot is in a team, or is in it no more: removed, or the team was deleted. */
    record BotInTeam(EventTeam team, boolean present) implements CacheChange {}

    /** Somebody is in a team, or is in it no more. */
    record InTeam(EventTeam team, EventPerson person, boolean present) implements CacheChange {}

    /** The connector's base address for the tenant; its host is believed only where it is on the list. */
    record ServiceUrlSeen(String serviceUrl) implements CacheChange {}
}
