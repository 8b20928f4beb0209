package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A few people add the bot, remove it, ask for no messages and for messages again, write and change their minds. Whatever the order
 * in which that is told, and however often, the same is so in the end.
 */
class PromptProperties {
    private static Path folder;
    private static Database database;
    private static int round;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("prompts");
        database = StoreFixture.open(folder.resolve("x.db"));
    }

    @AfterContainer
    static void close() throws IOException {
        database.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Somebody with two ids; the second one is known to be theirs from the start, or only once it is told. */
    private static final class Somebody {
        final String id;
        final boolean known;
        Word word;
        boolean installing;
        boolean installed;
        int installs;
        final Map<String, String> said = new TreeMap<>();
        final Map<String, Instant> since = new TreeMap<>();

        Somebody(String id, boolean known) {
            this.id = id;
            this.known = known;
        }

        EventPerson one(Random random) {
            boolean second = random.nextBoolean();
            boolean told = known && random.nextBoolean();
            return new EventPerson(
                    new PersonId("29:" + id + (second ? "b" : "a"), told ? StoreFixture.objectId(id) : null), null);
        }

        Told bothKnown() {
            return new Told(
                    List.of(
                            new PersonSeen(Told.person("29:" + id + "a", id)),
                            new PersonSeen(Told.person("29:" + id + "b", id))),
                    List.of());
        }
    }

    private record Happening(String id, Instant at, Told told) {}

    private static final class World {
        final Random random;
        final List<Somebody> people = new ArrayList<>();
        final List<Happening> happened = new ArrayList<>();
        Instant now = T0;
        int next;

        World(Random random, String prefix) {
            this.random = random;
            for (int i = 0; i < 5; i++) {
                people.add(new Somebody(prefix + i, i < 4));
            }
        }

        void step() {
            now = now.plusMillis(1 + random.nextInt(3));
            Somebody person = people.get(random.nextInt(people.size()));
            // A chat, and so what is written in it, is of one id.
            EventPerson first = new EventPerson(new PersonId("29:" + person.id + "a", null), null);
            String message = person.id + "-" + random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    happens(Told.installs(first));
                    person.installed = true;
                    person.installing = true;
                    person.installs++;
                }
                case 2 -> {
                    happens(Told.uninstalls(first));
                    person.installed = false;
                    person.installing = false;
                }
                case 3, 4 -> {
                    Word word = random.nextBoolean() ? Word.STOP : Word.START;
                    EventPerson by = person.one(random);
                    happens(Told.says(by, word));
                    person.word = word;
                    writing(person, by.id().userId().equals(first.id().userId()));
                }
                case 5, 6 -> {
                    String text = "Text " + next;
                    happens(Told.writes(first, message, text));
                    person.said.put(message, text);
                    person.since.putIfAbsent(message, now);
                    writing(person, true);
                }
                default -> {
                    if (person.since.containsKey(message)) {
                        happens(Told.takesBack(first, message));
                        person.said.remove(message);
                    }
                }
            }
        }

        /** Whoever writes has the bot. */
        private static void writing(Somebody person, boolean byFirst) {
            if (byFirst) {
                person.installing &= person.installed;
                person.installed = true;
            }
        }

        void happens(Told told) {
            happened.add(new Happening("p" + round + "-" + next++, now, told));
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void inAnyOrderAndHoweverOftenTheSameIsSo(@ForAll Random random) {
        World world = new World(random, "r" + round++ + "-");
        boolean welcome = random.nextInt(4) > 0;
        boolean replies = random.nextInt(4) > 0;
        StoreFixture.inbound(database)
                .change(now -> now.withWelcome(new Message("Hello", TextFormat.PLAIN), welcome, random.nextBoolean())
                        .withReplies(replies));
        int begin = 0;
        for (Somebody person : world.people) {
            if (person.known) {
                person.bothKnown().happens(database, "b" + round + "-" + begin++, T0, T0, T0);
            }
        }
        for (int steps = 5 + random.nextInt(40); steps > 0; steps--) {
            world.step();
        }
        List<Happening> told = new ArrayList<>(world.happened);
        for (Happening each : world.happened) {
            if (random.nextInt(3) == 0) {
                told.add(each);
            }
        }
        if (random.nextInt(3) > 0) {
            Collections.shuffle(told, random);
        }
        Instant later = T0.plusSeconds(60);
        for (Happening each : told) {
            each.told().happens(database, each.id(), each.at(), later, later);
        }
        Somebody late = world.people.get(4);
        late.bothKnown().happens(database, "e" + round, later, later, later);

        OptOuts optOuts = StoreFixture.optOuts(database);
        InboundStore inbound = StoreFixture.inbound(database);
        for (Somebody person : world.people) {
            String id = "29:" + person.id + "a";
            OptOut mark = optOuts.find(id).orElse(null);
            if (person.word == Word.STOP) {
                assertThat(mark).as(person.id).isNotNull();
                assertThat(mark.asker()).isEqualTo(OptOut.Asker.PERSON);
            } else if (person.known) {
                assertThat(mark).as(person.id).isNull();
            }
            assertThat(optOuts.find("29:" + person.id + "b").orElse(null)).isEqualTo(mark);
            assertThat(prompts("CONFIRMATION", person)).as(person.id).isLessThanOrEqualTo(person.known ? 1 : 2);
            long welcomed = prompts("WELCOME", person);
            assertThat(welcomed).as(person.id).isLessThanOrEqualTo(welcome && person.installs > 0 ? 1 : 0);
            if (welcome && person.installing) {
                assertThat(welcomed).as(person.id).isOne();
            }
            assertThat(number(
                            database,
                            "SELECT count(*) FROM welcomed w JOIN user u ON u.person = w.person WHERE u.user_id = ?",
                            id))
                    .isEqualTo(welcomed);
            List<Reply> kept = inbound.replies(id);
            if (replies) {
                assertThat(kept).extracting(Reply::text).containsExactlyInAnyOrderElementsOf(person.said.values());
                assertThat(kept)
                        .isSortedAccordingTo(Comparator.comparing(Reply::at).reversed());
                person.said.forEach(
                        (message, text) -> assertThat(kept).contains(new Reply(person.since.get(message), text)));
            } else {
                assertThat(kept).isEmpty();
            }
        }
        assertThat(texts(database, "SELECT DISTINCT state FROM event")).isEqualTo(List.of("APPLIED"));
        assertThat(Set.copyOf(texts(database, "SELECT DISTINCT purpose FROM prompt")))
                .isSubsetOf("WELCOME", "CONFIRMATION");
    }

    private static long prompts(String purpose, Somebody person) {
        return number(
                database,
                "SELECT count(*) FROM prompt p JOIN user u ON u.id = p.user WHERE p.purpose = ? AND u.user_id IN (?, ?)",
                purpose,
                "29:" + person.id + "a",
                "29:" + person.id + "b");
    }
}
