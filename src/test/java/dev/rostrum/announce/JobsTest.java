package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxMessage;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canary, edit, recall, chosen repetition and stop, through the real client, data file and sandbox. */
class JobsTest {
    private static final Message CORRECTED = new Message("Corrected", TextFormat.PLAIN);

    /** Guests too: the guard has tests of its own. */
    private static final SendChoices EVERYBODY = new SendChoices(false, 0, true, null);

    @TempDir
    Path folder;

    private TestGraph graph;

    @AfterEach
    void stop() throws Exception {
        graph.close();
    }

    private long plan(SandboxTeam team, SendChoices choices) throws Exception {
        Audience audience = Audience.ofTeams(Set.of(team.id()));
        return graph.plan(new JobRequest.Send("Hello", TestGraph.HELLO, audience, choices));
    }

    @Test
    void aCanaryIsTriedToItsEndAndTheRestWaitsForTheAdminAlsoAfterARestart() throws Exception {
        graph = TestGraph.start(folder, 12);
        long run = plan(graph.sync(0), new SendChoices(false, 3, true, null));
        List<DeliveryQuery.Row> rows = graph.deliveries(run).stream()
                .sorted(java.util.Comparator.comparing(DeliveryQuery.Row::id))
                .toList();
        String second = rows.get(1).userId();
        graph.sandbox.answerAlways(
                r -> r.is(Route.SEND, second), CannedAnswer.error(403, "ConversationBlockedByUser", "Blocked."));
        graph.sandbox.answerOnce(
                r -> r.is(Route.SEND, rows.get(2).userId()), CannedAnswer.throttled(Duration.ofSeconds(1)));

        RunSnapshot waits = graph.run(run);

        assertThat(waits.state()).isEqualTo(RunState.PAUSED);
        assertThat(waits.pauseReason()).isEqualTo(PauseReason.CANARY);
        assertThat(waits.totals().sent()).isEqualTo(2);
        assertThat(waits.totals().refused()).isEqualTo(1);
        assertThat(waits.totals().waiting()).isEqualTo(9);
        assertThat(graph.posted().stream().map(LoggedRequest::userId))
                .containsExactlyInAnyOrder(rows.get(0).userId(), rows.get(2).userId());

        graph.reopen();
        assertThat(graph.posted()).hasSize(2);
        RunSnapshot end = graph.run(run);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(11);
    }

    @Test
    void aRunsOwnRateHoldsWhileItSendsAlsoAfterARestartAndIsGoneAfterwards() throws Exception {
        graph = TestGraph.start(folder, 12);
        long run = plan(graph.sync(0), new SendChoices(false, 3, true, null).atRate(12.0));
        assertThat(graph.runs().requestsPerSecond()).isInfinite();
        ConcurrentLinkedQueue<Double> seen = new ConcurrentLinkedQueue<>();
        graph.sandbox.onSend(send -> seen.add(graph.runs().requestsPerSecond(run)));

        assertThat(graph.run(run).pauseReason()).isEqualTo(PauseReason.CANARY);
        assertThat(graph.runs().requestsPerSecond(run)).isInfinite();
        graph.reopen();
        long before = System.nanoTime();
        assertThat(graph.run(run).state()).isEqualTo(RunState.DONE);

        // 18 requests, of which the first takes no time and a tenth of a second may be caught up.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(17_000 / 12 - 100));
        assertThat(seen).hasSize(12).containsOnly(12.0);
        assertThat(graph.runs().requestsPerSecond(run)).isInfinite();
    }

    @Test
    void messagesAreEditedThenTakenBackAndWhatIsGoneCountsAsTakenBack() throws Exception {
        graph = TestGraph.start(folder, 12);
        long run = plan(graph.sync(0), EVERYBODY);
        assertThat(graph.run(run).totals().sent()).isEqualTo(12);
        List<DeliveryQuery.Row> rows = graph.deliveries(run);

        long edit = graph.plan(new JobRequest.Edit(DeliveryChoice.ofRun(run), CORRECTED), 12);
        // Both calls may be repeated: a lost answer and a gateway's error leave no doubt behind.
        graph.sandbox.answerOnce(
                r -> r.is(Route.UPDATE, rows.get(0).userId()),
                CannedAnswer.closed().processedFirst());
        graph.sandbox.answerOnce(
                r -> r.is(Route.UPDATE, rows.get(1).userId()), CannedAnswer.error(502, "ServiceError", "Unknown"));
        RunSnapshot edited = graph.run(edit);

        assertThat(edited.state()).isEqualTo(RunState.DONE);
        assertThat(edited.totals().sent()).isEqualTo(12);
        assertThat(edited.totals().inDoubt()).isZero();
        for (DeliveryQuery.Row row : rows) {
            assertThat(message(row).text()).isEqualTo("Corrected");
        }
        assertThat(graph.posted()).as("nothing new was sent").hasSize(12);

        long recall = graph.plan(new JobRequest.Recall(DeliveryChoice.ofRun(run)), 12);
        graph.sandbox.answerOnce(
                r -> r.is(Route.DELETE, rows.get(2).userId()),
                CannedAnswer.reset().processedFirst());
        RunSnapshot recalled = graph.run(recall);

        assertThat(recalled.state()).isEqualTo(RunState.DONE);
        assertThat(recalled.totals().sent()).isEqualTo(12);
        assertThat(graph.requests(Route.DELETE).stream().filter(r -> r.status() == 404))
                .as("the one whose first answer was lost")
                .hasSize(1);
        for (DeliveryQuery.Row row : rows) {
            assertThat(message(row).deleted()).isTrue();
        }
        assertThat(graph.deliveries(run))
                .as("the first job's rows stay")
                .allMatch(r -> r.state() == DeliveryState.SENT);
    }

