package dev.rostrum.store.ledger;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.ledger.PreviewCounts.Entry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

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
     * @param in told of each recipient for {@link #recipients}, in the plan's order. It must not block
     */
    public JobCounts preview(Audience audience, Message message, SendChoices choices, Instant at, LongConsumer in) {
        GuardRules now = rules.get();
        return database.read(session -> {
            long selected = choose(session, audience);
            long left = session.number("SELECT count(*) FROM temp.chosen");
            Guard.JobFacts job =
                    Guard.JobFacts.of(0, Plans.sameAs(session, message.text()).orElse(-1L), choices);
            PreviewCounts tally = new PreviewCounts(now);
            long cursor = 0;
            List<Entry> step;
            do {
                step = session.list(
                        "SELECT u.id, u.user_id, u.object_id, k.user IS NOT NULL AS known FROM temp.chosen c"
                                + " CROSS JOIN user u ON u.id = c.user LEFT JOIN conversation k ON k.user = u.id"
                                + " WHERE c.user > ? ORDER BY c.user LIMIT " + Plans.MAX_STEP,
                        Entry::of,
                        cursor);
                for (Entry entry : step) {
                    cursor = entry.user();
                    if (PreviewCounts.recipientLike(session, entry) != null) {
                        tally.out(LeftOutCode.SAME_PERSON, Reason.of("leftOut.SamePerson"));
                        continue;
                    }
                    if (tally.ask(session, job, entry, at)) {
                        in.accept(entry.user());
                    }
                }
            } while (step.size() == Plans.MAX_STEP);
            forget(session);
            List<LeftOut> guarded = tally.leftOut().stream()
                    .filter(reason -> !reason.code().equals(LeftOutCode.SAME_PERSON))
                    .toList();
            long twice = left
                    - tally.in()
                    - guarded.stream().mapToLong(LeftOut::count).sum();
            List<LeftOut> leftOut = new ArrayList<>(guarded);
            add(leftOut, LeftOutCode.REMOVED, selected - left);
            add(leftOut, LeftOutCode.SAME_PERSON, twice);
            return new JobCounts(
                    message, selected, List.copyOf(leftOut), tally.overridden(), tally.in(), tally.known());
        });
    }

    private static void add(List<LeftOut> leftOut, String code, long count) {
        if (count > 0) {
            leftOut.add(new LeftOut(code, Reason.of("leftOut." + code), count, false));
        }
    }

    /**
     * Those whom a preview told of, as they stand now; whoever was erased since is missing.
     *
     * @param rows people of a SEND, deliveries of any other job
     */
    public List<Recipient> recipients(JobKind kind, long... rows) {
        String sql =
                switch (kind) {
                    case SEND ->
                        "SELECT u.user_id, u.name, k.conversation_id, NULL AS target FROM user u"
                                + " LEFT JOIN conversation k ON k.user = u.id WHERE u.id = ?";
                    case RESEND ->
                        "SELECT u.user_id, d.name, k.conversation_id, NULL AS target FROM delivery d"
                                + " CROSS JOIN user u ON u.id = d.user LEFT JOIN conversation k ON k.user = u.id"
                                + " WHERE d.id = ?";
                    case EDIT, RECALL ->
                        "SELECT u.user_id, d.name, m.conversation_id, m.activity_id AS target FROM delivery d"
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

    /** Fills temp.chosen with the people that are left after removals; returns how many were named. */
    private static long choose(Session session, Audience audience) throws SQLException {
        session.script("CREATE TEMP TABLE IF NOT EXISTS chosen (user INTEGER PRIMARY KEY)");
        session.script("CREATE TEMP TABLE IF NOT EXISTS taken_out (user INTEGER PRIMARY KEY)");
        PreviewCounts.takingIn(session);
        session.update("DELETE FROM temp.chosen");
        session.update("DELETE FROM temp.taken_out");
        for (String team : audience.teamIds()) {
            session.update(
                    "INSERT OR IGNORE INTO temp.chosen SELECT user FROM membership"
                            + " WHERE team = (SELECT id FROM team WHERE team_id = ?)",
                    team);
        }
        for (String user : audience.userIds()) {
            session.update("INSERT OR IGNORE INTO temp.chosen SELECT id FROM user WHERE user_id = ?", user);
        }
        for (String user : audience.excludedUserIds()) {
            session.update("INSERT OR IGNORE INTO temp.taken_out SELECT id FROM user WHERE user_id = ?", user);
        }
        long selected = session.number("SELECT count(*) FROM temp.chosen");
        session.update("DELETE FROM temp.chosen WHERE user IN (SELECT user FROM temp.taken_out) OR user IN"
                + " (SELECT same.id FROM temp.taken_out t JOIN user e ON e.id = t.user"
                + " JOIN user same ON same.object_id = e.object_id)");
        return selected;
    }

    private static void forget(Session session) throws SQLException {
        session.update("DELETE FROM temp.chosen");
        session.update("DELETE FROM temp.taken_out");
        session.update("DELETE FROM temp.taken_in");
    }

    /** Why this person would be in the plan, or would not. */
    public Explanation explain(Audience audience, Message message, SendChoices choices, String userId, Instant at) {
        GuardRules now = rules.get();
        return database.read(session -> {
            Entry asked = session.first(
                            "SELECT id, user_id, object_id, 0 AS known FROM user WHERE user_id = ?", Entry::of, userId)
                    .orElse(null);
            if (asked == null) {
                return new Explanation(false, "UnknownPerson", Reason.of("audience.unknownPerson"));
            }
            Reason through = through(session, audience, asked);
            if (through == null) {
                return new Explanation(false, "NotInAudience", Reason.of("audience.notIn"));
            }
            choose(session, audience);
            try {
                if (session.number("SELECT count(*) FROM temp.chosen WHERE user = ?", asked.user()) == 0) {
                    return new Explanation(false, LeftOutCode.REMOVED, Reason.of("leftOut.Removed"));
                }
                Guard.JobFacts job = Guard.JobFacts.of(
                        0, Plans.sameAs(session, message.text()).orElse(-1L), choices);
                if (asked.objectId() != null) {
                    List<Entry> earlier = session.list(
                            "SELECT u.id, u.user_id, u.object_id, 0 AS known FROM user u"
                                    + " JOIN temp.chosen c ON c.user = u.id"
                                    + " WHERE u.object_id = ? AND u.id < ? ORDER BY u.id",
                            Entry::of,
                            asked.objectId(),
                            asked.user());
                    for (Entry other : earlier) {
                        if (!Guard.Verdict.excludes(Guard.ask(session, now, job, other.user(), Guard.NEW_ROW, at))) {
                            return new Explanation(
                                    false, LeftOutCode.SAME_PERSON, Reason.of("leftOut.SamePerson", other.userId()));
                        }
                    }
                }
                Guard.Verdict verdict = Guard.ask(session, now, job, asked.user(), Guard.NEW_ROW, at);
                if (Guard.Verdict.excludes(verdict)) {
                    return new Explanation(false, verdict.reason().code(), verdict.cause());
                }
                return new Explanation(
                        true,
                        null,
                        verdict == null ? through : Reason.of("audience.byOverride", through, verdict.cause()));
            } finally {
                forget(session);
            }
        });
    }

    /** How the audience names this person, or null where it does not. */
    private static Reason through(Session session, Audience audience, Entry person) throws SQLException {
        if (audience.userIds().contains(person.userId())) {
            return Reason.of("audience.chosen");
        }
        List<String[]> teams = session.list(
                "SELECT t.team_id, coalesce(t.name, t.team_id) AS name FROM membership m JOIN team t ON t.id = m.team"
                        + " WHERE m.user = ? ORDER BY t.name_key, t.id",
                row -> new String[] {row.getString("team_id"), row.getString("name")},
                person.user());
        return teams.stream()
                .filter(team -> audience.teamIds().contains(team[0]))
                .findFirst()
                .map(team -> Reason.of("audience.member", team[1]))
                .orElse(null);
    }
}
