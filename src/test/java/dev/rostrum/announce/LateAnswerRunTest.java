package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.RawServer;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A send whose answer comes after the deadline, from the server to the ledger and to whoever watches. */
class LateAnswerRunTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String LATE_CHAT = "a:29:1";

    @TempDir
    Path folder;

    private final RawServer server = new RawServer();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private ClockedGraph graph;

    @BeforeEach
    void open() {
        server.otherwise(exchange -> {
            RawServer.Request request = exchange.read();
            if (!request.target().endsWith("/activities")) {
                String user = request.body().replaceAll("(?s).*\"members\":\\[\\{\"id\":\"([^\"]+)\".*", "$1");
                exchange.write(RawServer.whole(201, "{\"id\":\"a:" + user + "\"}"));
                return;
            }
            if (request.target().contains("a%3A29%3A1/") || request.target().contains(LATE_CHAT + "/")) {
                TestGraph.await(answer);
                try {
                    exchange.write(RawServer.whole(201, "{\"id\":\"late-id\"}", "MS-CV: late.1"));
                } finally {
                    written.countDown();
                }
                return;
            }
            exchange.write(RawServer.whole(201, "{\"id\":\"id\"}"));
        });
        graph = graph().people(3, CLOCK);
    }

    private ClockedGraph graph() {
        return new ClockedGraph(
                folder.resolve("late.db"),
                server.url(),
                Double.POSITIVE_INFINITY,
                new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMinutes(1)),
                CLOCK,
                System::nanoTime);
    }

    @AfterEach
    void close() {
        answer.countDown();
        graph.close();
        server.close();
    }

    private DeliveryQuery.Row row(long run) {
        List<DeliveryQuery.Row> rows = new DeliveryQuery(graph.database)
                .select(DeliveryChoice.ofRun(run), List.of())
                .page(0, 10);
        return rows.stream()
                .filter(row -> row.userId().equals("29:1"))
                .findFirst()
                .orElseThrow();
    }

    /** The run ends with one in doubt while its answer is still awaited. */
    private long inDoubt() throws InterruptedException {
        long run = graph.plan();
        graph.runs.start(run);
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
        RunSnapshot end = graph.runs.snapshot(run);
        assertThat(end.state()).as("it waits for nobody").isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(2);
        assertThat(end.totals().inDoubt()).isEqualTo(1);
        assertThat(row(run).state()).isEqualTo(DeliveryState.IN_DOUBT);
        assertThat(row(run).code()).isEqualTo("Timeout");
        return run;
    }

    private long sends() {
        return server.requests().stream()
                .filter(request -> request.target().endsWith("/activities"))
                .count();
    }

    @Test
    void settlesTheRowWhichNobodyDecided() throws Exception {
        long run = inDoubt();
        ConcurrentLinkedQueue<RunSnapshot> told = new ConcurrentLinkedQueue<>();
        try (Runs.Watch watch = graph.runs.watch(told::add)) {
            answer.countDown();
            until("the row to be sent", () -> row(run).state() == DeliveryState.SENT);
            until("news of it", () -> told.stream().anyMatch(s -> s.totals().sent() == 3));
        }

        assertThat(row(run).activityId()).isEqualTo("late-id");
        assertThat(row(run).code()).isNull();
        RunSnapshot end = graph.runs.snapshot(run);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(3);
        assertThat(end.totals().addUp()).isTrue();
        assertThat(graph.runs.recount(run)).isEqualTo(end.totals());
        assertThat(sends()).as("transmissions").isEqualTo(3);
        assertThat(StoreFixture.texts(
                        graph.database,
                        "SELECT status || ' ' || ms_cv || ' ' || note FROM attempt WHERE call = 'SEND' AND delivery = ?",
                        row(run).id()))
                .containsExactly("201 late.1 ended.late");
        assertThat(StoreFixture.number(graph.database, "SELECT count(*) FROM decision"))
                .isZero();
    }

    @Test
    void leavesARowAloneThatWasDecidedBefore() throws Exception {
        long run = inDoubt();
        DeliveryQuery.Row doubt = row(run);
        assertThat(graph.runs.resolve(doubt.id(), doubt.attempts(), Decision.ARRIVED))
                .isTrue();
        answer.countDown();
        until("the answer to be read", () -> waiting() == 0);
        assertThat(row(run).state()).isEqualTo(DeliveryState.SENT);
        assertThat(row(run).activityId()).as("as it was decided").isNull();
        assertThat(row(run).reason()).isEqualTo(Reason.of("decision.arrived"));
    }

    @Test
    void leavesARowAloneThatIsToBeSentAgain() throws Exception {
        long run = inDoubt();
        DeliveryQuery.Row doubt = row(run);
        assertThat(graph.runs.resolve(doubt.id(), doubt.attempts(), Decision.SEND_AGAIN))
                .isTrue();
        answer.countDown();
        until("the answer to be read", () -> waiting() == 0);
        assertThat(row(run).state()).isEqualTo(DeliveryState.WAITING);
        assertThat(sends()).isEqualTo(3);
    }

    @Test
    void staysInDoubtWhereTheProgramEndedMeanwhileAndQuittingDoesNotWait() throws Exception {
        long run = inDoubt();
        graph.close();
        assertThat(waiting()).isZero();
        answer.countDown();
        assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
        graph = graph();
        assertThat(row(run).state()).isEqualTo(DeliveryState.IN_DOUBT);
        assertThat(graph.ledger.jobs().totals(run).inDoubt()).isEqualTo(1);
    }

    /** Threads that wait for late answers. */
    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("connector-write-late-"))
                .count();
    }
}
