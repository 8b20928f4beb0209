package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.CacheChange.ServiceUrlSeen;
import dev.rostrum.domain.CacheChange.TeamSeen;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore.EventNews;
import dev.rostrum.store.people.ImportStore.KnownPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A small world lives for a while and reports what happens. Its events come in any order, some of them twice, with rosters read in
 * between, and with files imported that lie of the same people; in the end the cache says what is true in the world.
 */
@Tag("storage")
class EventProperties {
    private static Path folder;
    private static Database database;
    private static int round;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("events");
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

    private record Event(int number, Instant at, List<CacheChange> changes) {}

    /** A roster as it is read a while after it was begun. */
    private record Sync(String teamId, String teamName, Instant startedAt, List<User> people) {}

    private static final class Person {
        final String objectId;
        String id;
        String name;
        String conversation;
        boolean installed;

        Person(String objectId) {
            this.objectId = objectId;
        }
    }

    private static final class Team {
        final String id;
        String name;
        boolean bot;
        final Set<Person> members = new LinkedHashSet<>();

        Team(String id) {
            this.id = id;
        }
    }

    /** What happened so far, and what was told of it. */
    private static final class World {
        final Random random;
        final String prefix;
        final List<Person> people = new ArrayList<>();
        final List<Team> teams = new ArrayList<>();
        final List<Object> told = new ArrayList<>();
        Instant now = T0;
        int number;
        String serviceUrl;

        World(Random random, String prefix) {
            this.random = random;
            this.prefix = prefix;
            for (int i = 0; i < 5; i++) {
                // Two whose object id is never told, two whose ids may change, and one of whom it is told now and then.
                Person person = new Person(i < 2 ? null : StoreFixture.objectId(prefix + "o" + i));
                person.id = "29:" + prefix + "p" + i;
                person.name = "N" + i;
                people.add(person);
                tell(new PersonSeen(named(person)));
            }
            for (int i = 0; i < 3; i++) {
                teams.add(new Team("19:" + prefix + "t" + i));
            }
        }

        void tell(CacheChange... changes) {
            now = now.plusMillis(1 + random.nextInt(3));
            told.add(new Event(number++, now, List.of(changes)));
        }

        EventPerson person(Person person, boolean withName) {
            boolean objectId = person.objectId != null && (people.indexOf(person) < 4 || random.nextBoolean());
            return new EventPerson(
                    new PersonId(person.id, objectId ? person.objectId : null), withName ? person.name : null);
        }

        EventPerson named(Person person) {
            return person(person, true);
        }

        EventPerson some(Person person) {
            return person(person, random.nextBoolean());
        }

        EventTeam team(Team team) {
            return new EventTeam(team.id, random.nextBoolean() ? team.name : null, null);
        }

        void step() {
            Person person = people.get(random.nextInt(people.size()));
            Team team = teams.get(random.nextInt(teams.size()));
            switch (random.nextInt(10)) {
                case 0 -> {
                    team.bot = !team.bot;
                    if (team.bot && team.name == null) {
                        team.name = "T";
                    }
                    tell(new BotInTeam(new EventTeam(team.id, team.name, null), team.bot));
                }
                case 1 -> {
                    team.name = "T" + number;
                    tell(new TeamSeen(new EventTeam(team.id, team.name, null)));
                }
                case 2 -> {
                    person.name = "N" + number;
                    tell(new PersonSeen(named(person)));
                }
                case 3 -> {
                    person.installed = !person.installed;
                    if (person.installed) {
                        person.conversation = "a:" + prefix + number;
                    }
                    if (person.conversation != null) {
                        tell(
                                new ConversationSeen(some(person), person.conversation),
                                new Installed(some(person), person.installed));
                    }
                }
                case 4 -> {
                    if (people.indexOf(person) == 2 || people.indexOf(person) == 3) {
                        person.id = "29:" + prefix + "n" + number;
                        person.name = "N" + number;
                        person.conversation = null;
                        person.installed = false;
                        tell(new PersonSeen(named(person)));
                    }
                }
                case 5 -> {
                    serviceUrl = "https://" + prefix + number;
                    tell(new PersonSeen(some(person)), new ServiceUrlSeen(serviceUrl));
                }
                case 6 -> {
                    if (team.bot) {
                        Instant startedAt = now;
                        String name = team.name;
                        for (int i = random.nextInt(4); i > 0; i--) {
                            step();
                        }
                        if (team.bot) {
                            told.add(new Sync(team.id, name, startedAt, roster(team)));
                        }
                    }
                }
                default -> {
                    if (team.bot) {
                        boolean joins = !team.members.remove(person);
                        if (joins) {
                            team.members.add(person);
                        }
                        tell(new InTeam(team(team), some(person), joins));
                    }
                }
            }
        }

        private static List<User> roster(Team team) {
            return team.members.stream()
                    .map(person -> new User(
                            person.id, person.objectId, person.name, null, null, null, null, "t", UserKind.MEMBER))
                    .toList();
        }
    }

    private final ImportStore imports = new ImportStore(database, StoreFixture.optOuts(database));
    private final EventStore events = StoreFixture.events(database);
    private final TeamStore teams = new TeamStore(database);

