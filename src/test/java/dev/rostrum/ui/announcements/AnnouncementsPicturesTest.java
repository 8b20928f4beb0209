package dev.rostrum.ui.announcements;

import static dev.rostrum.ui.Screenshots.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.RequestView;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.shell.RunningSend;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.widget.SideLayout;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of each page, light and dark, large and small, on real runs. */
@Tag("ui")
class AnnouncementsPicturesTest {
    private static final String TEXT = """
            Hello,

            the office stays **closed on Monday, 24 November**, while the power supply is renewed. Work from home:

            - laptops are charged over the weekend
            - the duty desk answers under [its number](https://tarn.example/duty)

            If you have to be on site, call the duty desk first.
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    private static Predicate<RequestView> everyNthSend(int n, int rest) {
        AtomicInteger seen = new AtomicInteger();
        return request -> request.route() == Route.SEND && seen.incrementAndGet() % n == rest;
    }

    private long send(TestGraph graph, String title, Audience audience) throws Exception {
        long run = plan(graph, title, audience);
        graph.runs().start(run);
        return run;
    }

    private long plan(TestGraph graph, String title, Audience audience) throws Exception {
        Message message = new Message(TEXT, TextFormat.MARKDOWN);
        // The same text goes to the same people again and again here, and to guests.
        SendChoices again = new SendChoices(false, 0, true, "Pictures");
        return graph.plan(new JobRequest.Send(title, message, audience, again));
    }

    @Test
    void listAndFinishedRun() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 250, 60)) {
            SandboxTeam staff = graph.sync(0);
            SandboxTeam wardens = graph.sync(1);
            Audience both = Audience.ofTeams(Set.of(staff.id(), wardens.id()));
            graph.ended(send(graph, "Welcome to the pilot", Audience.ofTeams(Set.of(wardens.id()))));
            graph.ended(send(
                    graph,
                    "\u0628\u0631\u0646\u0627\u0645\u062c \u0627\u0644\u0633\u0644\u0627\u0645\u0629",
                    Audience.ofTeams(Set.of(staff.id()))));
            graph.sandbox.answerTimes(3, everyNthSend(31, 7), CannedAnswer.writesBlocked());
            graph.sandbox.answerTimes(
                    1, everyNthSend(83, 5), CannedAnswer.of(502, "").processedFirst());
            long fire = send(graph, "Fire drill on Thursday", both);
            graph.ended(fire);
            graph.ended(send(graph, "VPN update tonight", Audience.ofTeams(Set.of(staff.id()))));
            long planned = graph.plan(staff);
            assertThat(planned).isPositive();
            graph.runs().stop(planned);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                PagedTable<?, ?> table = ui.node("table");
                assertThat(table).isNotNull();
                ui.await(() -> text(ui, "subtitle").startsWith("5"));
                Screenshots.take("announcements", ui.window.stage(), ui.themes, () -> true);
                ui.open(fire);
                ui.await(() -> text(ui, "heading").startsWith("Fire")
                        && text(ui, "causesSummary").contains("in"));
                Screenshots.take("run-finished", ui.window.stage(), ui.themes, () -> true);
            }
        }
    }

    /** A delivery opened beside the run, the latest outcome over all jobs, and the same at 150 % zoom. */
    @Test
    void changedRecalledAndOpened() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 250, 60)) {
            SandboxTeam staff = graph.sync(0);
            graph.sandbox.answerTimes(3, everyNthSend(31, 7), CannedAnswer.writesBlocked());
            graph.sandbox.answerTimes(
                    1, everyNthSend(83, 5), CannedAnswer.of(502, "").processedFirst());
            long run = send(
                    graph,
                    "All staff: the office stays closed on Monday, while the power supply of the whole site is renewed",
                    Audience.ofTeams(Set.of(staff.id())));
            graph.ended(run);
            Set<Long> some = graph.deliveries(run).stream()
                    .filter(row -> row.activityId() != null)
                    .limit(40)
                    .map(DeliveryQuery.Row::id)
                    .collect(Collectors.toSet());
            graph.run(graph.plan(new JobRequest.Edit(
                    DeliveryChoice.ofRows(run, some), new Message("It is open again.", TextFormat.PLAIN))));
            Set<Long> fewer = some.stream().sorted().limit(12).collect(Collectors.toSet());
            graph.run(graph.plan(new JobRequest.Recall(DeliveryChoice.ofRows(run, fewer))));
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.await(() -> text(ui, "subtitle").startsWith("1"));
                Screenshots.take("announcements-recalled", ui.window.stage(), ui.themes, () -> true);
                ui.open(run);
                ui.await(() -> text(ui, "causesSummary").contains("in"));
                Screenshots.take("run-recalled", ui.window.stage(), ui.themes, () -> true);
                RunPage page = (RunPage) ui.screen.current();
                onFx(() -> page.model().showEverybody(true));
                ui.await(() -> page.model().everybody());
                PagedTable<?, ?> table = ui.node("table");
                onFx(() -> table.focusRow(1));
                onFx(page::details);
                ui.await(() -> page.model().detailsProperty().get() != null);
                SideLayout side = (SideLayout) page.root();
                // A window that grows beyond its narrow form closes what lay over it.
                Screenshots.take("run-delivery", ui.window.stage(), ui.themes, () -> {
                    boolean narrow = ui.window.stage().getWidth() < 1120;
                    if (side.narrowProperty().get() == narrow
                            && !side.sideShownProperty().get()) {
                        page.details();
                    }
                    return side.narrowProperty().get() == narrow
                            && side.sideShownProperty().get();
                });
                onFx(page::details);
                onFx(() -> ui.themes.zoomProperty().set(150));
                Screenshots.take("run-zoomed", ui.window.stage(), ui.themes, () -> true);
                onFx(() -> ui.themes.zoomProperty().set(100));
            }
        }
    }

    @Test
    void afterTheProgramEnded() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 250)) {
            long run = graph.plan(graph.sync(0));
            CrashedRun.leave(graph, run, 3, Workspaces.Access.READ);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.await(() -> text(ui, "subtitle").startsWith("1"));
                Screenshots.take("announcements-interrupted", ui.window.stage(), ui.themes, () -> true);
                ui.open(run);
                ui.await(() -> text(ui, "chip").startsWith("Interrupted"));
                Screenshots.take("run-interrupted", ui.window.stage(), ui.themes, () -> true);
            }
            graph.reopen();
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.await(() -> text(ui, "subtitle").startsWith("1"));
                Screenshots.take("announcements-ended", ui.window.stage(), ui.themes, () -> true);
                ui.open(run);
                ui.await(() -> text(ui, "heading").startsWith("Hello"));
                Screenshots.take("run-ended", ui.window.stage(), ui.themes, () -> true);
                assertThat(graph.posted()).isEmpty();
            }
        }
    }

    @Test
    void emptyList() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 12);
                WindowFixture ui = new WindowFixture(graph, folder)) {
            ui.await(() -> text(ui, "subtitle").startsWith("No"));
            Screenshots.take("announcements-empty", ui.window.stage(), ui.themes, () -> true);
        }
    }

    @Test
    void composerAndReview() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 20.0, 250, 60)) {
            SandboxTeam staff = graph.sync(0);
            SandboxTeam wardens = graph.sync(1);
            List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(staff.id(), ""));
            graph.ended(sendTo(graph, Set.copyOf(people.subList(0, 30))));
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(new Audience(Set.of(staff.id(), wardens.id()), Set.of(), Set.copyOf(people.subList(3, 5))));
                Screenshots.take("composer-empty", ui.window.stage(), ui.themes, () -> text(ui, "reachWords")
                        .contains("will"));
                onFx(() -> ((TextField) ui.node("titleField")).setText("Office closed on Monday"));
                onFx(() -> ((TextArea) ui.node("text")).setText(TEXT));
                Button review = ui.node("review");
                ui.await(() -> !review.isDisabled());
                Screenshots.take("composer", ui.window.stage(), ui.themes, () -> true);
                Button change = ui.node("change");
                onFx(change::fire);
                Screenshots.take("audience", ui.window.stage(), ui.themes, () -> true);
                onFx(() -> ui.window
                        .stage()
                        .getScene()
                        .getRoot()
                        .lookup(".r-dialog-buttons")
                        .lookup(".accent"));
                onFx(() ->
                        ((Button) ui.window.stage().getScene().getRoot().lookup(".r-dialog-buttons .accent")).fire());
                onFx(review::fire);
                ui.await(() -> text(ui, "recipients").length() > 0);
                TextField typed = ui.node("typed");
                onFx(() -> typed.setText("29"));
                Screenshots.take("review", ui.window.stage(), ui.themes, () -> true);
                Hyperlink requests = ui.node("requestsLink");
                onFx(requests::fire);
                javafx.scene.Node dialog =
                        ui.window.stage().getScene().getRoot().lookup(".r-dialog");
                PagedTable<?, ?> rows = (PagedTable<?, ?>) dialog.lookup(".paged-table");
                TextArea full = (TextArea) dialog.lookup(".r-request");
                ui.await(() -> {
                    rows.focusRow(0);
                    return full.getText().contains("Bearer ***");
                });
                assertThat(full.getText()).contains("POST http", "/v3/conversations");
                Screenshots.take("review-requests", ui.window.stage(), ui.themes, () -> true);
            }
        }
    }

    private long sendTo(TestGraph graph, Set<String> people) throws Exception {
        return send(graph, "Test", Audience.ofUsers(people));
    }

    @Test
    void runningAndPaused() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 20.0, 250, 60)) {
            SandboxTeam staff = graph.sync(0);
            List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(staff.id(), ""));
            graph.sandbox.answerTimes(4, everyNthSend(9, 3), CannedAnswer.writesBlocked());
            graph.sandbox.answerTimes(
                    2, everyNthSend(17, 11), CannedAnswer.of(502, "").processedFirst());
            AtomicInteger sends = new AtomicInteger();
            graph.sandbox.answerTimes(
                    1,
                    r -> r.route() == Route.SEND && sends.incrementAndGet() > 45,
                    CannedAnswer.throttled(Duration.ofSeconds(25)));
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                long run = send(
                        graph,
                        "Office closed on Monday",
                        new Audience(Set.of(staff.id()), Set.of(), Set.copyOf(people.subList(0, 13))));
                ui.open(run);
                ui.await(() -> graph.runs().snapshot(run).totals().sent() >= 15);
                Screenshots.take("run-sending", ui.window.stage(), ui.themes, () -> true);
                ui.await(() -> graph.runs().snapshot(run).waitingUntil() != null);
                ui.await(() -> text(ui, "chip").startsWith("Waiting"));
                Screenshots.take("run-waiting", ui.window.stage(), ui.themes, () -> true);
                Button turn = ui.node("runAction");
                onFx(turn::fire);
                ui.await(() -> turn.getText().equals("Resume"));
                Screenshots.take("run-paused", ui.window.stage(), ui.themes, () -> true);
                Button stop = ui.node("stop");
                onFx(stop::fire);
                Screenshots.take("run-stop", ui.window.stage(), ui.themes, () -> true);
            }
        }
    }

    @Test
    void severalAtWork() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 8.0, 250, 60)) {
            SandboxTeam staff = graph.sync(0);
            SandboxTeam wardens = graph.sync(1);
            String me = graph.workspace
                    .views()
                    .users()
                    .ids(PeopleFilter.of(wardens.id(), ""))
                    .get(0);
            // The message to me is under way when the others are; the rate is low, so that they last longer than the
            // pictures.
            graph.sandbox.answerTimes(
                    1,
                    r -> r.route() == Route.SEND && r.body().contains("Test of the connection"),
                    CannedAnswer.usual().after(Duration.ofSeconds(20)));
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                long large = plan(graph, "Office closed on Monday", Audience.ofTeams(Set.of(staff.id())));
                long small = plan(graph, "The duty desk has moved", Audience.ofTeams(Set.of(wardens.id())));
                long toMe = graph.plan(new JobRequest.Send(
                        "Test",
                        new Message("Test of the connection", TextFormat.PLAIN),
                        Audience.ofUsers(Set.of(me)),
                        SendChoices.TO_ME));
                for (long run : List.of(large, small, toMe)) {
                    graph.runs().start(run);
                }
                ui.await(() -> graph.runs().snapshot(small).totals().sent() >= 6
                        && graph.runs().snapshot(large).totals().sent() >= 15);
                assertThat(graph.runs().atWork())
                        .extracting(RunSnapshot::runId)
                        .containsExactlyInAnyOrder(large, small, toMe);
                onFx(() -> ui.shell
                        .runningProperty()
                        .set(RunningSend.of(graph.runs().listedAtWork())));
                Screenshots.take("announcements-several", ui.window.stage(), ui.themes, () -> true);
                ui.open(small);
                ui.await(() -> text(ui, "heading").startsWith("The duty"));
                Screenshots.take("run-small-beside", ui.window.stage(), ui.themes, () -> true);
                assertThat(ui.shell.runningProperty().get())
                        .returns(2, RunningSend::sends)
                        .returns(310L, RunningSend::total);
            }
        }
    }

    private static String text(WindowFixture ui, String id) {
        Label label = ui.node(id);
        return label == null ? "" : label.getText();
    }
}
