package dev.rostrum.store.people;

import static dev.rostrum.domain.EventEffect.CONFIRMATION_PROMPTED;
import static dev.rostrum.domain.EventEffect.MENTION_LIMITED;
import static dev.rostrum.domain.EventEffect.MENTION_PROMPTED;
import static dev.rostrum.domain.EventEffect.OPTED_OUT;
import static dev.rostrum.domain.EventEffect.OPT_OUT_LIFTED;
import static dev.rostrum.domain.EventEffect.TOO_OLD;
import static dev.rostrum.domain.EventEffect.WELCOME_PROMPTED;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static dev.rostrum.store.people.Told.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authentic event prompts, and what it does not. */
class PromptsTest {
    private static final String TEAM = "19:t";
    private static final EventPerson ANNA = person("29:a", "A");
    private static final EventPerson BERT = person("29:b", "B");
    private static final EventPerson CARL = person("29:c", "C");
    private static final Message HELLO = new Message("Hello from {mentioner}", TextFormat.PLAIN);
    private static final Set<EventEffect> OURS = Set.of(
            WELCOME_PROMPTED,
            MENTION_PROMPTED,
            MENTION_LIMITED,
            CONFIRMATION_PROMPTED,
            OPTED_OUT,
            OPT_OUT_LIFTED,
            TOO_OLD);

    @TempDir
    Path folder;

