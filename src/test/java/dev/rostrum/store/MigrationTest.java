package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.UserStore;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.testing.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of every earlier schema, with tens of thousands of rows, brought up to date by a process that is killed at random
 * moments: the file is of the old schema or of the new one, never between, and loses nothing.
 */
@Tag("crash")
@Timeout(300)
class MigrationTest {
    private static final String ANNA = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String BERT = "bbbbbbbb-0000-4000-8000-000000000002";
    private static final int KILLS = 20;
    private static final int PEOPLE = 30_000;
    private static final long SEED = 4711;
    private static final List<String> TABLES =
            List.of("meta", "team", "user", "membership", "conversation", "announcement", "job", "delivery", "attempt");

    @TempDir
    Path folder;

    static Stream<Integer> earlierVersions() {
        return IntStream.range(1, Migrations.CURRENT).boxed();
    }

    /** Those that know entries alone. */
    static Stream<Integer> versionsWithoutPeople() {
        return IntStream.range(1, 7).boxed();
    }

    static Stream<Integer> versionsWithoutEvents() {
        return IntStream.range(1, 8).boxed();
    }

    /** A file as the program of that version left it: the rows of version 1, which every later one has brought along, and its own. */
    private static void makeOld(Path file, int version, int people) throws SQLException {
        try (Session session = Session.open(file, Mode.CREATE)) {
            session.script("PRAGMA journal_mode = WAL");
            session.script("PRAGMA application_id = " + Database.APPLICATION_ID);
            Migrations.apply(session, 0, 1);
            String n = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + people + ") ";
            session.script("BEGIN");
            for (String[] entry : new String[][] {
                {"simulated", "true"},
                {"app_id", StoreFixture.IDENTITY.appId()},
                {"tenant_id", StoreFixture.IDENTITY.tenantId()},
                {"created_at", Long.toString(StoreFixture.T0.toEpochMilli())}
            }) {
                session.update("INSERT INTO meta (key, value) VALUES (?, ?)", entry[0], entry[1]);
            }
            session.script("INSERT INTO team (id, team_id, name, name_key, added_at, people)"
                    + " VALUES (1, '19:a@thread.tacv2', 'All', x'41', 0, " + people + ")");
            session.script(n + "INSERT INTO user (id, user_id, object_id, name, kind, name_key, folded, first_seen_at,"
                    + " changed_at) SELECT i, '29:user' || i, printf('%08d-0000-4000-8000-000000000000', i), 'Person ' || i, 'MEMBER',"
                    + " CAST('person ' || i AS BLOB), 'person ' || i, i, i FROM n");
            session.script(n + "INSERT INTO membership (team, user, since) SELECT 1, i, i FROM n");
            session.script(n + "INSERT INTO conversation (user, conversation_id, origin, created_at)"
                    + " SELECT i, 'a:' || hex(zeroblob(60)) || i, 'CREATED', i FROM n");
            session.script("INSERT INTO announcement (id, title, text, format, folded, created_at)"
                    + " VALUES (1, 'Hello', 'Hello **all**', 'MARKDOWN', 'hello', 0)");
            session.script("INSERT INTO job (id, announcement, kind, state, pause_reason, created_at)"
                    + " VALUES (1, 1, 'SEND', 'PAUSED', 'ASKED', 0)");
            session.script("INSERT INTO job_total (job, selected) VALUES (1, " + people + ")");
            session.script(n + "INSERT INTO delivery (id, job, user, object_id, name, name_key, folded, state,"
                    + " conversation_id, activity_id, attempts, updated_at) SELECT i, 1, i, printf('%08d-0000-4000-8000-000000000000', i),"
                    + " 'Person ' || i, CAST('person ' || i AS BLOB), 'person ' || i,"
                    + " CASE WHEN i % 3 = 0 THEN 'WAITING' ELSE 'SENT' END, 'a:' || i,"
                    + " CASE WHEN i % 3 <> 0 THEN 'm' || i END, 2, i FROM n");
            session.script(n + "INSERT INTO attempt (delivery, n, call, started_at, ended_at, status)"
                    + " SELECT i, 1, 'CREATE', i, i, 201 FROM n");
            session.script(n + "INSERT INTO attempt (delivery, n, call, started_at, ended_at, status)"
                    + " SELECT i, 2, 'SEND', i, i, 201 FROM n");
            session.script("COMMIT");
            Migrations.apply(session, 1, version);
            if (version >= 2) {
                session.script("BEGIN");
                session.script(
                        n + "INSERT INTO opt_out (" + whose(version) + ", asker, note, at)"
                                + " SELECT i, CASE WHEN i % 2 = 0 THEN 'PERSON' ELSE 'ADMIN' END, 'asked', i FROM n WHERE i % 5 = 0");
                session.script(n + "INSERT INTO blocked (" + whose(version) + ", code, at)"
                        + " SELECT i, 'MessageWritesBlocked', i FROM n WHERE i % 7 = 0");
                session.script(n + "INSERT INTO audit_log (at, os_user, act, job, people, detail)"
                        + " SELECT i, 'ada', 'SEND', 1, i, 'row ' || i FROM n");
                session.script("COMMIT");
            }
            if (version >= 3) {
                session.script(n + "INSERT INTO unverified (user, imported_at) SELECT i, i FROM n WHERE i % 11 = 0");
            }
            session.script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** Until version 6 by entry; the person has the number of the first one. */
    private static String whose(int version) {
        return version < 7 ? "user" : "person";
    }

    /** Tables, indices and triggers by name, as an empty file of that version has them. */
    private Map<String, String> schemaOf(int version) throws SQLException {
        Path empty = folder.resolve("schema" + version + ".db");
        try (Session session = Session.open(empty, Mode.CREATE)) {
            if (session.number("PRAGMA user_version") == 0) {
                Migrations.apply(session, 0, version);
            }
            return schema(session);
        }
    }

    private static Map<String, String> schema(Session session) throws SQLException {
        Map<String, String> schema = new TreeMap<>();
        session.each(
                "SELECT type || ' ' || name AS what, coalesce(sql, '') AS text FROM sqlite_schema",
                row -> Map.entry(row.getString("what"), row.getString("text")),
                entry -> schema.put(entry.getKey(), entry.getValue()));
        return schema;
    }

    private static Map<String, Long> rows(Session session) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : TABLES) {
            // Who writes, and when, is noted at each opening.
            String kept = table.equals("meta")
                    ? "meta WHERE key IN ('simulated', 'app_id', 'tenant_id', 'created_at')"
                    : table;
            rows.put(table, session.number("SELECT count(*) FROM " + kept));
        }
        if (session.number("PRAGMA user_version") >= 2 && session.number("SELECT count(*) FROM audit_log") > 0) {
            for (String own : List.of("opt_out", "audit_log")) {
                rows.put(own, session.number("SELECT count(*) FROM " + own));
            }
            if (session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'unverified'") > 0
                    && session.number("SELECT count(*) FROM unverified") > 0) {
                rows.put("unverified", session.number("SELECT sum(user + imported_at) FROM unverified"));
            }
            String whose = whose((int) session.number("PRAGMA user_version"));
            rows.put(
                    "opt-outs",
                    session.number("SELECT sum(" + whose + " * length(asker) * length(note)) FROM opt_out"));
            rows.put("blocked", session.number("SELECT sum(" + whose + " * at) FROM blocked"));
            rows.put("audit", session.number("SELECT sum(id * people * length(detail)) FROM audit_log"));
        }
        rows.put("sent", session.number("SELECT sent FROM job_total"));
        rows.put("sum", session.number("SELECT sum(id * attempts + length(activity_id)) FROM delivery"));
        return rows;
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void killedAtRandomItIsOldOrNew(int version) throws Exception {
        Path old = folder.resolve("old.db");
        makeOld(old, version, PEOPLE);
        Map<String, Long> before;
        try (Session session = Session.open(old, Mode.READ)) {
            before = rows(session);
            assertThat(schema(session)).isEqualTo(schemaOf(version));
        }
        Files.deleteIfExists(old.resolveSibling("old.db-wal"));
        Files.deleteIfExists(old.resolveSibling("old.db-shm"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Path file = data.resolve("x.db");

        fresh(old, file);
        long whole;
        try (ChildProgram child = ChildProgram.main("dev.rostrum.store.MigrateMain", Map.of(), file.toString())) {
            child.awaitLine("START", Duration.ofSeconds(60));
            long start = System.nanoTime();
            child.awaitLine("OPEN true", Duration.ofSeconds(60));
            whole = System.nanoTime() - start;
            assertThat(child.exit(Duration.ofSeconds(60))).isZero();
        }
        assertThat(versionAfter(file, version, before)).isEqualTo(Migrations.CURRENT);

        Random random = new Random(SEED + version);
        List<Integer> ends = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            fresh(old, file);
            try (ChildProgram child = ChildProgram.main("dev.rostrum.store.MigrateMain", Map.of(), file.toString())) {
                child.awaitLine("START", Duration.ofSeconds(60));
                LockSupport.parkNanos((long) (random.nextDouble() * whole * 1.05));
                child.kill();
            }
            ends.add(versionAfter(file, version, before));
        }
        // The times are random, so this says only that the kills fell where something was going on.
        assertThat(ends).as("kills before the end of the migration").contains(version);
        System.out.printf(
                "migration from schema %d: %d kills in %d ms, %d left old, %d new%n",
                version,
                KILLS,
                TimeUnit.NANOSECONDS.toMillis(whole),
                ends.stream().filter(end -> end == version).count(),
                ends.stream().filter(end -> end == Migrations.CURRENT).count());
    }

    private static void fresh(Path old, Path file) throws IOException {
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
        Path backups = file.resolveSibling("backups");
        if (Files.isDirectory(backups)) {
            try (Stream<Path> all = Files.list(backups)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    Files.delete(path);
                }
            }
        }
        Files.copy(old, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The version of the file, which holds everything it held and which the program opens. */
    private int versionAfter(Path file, int from, Map<String, Long> before) throws Exception {
        int version;
        try (Session session = Session.open(file, Mode.WRITE)) {
            version = (int) session.number("PRAGMA user_version");
            assertThat(version).isIn(from, Migrations.CURRENT);
            assertThat(schema(session)).isEqualTo(schemaOf(version));
            assertThat(session.text("PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(rows(session)).isEqualTo(before);
        }
        BackupFiles backups = new BackupFiles(file, StoreFixture.IDENTITY);
        // The day's own may have been begun after the migration.
        List<BackupFiles.Backup> made = backups.list().stream()
                .filter(backup ->
                        backup.kind() != BackupFiles.Kind.DAILY || backup.schemaVersion() != Migrations.CURRENT)
                .toList();
        if (version != from) {
            assertThat(made).as("the backup before it").hasSize(1);
        }
        for (BackupFiles.Backup backup : made) {
            assertThat(backup.kind()).isEqualTo(BackupFiles.Kind.MIGRATION);
            assertThat(backup.schemaVersion()).isEqualTo(from);
            backups.check(backup);
            try (Session session = Session.open(backup.path(), Mode.READ)) {
                assertThat(rows(session)).isEqualTo(before);
            }
        }
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.number(database, "PRAGMA user_version")).isEqualTo(Migrations.CURRENT);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM attempt"))
                    .isEqualTo(before.get("attempt"));
        }
        return version;
    }

    /** Until version 5 a row kept a sentence; now the words follow from its code, for list, row and selection alike. */
    @Test
    void whatWasStoredAsASentenceIsReadByItsCode() throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, 5, 100);
        try (Session session = Session.open(file, Mode.WRITE)) {
            for (String[] row : new String[][] {
                {"2", "REFUSED", "'BotNotInConversationRoster'", "App is not installed for them. Teams admin: …"},
                {"3", "REFUSED", "'Http418'", "Teams refused it (418 Http418)."},
                {"4", "IN_DOUBT", "'Timeout'", "No whole answer came back."},
                {"5", "IN_DOUBT", "NULL", "The program ended before the answer came"},
                {"6", "CANCELLED", "'TooOften'", "Had 3 announcements in the last 7 days"},
                {"7", "CANCELLED", "NULL", "Stopped by you"},
                {"8", "SENT", "NULL", "Counted as accepted by your decision"}
            }) {
                session.update("UPDATE delivery SET state = '" + row[1] + "', open = 0, activity_id = NULL, code = "
                        + row[2] + ", cause = '" + row[3] + "' WHERE id = " + row[0]);
            }
            session.script(
                    "UPDATE job SET state = 'PAUSED', pause_reason = 'STORAGE', pause_detail = 'Kein Platz für ö.'");
        }
        try (Database database = StoreFixture.open(file)) {
            assertThat(
                            StoreFixture.reasons(
                                    database,
                                    "SELECT id || ' ', reason, reason_arguments FROM delivery WHERE id BETWEEN 2 AND 8 ORDER BY id"))
                    .containsExactly(
                            "2 App is not installed for them",
                            "3 Teams answered Http418",
                            "4 No whole answer came back",
                            "5 The program ended before the answer came",
                            "6 Had as many announcements as the settings allow",
                            "7 Stopped by you",
                            "8 Counted as accepted by your decision");
            assertThat(StoreFixture.unguarded(database)
                            .jobs()
                            .find(1)
                            .orElseThrow()
                            .pauseDetail())
                    .isEqualTo(Reason.of(Reason.EARLIER, "Kein Platz für ö."));
        }
    }

    /** Up to version 4 the attempt was written before its call, since then with its answer. */
    @Test
    void aCallThatWasCutOffBeforeVersion5HasOneAttempt() throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, 4, 100);
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("UPDATE delivery SET state = 'SENDING', attempts = 3, updated_at = 77 WHERE id = 3");
            session.script("INSERT INTO attempt (delivery, n, call, started_at) VALUES (3, 3, 'SEND', 77)");
            // Cut off and recovered before: it stays.
            session.script(
                    "INSERT INTO attempt (delivery, n, call, started_at, note) VALUES (6, 3, 'SEND', 5, 'ended')");
        }
        try (Database database = StoreFixture.open(file)) {
            Ledger ledger = StoreFixture.unguarded(database);
            assertThat(ledger.jobs().totals(1)).isEqualTo(ledger.jobs().recount(1));
            assertThat(ledger.jobs().recover(StoreFixture.at(1)).inDoubt()).isEqualTo(1);
            assertThat(StoreFixture.texts(
                            database,
                            "SELECT delivery || ' ' || n || ' ' || call || ' ' || started_at || ' ' || note FROM attempt"
                                    + " WHERE ended_at IS NULL ORDER BY delivery"))
                    .containsExactly("3 3 SEND 77 ended.programEnded", "6 3 SEND 5 ended");
            assertThat(ledger.jobs().totals(1)).isEqualTo(ledger.jobs().recount(1));
            assertThat(ledger.deliveries().due(1, StoreFixture.at(1), 100, Deliveries.EVERY_ROW))
                    .hasSize(32);
        }
    }

    /** Entries 1 and 2 are one person, so are 3 and 4; 5 to 8 have what is no object id, or stands for "unknown". */
    @ParameterizedTest
    @MethodSource("versionsWithoutPeople")
    void entriesWithOneObjectIdBecomeOnePerson(int version) throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, version, 8);
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("UPDATE delivery SET object_id = NULL");
            session.script("UPDATE user SET object_id = CASE id WHEN 1 THEN '" + ANNA.toUpperCase(Locale.ROOT)
                    + "' WHEN 2 THEN ' {" + ANNA + "}' WHEN 3 THEN '" + BERT + "' WHEN 4 THEN '" + BERT
                    + "' WHEN 5 THEN '{00000000-0000-0000-0000-000000000000}' WHEN 6 THEN 'unknown'"
                    + " WHEN 7 THEN 'unknown' WHEN 8 THEN '--------------------------------0000' END");
            session.script("INSERT INTO setting (key, value) VALUES ('me', '29:user4')");
            // Team 2 was synced last, and knows entry 3 alone.
            session.script("INSERT INTO team (id, team_id, name_key, added_at, synced_at)"
                    + " VALUES (2, '19:b', x'42', 0, 9), (3, '19:c', x'43', 0, NULL)");
            session.script("UPDATE team SET synced_at = 5 WHERE id = 1");
            session.script("INSERT INTO membership (team, user, since) VALUES (2, 3, 9), (3, 4, 9)");
            if (version >= 2) {
                session.script("DELETE FROM opt_out");
                session.script("INSERT INTO opt_out (user, asker, note, at)"
                        + " VALUES (1, 'ADMIN', 'a', 1), (2, 'PERSON', 'b', 2), (7, 'ADMIN', 'c', 3)");
                session.script("DELETE FROM blocked");
                session.script("INSERT INTO blocked (user, code, at) VALUES (3, 'Early', 1), (4, 'Late', 2)");
            }
        }
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.texts(
                            database,
                            "SELECT u.id || ' ' || u.person || ' ' || p.entry || ' ' || coalesce(p.object_id, '-')"
                                    + " FROM user u LEFT JOIN person p ON p.id = u.person ORDER BY u.id"))
                    .containsExactly(
                            "1 1 2 " + ANNA,
                            "2 1 2 " + ANNA,
                            "3 3 3 " + BERT,
                            "4 3 3 " + BERT,
                            "5 5 5 -",
                            "6 6 6 -",
                            "7 7 7 -",
                            "8 8 8 -");
            assertThat(StoreFixture.number(
                            database,
                            "SELECT count(*) FROM user u JOIN person p ON p.id = u.person"
                                    + " WHERE u.object_id IS NOT p.object_id"))
                    .isZero();
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM delivery"))
                    .isEqualTo(8);
            assertThat(StoreFixture.texts(database, "SELECT value FROM setting WHERE key = 'me'"))
                    .containsExactly("3");
            if (version >= 2) {
                assertThat(StoreFixture.texts(
                                database, "SELECT person || asker || note || at FROM opt_out ORDER BY person"))
                        .containsExactly("1PERSONb2", "7ADMINc3");
                assertThat(StoreFixture.texts(database, "SELECT person || code FROM blocked"))
                        .containsExactly("3Late");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versionsWithoutPeople")
    void aMeWhoIsNotThereBecomesNobody(int version) throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, version, 40);
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("INSERT INTO setting (key, value) VALUES ('me', '29:gone')");
        }
        try (Database database = StoreFixture.open(file)) {
            assertThat(new UserStore(database).me()).isEmpty();
            assertThat(StoreFixture.texts(database, "SELECT value FROM setting WHERE key = 'me'"))
                    .isEmpty();
        }
    }

    /** What is known of a roster of before version 8 is its end. */
    @ParameterizedTest
    @MethodSource("versionsWithoutEvents")
    void aRosterOfEarlierIsAsNewAsItsEnd(int version) throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, version, 10);
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("UPDATE team SET synced_at = 5000");
            session.script("INSERT INTO team (id, team_id, name_key, added_at) VALUES (2, '19:never', x'', 0)");
        }
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.texts(database, "SELECT coalesce(synced_from, 'never') FROM team ORDER BY id"))
                    .containsExactly("5000", "never");
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM conversation WHERE inactive_at IS NOT NULL"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void whatAnAnnouncementIsForIsKept(int version) throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, version, 10);
        boolean toMe = version >= 7;
        if (toMe) {
            // Version 10 put the purpose in the place of to_me.
            String flag = version < 10 ? "to_me" : "purpose";
            String value = version < 10 ? "1" : "'TO_ME'";
            try (Session session = Session.open(file, Mode.WRITE)) {
                session.script("INSERT INTO announcement (id, title, text, format, folded, created_at, " + flag
                        + ") VALUES (2, 'To me', 'A test', 'PLAIN', 'to me', 0, " + value + ")");
                session.script(
                        "INSERT INTO job (id, announcement, kind, state, created_at) VALUES (2, 2, 'SEND', 'DONE', 0)");
                session.script("INSERT INTO job_total (job) VALUES (2)");
            }
        }
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.texts(database, "SELECT purpose FROM announcement ORDER BY id"))
                    .isEqualTo(toMe ? List.of("ANNOUNCEMENT", "TO_ME") : List.of("ANNOUNCEMENT"));
            assertThat(StoreFixture.number(
                            database, "SELECT count(*) FROM pragma_table_info('announcement') WHERE name = 'to_me'"))
                    .isZero();
            assertThat(new RunQuery(database).select("").count()).isEqualTo(1);
            assertThat(StoreFixture.texts(database, "PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void anAudienceKeepsItsRowsAndMayLeaveTeamsOut(int version) throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, version, 10);
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("INSERT INTO audience (announcement, role, ref, item) VALUES"
                    + " (1, 'TEAM', '19:a@thread.tacv2', 1), (1, 'EXCLUDED', '29:user3', 3)");
        }
        try (Database database = StoreFixture.open(file)) {
            database.write(session -> session.update("INSERT INTO audience (announcement, role, ref, item)"
                    + " VALUES (1, 'EXCLUDED_TEAM', '19:b@thread.tacv2', NULL)"));
            assertThat(StoreFixture.texts(database, "SELECT role || ' ' || ref FROM audience ORDER BY role"))
                    .containsExactly("EXCLUDED 29:user3", "EXCLUDED_TEAM 19:b@thread.tacv2", "TEAM 19:a@thread.tacv2");
            assertThatThrownBy(() -> database.write(session ->
                            session.update("INSERT INTO audience (announcement, role, ref) VALUES (1, 'OTHER', 'x')")))
                    .isInstanceOf(StoreFailure.class);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM draft"))
                    .isZero();
            assertThat(StoreFixture.texts(database, "PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void withoutABackupNothingIsMigrated(int version) throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, version, 100);
        Path inTheWay = Files.writeString(folder.resolve("backups"), "a file");
        assertThatThrownBy(() -> StoreFixture.open(file))
                .isInstanceOf(StoreFailure.class)
                .satisfies(says("was not brought up to date: the backup that comes first could not be made"));
        try (Session session = Session.open(file, Mode.WRITE)) {
            assertThat(session.number("PRAGMA user_version")).isEqualTo(version);
        }
        Files.delete(inTheWay);
        StoreFixture.open(file).close();
    }

    @Test
    void anOldBackupIsRestoredAndBroughtUpToDate() throws Exception {
        Path file = folder.resolve("x.db");
        makeOld(file, 1, 100);
        StoreFixture.open(file).close();
        BackupFiles backups = new BackupFiles(file, StoreFixture.IDENTITY);
        BackupFiles.Backup old = backups.list().get(0);
        assertThat(old.schemaVersion()).isEqualTo(1);

        Restore.Restored restored =
                new Restore(file, StoreFixture.IDENTITY).to(old, false, StoreFixture.terms(StoreFixture.at(60)));

        assertThat(restored.newerSends()).hasValue(0);
        assertThat(restored.pausedRuns()).isEqualTo(1);
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.number(database, "PRAGMA user_version")).isEqualTo(Migrations.CURRENT);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM delivery"))
                    .isEqualTo(100);
        }
    }
}
