package dev.rostrum.store.query;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random histories of announcements: sent, resent, changed, recalled, stopped and decided on. The numbers of every screen add up, and
 * are those of the rows, counted here one by one.
 */
@Tag("storage")
class OutcomeProperties {
    private static final List<JobKind> LATER = List.of(JobKind.RESEND, JobKind.EDIT, JobKind.RECALL);

    private static Path folder;
    private static Database database;
    private static Ledger ledger;
    private static int round;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("outcomes");
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

    /** A row as the data file has it, and nothing that the questions work out. */
    private record Raw(long id, long job, JobKind kind, long person, DeliveryState state, long message) {
        private long of() {
            return message == 0 ? id : message;
        }

        private int rank() {
            return state == DeliveryState.SENT ? 2 : state == DeliveryState.IN_DOUBT ? 1 : 0;
        }

        private boolean took() {
            return state != DeliveryState.EXCLUDED && state != DeliveryState.CANCELLED;
        }
    }

    /** The later one of two rows of a person says what became of them. */
    private static final Comparator<Raw> LATEST = Comparator.comparing(Raw::took)
            .thenComparing(Raw::job)
            .thenComparing(Raw::rank)
            .thenComparing(Raw::id);

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void totalsAddUpOnEveryScreen(@ForAll Random random) {
        String prefix = "29:h" + round++ + "-";
        List<User> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            people.add(StoreFixture.user(prefix + i, prefix + "o" + i, prefix + "N" + i / 2));
        }
        StoreFixture.roster(database, prefix + "t", T0, people);
        long send = StoreFixture.planned(
                ledger, Audience.ofTeams(Set.of(prefix + "t")).without(Set.of(prefix + "0")));
        long announcement = announcement(send);
        run(random, send);
        check(announcement, send);
        for (int n = 0; n < 6; n++) {
            List<Long> jobs = jobs(announcement);
            long parent = jobs.get(random.nextInt(jobs.size()));
            JobKind kind = LATER.get(random.nextInt(LATER.size()));
            boolean whole = random.nextBoolean();
            boolean messages = whole || kind(parent).sendsMessages();
            if (kind == JobKind.RESEND && !messages) {
                continue;
            }
            run(random, follow(random, kind, new DeliveryChoice(parent, whole, Set.of(), null, null, "", Set.of())));
            check(announcement, send);
        }
    }

    private static long follow(Random random, JobKind kind, DeliveryChoice choice) {
        List<Long> rows = ledger.followUps().chosen(kind, choice).stream()
                .filter(row -> random.nextInt(4) > 0)
                .toList();
        Message message = kind == JobKind.EDIT ? new Message("Text " + random.nextInt(), TextFormat.PLAIN) : null;
        long run = ledger.followUps().begin(kind, choice, message, SendChoices.NONE, at(10));
        while (!ledger.followUps().planNext(run, rows, 3, at(10)).complete()) {
            // Step by step.
        }
        ledger.plans().planned(run, at(10));
        return run;
    }

    /** Sends, or changes or recalls; what becomes of each row is random, and sometimes the run is stopped or stays paused. */
    private static void run(Random random, long run) {
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(11)));
        int end = random.nextInt(3);
        for (DueDelivery row : ledger.deliveries().due(run, at(11), 100, Deliveries.EVERY_ROW)) {
            if (random.nextInt(6) > 0) {
                send(random, row);
            }
        }
        if (random.nextBoolean()) {
            for (DeliveryQuery.Row doubt : rows(run, DeliveryState.IN_DOUBT)) {
                get(ledger.decisions()
                        .decide(
                                doubt.id(),
                                doubt.attempts(),
                                random.nextBoolean() ? Decision.ARRIVED : Decision.SEND_AGAIN,
                                at(14)));
            }
        }
        if (end == 0) {
            get(ledger.jobs().setState(run, RunState.STOPPING, null, null, at(15)));
            get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(15)));
            get(ledger.jobs().setState(run, RunState.STOPPED, null, null, at(15)));
        } else if (!get(ledger.jobs().done(run, at(15)))) {
            get(ledger.jobs().setState(run, RunState.PAUSED, PauseReason.ASKED, null, at(15)));
        }
    }

    private static void send(Random random, DueDelivery row) {
        CallResult answer = new CallResult(at(12), at(13), 200, null, "cv", 5, null);
        DueDelivery claimed = row;
        if (row.conversationId() == null) {
            if (!get(ledger.claims().opening(row, at(12)))
                    || !get(ledger.claims().openedAndSending(row, "a:" + row.userId(), answer, at(12)))) {
                return;
            }
        } else if (!get(ledger.claims().sending(claimed, at(12)))) {
            return;
        }
        boolean sends = row.target() == null;
        CallOutcome outcome =
                switch (random.nextInt(6)) {
                    case 0 -> new CallOutcome.Refused("403", Reason.of("answer.blockedOrRemoved", 403, "x"));
                    case 1 ->
                        sends
                                ? new CallOutcome.InDoubt("504", Reason.of("answer.sendTrouble", 504, "504"))
                                : new CallOutcome.Again(at(30), "504", Reason.of("answer.sendTrouble", 504, "504"));
                    default -> new CallOutcome.Sent(sends ? "act-" + row.id() : row.target());
                };
        get(ledger.outcomes().settle(row, answer, outcome));
    }

    // ---------------------------------------------------------------- what the screens say, and what is so

    private static void check(long announcement, long send) {
        List<Raw> rows = raw(announcement);
        Map<Long, MessageFate> fates = new HashMap<>();
        for (Raw row : rows) {
            if (row.message() != 0 && row.state() == DeliveryState.SENT) {
                fates.merge(
                        row.message(),
                        row.kind() == JobKind.RECALL ? MessageFate.RECALLED : MessageFate.CHANGED,
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        everybody(announcement, rows, fates);
        for (long job : jobs(announcement)) {
            job(job, rows.stream().filter(row -> row.job() == job).toList(), fates);
        }
        line(announcement, send, rows, fates);
        people(rows, fates);
    }

    private static MessageFate fate(Raw row, Map<Long, MessageFate> fates) {
        return row.state() == DeliveryState.SENT ? fates.getOrDefault(row.of(), MessageFate.AS_SENT) : null;
    }

    private static Map<Long, Raw> latest(List<Raw> rows) {
        Map<Long, Raw> latest = new HashMap<>();
        rows.forEach(row -> latest.merge(row.person(), row, (a, b) -> LATEST.compare(a, b) > 0 ? a : b));
        return latest;
    }

    private static void everybody(long announcement, List<Raw> rows, Map<Long, MessageFate> fates) {
        OutcomeQuery query = new OutcomeQuery(database);
        Map<Long, Raw> latest = latest(rows);
        Map<String, Long> expected = latest.values().stream()
                .collect(Collectors.groupingBy(row -> row.state() + " " + fate(row, fates), Collectors.counting()));
        Map<String, Long> told = new HashMap<>();
        query.standing(announcement).forEach(each -> told.put(each.state() + " " + each.fate(), each.people()));
        assertThat(told).isEqualTo(expected);
        assertThat(told.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(query.select(OutcomeQuery.Filter.of(announcement), List.of())
                        .count())
                .isEqualTo(latest.size());
        for (OutcomeQuery.Standing each : query.standing(announcement)) {
            OutcomeQuery.Filter filter =
                    new OutcomeQuery.Filter(announcement, Set.of(), Set.of(each.state()), each.fate(), null, null, "");
            assertThat(query.select(filter, List.of()).count()).as("%s", each).isEqualTo(each.people());
            assertThat(query.messages(filter))
                    .as("what is done with those shown is done with their messages")
                    .isEqualTo(latest.values().stream()
                            .filter(row -> row.state() == each.state() && fate(row, fates) == each.fate())
                            .map(Raw::of)
                            .collect(Collectors.toSet()));
        }
        long caused = query.causes(announcement).stream()
                .mapToLong(DeliveryQuery.CauseCount::count)
                .sum();
        assertThat(caused)
                .isEqualTo(latest.values().stream()
                        .filter(row -> row.state() == DeliveryState.REFUSED
                                || row.state() == DeliveryState.IN_DOUBT
                                || row.state() == DeliveryState.EXCLUDED)
                        .count());
    }

    private static void job(long job, List<Raw> rows, Map<Long, MessageFate> fates) {
        DeliveryQuery query = new DeliveryQuery(database);
        Totals totals = new RunQuery(database).find(job).orElseThrow().totals();
        assertThat(totals.addUp()).isTrue();
        assertThat(totals.selected()).isEqualTo(rows.size());
        Map<MessageFate, Long> told = query.fates(job);
        for (MessageFate fate : MessageFate.values()) {
            long expected =
                    rows.stream().filter(row -> fate(row, fates) == fate).count();
            assertThat(query.select(DeliveryChoice.ofRun(job), fate, List.of()).count())
                    .isEqualTo(expected);
            if (!told.isEmpty()) {
                assertThat(told.getOrDefault(fate, 0L)).as("%s", fate).isEqualTo(expected);
            }
        }
        assertThat(told.isEmpty()
                        || told.values().stream().mapToLong(Long::longValue).sum() == totals.sent())
                .isTrue();
    }

    private static void line(long announcement, long send, List<Raw> rows, Map<Long, MessageFate> fates) {
        AnnouncementQuery.Row line = new AnnouncementQuery(database)
                .select("", AnnouncementQuery.Stage.ALL).page(0, 1_000).stream()
                        .filter(row -> row.send().announcementId() == announcement)
                        .findFirst()
                        .orElseThrow();
        assertThat(line.send().id()).isEqualTo(send);
        assertThat(line.totals().addUp()).isTrue();
        Map<Long, Raw> latest =
                latest(rows.stream().filter(row -> row.kind().sendsMessages()).toList());
        for (DeliveryState state : DeliveryState.values()) {
            assertThat(line.totals().of(state))
                    .as("%s", state)
                    .isEqualTo(latest.values().stream()
                            .filter(row -> row.state() == state)
                            .count());
        }
        assertThat(line.accepted())
                .isEqualTo(rows.stream()
                        .filter(row -> row.kind().sendsMessages() && row.state() == DeliveryState.SENT)
                        .count());
        assertThat(line.recalled())
                .isEqualTo(fates.values().stream()
                        .filter(fate -> fate == MessageFate.RECALLED)
                        .count());
        assertThat(line.changed()).isEqualTo(hit(rows, JobKind.EDIT));
        assertThat(new AnnouncementQuery(database)
                        .select("", AnnouncementQuery.Stage.ALL)
                        .count())
                .isEqualTo(StoreFixture.number(database, "SELECT count(*) FROM announcement"));
        assertThat(new AnnouncementQuery(database)
                                .select("", AnnouncementQuery.Stage.OVER)
                                .count()
                        + new AnnouncementQuery(database)
                                .select("", AnnouncementQuery.Stage.UNDER_WAY)
                                .count())
                .isEqualTo(StoreFixture.number(database, "SELECT count(*) FROM announcement"));
    }

    private static long hit(List<Raw> rows, JobKind kind) {
        Set<Long> messages = new HashSet<>();
        rows.stream()
                .filter(row -> row.kind() == kind && row.state() == DeliveryState.SENT)
                .forEach(row -> messages.add(row.message()));
        return messages.size();
    }

    private static void people(List<Raw> rows, Map<Long, MessageFate> fates) {
        UserQuery query = new UserQuery(database);
        for (long person : rows.stream().map(Raw::person).collect(Collectors.toSet())) {
            String id = StoreFixture.text(
                    database, "SELECT u.user_id FROM person p JOIN user u ON u.id = p.entry WHERE p.id = ?", person);
            List<String> expected = rows.stream()
                    .filter(row -> row.person() == person)
                    .sorted(Comparator.comparing(Raw::id).reversed())
                    .limit(20)
                    .map(row -> row.job() + " " + row.state() + " " + fate(row, fates))
                    .toList();
            assertThat(query.details(id).orElseThrow().deliveries())
                    .extracting(sent -> sent.runId() + " " + sent.state() + " " + sent.fate())
                    .isEqualTo(expected);
        }
    }

    private static List<Raw> raw(long announcement) {
        return database.read(session -> session.list(
                "SELECT d.id, d.job, j.kind, u.person, d.state, d.message FROM delivery d JOIN job j ON j.id = d.job"
                        + " JOIN user u ON u.id = d.user WHERE j.announcement = ?",
                row -> new Raw(
                        row.getLong("id"),
                        row.getLong("job"),
                        JobKind.valueOf(row.getString("kind")),
                        row.getLong("person"),
                        DeliveryState.valueOf(row.getString("state")),
                        row.getLong("message")),
                announcement));
    }

    private static List<DeliveryQuery.Row> rows(long run, DeliveryState state) {
        return new DeliveryQuery(database)
                .select(DeliveryChoice.ofStates(run, Set.of(state)), List.of())
                .page(0, 100);
    }

    private static long announcement(long run) {
        return StoreFixture.number(database, "SELECT announcement FROM job WHERE id = ?", run);
    }

    private static List<Long> jobs(long announcement) {
        return database.read(session -> session.list(
                "SELECT id FROM job WHERE announcement = ? ORDER BY id", row -> row.getLong(1), announcement));
    }

    private static JobKind kind(long run) {
        return JobKind.valueOf(StoreFixture.text(database, "SELECT kind FROM job WHERE id = ?", run));
    }
}
