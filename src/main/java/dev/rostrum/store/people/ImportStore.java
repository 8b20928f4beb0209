package dev.rostrum.store.people;

import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes people and conversation ids that a file names. What is known already is never changed by it. */
public final class ImportStore {
    /** Rows of one commit at most. */
    public static final int CHUNK = 1_000;

    /**
     * A person of a file.
     *
     * @param conversationId the 1:1 conversation with the bot, or null where the file knows none
     */
    public record KnownPerson(User user, String conversationId) {}

    /** What became of a person. */
    public enum Taken {
        /** New, with a conversation. */
        PERSON_AND_CONVERSATION,
        /** New, without a conversation. */
        PERSON,
        /** Known already; the conversation is new. */
        CONVERSATION,
        /** Nothing is new. */
        KNOWN,
        /** Known with another conversation id, which stays. */
        OTHER_CONVERSATION,
        /** The pairwise id is known with another object id, or the object id with another pairwise id. */
        OTHER_PERSON,
        /** The conversation id is known as another person's. */
        CONVERSATION_OF_ANOTHER;

        /** Whether the row says something that contradicts what is known. */
        public boolean refused() {
            return this == OTHER_CONVERSATION || this == OTHER_PERSON || this == CONVERSATION_OF_ANOTHER;
        }
    }

    private record ImportedEntry(KnownPerson person, KeyedUser keyed) {}

    private final Database database;

    public ImportStore(Database database) {
        this.database = database;
    }

    /**
     * Takes up to {@value #CHUNK} people in one commit, as unverified. What the result says holds for the order of the
     * list.
     */
    public List<Taken> take(List<KnownPerson> people, Instant at) {
        List<ImportedEntry> entries = new ArrayList<>();
        for (KnownPerson person : bounded(people)) {
            entries.add(new ImportedEntry(person, KeyedUser.of(person.user())));
        }
        return database.write(session -> {
            List<Taken> taken = new ArrayList<>();
            for (ImportedEntry entry : entries) {
                Taken what = look(session, entry.person());
                write(session, entry, what, at);
                taken.add(what);
            }
            return taken;
        });
    }

    /** The same without taking anything: each person as the file is now. */
    public List<Taken> look(List<KnownPerson> people) {
        bounded(people);
        return database.read(session -> {
            List<Taken> taken = new ArrayList<>();
            for (KnownPerson person : people) {
                taken.add(look(session, person));
            }
            return taken;
        });
    }

    private static List<KnownPerson> bounded(List<KnownPerson> people) {
        if (people.size() > CHUNK) {
            throw new IllegalArgumentException("at most " + CHUNK + " people at once");
        }
        return people;
    }

    private static Taken look(Session session, KnownPerson person) throws SQLException {
        PersonId id = person.user().personId();
        if (contradicts(session, id)) {
            return Taken.OTHER_PERSON;
        }
        long known = entry(session, id);
        String conversation =
                known == 0 ? null : session.text("SELECT conversation_id FROM conversation WHERE user = ?", known);
        if (person.conversationId() == null) {
            return known == 0 ? Taken.PERSON : Taken.KNOWN;
        }
        if (conversation != null) {
            return conversation.equals(person.conversationId()) ? Taken.KNOWN : Taken.OTHER_CONVERSATION;
        }
        if (session.number(
                        "SELECT EXISTS (SELECT 1 FROM conversation WHERE conversation_id = ?)", person.conversationId())
                != 0) {
            return Taken.CONVERSATION_OF_ANOTHER;
        }
        return known == 0 ? Taken.PERSON_AND_CONVERSATION : Taken.CONVERSATION;
    }

    /** The entry that a file means: that of the pairwise id, else one of the person of the object id; 0 where there is none. */
    private static long entry(Session session, PersonId id) throws SQLException {
        long entry = id.userId() == null ? 0 : session.number("SELECT id FROM user WHERE user_id = ?", id.userId());
        return entry == 0 && id.objectId() != null ? PersonStore.entry(session, id.objectId()) : entry;
    }

    private static boolean contradicts(Session session, PersonId id) throws SQLException {
        return id.userId() != null
                && id.objectId() != null
                && session.number(
                                "SELECT EXISTS (SELECT 1 FROM user WHERE user_id = ?1 AND object_id <> ?2)"
                                        + " OR EXISTS (SELECT 1 FROM person p CROSS JOIN user u ON u.person = p.id"
                                        + " WHERE p.object_id = ?2 AND u.user_id <> ?1)",
                                id.userId(),
                                id.objectId())
                        != 0;
    }

    private static void write(Session session, ImportedEntry entry, Taken what, Instant at) throws SQLException {
        User user = entry.person().user();
        PersonId person = user.personId();
        if (what == Taken.PERSON || what == Taken.PERSON_AND_CONVERSATION) {
            long id = session.insert(
                    "INSERT INTO user (user_id, object_id, name, given_name, surname, email, email_key, upn, upn_key,"
                            + " tenant_id, kind, name_key, folded, first_seen_at, changed_at)"
                            + " VALUES (?1, ?2, ?3, NULL, NULL, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)",
                    person.userId(),
                    person.objectId(),
                    user.name(),
                    user.email(),
                    TextKeys.addressKey(user.email()),
                    user.userPrincipalName(),
                    TextKeys.addressKey(user.userPrincipalName()),
                    user.tenantId(),
                    user.kind(),
                    entry.keyed().nameKey(),
                    entry.keyed().folded(),
                    at);
            session.update("INSERT INTO unverified (user, imported_at) VALUES (?, ?)", id, at);
        }
        if (what == Taken.CONVERSATION || what == Taken.PERSON_AND_CONVERSATION) {
            ConversationStore.imported(
                    session, entry(session, person), entry.person().conversationId(), at);
        }
    }
}
