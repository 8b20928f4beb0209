package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.User;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.query.PersonRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Whoever else is in a file in which somebody is erased: what is kept about them is, byte for byte, what it was. */
@Tag("storage")
class ErasureProperties {

    @Property(tries = 12)
    void everybodyElseStaysAsTheyAre(@ForAll @IntRange(min = 2, max = 12) int count, @ForAll int seed)
            throws IOException {
        Path folder = Files.createTempDirectory("erasure");
        Random random = new Random(seed);
        try (Database database = StoreFixture.open(folder.resolve("tenant.db"))) {
            List<User> people = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String objectId = random.nextInt(4) == 0 ? null : "object" + seed + "-" + i;
                people.add(StoreFixture.user("29:1personWithALongId-" + i + "-", objectId, "Person " + i));
            }
            fill(database, people, random);
            User erased = people.get(random.nextInt(count));
            List<String> before = kept(database, people, erased);
            long messages = StoreFixture.number(database, "SELECT count(*) FROM delivery");
            String totals = StoreFixture.texts(database, "SELECT state || count(*) FROM delivery GROUP BY state")
                    .toString();

            assertThat(EraseMain.erase(database, erased.id()).left()).isEmpty();

            assertThat(kept(database, people, erased)).isEqualTo(before);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM delivery"))
                    .isEqualTo(messages);
            assertThat(StoreFixture.texts(database, "SELECT state || count(*) FROM delivery GROUP BY state"))
                    .hasToString(totals);
            assertThat(StoreFixture.number(database, "SELECT count(*) FROM pragma_foreign_key_check"))
                    .isZero();
            assertThat(new PersonRecords(database).read(erased.id(), new Told(new ArrayList<>())))
                    .isEmpty();
            assertThat(StoreFixture.number(
                            database,
                            "SELECT count(*) FROM team t WHERE people <> (SELECT count(DISTINCT u.person) FROM membership m"
                                    + " JOIN user u ON u.id = m.user WHERE m.team = t.id)"))
                    .isZero();
        }
    }

    private static void fill(Database database, List<User> people, Random random) {
        for (int team = 0; team < 3; team++) {
            StoreFixture.roster(database, "19:" + team, T0, some(people, random));
        }
        StoreFixture.roster(database, "19:all", T0, people);
        for (User user : some(people, random)) {
            StoreFixture.conversation(database, user.id(), "a:1conversation-" + user.id(), T0);
        }
        for (User user : some(people, random)) {
            StoreFixture.optOuts(database).set(user.id(), OptOut.Asker.ADMIN, "note");
        }
        for (User user : some(people, random)) {
            StoreFixture.optOuts(database).clear(user.id(), "note");
        }
        Ledger ledger = StoreFixture.unguarded(database);
        for (int i = 0; i < 2; i++) {
            Set<String> ids = new HashSet<>();
            some(people, random).forEach(user -> ids.add(user.lastingId()));
            ledger.drafts()
                    .add(new Draft("Draft", StoreFixture.message(), Audience.ofUsers(ids), SendChoices.NONE), T0);
            if (!ids.isEmpty()) {
                long run = StoreFixture.planned(ledger, Audience.ofUsers(ids));
                StoreFixture.change(
                        database,
                        "UPDATE delivery SET state = 'SENT', open = 0, conversation_id = 'a:1' || user || '-of-a-conversation',"
                                + " activity_id = 'f' || id, attempts = 1 WHERE job = ? AND state = 'WAITING'",
                        run);
            }
        }
        StoreFixture.change(
                database,
                "INSERT INTO attempt (delivery, n, call, started_at, status, ms_cv)"
                        + " SELECT id, 1, 'SEND', 5, 201, 'cv' || id FROM delivery WHERE state = 'SENT'");
        StoreFixture.change(
                database,
                "INSERT INTO reply (conversation_id, activity_id, user, at, told_at, rank, text)"
                        + " SELECT 'a:1reply' || id, 'r' || id, id, 1, 1, 1, 'text ' || id FROM user");
    }

    private static List<User> some(List<User> people, Random random) {
        return people.stream().filter(user -> random.nextBoolean()).toList();
    }

    /** Everything that is kept about the others. */
    private static List<String> kept(Database database, List<User> people, User without) {
        List<String> kept = new ArrayList<>();
        for (User user : people) {
            if (!user.id().equals(without.id())) {
                assertThat(new PersonRecords(database).read(user.id(), new Told(kept)))
                        .isPresent();
                kept.addAll(StoreFixture.texts(
                        database,
                        "SELECT id || ' ' || person || ' ' || hex(name_key) || folded || ' ' || email_key || first_seen_at || ' ' || changed_at"
                                + " FROM user WHERE user_id = ?",
                        user.id()));
            }
        }
        return kept;
    }

    private record Told(List<String> kept) implements PersonRecords.Sink {
        @Override
        public void section(String name) {
            kept.add(name);
        }

        @Override
        public void row(Map<String, Object> values) {
            kept.add(values.toString());
        }
    }
}
