package dev.rostrum.inbound;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.CacheChange.ServiceUrlSeen;
import dev.rostrum.domain.CacheChange.TeamSeen;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an event says of the cache (connector reference 7.4 and 7.6). */
final class CacheChanges {
    /** Events whose members are those of the team; a shared channel has members of its own. */
    private static final Set<String> MEMBERS_OF_TEAM =
            Set.of("teammemberadded", "teamsaddmembers", "teammemberremoved");

    private CacheChanges() {}

    /**
     * In an order in which each can be applied after those before it; nothing for what is not from Teams or not to a bot. That the
     * event is authentic and for this bot was proved before.
     */
    static List<CacheChange> of(InboundEvent event) {
        Set<CacheChange> changes = new LinkedHashSet<>();
        if (!isFromTeams(event)) {
            return List.of();
        }
        if (event.serviceUrl() != null) {
            changes.add(new ServiceUrlSeen(event.serviceUrl()));
        }
        if (event.from() != null) {
            changes.add(new PersonSeen(event.from()));
        }
        event.added().forEach(person -> changes.add(new PersonSeen(person)));
        event.mentioned().forEach(person -> changes.add(new PersonSeen(person)));
        Scope scope = event.conversation() == null
                ? Scope.UNKNOWN
                : event.conversation().scope();
        if (scope == Scope.PERSONAL) {
            chat(event).ifPresent(person -> personal(event, person, changes));
        } else if (scope != Scope.GROUP_CHAT && event.team() != null) {
            team(event, event.team(), changes);
        }
        return List.copyOf(changes);
    }

    static boolean isFromTeams(InboundEvent event) {
        return "msteams".equals(event.channelId())
                && event.botId() != null
                && event.botId().startsWith("28:");
    }

    /** Whose 1:1 chat it is; empty where the event names nobody, or different people. */
    static Optional<EventPerson> chat(InboundEvent event) {
        List<EventPerson> members = event.added().isEmpty() ? event.removed() : event.added();
        if (event.from() == null) {
            return members.size() == 1 ? Optional.of(members.get(0)) : Optional.empty();
        }
        return Optional.of(event.from()).filter(from -> members.stream().allMatch(member -> isSame(member, from)));
    }

    private static boolean isSame(EventPerson one, EventPerson other) {
        return one.id().userId() != null && other.id().userId() != null
                ? one.id().userId().equals(other.id().userId())
                : one.id().objectId() != null
                        && one.id().objectId().equals(other.id().objectId());
    }

    private static void personal(InboundEvent event, EventPerson person, Set<CacheChange> changes) {
        // Only who has the bot installed can write to it.
        Optional<Boolean> present = event.key().type().equals("message") ? Optional.of(true) : botPresent(event);
        if (present.orElse(true)) {
            changes.add(new ConversationSeen(person, event.conversation().id()));
        }
        present.ifPresent(installed -> changes.add(new Installed(person, installed)));
    }

    private static void team(InboundEvent event, EventTeam team, Set<CacheChange> changes) {
        String eventType = event.key().eventType();
        boolean ofTeam = eventType == null || MEMBERS_OF_TEAM.contains(eventType);
        boolean update = event.key().type().equals("conversationupdate");
        Optional<Boolean> present = Optional.empty();
        if (ofTeam || !update) {
            present = botPresent(event);
        } else if (eventType.equals("teamdeleted") || eventType.equals("teamharddeleted")) {
            present = Optional.of(false);
        } else if (eventType.equals("teamrestored")) {
            present = Optional.of(true);
        }
        if (present.orElse(true)) {
            changes.add(new TeamSeen(team));
        }
        present.ifPresent(there -> changes.add(new BotInTeam(team, there)));
        if (update && ofTeam) {
            event.added().forEach(person -> changes.add(new InTeam(team, person, true)));
            event.removed().forEach(person -> changes.add(new InTeam(team, person, false)));
        }
    }

    /** Whether the event says that the bot came, or that it went. */
    private static Optional<Boolean> botPresent(InboundEvent event) {
        String action = event.action() == null ? "" : event.action();
        return switch (event.key().type()) {
            case "conversationupdate" ->
                event.botAdded() == event.botRemoved() ? Optional.empty() : Optional.of(event.botAdded());
            case "installationupdate" ->
                switch (action) {
                    case "add", "add-upgrade" -> Optional.of(true);
                    case "remove", "remove-upgrade" -> Optional.of(false);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }
}
