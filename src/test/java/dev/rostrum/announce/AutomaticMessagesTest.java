package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.RawServer;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.AnnouncementQuery.Stage;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that events ask for, on a real data file and over real HTTP to a server that answers as the test says. */
@Timeout(120)
class AutomaticMessagesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int PEOPLE = 300;
    private static final String SENT = RawServer.whole(201, "{\"id\":\"m\"}");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private interface Answers {
        String to(RawServer.Request request) throws Exception;
    }

    /** What is said, as a test switches it on and off. */
    private static final class Said implements AutomaticMessages.Texts {
        private final Map<Purpose, Message> on = new ConcurrentHashMap<>(Map.of(
                Purpose.WELCOME, new Message("Welcome", TextFormat.PLAIN),
                Purpose.MENTION, new Message("{mentioner} mentioned you", TextFormat.PLAIN),
                Purpose.CONFIRMATION, new Message("No more", TextFormat.PLAIN)));

        @Override
        public Optional<Message> message(Purpose purpose) {
            return Optional.ofNullable(on.get(purpose));
        }

        @Override
        public Message again() {
            return new Message("Again", TextFormat.PLAIN);
        }

        @Override
        public String title(Purpose purpose, LocalDate day) {
            return purpose + " " + day;
        }

        @Override
        public String somebody() {
            return "Somebody";
        }
    }

    @TempDir
    Path folder;

    private final AtomicReference<Answers> answers = new AtomicReference<>(request -> SENT);
    private final RawServer server = new RawServer();
    private final Said said = new Said();
    private final AtomicBoolean signsIn = new AtomicBoolean(true);
    private final AtomicInteger signIns = new AtomicInteger();
    private final AtomicInteger keptUp = new AtomicInteger();
    /** Time that the test adds to what passes for the tries. */
    private final AtomicLong ahead = new AtomicLong();

    private ClockedGraph graph;
    private AutomaticMessages automatic;

    @BeforeEach
    void open() {
        server.otherwise(exchange -> {
            RawServer.Request request = exchange.read();
            try {
                exchange.write(answers.get().to(request));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        start();
        graph.people(PEOPLE, CLOCK);
        for (int i = 0; i < PEOPLE; i++) {
            StoreFixture.conversation(graph.database, "29:" + i, "a:" + i, CLOCK.instant());
        }
        automatic.begin();
    }

    private void start() {
        start(Double.POSITIVE_INFINITY);
    }

    private void start(double rate) {
        graph = new ClockedGraph(
                folder.resolve("automatic.db"), server.url(), rate, CallLimits.DEFAULT, CLOCK, System::nanoTime);
        automatic = new AutomaticMessages(
                graph.ledger,
                graph.runs,
                said,
                () -> {
                    signIns.incrementAndGet();
                    if (!signsIn.get()) {
                        throw new ConnectorFailure.NoToken(new SignInFailure(
                                0, "SecretMissing", Reason.of("connection.secret.unknown", "x"), Duration.ZERO, null));
                    }
                },
                keptUp::incrementAndGet,
                CLOCK,
                () -> System.nanoTime() + ahead.get());
    }

    @AfterEach
    void close() {
        automatic.close();
        graph.close();
        server.close();
    }

    private void restart() {
        automatic.close();
        graph.close();
        start();
        automatic.begin();
    }

    private void prompt(Purpose purpose, int person, Integer by, Long event) {
        StoreFixture.change(
                graph.database,
                "INSERT INTO prompt (purpose, user, by_user, event, at) VALUES (?, (SELECT id FROM user WHERE user_id = ?),"
                        + " (SELECT id FROM user WHERE user_id = ?), ?, ?)",
                purpose,
                "29:" + person,
                by == null ? null : "29:" + by,
                event,
                CLOCK.instant());
        automatic.wake();
    }

    private long count(String sql, Object... arguments) {
        return StoreFixture.number(graph.database, sql, arguments);
    }

    private long sent(Purpose purpose) {
        return count(
                "SELECT count(*) FROM delivery d JOIN job j ON j.id = d.job JOIN announcement a ON a.id = j.announcement"
                        + " WHERE a.purpose = ? AND d.state = 'SENT'",
                purpose);
    }

    private long jobs(Purpose purpose) {
        return count(
                "SELECT count(*) FROM job j JOIN announcement a ON a.id = j.announcement WHERE a.purpose = ?", purpose);
    }

    private RunState state(long job) {
        Totals totals = graph.ledger.jobs().totals(job);
        assertThat(totals.addUp()).isTrue();
        return graph.ledger.jobs().find(job).orElseThrow().state();
    }

    private long messages() {
        return server.requests().stream()
                .filter(request -> request.target().contains("/activities"))
                .count();
    }

    @Test
    void whatIsPromptedIsSentAndADayIsOneJob() throws Exception {
        for (int i = 0; i < 100; i++) {
            prompt(Purpose.WELCOME, i, null, (long) i);
        }
        until("all are welcomed", () -> sent(Purpose.WELCOME) == 100);
        until("the day's job is over", () -> state(1) == RunState.DONE);
        assertThat(jobs(Purpose.WELCOME)).isEqualTo(1);
        assertThat(messages()).isEqualTo(100);
        prompt(Purpose.MENTION, 1, 0, 500L);
        prompt(Purpose.WELCOME, 200, null, 501L);
        until("they go on", () -> sent(Purpose.WELCOME) == 101 && sent(Purpose.MENTION) == 1);
        assertThat(StoreFixture.texts(graph.database, "SELECT text FROM announcement WHERE purpose = 'MENTION'"))
                .containsExactly("Person 0 mentioned you");
        assertThat(messages()).isEqualTo(102);
        assertThat(count("SELECT count(*) FROM prompt")).isZero();
        assertThat(automatic.state()).isNotNull();
        assertThat(keptUp).hasValue(1);
        assertThat(new RunQuery(graph.database).automatic("").count())
                .as("listed apart")
                .isPositive();
        assertThat(new RunQuery(graph.database).select("").count()).isZero();
        assertThat(new AnnouncementQuery(graph.database)
                        .select("", Stage.AUTOMATIC)
                        .count())
                .isPositive();
        assertThat(new AnnouncementQuery(graph.database).select("", Stage.ALL).count())
                .isZero();
    }

    @Test
    void whatIsSwitchedOffIsDroppedAndRecorded() throws Exception {
        said.on.remove(Purpose.WELCOME);
        prompt(Purpose.WELCOME, 1, null, 1L);
        prompt(Purpose.MENTION, 2, 1, 2L);
        until("the other is sent", () -> sent(Purpose.MENTION) == 1);
        until("it is dropped", () -> count("SELECT count(*) FROM prompt") == 0);
        assertThat(jobs(Purpose.WELCOME)).isZero();
        assertThat(StoreFixture.texts(graph.database, "SELECT detail FROM audit_log WHERE act = 'PROMPT_DROPPED'"))
                .containsExactly("audit.prompt.off");
    }

    @Test
    void whileItIsSwitchedOffAJobStandsStillAndThenGoesOn() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        answers.set(request -> {
            TestGraph.await(answer);
            return SENT;
        });
        for (int i = 0; i < 50; i++) {
            prompt(Purpose.WELCOME, i, null, (long) i);
        }
        until("some are under way", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
        Message text = said.on.remove(Purpose.WELCOME);
        automatic.wake();
        until("it is told", () -> graph.runs.snapshot(1).waiting() != null);
        answer.countDown();
        until("it stands still", () -> state(1) == RunState.PAUSED);
        long before = sent(Purpose.WELCOME);
        assertThat(before).isLessThan(50);
        said.on.put(Purpose.WELCOME, text);
        automatic.tryAgain();
        until("it goes on", () -> state(1) == RunState.DONE);
        assertThat(sent(Purpose.WELCOME) + count("SELECT count(*) FROM prompt")).isLessThanOrEqualTo(50);
    }

    @Test
    void withoutASignInWhatIsPromptedWaitsAndIsTriedAgainWithGrowingPauses() throws Exception {
        signsIn.set(false);
        Queue<AutomaticMessages.State> told = new ConcurrentLinkedQueue<>();
        Runs.Watch watch = automatic.watch(told::add);
        prompt(Purpose.WELCOME, 1, null, 1L);
        until("it is told", () -> automatic.state().trouble() != null);
        until("who watches is told", () -> told.stream().anyMatch(state -> state.trouble() != null));
        assertThat(automatic.state().trouble().code()).isEqualTo("automatic.noSignIn");
        assertThat(automatic.state().waiting()).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM prompt")).isEqualTo(1);
        assertThat(signIns).hasValue(1);
        for (int tries = 2; tries <= 12; tries++) {
            // After 1, 2, 4, 8, 16, 32 minutes, then each hour.
            Duration pause = MINUTE.multipliedBy(1L << Math.min(tries - 2, 6));
            Duration most = pause.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : pause;
            ahead.addAndGet(most.minusSeconds(5).toNanos());
            automatic.wake();
            int before = tries - 1;
            TimeUnit.MILLISECONDS.sleep(20);
            assertThat(signIns).hasValue(before);
            ahead.addAndGet(Duration.ofSeconds(6).toNanos());
            automatic.wake();
            int after = tries;
            until("it is tried again", () -> signIns.get() == after);
            // The next pause counts from when it is known that this try failed, too.
            Duration next = MINUTE.multipliedBy(Math.min(1L << Math.min(tries - 1, 6), 60));
            until(
                    "and when the next try is",
                    () -> Duration.between(CLOCK.instant(), automatic.state().nextTry())
                                    .compareTo(next.minusSeconds(5))
                            > 0);
        }
        signsIn.set(true);
        automatic.tryAgain();
        until("it is sent", () -> sent(Purpose.WELCOME) == 1);
        until("nothing is the matter", () -> automatic.state().trouble() == null);
        until(
                "who watches is told",
                () -> told.stream().reduce((a, b) -> b).orElseThrow().trouble() == null);
        watch.close();
    }

    @Test
    void afterATroubleOfTheServiceAJobGoesOnByItselfAndWithinAnHour() throws Exception {
        AtomicBoolean disabled = new AtomicBoolean(true);
        answers.set(request -> disabled.get()
                ? RawServer.whole(403, "{\"error\":{\"code\":\"BotDisabledByAdmin\",\"message\":\"x\"}}")
                : SENT);
        prompt(Purpose.WELCOME, 1, null, 1L);
        until("it is told", () -> automatic.state().trouble() != null);
        assertThat(automatic.state().trouble().code()).isEqualTo("automatic.pausedFor");
        assertThat(graph.ledger.jobs().find(1).orElseThrow().pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
        assertThat(messages()).isEqualTo(1);
        prompt(Purpose.WELCOME, 2, null, 2L);
        until("it is in the ledger", () -> count("SELECT count(*) FROM prompt") == 0);
        assertThat(messages()).as("not before its time").isEqualTo(1);
        ahead.addAndGet(MINUTE.toNanos());
        automatic.wake();
        until("it was tried again", () -> messages() >= 2);
        until("it is told", () -> automatic.state().trouble() != null);
        long before = messages();
        disabled.set(false);
        ahead.addAndGet(MINUTE.toNanos());
        automatic.wake();
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(messages()).as("twice as long this time").isEqualTo(before);
        ahead.addAndGet(MINUTE.toNanos());
        automatic.wake();
        until("both are welcomed", () -> sent(Purpose.WELCOME) == 2);
        until("nothing is the matter", () -> automatic.state().trouble() == null);
    }

    @Test
    void anAdminsPauseHoldsAndNewOnesWaitWithTheRest() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        answers.set(request -> {
            TestGraph.await(answer);
            return SENT;
        });
        for (int i = 0; i < 30; i++) {
            prompt(Purpose.WELCOME, i, null, (long) i);
        }
        until("some are under way", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
        graph.runs.pause(1);
        answer.countDown();
        until("it is paused", () -> state(1) == RunState.PAUSED);
        long before = sent(Purpose.WELCOME);
        prompt(Purpose.WELCOME, 100, null, 100L);
        until("it is in the ledger", () -> count("SELECT count(*) FROM prompt") == 0);
        ahead.addAndGet(Duration.ofHours(3).toNanos());
        restart();
        prompt(Purpose.WELCOME, 101, null, 101L);
        until("it is in the ledger", () -> count("SELECT count(*) FROM prompt") == 0);
        assertThat(sent(Purpose.WELCOME)).isEqualTo(before);
        assertThat(graph.ledger.jobs().find(1).orElseThrow().pauseReason()).isEqualTo(PauseReason.ASKED);
        graph.runs.start(1);
        until("all are welcomed", () -> sent(Purpose.WELCOME) == 32);
    }

    @Test
    void afterARestartOnlyTheseGoOnByThemselves() throws Exception {
        long announcement = graph.plan();
        CountDownLatch answer = new CountDownLatch(1);
        answers.set(request -> {
            TestGraph.await(answer);
            return SENT;
        });
        graph.runs.start(announcement);
        until("it sends", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
        for (int i = 0; i < 40; i++) {
            prompt(Purpose.WELCOME, i, null, (long) i);
        }
        until("all are in the ledger", () -> count("SELECT count(*) FROM prompt") == 0);
        answer.countDown();
        restart();
        until("all are welcomed", () -> sent(Purpose.WELCOME) == 40);
        RunState now = state(announcement);
        assertThat(now).isIn(RunState.PAUSED, RunState.DONE);
        if (now == RunState.PAUSED) {
            assertThat(graph.ledger.jobs().find(announcement).orElseThrow().pauseReason())
                    .isEqualTo(PauseReason.ASKED);
        }
    }

    @Test
    void manyMentionsTakeNobodysPlaceAndEightOfTheAdminsTakeNoneOfTheirs() throws Exception {
        AtomicInteger most = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        answers.set(request -> {
            TestGraph.await(answer);
            return SENT;
        });
        for (int event = 0; event < 30; event++) {
            prompt(Purpose.MENTION, event, 299, (long) event);
        }
        until("as many as may be are at work", () -> graph.runs.atWork(Purpose.MENTION) == Runs.MOST_OF_A_PURPOSE);
        until("all are in the ledger", () -> jobs(Purpose.MENTION) == 30);
        List<Long> admins = new ArrayList<>();
        for (int i = 0; i < Runs.MOST_AT_WORK; i++) {
            long run = graph.plan();
            graph.runs.start(run);
            admins.add(run);
        }
        prompt(Purpose.WELCOME, 200, null, 200L);
        until("the welcome is at work beside all", () -> graph.runs.atWork(Purpose.WELCOME) == 1);
        Runs.Watch watch =
                graph.runs.watch(run -> most.accumulateAndGet((int) graph.runs.atWork(Purpose.MENTION), Math::max));
        answer.countDown();
        until("all mentions are sent", () -> sent(Purpose.MENTION) == 30);
        until("the welcome is sent", () -> sent(Purpose.WELCOME) == 1);
        for (long run : admins) {
            assertThat(graph.runs.await(run, Duration.ofSeconds(60))).isTrue();
            assertThat(state(run)).isEqualTo(RunState.DONE);
        }
        watch.close();
        assertThat(most.get()).isLessThanOrEqualTo(Runs.MOST_OF_A_PURPOSE);
    }

    @Test
    void anAnnouncementAtFiftyASecondAndWelcomesGoSideBySide() throws Exception {
        automatic.close();
        graph.close();
        start(50);
        automatic.begin();
        long announcement = graph.plan();
        long begun = System.nanoTime();
        graph.runs.start(announcement);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            long asked = System.nanoTime();
            prompt(Purpose.WELCOME, 10 + i, null, (long) i);
            int expected = i + 1;
            until("the welcome is sent", () -> sent(Purpose.WELCOME) == expected);
            waits.add(Duration.ofNanos(System.nanoTime() - asked));
        }
        assertThat(graph.ledger.jobs().totals(announcement).open())
                .as("the announcement goes on meanwhile")
                .isPositive();
        assertThat(graph.runs.await(announcement, Duration.ofSeconds(60))).isTrue();
        assertThat(state(announcement)).isEqualTo(RunState.DONE);
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(messages()).isEqualTo(PEOPLE + 15);
        // All share one rate.
        assertThat((PEOPLE + 15) / seconds).isLessThan(52);
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(3)));
        System.out.println("welcomes beside 50/s: the longest took "
                + Collections.max(waits).toMillis() + " ms");
    }
}
