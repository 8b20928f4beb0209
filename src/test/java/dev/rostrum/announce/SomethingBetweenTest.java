package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.PageInBetween;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of answers that are not the connector's, and of those that no rule used to count. */
class SomethingBetweenTest {
    private static final int PEOPLE = 12;

    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam team;
    private final AtomicBoolean between = new AtomicBoolean();

    @BeforeEach
    void start() throws Exception {
        graph = TestGraph.start(folder, PEOPLE);
        team = graph.sync(0);
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private void always(Route route, CannedAnswer answer) {
        between.set(true);
        graph.sandbox.script(
                request -> between.get() && request.route() == route ? Optional.of(answer) : Optional.empty());
    }

    private void usual() {
        between.set(false);
    }

    /** A page with status 200 for every send was once "Accepted by Teams" for everybody. */
    @ParameterizedTest
    @EnumSource(
            value = PageInBetween.class,
            names = {"FILTER", "SCAN", "SIGN_IN", "WELCOME", "BLOCKED", "ERROR", "PLAIN"})
    void aPageInPlaceOfASendIsNoAcceptanceAndPausesAtOnce(PageInBetween page) throws Exception {
        long run = graph.plan(team);
        always(Route.SEND, CannedAnswer.page(page));

        RunSnapshot paused = graph.run(run);

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.SOMETHING_BETWEEN);
        assertThat(paused.totals().sent()).isZero();
        assertThat(paused.totals().refused()).isZero();
        assertThat(paused.totals().inDoubt()).isPositive();
        assertThat(paused.totals().inDoubt() + paused.totals().waiting()).isEqualTo(PEOPLE);
        assertThat(Sentences.whole(paused.detail())).contains("between here and Teams");
        usual();
        RunSnapshot end = graph.run(run);
        assertThat(end.totals().sent() + end.totals().inDoubt()).isEqualTo(PEOPLE);
        assertThat(graph.posted()).hasSize((int) end.totals().sent());
    }

    /** A proxy's own 511 says that it passed nothing on: nobody is in doubt. */
    @Test
    void whatWasCertainlyNotPassedOnIsNoDoubt() throws Exception {
        long run = graph.plan(team);
        always(Route.SEND, CannedAnswer.page(PageInBetween.PORTAL));

        RunSnapshot paused = graph.run(run);

        assertThat(paused.pauseReason()).isEqualTo(PauseReason.SOMETHING_BETWEEN);
        assertThat(paused.totals().waiting()).isEqualTo(PEOPLE);
        usual();
        assertThat(graph.run(run).totals().sent()).isEqualTo(PEOPLE);
        assertThat(graph.posted()).hasSize(PEOPLE);
    }

    @Test
    void createsWaitAgain() throws Exception {
        long run = graph.plan(team);
        always(Route.CREATE, CannedAnswer.page(PageInBetween.FILTER));

        RunSnapshot paused = graph.run(run);

        assertThat(paused.pauseReason()).isEqualTo(PauseReason.SOMETHING_BETWEEN);
        assertThat(paused.totals().waiting()).isEqualTo(PEOPLE);
        usual();
        assertThat(graph.run(run).totals().sent()).isEqualTo(PEOPLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void editsAndRecallsWaitAgain(boolean edit) throws Exception {
        long run = graph.plan(team);
        assertThat(graph.run(run).totals().sent()).isEqualTo(PEOPLE);
        DeliveryChoice all = DeliveryChoice.ofRun(run);
        long change = edit
                ? graph.plan(new JobRequest.Edit(all, TestGraph.HELLO), PEOPLE)
                : graph.plan(new JobRequest.Recall(all), PEOPLE);
        always(edit ? Route.UPDATE : Route.DELETE, CannedAnswer.page(PageInBetween.BLOCKED));

        RunSnapshot paused = graph.run(change);

        assertThat(paused.pauseReason()).isEqualTo(PauseReason.SOMETHING_BETWEEN);
        assertThat(paused.totals().waiting()).isEqualTo(PEOPLE);
        usual();
        RunSnapshot end = graph.run(change);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(PEOPLE);
    }

    /** Once repeated every two seconds for each person, for ever. */
    @Test
    void creates2xxWithoutAnIdPauseAfterFivePeople() throws Exception {
        long run = graph.plan(team);
        always(Route.CREATE, CannedAnswer.emptyAccepted());

        RunSnapshot paused = graph.run(run);

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.TOO_MANY_FAILED);
        assertThat(Sentences.whole(paused.detail())).contains("met the same trouble", "without a conversation id");
        assertThat(paused.totals().waiting()).isEqualTo(PEOPLE);
        assertThat(graph.requests(Route.CREATE)).hasSizeLessThanOrEqualTo(2 * PEOPLE);
        usual();
        assertThat(graph.run(run).totals().sent()).isEqualTo(PEOPLE);
    }

    /** A recall of a message that is gone is done; the service URL has no part in it. */
    @Test
    void aMessageThatIsGoneIsRecalled() throws Exception {
        long run = graph.plan(team);
        graph.run(run);
        long recall = graph.plan(new JobRequest.Recall(DeliveryChoice.ofRun(run)), PEOPLE);
        always(Route.DELETE, CannedAnswer.error(403, "ServiceError", "Unknown"));

        RunSnapshot end = graph.run(recall);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(PEOPLE);
    }

    /** What the list of causes says, a selection by it and the rows themselves are of one code. */
    @Test
    void aCauseSelectsExactlyItsPeople() throws Exception {
        List<String> people = graph.deliveries(graph.plan(team)).stream()
                .map(DeliveryQuery.Row::userId)
                .toList();
        long run = graph.plan(team);
        for (int i = 0; i < 3; i++) {
            String user = people.get(4 * i);
            graph.sandbox.answerAlways(
                    request -> request.is(Route.SEND, user),
                    CannedAnswer.error(403, "BotNotInConversationRoster", "The bot is not part of it."));
        }

        assertThat(graph.run(run).totals().refused()).isEqualTo(3);

        DeliveryQuery.CauseCount cause = graph.workspace.views().deliveries().causes(run).stream()
                .filter(c -> c.state() == DeliveryState.REFUSED)
                .findFirst()
                .orElseThrow();
        DeliveryChoice itsPeople = new DeliveryChoice(
                run,
                false,
                java.util.Set.of(cause.state()),
                cause.code(),
                cause.reason().code(),
                "",
                java.util.Set.of());
        assertThat(cause.count()).isEqualTo(3);
        assertThat(graph.workspace
                        .views()
                        .deliveries()
                        .select(itsPeople, List.of())
                        .count())
                .isEqualTo(3);
        assertThat(graph.planner()
                        .preview(new JobRequest.Resend(itsPeople, SendChoices.NONE))
                        .selected())
                .isEqualTo(3);
    }
}
