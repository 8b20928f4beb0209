package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.OptOuts;
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
    /** Each attempt has its row, but for the one that is under way. */
    private static final String ATTEMPTS_DIFFER =
            "d.attempts <> (d.state IN ('OPENING', 'SENDING')) + (SELECT count(*) FROM attempt a WHERE a.delivery = d.id)";

    private static Path folder;
    private static Database database;
    private static Ledger ledger;
    private static int round;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("ledger");
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = StoreFixture.unguarded(database);
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
    private static JobCounts expected(Audience audience, Map<String, List<User>> rosters, Map<String, User> known) {
        Set<String> selected = new HashSet<>(audience.userIds());
        selected.retainAll(known.keySet());
        audience.teamIds()
                .forEach(team -> rosters.getOrDefault(team, List.of()).forEach(user -> selected.add(user.id())));
        Set<String> people = people(selected, known);
        Set<String> out = people(audience.excludedUserIds(), known);
        out.retainAll(people);
        return StoreFixture.counts(people.size(), out.size(), 0, people.size() - out.size(), 0);
    }

    private static Set<String> people(Set<String> ids, Map<String, User> known) {
        Set<String> people = new HashSet<>();
        ids.stream()
                .filter(known::containsKey)
                .map(known::get)
                .forEach(user -> people.add(user.objectId() == null ? user.id() : user.objectId()));
        return people;
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void previewIsWhatPlanningWrites(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int step) {
        String prefix = "29:r" + round++ + "-";
        Map<String, User> known = new HashMap<>();
        Map<String, List<User>> rosters = new HashMap<>();
        int people = 1 + random.nextInt(40);
        for (int i = 0; i < people; i++) {
            String object = random.nextInt(4) == 0 ? null : prefix + "o" + random.nextInt(1 + people / 2);
            known.put(prefix + i, StoreFixture.user(prefix + i, object, prefix + "N" + i));
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

        JobCounts preview = StoreFixture.preview(ledger, audience, StoreFixture.message(), SendChoices.NONE, T0);
        assertThat(preview).isEqualTo(expected(audience, rosters, known));
        long run = ledger.plans().begin("P", StoreFixture.message(), audience, SendChoices.NONE, T0);
        while (!ledger.plans().planNext(run, step, T0).complete()) {
            assertThat(ledger.jobs().recount(run)).isEqualTo(ledger.jobs().totals(run));
        }
        ledger.plans().planned(run, T0);
        Totals totals = ledger.jobs().totals(run);
        assertThat(totals.addUp()).isTrue();
        assertThat(ledger.jobs().recount(run)).isEqualTo(totals);
        assertThat(totals.selected()).isEqualTo(preview.selected());
        assertThat(totals.waiting()).isEqualTo(preview.recipients());
        assertThat(preview.leftOut().stream().mapToLong(LeftOut::count).sum()).isEqualTo(totals.excluded());
        ledger.plans().discard(run, T0);
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
            roster.add(StoreFixture.user(prefix + i, prefix + "o" + i, prefix + "N" + i));
        }
        StoreFixture.roster(database, prefix + "t", T0, roster);
        long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(prefix + "t")));
        List<DueDelivery> seen = new ArrayList<>(ledger.deliveries().due(run, at(0), 10, Deliveries.EVERY_ROW));
        Map<Long, DeliveryState> before = states(run);
        for (int n = 1; n <= 80; n++) {
            DueDelivery row = seen.get(random.nextInt(seen.size()));
            boolean decided = step(random, run, row, n);
            seen.addAll(ledger.deliveries().due(run, at(n), 10, Deliveries.EVERY_ROW));
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
            Totals totals = ledger.jobs().totals(run);
            assertThat(totals.addUp()).isTrue();
            assertThat(totals.selected()).isEqualTo(6);
            assertThat(ledger.jobs().recount(run)).isEqualTo(totals);
        }
        assertThat(StoreFixture.number(
                        database, "SELECT count(*) FROM delivery d WHERE d.job = ? AND " + ATTEMPTS_DIFFER, run))
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
    private static boolean step(Random random, long run, DueDelivery row, int n) {
        CallResult result = new CallResult(at(n), at(n), 200 + random.nextInt(300), null, null, 1, null);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                if (row.conversationId() == null) {
                    get(ledger.claims().opening(row, at(n)));
                } else {
                    get(ledger.claims().sending(row, at(n)));
                }
            }
            case 3, 4 -> get(ledger.claims().openedAndSending(row, "a:" + row.userId(), result, at(n)));
            case 5 -> get(ledger.outcomes().openedOnly(row, "a:" + row.userId(), result, at(n)));
            case 6 ->
                get(ledger.outcomes()
                        .notOpened(row, result, new CallOutcome.Again(at(n + 3), "429", Reason.of("wait"))));
            case 7 -> get(ledger.outcomes().settle(row, result, new CallOutcome.Sent("act")));
            case 8 ->
                get(ledger.outcomes()
                        .settle(row, result, new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer"))));
            case 9 ->
                get(ledger.outcomes().settle(row, result, new CallOutcome.Again(at(n), "412", Reason.of("again"))));
            case 10 -> get(ledger.outcomes().heal(row, result, at(n)));
            case 11 -> get(ledger.outcomes().lateAnswer(row, result, new CallOutcome.Sent("late")));
            case 12 -> {
                int end = random.nextInt(8);
                if (end == 0) {
                    ledger.jobs().recover(at(n));
                } else if (end == 1) {
                    get(ledger.outcomes().recover(run, at(n)));
                } else {
                    RunState now = ledger.jobs().find(run).orElseThrow().state();
                    get(ledger.jobs()
                            .setState(
                                    run,
                                    now == RunState.PAUSED ? RunState.RUNNING : RunState.PAUSED,
                                    PauseReason.ASKED,
                                    null,
                                    at(n)));
                }
            }
            default -> {
                return get(ledger.decisions()
                        .decide(
                                row.id(),
                                row.attempts() + 1 + random.nextInt(2),
                                random.nextBoolean() ? Decision.ARRIVED : Decision.SEND_AGAIN,
                                at(n)));
            }
        }
        return false;
    }

    /** Every kind of job at once, with crashes, decisions and a guard that changes its mind. */
    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void noInterleavingOfJobsBreaksTheBooks(@ForAll Random random) {
        String prefix = "29:j" + round++ + "-";
        List<User> roster = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            // Of the last two nobody knows yet that they are one person.
            roster.add(StoreFixture.user(prefix + i, i < 3 ? prefix + "o" + i : null, prefix + "N" + i));
        }
        StoreFixture.roster(database, prefix + "t", T0, roster);
        AuditLog audit = new AuditLog(() -> "tester");
        GuardRules strict = new GuardRules(true, 1 + random.nextInt(3), 7, random.nextInt(2), null, null);
        Ledger guarded = Ledger.of(database, () -> strict, audit);
        OptOuts optOuts = new OptOuts(database, audit, StoreFixture.CLOCK);
        SendChoices choices = new SendChoices(false, 0, false, random.nextBoolean() ? "Once more" : null);
        long first = guarded.plans()
                .begin(prefix, StoreFixture.message(), Audience.ofTeams(Set.of(prefix + "t")), choices, T0);
        guarded.plans().planNext(first, 100, T0);
        guarded.plans().planned(first, T0);
        List<Long> runs = new ArrayList<>(List.of(first));
        runs.add(recallOfAnEarlierOne(guarded, prefix, choices));
        runs.add(another(guarded, prefix, "Another text", choices));
        List<DueDelivery> seen = new ArrayList<>();
        Map<Long, DeliveryState> before = allStates(runs);
        for (int n = 1; n <= 120; n++) {
            boolean decided = false;
            int what = random.nextInt(23);
            if (what == 0 && runs.size() < 8) {
                follow(random, guarded, runs, choices, n);
            } else if (what == 1) {
                if (random.nextBoolean()) {
                    guarded.jobs().recover(at(n));
                } else {
                    get(guarded.outcomes().recover(runs.get(random.nextInt(runs.size())), at(n)));
                }
            } else if (what == 2) {
                String person = prefix + random.nextInt(5);
                if (random.nextBoolean()) {
                    optOuts.set(person, random.nextBoolean() ? OptOut.Asker.PERSON : OptOut.Asker.ADMIN, null);
                } else {
                    optOuts.clear(person, "changed their mind");
                }
            } else if (what == 3) {
                long run = runs.get(random.nextInt(runs.size()));
                DeliveryChoice all = DeliveryChoice.ofRun(run);
                Decision decision = random.nextBoolean() ? Decision.ARRIVED : Decision.SEND_AGAIN;
                long doubts = guarded.decisions().inDoubt(all);
                assertThat(guarded.decisions().decideAll(all, decision, doubts, at(n)))
                        .isEqualTo(doubts);
                decided = true;
            } else if (what == 4) {
                long run = runs.get(random.nextInt(runs.size()));
                if (random.nextInt(4) == 0
                        && guarded.jobs().find(run).orElseThrow().state() == RunState.PAUSED) {
                    get(guarded.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(n)));
                    if (guarded.jobs().totals(run).open() == 0) {
                        get(guarded.jobs().setState(run, RunState.STOPPED, null, null, at(n)));
                    }
                }
            } else if (what == 20) {
                newIds(random, prefix, n);
            } else if (what >= 21) {
                grow(random, guarded, prefix, runs, n);
            } else if (what <= 8) {
                switchOnOrOff(random, guarded, runs, n);
            } else if (!seen.isEmpty()) {
                call(random, guarded, seen.get(seen.size() - 1 - random.nextInt(Math.min(12, seen.size()))), n);
            }
            for (long run : runs) {
                seen.addAll(guarded.deliveries().due(run, at(n), 10, Deliveries.EVERY_ROW));
            }
            Map<Long, DeliveryState> after = allStates(runs);
            for (Map.Entry<Long, DeliveryState> entry : before.entrySet()) {
                DeliveryState was = entry.getValue();
                DeliveryState is = after.get(entry.getKey());
                if (was != is && was.isTerminal() && !decided) {
                    assertThat(was).isEqualTo(DeliveryState.IN_DOUBT);
                    assertThat(is).isEqualTo(DeliveryState.SENT);
                }
            }
            before = after;
            assertThat(StoreFixture.number(
                            database,
                            "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM delivery d JOIN user u ON u.id = d.user"
                                    + " WHERE d.open = 1 AND d.state <> 'WAITING' GROUP BY u.person)"))
                    .as("calls under way to one person")
                    .isLessThanOrEqualTo(1);
            for (long run : runs) {
                Totals totals = guarded.jobs().totals(run);
                assertThat(totals.addUp()).isTrue();
                assertThat(guarded.jobs().recount(run)).isEqualTo(totals);
            }
        }
        String ours = " FROM delivery d JOIN job j ON j.id = d.job WHERE j.announcement ="
                + " (SELECT announcement FROM job WHERE id = ?)";
        assertThat(StoreFixture.number(database, "SELECT count(*)" + ours + " AND " + ATTEMPTS_DIFFER, first))
                .isZero();
        assertThat(StoreFixture.number(
                        database,
                        "SELECT count(*)" + ours + " AND j.kind IN ('EDIT', 'RECALL')"
                                + " AND (d.state = 'IN_DOUBT' AND d.reason NOT IN ('doubt.maybeChanged', 'doubt.maybeTakenBack')"
                                + " OR d.state = 'CANCELLED' AND EXISTS (SELECT 1 FROM attempt a WHERE a.delivery = d.id"
                                + " AND (a.ended_at IS NULL OR a.status NOT BETWEEN 300 AND 499 OR a.status = 408))"
                                + " OR EXISTS (SELECT 1 FROM attempt a WHERE a.delivery = d.id AND a.call <>"
                                + " CASE j.kind WHEN 'EDIT' THEN 'UPDATE' ELSE 'DELETE' END))",
                        first))
                .isZero();
        assertThat(StoreFixture.number(
                        database,
                        "SELECT count(*)" + ours
                                + " AND j.kind IN ('SEND', 'RESEND') AND EXISTS (SELECT 1 FROM attempt a"
                                + " WHERE a.delivery = d.id AND a.call NOT IN ('CREATE', 'SEND'))",
                        first))
                .isZero();
    }

    /** An event asks for a message: a job of the day gets a row more, whatever it is doing, or begins. */
    private static void grow(Random random, Ledger guarded, String prefix, List<Long> runs, int n) {
        Purpose purpose = random.nextBoolean() ? Purpose.WELCOME : Purpose.MENTION;
        int people = purpose == Purpose.WELCOME ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < people; i++) {
            StoreFixture.change(
                    database,
                    "INSERT INTO prompt (purpose, user, by_user, event, at) SELECT ?1, id, id, ?2, ?3 FROM user"
                            + " WHERE user_id = ?4",
                    purpose,
                    n,
                    at(n),
                    prefix + random.nextInt(5));
        }
        Message text = new Message(prefix + "prompted " + random.nextInt(2), TextFormat.PLAIN);
        for (Prompted.Prompt prompt : guarded.prompted().waiting(purpose, 10)) {
            guarded.prompted().take(prompt, "Prompted", text, new Prompted.Day(T0, at(86_400)), at(n));
        }
        assertThat(guarded.prompted().waiting()).isZero();
        database
                .read(session -> session.list(
                        "SELECT j.id FROM job j JOIN announcement a ON a.id = j.announcement WHERE a.purpose <> 'ANNOUNCEMENT'"
                                + " AND a.text GLOB ?",
                        row -> row.getLong(1),
                        prefix + "*"))
                .stream()
                .filter(job -> !runs.contains(job))
                .forEach(runs::add);
    }

    /** A sync after which some have other ids, and perhaps two turn out to be one person. */
    private static void newIds(Random random, String prefix, int n) {
        List<User> roster = new ArrayList<>();
        // Calls to both that are under way already are nobody's fault.
        boolean both = random.nextInt(3) == 0
                && StoreFixture.number(
                                database,
                                "SELECT count(*) FROM delivery d JOIN user u ON u.id = d.user WHERE d.open = 1"
                                        + " AND d.state <> 'WAITING' AND u.user_id IN (?, ?)",
                                prefix + 3,
                                prefix + 4)
                        < 2;
        for (int i = 0; i < 5; i++) {
            String object = i < 3 ? prefix + "o" + i : both ? prefix + "both" : null;
            String id = prefix + i + (i < 3 && random.nextBoolean() ? "-" + n : "");
            roster.add(StoreFixture.user(id, object, prefix + "N" + i));
        }
        StoreFixture.roster(database, prefix + "t", at(n), roster);
        assertThat(StoreFixture.number(
                        database,
                        "SELECT count(*) FROM user u LEFT JOIN person p ON p.id = u.person LEFT JOIN user e ON e.id = p.entry"
                                + " WHERE u.object_id IS NOT p.object_id OR e.person IS NOT p.id"))
                .isZero();
    }

    /** Nobody is written to by two rows of one job, nor under ids that are out of use. */
    private static void claimed(DueDelivery row, boolean claimed) {
        if (claimed && row.target() == null) {
            assertThat(StoreFixture.number(
                            database,
                            "SELECT count(*) FROM delivery d JOIN user u ON u.id = d.user JOIN user e ON e.person = u.person"
                                    + " JOIN delivery x ON x.job = d.job AND x.user = e.id AND x.id <> d.id WHERE d.id = ?"
                                    + " AND x.state NOT IN ('WAITING', 'EXCLUDED', 'CANCELLED')",
                            row.id()))
                    .isZero();
            assertThat(StoreFixture.number(
                            database,
                            "SELECT p.entry FROM delivery d JOIN user u ON u.id = d.user JOIN person p ON p.id = u.person"
                                    + " WHERE d.id = ?",
                            row.id()))
                    .isEqualTo(row.user());
        }
    }

    private static Map<Long, DeliveryState> allStates(List<Long> runs) {
        Map<Long, DeliveryState> states = new HashMap<>();
        runs.forEach(run -> states.putAll(states(run)));
        return states;
    }

    /** Plans a job with a parent; sometimes the program ends before its last step. */
    private static void follow(Random random, Ledger guarded, List<Long> runs, SendChoices choices, int n) {
        JobKind kind = List.of(JobKind.RESEND, JobKind.EDIT, JobKind.RECALL).get(random.nextInt(3));
        long parent = runs.get(kind == JobKind.RESEND ? 0 : random.nextInt(runs.size()));
        DeliveryChoice choice =
                random.nextBoolean() ? DeliveryChoice.ofRun(parent) : DeliveryChoice.ofAnnouncement(parent);
        List<Long> rows;
        try {
            rows = guarded.followUps().chosen(kind, choice);
        } catch (Problem ignored) {
            return;
        }
        long able = guarded.followUps()
                .preview(kind, choice, choices, at(n), row -> {})
                .recipients();
        long run = guarded.followUps()
                .begin(kind, choice, kind == JobKind.EDIT ? StoreFixture.message() : null, choices, at(n));
        boolean whole = random.nextInt(4) != 0;
        boolean complete;
        do {
            complete = guarded.followUps().planNext(run, rows, 2, at(n)).complete();
        } while (whole && !complete);
        if (whole) {
            guarded.plans().planned(run, at(n));
            assertThat(guarded.jobs().totals(run).waiting()).isEqualTo(able);
            runs.add(run);
        } else {
            guarded.jobs().recover(at(n));
            assertThat(guarded.jobs().find(run)).isEmpty();
        }
    }

    private static long another(Ledger guarded, String prefix, String text, SendChoices choices) {
        long run = guarded.plans()
                .begin(
                        prefix + text,
                        new Message(text, TextFormat.PLAIN),
                        Audience.ofTeams(Set.of(prefix + "t")),
                        choices,
                        T0);
        guarded.plans().planNext(run, 100, T0);
        guarded.plans().planned(run, T0);
        return run;
    }

    /** The same people had a message before, which is to be recalled while others come. */
    private static long recallOfAnEarlierOne(Ledger guarded, String prefix, SendChoices choices) {
        Ledger free = StoreFixture.unguarded(database);
        long earlier = another(free, prefix, "An earlier text", choices);
        get(free.jobs().setState(earlier, RunState.RUNNING, null, null, T0));
        for (DueDelivery row : free.deliveries().due(earlier, T0, 100, Deliveries.EVERY_ROW)) {
            CallResult answer = new CallResult(T0, T0, 201, null, null, 1, null);
            get(free.claims().opening(row, T0));
            get(free.claims().openedAndSending(row, "a:" + row.userId(), answer, T0));
            get(free.outcomes().settle(row, answer, new CallOutcome.Sent("earlier" + row.id())));
        }
        get(free.jobs().setState(earlier, RunState.DONE, null, null, T0));
        DeliveryChoice all = DeliveryChoice.ofRun(earlier);
        List<Long> rows = guarded.followUps().chosen(JobKind.RECALL, all);
        assertThat(rows).isNotEmpty();
        long recall = guarded.followUps().begin(JobKind.RECALL, all, null, choices, T0);
        guarded.followUps().planNext(recall, rows, 100, T0);
        guarded.plans().planned(recall, T0);
        return recall;
    }

    private static void switchOnOrOff(Random random, Ledger guarded, List<Long> runs, int n) {
        long run = runs.get(random.nextInt(runs.size()));
        RunState state = guarded.jobs().find(run).orElseThrow().state();
        long atWork = runs.stream()
                .filter(other -> guarded.jobs().find(other).orElseThrow().state() == RunState.RUNNING)
                .count();
        if (state == RunState.PAUSED && atWork < 3) {
            get(guarded.jobs().setState(run, RunState.RUNNING, null, null, at(n)));
        } else if (state == RunState.RUNNING && random.nextInt(3) == 0) {
            get(guarded.jobs().setState(run, RunState.PAUSED, PauseReason.ASKED, null, at(n)));
        } else if (state == RunState.RUNNING && guarded.jobs().totals(run).open() == 0) {
            get(guarded.jobs().setState(run, RunState.DONE, null, null, at(n)));
        }
    }

    /** One call about a row as it was once seen, in or out of place. */
    private static void call(Random random, Ledger guarded, DueDelivery row, int n) {
        CallResult result = new CallResult(at(n), at(n), 200 + random.nextInt(300), null, null, 1, null);
        boolean message = row.target() == null;
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                claimed(
                        row,
                        row.conversationId() == null
                                ? get(guarded.claims().opening(row, at(n)))
                                : get(guarded.claims().sending(row, at(n))));
            }
            case 3 -> {
                if (message) {
                    get(guarded.claims().openedAndSending(row, "a:" + row.userId(), result, at(n)));
                }
            }
            case 4 ->
                get(guarded.outcomes()
                        .settle(row, result, new CallOutcome.Sent(random.nextInt(4) == 0 ? null : "act" + row.id())));
            case 5 ->
                get(guarded.outcomes()
                        .settle(
                                row,
                                result,
                                message
                                        ? new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer"))
                                        : new CallOutcome.Again(
                                                at(n + 1), "504", Reason.of(Reason.EARLIER, "No answer"))));
            case 6 ->
                get(guarded.outcomes()
                        .settle(
                                row,
                                result,
                                new CallOutcome.Refused("ConversationBlockedByUser", Reason.of("Blocked"))));
            case 7 -> get(guarded.outcomes().heal(row, result, at(n)));
            default -> {
                if (message) {
                    get(guarded.outcomes().lateAnswer(row, result, new CallOutcome.Sent("late")));
                }
            }
        }
    }
}