    private SandboxMessage message(DeliveryQuery.Row row) throws Exception {
        return graph.sandbox.message(row.conversationId(), row.activityId()).orElseThrow();
    }

    @Test
    void anEditOfAMessageThatIsGoneIsRefused() throws Exception {
        graph = TestGraph.start(folder, 12);
        long run = plan(graph.sync(0), EVERYBODY);
        graph.run(run);
        String user = graph.deliveries(run).get(4).userId();
        long edit = graph.plan(new JobRequest.Edit(DeliveryChoice.ofRun(run), CORRECTED), 12);
        graph.sandbox.answerAlways(
                r -> r.is(Route.UPDATE, user),
                CannedAnswer.error(404, "ActivityNotFoundInConversation", "Activity not found."));

        RunSnapshot end = graph.run(edit);

        assertThat(end.totals().sent()).isEqualTo(11);
        assertThat(end.totals().refused()).isEqualTo(1);
    }

    @Test
    void aChosenRepetitionSendsAgainAfterAGatewayErrorAndKeepsBothAttempts() throws Exception {
        graph = TestGraph.start(folder, 12);
        long run = plan(graph.sync(0), new SendChoices(true, 0, true, null));
        DeliveryQuery.Row row = graph.deliveries(run).get(0);
        graph.sandbox.answerOnce(
                r -> r.is(Route.SEND, row.userId()), CannedAnswer.error(504, "ServiceError", "Unknown"));

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(12);
        assertThat(graph.deliveries(run).stream().filter(r -> r.id() == row.id()))
                .singleElement()
                .satisfies(r -> assertThat(r.attempts()).isEqualTo(3));
    }

    @Test
    void withinASecondOfAStopNothingNewBeginsAndWhatIsUnderWayIsNamed() throws Exception {
        graph = TestGraph.start(folder, 30.0, 120);
        long run = plan(graph.sync(0), EVERYBODY);
        AtomicReference<String> slow = new AtomicReference<>();
        graph.sandbox.answerOnce(
                r -> r.route() == Route.SEND && slow.compareAndSet(null, r.userId()),
                CannedAnswer.usual().after(Duration.ofSeconds(4)));
        AtomicReference<Instant> stopped = new AtomicReference<>();
        ConcurrentLinkedQueue<RunSnapshot> told = new ConcurrentLinkedQueue<>();
        try (Runs.Watch watch = graph.runs().watch(told::add)) {
            assertThat(watch).isNotNull();
            graph.runs().start(run);
            TestGraph.until("ten are posted", () -> graph.posted().size() >= 10);
            stopped.set(Instant.now());
            graph.runs().stop(run);
            RunSnapshot end = graph.ended(run);

            assertThat(end.state()).isEqualTo(RunState.STOPPED);
            assertThat(end.totals().open()).isZero();
            assertThat(end.totals().cancelled()).isGreaterThan(50);
            assertThat(end.inFlight()).isEmpty();
        }
        assertThat(graph.log(r -> r.route() == Route.SEND || r.route() == Route.CREATE))
                .filteredOn(r -> !r.userId().equals(slow.get()))
                .allMatch(r -> r.at().isBefore(stopped.get().plusSeconds(1)));
        long named = graph.deliveries(run).stream()
                .filter(r -> r.userId().equals(slow.get()))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(told)
                .filteredOn(s -> s.state() == RunState.STOPPING)
                .isNotEmpty()
                .allMatch(s -> s.waiting().kind() == Waiting.Kind.STOPPING)
                .anyMatch(s -> s.inFlight().contains(named));
    }

