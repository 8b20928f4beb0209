package dev.rostrum.store;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.ledger.JobCounts;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.EventStore;
import dev.rostrum.store.people.InboundStore;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.words.Sentences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real data files for tests. */
public final class StoreFixture {
    public static final FileIdentity IDENTITY =
            new FileIdentity(true, "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555");

    public static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    public static final Clock CLOCK = Clock.fixed(T0, ZoneOffset.UTC);

    private StoreFixture() {}

    public static Database open(Path file) {
        return Database.openForWriting(file, IDENTITY, "test", Duration.ZERO, holder -> {}, CLOCK, System::nanoTime);
    }

    /** What a restore is told; it waits for nobody. */
    static Restore.Terms terms(Instant now) {
        return new Restore.Terms("test", Duration.ZERO, holder -> {}, now, new AuditLog(() -> "tester"));
    }

    public static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    /** An object id for a word of a test, whose case is of no matter; GUIDs and null stay as they are. */
    public static String objectId(String word) {
        return word == null || Guid.is(word)
                ? word
                : UUID.nameUUIDFromBytes(word.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    public static User user(String id, String objectId, String name) {
        return new User(
                id,
                objectId(objectId),
                name,
                null,
                null,
                name == null ? null : name.replace(' ', '.') + "@example.com",
                null,
                "t",
                UserKind.MEMBER);
    }

    /** A ledger whose guard asks for nothing but a person's own opt-out. */
    public static Ledger unguarded(Database database) {
        GuardRules off = new GuardRules(false, 1, 1, 0, null, null);
        return Ledger.of(database, () -> off, new AuditLog(() -> "tester"));
    }

    /** Commits of the writer so far. */
    public static long commits(Database database) {
        return database.writer().commits();
    }

    public static OptOuts optOuts(Database database) {
        return new OptOuts(database, new AuditLog(() -> "tester"), CLOCK);
    }

    /** What the bot does by itself, as it is set in the folder of the tests. */
    public static InboundStore inbound(Database database) {
        return new InboundStore(database, new AuditLog(() -> "tester"), "here", CLOCK);
    }

    public static EventStore events(Database database) {
        return new EventStore(database, inbound(database), optOuts(database));
    }

    /** A team with exactly these people. */
    public static TeamStore.RosterChange roster(Database database, String teamId, Instant at, User... people) {
        return roster(database, teamId, at, Arrays.asList(people));
    }

    public static TeamStore.RosterChange roster(Database database, String teamId, Instant at, List<User> people) {
        TeamStore teams = new TeamStore(database);
        teams.add(teamId, "Team " + teamId, null, people.size(), at);
        try (TeamStore.Staging staging = teams.stage(teamId, at)) {
            staging.append(people);
            return staging.finish(at, optOuts(database));
        }
    }

    /** A conversation with this person that no call has used yet. */
    public static void conversation(Database database, String userId, String conversationId, Instant at) {
        change(
                database,
                "INSERT INTO conversation (user, conversation_id, origin, created_at)"
                        + " SELECT id, ?, 'EVENT', ? FROM user WHERE user_id = ?",
                conversationId,
                at,
                userId);
    }

    /** Changes rows behind the program's back. */
    public static void change(Database database, String sql, Object... arguments) {
        database.write(session -> session.update(sql, arguments));
    }

    public static Message message() {
        return new Message("Hello **all**", TextFormat.MARKDOWN);
    }

    /** What planning this would write. */
    public static JobCounts preview(
            Ledger ledger, Audience audience, Message message, SendChoices choices, Instant at) {
        return ledger.previews().preview(audience, message, choices, at, person -> {});
    }

    /** The counts of a preview of {@link #message} where the guard keeps nobody away. */
    public static JobCounts counts(
            long selected, long removed, long overridden, long recipients, long withConversation) {
        List<LeftOut> leftOut = new ArrayList<>();
        if (removed > 0) {
            leftOut.add(new LeftOut(LeftOutCode.REMOVED, Reason.of("leftOut.Removed"), removed, false));
        }
        return new JobCounts(message(), selected, leftOut, overridden, recipients, withConversation);
    }

    /** A whole plan, ready to be started. */
    public static long planned(Ledger ledger, Audience audience) {
        long run = ledger.plans().begin("Title", message(), audience, SendChoices.NONE, T0);
        while (!ledger.plans().planNext(run, 500, T0).complete()) {
            // Step by step.
        }
        ledger.plans().planned(run, T0);
        return run;
    }

    public static long running(Ledger ledger, Audience audience) {
        long run = planned(ledger, audience);
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, T0));
        return run;
    }

    public static long number(Database database, String sql, Object... arguments) {
        return database.read(session -> session.number(sql, arguments));
    }

    public static String text(Database database, String sql, Object... arguments) {
        return database.read(session -> session.text(sql, arguments));
    }

    /** How SQLite goes about a statement, step by step. */
    public static List<String> explained(Database database, String sql) {
        return database.read(session -> session.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail")));
    }

    public static List<String> texts(Database database, String sql, Object... arguments) {
        return database.read(session -> session.list(sql, row -> row.getString(1), arguments));
    }

    /** The words of what the columns {@code reason} and {@code reason_arguments} say, behind what comes before them. */
    public static List<String> reasons(Database database, String sql, Object... arguments) {
        return database.read(session -> session.list(
                sql,
                row -> {
                    Reason reason = Rows.reason(row);
                    return row.getString(1) + (reason == null ? "" : Sentences.of(reason));
                },
                arguments));
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is read from free pages: what is wrong there is not damage. */
    static void withoutFreePages(Path file) throws SQLException {
        try (Session session = Session.open(file, Session.Mode.WRITE)) {
            session.script("VACUUM");
            session.script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
