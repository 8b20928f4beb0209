package dev.rostrum.ui.announcements;

import static dev.rostrum.ui.Screenshots.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.table.PagedTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** Drafts in the real window: several of them, opened, left, deleted and put back, by keys where there are keys. */
@Tag("ui")
class DraftsFlowTest {
    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();
    private TestGraph graph;
    private WindowFixture ui;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    private List<DraftQuery.Row> drafts() {
        return graph.workspace.views().drafts().select("").page(0, 10);
    }

    private Draft draft(String name) {
        return drafts().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .flatMap(row -> graph.workspace.views().drafts().find(row.id()))
                .orElseThrow();
    }

    private boolean composing() {
        return "text".equals(ui.window.stage().getScene().getFocusOwner().getId());
    }

    private void write(String text) {
        ui.await(this::composing);
        robot.write(text, 0);
        ui.await(() -> drafts().stream().anyMatch(row -> row.name().equals(text)));
    }

    private void fire(String id) {
        Button button = ui.node(id);
        onFx(button::fire);
    }

    private void toDrafts() {
        onFx(() -> {
            if (ui.screen.root().lookup(".r-crumb") instanceof Hyperlink crumb) {
                crumb.fire();
            }
        });
        ui.await(() -> ui.screen.root().lookup("#tab-drafts") != null);
        onFx(() -> ((ToggleButton) ui.screen.root().lookup("#tab-drafts")).setSelected(true));
    }

    private String shown(String id) {
        Node node = ui.node(id);
        return node instanceof Label label ? label.getText() : "";
    }

    @Test
    void severalDraftsStandInTheListAndOneIsDeletedAndPutBack() throws Exception {
        try (TestGraph opened = TestGraph.start(folder, 12);
                WindowFixture window = new WindowFixture(opened, folder)) {
            graph = opened;
            ui = window;
            SandboxTeam team = graph.sync(0);
            ui.await(() -> ui.window.stage().isFocused());
            robot.push(KeyCode.CONTROL, KeyCode.N);
            write("For managers only");
            robot.push(KeyCode.CONTROL, KeyCode.N);
            write("For everybody");
            assertThat(drafts()).hasSize(2);

            // From elsewhere a new draft opens for the audience; the one that is being written stays as it is.
            ui.open(Audience.ofTeams(Set.of(team.id())));
            ui.await(() -> shown("reachWords").contains("people will get it"));
            assertThat(((TextArea) ui.node("text")).getText()).isEmpty();
            assertThat(drafts()).as("nothing was written yet").hasSize(2);
            write("For the council");
            for (String text : List.of("For managers only", "For everybody")) {
                assertThat(draft(text).audience()).isEqualTo(Audience.none());
            }
            assertThat(draft("For the council").audience()).isEqualTo(Audience.ofTeams(Set.of(team.id())));

            // One in which nothing is leaves nothing behind.
            toDrafts();
            ui.await(() -> says("3 drafts"));
            fire("create");
            ui.await(this::composing);
            toDrafts();
            assertThat(drafts()).hasSize(3);

            PagedTable<DraftQuery.Row, Long> table = ui.node("draftTable");
            ui.await(() -> drafts().size() == 3);
            Screenshots.take("drafts", ui.window.stage(), ui.themes, () -> true);
            onFx(table::enter);
            ui.await(() -> table.focusedRow() != null);
            String first = onFx(() -> table.focusedRow().name());
            robot.push(KeyCode.DELETE);
            ui.await(() -> drafts().size() == 2);
            assertThat(drafts()).noneMatch(row -> row.name().equals(first));
            ui.await(() -> Screenshots.button(ui.window.stage().getScene().getRoot(), "Undo") != null);
            Screenshots.take("drafts-deleted", ui.window.stage(), ui.themes, () -> true);
            robot.push(KeyCode.CONTROL, KeyCode.Z);
            ui.await(() -> drafts().size() == 3);
            assertThat(draft(first).audience()).isNotNull();
            robot.push(KeyCode.CONTROL, KeyCode.Z);
            assertThat(drafts()).hasSize(3);

            // Enter opens it as it was.
            onFx(table::enter);
            robot.push(KeyCode.ENTER);
            ui.await(() -> ui.screen.root().lookup("#text") != null);
            fire("delete");
            ui.await(() -> drafts().size() == 2 && ui.screen.root().lookup("#text") == null);
            press("Undo");
            ui.await(() -> drafts().size() == 3);
        }
    }

