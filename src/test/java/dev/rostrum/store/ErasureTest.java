package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.PersonErasing;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.PersonRecords;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person who was erased is in no file below the data folder any more, under no name, address or id. */
@Tag("storage")
@Timeout(120)
class ErasureTest {
    private static final String ZOE = "29:1zoeQuillfeatherPairwise-0123456789";
    private static final String ZOE_OBJECT = "feedface-0000-4000-8000-00000000beef";
    private static final String CHAT = "a:1conversationOfQuillfeather-0123456789";
    private static final String BOB = "29:1bobHolloway-0123456789";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("tenant.db");
    }

    private static User zoe() {
        return new User(
                ZOE,
                ZOE_OBJECT,
                "Zoë Quillfeather",
                "Zoë",
                "Quillfeather",
                "zoe.quillfeather@contoso.example",
                "zoe.upn.quillfeather@contoso.example",
                "t",
                UserKind.MEMBER);
    }

    private static User bob() {
        return StoreFixture.user(BOB, "bob", "Bob Holloway");
    }

    /** All by which she could be found, in every form in which the file keeps text. */
    private static List<byte[]> traces() {
        List<byte[]> traces = new ArrayList<>();
        for (String text : List.of(
                ZOE,
                ZOE_OBJECT,
                CHAT,
                "Zoë Quillfeather",
                "zoe quillfeather",
                "Quillfeather",
                "quillfeather",
                "zoe.quillfeather@contoso.example",
                "zoe.upn.quillfeather",
                "29:1zoeQu",
                "she-wrote-this",
                "activityOfHers")) {
            traces.add(text.getBytes(StandardCharsets.UTF_8));
            traces.add(text.getBytes(StandardCharsets.UTF_16LE));
        }
        traces.add(TextKeys.sortKey("Zoë Quillfeather"));
        return traces;
    }

    /** Files that hold one of them, with which. Nobody has them open. */
    private List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(path);
                for (byte[] trace : traces()) {
                    if (holds(bytes, trace)) {
                        found.add(path.getFileName() + ": " + new String(trace, StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return found;
    }

    private static boolean holds(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            int n = 0;
            while (n < part.length && bytes[at + n] == part[n]) {
                n++;
            }
            if (n == part.length) {
                return true;
            }
        }
        return false;
    }

    private static PersonErasing erasing(Database database) {
        return new PersonErasing(database, new AuditLog(() -> "tester"), StoreFixture.CLOCK);
    }

    private static ErasedFiles.Done erase(Database database, boolean keepMark) {
        PersonErasing.Erased erased = erasing(database).erase(ZOE, keepMark);
        return database.erasedFiles().finish(erased.identity(), progress -> {});
    }

    /** She stands wherever somebody can stand. */
    private static void fill(Database database) {
        StoreFixture.roster(database, "19:a", T0, zoe(), bob());
        StoreFixture.conversation(database, ZOE, CHAT, T0);
        StoreFixture.optOuts(database).set(ZOE, OptOut.Asker.PERSON, "Quillfeather asked");
        StoreFixture.optOuts(database).clear(ZOE, "Quillfeather changed her mind");
        StoreFixture.optOuts(database).set(ZOE, OptOut.Asker.ADMIN, "Quillfeather, no more");
        Ledger ledger = StoreFixture.unguarded(database);
        long run = StoreFixture.planned(ledger, Audience.ofUsers(Set.of(ZOE, BOB)));
        StoreFixture.change(
                database,
                "UPDATE delivery SET state = 'SENT', open = 0, conversation_id = ?, activity_id = 'activityOfHers', attempts = 1"
                        + " WHERE job = ? AND user = (SELECT id FROM user WHERE user_id = ?)",
                CHAT,
                run,
                ZOE);
        StoreFixture.change(
                database,
                "UPDATE job_total SET waiting = waiting - 1, sent = sent + 1 WHERE job = ? AND sent = 0 AND EXISTS"
                        + " (SELECT 1 FROM delivery WHERE job = ?1 AND state = 'SENT')",
                run);
        StoreFixture.change(
                database,
                "INSERT INTO attempt (delivery, n, call, started_at, status, ms_cv)"
                        + " SELECT id, 1, 'SEND', 5, 201, 'cv-of-quillfeather' FROM delivery WHERE conversation_id = ?",
                CHAT);
        ledger.drafts()
                .add(
                        new Draft(
                                "To her",
                                StoreFixture.message(),
                                Audience.ofUsers(Set.of(ZOE_OBJECT, BOB)),
                                SendChoices.NONE),
                        T0);
        StoreFixture.change(
                database,
                "INSERT INTO reply (conversation_id, activity_id, user, at, told_at, rank, text)"
                        + " SELECT ?, 'activityOfHers', id, 1, 1, 1, 'she-wrote-this' FROM user WHERE user_id = ?",
                CHAT,
                ZOE);
        StoreFixture.change(
                database,
                "INSERT INTO event (key, type, activity_id, received_at, source, state)"
                        + " VALUES (x'01', 'message', 'activityOfHers', 1, 'ENDPOINT', 'APPLIED')");
        StoreFixture.change(
                database,
                "INSERT INTO event (key, type, received_at, source, state, content)"
                        + " VALUES (x'02', 'message', 1, 'ENDPOINT', 'PENDING', ?)",
                "{\"from\":{\"id\":\"" + ZOE + "\"}}");
        StoreFixture.change(
                database,
                "INSERT INTO event_user (user, aspect, at, rank, value) SELECT id, 'INSTALLED', 1, 1, 1 FROM user WHERE user_id = ?",
                ZOE);
        StoreFixture.change(
                database,
                "INSERT INTO request (at, kind, path) VALUES (1, 'MEMBER', '/v3/conversations/x/members/29:1zoeQu\u20266789')");
        StoreFixture.change(
                database, "INSERT INTO setting (key, value) SELECT 'me', person FROM user WHERE user_id = ?", ZOE);
        StoreFixture.change(
                database,
                "INSERT INTO setting (key, value) VALUES ('inbound_mention_people', ?)",
                BOB + "\n" + ZOE_OBJECT);
        StoreFixture.change(
                database,
                "INSERT INTO announcement (title, text, format, folded, created_at, purpose)"
                        + " VALUES ('Mentioned', 'Zoë Quillfeather mentioned you', 'PLAIN', 'mentioned zoe quillfeather mentioned you', 1, 'MENTION')");
        StoreFixture.change(
                database,
                "INSERT INTO people_list (name, name_key, sort_key, created_at, changed_at) VALUES ('L', 'l', x'01', 1, 1)");
        StoreFixture.change(
                database,
                "INSERT INTO people_list_member (list, person) SELECT 1, person FROM user WHERE user_id = ?",
                ZOE);
        new ExportedFiles(database.file())
                .note(new ExportedFiles.Exported(T0, "people", 0, Path.of("/exports/Zoe Quillfeather.csv")));
    }

    /** Names, addresses and ids in every form, in the file with its log, in backups of now and of an old schema, in files set aside. */
    @Test
    void nothingIsLeftInAnyFile() throws Exception {
        Path old = folder.resolve("backups").resolve("tenant.20250101T000000000Z.migration.v9.db");
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            new BackupFiles(file, StoreFixture.IDENTITY).create(T0);
        }
        makeOld(old);
        BackupFiles.Backup backup =
                new BackupFiles(file, StoreFixture.IDENTITY).list().get(0);
        new Restore(file, StoreFixture.IDENTITY).to(backup, false, StoreFixture.terms(T0.plusSeconds(5)));
        assertThat(found().stream()
                        .map(each -> each.replaceAll(": .*", "").replaceAll("\\d{8}T\\d+", "*"))
                        .distinct())
                .as("she can be found")
                .contains(
                        "tenant.db",
                        "tenant.*Z.asked.v" + Migrations.CURRENT + ".db",
                        "tenant.*Z.migration.v9.db",
                        "tenant.db.exports",
                        "tenant.db.set-aside-*Z");
        assertThat(SetAsideFiles.of(file)).hasSize(1);

        ErasedFiles.Done done;
        try (Database database = StoreFixture.open(file)) {
            done = erase(database, true);
            assertThat(database.erasedFiles().pending()).isFalse();
        }

        assertThat(done.left()).isEmpty();
        assertThat(done.removed()).isEmpty();
        assertThat(done.rewritten()).isEqualTo(3);
        assertThat(found()).isEmpty();
        assertThat(new BackupFiles(file, StoreFixture.IDENTITY).list())
                .hasSize(2)
                .allSatisfy(each -> new BackupFiles(file, StoreFixture.IDENTITY).check(each));
        try (Database database = StoreFixture.open(file)) {
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM user WHERE user_id = ?", BOB))
                    .isOne();
            assertThat(StoreFixture.text(database, "SELECT value FROM setting WHERE key = 'inbound_mention_people'"))
                    .isEqualTo(BOB);
            assertThat(StoreFixture.text(database, "SELECT text FROM announcement WHERE purpose = 'MENTION'"))
                    .isEqualTo("\u2026 mentioned you");
            assertThat(StoreFixture.number(database, "SELECT people FROM team WHERE team_id = '19:a'"))
                    .isOne();
        }
    }

    /** As a program of schema 9 left it, with her in it. */
    private static void makeOld(Path path) throws SQLException {
        try (Session session = Session.open(path, Mode.CREATE)) {
            session.script("PRAGMA application_id = " + Database.APPLICATION_ID);
            Migrations.apply(session, 0, 9);
            for (String[] entry : new String[][] {
                {"simulated", "true"},
                {"app_id", StoreFixture.IDENTITY.appId()},
                {"tenant_id", StoreFixture.IDENTITY.tenantId()},
                {"created_at", "0"}
            }) {
                session.update("INSERT INTO meta (key, value) VALUES (?, ?)", entry[0], entry[1]);
            }
            session.update(
                    "INSERT INTO user (id, user_id, object_id, name, kind, name_key, folded, first_seen_at, changed_at)"
                            + " VALUES (77, ?, ?, 'Zoë Quillfeather', 'MEMBER', ?, 'zoe quillfeather', 1, 1)",
                    ZOE,
                    ZOE_OBJECT,
                    TextKeys.sortKey("Zoë Quillfeather"));
            session.update(
                    "INSERT INTO audit_log (at, os_user, act, people, detail) VALUES (1, 'ada', 'OPT_OUT_SET', 1, ?)",
                    "audit.askedByAdmin|s" + ZOE.length() + ":" + ZOE);
        }
    }

    @Test
    void whatTheLedgerCountsStaysAndTheLogKnowsANumber() {
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            long number = StoreFixture.number(database, "SELECT id FROM user WHERE user_id = ?", ZOE);
            erase(database, false);
            assertThat(StoreFixture.number(database, "SELECT selected - waiting - sent FROM job_total WHERE job = 1"))
                    .isZero();
            assertThat(StoreFixture.texts(database, "SELECT state FROM delivery WHERE user = ?", number))
                    .containsExactly("SENT");
            AuditQuery.Row erased = new AuditQuery(database).select().page(0, 1).get(0);
            assertThat(erased).satisfies(row -> assertThat(row.act().name()).isEqualTo("ERASED"));
            assertThat(Sentences.of(erased.detail())).isEqualTo("person " + number);
            // Whoever comes next has another number.
            StoreFixture.roster(database, "19:b", T0.plusSeconds(1), zoe());
            assertThat(StoreFixture.number(database, "SELECT id FROM user WHERE user_id = ?", ZOE))
                    .isGreaterThan(number);
        }
    }

    /** What was written down before schema 12. */
    @Test
    void olderRowsOfTheLogGetNumbers() throws SQLException {
        try (Session session = Session.memory()) {
            Migrations.apply(session, 0, 11);
            session.update(
                    "INSERT INTO user (user_id, object_id, name, kind, name_key, folded, first_seen_at, changed_at)"
                            + " VALUES (?, ?, 'Zoë', 'MEMBER', x'', 'zoe', 1, 1), (?, NULL, 'Bob', 'MEMBER', x'', 'bob', 1, 1)",
                    ZOE,
                    ZOE_OBJECT,
                    BOB);
            Reason was = Reason.of("audit.wasAskedByPerson", ZOE_OBJECT);
            for (Reason detail : List.of(
                    Reason.of("audit.askedByAdmin", ZOE),
                    Reason.of("audit.stopWord", "29:gone"),
                    Reason.of("audit.carried", BOB, ZOE_OBJECT),
                    Reason.of("audit.noted", was, "she: changed her mind"),
                    Reason.of("audit.delivery", 5))) {
                session.update(
                        "INSERT INTO audit_log (at, os_user, act, detail) VALUES (1, 'ada', 'OPT_OUT_SET', ?)",
                        detail.stored());
            }
            session.update("INSERT INTO opt_out_cleared (person, at) VALUES (1, 5)");
            session.update(
                    "INSERT INTO opt_out (person, asker, note, at) VALUES (2, 'ADMIN', ?, 1)",
                    Reason.of(OptOut.CARRIED, ZOE, "because").stored());
            Migrations.apply(session, 11);
            assertThat(session.list("SELECT detail FROM audit_log ORDER BY id", row -> Reason.parse(row.getString(1))))
                    .containsExactly(
                            Reason.of("audit.askedByAdmin", 1),
                            Reason.of("audit.stopWord", 0),
                            Reason.of("audit.carried", 2, 1),
                            Reason.of("audit.wasAskedByPerson", 1),
                            Reason.of("audit.delivery", 5));
            assertThat(session.text("SELECT note FROM opt_out_cleared")).isEqualTo("she: changed her mind");
            assertThat(Reason.parse(session.text("SELECT note FROM opt_out")))
                    .isEqualTo(Reason.of(OptOut.CARRIED, 1, "because"));
            session.script("DELETE FROM opt_out");
            session.script("DELETE FROM user WHERE id = 2");
            assertThat(session.insert(
                            "INSERT INTO user (user_id, name, kind, name_key, folded, first_seen_at, changed_at)"
                                    + " VALUES ('29:next', 'Next', 'MEMBER', x'', 'next', 1, 1)"))
                    .as("nobody gets a number again")
                    .isEqualTo(3);
        }
    }

    @Test
    void aMessageThatWaitsKeepsHer() {
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            StoreFixture.planned(StoreFixture.unguarded(database), Audience.ofUsers(Set.of(BOB)));
            assertThatThrownBy(() -> erasing(database).erase(BOB, false))
                    .satisfies(says("A message to this person waits or is under way"));
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM user WHERE user_id = ?", BOB))
                    .isOne();
        }
    }

    @Test
    void aKeptMarkHoldsForWhoComesAgain() {
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            erase(database, true);
            assertThat(StoreFixture.optOuts(database).find(ZOE)).isEmpty();
        }
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.roster(database, "19:b", T0.plusSeconds(1), zoe(), StoreFixture.user("29:1new", "new", "New"));
            assertThat(StoreFixture.optOuts(database).find(ZOE).map(OptOut::asker))
                    .contains(OptOut.Asker.ADMIN);
            assertThat(StoreFixture.optOuts(database).find("29:1new")).isEmpty();
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM erased_id"))
                    .isZero();
        }
    }

    @Test
    void aMarkThatIsNotKeptIsGone() {
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            erase(database, false);
            StoreFixture.roster(database, "19:b", T0.plusSeconds(1), zoe());
            assertThat(StoreFixture.optOuts(database).find(ZOE)).isEmpty();
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM erased_id"))
                    .isZero();
        }
    }

    /** A backup that lay elsewhere brings nobody back, and gives nobody an erased person's number. */
    @Test
    void anOlderBackupBringsNobodyBack() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.db");
        BackupFiles.Backup backup;
        long number;
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            backup = new BackupFiles(file, StoreFixture.IDENTITY).create(T0);
            Files.copy(backup.path(), elsewhere);
            StoreFixture.roster(database, "19:b", T0, StoreFixture.user("29:1later", "later", "Later"));
            number = StoreFixture.number(database, "SELECT max(id) FROM user");
            erase(database, true);
        }
        Files.move(elsewhere, backup.path(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(found()).isNotEmpty();

        Restore.Restored restored =
                new Restore(file, StoreFixture.IDENTITY).to(backup, false, StoreFixture.terms(T0.plusSeconds(9)));

        assertThat(restored.carried().erased()).isEqualTo(1);
        try (Database database = StoreFixture.open(file)) {
            assertThat(new PersonRecords(database).read(ZOE, new Nothing())).isEqualTo(OptionalLong.empty());
            // The backup that came from elsewhere too, here or by the thread that does it after the start.
            assertThat(database.erasedFiles().finish(null, progress -> {}).left())
                    .isEmpty();
            assertThat(database.erasedFiles().pending()).isFalse();
            StoreFixture.roster(database, "19:c", T0.plusSeconds(20), StoreFixture.user("29:1next", "next", "Next"));
            assertThat(StoreFixture.number(database, "SELECT id FROM user WHERE user_id = '29:1next'"))
                    .isGreaterThan(number);
            StoreFixture.roster(database, "19:d", T0.plusSeconds(21), zoe());
            assertThat(StoreFixture.optOuts(database).find(ZOE))
                    .as("the kept mark")
                    .isPresent();
            erasing(database).erase(ZOE, false);
            database.erasedFiles().finish(null, progress -> {});
        }
        assertThat(found()).isEmpty();
    }

    private static final class Nothing implements PersonRecords.Sink {
        @Override
        public void section(String name) {}

        @Override
        public void row(Map<String, Object> values) {}
    }

    /** A reader of an older state keeps her in the log; that is told, and done when it is gone. */
    @Test
    void aReaderOfAnOlderStateIsToldOf() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            Session reader = Session.open(file, Mode.READ);
            reader.script("BEGIN");
            reader.number("SELECT count(*) FROM user");
            ErasedFiles.Done done = erase(database, false);
            assertThat(done.left()).extracting(Reason::code).containsExactly("erase.left.reader");
            assertThat(database.erasedFiles().pending()).isTrue();
            reader.close();
            assertThat(database.erasedFiles().finish(null, progress -> {}).left())
                    .isEmpty();
            assertThat(database.erasedFiles().pending()).isFalse();
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void whatIsKeptIsExported() {
        try (Database database = StoreFixture.open(file)) {
            fill(database);
            Map<String, List<Map<String, Object>>> sections = new LinkedHashMap<>();
            new PersonRecords(database).read(ZOE_OBJECT, new PersonRecords.Sink() {
                private List<Map<String, Object>> rows;

                @Override
                public void section(String name) {
                    rows = new ArrayList<>();
                    sections.put(name, rows);
                }

                @Override
                public void row(Map<String, Object> values) {
                    rows.add(values);
                }
            });
            assertThat(sections.entrySet().stream()
                            .filter(each -> each.getValue().isEmpty())
                            .map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder(
                            "rosterBeingRead",
                            "rosterHistory",
                            "blocked",
                            "welcomed",
                            "decisions",
                            "confirmations",
                            "eventsInTeams",
                            "prompts",
                            "promptedMessages");
            assertThat(sections.get("entries").get(0))
                    .containsEntry("userId", ZOE)
                    .containsEntry("isCurrent", true);
            assertThat(sections.get("replies").get(0)).containsEntry("text", "she-wrote-this");
        }
    }

    /** Each table of the schema is one that keeps something of a person, or is known to keep nothing. */
    @Test
    void noTableIsForgotten() {
        Set<String> named = new TreeSet<>(PersonTables.NOTHING);
        PersonTables.SECTIONS.forEach(section -> named.addAll(section.tables()));
        List<String> all = Schema.expected(Migrations.CURRENT).stream()
                .filter(thing -> thing.type().equals("table") && !thing.name().startsWith("sqlite_"))
                .map(Schema.Thing::name)
                // SQLite's own tables of the search index.
                .filter(name -> !name.matches("people_(text|key)_.*"))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(all);
    }
}
