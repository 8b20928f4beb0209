package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.store.Ledger.CallResult;
import dev.rostrum.store.Ledger.Decision;
import dev.rostrum.store.Ledger.Due;
import dev.rostrum.store.Ledger.Outcome;
import dev.rostrum.store.Ledger.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random audiences and random interleavings over one real data file. */
@Tag("storage")
class LedgerProperties {
    private static Path folder;
    private static Database database;
    private static Ledger ledger;
    private static int round;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("ledger");
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = new Ledger(database);
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

    /** What the rules of the plan give, counted without SQL. */
    private static Preview expected(Audience audience, Map<String, List<User>> rosters, Map<String, User> known) {
        Set<String> selected = new HashSet<>(audience.userIds());
        selected.retainAll(known.keySet());
        audience.teamIds()
                .forEach(team -> rosters.getOrDefault(team, List.of()).forEach(user -> selected.add(user.id())));
        Set<String> out = new HashSet<>();
        for (String id : audience.excludedUserIds()) {
            if (known.containsKey(id) && known.get(id).objectId() != null) {
                out.add(known.get(id).objectId());
            }
        }
        long removed = 0;
        Set<String> people = new HashSet<>();
        for (String id : selected) {
            String object = known.get(id).objectId();
            if (audience.excludedUserIds().contains(id) || (object != null && out.contains(object))) {
                removed++;
            } else {
                people.add(object == null ? id : object);
            }
        }
        return new Preview(selected.size(), removed, selected.size() - removed - people.size(), people.size(), 0);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void previewIsWhatPlanningWrites(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int step) {
        String prefix = "29:r" + round++ + "-";
        Map<String, User> known = new HashMap<>();
        Map<String, List<User>> rosters = new HashMap<>();
        int people = 1 + random.nextInt(40);
        for (int i = 0; i < people; i++) {
            String object = random.nextInt(4) == 0 ? null : prefix + "o" + random.nextInt(1 + people / 2);
            known.put(prefix + i, StoreFixture.user(prefix + i, object, "N" + i));
        }
        List<User> all = new ArrayList<>(known.values());
        Set<String> cached = new HashSet<>();
        for (int t = 0; t < 3; t++) {
            List<User> roster =
                    all.stream().filter(user -> random.nextInt(3) == 0).toList();
            rosters.put(prefix + "t" + t, roster);
            StoreFixture.roster(database, prefix + "t" + t, T0, roster);
            roster.forEach(user -> cached.add(user.id()));
        }
        known.keySet().retainAll(cached);
        Audience audience = new Audience(
                pick(random, Set.of(prefix + "t0", prefix + "t1", prefix + "t2", "unknown team")),
                pick(random, ids(all)),
                pick(random, ids(all)));

        Preview preview = ledger.preview(audience);
        assertThat(preview).isEqualTo(expected(audience, rosters, known));
        long run = ledger.begin("P", StoreFixture.message(), audience, SendChoices.NONE, null, T0);
        while (!ledger.planNext(run, step, T0).complete()) {
            assertThat(ledger.recount(run)).isEqualTo(ledger.totals(run));
        }
        ledger.planned(run, T0);
        Totals totals = ledger.totals(run);
        assertThat(totals.addUp()).isTrue();
        assertThat(ledger.recount(run)).isEqualTo(totals);
        assertThat(totals.selected()).isEqualTo(preview.selected());
        assertThat(totals.excluded()).isEqualTo(preview.removed() + preview.samePerson());
        assertThat(totals.waiting()).isEqualTo(preview.recipients());
        assertThat(preview.recipients()).isEqualTo(preview.selected() - preview.removed() - preview.samePerson());
        ledger.discard(run);
    }

    private static Set<String> ids(List<User> users) {
        Set<String> ids = new HashSet<>();
        users.forEach(user -> ids.add(user.id()));
        return ids;
    }

    private static Set<String> pick(Random random, Set<String> from) {
        int oneOf = 1 + random.nextInt(6);
        Set<String> picked = new HashSet<>();
        from.stream().sorted().filter(each -> random.nextInt(oneOf) == 0).forEach(picked::add);
        return picked;
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void noInterleavingLosesARowOrLeavesAnEndByItself(@ForAll Random random) {
        String prefix = "29:i" + round++ + "-";
        List<User> roster = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            roster.add(StoreFixture.user(prefix + i, prefix + "o" + i, "N" + i));
        }
        StoreFixture.roster(database, prefix + "t", T0, roster);
        long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(prefix + "t")));
        List<Due> seen = new ArrayList<>(ledger.due(run, at(0), 10));
        Map<Long, DeliveryState> before = states(run);
        for (int n = 1; n <= 80; n++) {
            Due row = seen.get(random.nextInt(seen.size()));
            boolean decided = step(random, run, row, n);
            seen.addAll(ledger.due(run, at(n), 10));
            Map<Long, DeliveryState> after = states(run);
            for (Map.Entry<Long, DeliveryState> entry : before.entrySet()) {
                DeliveryState was = entry.getValue();
                DeliveryState is = after.get(entry.getKey());
                if (was != is && was.isTerminal() && !decided) {
                    // Only an acceptance that came late may end a doubt by itself.
                    assertThat(was).isEqualTo(DeliveryState.IN_DOUBT);
                    assertThat(is).isEqualTo(DeliveryState.SENT);
                }
            }
            before = after;
            Totals totals = ledger.totals(run);
            assertThat(totals.addUp()).isTrue();
            assertThat(totals.selected()).isEqualTo(6);
            assertThat(ledger.recount(run)).isEqualTo(totals);
        }
        assertThat(StoreFixture.number(
                        database,
                        "SELECT count(*) FROM delivery d WHERE d.job = ? AND d.attempts <>"
                                + " (SELECT count(*) FROM attempt a WHERE a.delivery = d.id)",
                        run))
                .isZero();
    }

    private static Map<Long, DeliveryState> states(long run) {
        Map<Long, DeliveryState> states = new HashMap<>();
        database.read(session -> {
            session.each(
                    "SELECT id, state FROM delivery WHERE job = ?",
                    row -> Map.entry(row.getLong("id"), DeliveryState.valueOf(row.getString("state"))),
                    entry -> states.put(entry.getKey(), entry.getValue()),
                    run);
            return null;
        });
        return states;
    }

    /** One random call, mostly out of place. True when it was a decision of the admin. */
    private static boolean step(Random random, long run, Due row, int n) {
        CallResult result = new CallResult(at(n), 200 + random.nextInt(300), null, null, 1, null);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                if (row.conversationId() == null) {
                    get(ledger.opening(row, at(n)));
                } else {
                    get(ledger.sending(row, at(n)));
                }
            }
            case 3, 4 -> get(ledger.openedAndSending(row, "a:" + row.userId(), result, at(n)));
            case 5 -> get(ledger.openedOnly(row, "a:" + row.userId(), result, at(n)));
            case 6 -> get(ledger.notOpened(row, result, new Outcome.Again(at(n + 3), "429", "wait")));
            case 7 -> get(ledger.settle(row, result, new Outcome.Sent("act")));
            case 8 -> get(ledger.settle(row, result, new Outcome.InDoubt("504", "No answer")));
            case 9 -> get(ledger.settle(row, result, new Outcome.Again(at(n), "412", "again")));
            case 10 -> get(ledger.heal(row, result, at(n)));
            case 11 -> get(ledger.lateAnswer(row, result, new Outcome.Sent("late")));
            case 12 -> {
                if (random.nextInt(6) == 0) {
                    ledger.recover(at(n));
                } else {
                    RunState now = ledger.run(run).orElseThrow().state();
                    get(ledger.setState(
                            run,
                            now == RunState.PAUSED ? RunState.RUNNING : RunState.PAUSED,
                            PauseReason.ASKED,
                            null,
                            at(n)));
                }
            }
            default -> {
                return get(ledger.decide(
                        row.id(),
                        row.attempts() + 1 + random.nextInt(2),
                        random.nextBoolean() ? Decision.ARRIVED : Decision.SEND_AGAIN,
                        at(n)));
            }
        }
        return false;
    }
}
