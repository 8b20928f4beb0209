package dev.rostrum.store.ledger;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.PlannedPerson;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import dev.rostrum.store.ledger.PreviewCounts.Entry;
import dev.rostrum.store.people.ChosenPeople;
import dev.rostrum.store.people.ConversationStore;
import dev.rostrum.store.people.PeopleConditions;
import dev.rostrum.store.people.PersonStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** What planning an announcement would write for its audience, before anything is written. */
public final class Previews {
    private final Database database;
    private final Supplier<GuardRules> rules;

    Previews(Database database, Supplier<GuardRules> rules) {
        this.database = database;
        this.rules = rules;
    }

    /**
     * Exactly what planning this message for this audience would write now.
     *
     * @param told of each person, for {@link #recipients} and {@link #people}
     */
    public JobCounts preview(Audience audience, Message message, SendChoices choices, Instant at, PlanRows told) {
        GuardRules now = rules.get();
        return database.read(session -> {
            long selected = ChosenPeople.choose(session, audience, row -> told.out(row, LeftOutCode.REMOVED));
            long left = session.number("SELECT count(*) FROM temp.chosen");
            Guard.JobFacts job = facts(session, message, choices);
            PreviewCounts tally = new PreviewCounts(now, told);
            long cursor = 0;
            List<Place> step;
            do {
                step = session.list(
                        "SELECT c.user, p.entry, k.user IS NOT NULL AS known FROM temp.chosen c"
                                + " CROSS JOIN user u ON u.id = c.user CROSS JOIN person p ON p.id = u.person"
                                + " LEFT JOIN conversation k ON k.user = p.entry AND " + ConversationStore.usable("k")
                                + " WHERE c.user > ? ORDER BY c.user LIMIT "
                                + Plans.MAX_STEP,
                        row -> new Place(row.getLong("user"), Entry.of(row)),
                        cursor);
                for (Place place : step) {
                    cursor = place.user();
                    tally.ask(session, job, place.entry().entry(), place.entry(), at);
                }
            } while (step.size() == Plans.MAX_STEP);
            ChosenPeople.forget(session);
            List<LeftOut> leftOut = new ArrayList<>(tally.leftOut());
            if (selected > left) {
                leftOut.add(new LeftOut(LeftOutCode.REMOVED, Reason.of("leftOut.Removed"), selected - left, false));
            }
            return new JobCounts(
                    message, selected, List.copyOf(leftOut), tally.overridden(), tally.in(), tally.known());
        });
    }

    /**
     * The object ids of those whom pairwise ids name now, where they have one: a pairwise id may be another person's tomorrow.
     *
     * @return by pairwise id; what lasts already is not in it
     */
    public Map<String, String> lasting(Collection<String> ids) {
        return database.read(session -> {
            Map<String, String> lasting = new HashMap<>();
            for (String id : ids) {
                String objectId = PersonId.objectId(id) != null
                        ? null
                        : session.text("SELECT object_id FROM person WHERE id = ?", PersonStore.find(session, id));
                if (objectId != null) {
                    lasting.put(id, objectId);
                }
            }
            return lasting;
        });
    }

    private static Guard.JobFacts facts(Session session, Message message, SendChoices choices) throws SQLException {
        return Guard.JobFacts.of(0, Plans.sameAs(session, message.text()).orElse(-1L), choices.purpose(), choices);
    }

    /** A person's place in the order of the plan: that of the first of their entries which the audience names. */
    private record Place(long user, Entry entry) {}

    /**
     * Those whom a preview told of, as they stand now; whoever was erased since is missing.
     *
     * @param rows people of a SEND, deliveries of any other job
     */
    public List<Recipient> recipients(JobKind kind, long... rows) {
        String sql =
                switch (kind) {
                    case SEND ->
                        "SELECT " + Rows.ID + ", u.name, k.conversation_id, NULL AS target FROM user u"
                                + " LEFT JOIN conversation k ON k.user = u.id AND " + ConversationStore.usable("k")
                                + " WHERE u.id = ?";
                    case RESEND ->
                        "SELECT " + Rows.ID + ", d.name, k.conversation_id, NULL AS target FROM delivery d"
                                + " CROSS JOIN user planned ON planned.id = d.user CROSS JOIN person p"
                                + " ON p.id = planned.person CROSS JOIN user u ON u.id = p.entry LEFT JOIN conversation k ON k.user = u.id"
                                + " AND " + ConversationStore.usable("k") + " WHERE d.id = ?";
                    case EDIT, RECALL ->
                        "SELECT " + Rows.ID + ", d.name, m.conversation_id, m.activity_id AS target FROM delivery d"
                                + " CROSS JOIN delivery m ON m.id = CASE WHEN d.message = 0 THEN d.id ELSE d.message END"
                                + " CROSS JOIN user u ON u.id = d.user WHERE d.id = ?";
                };
        return database.read(session -> {
            List<Recipient> all = new ArrayList<>(rows.length);
            for (long row : rows) {
                session.first(sql, Recipient::of, row).ifPresent(all::add);
            }
            return all;
        });
    }

