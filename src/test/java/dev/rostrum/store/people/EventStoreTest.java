package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore.EventNews;
import dev.rostrum.store.people.EventStore.PendingEvent;
import dev.rostrum.store.people.ImportStore.KnownPerson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {
    private static final EventTeam TEAM = new EventTeam("19:t", "Team", "77777777-0000-4000-8000-000000000001");

    @TempDir
    Path folder;

    private Database database;
    private EventStore events;
    private int number;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        events = StoreFixture.events(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static EventPerson person(String id, String objectId, String name) {
        return new EventPerson(new PersonId(id, StoreFixture.objectId(objectId)), name);
    }

    private boolean receive(Key key, String body, Instant sentAt, Instant receivedAt) {
        return events.receive(
                key,
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                sentAt,
                receivedAt,
                EventSource.ENDPOINT,
                "{}");
    }

    /** Receives and applies an event of that time. */
    private Map<EventEffect, Integer> tell(Instant sentAt, CacheChange... changes) {
        assertThat(receive(new Key("message", null, "c", "f:" + number++), "", sentAt, at(3600)))
                .isTrue();
        List<PendingEvent> pending = events.pending(2);
        assertThat(pending).hasSize(1);
        return events.apply(pending.get(0).id(), List.of(changes), at(3600));
    }

    @Test
    void aRepetitionIsToldApartFromAnotherEvent() {
        Key message = new Key("message", null, "19:c", "1");
        assertThat(receive(message, "", T0, T0)).isTrue();
        assertThat(receive(message, "another body", at(15), at(15))).isFalse();
        assertThat(receive(new Key("messageUpdate", "editmessage", "19:c", "1"), "", at(16), at(16)))
                .isTrue();
        assertThat(receive(new Key("messageUpdate", "undeletemessage", "19:c", "1"), "", at(17), at(17)))
                .isTrue();
        assertThat(receive(new Key("message", null, "19:d", "1"), "", T0, T0)).isTrue();
        // Parts are not run together.
        assertThat(receive(new Key("message", "19:c", null, "1"), "", T0, T0)).isTrue();
        Key without = new Key("message", null, "19:c", null);
        assertThat(receive(without, "a", T0, T0)).isTrue();
        assertThat(receive(without, "b", T0, T0)).isTrue();
        assertThat(receive(without, "a", at(15), at(15))).isFalse();
        assertThat(events.pending(100)).hasSize(7);
        assertThat(events.pending(3)).isEqualTo(events.pending(100).subList(0, 3));
        assertThat(events.pending(100)).extracting(PendingEvent::id).isSorted();
    }

    @Test
    void whatManyThreadsBringIsCommittedTogether() throws Exception {
        int threads = 64;
        int each = 20;
        long before = StoreFixture.commits(database);
        ExecutorService all = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> taken = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread / 2 * each;
            taken.add(all.submit(() -> {
                start.await();
                int mine = 0;
                for (int i = first; i < first + each; i++) {
                    mine += receive(new Key("message", null, "c", "f:" + i), "", T0, T0) ? 1 : 0;
                }
                return mine;
            }));
        }
        start.countDown();
        int sum = 0;
        for (Future<Integer> one : taken) {
            sum += one.get();
        }
        all.shutdown();
        // Two threads bring each event, and one of them is told that it is new.
        assertThat(sum).isEqualTo(threads / 2 * each);
        assertThat(StoreFixture.commits(database) - before).isLessThan(threads * each / 4);
    }

    @Test
    void appliedOnceWithItsContentGone() {
        receive(new Key("message", null, "c", "f:1"), "", T0, T0);
        List<CacheChange> changes =
                List.of(new PersonSeen(person("29:a", "A", "Anna")), new InTeam(TEAM, person("29:a", "A", null), true));
        assertThat(events.apply(1, changes, at(1)))
                .isEqualTo(Map.of(EventEffect.PERSON_ADDED, 1, EventEffect.TEAM_ADDED, 1, EventEffect.JOINED, 1));
        assertThat(events.apply(1, List.of(new InTeam(TEAM, person("29:a", "A", null), false)), at(2)))
                .isEmpty();
        assertThat(texts(database, "SELECT state || ' ' || changes || ' ' || (content IS NULL) FROM event"))
                .containsExactly("APPLIED PERSON_ADDED:1,TEAM_ADDED:1,JOINED:1 1");
        assertThat(texts(database, "SELECT user_id || ' ' || name || ' ' || kind || ' ' || folded FROM user"))
                .containsExactly("29:a Anna UNKNOWN anna\n29:a\n" + StoreFixture.objectId("A") + "\n");
        assertThat(new TeamStore(database).find("19:t").orElseThrow().people()).isEqualTo(1);
    }

    @Test
    void whatCannotBeAppliedKeepsNothingBackAndChangesNothing() {
        for (int i = 0; i < 3; i++) {
            receive(new Key("message", null, "c", "f:" + i), "", T0, T0);
        }
        events.apply(
                List.of(
                        new EventNews(1, List.of(new PersonSeen(person("29:a", null, null)))),
                        new EventNews(
                                2,
                                List.of(
                                        new PersonSeen(person("29:b", null, null)),
                                        new ConversationSeen(person("29:b", null, null), null))),
                        new EventNews(3, List.of(new PersonSeen(person("29:c", null, null))))),
                T0);
        assertThat(texts(database, "SELECT id || state || coalesce(reason, '') FROM event ORDER BY id"))
                .containsExactly("1APPLIED", "2FAILEDevent.notApplied|s12:StoreFailure", "3APPLIED");
        assertThat(texts(database, "SELECT user_id FROM user ORDER BY 1")).containsExactly("29:a", "29:c");
        assertThat(events.pending(10)).isEmpty();
    }

    @Test
    void aTimeThatIsMissingOrFarAheadIsThatOfReceiving() {
        tell(at(3600 + 290), new PersonSeen(person("29:a", null, "A little ahead")));
        tell(at(3600 + 100), new PersonSeen(person("29:a", null, "Older")));
        assertThat(text(database, "SELECT name FROM user")).isEqualTo("A little ahead");
        tell(at(3600 + 310), new PersonSeen(person("29:b", null, "Far ahead")));
        tell(at(3600 + 100), new PersonSeen(person("29:b", null, "Newer")));
        tell(null, new PersonSeen(person("29:c", null, "As received")));
        tell(at(3599), new PersonSeen(person("29:c", null, "Older")));
        assertThat(texts(database, "SELECT name FROM user ORDER BY user_id"))
                .containsExactly("A little ahead", "Newer", "As received");
    }

    @Test
    void nothingErasesANameAndAddressesStayFound() {
        roster(database, "19:t", at(1), user("29:a", "A", "Anna Old"));
        assertThat(tell(at(2), new PersonSeen(person("29:a", "A", "Anna New"))))
                .isEqualTo(Map.of(EventEffect.PERSON_RENAMED, 1));
        assertThat(tell(at(3), new PersonSeen(person("29:a", "A", null)))).isEmpty();
        assertThat(text(database, "SELECT name || folded FROM user"))
                .isEqualTo("Anna Newanna new\nanna.old@example.com\n29:a\n" + StoreFixture.objectId("A") + "\n");
        assertThat(tell(at(1), new PersonSeen(person("29:a", "A", "Before the roster"))))
                .isEmpty();
        // A roster that began later knows better.
        roster(database, "19:t", at(4), user("29:a", "A", "Anna Roster"));
        assertThat(text(database, "SELECT name FROM user")).isEqualTo("Anna Roster");
    }

    @Test
    void idsFollowTheRulesOfRosters() {
        tell(at(1), new ConversationSeen(person("29:a", null, "Anna"), "a:1"));
        assertThat(tell(at(2), new PersonSeen(person("29:a", "A", null))))
                .isEqualTo(Map.of(EventEffect.PERSON_IDENTIFIED, 1));
        // The id is Bert's now: Anna stays by object id alone, and the conversation is nobody's.
        long version = IdentityVersion.of(database).now();
        assertThat(tell(at(3), new PersonSeen(person("29:a", "B", "Bert"))))
                .isEqualTo(Map.of(EventEffect.ID_MOVED, 1, EventEffect.PERSON_ADDED, 1));
        assertThat(IdentityVersion.of(database).now()).isGreaterThan(version);
        // What was said of Anna before that is hers.
        tell(at(2).plusMillis(1), new PersonSeen(person("29:a", "A", "Anna Two")));
        assertThat(texts(database, "SELECT coalesce(user_id, '-') || ' ' || name FROM user ORDER BY id"))
                .containsExactly("- Anna Two", "29:a Bert");
        assertThat(number(database, "SELECT count(*) FROM conversation")).isZero();
        // She has a new id.
        assertThat(tell(at(4), new PersonSeen(person("29:new", "A", null))))
                .isEqualTo(Map.of(EventEffect.PERSON_IDENTIFIED, 1));
        // Another one besides is in use from then on, and an older event changes that no more.
        tell(at(6), new PersonSeen(person("29:newest", "A", null)));
        tell(at(5), new PersonSeen(person("29:between", "A", null)));
        tell(at(4), new PersonSeen(person("29:new", "A", null)));
        assertThat(texts(
                        database,
                        "SELECT u.user_id FROM person p JOIN user u ON u.id = p.entry WHERE p.object_id = ?",
                        StoreFixture.objectId("A")))
                .containsExactly("29:newest");
    }

    @Test
    void aRosterThatHoldsTheIdKnowsBetterThanAnOlderEvent() {
        roster(database, "19:t", at(5), user("29:a", "A", "Anna"));
        tell(at(4), new PersonSeen(person("29:a", "B", "Bert")));
        assertThat(texts(database, "SELECT coalesce(user_id, '-') || ' ' || name FROM user ORDER BY id"))
                .containsExactly("29:a Anna", "- Bert");
    }

    @Test
    void twoWhoTurnOutToBeOneCountOnceInTheirTeam() {
        tell(
                at(1),
                new InTeam(TEAM, person("29:a", "A", null), true),
                new InTeam(TEAM, person("29:b", null, null), true));
        assertThat(number(database, "SELECT people FROM team")).isEqualTo(2);
        tell(at(2), new PersonSeen(person("29:b", "A", null)));
        assertThat(number(database, "SELECT people FROM team")).isEqualTo(1);
        // They leave under one of the ids, and are out of the team.
        assertThat(tell(at(3), new InTeam(TEAM, person("29:a", "A", null), false)))
                .isEqualTo(Map.of(EventEffect.LEFT, 1));
        assertThat(number(database, "SELECT people FROM team")).isZero();
        assertThat(number(database, "SELECT count(*) FROM membership")).isZero();
    }

    /** Events tell no address, so that it is asked with the roster that does. */
    @Test
    void whoCameByAnEventGetsTheOptOutOfTheSameAddressWithTheRoster() {
        roster(database, TEAM.id(), at(1), user("29:x", null, "Xenia"), user("29:b", "B", "Bert"));
        OptOuts optOuts = StoreFixture.optOuts(database);
        optOuts.set("29:x", OptOut.Asker.PERSON, null);
        roster(database, TEAM.id(), at(2), user("29:b", "B", "Bert"));
        tell(at(3), new InTeam(TEAM, person("29:x2", null, "Xenia"), true));
        assertThat(optOuts.find("29:x2")).isEmpty();
        TeamStore.RosterChange change =
                roster(database, TEAM.id(), at(5), user("29:b", "B", "Bert"), user("29:x2", null, "Xenia"));
        assertThat(change.joined()).isZero();
        assertThat(change.optOuts()).isEqualTo(1);
        assertThat(optOuts.find("29:x2")).isPresent();
        assertThat(roster(database, TEAM.id(), at(6), user("29:b", "B", "Bert"), user("29:x2", null, "Xenia"))
                        .sameAddress())
                .as("it is told once")
                .isZero();
    }

    @Test
    void anEventTakesAPersonOutOfTheUnverified() {
        User file = new User("29:a", null, "From a file", null, null, null, null, null, UserKind.UNKNOWN);
        new ImportStore(database, StoreFixture.optOuts(database)).take(List.of(new KnownPerson(file, "a:file")), at(9));
        tell(at(1), new ConversationSeen(person("29:a", null, "Anna"), "a:event"));
        assertThat(number(database, "SELECT count(*) FROM unverified")).isZero();
        assertThat(text(
                        database,
                        "SELECT conversation_id || origin || name FROM conversation c JOIN user u ON u.id = c.user"))
                .isEqualTo("a:eventEVENTAnna");
    }

    @Test
    void aConversationIsReplacedByNewerEventsOnly() {
        roster(database, "19:t", at(1), user("29:a", "A", "Anna"), user("29:b", "B", "Bert"));
        change(
                database,
                "INSERT INTO conversation (user, conversation_id, origin, created_at) SELECT id, 'a:created', 'CREATED', ?"
                        + " FROM user WHERE user_id = '29:a'",
                at(5));
        EventPerson anna = person("29:a", null, null);
        assertThat(tell(at(4), new ConversationSeen(anna, "a:older"))).isEmpty();
        assertThat(tell(at(6), new ConversationSeen(anna, "a:newer")))
                .isEqualTo(Map.of(EventEffect.CONVERSATION_REPLACED, 1));
        assertThat(tell(at(5).plusMillis(5), new ConversationSeen(anna, "a:between")))
                .isEmpty();
        assertThat(texts(database, "SELECT conversation_id || origin FROM conversation"))
                .containsExactly("a:newerEVENT");
        // An id has one owner: who has it by the newer event.
        assertThat(tell(at(5), new ConversationSeen(person("29:b", null, null), "a:newer")))
                .isEmpty();
        assertThat(tell(at(7), new ConversationSeen(person("29:b", null, null), "a:newer")))
                .isEqualTo(Map.of(EventEffect.CONVERSATION_ADDED, 1));
        assertThat(texts(
                        database,
                        "SELECT u.user_id || c.conversation_id FROM conversation c JOIN user u ON u.id = c.user"))
                .containsExactly("29:ba:newer");
    }

    @Test
    void whoUninstalledTheBotKeepsTheConversationMarked() {
        EventPerson anna = person("29:a", null, null);
        assertThat(tell(at(2), new Installed(anna, false)))
                .isEqualTo(Map.of(EventEffect.PERSON_ADDED, 1, EventEffect.UNINSTALLED, 1));
        tell(at(1), new ConversationSeen(anna, "a:1"), new Installed(anna, true));
        String inactive = "SELECT inactive_at FROM conversation";
        assertThat(number(database, inactive)).isEqualTo(at(2).toEpochMilli());
        assertThat(tell(at(3), new Installed(anna, true))).isEqualTo(Map.of(EventEffect.INSTALLED, 1));
        assertThat(number(database, inactive)).isZero();
        tell(at(4), new Installed(anna, false));
        database.write(session -> {
            ConversationStore.called(session, 1, at(5), 403, "ForbiddenOperationException", false);
            return null;
        });
        assertThat(number(database, inactive)).isEqualTo(at(4).toEpochMilli());
        database.write(session -> {
            ConversationStore.called(session, 1, at(6), 201, null, true);
            return null;
        });
        assertThat(number(database, inactive)).isZero();
        // Teams took a message since.
        tell(at(5), new Installed(anna, false));
        assertThat(number(database, inactive)).isZero();
    }

    @Test
    void aTeamWithoutTheBotKeepsItsRosterAndSaysSo() {
        TeamStore teams = new TeamStore(database);
        roster(database, "19:t", at(1), user("29:a", "A", "Anna"));
        assertThat(tell(at(3), new BotInTeam(TEAM, false)))
                .isEqualTo(Map.of(EventEffect.TEAM_RENAMED, 1, EventEffect.BOT_LEFT, 1));
        assertThat(teams.find("19:t").orElseThrow().trouble().code()).isEqualTo("team.botLeft");
        assertThat(teams.find("19:t").orElseThrow().people()).isEqualTo(1);
        assertThat(tell(at(2), new BotInTeam(TEAM, true))).isEmpty();
        roster(database, "19:t", at(4), user("29:a", "A", "Anna"));
        assertThat(teams.find("19:t").orElseThrow().trouble()).isNull();
        assertThat(tell(at(3).plusMillis(1), new BotInTeam(TEAM, false))).isEmpty();
    }

    @Test
    void aRosterLeavesAsTheyAreOfWhomALaterEventTold() {
        roster(database, "19:t", at(1), user("29:a", "A", "Anna"), user("29:b", "B", "Bert"));
        TeamStore teams = new TeamStore(database);
        try (TeamStore.Staging staging = teams.stage("19:t", at(10))) {
            staging.append(List.of(user("29:a", "A", "Anna"), user("29:b", "B", "Bert"), user("29:c", "C", "Carl")));
            tell(at(11), new InTeam(TEAM, person("29:a", "A", null), false));
            tell(at(12), new InTeam(TEAM, person("29:d", "D", "Dora"), true));
            tell(at(9), new InTeam(TEAM, person("29:b", "B", null), false));
            assertThat(staging.finish(at(20), StoreFixture.optOuts(database)))
                    .isEqualTo(new TeamStore.RosterChange(2, 0, 0, 3, List.of(), 0, 0));
        }
        String members = "SELECT u.user_id FROM membership m JOIN user u ON u.id = m.user ORDER BY 1";
        assertThat(texts(database, members)).containsExactly("29:b", "29:c", "29:d");
        // Out of date: the roster began later.
        assertThat(tell(at(8), new InTeam(TEAM, person("29:c", "C", null), false)))
                .isEmpty();
        assertThat(texts(database, members)).containsExactly("29:b", "29:c", "29:d");
    }

    @Test
    void oldEventsAreForgottenButForThoseThatWait() {
        Instant now = at(100).plus(EventStore.KEPT);
        for (int i = 0; i < 3; i++) {
            receive(new Key("message", null, "c", "f:" + i), "", T0, at(99 + i));
        }
        events.apply(1, List.of(), T0);
        events.prune(now);
        assertThat(texts(database, "SELECT id FROM event ORDER BY id")).containsExactly("2", "3");
        events.apply(2, List.of(), T0);
        events.prune(now.plus(Duration.ofDays(1)));
        assertThat(texts(database, "SELECT id FROM event ORDER BY id")).containsExactly("3");
    }

    @Test
    void thereAreNeverMoreThanABound() {
        change(
                database,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO event (key, type,"
                        + " received_at, source, state, content) SELECT CAST('key of ' || i AS BLOB), 'message', ?, 'ENDPOINT',"
                        + " iif(i = 2, 'PENDING', 'APPLIED'), iif(i = 2, '{}', NULL) FROM n",
                EventStore.MAX_KEPT + 1_200,
                T0);
        assertThatThrownBy(() -> receive(new Key("message", null, "c", "f:1"), "", T0, T0))
                .isInstanceOf(StoreFailure.class)
                .satisfies(says("events of Teams wait already"));
        events.prune(T0);
        assertThat(number(database, "SELECT count(*) FROM event")).isEqualTo(EventStore.MAX_KEPT + 1);
        events.apply(2, List.of(), T0);
        events.prune(T0);
        assertThat(number(database, "SELECT count(*) FROM event")).isEqualTo(EventStore.MAX_KEPT);
        assertThat(receive(new Key("message", null, "c", "f:1"), "", T0, T0)).isTrue();
    }

    @Test
    void nothingStaysOfWhoIsErased() {
        tell(
                at(1),
                new InTeam(TEAM, person("29:a", "A", "Anna"), true),
                new ConversationSeen(person("29:a", "A", null), "a:1"));
        tell(at(2), new InTeam(TEAM, person("29:a", "A", null), false));
        new PersonErasing(database, new AuditLog(() -> "tester"), StoreFixture.CLOCK).erase("29:a", false);
        for (String table : List.of("user", "person", "conversation", "event_user", "event_member")) {
            assertThat(number(database, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isZero();
        }
    }
}
