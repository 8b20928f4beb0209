package dev.rostrum.store.query;

import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.TextKeys;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in memory gives the rows that the statement gives, in its order, whatever was committed in between. */
@Tag("storage")
class RowOrdersTest {
    private static final String[] NAMES = {"Zoë", "Anna", "anna", "Émile", "Иван", "山田", "علي", "Ågot", "o'Neil", "Zo"};
    private static final String[] WORDS = {"zo", "an", "anna", "x.com", "山", "p1", "p12", "29:p1", "nobody", "zoe 1"};
    private static final String[] TEAMS = {"19:a", "19:b"};

    @TempDir
    private Path folder;

    private Database database;
    private UserQuery people;
    private ConversationQuery conversations;

    @BeforeEach
    void open() throws Exception {
        database = StoreFixture.open(folder.resolve("x.db"));
        people = new UserQuery(database);
        conversations = new ConversationQuery(database);
        people.keepOrders();
        TestGraph.until("orders", () -> KeptOrders.conversations(database) != null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static User someone(Random random, int number) {
        String objectId = number % 3 == 0 ? null : StoreFixture.objectId("o" + number / (number % 5 == 0 ? 2 : 1));
        String name = random.nextInt(9) == 0 ? null : NAMES[random.nextInt(NAMES.length)] + " " + random.nextInt(4);
        String mail = random.nextInt(4) == 0 ? null : "p" + number + "@x.com";
        return new User(
                "29:p" + number,
                objectId,
                name,
                null,
                null,
                mail,
                null,
                "t",
                UserKind.values()[random.nextInt(UserKind.values().length)]);
    }

    private void happens(Random random, int time) {
        int number = random.nextInt(60);
        String id = "29:p" + number;
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                List<User> roster = new ArrayList<>();
                for (int i = 0; i < 25; i++) {
                    roster.add(someone(random, random.nextInt(60)));
                }
                StoreFixture.roster(database, TEAMS[random.nextInt(TEAMS.length)], at(time), roster);
            }
            case 2 ->
                change(
                        database,
                        "INSERT INTO conversation (user, conversation_id, origin, created_at) SELECT id, 'a:c' || ?1, 'IMPORT', ?1"
                                + " FROM user WHERE user_id = ?2 AND id NOT IN (SELECT user FROM conversation)",
                        random.nextInt(1000),
                        id);
            case 3 ->
                change(
                        database,
                        "UPDATE conversation SET last_accepted_at = ?1, inactive_at = ?2 WHERE user IN"
                                + " (SELECT id FROM user WHERE user_id = ?3)",
                        random.nextBoolean() ? (long) time : null,
                        random.nextBoolean() ? (long) time : null,
                        id);
            case 4 ->
                change(database, "DELETE FROM conversation WHERE user IN (SELECT id FROM user WHERE user_id = ?)", id);
            case 5 -> {
                String name = NAMES[random.nextInt(NAMES.length)];
                change(
                        database,
                        "UPDATE user SET name = ?1, name_key = ?2, folded = ?3 || char(10) || user_id || char(10) WHERE user_id = ?4",
                        name,
                        TextKeys.sortKey(name),
                        TextKeys.fold(name),
                        id);
            }
            default ->
                change(
                        database,
                        "INSERT INTO opt_out (person, asker, at) SELECT person, 'ADMIN', 0 FROM user WHERE user_id = ?1"
                                + " AND person IS NOT NULL ON CONFLICT (person) DO UPDATE SET at = at + 1",
                        id);
        }
    }

    private static <C extends Enum<C>> List<Sort<C>> order(Random random, C[] columns) {
        List<Sort<C>> sort = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            sort.add(new Sort<>(columns[random.nextInt(columns.length)], random.nextBoolean()));
        }
        return sort.size() == 2 && sort.get(0).column() == sort.get(1).column() ? sort.subList(0, 1) : sort;
    }

    private static PeopleFilter filter(Random random) {
        PeopleFilter filter = PeopleFilter.of(
                random.nextInt(3) == 0 ? TEAMS[random.nextInt(TEAMS.length)] : null,
                random.nextInt(3) == 0 ? "" : WORDS[random.nextInt(WORDS.length)]);
        if (random.nextInt(3) == 0) {
            filter = filter.ofKinds(EnumSet.of(UserKind.MEMBER, UserKind.values()[random.nextInt(4)]));
        }
        if (random.nextInt(3) == 0) {
            filter = filter.withContact(random.nextBoolean() ? Set.of(Contact.NONE) : Contact.ANY);
        }
        if (random.nextInt(4) == 0) {
            filter = filter.contactedSince(java.time.Instant.ofEpochMilli(random.nextInt(100)));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.joinedSince(at(random.nextInt(100)));
        }
        return random.nextInt(4) == 0 ? filter.doNotContact(random.nextBoolean()) : filter;
    }

    /** Streams ask the statement, pages what is kept. */
    private static <R> void same(RowQuery<R> query, Random random, String of) {
        List<R> asked = new ArrayList<>();
        query.each(asked::add);
        int limit = 1 + random.nextInt(30);
        Snapshot<R> snapshot = query.open(limit, 0, limit);
        assertThat(snapshot.count()).as(of).isEqualTo(asked.size());
        List<R> paged = new ArrayList<>();
        for (int from = 0; from < snapshot.count(); from += limit) {
            paged.addAll(snapshot.page(from, limit));
        }
        assertThat(paged).as(of).isEqualTo(asked);
    }

    @Test
    void rowsAreThoseOfTheStatementAfterWhateverHappens() {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            for (int time = 1; time <= 60; time++) {
                happens(random, time);
                if (time == 30) {
                    database.indexAnew();
                }
                for (int i = 0; i < 4; i++) {
                    PeopleFilter filter = filter(random);
                    List<Sort<UserQuery.Column>> by = order(random, UserQuery.Column.values());
                    same(people.select(filter, by), random, seed + "/" + time + " " + filter.stored() + " " + by);
                    PeopleFilter other = filter(random);
                    Set<String> both = ids(filter);
                    both.retainAll(ids(other));
                    assertThat(people.count(List.of(filter, other))).isEqualTo(both.size());
                    ConversationQuery.Filter shown = new ConversationQuery.Filter(
                            random.nextBoolean() ? "" : WORDS[random.nextInt(WORDS.length)],
                            random.nextBoolean()
                                    ? Set.of()
                                    : EnumSet.of(ConversationState.CURRENT, ConversationState.EARLIER));
                    List<Sort<ConversationQuery.Column>> order = order(random, ConversationQuery.Column.values());
                    same(conversations.select(shown, order), random, seed + "/" + time + " " + shown + " " + order);
                }
            }
        }
    }

    private Set<String> ids(PeopleFilter filter) {
        Set<String> ids = new HashSet<>();
        people.select(filter).each(row -> ids.add(row.id()));
        return ids;
    }

    @Test
    void aSnapshotStaysWhatItWas() {
        Random random = new Random(3);
        List<User> roster = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            roster.add(someone(random, i));
        }
        StoreFixture.roster(database, "19:a", at(1), roster);
        Snapshot<UserQuery.Row> before =
                people.select(PeopleFilter.of("19:a", "")).open(10, 0);
        List<String> ids = before.page(20, 10).stream().map(UserQuery.Row::id).toList();
        StoreFixture.roster(database, "19:a", at(2), roster.subList(0, 5));
        assertThat(before.page(20, 10)).extracting(UserQuery.Row::id).isEqualTo(ids);
        assertThat(people.select(PeopleFilter.of("19:a", "")).open(10, 0).count())
                .isLessThan(before.count());
    }
}