    /**
     * The same people by name and address, also those who are left out.
     *
     * @param rows people of a SEND, deliveries of any other job
     */
    public List<PlannedPerson> people(JobKind kind, long... rows) {
        String sql = kind == JobKind.SEND
                ? "SELECT " + Rows.ID + ", u.name, u.email FROM user u WHERE u.id = ?"
                : "SELECT " + Rows.ID + ", d.name, d.email FROM delivery d CROSS JOIN user u ON u.id = d.user"
                        + " WHERE d.id = ?";
        return database.read(session -> {
            List<PlannedPerson> all = new ArrayList<>(rows.length);
            for (long row : rows) {
                session.first(
                                sql,
                                found -> new PlannedPerson(
                                        found.getString("user_id"), found.getString("name"), found.getString("email")),
                                row)
                        .ifPresent(all::add);
            }
            return all;
        });
    }

    /** Those of the rows whose person has this in name, address or ids; all of them for a blank text. */
    public long[] matching(JobKind kind, String text, long... rows) {
        String sought = TextKeys.fold(text.strip());
        if (sought.isEmpty()) {
            return rows;
        }
        String sql = "SELECT 1 FROM " + (kind == JobKind.SEND ? "user" : "delivery")
                + " WHERE id = ? AND instr(folded, ?) > 0";
        return database.read(session -> {
            LongStream.Builder found = LongStream.builder();
            for (long row : rows) {
                if (session.first(sql, any -> true, row, sought).isPresent()) {
                    found.accept(row);
                }
            }
            return found.build().toArray();
        });
    }

    /** Why this person would be in the plan, or would not. */
    public Explanation explain(Audience audience, Message message, SendChoices choices, String userId, Instant at) {
        GuardRules now = rules.get();
        return database.read(session -> {
            long person = PersonStore.find(session, userId);
            if (person == 0) {
                return new Explanation(false, "UnknownPerson", Reason.of("audience.unknownPerson"));
            }
            Reason through = through(session, audience, person);
            if (through == null) {
                return new Explanation(false, "NotInAudience", Reason.of("audience.notIn"));
            }
            ChosenPeople.choose(session, audience, row -> {});
            try {
                if (session.number(
                                "SELECT count(*) FROM user u JOIN temp.chosen c ON c.user = u.id WHERE u.person = ?",
                                person)
                        == 0) {
                    return new Explanation(false, LeftOutCode.REMOVED, Reason.of("leftOut.Removed"));
                }
                Guard.JobFacts job = facts(session, message, choices);
                long entry = PersonStore.entry(session, userId);
                Guard.Verdict verdict = Guard.ask(session, now, job, entry, Guard.NEW_ROW, at);
                if (Guard.Verdict.excludes(verdict)) {
                    return new Explanation(false, verdict.reason().code(), verdict.cause());
                }
                return new Explanation(
                        true,
                        null,
                        verdict == null ? through : Reason.of("audience.byOverride", through, verdict.cause()));
            } finally {
                ChosenPeople.forget(session);
            }
        });
    }

    /** How the audience names this person, or null where it does not. */
    private static Reason through(Session session, Audience audience, long person) throws SQLException {
        List<String> ids = session.list(
                "SELECT user_id FROM user WHERE person = ?1 AND user_id IS NOT NULL UNION ALL"
                        + " SELECT object_id FROM person WHERE id = ?1 AND object_id IS NOT NULL",
                row -> row.getString(1),
                person);
        if (ids.stream().anyMatch(audience.userIds()::contains)) {
            return Reason.of("audience.chosen");
        }
        List<String[]> teams = session.list(
                "SELECT t.team_id, coalesce(t.name, t.team_id) AS name FROM user u JOIN membership m ON m.user = u.id"
                        + " JOIN team t ON t.id = m.team WHERE u.person = ? ORDER BY t.name_key, t.id",
                row -> new String[] {row.getString("team_id"), row.getString("name")},
                person);
        Optional<Reason> member = teams.stream()
                .filter(team -> audience.teamIds().contains(team[0]))
                .findFirst()
                .map(team -> Reason.of("audience.member", team[1]));
        if (member.isPresent()) {
            return member.get();
        }
        List<String> lists = session.list(
                "SELECT l.id, l.name FROM people_list_member m JOIN people_list l ON l.id = m.list WHERE m.person = ?"
                        + " ORDER BY l.sort_key, l.id",
                row -> audience.listIds().contains(row.getLong("id")) ? row.getString("name") : "",
                person);
        for (String name : lists) {
            if (!name.isEmpty()) {
                return Reason.of("audience.inList", name);
            }
        }
        for (PeopleFilter rule : audience.rules()) {
            List<Object> arguments = new ArrayList<>(List.of(person));
            if (session.number(
                            "SELECT count(*)" + PeopleConditions.FROM + " AND p.id = ?1"
                                    + PeopleConditions.matching(rule, arguments),
                            arguments.toArray())
                    > 0) {
                return Reason.of("audience.byRule");
            }
        }
        return null;
    }
}
