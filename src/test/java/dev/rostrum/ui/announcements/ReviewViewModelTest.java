package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rostrum.announce.DryRun;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.announce.Waiting;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.QueuedTasks;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewViewModelTest {
    private static final Message MESSAGE = new Message("Hello **there**", TextFormat.MARKDOWN);

    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam large;
    private SandboxTeam small;
    private final List<Long> started = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 130, 12);
        large = graph.sync(0);
        small = graph.sync(1);
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private ReviewViewModel review(Tasks tasks, Audience audience) {
        ReviewViewModel model = new ReviewViewModel(
                graph.workspace,
                tasks,
                Runnable::run,
                (delay, task) -> task.run(),
                System::nanoTime,
                send(MESSAGE, audience),
                started::add);
        // Guests too: what the guard keeps away has tests of its own. The choice counts the plan.
        model.choices().outsidersProperty().set(true);
        return model;
    }

    private long runs() {
        return graph.workspace.views().runs().select("").count();
    }

    @Test
    void aboveAHundredTheNumberIsTyped() throws Exception {
        ReviewViewModel model = review(new InlineTasks(), Audience.ofTeams(Set.of(large.id())));
        assertThat(model.reviewedProperty().get().plan().recipients()).isEqualTo(130);
        assertThat(model.mustType()).isTrue();
        assertThat(model.unlockedProperty().get()).isFalse();
        model.send();
        assertThat(runs()).as("nothing is planned while it is locked").isZero();
        model.typedProperty().set("13");
        assertThat(model.unlockedProperty().get()).isFalse();
        model.typedProperty().set("1\u202f30 ");
        assertThat(model.unlockedProperty().get()).isTrue();
        model.send();
        assertThat(started).hasSize(1);
        assertThat(graph.ended(started.get(0)).totals().sent()).isEqualTo(130);
        model.close();
    }

    /** After new ids the bot cannot reach what it sent before. */
    @Test
    void aRecallSaysWhichMessagesTheBotHasLost() throws Exception {
        ReviewViewModel sending = review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())));
        sending.send();
        long sent = started.get(0);
        graph.ended(sent);
        sending.close();
        graph.newIds(130, 12);
        graph.sync(1);

        ReviewViewModel model = review(new Proposal("Hello", new JobRequest.Recall(DeliveryChoice.ofRun(sent))));
        assertThat(model.reviewedProperty().get().plan().leftOut())
                .extracting(LeftOut::code, LeftOut::count, out -> Sentences.of(out.reason()))
                .containsExactly(tuple(
                        "ConversationLost",
                        12L,
                        "Sent in a conversation that the bot lost when ids in Teams changed: it cannot be edited or"
                                + " taken back; a new message reaches them"));
        assertThat(model.unlockedProperty().get()).isFalse();
        model.close();
    }

    @Test
    void upToAHundredOneButtonIsEnough() throws Exception {
        ReviewViewModel model = review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())));
        assertThat(model.mustType()).isFalse();
        assertThat(model.unlockedProperty().get()).isTrue();
        assertThat(model.sendWords()).isEqualTo("Send to 12 people in the sandbox");
        model.send();
        assertThat(graph.ended(started.get(0)).totals().sent()).isEqualTo(12);
        model.close();
    }

    @Test
    void aClockThatJumpedIsToldBeforeMessagesAndKeepsNothingBack() throws Exception {
        ReviewViewModel first = review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())));
        assertThat(first.reviewedProperty().get().cautions()).isEmpty();
        first.send();
        graph.ended(started.get(0));
        first.close();
        // At its end the program notes the time, too.
        graph.workspace.close();
        graph.change("UPDATE meta SET value = CAST(value - 9 * 86400000 AS TEXT) WHERE key = 'clock_seen_at'");
        graph.reopen();
        ReviewViewModel model = review(send(OTHER, Audience.ofTeams(Set.of(small.id()))));
        assertThat(model.reviewedProperty().get().cautions()).singleElement().satisfies(jump -> assertThat(
                        Sentences.whole(jump))
                .contains("9 days have passed since Rostrum last saw it", "set it right first"));
        assertThat(model.troubleProperty().get()).isNull();
        assertThat(model.unlockedProperty().get()).isTrue();
        model.send();
        graph.ended(started.get(1));
        model.load();
        assertThat(model.reviewedProperty().get().cautions())
                .as("a plan was made since")
                .isEmpty();
        model.close();
    }

    @Test
    void everybodysRequestsAreShownPageByPageAndNothingIsSent() throws Exception {
        ReviewViewModel model = review(new InlineTasks(), Audience.ofTeams(Set.of(large.id())));
        int before = graph.log(request -> true).size();
        try (SoughtRows<DryRun, DryRun.Row> sought = model.requests()) {
            Pages<DryRun.Row> rows = sought.rows();
            assertThat(rows).hasSize(130);
            String text = model.requestText(rows.get(129));
            assertThat(text)
                    .contains("POST " + graph.sandbox.serviceUrl(), "/v3/conversations/ID-THAT-THE-CREATE-RETURNS/")
                    .contains("Authorization: Bearer ***", "\"text\":\"Hello **there**\"", "bytes as Teams counts");
        }
        model.choices().outsidersProperty().set(false);
        try (SoughtRows<DryRun, DryRun.Row> sought = model.requests()) {
            assertThat(sought.rows()).as("with what is chosen now").hasSizeLessThan(130);
        }
        assertThat(graph.log(request -> true)).hasSize(before);
        assertThat(runs()).isZero();
        model.close();
    }

    @Test
    void thePlanTellsKnownAndNewConversationsAndTheRequest() throws Exception {
        List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(small.id(), ""));
        ReviewViewModel first = review(send(OTHER, Audience.ofUsers(Set.copyOf(people.subList(0, 5)))));
        first.send();
        graph.ended(started.get(0));
        first.close();
        ReviewViewModel model =
                review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())).without(Set.of(people.get(11))));
        var plan = model.reviewedProperty().get().plan();
        assertThat(plan.selected()).isEqualTo(12);
        assertThat(plan.leftOut()).extracting(LeftOut::code, LeftOut::count).containsExactly(tuple("Removed", 1L));
        assertThat(plan.recipients()).isEqualTo(11);
        assertThat(plan.withConversation()).isEqualTo(5);
        assertThat(plan.requests()).isEqualTo(11 + 6);
        String body = model.reviewedProperty().get().body();
        assertThat(body).contains("Hello **there**").contains("markdown");
        assertThat(plan.bytes()).isEqualTo(2 * body.length());
        model.send();
        graph.ended(started.get(1));
        assertThat(graph.requests(Route.SEND)).hasSize(5 + 11);
        assertThat(graph.requests(Route.CREATE)).hasSize(11);
        model.close();
    }

    @Test
    void aCancelledPlanLeavesNothing() {
        QueuedTasks tasks = new QueuedTasks();
        ReviewViewModel model = review(tasks, Audience.ofTeams(Set.of(small.id())));
        tasks.runAll();
        model.send();
        assertThat(model.planningProperty().get()).isTrue();
        model.cancel();
        tasks.runAll();
        assertThat(model.planningProperty().get()).isFalse();
        assertThat(model.troubleProperty().get()).isNull();
        assertThat(runs()).isZero();
        assertThat(started).isEmpty();
        assertThat(model.unlockedProperty().get()).isTrue();
        model.close();
    }

    @Test
    void whileAsManyAreSentAsMayBeItCannotBeSent() throws Exception {
        graph.sandbox.answerTimes(
                1, request -> request.route() == Route.SEND, CannedAnswer.throttled(Duration.ofSeconds(60)));
        ReviewViewModel first = review(new InlineTasks(), Audience.ofTeams(Set.of(large.id())));
        first.typedProperty().set("130");
        first.send();
        ReviewViewModel second = review(send(OTHER, Audience.ofTeams(Set.of(small.id()))));
        assertThat(second.unlockedProperty().get()).as("one is being sent").isTrue();
        TestGraph.until("Teams to ask for a wait", () -> {
            Waiting waiting = graph.runs().snapshot(started.get(0)).waiting();
            return waiting != null && waiting.kind() == Waiting.Kind.TEAMS_ASKED;
        });
        List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(large.id(), ""));
        for (int more = 1; more < Runs.MOST_AT_WORK; more++) {
            Audience one = Audience.ofUsers(Set.of(people.get(more)));
            graph.runs().start(graph.plan(new JobRequest.Send("To one", OTHER, one, SendChoices.NONE)));
        }
        second.load();
        assertThat(second.unlockedProperty().get()).isFalse();
        assertThat(second.troubleProperty().get()).contains("8 announcements are being sent");
        graph.runs().pauseAll();
        assertThat(graph.runs().await(Duration.ofSeconds(60))).isTrue();
        second.load();
        assertThat(second.troubleProperty().get()).isNull();
        assertThat(second.unlockedProperty().get()).isTrue();
        first.close();
        second.close();
    }

    @Test
    void nobodyLeftIsATrouble() {
        String one = graph.workspace
                .views()
                .users()
                .ids(PeopleFilter.of(small.id(), ""))
                .get(0);
        ReviewViewModel model = review(new InlineTasks(), new Audience(Set.of(), Set.of(one), Set.of(one)));
        assertThat(model.unlockedProperty().get()).isFalse();
        assertThat(model.troubleProperty().get()).startsWith("Nobody is left");
        assertThat(model.timeWords()).as("what takes no request takes no time").isEmpty();
        model.close();
    }

    private static final Message OTHER = new Message("Something else", TextFormat.PLAIN);

    private static Proposal send(Message message, Audience audience) {
        JobRequest.Send send = new JobRequest.Send("", message, audience, SendChoices.NONE);
        return new Proposal(send.name(), send);
    }

    private ReviewViewModel review(Proposal proposal) {
        ReviewViewModel model = new ReviewViewModel(
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> task.run(),
                System::nanoTime,
                proposal,
                started::add);
        model.load();
        return model;
    }

    @Test
    void theGuardLeavesOutWithItsReasonAndAnOverrideTakesReasonAndNumber() throws Exception {
        List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(small.id(), ""));
        graph.workspace.act().doNotContact().set(people.get(0), OptOut.Asker.PERSON, "asked by mail");
        graph.workspace.act().doNotContact().set(people.get(1), OptOut.Asker.ADMIN, null);
        ReviewViewModel model = review(send(MESSAGE, Audience.ofTeams(Set.of(small.id()))));
        assertThat(model.reviewedProperty().get().plan().leftOut())
                .extracting(LeftOut::code, LeftOut::count)
                .contains(tuple(GuardReason.OPTED_OUT.code(), 1L), tuple(GuardReason.DO_NOT_CONTACT.code(), 1L));
        long recipients = model.reviewedProperty().get().plan().recipients();
        long overridable = model.overridable();
        assertThat(overridable).isPositive();
        model.override("  ", overridable);
        model.override("Works council agreed", overridable + 1);
        assertThat(model.override())
                .as("neither without a reason nor with another number")
                .isNull();
        model.override("Works council agreed", overridable);
        assertThat(model.override()).isEqualTo("Works council agreed");
        assertThat(model.reviewedProperty().get().plan().recipients()).isEqualTo(recipients + overridable);
        model.send();
        assertThat(graph.ended(started.get(0)).totals().sent()).isEqualTo(recipients + overridable);
        assertThat(graph.workspace.views().audit().select().page(0, 50)).anySatisfy(entry -> {
            assertThat(entry.act()).isEqualTo(AuditAct.OVERRIDE);
            assertThat(entry.people()).isEqualTo(overridable);
            assertThat(Sentences.of(entry.detail())).contains("Works council agreed");
        });
        assertThat(graph.posted()).noneMatch(request -> request.toString().contains(people.get(0)));
        model.close();
    }

    @Test
    void aFewFirstIsRepeatedByTheButtonAndWaitsThen() throws Exception {
        ReviewViewModel model = review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())));
        model.choices().canaryOnProperty().set(true);
        model.choices().canaryProperty().set("none");
        assertThat(model.unlockedProperty().get()).isFalse();
        assertThat(model.choices().canaryTrouble()).contains("1 or more");
        model.choices().canaryProperty().set("3");
        assertThat(model.sendWords()).startsWith("Send to first 3 of ").endsWith(" in the sandbox");
        assertThat(model.unlockedProperty().get()).isTrue();
        model.send();
        RunSnapshot first = graph.ended(started.get(0));
        assertThat(first.pauseReason()).isEqualTo(PauseReason.CANARY);
        assertThat(first.totals().sent()).isEqualTo(3);
        model.close();
    }

    @Test
    void aRecallIsAlwaysTypedAndNamesWhoKeepsTheMessage() throws Exception {
        graph.sandbox.answerTimes(
                1, r -> r.route() == Route.SEND, CannedAnswer.of(502, "").processedFirst());
        ReviewViewModel first = review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())));
        first.send();
        long run = started.get(0);
        Totals sent = graph.ended(run).totals();
        assertThat(sent.inDoubt()).isEqualTo(1);
        first.close();
        ReviewViewModel recall =
                review(new Proposal("Hello", new JobRequest.Recall(DeliveryChoice.ofAnnouncement(run))));
        assertThat(recall.mustType()).isTrue();
        assertThat(recall.unlockedProperty().get()).isFalse();
        assertThat(recall.reviewedProperty().get().plan().leftOut())
                .singleElement()
                .satisfies(left -> assertThat(left.count()).isEqualTo(1));
        recall.typedProperty().set(Long.toString(sent.sent()));
        recall.send();
        assertThat(graph.ended(started.get(1)).totals().sent()).isEqualTo(sent.sent());
        assertThat(graph.workspace.views().runs().find(run).orElseThrow().totals())
                .isEqualTo(sent);
        recall.close();
    }

    @Test
    void anEditShowsTheNewTextAndReachesEachMessage() throws Exception {
        ReviewViewModel first = review(new InlineTasks(), Audience.ofTeams(Set.of(small.id())));
        first.send();
        long run = started.get(0);
        long sent = graph.ended(run).totals().sent();
        first.close();
        ReviewViewModel edit =
                review(new Proposal("Hello", new JobRequest.Edit(DeliveryChoice.ofAnnouncement(run), OTHER)));
        assertThat(edit.reviewedProperty().get().body()).contains("Something else");
        assertThat(edit.sendWords()).isEqualTo("Change " + sent + " messages in the sandbox");
        edit.send();
        assertThat(graph.ended(started.get(1)).totals().sent()).isEqualTo(sent);
        assertThat(graph.requests(Route.UPDATE)).hasSize((int) sent);
        edit.close();
    }
}
