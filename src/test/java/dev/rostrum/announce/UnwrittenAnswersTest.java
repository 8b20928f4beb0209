package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.await;
import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.http.RawServer;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teams answered, and the data file does not take what became of the call. The program goes on without a restart. */
class UnwrittenAnswersTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int PEOPLE = 60;

    private static final String NO_ACCEPTANCE = "NEW.state = 'SENT'";

    @TempDir
    Path folder;

    private final RawServer server = new RawServer();
    private final AtomicInteger sends = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private ClockedGraph graph;
    /** What the data file takes no more from the tenth send on. */
    private volatile String refused;
    /** So many of the first sends are held back until {@link #answer}. */
    private volatile int held;

    @BeforeEach
    void open() throws Exception {
        server.otherwise(exchange -> {
            RawServer.Request request = exchange.read();
            boolean send = request.target().endsWith("/activities");
            int number = send ? sends.incrementAndGet() : 0;
            if (number == 10 && refused != null) {
                refuse(refused);
            }
            if (send && number <= held) {
                await(answer);
            }
            exchange.write(RawServer.whole(201, send ? "{\"id\":\"m\"}" : "{\"id\":\"a:one\"}"));
        });
        graph = ClockedGraph.unpaced(folder.resolve("unwritten.db"), server.url(), CLOCK)
                .people(PEOPLE, CLOCK);
    }

    @AfterEach
    void close() {
        answer.countDown();
        graph.close();
        server.close();
    }

    /** From here on the data file takes no such change of a delivery. */
    private void refuse(String change) {
        StoreFixture.change(
                graph.database,
                "CREATE TRIGGER refused BEFORE UPDATE OF state ON delivery WHEN " + change
                        + " BEGIN SELECT RAISE(ABORT, 'refused by the test'); END");
    }

    private void takeAgain() {
        StoreFixture.change(graph.database, "DROP TRIGGER refused");
    }

    private long pausesWhere(String change) throws Exception {
        refused = change;
        long run = graph.plan();
        graph.runs.start(run);
        ended();
        RunSnapshot paused = graph.runs.snapshot(run);
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.STORAGE);
        return run;
    }

    private void ended() throws InterruptedException {
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
    }

    private void goesOnToItsEnd(long run) throws InterruptedException {
        graph.runs.start(run);
        ended();
        assertThat(graph.runs.snapshot(run).state()).isEqualTo(RunState.DONE);
        assertThat(requests("/activities")).as("messages").isEqualTo(PEOPLE);
        assertThat(graph.ledger.jobs().recount(run))
                .isEqualTo(graph.ledger.jobs().totals(run));
        assertThat(StoreFixture.number(
                        graph.database,
                        "SELECT count(*) FROM attempt WHERE call = 'SEND' AND coalesce(note, '') <> 'ended.halted'"))
                .as("attempts of requests")
                .isEqualTo(PEOPLE);
    }

    private long requests(String end) {
        return server.requests().stream()
                .filter(request -> request.target().endsWith(end))
                .count();
    }

    @Test
    void acceptancesAreWrittenBeforeTheRunGoesOn() throws Exception {
        long run = pausesWhere(NO_ACCEPTANCE);
        long unwritten = graph.ledger.jobs().count(run, DeliveryState.SENDING);
        assertThat(unwritten).isPositive();
        assertThat(Sentences.of(graph.runs.snapshot(run).detail()))
                .contains("What Teams answered to " + unwritten + " request");
        takeAgain();

        goesOnToItsEnd(run);

        assertThat(graph.ledger.jobs().totals(run).sent()).isEqualTo(PEOPLE);
    }

    @Test
    void thatIsToldAlsoWhereTheRunWasPausedBefore() throws Exception {
        held = ClockedGraph.IN_FLIGHT;
        long run = graph.plan();
        graph.runs.start(run);
        until("all threads to send", () -> sends.get() == ClockedGraph.IN_FLIGHT);
        graph.runs.pause(run);
        refuse(NO_ACCEPTANCE);
        answer.countDown();
        ended();

        RunSnapshot paused = graph.runs.snapshot(run);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.STORAGE);
        assertThat(Sentences.of(paused.detail()))
                .startsWith("The data file ")
                .contains("What Teams answered to " + ClockedGraph.IN_FLIGHT + " requests could not be written");
        takeAgain();
        goesOnToItsEnd(run);
    }

    @Test
    void acceptancesAreWrittenAtTheProgramsEnd() throws Exception {
        long run = pausesWhere(NO_ACCEPTANCE);
        takeAgain();

        graph.runs.close();

        assertThat(Sentences.of(graph.runs.snapshot(run).detail())).doesNotContain("What Teams answered");
        assertThat(graph.ledger.jobs().count(run, DeliveryState.SENDING)).isZero();
        assertThat(graph.ledger.jobs().totals(run).sent()).isEqualTo(requests("/activities"));
    }

    @Test
    void acceptancesAreWrittenBeforeTheRestIsCancelled() throws Exception {
        long run = pausesWhere(NO_ACCEPTANCE);
        takeAgain();

        graph.runs.stop(run);

        Totals totals = graph.ledger.jobs().recount(run);
        assertThat(totals.sent()).isEqualTo(requests("/activities"));
        assertThat(totals.cancelled()).isEqualTo(PEOPLE - totals.sent());
        assertThat(graph.runs.snapshot(run).state()).isEqualTo(RunState.STOPPED);
    }

    @Test
    void acceptancesAreWrittenAtThePauseWhereTheFileTakesThemAgainByThen() throws Exception {
        held = 1;
        refused = NO_ACCEPTANCE;
        long run = graph.plan();
        graph.runs.start(run);
        until(
                "the run to pause",
                () -> sends.get() >= 10
                        && graph.ledger.jobs().count(run, DeliveryState.SENDING) > 1
                        && graph.runs.snapshot(run).inFlight().size() == 1);
        takeAgain();
        answer.countDown();
        ended();

        assertThat(graph.ledger.jobs().count(run, DeliveryState.SENDING)).isZero();
        assertThat(graph.ledger.jobs().totals(run).sent()).isEqualTo(requests("/activities"));
        goesOnToItsEnd(run);
    }

    @Test
    void whatTheFileNeverTakesIsInDoubtAndSaysWhy() throws Exception {
        long run = pausesWhere(NO_ACCEPTANCE + " AND NEW.id = 40");

        goesOnToItsEnd(run);

        assertThat(graph.ledger.jobs().totals(run).sent()).isEqualTo(PEOPLE - 1);
        String why = "ended.unwritten";
        assertThat(StoreFixture.texts(graph.database, "SELECT reason FROM delivery WHERE state = 'IN_DOUBT'"))
                .containsExactly(why);
        assertThat(StoreFixture.texts(graph.database, "SELECT note FROM attempt WHERE ended_at IS NULL"))
                .containsExactly(why);
    }

    @Test
    void conversationsThatWereOpenedAreNotOpenedAgain() throws Exception {
        long run = pausesWhere("OLD.state = 'OPENING' AND NEW.state = 'SENDING'");
        takeAgain();

        goesOnToItsEnd(run);

        assertThat(requests("/conversations")).isEqualTo(PEOPLE);
    }
}
