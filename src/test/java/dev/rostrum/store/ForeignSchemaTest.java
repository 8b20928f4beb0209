package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.OptOut;
import dev.rostrum.store.BackupFiles.Backup;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.TeamStore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data files that bring a program of their own: none is opened, restored or imported, and none is changed by the look. */
@Tag("storage")
@Timeout(120)
class ForeignSchemaTest {
    private static final String REWRITE = "CREATE TRIGGER rewrite AFTER INSERT ON announcement BEGIN"
            + " UPDATE announcement SET text = 'Pay to account 666' WHERE id = NEW.id; END";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void make() {
        file = folder.resolve("tenant.db");
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.roster(
                    database,
                    "19:a",
                    StoreFixture.T0,
                    StoreFixture.user("29:a", "o1", "Ann"),
                    StoreFixture.user("29:b", "o2", "Bob"));
            new OptOuts(database, AuditLog.ofThisUser(), StoreFixture.CLOCK).set("29:a", OptOut.Asker.PERSON, "asked");
        }
    }

    private static void change(Path path, String... statements) throws SQLException {
        try (Session session = Session.open(path, Mode.WRITE)) {
            session.script("PRAGMA foreign_keys = OFF");
            session.script("PRAGMA trusted_schema = ON");
            for (String sql : statements) {
                session.scripts(sql);
            }
            session.script("PRAGMA wal_checkpoint(TRUNCATE)");
            session.script("PRAGMA journal_mode = DELETE");
        }
    }

    /** Each kind of thing that a file may declare, and what the refusal names. */
    static Stream<Arguments> attacks() {
        return Stream.of(
                Arguments.of("the trigger “rewrite”", new String[] {REWRITE}),
                Arguments.of("the trigger “undo”", new String[] {
                    "CREATE TRIGGER undo AFTER INSERT ON opt_out BEGIN DELETE FROM opt_out WHERE person = NEW.person; END"
                }),
                Arguments.of("the view “people”", new String[] {"CREATE VIEW people AS SELECT * FROM user"}),
                Arguments.of("the table “notes”", new String[] {"CREATE TABLE notes (x)"}),
                Arguments.of("the table “words”", new String[] {"CREATE VIRTUAL TABLE words USING fts5(x)"}),
                Arguments.of(
                        "the index “by_text”",
                        new String[] {"CREATE INDEX by_text ON announcement (replace(text, 'a', 'b'))"}),
                Arguments.of("the table “team”", new String[] {
                    "ALTER TABLE team ADD COLUMN loud TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL"
                }),
                Arguments.of("the table “team”", new String[] {"ALTER TABLE team ADD COLUMN more TEXT"}),
                Arguments.of("the table “opt_out”", new String[] {
                    "PRAGMA writable_schema = ON;"
                            + "UPDATE sqlite_master SET sql = replace(sql, '''PERSON'', ''ADMIN''', '''ADMIN''')"
                            + " WHERE name = 'opt_out'; PRAGMA writable_schema = RESET"
                }),
                Arguments.of("the table “job”", new String[] {
                    "PRAGMA writable_schema = ON;"
                            + "UPDATE sqlite_master SET sql = replace(sql, 'canary INTEGER NOT NULL DEFAULT 0',"
                            + " 'canary INTEGER NOT NULL DEFAULT 99') WHERE name = 'job'; PRAGMA writable_schema = RESET"
                }),
                Arguments.of("the trigger “audit_log_whole”", new String[] {"DROP TRIGGER audit_log_whole"}),
                Arguments.of("the index “delivery_of_user”", new String[] {"DROP INDEX delivery_of_user"}),
                Arguments.of("the trigger “audit_log_kept”", new String[] {
                    "DROP TRIGGER audit_log_kept",
                    "CREATE TRIGGER audit_log_kept BEFORE UPDATE ON audit_log BEGIN SELECT 1; END"
                }),
                // A name like that of statistics.
                Arguments.of("the trigger “sqlite_stat1”", new String[] {
                    REWRITE,
                    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET name = 'sqlite_stat1',"
                            + " sql = replace(sql, 'rewrite', 'sqlite_stat1') WHERE name = 'rewrite'"
                }),
                Arguments.of("the table “sqlite_stat4”", new String[] {
                    "PRAGMA writable_schema = ON; INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
                            + " SELECT type, 'sqlite_stat4', 'sqlite_stat4', rootpage, 'CREATE TABLE sqlite_stat4(tbl,more)'"
                            + " FROM sqlite_master WHERE name = 'blocked'"
                }),
                // A view in the place of a table that is read first.
                Arguments.of("the table “kept”", new String[] {
                    "ALTER TABLE meta RENAME TO kept", "CREATE VIEW meta AS SELECT key, value FROM kept"
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isRefusedByNameWhereverItComesIn(String named, String[] statements) throws Exception {
        Path backup = new BackupFiles(file, StoreFixture.IDENTITY)
                .create(StoreFixture.T0)
                .path();
        change(file, statements);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path given = Files.copy(file, elsewhere.resolve("given.db"));
        byte[] before = Files.readAllBytes(file);

        for (Runnable open : List.<Runnable>of(
                () -> StoreFixture.open(file).close(),
                () -> Database.openForReading(file, StoreFixture.IDENTITY).close(),
                () -> new FileHealth(file, StoreFixture.IDENTITY).check(),
                () -> DataCopy.take(file, StoreFixture.IDENTITY, elsewhere.resolve("taken.db")),
                () -> DataCopy.bringIn(given, StoreFixture.IDENTITY, elsewhere.resolve("fresh.db")))) {
            assertThatThrownBy(open::run)
                    .isInstanceOfSatisfying(StoreFailure.class, e -> assertThat(e.what())
                            .as(String.valueOf(e.getCause()))
                            .isEqualTo(StoreFailure.Cause.FOREIGN))
                    .satisfies(says(named));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.readAllBytes(given)).isEqualTo(before);
        assertThat(elsewhere.resolve("fresh.db")).doesNotExist();
        assertThat(elsewhere.resolve("taken.db")).doesNotExist();

        // As a backup.
        Files.copy(given, backup, StandardCopyOption.REPLACE_EXISTING);
        BackupFiles backups = new BackupFiles(file, StoreFixture.IDENTITY);
        assertThatThrownBy(() -> new Restore(file, StoreFixture.IDENTITY)
                        .to(backups.list().get(0), false, StoreFixture.terms(StoreFixture.T0)))
                .satisfies(says(named));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    static Stream<Arguments> moments() {
        return Stream.of("INSERT", "UPDATE", "DELETE")
                .flatMap(act -> Stream.of(Arguments.of(act, true), Arguments.of(act, false)));
    }

    /** Whatever is asked of such a file, no statement of ours that would run its triggers is run in it. */
    @ParameterizedTest(name = "before {0}, writer named: {1}")
    @MethodSource("moments")
    void noTriggerOfAForeignFileEverRuns(String act, boolean cutOff) throws Exception {
        Backup backup = new BackupFiles(file, StoreFixture.IDENTITY).create(StoreFixture.T0);
        change(
                file,
                "INSERT INTO announcement (id, title, text, format, folded, created_at, same_as)"
                        + " VALUES (4, 'T', 'Hello', 'PLAIN', '', 0, 4)",
                cutOff ? "INSERT INTO meta (key, value) VALUES ('writer', '4711-0-0')" : "SELECT 1");
        List<String> triggers = new ArrayList<>();
        for (Schema.Thing thing : Schema.expected(Migrations.CURRENT)) {
            if (thing.type().equals("table")
                    && !thing.name().startsWith("sqlite_")
                    && !thing.text().startsWith("CREATE VIRTUAL")) {
                triggers.add("CREATE TRIGGER zz_" + thing.name() + " BEFORE " + act + " ON \"" + thing.name()
                        + "\" BEGIN DELETE FROM opt_out; UPDATE announcement SET text = 'EVIL'; END");
            }
        }
        change(file, triggers.toArray(String[]::new));
        byte[] before = Files.readAllBytes(file);
        Path kept = Files.copy(file, folder.resolve("kept"));
        Restore restore = new Restore(file, StoreFixture.IDENTITY);

        for (Runnable use : List.<Runnable>of(
                () -> StoreFixture.open(file).close(),
                () -> Database.openForReading(file, StoreFixture.IDENTITY).close(),
                () -> new FileHealth(file, StoreFixture.IDENTITY).check(),
                () -> DataCopy.take(file, StoreFixture.IDENTITY, folder.resolve("taken.db")),
                () -> DataCopy.bringIn(file, StoreFixture.IDENTITY, folder.resolve("fresh.db")),
                () -> new BackupFiles(file, StoreFixture.IDENTITY).create(StoreFixture.T0),
                () -> restore.to(backup, false, StoreFixture.terms(StoreFixture.T0)))) {
            assertThatThrownBy(use::run).satisfies(says("“zz_"));
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }

        assertThat(restore.to(backup, true, StoreFixture.terms(StoreFixture.T0)).setAside())
                .as("what a restore sets aside")
                .hasBinaryContent(before);
        Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(restore.repair(StoreFixture.terms(StoreFixture.T0)).setAside())
                .as("what a repair sets aside")
                .hasBinaryContent(before);
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM opt_out"))
                    .isEqualTo(1);
            assertThat(StoreFixture.texts(database, "SELECT text FROM announcement"))
                    .containsExactly("Hello");
        }
    }

    /** A trigger that came between the look and the migration, or lies in an older file. */
    @Test
    void noMigrationRunsInAForeignFile() throws Exception {
        Path old = folder.resolve("old.db");
        try (Session session = Session.open(old, Mode.CREATE)) {
            Migrations.apply(session, 0, Migrations.CURRENT - 1);
            session.script("CREATE TRIGGER zz BEFORE UPDATE ON job BEGIN DELETE FROM opt_out; END");
            assertThatThrownBy(() -> Migrations.apply(session, Migrations.CURRENT - 1))
                    .isInstanceOf(SQLException.class);
            assertThat(session.number("PRAGMA user_version")).isEqualTo(Migrations.CURRENT - 1);
        }
    }

    /** A process that lost its lock and still writes would have rows that the repaired file does not. */
    @Test
    void nothingIsRepairedWhileAnotherWrites() throws Exception {
        change(file, REWRITE);
        byte[] before = Files.readAllBytes(file);
        try (Session other = Session.open(file, Mode.WRITE)) {
            other.script("BEGIN IMMEDIATE");
            assertThatThrownBy(
                            () -> new Restore(file, StoreFixture.IDENTITY).repair(StoreFixture.terms(StoreFixture.T0)))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.IN_USE));
            other.script("ROLLBACK");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    static Stream<Integer> versions() {
        return IntStream.rangeClosed(1, Migrations.CURRENT).boxed();
    }

    /** Fresh or brought up to date step by step or at once: one list for all of them. */
    @ParameterizedTest
    @MethodSource("versions")
    void ourOwnFilesOfEachVersionPass(int version) throws Exception {
        for (int from = 1; from <= version; from++) {
            Path own = folder.resolve(from + "-" + version + ".db");
            try (Session session = Session.open(own, Mode.CREATE)) {
                for (int step = 0; step < from; step++) {
                    Migrations.apply(session, step, step + 1);
                }
                Migrations.apply(session, from, version);
                session.script("ANALYZE");
                assertThat(Schema.difference(session, version)).isEmpty();
                if (version > 1) {
                    assertThat(Schema.difference(session, version - 1)).isPresent();
                }
            }
        }
    }

    @Test
    void statisticsMayDiffer() throws Exception {
        change(file, "ANALYZE");
        StoreFixture.open(file).close();
        Path fresh = folder.resolve("fresh.db");
        change(file, "PRAGMA journal_mode = DELETE");
        DataCopy.bringIn(file, StoreFixture.IDENTITY, fresh);
        try (Session session = Session.open(fresh, Mode.READ)) {
            assertThat(session.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_stat%'"))
                    .isZero();
        }
    }

    @Test
    void nothingBesideAFileIsPlayedIntoIt() throws Exception {
        Path given = folder.resolve("given.db");
        Files.copy(file, given);
        for (String suffix : List.of("-wal", "-journal", "-shm")) {
            Path beside = Files.writeString(folder.resolve("given.db" + suffix), "pages");
            assertThatThrownBy(() -> DataCopy.bringIn(given, StoreFixture.IDENTITY, folder.resolve("fresh.db")))
                    .satisfies(says("given.db" + suffix + " lies beside it"));
            assertThat(beside).hasContent("pages");
            Files.delete(beside);
        }
        assertThat(DataCopy.bringIn(given, StoreFixture.IDENTITY, folder.resolve("fresh.db")))
                .isEqualTo(Migrations.CURRENT);
    }

    /** The log of a file that was killed holds what another process committed, and that alone brings the trigger. */
    @Test
    void aTriggerInTheLogAloneIsFoundToo() throws Exception {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("PRAGMA journal_mode = WAL");
            session.script(REWRITE);
            for (String suffix : List.of("", "-wal")) {
                Files.copy(folder.resolve("tenant.db" + suffix), killed.resolve("tenant.db" + suffix));
            }
        }
        assertThatThrownBy(() -> StoreFixture.open(killed.resolve("tenant.db"))).satisfies(says("“rewrite”"));
    }

    @Test
    void ourOwnLogAfterAKillIsReplayed() throws Exception {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Database database = StoreFixture.open(file)) {
            new TeamStore(database).add("19:late", "Late", null, null, StoreFixture.T0);
            for (String suffix : List.of("", "-wal")) {
                Files.copy(folder.resolve("tenant.db" + suffix), killed.resolve("tenant.db" + suffix));
            }
        }
        try (Database database = StoreFixture.open(killed.resolve("tenant.db"))) {
            assertThat(new TeamStore(database).find("19:late")).isPresent();
        }
    }

    /** Numbers of announcements and jobs go on above those that were given. */
    @Test
    void broughtInAreTheRowsAndTheirNumbers() throws Exception {
        change(
                file,
                "INSERT INTO announcement (id, title, text, format, folded, created_at, same_as)"
                        + " VALUES (4, 'T', 'Hello', 'PLAIN', '', 0, 4)",
                "INSERT INTO job (id, announcement, kind, state, created_at) VALUES (7, 4, 'SEND', 'DONE', 0)",
                "INSERT INTO job_total (job, selected, sent, refused) VALUES (7, 1, 1000, 5)",
                "INSERT INTO delivery (job, user, name_key, folded, state, activity_id, updated_at)"
                        + " SELECT 7, id, x'00', '', 'SENT', 'm', 0 FROM user WHERE user_id = '29:b'",
                "UPDATE sqlite_sequence SET seq = 41 WHERE name = 'job'",
                // Counters that do not fit their rows are made anew.
                "UPDATE job_total SET sent = 1000");
        Path fresh = folder.resolve("fresh.db");
        DataCopy.bringIn(file, StoreFixture.IDENTITY, fresh);
        try (Database database = StoreFixture.open(fresh)) {
            assertThat(StoreFixture.texts(database, "SELECT name FROM user ORDER BY name"))
                    .containsExactly("Ann", "Bob");
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM opt_out"))
                    .isEqualTo(1);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM audit_log"))
                    .isEqualTo(1);
            assertThat(StoreFixture.number(database, "SELECT sent FROM job_total"))
                    .isEqualTo(1);
            assertThat(StoreFixture.number(database, "SELECT seq FROM sqlite_sequence WHERE name = 'job'"))
                    .isEqualTo(41);
        }
    }

    @Test
    void rowsThatDoNotFitTogetherAreNotTakenIn() throws Exception {
        change(file, "INSERT INTO opt_out (person, asker, at) VALUES (4711, 'PERSON', 0)");
        Path fresh = folder.resolve("fresh.db");
        assertThatThrownBy(() -> DataCopy.bringIn(file, StoreFixture.IDENTITY, fresh))
                .satisfies(says("its rows do not fit together"));
        assertThat(fresh).doesNotExist();
    }

    @Test
    void whatADeadProcessLeftHalfMadeIsClearedAway() throws Exception {
        Process dead = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        dead.getInputStream().readAllBytes();
        dead.waitFor();
        Path mine = Files.writeString(DataCopy.unfinished(folder), "half");
        assertThat(DataCopy.unfinished(folder)).isNotEqualTo(mine);
        Path left = Files.writeString(folder.resolve("unfinished-" + dead.pid() + "-1.tmp"), "half");
        Path journal = Files.writeString(folder.resolve("unfinished-" + dead.pid() + "-1.tmp-journal"), "half");
        Path other = Files.writeString(folder.resolve("unfinished-letter.tmp"), "Dear all");

        DataCopy.clearLeftovers(folder);

        assertThat(left).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(mine).exists();
        assertThat(other).exists();
        assertThat(file).exists();
        DataCopy.clearLeftovers(folder.resolve("nowhere"));
    }

    /** Kept in a test, since each file that is out there was made with exactly these texts. */
    @Test
    void releasedListsNeverChange() throws Exception {
        List<String> kept;
        try (InputStream in = ForeignSchemaTest.class.getResourceAsStream("schemas.txt")) {
            kept = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
        List<String> now = new ArrayList<>();
        for (int version = 1; version <= Migrations.CURRENT; version++) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Schema.expected(version).toString().getBytes(StandardCharsets.UTF_8));
            now.add(version + " " + HexFormat.of().formatHex(digest));
        }
        assertThat(now)
                .as("a released migration, or how SQLite writes what it makes, has changed, or a version is not pinned")
                .isEqualTo(kept);
    }
}
