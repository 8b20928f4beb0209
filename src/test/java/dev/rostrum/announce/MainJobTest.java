package dev.rostrum.announce;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** The main job through the real connector client, sign-in, data file and sandbox. */
class MainJobTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam team;

    @BeforeEach
    void start() throws Exception {
        graph = TestGraph.start(folder, 12, 60);
        team = graph.sync(0);
    }

    @AfterEach
    void stop() throws Exception {
        graph.close();
    }

    @Test
    void everyMemberIsSentTheMessageOnceAndEveryConversationIsKept() throws Exception {
        long run = graph.plan(team);
        assertThat(graph.log(r -> r.route() == Route.CREATE || r.route() == Route.SEND))
                .as("planning sends nothing")
                .isEmpty();

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(12);
        Map<String, String> logged =
                graph.posted().stream().collect(Collectors.toMap(LoggedRequest::userId, LoggedRequest::conversationId));
        List<DeliveryQuery.Row> rows = graph.deliveries(run);
        assertThat(rows).hasSize(12).allMatch(r -> r.state() == DeliveryState.SENT);
        assertThat(rows.stream()
                        .collect(Collectors.toMap(DeliveryQuery.Row::userId, DeliveryQuery.Row::conversationId)))
                .isEqualTo(logged);
        assertThat(graph.workspace
                        .views()
                        .conversations()
                        .select(ConversationQuery.Filter.ALL, List.of())
                        .count())
                .isEqualTo(12);

        graph.run(graph.plan(team));

        assertThat(graph.requests(Route.CREATE)).as("ids are reused").hasSize(12);
        assertThat(graph.posted()).hasSize(24);
    }

    @Test
    void theIntentIsOnDiskBeforeTheSendArrives() throws Exception {
        ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
        AtomicInteger sends = new AtomicInteger();
        graph.sandbox.onSend(send -> {
            sends.incrementAndGet();
            found.add(onDisk(
                    "SELECT d.state FROM delivery d JOIN user u ON u.id = d.user WHERE u.user_id = ?", send.userId()));
        });

        graph.run(graph.plan(team));

        assertThat(sends).hasValue(12);
        assertThat(found).hasSize(12).containsOnly("SENDING");
    }

    @Test
    void noMoreRowsAreSendingOnDiskThanRequestsMayBeInFlight() throws Exception {
        SandboxTeam sixty = graph.sync(1);
        ConcurrentLinkedQueue<Integer> found = new ConcurrentLinkedQueue<>();
        graph.sandbox.onSend(
                send -> found.add(Integer.valueOf(onDisk("SELECT count(*) FROM delivery WHERE state = ?", "SENDING"))));

        graph.run(graph.plan(sixty));
        graph.run(graph.plan(sixty));

        assertThat(found)
                .hasSize(120)
                .allMatch(rows -> rows <= graph.connection().inFlight());
        assertThat(found).as("one waits for the other").anyMatch(rows -> rows > 1);
    }

    /** By a connection of the test's own, read-only, as another process would. */
    private String onDisk(String sql, String argument) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + graph.dataFile(), config.toProperties());
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, argument);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "no row";
            }
        } catch (java.sql.SQLException e) {
            return e.toString();
        }
    }

    @Test
    void aThrottledRecipientWaitsAndIsNeverGivenUp() throws Exception {
        long run = graph.plan(team);
        String user = graph.deliveries(run).get(0).userId();
        graph.sandbox.answerTimes(3, r -> r.is(Route.SEND, user), CannedAnswer.throttled(Duration.ofSeconds(1)));
        long before = System.nanoTime();

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(12);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(3));
        assertThat(graph.posted().stream().filter(r -> r.userId().equals(user))).hasSize(1);
    }

    @Test
    void aLostAnswerIsInDoubtAndNeverSentAgain() throws Exception {
        long run = graph.plan(team);
        List<String> users =
                graph.deliveries(run).stream().map(DeliveryQuery.Row::userId).toList();
        graph.sandbox.answerOnce(
                r -> r.is(Route.SEND, users.get(3)), CannedAnswer.closed().processedFirst());
        graph.sandbox.answerOnce(
                r -> r.is(Route.SEND, users.get(7)), CannedAnswer.error(502, "ServiceError", "Unknown"));

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(10);
        assertThat(end.totals().inDoubt()).isEqualTo(2);
        assertThat(graph.requests(Route.SEND).stream().filter(r -> r.userId().equals(users.get(3))))
                .hasSize(1);
        assertThatThrownBy(() -> graph.runs().start(run)).isInstanceOf(Problem.class);
    }

    @Test
    void aLostAnswerToACreateIsRepeated() throws Exception {
        long run = graph.plan(team);
        String user = graph.deliveries(run).get(5).userId();
        graph.sandbox.answerOnce(
                r -> r.is(Route.CREATE, user), CannedAnswer.reset().processedFirst());

        RunSnapshot end = graph.run(run);

        assertThat(end.totals().sent()).isEqualTo(12);
        assertThat(graph.requests(Route.CREATE).stream().filter(r -> r.userId().equals(user)))
                .hasSize(2);
        assertThat(graph.posted()).hasSize(12);
    }

    @Test
    void oneRefusedTokenIsReplacedAndTheRunGoesOn() throws Exception {
        long run = graph.plan(team);
        AtomicReference<String> refused = new AtomicReference<>();
        graph.sandbox.answerAlways(
                r -> {
                    // By the token, not by the count: a repetition must not be refused in place of a first try that
                    // comes later.
                    String token = r.headers().get("authorization");
                    refused.compareAndSet(null, token);
                    return r.route() == Route.CREATE && token.equals(refused.get());
                },
                CannedAnswer.unauthorized());

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(12);
        assertThat(graph.requests(Route.CREATE).stream().filter(r -> r.status() == 401))
                .isNotEmpty();
    }

    @Test
    void whatIsRefusedForAllPausesTheRunAndLosesNobody() throws Exception {
        long run = graph.plan(team);
        AtomicInteger left = new AtomicInteger(1_000);
        graph.sandbox.script(r -> r.route() == Route.CREATE && left.getAndDecrement() > 0
                ? java.util.Optional.of(
                        CannedAnswer.error(403, "BotDisabledByAdmin", "The tenant admin disabled this bot"))
                : java.util.Optional.empty());

        RunSnapshot paused = graph.run(run);

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
        assertThat(Sentences.whole(paused.detail())).contains("disabled this bot", "Teams admin");
        assertThat(paused.totals().waiting()).isEqualTo(12);

        left.set(0);
        RunSnapshot end = graph.run(run);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(12);
        assertThat(graph.posted()).hasSize(12);
    }

    @Test
    void whoCannotBeReachedIsRefusedWithItsCause() throws Exception {
        long run = graph.plan(team);
        String user = graph.deliveries(run).get(2).userId();
        graph.sandbox.answerAlways(
                r -> r.is(Route.SEND, user),
                CannedAnswer.error(403, "ConversationBlockedByUser", "User blocked the conversation with the bot."));

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(end.totals().sent()).isEqualTo(11);
        assertThat(end.totals().refused()).isEqualTo(1);
        assertThat(graph.workspace.views().deliveries().causes(run))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.code()).isEqualTo("ConversationBlockedByUser");
                    assertThat(Sentences.of(cause.reason())).contains("blocked the bot");
                });
    }

    @Test
    void aStaleConversationIsOpenedAgainOnceAndSentOnce() throws Exception {
        graph.run(graph.plan(team));
        String user = graph.posted().get(0).userId();
        graph.sandbox.removeConversation(user);

        long run = graph.plan(team);
        RunSnapshot end = graph.run(run);

        assertThat(end.totals().sent()).isEqualTo(12);
        assertThat(graph.deliveries(run).stream().filter(DeliveryQuery.Row::healed))
                .singleElement()
                .satisfies(row -> assertThat(row.userId()).isEqualTo(user));
        assertThat(graph.posted().stream().filter(r -> r.userId().equals(user))).hasSize(2);
    }

    @Test
    void aPausedRunSendsNothingUntilItIsResumed() throws Exception {
        SandboxTeam larger = graph.sync(1);
        long run = graph.plan(larger);
        AtomicInteger arrived = new AtomicInteger();
        graph.sandbox.onSend(send -> {
            if (arrived.incrementAndGet() == 10) {
                graph.runs().pauseAll();
            }
        });

        RunSnapshot paused = graph.run(run);
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.ASKED);
        assertThat(paused.totals().inFlight()).isZero();
        assertThat(paused.totals().waiting()).isPositive();
        int before = graph.posted().size();
        assertThat(paused.totals().sent()).isEqualTo(before);

        graph.reopen();
        assertThat(graph.runs().open()).hasSize(1);
        assertThat(graph.posted()).hasSize(before);
        assertThat(graph.run(run).totals().sent()).isEqualTo(60);
        assertThat(graph.posted()).hasSize(60);
    }

    @Test
    void aStoppedRunCancelsWhatWaits() throws Exception {
        SandboxTeam larger = graph.sync(1);
        long run = graph.plan(larger);
        AtomicInteger arrived = new AtomicInteger();
        graph.sandbox.onSend(send -> {
            if (arrived.incrementAndGet() == 10) {
                graph.runs().stop(run);
            }
        });

        RunSnapshot end = graph.run(run);

        assertThat(end.state()).isEqualTo(RunState.STOPPED);
        assertThat(end.totals().open()).isZero();
        assertThat(end.totals().sent()).isEqualTo(graph.posted().size());
        assertThat(end.totals().cancelled()).isEqualTo(60 - end.totals().sent());
        assertThatThrownBy(() -> graph.runs().start(run))
                .isInstanceOf(Problem.class)
                .satisfies(says("stopped"));
    }

    private static JobRequest.Send send(Message message, Audience audience) {
        return new JobRequest.Send("x", message, audience, SendChoices.NONE);
    }

    @Test
    void aPlanWithAnotherNumberThanConfirmedLeavesNothingBehind() {
        Audience audience = Audience.ofTeams(Set.of(team.id()));

        assertThatThrownBy(() -> graph.plan(send(TestGraph.HELLO, audience), 11))
                .isInstanceOf(Problem.class)
                .satisfies(says("12 recipients, not 11"));
        assertThat(graph.workspace.views().runs().select("").count()).isZero();
    }

    @Test
    void anEmptyOrTooLargeMessageIsRefusedBeforeAnythingIsWritten() {
        Audience audience = Audience.ofTeams(Set.of(team.id()));

        assertThatThrownBy(() -> graph.planner().preview(send(new Message("  \n", TextFormat.PLAIN), audience)))
                .satisfies(says("empty"));
        assertThatThrownBy(() ->
                        graph.planner().preview(send(new Message("x".repeat(41_000), TextFormat.PLAIN), audience)))
                .satisfies(says("too large"));
        assertThatThrownBy(() -> graph.plan(send(TestGraph.HELLO, Audience.none()), 0))
                .satisfies(says("Nobody"));
        assertThat(graph.workspace.views().runs().select("").count()).isZero();
    }

    @Test
    void whoIsTakenOutIsExcludedAndCounted() throws Exception {
        List<String> users = graph.workspace.views().users().ids(PeopleFilter.of(team.id(), ""));
        Audience audience = Audience.ofTeams(Set.of(team.id())).without(Set.of(users.get(0), users.get(1)));
        JobPreview plan = graph.planner().preview(send(TestGraph.HELLO, audience));
        assertThat(plan.selected()).isEqualTo(12);
        assertThat(plan.recipients()).isEqualTo(10);
        assertThat(plan.requests()).isEqualTo(20);

        long run = graph.plan(send(TestGraph.HELLO, audience), 10);
        RunSnapshot end = graph.run(run);

        assertThat(end.totals().excluded()).isEqualTo(2);
        assertThat(end.totals().sent()).isEqualTo(10);
        assertThat(graph.posted().stream().map(LoggedRequest::userId)).doesNotContain(users.get(0), users.get(1));
    }
}