    @Test
    void aRunSaysThatItWaitsForTeamsAndUntilWhen() throws Exception {
        graph = TestGraph.start(folder, 50.0, 12);
        long run = plan(graph.sync(0), EVERYBODY);
        graph.sandbox.answerOnce(r -> r.route() == Route.SEND, CannedAnswer.throttled(Duration.ofSeconds(3)));
        ConcurrentLinkedQueue<RunSnapshot> told = new ConcurrentLinkedQueue<>();
        try (Runs.Watch watch = graph.runs().watch(told::add)) {
            assertThat(watch).isNotNull();
            RunSnapshot end = graph.run(run);
            assertThat(end.totals().sent()).isEqualTo(12);
        }
        assertThat(told)
                .filteredOn(s -> s.waiting() != null && s.waiting().kind() == Waiting.Kind.TEAMS_ASKED)
                .isNotEmpty()
                .allMatch(s -> s.waitingUntil() != null && s.rateInForce() < 50);
        assertThat(told).anyMatch(s -> s.waiting() != null && s.waiting().kind() == Waiting.Kind.RATE_LOWERED);
    }

    /** Sent again by decision, what was in doubt may have arrived: neither a refusal, nor the guard, nor a stop makes that undone. */
    @Test
    void whatMayHaveArrivedStaysInDoubtWhateverEndsItsSecondTry() throws Exception {
        graph = TestGraph.start(folder, 12);
        SandboxTeam team = graph.sync(0);
        graph.sandbox.answerTimes(
                2, r -> r.route() == Route.SEND, CannedAnswer.of(502, "").processedFirst());
        long run = graph.plan(team);
        graph.run(run);
        List<DeliveryQuery.Row> doubts = graph.deliveries(run).stream()
                .filter(row -> row.state() == DeliveryState.IN_DOUBT)
                .toList();
        assertThat(doubts).hasSize(2);
        DeliveryChoice inDoubt = DeliveryChoice.ofStates(run, Set.of(DeliveryState.IN_DOUBT));
        assertThat(graph.runs().resolveAll(inDoubt, Decision.SEND_AGAIN, 2)).isEqualTo(2);
        graph.sandbox.answerTimes(1, r -> r.route() == Route.SEND, CannedAnswer.writesBlocked());
        graph.workspace.act().doNotContact().set(doubts.get(1).userId(), OptOut.Asker.PERSON, "by mail");
        graph.run(run);
        assertThat(graph.deliveries(run))
                .filteredOn(row -> row.state() == DeliveryState.IN_DOUBT)
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(Sentences.of(row.reason())).containsIgnoringCase("an earlier try may have arrived"));
        assertThat(graph.runs().resolveAll(inDoubt, Decision.SEND_AGAIN, 2)).isEqualTo(2);
        graph.runs().stop(run);
        assertThat(graph.runs().snapshot(run).totals().inDoubt()).isEqualTo(2);
        assertThat(graph.runs().snapshot(run).totals().cancelled()).isZero();
    }

    /** In doubt only because it was given up, an edit may be tried again, and may be refused then. */
    @Test
    void anEditThatIsGivenUpAfterALostAnswerIsInDoubtUntilTheAdminDecides() throws Exception {
        graph = TestGraph.start(folder, 1);
        long run = plan(graph.sync(0), EVERYBODY);
        graph.run(run);
        long edit = graph.plan(new JobRequest.Edit(DeliveryChoice.ofRun(run), CORRECTED), 1);
        graph.sandbox.answerOnce(
                r -> r.route() == Route.UPDATE, CannedAnswer.of(502, "").processedFirst());
        graph.runs().start(edit);
        // It is tried again after four seconds.
        TestGraph.until("the first answer", () -> graph.deliveries(edit).get(0).attempts() == 1 && waiting(edit));
        graph.runs().stop(edit);
        assertThat(graph.runs().await(edit, Duration.ofSeconds(30))).isTrue();
        assertThat(graph.runs().snapshot(edit).totals().inDoubt()).isEqualTo(1);
        assertThat(Sentences.of(graph.deliveries(edit).get(0).reason()))
                .startsWith("An earlier try may have changed the message.");

        DeliveryChoice inDoubt = DeliveryChoice.ofStates(edit, Set.of(DeliveryState.IN_DOUBT));
        assertThat(graph.runs().resolveAll(inDoubt, Decision.SEND_AGAIN, 1)).isEqualTo(1);
        graph.sandbox.answerOnce(r -> r.route() == Route.UPDATE, CannedAnswer.writesBlocked());
        RunSnapshot end = graph.run(edit);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().refused()).isEqualTo(1);
    }

    private boolean waiting(long run) {
        return graph.deliveries(run).get(0).state() == DeliveryState.WAITING;
    }

    @Test
    void aStopOfARunThatIsPausedRecordsHowManyWereWaiting() throws Exception {
        graph = TestGraph.start(folder, 12);
        long run = plan(graph.sync(0), EVERYBODY);
        graph.runs().stop(run);
        assertThat(graph.runs().snapshot(run).state()).isEqualTo(RunState.STOPPED);
        assertThat(graph.workspace.views().audit().select().page(0, 10))
                .filteredOn(row -> row.act() == AuditAct.STOPPED)
                .extracting(AuditQuery.Row::people)
                .containsExactly(12L);
    }
}
