package dev.rostrum.store.people;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.EventAsk;
import dev.rostrum.domain.EventAsk.BotAdded;
import dev.rostrum.domain.EventAsk.Joined;
import dev.rostrum.domain.EventAsk.Mentioned;
import dev.rostrum.domain.EventAsk.OptOutAsked;
import dev.rostrum.domain.EventAsk.TakenBack;
import dev.rostrum.domain.EventAsk.Written;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.PersonId;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore.EventNews;
import dev.rostrum.store.people.EventStore.PendingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What happens in Teams, with the changes and the asks that each event brings. */
record Told(List<CacheChange> changes, List<EventAsk> asks) {
    static EventPerson person(String id) {
        return new EventPerson(new PersonId(id, null), null);
    }

    static EventPerson person(String id, String objectId) {
        return new EventPerson(new PersonId(id, StoreFixture.objectId(objectId)), null);
    }

    static EventTeam team(String id) {
        return new EventTeam(id, null, null);
    }

    static Told installs(EventPerson person) {
        return new Told(
                List.of(
                        new PersonSeen(person),
                        new ConversationSeen(person, chat(person)),
                        new Installed(person, true)),
                List.of(new BotAdded(person)));
    }

    static Told uninstalls(EventPerson person) {
        return new Told(List.of(new PersonSeen(person), new Installed(person, false)), List.of());
    }

    static Told joins(String team, EventPerson person) {
        return new Told(
                List.of(new PersonSeen(person), new InTeam(team(team), person, true)),
                List.of(new Joined(team(team), person)));
    }

    static Told leaves(String team, EventPerson person) {
        return new Told(List.of(new PersonSeen(person), new InTeam(team(team), person, false)), List.of());
    }

    static Told bot(String team, boolean present) {
        return new Told(List.of(new BotInTeam(team(team), present)), List.of());
    }

    static Told mentions(String team, EventPerson by, EventPerson... people) {
        List<CacheChange> changes = new ArrayList<>(List.of(new PersonSeen(by)));
        for (EventPerson each : people) {
            changes.add(new PersonSeen(each));
        }
        return new Told(changes, List.of(new Mentioned(team(team), by, Arrays.asList(people))));
    }

    static Told says(EventPerson person, Word word) {
        return said(person, new OptOutAsked(person, word));
    }

    static Told writes(EventPerson person, String id, String text) {
        return said(person, new Written(person, chat(person), id, text));
    }

    static Told takesBack(EventPerson person, String id) {
        return new Told(List.of(new PersonSeen(person)), List.of(new TakenBack(person, chat(person), id)));
    }

    private static Told said(EventPerson person, EventAsk ask) {
        return new Told(
                List.of(
                        new PersonSeen(person),
                        new ConversationSeen(person, chat(person)),
                        new Installed(person, true)),
                List.of(ask));
    }

    static String chat(EventPerson person) {
        return "a:" + person.id().text();
    }

    /** Receives it and applies it. */
    Map<EventEffect, Integer> happens(Database database, String id, Instant sentAt, Instant receivedAt, Instant now) {
        return happens(database, id, sentAt, receivedAt, now, EventSource.ENDPOINT);
    }

    Map<EventEffect, Integer> happens(
            Database database, String id, Instant sentAt, Instant receivedAt, Instant now, EventSource source) {
        EventStore events = StoreFixture.events(database);
        events.receive(new Key("message", null, "c", id), new byte[0], sentAt, receivedAt, source, "{}");
        List<EventNews> news = new ArrayList<>();
        for (PendingEvent event : events.pending(10)) {
            news.add(new EventNews(event.id(), changes, asks));
        }
        boolean prompts = events.apply(news, now);
        Map<EventEffect, Integer> effects = EventEffect.parse(
                news.isEmpty()
                        ? null
                        : StoreFixture.text(
                                database,
                                "SELECT coalesce(changes, reason) FROM event WHERE id = ?",
                                news.get(0).id()));
        if (prompts != effects.keySet().stream().anyMatch(EventEffect::prompts)) {
            throw new AssertionError("prompts " + prompts + ": " + effects);
        }
        return effects;
    }
}
