package dev.rostrum.inbound;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.CacheChange.TeamSeen;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.people.ImportStore.KnownPerson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the activities of one file say of people and teams, each once: what comes first counts, and what contradicts it is told. Nothing
 * is taken but who is there, in which conversation, and which teams there are: a file says of nobody that they joined, left, or have
 * the bot, and names no address of the connector.
 */
final class CapturedFacts {
    /** People and teams of one file at most: they are committed as one. */
    static final int MAX = 50_000;

    static final Reason OTHER_PERSON = Reason.of("import.row.otherPerson");
    static final Reason OTHER_CONVERSATION = Reason.of("import.row.otherConversation");
    static final Reason OF_ANOTHER = Reason.of("import.row.conversationOfAnother");

    /** Where in the file something was said first: the number of the activity, and the line in which it begins. */
    record Said(int activity, long line) {}

    /** A person as the file knows them. */
    static final class Person {
        private final Said said;
        private String userId;
        private String objectId;
        private String name;
        private String conversationId;
        private Said conversationSaid;

        private Person(Said said) {
            this.said = said;
        }

        Said said() {
            return said;
        }

        /** Null where the file knows no conversation. */
        Said conversationSaid() {
            return conversationSaid;
        }
    }

    private final List<Person> people = new ArrayList<>();
    private final Map<String, Person> byUserId = new HashMap<>();
    private final Map<String, Person> byObjectId = new HashMap<>();
    private final Map<String, Person> byConversation = new HashMap<>();
    private final Map<String, String> teams = new LinkedHashMap<>();
    private final Map<String, Said> teamsSaid = new HashMap<>();

    /**
     * @return what of it contradicts what stands before it in the file
     * @throws Problem where the file names too many
     */
    Set<Reason> add(InboundEvent event, Said said) {
        Set<Reason> contradictions = new LinkedHashSet<>();
        for (CacheChange change : CacheChanges.of(event)) {
            if (change instanceof PersonSeen seen) {
                person(seen.person(), said, contradictions);
            } else if (change instanceof ConversationSeen seen) {
                Person person = person(seen.person(), said, contradictions);
                if (person != null) {
                    conversation(person, seen.conversationId(), said, contradictions);
                }
            } else if (change instanceof TeamSeen seen) {
                teams.merge(
                        seen.team().id(), name(seen.team().name()), (before, now) -> before.isEmpty() ? now : before);
                teamsSaid.putIfAbsent(seen.team().id(), said);
            }
        }
        if (people.size() + teams.size() > MAX) {
            throw Problem.wrongUse("event.import.tooMany", MAX);
        }
        return contradictions;
    }

    /** The person who is meant; null where the ids are two people's. */
    private Person person(EventPerson seen, Said said, Set<Reason> contradictions) {
        PersonId id = seen.id();
        Person byUser = id.userId() == null ? null : byUserId.get(id.userId());
        Person byObject = id.objectId() == null ? null : byObjectId.get(id.objectId());
        Person person = byUser == null ? byObject : byUser;
        if (person == null) {
            person = new Person(said);
            people.add(person);
        } else if ((byUser != null && byObject != null && byUser != byObject)
                || differ(person.userId, id.userId())
                || differ(person.objectId, id.objectId())) {
            contradictions.add(OTHER_PERSON);
            return null;
        }
        if (id.userId() != null) {
            person.userId = id.userId();
            byUserId.put(id.userId(), person);
        }
        if (id.objectId() != null) {
            person.objectId = id.objectId();
            byObjectId.put(id.objectId(), person);
        }
        if (person.name == null) {
            person.name = seen.name();
        }
        return person;
    }

    private static boolean differ(String one, String other) {
        return one != null && other != null && !one.equals(other);
    }

    private void conversation(Person person, String conversationId, Said said, Set<Reason> contradictions) {
        if (conversationId.equals(person.conversationId)) {
            return;
        }
        if (person.conversationId != null) {
            contradictions.add(OTHER_CONVERSATION);
        } else if (byConversation.putIfAbsent(conversationId, person) != null) {
            contradictions.add(OF_ANOTHER);
        } else {
            person.conversationId = conversationId;
            person.conversationSaid = said;
        }
    }

    private static String name(String name) {
        return name == null ? "" : name;
    }

    List<Person> people() {
        return people;
    }

    /** The same people as the store takes them, in the same order. */
    List<KnownPerson> known(String tenantId) {
        List<KnownPerson> known = new ArrayList<>();
        for (Person person : people) {
            PersonId id = new PersonId(person.userId, person.objectId);
            known.add(new KnownPerson(
                    new User(id.text(), id.objectId(), person.name, null, null, null, null, tenantId, UserKind.UNKNOWN)
                            .bounded(),
                    person.conversationId));
        }
        return known;
    }

    /** Teams by id, with their names; null for one that the file does not name. */
    Map<String, String> teams() {
        Map<String, String> named = new LinkedHashMap<>();
        teams.forEach((id, name) -> named.put(id, name.isEmpty() ? null : name));
        return named;
    }

    Said said(String team) {
        return teamsSaid.get(team);
    }
}
