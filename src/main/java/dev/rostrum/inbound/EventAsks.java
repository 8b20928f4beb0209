package dev.rostrum.inbound;

import dev.rostrum.domain.EventAsk;
import dev.rostrum.domain.EventAsk.BotAdded;
import dev.rostrum.domain.EventAsk.Joined;
import dev.rostrum.domain.EventAsk.Mentioned;
import dev.rostrum.domain.EventAsk.OptOutAsked;
import dev.rostrum.domain.EventAsk.TakenBack;
import dev.rostrum.domain.EventAsk.Written;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an event asks for beyond the cache (connector reference 7.7). */
final class EventAsks {
    private static final Set<String> JOINED = Set.of("teammemberadded", "teamsaddmembers");

    private EventAsks() {}

    /** Nothing for what is not from Teams or not to a bot. That the event is authentic was proved before. */
    static List<EventAsk> of(KeptEvent kept) {
        InboundEvent event = kept.event();
        List<EventAsk> asks = new ArrayList<>();
        if (!CacheChanges.isFromTeams(event)) {
            return asks;
        }
        if (KeptEvent.isPersonal(event)) {
            if (isBotAdded(event)) {
                CacheChanges.chat(event).ifPresent(person -> asks.add(new BotAdded(person)));
            }
            if (event.from() != null) {
                said(kept, event, event.from(), asks);
            }
        } else if (event.team() != null && isScopeOfTeam(event)) {
            if (event.key().type().equals("conversationupdate")
                    && event.key().eventType() != null
                    && JOINED.contains(event.key().eventType())) {
                event.added().forEach(person -> asks.add(new Joined(event.team(), person)));
            }
            if (isMention(event)) {
                asks.add(new Mentioned(
                        event.team(),
                        event.from(),
                        event.mentioned().stream()
                                .map(person -> new EventPerson(person.id(), null))
                                .toList()));
            }
        }
        return asks;
    }

    private static boolean isScopeOfTeam(InboundEvent event) {
        return event.conversation() == null || event.conversation().scope() != Scope.GROUP_CHAT;
    }

    /** Added for the first time or again; an upgrade adds nothing. */
    private static boolean isBotAdded(InboundEvent event) {
        return switch (event.key().type()) {
            case "conversationupdate" -> event.botAdded() && !event.botRemoved();
            case "installationupdate" -> "add".equals(event.action());
            default -> false;
        };
    }

    private static void said(KeptEvent kept, InboundEvent event, EventPerson from, List<EventAsk> asks) {
        if (kept.word() != null) {
            asks.add(new OptOutAsked(from, kept.word()));
        }
        String id = event.key().activityId();
        if (id == null) {
            return;
        }
        String conversation = event.conversation().id();
        if (event.text() != null) {
            asks.add(new Written(from, conversation, id, event.text()));
        } else if (KeptEvent.isDelete(event)) {
            asks.add(new TakenBack(from, conversation, id));
        }
    }

    /** Of a whole team, a channel or a tag it is no mention of people; nor is a change of a message. */
    private static boolean isMention(InboundEvent event) {
        return KeptEvent.isMessage(event)
                && event.conversation() != null
                && event.conversation().scope() == Scope.CHANNEL
                && event.botMentioned()
                && !event.groupMentioned()
                && event.from() != null
                && !event.mentioned().isEmpty();
    }
}
