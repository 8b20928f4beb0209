package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.await;
import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.RunState;
import dev.rostrum.http.RawServer;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are ready but have not begun when the run is paused or stopped, since all before them take long. */
class HaltedCallsTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int PEOPLE = 100;

    @TempDir
    Path folder;

    private final RawServer server = new RawServer();
    private final CountDownLatch answer = new CountDownLatch(1);
    private ClockedGraph graph;

    @BeforeEach
    void open() {
        server.otherwise(exchange -> {
            RawServer.Request request = exchange.read();
            await(answer);
            exchange.write(RawServer.whole(
                    201, request.target().endsWith("/activities") ? "{\"id\":\"m\"}" : "{\"id\":\"a:one\"}"));
        });
        graph = ClockedGraph.unpaced(folder.resolve("halted.db"), server.url(), CLOCK)
                .people(PEOPLE, CLOCK);
    }

    @AfterEach
    void close() {
        answer.countDown();
        graph.close();
        server.close();
    }

    /** Starts the run; all calling threads have a create under way then. */
    private void start(long run) throws Exception {
        graph.runs.start(run);
        until("all threads to call", () -> server.requests().size() == ClockedGraph.IN_FLIGHT);
    }

    private void untilReady(long run, DeliveryState intent, int rows) throws Exception {
        until("more calls to be ready", () -> graph.ledger.jobs().count(run, intent) == rows);
    }

    private void ends(long run, RunState state) throws Exception {
        // All callers are still busy: what is ready does not wait for them.
        untilReady(run, DeliveryState.OPENING, ClockedGraph.IN_FLIGHT);
        untilReady(run, DeliveryState.SENDING, 0);
        until(
                "the calls under way to be named",
                () -> graph.runs.snapshot(run).inFlight().size() == ClockedGraph.IN_FLIGHT);
        answer.countDown();
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
        assertThat(graph.runs.snapshot(run).state()).isEqualTo(state);
        assertThat(server.requests())
                .as("requests after the halt")
                .hasSize(ClockedGraph.IN_FLIGHT)
                .allMatch(request -> request.target().endsWith("/conversations"));
        assertThat(graph.ledger.jobs().count(run, DeliveryState.OPENING)).isZero();
        assertThat(graph.ledger.jobs().count(run, DeliveryState.SENDING)).isZero();
        assertThat(graph.ledger.jobs().recount(run))
                .isEqualTo(graph.ledger.jobs().totals(run));
        assertThat(attempts("status IS NULL AND (ended_at IS NULL OR coalesce(note, '') <> 'ended.halted')"))
                .as("attempts without an answer that do not say why")
                .isZero();
        assertThat(attempts("status = 201")).isEqualTo(ClockedGraph.IN_FLIGHT);
        assertThat(StoreFixture.number(
                        graph.database, "SELECT count(*) FROM conversation WHERE last_call_at IS NOT NULL"))
                .as("conversations of the answers that came")
                .isEqualTo(ClockedGraph.IN_FLIGHT);
    }

    private long attempts(String which) {
        return StoreFixture.number(graph.database, "SELECT count(*) FROM attempt WHERE " + which);
    }

    private void goesOn(long run) throws Exception {
        graph.runs.start(run);
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
        assertThat(graph.ledger.jobs().totals(run).sent()).isEqualTo(PEOPLE);
        assertThat(server.requests())
                .filteredOn(request -> request.target().endsWith("/activities"))
                .hasSize(PEOPLE);
    }

    @Test
    void createsGoBackToWaitingWithAPause() throws Exception {
        long run = graph.plan();
        start(run);
        untilReady(run, DeliveryState.OPENING, 3 * ClockedGraph.IN_FLIGHT);
        graph.runs.pause(run);
        ends(run, RunState.PAUSED);
        assertThat(graph.ledger.jobs().totals(run).waiting()).isEqualTo(PEOPLE);
        assertThat(attempts("call = 'SEND'")).isZero();
        goesOn(run);
    }

    @Test
    void sendsGoBackToWaitingWithAPause() throws Exception {
        for (int i = ClockedGraph.IN_FLIGHT; i < PEOPLE; i++) {
            StoreFixture.conversation(graph.database, "29:" + i, "a:" + i, CLOCK.instant());
        }
        long run = graph.plan();
        String known = " WHERE user IN (SELECT user FROM conversation)";
        StoreFixture.change(
                graph.database,
                "UPDATE delivery SET not_before = ?" + known,
                CLOCK.instant().plusSeconds(100));
        start(run);
        StoreFixture.change(graph.database, "UPDATE delivery SET not_before = 0" + known);
        untilReady(run, DeliveryState.SENDING, ClockedGraph.IN_FLIGHT);
        graph.runs.pause(run);
        ends(run, RunState.PAUSED);
        assertThat(graph.ledger.jobs().totals(run).waiting()).isEqualTo(PEOPLE);
        assertThat(attempts("call = 'SEND'")).isEqualTo(ClockedGraph.IN_FLIGHT);
        goesOn(run);
    }

    /** All callers are past their look at the run and wait for a token. */
    private long signingIn(CountDownLatch token) throws Exception {
        long run = graph.plan();
        int before = graph.tokensAsked.get();
        graph.signingIn = () -> await(token);
        graph.runs.start(run);
        until("all callers to want a token", () -> graph.tokensAsked.get() - before == ClockedGraph.IN_FLIGHT);
        return run;
    }

    private void nobodyWasCalled(long run) {
        assertThat(server.requests()).isEmpty();
        assertThat(graph.ledger.jobs().totals(run).waiting()).isEqualTo(PEOPLE);
        assertThat(attempts("ended_at IS NULL OR coalesce(note, '') <> 'ended.halted'"))
                .isZero();
        assertThat(attempts("1 = 1")).isGreaterThanOrEqualTo(ClockedGraph.IN_FLIGHT);
    }

    @Test
    void aTokenThatComesAfterTheHaltIsNotUsed() throws Exception {
        CountDownLatch token = new CountDownLatch(1);
        long run = signingIn(token);
        graph.runs.pause(run);
        token.countDown();
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
        assertThat(graph.runs.snapshot(run).state()).isEqualTo(RunState.PAUSED);
        nobodyWasCalled(run);
        answer.countDown();
        goesOn(run);
    }

    @Test
    void whatMeetsALongHoldGoesBackUntilItIsOver() throws Exception {
        CountDownLatch token = new CountDownLatch(1);
        long run = signingIn(token);
        graph.connector.pacer().hold(Duration.ofMinutes(10), Pacer.Hold.TEAMS_ASKED);
        token.countDown();
        until("all to be waiting again", () -> graph.ledger.jobs().totals(run).waiting() == PEOPLE);
        assertThat(graph.runs.snapshot(run).state()).isEqualTo(RunState.RUNNING);
        nobodyWasCalled(run);
        graph.runs.pause(run);
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
        nobodyWasCalled(run);
    }

    @Test
    void areCancelledWithAStop() throws Exception {
        long run = graph.plan();
        start(run);
        untilReady(run, DeliveryState.OPENING, 3 * ClockedGraph.IN_FLIGHT);
        graph.runs.stop(run);
        ends(run, RunState.STOPPED);
        assertThat(graph.ledger.jobs().totals(run).cancelled()).isEqualTo(PEOPLE);
    }
}
