package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.widget.SideLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** From the empty list to the accepted deliveries without a mouse, and without Enter ever sending. */
@Tag("ui")
class AnnounceByKeyboardTest {
    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    private static Node focused(WindowFixture ui) {
        return ui.read(() -> ui.window.stage().getScene().getFocusOwner());
    }

    @Test
    void writesChoosesConfirmsAndSends() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 120);
                WindowFixture ui = new WindowFixture(graph, folder)) {
            Audience everybody = Audience.ofTeams(Set.of(graph.sync(0).id()));
            // The guard keeps the guests out; more than a hundred are left, so their number is typed.
            long people = graph.planner()
                    .preview(new JobRequest.Send(
                            "", new Message("Hello **all**", TextFormat.MARKDOWN), everybody, SendChoices.NONE))
                    .recipients();
            assertThat(people).isBetween(101L, 119L);
            ui.await(() -> ui.window.stage().isFocused());
            robot.push(KeyCode.CONTROL, KeyCode.N);
            ui.await(() ->
                    "text".equals(ui.window.stage().getScene().getFocusOwner().getId()));
            robot.write("Hello **all**", 0);
            robot.push(KeyCode.CONTROL, KeyCode.ENTER);
            assertThat((Node) ui.node("typed"))
                    .as("no review without an audience")
                    .isNull();

            robot.push(KeyCode.TAB);
            assertThat(focused(ui)).isInstanceOf(Button.class);
            robot.push(KeyCode.SPACE);
            ui.await(() -> ui.window.stage().getScene().getFocusOwner() instanceof CheckBox);
            robot.push(KeyCode.SPACE);
            // Past leaving the team out, the search and the list to paste.
            for (int i = 0; i < 4; i++) {
                robot.push(KeyCode.TAB);
            }
            robot.push(KeyCode.SPACE);
            Button review = ui.node("review");
            ui.await(() -> !review.isDisabled() && review.getText().contains(Long.toString(people)));

            robot.push(KeyCode.CONTROL, KeyCode.ENTER);
            ui.await(() -> ui.window.stage().getScene().getFocusOwner() instanceof TextField field
                    && "typed".equals(field.getId()));
            robot.write(Long.toString(people), 0);
            Button send = ui.node("send");
            ui.await(() -> !send.isDisabled());
            robot.push(KeyCode.ENTER);
            robot.push(KeyCode.TAB);
            assertThat(focused(ui)).isSameAs(send);
            robot.push(KeyCode.ENTER);
            robot.push(KeyCode.CONTROL, KeyCode.ENTER);
            assertThat(graph.workspace.views().runs().select("").count())
                    .as("Enter does not send")
                    .isZero();
            robot.push(KeyCode.SPACE);

            ui.await(() -> graph.workspace.views().runs().select("").page(0, 1).stream()
                    .anyMatch(run -> run.state() == RunState.DONE));
            PagedTable<?, ?> table = ui.node("table");
            assertThat(table).isNotNull();
            assertThat(graph.posted()).hasSize((int) people);
            assertThat(graph.workspace.views().drafts().select("").count())
                    .as("what was sent is no draft")
                    .isZero();
            long run =
                    graph.workspace.views().runs().select("").page(0, 1).get(0).id();
            assertThat(graph.deliveries(run))
                    .filteredOn(row -> row.state() != DeliveryState.EXCLUDED)
                    .hasSize((int) people)
                    .allMatch(row -> row.conversationId() != null);
            RunPage page = (RunPage) ui.screen.current();
            SideLayout side = (SideLayout) page.root();
            assertThat(ui.read(() -> side.sideShownProperty().get()))
                    .as("details are asked for")
                    .isFalse();
            ui.read(() -> {
                table.focusRow(0);
                table.requestFocus();
                return true;
            });
            robot.push(KeyCode.ENTER);
            ui.await(() -> side.sideShownProperty().get()
                    && page.model().detailsProperty().get() != null);
            robot.push(KeyCode.CONTROL, KeyCode.I);
            ui.await(() -> !side.sideShownProperty().get());
            robot.push(KeyCode.CONTROL, KeyCode.I);
            ui.await(() -> side.sideShownProperty().get());
            ui.read(() -> {
                page.model().shown().table().searchProperty().set("nobody at all");
                page.model().shown().query();
                return true;
            });
            ui.await(() -> page.model().detailsProperty().get() == null);
            ui.read(() -> {
                page.model().shown().showAll();
                return true;
            });
            robot.push(KeyCode.CONTROL, KeyCode.E);
            Path export = folder.resolve("deliveries-" + run + ".csv");
            ui.await(() -> java.nio.file.Files.exists(export));
            assertThat(List.of(ui.window.stage().getTitle())).anyMatch(title -> title.contains("Sandbox"));
        }
    }
}
