package dev.rostrum.ui.announcements;

import static dev.rostrum.ui.Screenshots.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Formatting;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.widget.SearchField;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javafx.scene.AccessibleAction;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of what composer and review tell: formatting, checks, choices, people behind a number, old and new text. */
@Tag("ui")
class ReviewPicturesTest {
    private static final String FORMATTED = """
            # Office closed

            The office stays **closed on Monday**, not ~~on Tuesday~~, while the power supply is renewed.

            - laptops are charged over the weekend
            - the duty desk answers under [its number](https://tarn.example/duty)

            | day | hours |
            |---|---|
            | Monday | none |

            Call `4711`
            at any time. <u>Thank you</u>
            """;

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

    private static Parent dialog(WindowFixture ui) {
        return onFx(() -> (Parent) ui.window.stage().getScene().getRoot().lookup(".r-dialog"));
    }

    private static void close(WindowFixture ui) {
        onFx(() -> Screenshots.button(dialog(ui), "Close").fire());
    }

    @Test
    void formattingAndChecks() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 20.0, 60)) {
            SandboxTeam staff = graph.sync(0);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(Audience.ofTeams(Set.of(staff.id())));
                TextArea text = ui.node("text");
                onFx(() -> text.setText(FORMATTED));
                Button review = ui.node("review");
                ui.await(() -> !review.isDisabled());
                Screenshots.take("composer-formatting-desktop", ui.window.stage(), ui.themes, () -> true);
                Node clients = ui.node("client");
                onFx(() -> clients.lookupAll(".toggle-button").stream()
                        .map(ToggleButton.class::cast)
                        .filter(button -> button.getUserData() == Formatting.Client.ANDROID)
                        .forEach(ToggleButton::fire));
                VBox bubble = ui.node("bubble");
                assertThat(onFx(() -> bubble.lookupAll(".r-md-strike"))).isEmpty();
                Screenshots.take("composer-formatting-android", ui.window.stage(), ui.themes, () -> true);
                onFx(() -> text.setText("A long message. ".repeat(3_000)));
                VBox checks = ui.node("checks");
                ui.await(() -> checks.lookup(".r-check-failed") != null);
                Screenshots.take("composer-too-large", ui.window.stage(), ui.themes, () -> true);
            }
        }
    }

    @Test
    void choicesPeopleAndRequests() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 20.0, 250)) {
            SandboxTeam staff = graph.sync(0);
            List<String> people = graph.workspace.views().users().ids(PeopleFilter.of(staff.id(), ""));
            for (String one : people.subList(0, 6)) {
                graph.workspace.act().doNotContact().set(one, OptOut.Asker.PERSON, "asked by mail");
            }
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(Audience.ofTeams(Set.of(staff.id())).without(Set.copyOf(people.subList(10, 13))));
                onFx(() -> ((TextArea) ui.node("text")).setText(FORMATTED));
                Button review = ui.node("review");
                ui.await(() -> !review.isDisabled());
                onFx(review::fire);
                ui.await(() -> !text(ui, "recipients").isEmpty());
                onFx(() -> ((CheckBox) ui.node("canary")).fire());
                onFx(() -> ((CheckBox) ui.node("slower")).fire());
                onFx(() -> ((TextField) ui.node("rate")).setText("5"));
                VBox requests = ui.node("requests");
                ui.await(() -> requests.lookupAll(".label").stream()
                        .anyMatch(label -> ((Label) label).getText().contains("at 5 requests/s")));
                Screenshots.take("review-choices", ui.window.stage(), ui.themes, () -> true);
                onFx(() -> ((TextField) ui.node("rate")).setText("fast"));
                Node pane = ui.node("choices");
                onFx(() -> ((TextField) ui.node("rate")).requestFocus());
                Screenshots.take("review-rate-wrong", ui.window.stage(), ui.themes, pane::isVisible);
                onFx(() -> ((CheckBox) ui.node("slower")).fire());

                VBox reasons = ui.node("reasons");
                onFx(() -> reasons.lookup(".r-rows-button").executeAccessibleAction(AccessibleAction.FIRE));
                PagedTable<?, ?> table =
                        onFx(() -> (PagedTable<?, ?>) dialog(ui).lookup(".paged-table"));
                ui.await(
                        () -> table.lookupAll(".table-row-cell").stream().anyMatch(row -> row.lookup(".text") != null));
                Screenshots.take("review-left-out", ui.window.stage(), ui.themes, () -> true);
                close(ui);

                onFx(() -> ((Hyperlink) ui.node("requestsLink")).fire());
                PagedTable<?, ?> rows = onFx(() -> (PagedTable<?, ?>) dialog(ui).lookup(".paged-table"));
                TextArea full = onFx(() -> (TextArea) dialog(ui).lookup(".r-request"));
                String email = graph.workspace
                        .views()
                        .find(people.get(20))
                        .orElseThrow()
                        .email();
                SearchField search = onFx(() -> (SearchField) dialog(ui).lookup(".r-search"));
                onFx(() -> search.setText(email));
                ui.await(() -> {
                    rows.focusRow(0);
                    return full.getText().contains("Bearer ***");
                });
                assertThat(onFx(() -> full.getFont().getFamily())).containsIgnoringCase("mono");
                Screenshots.take("review-requests-search", ui.window.stage(), ui.themes, () -> true);
                close(ui);
            }
        }
    }

    @Test
    void oldBesideNew() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 20.0, 30)) {
            SandboxTeam staff = graph.sync(0);
            long run = graph.plan(new JobRequest.Send(
                    "Office closed on Monday",
                    new Message(FORMATTED, TextFormat.MARKDOWN),
                    Audience.ofTeams(Set.of(staff.id())),
                    SendChoices.NONE));
            graph.runs().start(run);
            graph.ended(run);
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                ui.open(run);
                ui.await(() -> text(ui, "heading").startsWith("Office"));
                onFx(() -> ui.screen.review(
                        new Proposal(
                                "Office closed on Monday",
                                new JobRequest.Edit(
                                        DeliveryChoice.ofAnnouncement(run),
                                        new Message(FORMATTED.replace("Monday", "Thursday"), TextFormat.MARKDOWN))),
                        () -> {}));
                VBox before = ui.node("before");
                ui.await(() -> !before.getChildren().isEmpty());
                Screenshots.take("review-edit", ui.window.stage(), ui.themes, () -> true);
                onFx(() -> ui.screen.review(
                        new Proposal(
                                "Office closed on Monday",
                                new JobRequest.Resend(DeliveryChoice.ofRun(run), SendChoices.NONE)),
                        () -> {}));
                ui.await(() -> text(ui, "recipients").equals("0"));
                Screenshots.take("review-resend-nobody", ui.window.stage(), ui.themes, () -> true);
            }
        }
    }

    /** The write lock is held from outside, so that the plan is not written before the picture was taken. */
    @Test
    void allCautionsAndTheFooterWhilePlanning() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 20.0, 250)) {
            SandboxTeam staff = graph.sync(0);
            // The clock is looked at from the first plan on.
            graph.plan(new JobRequest.Send(
                    "Before",
                    new Message("Before", TextFormat.PLAIN),
                    Audience.ofTeams(Set.of(staff.id())),
                    SendChoices.NONE));
            graph.change("UPDATE team SET bot_left_at = 1764400000000");
            graph.workspace.close();
            graph.change("UPDATE meta SET value = CAST(value - 9 * 86400000 AS TEXT) WHERE key = 'clock_seen_at'");
            graph.reopen();
            try (WindowFixture ui = new WindowFixture(graph, folder)) {
                onFx(() -> ui.screen.review(
                        new Proposal(
                                "Hello",
                                new JobRequest.Send(
                                        "",
                                        new Message("Hello", TextFormat.PLAIN),
                                        Audience.ofTeams(Set.of(staff.id())),
                                        SendChoices.NONE)),
                        () -> {}));
                VBox notices = ui.node("noticeBox");
                ui.await(() -> notices.getChildren().size() == 2);
                assertThat(onFx(() -> notices.getChildren().stream()
                                .map(Node::getAccessibleText)
                                .toList()))
                        .anyMatch(text -> text.contains("9 days"))
                        .anyMatch(text -> text.contains("was removed from") || text.contains("left"));
                String recipients = text(ui, "recipients");
                Button send = ui.node("send");
                onFx(() -> ((TextField) ui.node("typed")).setText(recipients));
                ui.await(() -> !send.isDisabled());
                Node progress = ui.node("progressBox");
                try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + graph.dataFile());
                        Statement lock = own.createStatement()) {
                    own.setAutoCommit(false);
                    lock.executeUpdate("UPDATE meta SET value = value");
                    onFx(send::fire);
                    ui.await(progress::isVisible);
                    Screenshots.take("review-planning", ui.window.stage(), ui.themes, () -> true);
                    Node bar = ui.node("sendBox");
                    assertThat(onFx(() ->
                                    bar.localToScene(bar.getLayoutBounds()).getMaxX()))
                            .isLessThanOrEqualTo(
                                    onFx(() -> ui.window.stage().getScene().getWidth()));
                    own.rollback();
                }
                // It goes on, or was given up meanwhile: the writer waits for a lock for a while only.
                ui.await(() -> !progress.isVisible() || progress.getScene() == null);
            }
        }
    }
}