    /** What was typed stands in the data file as the window closes, and in the list of the next one. */
    @Test
    void theNextWindowHasTheDrafts() throws Exception {
        try (TestGraph opened = TestGraph.start(folder, 5)) {
            graph = opened;
            graph.sync(0);
            try (WindowFixture window = new WindowFixture(graph, folder)) {
                ui = window;
                ui.await(() -> ui.window.stage().isFocused());
                robot.push(KeyCode.CONTROL, KeyCode.N);
                ui.await(this::composing);
                robot.write("Typed at the last moment", 0);
            }
            graph.reopen();
            assertThat(drafts()).extracting(DraftQuery.Row::name).containsExactly("Typed at the last moment");
            try (WindowFixture window = new WindowFixture(graph, folder)) {
                ui = window;
                toDrafts();
                PagedTable<DraftQuery.Row, Long> table = ui.node("draftTable");
                ui.await(() -> says("1 draft"));
                onFx(table::enter);
                ui.await(() -> table.focusedRow() != null);
                robot.push(KeyCode.ENTER);
                ui.await(() -> ui.screen.root().lookup("#text") instanceof TextArea text
                        && text.getText().equals("Typed at the last moment"));
            }
        }
    }

    private void press(String words) {
        ui.await(() -> Screenshots.button(ui.window.stage().getScene().getRoot(), words) != null);
        onFx(() -> Screenshots.button(ui.window.stage().getScene().getRoot(), words)
                .fire());
    }

    private <N extends Node> N anywhere(String selector) {
        return onFx(() -> {
            @SuppressWarnings("unchecked")
            N found = (N) ui.window.stage().getScene().getRoot().lookup(selector);
            return found;
        });
    }

    /** All who match, a list that was pasted, whole teams left out; and the message on me alone first. */
    @Test
    void whoGetsItAndHowItLooksToMe() throws Exception {
        try (TestGraph opened = TestGraph.start(folder, 60, 25);
                WindowFixture window = new WindowFixture(opened, folder)) {
            graph = opened;
            ui = window;
            SandboxTeam large = graph.sync(0);
            SandboxTeam small = graph.sync(1);
            List<UserQuery.Row> some = graph.workspace
                    .views()
                    .users()
                    .select(PeopleFilter.of(small.id(), ""))
                    .page(0, 3);
            graph.workspace.act().setMe(some.get(0).id());
            ui.open(Audience.ofTeams(Set.of(large.id())));
            ui.await(this::composing);
            robot.write("The lift is out of order", 0);
            press("Change\u2026");
            ui.await(() -> Screenshots.button(ui.window.stage().getScene().getRoot(), "Leave out") != null);
            onFx(() -> {
                ui.window.stage().getScene().getRoot().lookupAll(".r-team-box").stream()
                        .filter(line -> Screenshots.button(line, "Leave out") != null)
                        .reduce((first, last) -> last)
                        .ifPresent(line -> Screenshots.button(line, "Leave out").fire());
            });
            ui.await(() -> draft("The lift is out of order")
                            .audience()
                            .excludedTeamIds()
                            .size()
                    == 1);
            TextField search = anywhere(".r-audience-form .text-field");
            onFx(() -> search.setText("e"));
            ui.await(() -> ui.window.stage().getScene().getRoot().lookup(".r-found") != null);
            Screenshots.take("audience-matches", ui.window.stage(), ui.themes, () -> true);

            onFx(() -> search.setText(""));
            Hyperlink paste = anywhere(".r-people-list .hyperlink");
            onFx(paste::fire);
            TextArea list = anywhere("#peopleList");
            onFx(() -> list.setText(
                    some.get(1).email() + "\nnobody@example.com\n" + some.get(2).email() + "\nsomebody else"));
            press("Add them");
            press("Add the 2 who are known");
            ui.await(
                    () -> draft("The lift is out of order").audience().userIds().size() == 2);
            onFx(() -> search.setText("e"));
            ui.await(() -> ui.window.stage().getScene().getRoot().lookup(".r-found") != null);
            Screenshots.take("audience-list", ui.window.stage(), ui.themes, () -> true);
            press("Done");

            press("Test send to me");
            ui.await(() -> Screenshots.button(ui.screen.root(), "Test send to me") != null
                    && graph.posted().size() == 1);
            ui.await(() -> ui.screen.root().lookup(".r-notice") != null
                    && ui.screen.root().lookup(".r-notice").isVisible());
            Screenshots.take("composer-to-me", ui.window.stage(), ui.themes, () -> true);
            assertThat(graph.workspace.views().runs().select("").count())
                    .as("it is no announcement")
                    .isZero();
        }
    }

    /** Whether some label says this. */
    private boolean says(String words) {
        return ui.screen.root().lookupAll(".r-muted").stream()
                .anyMatch(node -> node instanceof Label label && label.getText().equals(words));
    }
}