    private Database database;
    private OptOuts optOuts;
    private int number;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        optOuts = StoreFixture.optOuts(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void set(UnaryOperator<InboundSettings> change) {
        set(0, change);
    }

    private void set(long seconds, UnaryOperator<InboundSettings> change) {
        new InboundStore(database, AuditLog.ofThisUser(), "here", Clock.fixed(at(seconds), ZoneOffset.UTC))
                .change(change);
    }

    private void welcome(boolean personally, boolean members) {
        set(now -> now.withWelcome(HELLO, personally, members));
    }

    private void mention(Set<String> people, Set<String> teams) {
        set(now -> now.withMention(HELLO, true, people, teams));
    }

    private Map<EventEffect, Integer> tell(long seconds, Told told) {
        return tell(at(seconds), at(seconds), told);
    }

    /** @return what it did beyond the cache */
    private Map<EventEffect, Integer> tell(Instant sentAt, Instant now, Told told) {
        return ours(told.happens(database, "f:" + number++, sentAt, now, now));
    }

    private static Map<EventEffect, Integer> ours(Map<EventEffect, Integer> effects) {
        Map<EventEffect, Integer> ours = new EnumMap<>(EventEffect.class);
        ours.putAll(effects);
        ours.keySet().retainAll(OURS);
        return ours;
    }

    /** Purpose, whom, and because of whom. */
    private List<String> prompts() {
        return texts(
                database,
                "SELECT p.purpose || ' ' || u.user_id || coalesce(' by ' || b.user_id, '') FROM prompt p"
                        + " JOIN user u ON u.id = p.user LEFT JOIN user b ON b.id = p.by_user ORDER BY p.id");
    }

    private OptOut.Asker asker(String id) {
        return optOuts.find(id).map(OptOut::asker).orElse(null);
    }

    private static final Map<EventEffect, Integer> WELCOMED = Map.of(WELCOME_PROMPTED, 1);

    @Test
    void nobodyIsWelcomedUnlessThatIsOn() {
        assertThat(tell(1, Told.installs(ANNA))).isEmpty();
        roster(database, TEAM, at(1), user("29:x", "X", "Xenia"));
        assertThat(tell(2, Told.joins(TEAM, BERT))).isEmpty();
        // Whoever came before is not welcomed later, nor is who adds it personally by the other switch.
        set(10, now -> now.withWelcome(HELLO, false, true));
        assertThat(tell(11, Told.installs(CARL))).isEmpty();
        set(20, now -> now.withWelcome(HELLO, true, false));
        assertThat(tell(at(21), at(19), Told.installs(person("29:d"))))
                .as("came before")
                .isEmpty();
        assertThat(tell(22, Told.joins(TEAM, person("29:e")))).isEmpty();
        assertThat(number(database, "SELECT count(*) FROM prompt")).isZero();
        assertThat(number(database, "SELECT count(*) FROM welcomed")).isZero();
        assertThat(tell(at(19), at(23), Told.installs(person("29:f"))))
                .as("by the clock of this computer")
                .isEqualTo(WELCOMED);
    }

    @Test
    void whoAddsTheBotPersonallyIsWelcomedOnce() {
        welcome(true, false);
        assertThat(tell(1, Told.installs(ANNA))).isEqualTo(WELCOMED);
        // Teams tells it twice, in either order; and they add it again.
        assertThat(tell(at(1).minusMillis(1), at(1), Told.installs(ANNA))).isEmpty();
        assertThat(tell(2, Told.uninstalls(ANNA))).isEmpty();
        assertThat(tell(3, Told.installs(ANNA))).isEmpty();
        assertThat(prompts()).containsExactly("WELCOME 29:a");
        assertThat(text(database, "SELECT event || ' ' || at FROM prompt")).isEqualTo("1 " + at(1).toEpochMilli());
    }

    @Test
    void whoHasItByATeamOrRemovedItIsNotWelcomed() {
        welcome(true, false);
        roster(database, TEAM, at(1), user("29:a", "A", "Anna"), user("29:b", "B", "Bert"));
        roster(database, "19:left", at(1), user("29:c", "C", "Carl"));
        tell(2, Told.bot("19:left", false));
        assertThat(tell(3, Told.installs(ANNA))).isEmpty();
        assertThat(tell(3, Told.installs(person("29:new", "B"))))
                .as("under another id")
                .isEmpty();
        assertThat(tell(4, Told.installs(CARL))).as("the bot left that team").isEqualTo(WELCOMED);
        // They have removed it since, as a later event told before.
        EventPerson dora = person("29:d");
        tell(6, Told.uninstalls(dora));
        assertThat(tell(at(5), at(7), Told.installs(dora))).isEmpty();
        assertThat(prompts()).containsExactly("WELCOME 29:c");
    }

    @Test
    void whoJoinsASmallTeamIsWelcomedByTheSecondSwitch() {
        welcome(false, true);
        roster(database, TEAM, at(1), user("29:x", "X", "Xenia"));
        assertThat(tell(2, Told.joins(TEAM, ANNA))).isEqualTo(WELCOMED);
        assertThat(tell(3, Told.leaves(TEAM, ANNA))).isEmpty();
        assertThat(tell(4, Told.joins(TEAM, ANNA))).as("once").isEmpty();
        assertThat(tell(4, Told.joins("19:unknown", BERT)))
                .as("nobody knows how many are there")
                .isEmpty();
        // They have left since, as a later event told before.
        tell(6, Told.leaves(TEAM, CARL));
        assertThat(tell(at(5), at(7), Told.joins(TEAM, CARL))).isEmpty();
        assertThat(prompts()).containsExactly("WELCOME 29:a");
    }

    @Test
    void nobodyIsWelcomedToALargeTeam() {
        welcome(false, true);
        List<User> people = IntStream.range(0, InboundSettings.MAX_WELCOMED_TEAM - 1)
                .mapToObj(i -> user("29:m" + i, "m" + i, "M"))
                .toList();
        roster(database, TEAM, at(1), people);
        assertThat(tell(2, Told.joins(TEAM, ANNA))).as("the hundredth").isEqualTo(WELCOMED);
        assertThat(tell(3, Told.joins(TEAM, BERT))).as("one more").isEmpty();
        tell(4, Told.leaves(TEAM, BERT));
        change(database, "UPDATE team SET member_count = 101");
        assertThat(tell(5, Told.joins(TEAM, CARL))).as("as Teams counts").isEmpty();
    }

    @Test
    void guestsAreWelcomedWhereTheyCameByThemselves() {
        welcome(true, true);
        List<User> people = new ArrayList<>();
        for (UserKind kind : UserKind.values()) {
            people.add(new User("29:" + kind, null, "N", null, null, null, null, "t", kind));
        }
        roster(database, TEAM, at(1), people);
        List<String> welcomed = new ArrayList<>();
        for (UserKind kind : UserKind.values()) {
            if (tell(2, Told.joins(TEAM, person("29:" + kind))).equals(WELCOMED)) {
                welcomed.add("joined " + kind);
            }
        }
        for (UserKind kind : UserKind.values()) {
            tell(3, Told.leaves(TEAM, person("29:" + kind)));
            if (tell(4, Told.installs(person("29:" + kind))).equals(WELCOMED)) {
                welcomed.add("installed " + kind);
            }
        }
        assertThat(welcomed)
                .containsExactly("joined MEMBER", "joined UNKNOWN", "installed GUEST", "installed EXTERNAL");
    }

    @Test
    void whoTurnsOutToBeSomebodyWelcomedIsNotWelcomedAgain() {
        welcome(true, false);
        assertThat(tell(1, Told.installs(person("29:a")))).isEqualTo(WELCOMED);
        assertThat(tell(2, Told.installs(person("29:a2", "A")))).isEqualTo(WELCOMED);
        // The first one is the same person.
        tell(3, new Told(List.of(new PersonSeen(ANNA)), List.of()));
        assertThat(texts(database, "SELECT at FROM welcomed")).containsExactly(at(1).toEpochMilli() + "");
        assertThat(tell(4, Told.installs(person("29:a3", "A")))).isEmpty();
    }

    @Test
    void anOldEventPromptsNothingAndSaysSo() {
        welcome(true, true);
        mention(Set.of("29:a"), Set.of(TEAM));
        roster(database, TEAM, at(1), user("29:x", "X", "Xenia"));
        Instant later = at(5).plus(Prompts.MAX_AGE);
        Map<EventEffect, Integer> old = Map.of(TOO_OLD, 1);
        assertThat(tell(at(5).minusMillis(1), later, Told.installs(BERT))).isEqualTo(old);
        assertThat(tell(at(4), later, Told.joins(TEAM, BERT))).isEqualTo(old);
        assertThat(tell(at(4), later, Told.mentions(TEAM, ANNA, CARL))).isEqualTo(old);
        // What somebody asked for is so all the same.
        assertThat(tell(at(4), later, Told.says(CARL, Word.STOP))).isEqualTo(Map.of(OPTED_OUT, 1, TOO_OLD, 1));
        assertThat(tell(at(4), later, Told.says(CARL, Word.STOP))).isEmpty();
        assertThat(prompts()).isEmpty();
        assertThat(number(database, "SELECT count(*) FROM welcomed")).isZero();
        assertThat(tell(at(5), later, Told.installs(person("29:d")))).isEqualTo(WELCOMED);
    }

    @Test
    void whatAFileTellsPromptsNothing() {
        welcome(true, true);
        mention(Set.of("29:a"), Set.of(TEAM));
        set(now -> now.withReplies(true));
        roster(database, TEAM, at(1), user("29:x", "X", "Xenia"));
        for (Told told : List.of(
                Told.installs(BERT),
                Told.joins(TEAM, CARL),
                Told.mentions(TEAM, ANNA, BERT),
                Told.says(BERT, Word.STOP),
                Told.writes(BERT, "1", "Hello"))) {
            assertThat(ours(told.happens(database, "f:" + number++, at(2), at(2), at(2), EventSource.IMPORT)))
                    .isEmpty();
        }
        for (String table : List.of("prompt", "welcomed", "opt_out", "reply", "prompted")) {
            assertThat(number(database, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void onlyChosenPeopleInChosenTeamsPromptByAMention() {
        Told told = Told.mentions(TEAM, ANNA, BERT, CARL);
        assertThat(tell(1, told)).as("off").isEmpty();
        mention(Set.of(), Set.of(TEAM));
        assertThat(tell(2, told)).as("nobody is chosen").isEmpty();
        mention(Set.of("29:a"), Set.of());
        assertThat(tell(3, told)).as("no team is chosen").isEmpty();
        mention(Set.of("29:b"), Set.of(TEAM, "19:other"));
        assertThat(tell(4, told)).as("another person").isEmpty();
        mention(Set.of("29:a"), Set.of(TEAM));
        assertThat(tell(5, told)).isEqualTo(Map.of(MENTION_PROMPTED, 2));
        assertThat(prompts()).containsExactly("MENTION 29:b by 29:a", "MENTION 29:c by 29:a");
        assertThat(texts(database, "SELECT DISTINCT event FROM prompt")).containsExactly("5");
        // By the lasting id, under another pairwise one.
        mention(Set.of(ANNA.id().lasting()), Set.of(TEAM));
        assertThat(tell(6, Told.mentions(TEAM, person("29:new", "A"), BERT))).isEqualTo(Map.of(MENTION_PROMPTED, 1));
    }

    @Test
    void nobodyIsWrittenToTwiceNorTheOneWhoMentions() {
        mention(Set.of("29:a"), Set.of(TEAM));
        tell(1, new Told(List.of(new PersonSeen(ANNA), new PersonSeen(BERT)), List.of()));
        assertThat(tell(
                        2,
                        Told.mentions(
                                TEAM, ANNA, ANNA, person("29:a2", "A"), BERT, person("29:b2", "B"), person("29:b"))))
                .isEqualTo(Map.of(MENTION_PROMPTED, 1));
        assertThat(tell(3, Told.mentions(TEAM, ANNA, ANNA))).isEmpty();
        assertThat(prompts()).containsExactly("MENTION 29:b by 29:a");
    }

    @Test
    void atMostFiveOfAMessageAndTenOfADay() {
        mention(Set.of("29:a"), Set.of(TEAM));
        EventPerson[] seven = people(7);
        assertThat(tell(1, Told.mentions(TEAM, ANNA, seven)))
                .isEqualTo(Map.of(MENTION_PROMPTED, 5, MENTION_LIMITED, 2));
        assertThat(tell(2, Told.mentions(TEAM, ANNA, people(3)))).isEqualTo(Map.of(MENTION_PROMPTED, 3));
        assertThat(tell(3, Told.mentions(TEAM, ANNA, people(4))))
                .isEqualTo(Map.of(MENTION_PROMPTED, 2, MENTION_LIMITED, 2));
        // Another id of hers changes nothing, and after a day there is room again.
        assertThat(tell(4, Told.mentions(TEAM, person("29:a2", "A"), people(1))))
                .isEqualTo(Map.of(MENTION_LIMITED, 1));
        long day = Duration.ofHours(24).toSeconds();
        assertThat(tell(day, Told.mentions(TEAM, ANNA, people(1)))).isEqualTo(Map.of(MENTION_LIMITED, 1));
        assertThat(tell(day + 1, Told.mentions(TEAM, ANNA, seven)))
                .isEqualTo(Map.of(MENTION_PROMPTED, 5, MENTION_LIMITED, 2));
        StoreFixture.inbound(database).prune(at(day + 2));
        assertThat(number(database, "SELECT count(*) FROM prompted")).isEqualTo(2 + 5);
    }

    private static EventPerson[] people(int count) {
        return IntStream.range(0, count).mapToObj(i -> person("29:p" + i)).toArray(EventPerson[]::new);
    }

    @Test
    void stopSetsTheMarkOfThePersonAndStartTakesItAway() {
        assertThat(tell(1, Told.says(ANNA, Word.START)))
                .as("there is nothing to lift")
                .isEmpty();
        assertThat(tell(2, Told.says(ANNA, Word.STOP))).isEqualTo(Map.of(OPTED_OUT, 1, CONFIRMATION_PROMPTED, 1));
        assertThat(tell(3, Told.says(ANNA, Word.STOP))).as("confirmed once").isEmpty();
        assertThat(optOuts.find("29:a")).contains(new OptOut(OptOut.Asker.PERSON, null, at(2)));
        assertThat(text(database, "SELECT at FROM prompt")).isEqualTo(at(2).toEpochMilli() + "");
        assertThat(tell(4, Told.says(person("29:a2", "A"), Word.START)))
                .as("under another id")
                .isEqualTo(Map.of(OPT_OUT_LIFTED, 1, CONFIRMATION_PROMPTED, 1));
        assertThat(optOuts.find("29:a")).isEmpty();
        assertThat(prompts()).as("what is no longer so is not confirmed").containsExactly("CONFIRMATION 29:a2");
        assertThat(texts(database, "SELECT act || ' ' || detail FROM audit_log ORDER BY id"))
                .containsExactly("OPT_OUT_SET audit.stopWord|n1:1", "OPT_OUT_CLEARED audit.startWord|n1:2");
    }

    @Test
    void theNewestWordCountsInWhateverOrderTheyCome() {
        assertThat(tell(at(3), at(9), Told.says(ANNA, Word.START))).isEmpty();
        assertThat(tell(at(2), at(9), Told.says(ANNA, Word.STOP))).isEmpty();
        assertThat(tell(at(2), at(9), Told.says(person("29:a2", "A"), Word.STOP)))
                .isEmpty();
        assertThat(optOuts.find("29:a")).isEmpty();
        tell(at(5), at(9), Told.says(ANNA, Word.STOP));
        assertThat(tell(at(4), at(9), Told.says(ANNA, Word.START))).isEmpty();
        assertThat(asker("29:a")).isEqualTo(OptOut.Asker.PERSON);
    }

    @Test
    void startLiftsNothingOfTheAdminsNorWhatWasAskedLater() {
        tell(1, new Told(List.of(new PersonSeen(ANNA), new PersonSeen(BERT)), List.of()));
        optOuts.set("29:a", OptOut.Asker.ADMIN, "on leave");
        OptOut admins = optOuts.find("29:a").orElseThrow();
        assertThat(tell(2, Told.says(ANNA, Word.START))).isEmpty();
        assertThat(asker("29:a")).isEqualTo(OptOut.Asker.ADMIN);
        assertThat(tell(3, Told.says(ANNA, Word.STOP))).isEqualTo(Map.of(OPTED_OUT, 1, CONFIRMATION_PROMPTED, 1));
        assertThat(optOuts.find("29:a")).contains(new OptOut(OptOut.Asker.PERSON, null, at(3)));
        // The admin's mark is there again, and nothing is said of messages to come.
        assertThat(tell(4, Told.says(ANNA, Word.START))).isEqualTo(Map.of(OPT_OUT_LIFTED, 1));
        assertThat(optOuts.find("29:a")).contains(admins);
        assertThat(prompts()).isEmpty();
        // The admin sets it while the person's stands.
        tell(5, Told.says(BERT, Word.STOP));
        optOuts.set("29:b", OptOut.Asker.ADMIN, "too");
        assertThat(asker("29:b")).isEqualTo(OptOut.Asker.PERSON);
        tell(6, Told.says(BERT, Word.START));
        assertThat(optOuts.find("29:b")).contains(new OptOut(OptOut.Asker.ADMIN, "too", StoreFixture.T0));
        // What the admin noted for a person counts as of then.
        EventPerson carl = CARL;
        tell(1, new Told(List.of(new PersonSeen(carl)), List.of()));
        new OptOuts(database, new AuditLog(() -> "t"), Clock.fixed(at(50), ZoneOffset.UTC))
                .set("29:c", OptOut.Asker.PERSON, "by phone");
        assertThat(tell(at(49), at(60), Told.says(carl, Word.START))).isEmpty();
        assertThat(tell(at(51), at(61), Told.says(carl, Word.START)))
                .isEqualTo(Map.of(OPT_OUT_LIFTED, 1, CONFIRMATION_PROMPTED, 1));
    }

    @Test
    void marksOfTwoWhoBecomeOneAreUnited() {
        List<OptOut.Asker> none = new ArrayList<>(Arrays.asList(OptOut.Asker.values()));
        none.add(null);
        int pair = 0;
        for (OptOut.Asker one : none) {
            for (OptOut.Asker other : none) {
                pair++;
                EventPerson known = person("29:k" + pair, "K" + pair);
                EventPerson found = person("29:o" + pair);
                tell(1, new Told(List.of(new PersonSeen(known), new PersonSeen(found)), List.of()));
                mark(known.id().userId(), one, 10);
                mark(found.id().userId(), other, 20);
                tell(30, new Told(List.of(new PersonSeen(person("29:o" + pair, "K" + pair))), List.of()));
                boolean person = one == OptOut.Asker.PERSON || other == OptOut.Asker.PERSON;
                boolean admin = one == OptOut.Asker.ADMIN || other == OptOut.Asker.ADMIN;
                OptOut.Asker expected = person ? OptOut.Asker.PERSON : admin ? OptOut.Asker.ADMIN : null;
                assertThat(asker("29:k" + pair)).as(one + " and " + other).isEqualTo(expected);
                // A word from between the two marks of persons lifts nothing, a later one all but the admin's.
                if (one == OptOut.Asker.PERSON && other == OptOut.Asker.PERSON) {
                    assertThat(tell(at(15), at(31), Told.says(known, Word.START)))
                            .isEmpty();
                }
                tell(40, Told.says(known, Word.START));
                assertThat(asker("29:o" + pair))
                        .as(one + " and " + other + " after START")
                        .isEqualTo(admin ? OptOut.Asker.ADMIN : null);
            }
        }
        assertThat(
                        number(
                                database,
                                "SELECT count(*) FROM opt_out WHERE asker = 'ADMIN' AND (admin_at IS NOT NULL OR admin_note IS NOT NULL)"))
                .isZero();
    }

    private void mark(String id, OptOut.Asker asker, long seconds) {
        if (asker != null) {
            new OptOuts(database, new AuditLog(() -> "t"), Clock.fixed(at(seconds), ZoneOffset.UTC))
                    .set(id, asker, "note of " + id);
        }
    }

    @Test
    void whoSwitchesToAndFroIsNotAnsweredForEver() {
        int confirmed = 0;
        for (int i = 0; i < 30; i++) {
            Map<EventEffect, Integer> effects = tell(i, Told.says(ANNA, i % 2 == 0 ? Word.STOP : Word.START));
            assertThat(effects).containsKey(i % 2 == 0 ? OPTED_OUT : OPT_OUT_LIFTED);
            confirmed += effects.getOrDefault(CONFIRMATION_PROMPTED, 0);
        }
        assertThat(confirmed).isEqualTo(InboundSettings.MAX_A_DAY);
        assertThat(prompts()).isEmpty();
    }

    @Test
    void nothingStaysOfWhoIsForgotten() {
        welcome(true, false);
        mention(Set.of("29:a"), Set.of(TEAM));
        set(now -> now.withReplies(true));
        for (Told told : List.of(
                Told.installs(ANNA),
                Told.mentions(TEAM, ANNA, BERT),
                Told.writes(ANNA, "1", "Hello"),
                Told.says(ANNA, Word.STOP),
                Told.says(ANNA, Word.START))) {
            tell(1 + number, told);
        }
        PersonErasing erasing = new PersonErasing(database, new AuditLog(() -> "t"), StoreFixture.CLOCK);
        assertThat(number(database, "SELECT count(*) FROM prompt")).isEqualTo(3);
        erasing.erase("29:a", false);
        Stream.of("prompt", "welcomed", "prompted", "reply")
                .forEach(table -> assertThat(number(database, "SELECT count(*) FROM " + table))
                        .as(table)
                        .isZero());
        erasing.erase("29:b", false);
        assertThat(number(database, "SELECT count(*) FROM user")).isZero();
    }
}
