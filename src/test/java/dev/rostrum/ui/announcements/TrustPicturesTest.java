package dev.rostrum.ui.announcements;

import static dev.rostrum.ui.Screenshots.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.PageInBetween;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of what the admin must trust: why a run stands still, what becomes of doubts, who is left out. */
@Tag("ui")
class TrustPicturesTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    private static String text(WindowFixture ui, String id) {
        Label label = ui.node(id);
        return label == null ? "" : label.getText();
    }

    private static void take(WindowFixture ui, String name) {
        Screenshots.take(name, ui.window.stage(), ui.themes, () -> true);
    }

    private static void step(WindowFixture ui, String beginning) {
        onFx(() -> {
            MenuButton more = ui.node("more");
            Event.fireEvent(more, new Event(MenuButton.ON_SHOWING));
            MenuItem item = more.getItems().stream()
                    .filter(one -> one.getText().startsWith(beginning))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no step " + beginning + " in "
                            + more.getItems().stream().map(MenuItem::getText).toList()));
            item.fire();
        });
    }

    private static void choose(WindowFixture ui, String beginning) {
        onFx(() -> ui.window.stage().getScene().getRoot().lookupAll(".r-dialog-buttons .button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no choice " + beginning))
                .fire());
    }

    /** Types into the first field of the dialog, the second, and so on. */
    private static void type(WindowFixture ui, String... texts) {
        onFx(() -> {
            List<Node> fields =
                    List.copyOf(ui.window.stage().getScene().getRoot().lookupAll(".r-dialog .text-input"));
            for (int i = 0; i < texts.length; i++) {
                ((TextInputControl) fields.get(i)).setText(texts[i]);
            }
        });
    }

    private static boolean dialog(WindowFixture ui) {
        return ui.read(() -> ui.window.stage().getScene().getRoot().lookup(".r-dialog") != null);
    }

    @Test
    void aRunPausedForEachCause() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 60)) {
            SandboxTeam team = graph.sync(0);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                long refused = answered(
                        graph,
                        team,
                        CannedAnswer.error(403, "BotDisabledByAdmin", "The tenant admin disabled this bot"));
                picture(ui, graph, refused, PauseReason.REFUSED_FOR_ALL);
                graph.runs().stop(refused);

                long failing = answered(graph, team, CannedAnswer.writesBlocked());
                picture(ui, graph, failing, PauseReason.TOO_MANY_FAILED);
                graph.runs().stop(failing);

                long between = answered(graph, team, CannedAnswer.page(PageInBetween.FILTER));
                picture(ui, graph, between, PauseReason.SOMETHING_BETWEEN);
                graph.runs().stop(between);

                long doubtful = answered(graph, team, CannedAnswer.of(502, "").processedFirst());
                ui.open(doubtful);
                ui.await(() -> text(ui, "causesSummary").contains("in"));
                take(ui, "run-paused-doubts");
                graph.runs().stop(doubtful);

                long waiting = answered(graph, team, CannedAnswer.throttled(Duration.ofHours(3)));
                picture(ui, graph, waiting, PauseReason.LONG_WAIT);
            }
        }
    }

    /** A run whose sends all get this answer, until it has paused. */
    private static long answered(TestGraph graph, SandboxTeam team, CannedAnswer answer) throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        graph.sandbox.answerTimes(100, r -> on.get() && r.route() == Route.SEND, answer);
        long run = graph.plan(team);
        graph.run(run);
        on.set(false);
        return run;
    }

    @Test
    void aRunPausedByWhatOnlyAFilmCouldShow() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 60)) {
            SandboxTeam team = graph.sync(0);
            for (PauseReason reason : List.of(PauseReason.NOT_CONNECTED, PauseReason.PROGRAM_FAULT)) {
                long run = graph.plan(team);
                CrashedRun.pause(
                        graph,
                        run,
                        reason,
                        switch (reason) {
                            case NOT_CONNECTED ->
                                "The service cannot be reached. You: check the network connection and the service URL.";
                            default -> "A part of Rostrum failed; the log has the details. Resume to go on.";
                        });
                try (WindowFixture ui = new WindowFixture(graph, folder)) {
                    picture(ui, graph, run, reason);
                }
                graph.runs().stop(run);
            }
        }
    }

    @Test
    void aRunPausedSinceTheDataFileTakesNoAnswers() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 60)) {
            SandboxTeam team = graph.sync(0);
            long run = graph.plan(team);
            graph.change("CREATE TRIGGER refused BEFORE UPDATE OF state ON delivery WHEN NEW.state = 'SENT'"
                    + " AND NEW.id % 5 = 0 BEGIN SELECT RAISE(ABORT, 'refused by the test'); END");
            graph.run(run);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                picture(ui, graph, run, PauseReason.STORAGE);
                graph.change("DROP TRIGGER refused");
                onFx(() -> ui.<Button>node("runAction").fire());
                ui.await(() -> graph.runs().snapshot(run).state() == RunState.DONE);
                assertThat(graph.runs().snapshot(run).totals().sent()).isEqualTo(60);
            }
        }
    }

    private static void picture(WindowFixture ui, TestGraph graph, long run, PauseReason reason) {
        assertThat(graph.workspace.views().runs().find(run).orElseThrow().pauseReason())
                .isEqualTo(reason);
        ui.open(run);
        ui.await(() -> text(ui, "heading").startsWith("Hello"));
        take(
                ui,
                "run-paused-" + reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    @Test
    void doubtsAreDecided() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 60)) {
            SandboxTeam team = graph.sync(0);
            long run = graph.plan(team);
            AtomicInteger sends = new AtomicInteger();
            graph.sandbox.answerTimes(
                    4,
                    r -> r.route() == Route.SEND && sends.incrementAndGet() % 9 == 0,
                    CannedAnswer.of(502, "").processedFirst());
            Totals before = graph.run(run).totals();
            assertThat(before.inDoubt()).isEqualTo(4);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(run);
                ui.await(() -> text(ui, "causesSummary").startsWith("4"));
                take(ui, "doubt-totals-before");
                step(ui, "Decide");
                ui.await(() -> dialog(ui));
                take(ui, "doubt-decide");
                choose(ui, "Send again");
                ui.await(() -> dialog(ui));
                type(ui, "4");
                take(ui, "doubt-send-again");
                choose(ui, "Cancel");
                step(ui, "Decide");
                ui.await(() -> dialog(ui));
                choose(ui, "They arrived");
                type(ui, "4");
                take(ui, "doubt-arrived");
                choose(ui, "Count 4");
                ui.await(() -> graph.workspace
                                .views()
                                .runs()
                                .find(run)
                                .orElseThrow()
                                .totals()
                                .inDoubt()
                        == 0);
                ui.await(() -> text(ui, "chip").startsWith("Finished")
                        || text(ui, "causesSummary").isEmpty());
                take(ui, "doubt-totals-after");
                step(ui, "Who decided");
                ui.await(() -> dialog(ui));
                take(ui, "doubt-log");
            }
            Totals after =
                    graph.workspace.views().runs().find(run).orElseThrow().totals();
            assertThat(after.sent()).isEqualTo(before.sent() + 4);
            assertThat(after.addUp()).isTrue();
        }
    }

    @Test
    void theGuardWithItsOverrideAndAFewFirst() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 250)) {
            SandboxTeam team = graph.sync(0);
            List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(team.id(), ""));
            graph.workspace.act().doNotContact().set(people.get(0), OptOut.Asker.PERSON, "asked by mail");
            graph.workspace.act().doNotContact().set(people.get(1), OptOut.Asker.ADMIN, null);
            for (int i = 0; i < 3; i++) {
                Message earlier = new Message("Earlier news " + i, TextFormat.PLAIN);
                Audience some = Audience.ofUsers(Set.copyOf(people.subList(2, 14)));
                SendChoices all = new SendChoices(false, 0, true, null);
                graph.run(graph.plan(new JobRequest.Send("", earlier, some, all)));
            }
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(Audience.ofTeams(Set.of(team.id())));
                onFx(() -> ((TextInputControl) ui.node("text")).setText("The office is closed on Monday."));
                Button review = ui.node("review");
                ui.await(() -> !review.isDisabled());
                onFx(review::fire);
                ui.await(() -> text(ui, "recipients").length() > 0);
                onFx(() -> {
                    ((CheckBox) ui.node("canary")).setSelected(true);
                    ((CheckBox) ui.node("retryGateway")).setSelected(true);
                });
                take(ui, "review-guard");
                onFx(() -> ui.window.stage().getScene().getRoot().lookupAll(".hyperlink").stream()
                        .map(Hyperlink.class::cast)
                        .filter(link -> link.getText().startsWith("Override the guard"))
                        .findFirst()
                        .orElseThrow()
                        .fire());
                ui.await(() -> dialog(ui));
                type(ui, "Agreed with the works council");
                take(ui, "review-override");
            }
        }
    }

    @Test
    void recallEditAndTheJobsOfAnAnnouncement() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 60)) {
            SandboxTeam team = graph.sync(0);
            graph.sandbox.answerTimes(
                    1, r -> r.route() == Route.SEND, CannedAnswer.of(502, "").processedFirst());
            long run = graph.plan(team);
            long sent = graph.run(run).totals().sent();
            Message changed = new Message("Hello again: the time has changed", TextFormat.PLAIN);
            DeliveryChoice all = DeliveryChoice.ofAnnouncement(run);
            long edit = graph.plan(new JobRequest.Edit(all, changed));
            assertThat(graph.run(edit).totals().sent()).isEqualTo(sent);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(run);
                ui.await(() -> ui.<Node>node("jobs").isVisible());
                take(ui, "run-jobs");
                step(ui, "Change");
                ui.await(() -> dialog(ui));
                take(ui, "run-edit");
                choose(ui, "Cancel");
                step(ui, "Recall");
                ui.await(() -> text(ui, "recipients").length() > 0);
                take(ui, "review-recall");
            }
            assertThat(graph.workspace.views().runs().find(edit).orElseThrow().kind())
                    .isEqualTo(JobKind.EDIT);
            assertThat(graph.deliveries(run))
                    .filteredOn(row -> row.state() == DeliveryState.IN_DOUBT)
                    .singleElement()
                    .satisfies(row -> assertThat(graph.runs().resolve(row.id(), row.attempts(), Decision.ARRIVED))
                            .isTrue());
        }
    }
}
