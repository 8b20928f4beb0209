package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.BackupFiles.Backup;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DraftQuery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nothing may undo is in the restored file too, and a file that something else has changed gives its rows alone. */
@Tag("storage")
@Timeout(120)
class RestoreTest {
    private static final String BY_OBJECT_ID = "eeeeeeee-0000-4000-8000-000000000005";

    @TempDir
    Path folder;

    private Path file;
    private BackupFiles backups;
    private Restore restore;
    private Backup backup;

    @BeforeEach
    void make() {
        file = folder.resolve("tenant.db");
        backups = new BackupFiles(file, StoreFixture.IDENTITY);
        restore = new Restore(file, StoreFixture.IDENTITY);
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.roster(
                    database,
                    "19:a",
                    T0,
                    StoreFixture.user("29:ann", "ann", "Ann"),
                    StoreFixture.user("29:bob", "bob", "Bob"),
                    StoreFixture.user("29:cyd", "cyd", "Cyd"));
            optOut(database, "29:bob", OptOut.Asker.PERSON);
            optOut(database, "29:cyd", OptOut.Asker.ADMIN);
            StoreFixture.planned(Ledger.of(database), Audience.ofTeams(Set.of("19:a")));
            backup = backups.create(T0);
        }
    }

    private static void optOut(Database database, String userId, OptOut.Asker asker) {
        new OptOuts(database, new AuditLog(() -> "ada"), StoreFixture.CLOCK).set(userId, asker, "note of " + asker);
    }

    private static OptOut.Asker asker(Database database, String userId) {
        return new OptOuts(database, new AuditLog(() -> "ada"), StoreFixture.CLOCK)
                .find(userId)
                .map(OptOut::asker)
                .orElse(null);
    }

    private Restore.Restored back(boolean without) {
        return restore.to(backup, without, StoreFixture.terms(T0.plusSeconds(60)));
    }

    /** A draft that was sent since the backup does not come back, and what is being written is not lost. */
    @Test
    void draftsStayAsTheyAre() {
        Draft written = new Draft("Now", StoreFixture.message(), Audience.ofTeams(Set.of("19:a")), SendChoices.NONE);
        long sent;
        try (Database database = StoreFixture.open(file)) {
            sent = StoreFixture.unguarded(database).drafts().add(Draft.to(Audience.ofTeams(Set.of("19:a"))), T0);
            backup = new BackupFiles(file, StoreFixture.IDENTITY).create(T0);
        }
        long kept;
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.unguarded(database).drafts().remove(sent);
            kept = StoreFixture.unguarded(database).drafts().add(written, T0.plusSeconds(1));
        }
        back(false);
        try (Database database = StoreFixture.open(file)) {
            DraftQuery drafts = new DraftQuery(database);
            assertThat(drafts.find(sent)).isEmpty();
            assertThat(drafts.find(kept)).contains(written);
            StoreFixture.unguarded(database).drafts().remove(kept);
            assertThat(StoreFixture.unguarded(database).drafts().add(written, T0))
                    .as("its number is nobody else's")
                    .isGreaterThan(kept);
        }
    }

    @Test
    void optOutsAuditLogAndNumbersAreCarriedOver() {
        long lastRun;
        try (Database database = StoreFixture.open(file)) {
            optOut(database, "29:ann", OptOut.Asker.ADMIN);
            optOut(database, "29:cyd", OptOut.Asker.PERSON);
            // Known since the backup, under two ids; and somebody whom the backup knows under another id.
            StoreFixture.roster(
                    database,
                    "19:b",
                    T0,
                    StoreFixture.user("29:new", "new", "Dan"),
                    StoreFixture.user("29:ann-again", "ann", "Ann"));
            optOut(database, "29:new", OptOut.Asker.PERSON);
            new ImportStore(database, StoreFixture.optOuts(database))
                    .take(
                            List.of(new ImportStore.KnownPerson(
                                    StoreFixture.user(BY_OBJECT_ID, BY_OBJECT_ID, "Eve"), null)),
                            T0);
            optOut(database, BY_OBJECT_ID, OptOut.Asker.PERSON);
            Ledger ledger = Ledger.of(database);
            for (int i = 0; i < 3; i++) {
                StoreFixture.planned(ledger, Audience.ofTeams(Set.of("19:a")));
            }
            lastRun = StoreFixture.planned(ledger, Audience.ofTeams(Set.of("19:b")));
        }
        List<AuditQuery.Row> before;
        try (Database database = StoreFixture.open(file)) {
            before = new AuditQuery(database).select().page(0, 100);
        }

        Restore.Restored restored = back(false);

        assertThat(restored.carried().auditRows()).isPositive();
        try (Database database = StoreFixture.open(file)) {
            assertThat(asker(database, "29:ann")).isEqualTo(OptOut.Asker.ADMIN);
            assertThat(asker(database, "29:bob")).isEqualTo(OptOut.Asker.PERSON);
            assertThat(asker(database, "29:cyd")).isEqualTo(OptOut.Asker.PERSON);
            assertThat(asker(database, "29:new")).isEqualTo(OptOut.Asker.PERSON);
            assertThat(asker(database, BY_OBJECT_ID)).isEqualTo(OptOut.Asker.PERSON);
            List<AuditQuery.Row> after = new AuditQuery(database).select().page(0, 100);
            assertThat(after.subList(1, after.size())).isEqualTo(before);
            assertThat(after.get(0).act()).isEqualTo(AuditAct.RESTORED);
            assertThat(after.get(0).osUser()).isEqualTo("tester");
            assertThat(after.get(0).id()).isGreaterThan(before.get(0).id());
            // Rows of the log name runs that are gone; no new run is taken for one of them.
            assertThat(StoreFixture.number(database, "SELECT max(id) FROM job")).isEqualTo(1);
            long next = StoreFixture.planned(Ledger.of(database), Audience.ofTeams(Set.of("19:a")));
            assertThat(next).isGreaterThan(lastRun);
            assertThat(StoreFixture.number(database, "SELECT max(id) FROM announcement"))
                    .isGreaterThan(5);
            assertThat(StoreFixture.texts(database, "PRAGMA foreign_key_check")).isEmpty();
        }
    }

    /** A restored file does nothing by itself, and forgets nobody who was welcomed. */
    @Test
    void whatEventsPromptIsOffUntilTheAdminSwitchesItOnAgain() {
        InboundSettings on = InboundSettings.DEFAULT
                .withListening(true, "127.0.0.1", 1)
                .withWelcome(new Message("Hello", TextFormat.PLAIN), true, true)
                .withReplies(true);
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.inbound(database).change(now -> on);
            StoreFixture.change(
                    database,
                    "INSERT INTO prompt (purpose, user, at) SELECT 'WELCOME', id, 1 FROM user WHERE user_id = '29:ann'");
            StoreFixture.change(
                    database, "INSERT INTO welcomed (person, at) SELECT person, 1 FROM user WHERE user_id = '29:ann'");
            backup = backups.create(T0.plusSeconds(1));
            StoreFixture.change(
                    database, "INSERT INTO welcomed (person, at) SELECT person, 2 FROM user WHERE user_id = '29:bob'");
        }
        back(false);
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.inbound(database).read()).isEqualTo(on.off());
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM prompt"))
                    .isZero();
            assertThat(
                            StoreFixture.texts(
                                    database,
                                    "SELECT u.user_id || ' ' || w.at FROM welcomed w JOIN user u ON u.person = w.person ORDER BY 1"))
                    .containsExactly("29:ann 1", "29:bob 2");
        }
    }

    /** Whoever is opted out in the backup alone stays so: a restore never writes to more people than either file would. */
    @Test
    void anOptOutOfTheBackupIsNotTakenBack() {
        try (Database database = StoreFixture.open(file)) {
            new OptOuts(database, new AuditLog(() -> "ada"), StoreFixture.CLOCK).clear("29:bob", "changed their mind");
        }
        back(false);
        try (Database database = StoreFixture.open(file)) {
            assertThat(asker(database, "29:bob")).isEqualTo(OptOut.Asker.PERSON);
            assertThat(new AuditQuery(database).select().page(0, 100))
                    .extracting(AuditQuery.Row::act)
                    .contains(AuditAct.OPT_OUT_CLEARED);
        }
    }

    @Test
    void twoRestoresCarryEachRowOnce() {
        back(false);
        back(false);
        back(false);
        try (Database database = StoreFixture.open(file)) {
            List<AuditQuery.Row> rows = new AuditQuery(database).select().page(0, 100);
            assertThat(rows).filteredOn(row -> row.act() == AuditAct.RESTORED).hasSize(3);
            assertThat(rows)
                    .filteredOn(row -> row.act() == AuditAct.OPT_OUT_SET)
                    .hasSize(2);
        }
    }

    /** Two files that went separate ways from one backup: both logs are whole afterwards. */
    @Test
    void rowsWhoseNumberIsTakenGoBehindTheOthers() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            optOut(database, "29:ann", OptOut.Asker.PERSON);
        }
        Path gone = folder.resolve("gone.db");
        Files.move(file, gone);
        back(false);
        Backup other = backups.create(T0.plusSeconds(90));
        Files.move(file, folder.resolve("gone2.db"));
        Files.move(gone, file);

        restore.to(other, false, StoreFixture.terms(T0.plusSeconds(120)));

        try (Database database = StoreFixture.open(file)) {
            assertThat(new AuditQuery(database).select().page(0, 100))
                    .extracting(AuditQuery.Row::act)
                    .containsOnlyOnce(AuditAct.PLANNED)
                    .filteredOn(act -> act == AuditAct.OPT_OUT_SET || act == AuditAct.RESTORED)
                    .hasSize(5);
            assertThat(asker(database, "29:ann")).isEqualTo(OptOut.Asker.PERSON);
        }
    }

    @Test
    void whatCannotBeReadIsAskedAbout() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            optOut(database, "29:ann", OptOut.Asker.PERSON);
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = 7;
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> back(false))
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.NOT_CARRIED))
                .satisfies(says("cannot be carried over"))
                .satisfies(says("--force"));
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(folder.resolve("tenant.db.restoring")).doesNotExist();

        Restore.Restored restored = back(true);
        assertThat(restored.carried()).isNull();
        assertThat(restored.newerSends()).isEmpty();
        assertThat(Files.readAllBytes(restored.setAside())).isEqualTo(bytes);
        try (Database database = StoreFixture.open(file)) {
            assertThat(asker(database, "29:ann")).isNull();
            assertThat(new AuditQuery(database).select().page(0, 1).get(0).act())
                    .isEqualTo(AuditAct.RESTORED);
        }
    }

    /** Cut off between its two moves: what it had carried over is not lost by doing it again. */
    @Test
    void aRestoreThatWasCutOffIsFinishedFirst() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            optOut(database, "29:ann", OptOut.Asker.PERSON);
        }
        back(false);
        Files.move(file, folder.resolve("tenant.db.restoring"));
        assertThatThrownBy(() -> StoreFixture.open(file)).satisfies(says("a restore was cut off"));
        back(false);
        try (Database database = StoreFixture.open(file)) {
            assertThat(asker(database, "29:ann")).isEqualTo(OptOut.Asker.PERSON);
        }
    }

    @Test
    void whatAKilledRestorePreparedIsClearedAway() throws Exception {
        Path prepared = Files.writeString(folder.resolve("tenant.db.restoring"), "half");
        Path half = Files.writeString(folder.resolve("tenant.db.preparing"), "half");
        Path journal = Files.writeString(folder.resolve("tenant.db.preparing-journal"), "half");
        StoreFixture.open(file).close();
        assertThat(prepared).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(journal).doesNotExist();
    }

    // ---------------------------------------------------------------- repair

    private void foreign(String... statements) throws Exception {
        try (Session session = Session.open(file, Mode.WRITE)) {
            session.script("PRAGMA trusted_schema = ON");
            session.script("PRAGMA foreign_keys = OFF");
            for (String sql : statements) {
                session.scripts(sql);
            }
        }
    }

    private Restore.Repaired repair() {
        return restore.repair(StoreFixture.terms(T0.plusSeconds(60)));
    }

    @Test
    void aRepairKeepsTheRowsAndLeavesTheProgramBehind() throws Exception {
        foreign(
                "CREATE TRIGGER rewrite AFTER INSERT ON announcement BEGIN"
                        + " UPDATE announcement SET text = 'Pay to account 666' WHERE id = NEW.id; END",
                "CREATE VIEW people AS SELECT * FROM user",
                "CREATE INDEX by_text ON announcement (replace(text, 'a', 'b'))",
                "ALTER TABLE team ADD COLUMN loud TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL",
                "DROP TRIGGER audit_log_whole");
        assertThatThrownBy(() -> StoreFixture.open(file)).satisfies(says("rostrum backup repair"));

        Restore.Repaired repaired = repair();

        assertThat(repaired.left()).isEmpty();
        assertThat(repaired.setAside()).exists();
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM user"))
                    .isEqualTo(3);
            assertThat(asker(database, "29:bob")).isEqualTo(OptOut.Asker.PERSON);
            assertThat(new AuditQuery(database).select().page(0, 1).get(0).act())
                    .isEqualTo(AuditAct.REPAIRED);
            long run = StoreFixture.planned(Ledger.of(database), Audience.ofTeams(Set.of("19:a")));
            assertThat(run).isEqualTo(2);
            assertThat(StoreFixture.text(database, "SELECT text FROM announcement WHERE id = 2"))
                    .isEqualTo(StoreFixture.message().text());
        }
    }

    /** A person is made again from the entries: else deliveries would go with a row that says next to nothing. */
    @Test
    void aPersonThatDoesNotFitTakesNobodyAlong() throws Exception {
        foreign(
                "CREATE TABLE notes (x)",
                "DELETE FROM person WHERE id = (SELECT person FROM user WHERE user_id = '29:bob')",
                "UPDATE person SET entry = 4711 WHERE id = (SELECT person FROM user WHERE user_id <> '29:bob' LIMIT 1)");

        repair();

        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.number(
                            database,
                            "SELECT count(*) FROM user u JOIN person p ON p.id = u.person JOIN user e ON e.id = p.entry"
                                    + " AND e.person = p.id"))
                    .isEqualTo(3);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM delivery"))
                    .isEqualTo(3);
            assertThat(
                            StoreFixture.text(
                                    database,
                                    "SELECT p.object_id FROM user u JOIN person p ON p.id = u.person WHERE u.user_id = '29:bob'"))
                    .isEqualTo(StoreFixture.objectId("bob"));
            assertThat(asker(database, "29:bob")).isEqualTo(OptOut.Asker.PERSON);
        }
    }

    @Test
    void rowsThatDoNotFitAreCounted() throws Exception {
        foreign(
                "PRAGMA writable_schema = ON;"
                        + "UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = 'opt_out';"
                        + "PRAGMA writable_schema = RESET",
                // Of the wrong type, and of nobody.
                "UPDATE opt_out SET at = 'yesterday' WHERE asker = 'ADMIN'",
                "INSERT INTO opt_out (person, asker, at) VALUES (4711, 'PERSON', 0)",
                "ALTER TABLE blocked RENAME TO kept",
                "CREATE VIEW blocked AS SELECT * FROM kept");

        Restore.Repaired repaired = repair();

        assertThat(repaired.left()).containsOnlyKeys("blocked", "opt_out").containsEntry("opt_out", 2L);
        try (Database database = StoreFixture.open(file)) {
            assertThat(asker(database, "29:bob")).isEqualTo(OptOut.Asker.PERSON);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM opt_out"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatWaitsIsPausedByARepair() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.running(Ledger.of(database), Audience.ofTeams(Set.of("19:a")));
        }
        foreign("CREATE TABLE notes (x)");
        assertThat(repair().pausedRuns()).isEqualTo(2);
    }

    @Test
    void aSoundFileOrSomebodyElsesIsNotRepaired() throws Exception {
        assertThatThrownBy(this::repair).satisfies(says("nothing to repair"));
        foreign("CREATE TABLE notes (x)");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() ->
                        new Restore(file, new FileIdentity(false, "other", "other")).repair(StoreFixture.terms(T0)))
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.NOT_OURS));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Files.write(file, "Dear diary".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(this::repair).isInstanceOf(StoreFailure.class);
    }
}
