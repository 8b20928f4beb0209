package dev.rostrum.store.people;

import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes people and conversation ids that a file names. What is known already is never changed by it; an id that is missing is
 * added.
 */
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

        /** Whether it brings somebody new. */
        boolean added() {
            return this == PERSON || this == PERSON_AND_CONVERSATION;
        }

        /** Whether the row says something that contradicts what is known. */
        public boolean refused() {
            return this == OTHER_CONVERSATION || this == OTHER_PERSON || this == CONVERSATION_OF_ANOTHER;
        }
    }

    /**
     * A person of a file as they were taken.
     *
     * @param identified whether an id was added to somebody known, or two who were known apart are one person
     * @param optOut whether nothing is sent to this newcomer for caution, who may be somebody with an opt-out
     */
    public record Imported(Taken taken, boolean identified, boolean optOut) {}

    /**
     * What became of all that a file names.
     *
     * @param people in the order in which they were given
     * @param teams the ids of those that are new
     */
    public record Brought(List<Imported> people, Set<String> teams) {
        public Brought {
            people = List.copyOf(people);
            teams = Set.copyOf(teams);
        }
    }

    private record ImportedEntry(KnownPerson person, KeyedUser keyed) {
        static ImportedEntry of(KnownPerson person) {
            return new ImportedEntry(person, KeyedUser.of(person.user()));
        }

        /** The same by the pairwise id alone, where there is one. */
        ImportedEntry withOneId() {
            User user = person.user();
            return user.objectId() == null || user.id().equals(user.objectId())
                    ? this
                    : of(new KnownPerson(
                            new User(
                                    user.id(),
                                    null,
                                    user.name(),
                                    user.givenName(),
                                    user.surname(),
                                    user.email(),
                                    user.userPrincipalName(),
                                    user.tenantId(),
                                    user.kind()),
                            person.conversationId()));
        }
    }

    private final Database database;
    private final OptOuts optOuts;

    public ImportStore(Database database, OptOuts optOuts) {
        this.database = database;
        this.optOuts = optOuts;
    }

    /**
     * Takes up to {@value #CHUNK} people in one commit, as unverified. What the result says holds for the order of the
     * list.
     */
    public List<Imported> take(List<KnownPerson> people, Instant at) {
        List<ImportedEntry> entries = new ArrayList<>();
        for (KnownPerson person : bounded(people)) {
            entries.add(ImportedEntry.of(person));
        }
        return database.write(session -> {
            List<Imported> taken = new ArrayList<>();
            for (ImportedEntry entry : entries) {
                Imported what = look(session, entry.person());
                write(session, entry, what, at);
                taken.add(what);
            }
            return taken;
        });
    }

    /** The same without taking anything: each person as the file is now. */
    public List<Imported> look(List<KnownPerson> people) {
        bounded(people);
        return database.read(session -> {
            List<Imported> taken = new ArrayList<>();
            for (KnownPerson person : people) {
                taken.add(look(session, person));
            }
            return taken;
        });
    }

    /**
     * Takes people and teams of captured activities, as unverified, all in one commit or none. Less is believed than of {@link #take}:
     * no id is added to somebody known, and that two ids are one person's is not believed at all, so that somebody new has the pairwise
     * id alone. No time is kept, so that whatever Teams tells counts as newer.
     *
     * @param people no two with an id or a conversation in common, and without addresses
     * @param teams by id and name
     * @param dryRun whether to say only what would become of them
     */
    public Brought bring(List<KnownPerson> people, Map<String, String> teams, Instant at, boolean dryRun) {
        List<ImportedEntry> entries = new ArrayList<>();
        for (KnownPerson person : people) {
            entries.add(ImportedEntry.of(person));
        }
        List<NamedTeam> named = new ArrayList<>();
        teams.forEach((id, name) -> named.add(new NamedTeam(id, name, TextKeys.sortKey(name == null ? id : name))));
        if (dryRun) {
            return database.read(session -> brought(session, entries, named, at, true));
        }
        return database.write(session -> brought(session, entries, named, at, false));
    }

    private record NamedTeam(String id, String name, byte[] nameKey) {}

    private Brought brought(
            Session session, List<ImportedEntry> entries, List<NamedTeam> teams, Instant at, boolean dryRun)
            throws SQLException {
        List<Imported> people = new ArrayList<>();
        for (ImportedEntry entry : entries) {
            Taken taken = taken(session, entry.person());
            Imported what = new Imported(taken, false, false);
            if (!dryRun) {
                write(session, taken.added() ? entry.withOneId() : entry, what, at);
            }
            people.add(what);
        }
        Set<String> added = new HashSet<>();
        for (NamedTeam team : teams) {
            if (session.number("SELECT EXISTS (SELECT 1 FROM team WHERE team_id = ?)", team.id()) == 0
                    && !TeamRemoval.isRemoved(session, team.id())) {
                if (!dryRun) {
                    session.insert(
                            "INSERT INTO team (id, team_id, name, name_key, added_at) VALUES (" + TeamRemoval.NEXT_ID
                                    + ", ?, ?, ?, ?)",
                            team.id(),
                            team.name(),
                            team.nameKey(),
                            at);
                }
                added.add(team.id());
            }
        }
        return new Brought(people, added);
    }

    private static List<KnownPerson> bounded(List<KnownPerson> people) {
        if (people.size() > CHUNK) {
            throw new IllegalArgumentException("at most " + CHUNK + " people at once");
        }
        return people;
    }

    private static Imported look(Session session, KnownPerson person) throws SQLException {
        Taken taken = taken(session, person);
        return new Imported(
                taken,
                !taken.added()
                        && !taken.refused()
                        && tellsMore(session, person.user().personId()),
                taken.added() && holder(session, person.user()).isPresent());
    }

    private static Optional<OptOuts.Holder> holder(Session session, User user) throws SQLException {
        return OptOuts.sameAddress(
                session,
                user.personId().objectId(),
                TextKeys.addressKey(user.email()),
                TextKeys.addressKey(user.userPrincipalName()));
    }

    private static Taken taken(Session session, KnownPerson person) throws SQLException {
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
                        "SELECT EXISTS (SELECT 1 FROM conversation c CROSS JOIN user u ON u.id = c.user"
                                + " WHERE c.conversation_id = ?1 AND (?2 IS NULL OR u.object_id IS NOT ?2))",
                        person.conversationId(),
                        id.objectId())
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

    /** Whether a row with both ids, which contradicts nothing, says of somebody known what nobody has said before. */
    private static boolean tellsMore(Session session, PersonId id) throws SQLException {
        return id.userId() != null
                && id.objectId() != null
                && session.number(
                                "SELECT EXISTS (SELECT 1 FROM user WHERE user_id = ? AND object_id = ?)",
                                id.userId(),
                                id.objectId())
                        == 0;
    }

    /** The rules of rosters (decision 0045), where the file is all that tells. */
    private static void identify(Session session, PersonId id) throws SQLException {
        long entry = session.number("SELECT id FROM user WHERE user_id = ?", id.userId());
        if (entry == 0) {
            PersonStore.completed(session, PersonStore.entry(session, id.objectId()), id.userId());
            return;
        }
        PersonStore.identified(session, entry, id.objectId());
        // Both ids are better than one, but not those of a file than one that Teams named.
        session.update(
                "UPDATE person SET entry = ?1 WHERE object_id = ?2 AND entry <> ?1 AND (entry IN (SELECT user FROM unverified)"
                        + " OR ?1 NOT IN (SELECT user FROM unverified))",
                entry,
                id.objectId());
    }

    private void write(Session session, ImportedEntry entry, Imported imported, Instant at) throws SQLException {
        User user = entry.person().user();
        PersonId person = user.personId();
        Taken what = imported.taken();
        if (imported.identified()) {
            identify(session, person);
        }
        if (what.added()) {
            OptOuts.Holder holder = holder(session, user).orElse(null);
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
            if (holder != null) {
                optOuts.carry(session, holder, session.number("SELECT person FROM user WHERE id = ?", id));
            }
        }
        if (what == Taken.CONVERSATION || what == Taken.PERSON_AND_CONVERSATION) {
            ConversationStore.imported(
                    session, entry(session, person), entry.person().conversationId(), at);
        }
    }
}