    /** A file of somebody who knows everybody, also whom the world does not know yet, and tells lies. */
    private void lie(World world) {
        Random random = world.random;
        List<KnownPerson> lies = new ArrayList<>();
        for (int i = 0; i < world.people.size(); i++) {
            Person person = world.people.get(i);
            String id = random.nextInt(3) > 0 ? person.id : "29:" + world.prefix + "n" + random.nextInt(60);
            String objectId = random.nextBoolean() ? null : world.people.get(random.nextInt(5)).objectId;
            lies.add(new KnownPerson(
                    new User(
                            random.nextInt(5) == 0 && objectId != null ? objectId : id,
                            objectId,
                            random.nextBoolean() ? "Liar" : null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            UserKind.UNKNOWN),
                    random.nextInt(3) == 0 ? null : "a:" + world.prefix + random.nextInt(60)));
        }
        imports.bring(
                lies,
                Map.of(world.teams.get(random.nextInt(world.teams.size())).id, "Liars"),
                T0.plusSeconds(99),
                false);
    }

    private void deliver(Event event, String prefix) {
        Instant late = T0.plusSeconds(60);
        Key key = new Key("conversationUpdate", null, prefix, event.number() + "");
        events.receive(key, new byte[0], event.at(), late, EventSource.ENDPOINT, event.number() + "");
    }

    private void apply(List<Event> all, boolean together) {
        List<EventNews> news = new ArrayList<>();
        events.pending(1000)
                .forEach(pending -> news.add(new EventNews(
                        pending.id(),
                        all.get(Integer.parseInt(pending.content())).changes())));
        if (together) {
            events.apply(news, T0);
        } else {
            news.forEach(each -> events.apply(each.id(), each.changes(), T0));
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void inAnyOrderTheCacheEndsAsTheWorldIs(@ForAll Random random) {
        World world = new World(random, "w" + round++ + "-");
        StoreFixture.change(database, "DELETE FROM setting");
        for (int steps = 5 + random.nextInt(40); steps > 0; steps--) {
            world.step();
        }
        List<Event> all = world.told.stream()
                .filter(Event.class::isInstance)
                .map(Event.class::cast)
                .toList();
        List<Object> deliveries = new ArrayList<>(world.told);
        for (Event event : all) {
            if (random.nextInt(4) == 0) {
                deliveries.add(event);
            }
        }
        if (random.nextInt(3) > 0) {
            Collections.shuffle(deliveries, random);
        }
        boolean lies = random.nextBoolean();
        if (lies) {
            lie(world);
        }
        List<TeamStore.Staging> open = new ArrayList<>();
        for (Object delivery : deliveries) {
            if (delivery instanceof Event event) {
                deliver(event, world.prefix);
            } else {
                Sync sync = (Sync) delivery;
                teams.add(sync.teamId(), sync.teamName(), null, null, sync.startedAt());
                TeamStore.Staging staging = teams.stage(sync.teamId(), sync.startedAt());
                staging.append(sync.people());
                open.add(staging);
            }
            if (random.nextBoolean()) {
                apply(all, random.nextBoolean());
            }
            if (lies && random.nextInt(3) == 0) {
                lie(world);
            }
            if (!open.isEmpty() && random.nextBoolean()) {
                finish(open.remove(random.nextInt(open.size())));
            }
        }
        open.forEach(EventProperties::finish);
        apply(all, true);

        assertThat(number(database, "SELECT count(*) FROM event WHERE state <> 'APPLIED'"))
                .isZero();
        for (Person person : world.people) {
            String entry = " FROM user u JOIN person p ON p.entry = u.id WHERE u.user_id = '" + person.id + "'";
            assertThat(text(database, "SELECT u.name" + entry)).as(person.id).isEqualTo(person.name);
            assertThat(text(
                            database,
                            "SELECT c.conversation_id || iif(c.inactive_at IS NULL, '', ' left') FROM conversation c"
                                    + " WHERE c.origin <> 'IMPORT' AND c.user = (SELECT u.id" + entry + ")"))
                    .isEqualTo(
                            person.conversation == null
                                    ? null
                                    : person.conversation + (person.installed ? "" : " left"));
            assertThat(number(
                            database,
                            "SELECT count(*) FROM user u WHERE u.folded NOT LIKE lower(u.name) || char(10) || '%'"))
                    .as("searched by their names")
                    .isZero();
        }
        for (Team team : world.teams) {
            if (number(database, "SELECT count(*) FROM team WHERE team_id = ?", team.id) == 0) {
                assertThat(team.name).isNull();
                continue;
            }
            dev.rostrum.domain.Team cached = teams.find(team.id).orElseThrow();
            assertThat(cached.name()).as(team.id).isEqualTo(team.name == null && lies ? cached.name() : team.name);
            assertThat(cached.trouble() == null).isEqualTo(team.bot || !known(all, team));
            TreeSet<String> members = new TreeSet<>();
            for (Person person : team.members) {
                members.add(owner(person));
            }
            assertThat(texts(
                            database,
                            "SELECT u.person FROM membership m JOIN user u ON u.id = m.user JOIN team t ON t.id = m.team"
                                    + " WHERE t.team_id = ?",
                            team.id))
                    .as("members of " + team.id)
                    .containsExactlyInAnyOrderElementsOf(members);
            assertThat(cached.people()).isEqualTo(members.size());
        }
        assertThat(text(database, "SELECT value FROM setting WHERE key = 'event_service_url'"))
                .isEqualTo(world.serviceUrl);
    }

    private static boolean known(List<Event> all, Team team) {
        return all.stream()
                .flatMap(event -> event.changes().stream())
                .anyMatch(change ->
                        change instanceof BotInTeam bot && bot.team().id().equals(team.id));
    }

    private static String owner(Person person) {
        return text(database, "SELECT person FROM user WHERE user_id = ?", person.id);
    }

    private static void finish(TeamStore.Staging roster) {
        try (TeamStore.Staging staging = roster) {
            staging.finish(T0.plusSeconds(60), StoreFixture.optOuts(database));
        }
    }
}
