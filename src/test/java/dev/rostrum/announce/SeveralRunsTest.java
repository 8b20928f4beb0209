package dev.rostrum.announce;

import static dev.rostrum.testing.Said.says;
import static dev.rostrum.testing.TestGraph.await;
import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.RawServer;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several jobs at work at once, over one server that answers as the test says. */
@Timeout(120)
class SeveralRunsTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int PEOPLE = 60;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SENT = RawServer.whole(201, "{\"id\":\"m\"}");
    private static final Message LARGE = new Message("Larger than Teams takes", TextFormat.PLAIN);

    /** What the server answers to a call on a message. */
    private interface Answers {
        String to(RawServer.Request request) throws Exception;
    }

    @TempDir
    Path folder;

    private final AtomicReference<Answers> answers = new AtomicReference<>(request -> SENT);
    private final RawServer server = new RawServer();
    private ClockedGraph graph;

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
        graph = reopened().people(PEOPLE, CLOCK);
        for (int i = 0; i < PEOPLE; i++) {
            StoreFixture.conversation(graph.database, "29:" + i, "a:" + i, CLOCK.instant());
        }
    }

    private ClockedGraph reopened() {
        return ClockedGraph.unpaced(folder.resolve("several.db"), server.url(), CLOCK);
    }

    @AfterEach
    void close() {
        graph.close();
        server.close();
    }

    private List<Long> plans(int count) throws InterruptedException {
        List<Long> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(graph.plan());
        }
        return runs;
    }

    /** Holds every answer back. */
    private CountDownLatch held() {
        CountDownLatch answer = new CountDownLatch(1);
        answers.set(request -> {
            await(answer);
            return SENT;
        });
        return answer;
    }

    private void endsDone(long run, int sent) {
        RunSnapshot end = graph.runs.snapshot(run);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(sent);
        assertThat(graph.ledger.jobs().recount(run)).isEqualTo(end.totals());
    }

    private int messages(String method) {
        return (int) server.requests().stream()
                .filter(request -> request.method().equals(method))
                .filter(request -> request.target().contains("/activities"))
                .count();
    }

    @Test
    void allTogetherHaveNoMoreCallsUnderWayThanOneMayHave() throws Exception {
        CountDownLatch answer = held();
        List<Long> runs = plans(3);
        runs.forEach(graph.runs::start);
        until("as many calls as there may be", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
        // A call too many would come now.
        Thread.sleep(300);
        assertThat(server.requests()).hasSize(ClockedGraph.IN_FLIGHT);
        assertThat(StoreFixture.number(graph.database, "SELECT count(*) FROM delivery WHERE state = 'SENDING'"))
                .as("in doubt after a kill")
                .isEqualTo(ClockedGraph.IN_FLIGHT);
        assertThat(graph.runs.atWork()).extracting(RunSnapshot::runId).containsExactlyElementsOf(runs);

        answer.countDown();
        assertThat(graph.runs.await(LIMIT)).isTrue();
        runs.forEach(run -> endsDone(run, PEOPLE));
        assertThat(graph.runs.atWork()).isEmpty();
    }

    @Test
    void aPersonHasOneCallUnderWayAtATime() throws Exception {
        Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger mostTogether = new AtomicInteger();
        answers.set(request -> {
            AtomicInteger mine = underWay.computeIfAbsent(request.target(), target -> new AtomicInteger());
            most.accumulateAndGet(mine.incrementAndGet(), Math::max);
            mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
            Thread.sleep(10);
            together.decrementAndGet();
            mine.decrementAndGet();
            return SENT;
        });
        List<Long> runs = plans(4);

        runs.forEach(graph.runs::start);

        assertThat(graph.runs.await(LIMIT)).isTrue();
        runs.forEach(run -> endsDone(run, PEOPLE));
        assertThat(most).hasValue(1);
        assertThat(mostTogether).as("the others do not wait").hasValueGreaterThan(2);
        assertThat(server.requests()).hasSize(4 * PEOPLE);
    }

    @Test
    void aRecallWaitsForItsAnnouncementAndSaysSo() throws Exception {
        long send = graph.plan();
        answers.set(request -> {
            if (server.requests().size() >= 5) {
                graph.runs.pause(send);
            }
            return SENT;
        });
        graph.runs.start(send);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        int sent = (int) graph.runs.snapshot(send).totals().sent();
        assertThat(sent).isBetween(5, PEOPLE - 1);
        long recall = TestGraph.plan(graph.planner, new JobRequest.Recall(DeliveryChoice.ofRun(send)));
        CountDownLatch answer = held();

        graph.runs.start(send);
        graph.runs.start(recall);

        until("it to say what it waits for", () -> {
            Waiting waiting = graph.runs.snapshot(recall).waiting();
            return waiting != null && waiting.kind() == Waiting.Kind.OWN_SEND;
        });
        assertThat(graph.runs.snapshot(recall).state()).isEqualTo(RunState.RUNNING);
        Thread.sleep(300);
        assertThat(messages("DELETE")).isZero();
        answer.countDown();
        assertThat(graph.runs.await(send, LIMIT)).isTrue();
        assertThat(graph.runs.await(recall, LIMIT)).isTrue();
        endsDone(send, PEOPLE);
        endsDone(recall, sent);
        assertThat(messages("DELETE")).isEqualTo(sent);
    }

    @Test
    void aRecallThatIsAtWorkMakesWayForItsAnnouncement() throws Exception {
        long send = graph.plan(new SendChoices(false, 20, false, null));
        graph.runs.start(send);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        long recall = TestGraph.plan(graph.planner, new JobRequest.Recall(DeliveryChoice.ofRun(send)));
        CountDownLatch answer = held();
        graph.runs.start(recall);
        until("calls to be under way", () -> messages("DELETE") == ClockedGraph.IN_FLIGHT);
        graph.runs.start(send);
        until(
                "what has not begun to be put back",
                () -> graph.ledger.jobs().totals(recall).inFlight() == ClockedGraph.IN_FLIGHT);
        answer.countDown();
        assertThat(graph.runs.await(LIMIT)).isTrue();
        endsDone(send, PEOPLE);
        endsDone(recall, 20);
        List<String> methods = server.requests().stream()
                .map(RawServer.Request::method)
                .skip(20 + ClockedGraph.IN_FLIGHT)
                .toList();
        assertThat(methods.subList(0, PEOPLE - 20))
                .as("after what was under way")
                .containsOnly("POST");
    }

    @Test
    void whatIsRefusedForAllPausesAllWithItsReason() throws Exception {
        List<Long> runs = plans(3);
        answers.set(request -> server.requests().size() < 20
                ? SENT
                : RawServer.whole(403, "{\"error\":{\"code\":\"BotDisabledByAdmin\",\"message\":\"disabled\"}}"));
        runs.forEach(graph.runs::start);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        for (long run : runs) {
            RunSnapshot paused = graph.runs.snapshot(run);
            assertThat(paused.state()).isEqualTo(RunState.PAUSED);
            assertThat(paused.pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
            assertThat(paused.detail().code()).isEqualTo("answer.botDisabled");
            assertThat(paused.totals().inFlight()).isZero();
        }

        answers.set(request -> SENT);
        runs.forEach(graph.runs::start);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        runs.forEach(run -> endsDone(run, PEOPLE));
    }

    @Test
    void aFullDataFilePausesAll() throws Exception {
        CountDownLatch answer = held();
        List<Long> runs = plans(2);
        runs.forEach(graph.runs::start);
        until("calls to be under way", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
        StoreFixture.change(
                graph.database,
                "CREATE TEMP TRIGGER full BEFORE UPDATE ON delivery BEGIN SELECT raise(ABORT, 'full'); END");
        answer.countDown();
        until("both to say so", () -> runs.stream()
                .allMatch(run -> graph.runs.snapshot(run).pauseReason() == PauseReason.STORAGE));
        StoreFixture.change(graph.database, "DROP TRIGGER full");
        assertThat(graph.runs.await(LIMIT)).isTrue();
        runs.forEach(graph.runs::start);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        for (long run : runs) {
            assertThat(graph.runs.snapshot(run).state()).isEqualTo(RunState.DONE);
            assertThat(graph.ledger.jobs().recount(run))
                    .isEqualTo(graph.ledger.jobs().totals(run));
        }
        assertThat(server.requests()).as("nobody is sent to twice").hasSize(2 * PEOPLE);
    }

    @Test
    void whatIsWrongWithOneMessagePausesItsRunAlone() throws Exception {
        answers.set(request -> request.body().contains(LARGE.text())
                ? RawServer.whole(413, "{\"error\":{\"code\":\"MessageSizeTooBig\",\"message\":\"too big\"}}")
                : SENT);
        long large = TestGraph.plan(
                graph.planner,
                new JobRequest.Send("Large", LARGE, Audience.ofTeams(Set.of(ClockedGraph.TEAM)), SendChoices.NONE));
        long small = graph.plan();
        graph.runs.start(large);
        graph.runs.start(small);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        assertThat(graph.runs.snapshot(large).pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
        assertThat(graph.runs.snapshot(large).totals().waiting()).isEqualTo(PEOPLE);
        endsDone(small, PEOPLE);
    }

    @Test
    void oneIsPausedAndStoppedWhileTheOthersGoOn() throws Exception {
        CountDownLatch answer = held();
        List<Long> runs = plans(3);
        runs.forEach(graph.runs::start);
        until("calls to be under way", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
        graph.runs.pause(runs.get(0));
        graph.runs.stop(runs.get(1));
        answer.countDown();
        assertThat(graph.runs.await(LIMIT)).isTrue();
        RunSnapshot paused = graph.runs.snapshot(runs.get(0));
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.ASKED);
        RunSnapshot stopped = graph.runs.snapshot(runs.get(1));
        assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
        assertThat(stopped.totals().sent() + stopped.totals().cancelled()).isEqualTo(PEOPLE);
        endsDone(runs.get(2), PEOPLE);
        graph.runs.start(runs.get(0));
        assertThat(graph.runs.await(LIMIT)).isTrue();
        endsDone(runs.get(0), PEOPLE);
    }

    @Test
    void closingPausesAllAndEachGoesOnAfterwards() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch some = new CountDownLatch(20);
        answers.set(request -> {
            calls.incrementAndGet();
            some.countDown();
            Thread.sleep(5);
            return SENT;
        });
        List<Long> runs = plans(3);
        runs.forEach(graph.runs::start);
        await(some);
        graph.close();
        int before = calls.get();
        assertThat(before).isLessThan(3 * PEOPLE);

        graph = reopened();

        assertThat(graph.runs.open()).extracting(job -> job.id()).containsExactlyElementsOf(runs);
        for (long run : runs) {
            RunSnapshot paused = graph.runs.snapshot(run);
            assertThat(paused.state()).isEqualTo(RunState.PAUSED);
            assertThat(paused.totals().inFlight()).isZero();
            assertThat(graph.ledger.jobs().count(run, DeliveryState.IN_DOUBT)).isZero();
        }
        assertThat(calls).as("nothing goes on by itself").hasValue(before);
        runs.forEach(graph.runs::start);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        runs.forEach(run -> endsDone(run, PEOPLE));
        assertThat(calls).hasValue(3 * PEOPLE);
    }

    @Test
    void noMoreThanEightAreAtWork() throws Exception {
        CountDownLatch answer = held();
        List<Long> runs = plans(Runs.MOST_AT_WORK + 1);
        runs.subList(0, Runs.MOST_AT_WORK).forEach(graph.runs::start);
        long ninth = runs.get(Runs.MOST_AT_WORK);
        assertThatThrownBy(() -> graph.runs.start(ninth))
                .isInstanceOf(Problem.class)
                .satisfies(says("8 announcements are being sent"));
        assertThatThrownBy(() -> graph.runs.start(runs.get(0)))
                .isInstanceOf(Problem.class)
                .satisfies(says("being sent already"));
        graph.runs.pauseAll();
        answer.countDown();
        assertThat(graph.runs.await(LIMIT)).isTrue();
        graph.runs.start(ninth);
        assertThat(graph.runs.await(LIMIT)).isTrue();
        endsDone(ninth, PEOPLE);
    }
}
