package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.objectId;
import static dev.rostrum.store.StoreFixture.preview;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.PeopleLists;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audiences of filters and lists: previewed, planned, drafted; and the lists themselves. */
@Tag("storage")
class RuleAudienceTest {
    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private PeopleLists lists;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = StoreFixture.unguarded(database);
        lists = new PeopleLists(database);
        List<User> people = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            people.add(new User(
                    "29:" + i,
                    objectId("o" + i),
                    "P" + i,
                    null,
                    null,
                    null,
                    null,
                    "t",
                    i % 4 == 0 ? UserKind.GUEST : UserKind.MEMBER));
        }
        roster(database, "19:a", T0, people);
        roster(database, "19:b", at(1), people.subList(0, 8));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private SavedList list(String name, String... ids) throws InterruptedException {
        return lists.create(name, Audience.ofUsers(Set.of(ids)), T0, written -> {}, () -> false);
    }

    private long membersOfLists() {
        return database.read(session -> session.number("SELECT count(*) FROM people_list_member"));
    }

    /** Whom the plan holds, and that the preview said the same. */
    private List<String> planned(Audience audience, String... removed) {
        JobCounts counts = preview(ledger, audience, StoreFixture.message(), SendChoices.NONE, T0);
        long run = StoreFixture.planned(ledger, audience);
        List<String> in = database.read(session -> session.list(
                "SELECT u.user_id FROM delivery d JOIN user u ON u.id = d.user WHERE d.job = ? AND d.state = 'WAITING'"
                        + " ORDER BY d.id",
                row -> row.getString(1),
                run));
        assertThat(counts.recipients()).isEqualTo(in.size());
        assertThat(counts.selected()).isEqualTo(in.size() + removed.length);
        List<String> out = database.read(session -> session.list(
                "SELECT u.user_id FROM delivery d JOIN user u ON u.id = d.user WHERE d.job = ? AND d.code = 'Removed'",
                row -> row.getString(1),
                run));
        assertThat(out).containsExactlyInAnyOrder(removed);
        return in;
    }

    @Test
    void aFilterIsPlannedWithoutAList() {
        Audience guests = Audience.ofRule(PeopleFilter.of("19:b", "").ofKinds(Set.of(UserKind.GUEST)));
        assertThat(planned(guests)).containsExactly("29:0", "29:4");
        assertThat(planned(guests.without(Set.of(objectId("o4"))), "29:4")).containsExactly("29:0");
        StoreFixture.conversation(database, "29:8", "a:8", T0);
        assertThat(planned(Audience.ofRule(PeopleFilter.ALL.withContact(Contact.ANY))))
                .containsExactly("29:8");
        // The rows are what the rule meant when it was planned.
        assertThat(planned(Audience.ofRule(PeopleFilter.of(null, "p1")))).hasSize(11);
    }

    /** Far apart among people whom the filter does not show: a commit looks through so many, and the next one goes on. */
    @Test
    void aFilterThatShowsFewIsPlannedToItsEnd() {
        change(
                database,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) INSERT INTO user (id, user_id, name,"
                        + " kind, name_key, folded, first_seen_at, changed_at)"
                        + " SELECT i * 21000, '29:far' || i, 'Far', 'GUEST', x'', 'far', 0, 0 FROM n");
        change(
                database,
                "INSERT INTO unverified (user, imported_at) SELECT id, 0 FROM user WHERE user_id GLOB '29:far*'");
        assertThat(planned(Audience.ofRule(PeopleFilter.of(null, "far"))))
                .containsExactly("29:far1", "29:far2", "29:far3", "29:far4", "29:far5");
        assertThat(planned(new Audience(
                        Set.of("19:b"),
                        Set.of("29:39"),
                        Set.of(),
                        Set.of(),
                        Set.of(PeopleFilter.of(null, "far")),
                        Set.of(),
                        Set.of())))
                .hasSize(14)
                .doesNotHaveDuplicates();
    }

    @Test
    void listsTakePartAndAreLeftOut() throws Exception {
        SavedList some = list("Some", "29:1", "29:2", "29:3");
        SavedList other = list("Other", "29:3", "29:30");
        assertThat(planned(Audience.ofLists(Set.of(some.id(), other.id()))))
                .containsExactly("29:1", "29:2", "29:3", "29:30");
        Audience without = Audience.ofTeams(Set.of("19:b")).withLists(Set.of(), Set.of(some.id()));
        assertThat(planned(without, "29:1", "29:2", "29:3")).hasSize(5);
        assertThat(Sentences.whole(ledger.previews()
                        .explain(
                                Audience.ofLists(Set.of(some.id())),
                                StoreFixture.message(),
                                SendChoices.NONE,
                                "29:2",
                                T0)
                        .reason()))
                .isEqualTo("In the list Some.");
        assertThat(ledger.previews()
                        .explain(
                                Audience.ofRule(PeopleFilter.of("19:b", "")),
                                StoreFixture.message(),
                                SendChoices.NONE,
                                "29:30",
                                T0)
                        .in())
                .isFalse();
        assertThat(new RunQuery(database)
                        .select("").page(0, 9).stream()
                                .map(row -> Sentences.of(row.audience()))
                                .toList())
                .contains("the list Other and the list Some");
    }

    @Test
    void draftsKeepFiltersAndLists() throws Exception {
        SavedList some = list("Some", "29:1");
        Audience audience = new Audience(
                Set.of("19:b"),
                Set.of(objectId("o1")),
                Set.of(),
                Set.of(),
                Set.of(PeopleFilter.of("19:a", "a\nb\\c").doNotContact(false).notContactedSince(at(5))),
                Set.of(some.id()),
                Set.of(77L));
        long id = ledger.drafts().add(Draft.to(audience), T0);
        assertThat(DraftStore.find(database, id).orElseThrow().audience()).isEqualTo(audience);
        assertThat(new DraftQuery(database).select("").page(0, 1).get(0).readable())
                .isTrue();
        long copy = ledger.drafts().duplicate(id, T0).orElseThrow();
        assertThat(DraftStore.find(database, copy).orElseThrow().audience()).isEqualTo(audience);
        // A condition of a newer program is none that may be passed over.
        change(
                database,
                "UPDATE draft_audience SET ref = ref || char(10) || 'shoeSize=44' WHERE draft = ? AND role = 'RULE'",
                id);
        assertThatThrownBy(() -> DraftStore.find(database, id)).isInstanceOf(Problem.class);
        // What is planned of an announcement comes back as a draft.
        Audience known =
                audience.withRules(Set.of(PeopleFilter.of("19:a", "p1"))).withLists(Set.of(some.id()), Set.of());
        StoreFixture.planned(ledger, known);
        long again = ledger.drafts().ofAnnouncement(1, T0).orElseThrow();
        assertThat(DraftStore.find(database, again).orElseThrow().audience()).isEqualTo(known);
    }

    @Test
    void aListHoldsPersonsNotIds() throws Exception {
        roster(database, "19:c", at(2), user("29:x", null, "Xenia"));
        SavedList list = list("L", "29:x", "29:1", "29:2");
        // She turns out to be somebody known, who is in the list already.
        roster(database, "19:c", at(3), user("29:x", "o1", "Xenia"));
        assertThat(lists.find("l").orElseThrow().people()).isEqualTo(2);
        assertThat(new UserQuery(database)
                        .select(PeopleFilter.ofList(list.id()))
                        .count())
                .isEqualTo(2);
        // Who left every roster stays in it.
        roster(database, "19:a", at(4), List.of());
        roster(database, "19:b", at(4), List.of());
        assertThat(new UserQuery(database)
                        .select(PeopleFilter.ofList(list.id()))
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aListIsMadeWholeOrNotAtAll() throws Exception {
        List<User> many = new ArrayList<>();
        for (int i = 0; i < 11_000; i++) {
            many.add(user("29:m" + i, null, "M" + i));
        }
        roster(database, "19:m", T0, many);
        Audience all = Audience.ofTeams(Set.of("19:m"));
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> lists.create("Many", all, T0, written -> {}, () -> asked.incrementAndGet() > 2))
                .isInstanceOf(InterruptedException.class);
        assertThat(lists.all()).isEmpty();
        assertThat(membersOfLists()).isZero();
        List<Long> told = new ArrayList<>();
        SavedList made = lists.create("Many", all, T0, told::add, () -> false);
        assertThat(made.people()).isEqualTo(11_000);
        assertThat(told).containsExactly(5_000L, 10_000L, 11_000L);
        assertThatThrownBy(() -> list(" MANY ", "29:1"))
                .isInstanceOf(Problem.class)
                .hasMessage("list.sameName");
        assertThatThrownBy(() -> list("  ", "29:1")).isInstanceOf(Problem.class);
        assertThat(lists.add(made.id(), Audience.ofUsers(Set.of("29:1", "29:m1")), T0, w -> {}, () -> false))
                .isEqualTo(1);
        assertThat(lists.remove(made.id(), Audience.ofRule(PeopleFilter.of(null, "m1")), T0))
                .isEqualTo(2111);
        lists.rename(made.id(), "Fewer", T0);
        lists.delete(made.id());
        assertThat(lists.areThere(Set.of(made.id()))).isFalse();
        list("Fewer too", "29:1");
        lists.putBack(made.id());
        assertThat(lists.find("fewer").orElseThrow().people()).isEqualTo(11_001 - 2111);
        // Another program clears away what was deleted, once it makes a list.
        lists.delete(made.id());
        new PeopleLists(database).create("Next", Audience.ofUsers(Set.of("29:1")), T0, w -> {}, () -> false);
        assertThat(membersOfLists()).isEqualTo(2);
        assertThatThrownBy(() -> lists.putBack(made.id())).isInstanceOf(Problem.class);
    }
}
