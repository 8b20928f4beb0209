package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.testing.TestGraph;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index against every row, looked at one by one. */
@Tag("storage")
class PeopleIndexTest {
    private static final List<String> NAMES = List.of(
            "Zoë Müller",
            "Anna-Lena O’Brien",
            "Жанна Агузарова",
            "王小明",
            "山田 たろう",
            "김민준",
            "محمد علي",
            "דנה כהן",
            "สมชาย ใจดี",
            "José [Pepe] (IT)",
            "İbrahim Çelik",
            "R2 *star? d'Arc",
            "\"Quote\" ß",
            "𝔊oth 𠮷田");

    @TempDir
    private Path folder;

    private Path file;
    private Database database;

    @BeforeEach
    void open() {
        file = folder.resolve("people.db");
        database = StoreFixture.open(file);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What a row is made of. */
    private record Entry(String folded, String objectId) {}

    private static String id(Random random, int length) {
        StringBuilder id = new StringBuilder("29:1");
        String letters = "abcXYZ019-_";
        for (int i = 0; i < length; i++) {
            id.append(letters.charAt(random.nextInt(letters.length())));
        }
        return id.toString();
    }

    private static Entry entry(Random random, int number) {
        String name =
                random.nextInt(8) == 0 ? null : NAMES.get(random.nextInt(NAMES.size())) + " " + random.nextInt(30);
        String mail = random.nextInt(4) == 0 ? null : "some.one" + number + "@sub-" + random.nextInt(3) + ".example";
        String object = random.nextInt(3) == 0
                ? null
                : String.format("%08x-0000-4000-8000-%012x", random.nextInt(1 << 20), number);
        String user = random.nextInt(6) == 0 && object != null ? null : id(random, random.nextInt(30)) + number;
        return new Entry(TextKeys.fold(name, mail, random.nextBoolean() ? mail : null, user, object), object);
    }

    private static void put(Session session, int id, Entry entry) throws SQLException {
        session.update(
                "INSERT INTO user (id, user_id, object_id, kind, name_key, folded, first_seen_at, changed_at)"
                        + " VALUES (?, ?, ?, 'MEMBER', x'', ?, 0, 0) ON CONFLICT (id) DO UPDATE SET folded = excluded.folded,"
                        + " object_id = excluded.object_id",
                id,
                "29:row" + id,
                entry.objectId(),
                entry.folded());
    }

    private static String someWord(Random random, Map<Integer, Entry> entries) {
        List<Entry> all = List.copyOf(entries.values());
        if (all.isEmpty() || random.nextInt(10) == 0) {
            return List.of("zz", "q", "nowhere", "29:", "29:1a", "1a0-", "*", "?", "[", "(it)", "'", "ex")
                    .get(random.nextInt(12));
        }
        String folded = all.get(random.nextInt(all.size())).folded();
        int[] letters = folded.codePoints().toArray();
        int from = random.nextInt(letters.length);
        int length = 1 + random.nextInt(random.nextBoolean() ? 3 : 24);
        String piece = new String(letters, from, Math.min(length, letters.length - from));
        if (random.nextInt(4) == 0) {
            String[] lines = folded.split("\n");
            piece = lines[random.nextInt(lines.length)];
        }
        List<String> words = SearchWords.of(piece);
        return words.isEmpty() ? "a" : words.get(0);
    }

    private void compare(Map<Integer, Entry> entries, String text) {
        SearchWord word = new SearchWord(text);
        BitSet naive = new BitSet();
        entries.forEach((id, entry) -> {
            SearchText sought = SearchText.of(entry.folded(), entry.objectId());
            if (sought.holds(word) || sought.identifiedBy(word)) {
                naive.set(id);
            }
        });
        BitSet indexed = database.read(session -> PeopleIndex.entries(session, List.of(text), w -> new BitSet()));
        List<Object> arguments = new ArrayList<>();
        String condition = word.ofText("u", arguments) + (word.isOfId() ? " OR " + word.ofIds("u", arguments) : "");
        BitSet bySql = database.read(session -> PeopleIndex.bits(
                session, "SELECT group_concat(id) FROM user u WHERE " + condition, arguments.toArray()));
        assertThat(indexed).as("index: %s", text).isEqualTo(naive);
        assertThat(bySql).as("SQL: %s", text).isEqualTo(naive);
    }

    @Test
    void findsWhatALookAtEveryRowFinds() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            Map<Integer, Entry> entries = new TreeMap<>();
            database.write(session -> {
                session.update("UPDATE user SET person = NULL");
                session.update("DELETE FROM user");
                return session.update("DELETE FROM person");
            });
            for (int round = 0; round < 12; round++) {
                Map<Integer, Entry> after = new TreeMap<>(entries);
                database.write(session -> {
                    for (int i = 0; i < 15; i++) {
                        int id = 1 + random.nextInt(60);
                        if (random.nextInt(4) == 0) {
                            session.update("UPDATE user SET person = NULL WHERE id = ?", id);
                            session.update("DELETE FROM user WHERE id = ?", id);
                            after.remove(id);
                        } else {
                            Entry entry = entry(random, id);
                            put(session, id, entry);
                            after.put(id, entry);
                        }
                    }
                    return null;
                });
                entries = after;
                if (round % 4 == 3) {
                    database.indexAnew();
                    whole();
                }
                for (int i = 0; i < 60; i++) {
                    compare(entries, someWord(random, entries));
                }
                assertThat(integrity()).isTrue();
            }
        }
    }

    /** FTS5's own look at its pages; it fails with an error. */
    private boolean integrity() {
        return database.write(session -> {
            session.update("INSERT INTO people_text (people_text, rank) VALUES ('integrity-check', 0)");
            session.update("INSERT INTO people_key (people_key, rank) VALUES ('integrity-check', 0)");
            return true;
        });
    }

    private void whole() throws Exception {
        TestGraph.until("the index", () -> database.read(PeopleIndex::whole));
    }

    @Test
    void nothingOfARowStaysInTheFile() throws Exception {
        database.write(session -> {
            for (int i = 1; i < 400; i++) {
                put(session, i, new Entry(TextKeys.fold("Anna Berg " + i, "29:1aaa" + i), null));
            }
            put(session, 500, new Entry(TextKeys.fold("Qqxzwvvyq", "29:1kkjjww77"), null));
            return null;
        });
        database.write(session -> {
            session.erased();
            session.update("UPDATE user SET person = NULL WHERE id = 500");
            return session.update("DELETE FROM user WHERE id = 500");
        });
        database.close();
        String all = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(all).contains("ann").doesNotContain("qqx", "zwv", "vyq", "1kkjjww77", "77wwjjkk1");
    }

    @Test
    void goesOnWhereItWasCutOff() throws Exception {
        database.write(session -> {
            for (int i = 1; i <= 3 * PeopleIndex.CHUNK; i++) {
                put(session, i, new Entry(TextKeys.fold("Anna Berg " + i, "29:1aaa" + i), null));
            }
            PeopleIndex.unfit(session);
            return null;
        });
        // Emptied, then one part.
        for (int i = 0; i < 3; i++) {
            assertThat(database.write(PeopleIndex::goOn)).isTrue();
        }
        assertThat(database.read(PeopleIndex::whole)).isFalse();
        PeopleIndex.Progress part = database.read(PeopleIndex::progress);
        assertThat(part.done()).isPositive().isLessThan(part.all());
        // One that is in already, one that is not yet, one that is new.
        database.write(session -> {
            put(session, 5, new Entry(TextKeys.fold("Zoe Fifth", "29:1aaa5"), null));
            put(session, 3 * PeopleIndex.CHUNK - 1, new Entry(TextKeys.fold("Zoe Last", "29:1zzz"), null));
            put(session, 9000, new Entry(TextKeys.fold("Zoe New", "29:1yyy"), null));
            return null;
        });
        database.close();
        database = StoreFixture.open(file);
        whole();
        BitSet zoe = database.read(session -> PeopleIndex.entries(session, List.of("zoe"), w -> new BitSet()));
        assertThat(zoe.stream()).containsExactly(5, 3 * PeopleIndex.CHUNK - 1, 9000);
        BitSet anna = database.read(session -> PeopleIndex.entries(session, List.of("anna"), w -> new BitSet()));
        assertThat(anna.cardinality()).isEqualTo(3 * PeopleIndex.CHUNK - 2);
        assertThat(integrity()).isTrue();
    }

    @Test
    void whatWasUndoneIsNotInIt() {
        try {
            database.write(session -> {
                put(session, 1, new Entry(TextKeys.fold("Zoe", "29:1a"), null));
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("undone");
        }
        database.write(session -> {
            put(session, 2, new Entry(TextKeys.fold("Zoe", "29:1b"), null));
            return null;
        });
        assertThat(database.read(session -> PeopleIndex.entries(session, List.of("zoe"), w -> new BitSet())).stream())
                .containsExactly(2);
    }
}
