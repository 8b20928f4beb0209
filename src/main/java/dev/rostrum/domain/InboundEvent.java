package dev.rostrum.domain;

import java.time.Instant;
import java.util.List;

/**
 * One activity that Teams posted to the bot (connector reference 7.4), without what nobody here asks for. Every field but the key's type
 * may be missing: null, or an empty list.
 *
 * @param key tells a repetition from another event
 * @param action of an {@code installationUpdate}, in lower case; or null
 * @param sentAt the activity's own time; a repetition may have a later one
 * @param channelId in lower case; {@code msteams} for all that comes from Teams
 * @param serviceUrl as it came, not believed yet
 * @param tenantId in lower case
 * @param botId the recipient, {@code 28:…} with the app id in lower case
 * @param from who caused it
 * @param conversation where it happened
 * @param team which team it is about
 * @param added who was added, without the bot
 * @param removed who was removed, without the bot
 * @param botAdded whether the bot is among those who were added
 * @param botRemoved whether the bot is among those who were removed
 * @param mentioned people who were mentioned, without the bot
 * @param botMentioned whether the bot was mentioned
 * @param groupMentioned whether something else was mentioned: a team, a channel, a tag, or what cannot be read
 * @param text of a message; it is kept nowhere but where replies are switched on
 */
public record InboundEvent(
        Key key,
        String action,
        Instant sentAt,
        String channelId,
        String serviceUrl,
        String tenantId,
        String botId,
        EventPerson from,
        Place conversation,
        EventTeam team,
        List<EventPerson> added,
        List<EventPerson> removed,
        boolean botAdded,
        boolean botRemoved,
        List<EventPerson> mentioned,
        boolean botMentioned,
        boolean groupMentioned,
        String text) {

    public InboundEvent {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        mentioned = List.copyOf(mentioned);
    }

    /**
     * What makes two activities one event. The id alone does not: an edit has the id of the message that it is about (reference 7.3).
     *
     * @param type in lower case, as the next one; never null
     * @param eventType in lower case, since Teams writes it both ways; or null
     * @param conversationId may be null
     * @param activityId may be null
     */
    public record Key(String type, String eventType, String conversationId, String activityId) {}

    /**
     * Somebody in an activity. Only entries with an id that a person can have are taken.
     *
     * @param name display name, or null, as in most events; of a mention it is what the one who mentions wrote
     */
    public record EventPerson(PersonId id, String name) {}

    /**
     * A conversation of any kind.
     *
     * @param id never null
     */
    public record Place(String id, Scope scope) {}

    /** Of what kind a conversation is. */
    public enum Scope {
        PERSONAL,
        GROUP_CHAT,
        CHANNEL,
        UNKNOWN
    }

    /**
     * The team that an event names.
     *
     * @param id {@code 19:…}; never null
     * @param name only in renames and installs
     * @param groupId Entra group id, in lower case; only in renames and installs
     */
    public record EventTeam(String id, String name, String groupId) {}
}
