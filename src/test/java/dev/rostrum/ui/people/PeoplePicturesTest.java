package dev.rostrum.ui.people;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The People screen on the program's own sandbox, as the admin sees it. */
@Tag("ui")
class PeoplePicturesTest {
    @TempDir
    Path folder;

    private SandboxWindow window;
    private PeopleScreen screen;

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder);
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void show() {
        screen = window.show(
                "people",
                w -> new PeopleScreen(
                        w.workspace,
                        w.tasks,
                        w.fx,
                        w.fx,
                        System::nanoTime,
                        Clock.systemDefaultZone(),
                        w.shell,
                        w.window.navigator(),
                        w.window.dialogs(),
                        (title, suggested, chosen) -> {}));
        until(() -> screen.model().teams().loadedProperty().get());
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    private void select(long people) {
        onFx(() -> screen.model()
                .teams()
                .select(screen.model().teams().lines().stream()
                        .filter(line -> line.people() == people)
                        .findFirst()
                        .orElseThrow()
                        .id()));
        until(() -> screen.model().table().rows().size() == people
                && screen.model().table().rows().peek(0) != null);
    }

    @Test
    void table() throws Exception {
        String council = window.addTeam(0);
        window.addTeam(1);
        window.addTeam(2);
        Runs runs = window.workspace.act().runs();
        long run = TestGraph.plan(
                window.workspace.act().planner(),
                new JobRequest.Send(
                        "New parking permits",
                        new Message("New parking permits from Monday", TextFormat.PLAIN),
                        Audience.ofTeams(Set.of(council)),
                        new SendChoices(false, 0, true, null)));
        runs.start(run);
        assertThat(runs.await(Duration.ofSeconds(60))).isTrue();
        show();
        select(12);
        onFx(() -> screen.model().table().focus(screen.model().table().rows().peek(2)));
        until(() -> screen.model().detailsProperty().get() != null);
        pictures("people-team");
        assertThat(onFx(() -> screen.model().detailsProperty().get().deliveries()))
                .hasSize(1);
        select(250);
        onFx(() -> {
            for (int i : new int[] {0, 1, 3, 5, 6, 8, 9, 12, 13, 14}) {
                screen.model()
                        .table()
                        .selection()
                        .set(screen.model().table().rows().peek(i).lastingId(), true);
            }
        });
        onFx(() -> screen.model().table().focus(screen.model().table().rows().peek(6)));
        until(() -> screen.model().detailsProperty().get() != null);
        pictures("people");
        // Found by a search, of whom one is marked: the others stay selected, and that is said.
        Node root = window.window.stage().getScene().getRoot();
        onFx(() -> root.lookupAll(".hyperlink").stream()
                .map(Hyperlink.class::cast)
                .filter(link -> link.getText().startsWith("They asked"))
                .findFirst()
                .orElseThrow()
                .fire());
        until(() -> window.window.dialogs().isOpen());
        pictures("people-asks");
        assertThat(onFx(() -> screen.model().table().rows().peek(6).doNotContact()))
                .as("nothing before the answer")
                .isNull();
        onFx(() -> Screenshots.button(root, "They asked").fire());
        until(() -> screen.model().table().rows().peek(6) != null
                && screen.model().table().rows().peek(6).doNotContact() != null);
        until(() -> screen.model().detailsProperty().get().doNotContact() != null);
        assertThat(onFx(() -> ((Label) root.lookup(".r-toast .label")).getText()))
                .endsWith("is not written to from now on");
        pictures("people-kept-out");
        onFx(() -> {
            screen.model()
                    .table()
                    .searchProperty()
                    .set(screen.model().table().rows().peek(6).name());
            screen.model().table().query();
        });
        until(() -> screen.model().table().selection().hidden() > 0);
        pictures("people-hidden");
        // Ctrl+A adds what the search shows.
        onFx(() -> screen.model().table().clearFilter());
        until(() -> screen.model().table().rows().size() > 2
                && screen.model().table().rows().peek(2) != null);
        String found = onFx(() -> screen.model().table().rows().peek(2).email());
        onFx(() -> {
            screen.model().table().searchProperty().set(found);
            screen.model().table().query();
        });
        until(() -> screen.model().table().rows().size() == 1
                && screen.model().table().selection().hidden() == 10);
        onFx(() -> screen.firstFocus().requestFocus());
        FxRobot robot = new FxRobot();
        robot.push(KeyCode.CONTROL, KeyCode.A);
        until(() -> screen.model().table().selection().size() == 11);
        assertThat(window.shell.selectionProperty().get()).isEqualTo("11 selected, 10 of them not shown");
        // The box in the header takes out what is shown, and nothing else.
        onFx(() -> ((CheckBox) root.lookup(".column-header .check-box")).fire());
        until(() -> screen.model().table().selection().size() == 10);
        onFx(() -> screen.model().table().clearFilter());
        until(() -> screen.model().table().selection().hidden() == 0);
        assertThat(window.shell.selectionProperty().get()).isEqualTo("10 selected");
    }

    @Test
    void whatEventsAndFilesToldIsShown() throws Exception {
        String council = window.addTeam(0);
        window.addTeam(1);
        Runs runs = window.workspace.act().runs();
        long run = TestGraph.plan(
                window.workspace.act().planner(),
                new JobRequest.Send(
                        "New parking permits",
                        new Message("New parking permits from Monday", TextFormat.PLAIN),
                        Audience.ofTeams(Set.of(council)),
                        new SendChoices(false, 0, true, null)));
        runs.start(run);
        assertThat(runs.await(Duration.ofSeconds(60))).isTrue();
        window.change(
                "UPDATE team SET bot_left_at = 1764400000000 WHERE team_id = '" + council + "'",
                "INSERT INTO unverified (user, imported_at) SELECT user, 0 FROM membership WHERE user % 5 = 0",
                "UPDATE conversation SET inactive_at = 1764400000000");
        show();
        select(12);
        onFx(() -> screen.model()
                .table()
                .focus(screen.model().table().rows().stream()
                        .filter(row -> row.unverified() && row.conversationId() != null)
                        .findFirst()
                        .orElseThrow()));
        until(() -> screen.model().detailsProperty().get() != null);
        assertThat(onFx(() -> screen.model().detailsProperty().get().unverified()))
                .isTrue();
        pictures("people-told");
    }

    @Test
    void aNewcomerAddsTheSuggestedTeamsAndAnnouncesByKeyboardAlone() {
        show();
        pictures("people-empty");
        FxRobot robot = new FxRobot();
        onFx(() -> ((Button) window.window.stage().getScene().lookup(".r-empty .button")).requestFocus());
        robot.push(KeyCode.SPACE);
        until(() -> screen.adding() != null);
        // The focus begins at the first thing to do: "Choose all 4".
        robot.push(KeyCode.SPACE);
        onFx(() -> screen.adding()
                .textProperty()
                .set("https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General"));
        assertThat(onFx(() -> screen.adding().linesProperty().get())).isEqualTo(5);
        pictures("people-adding");
        onFx(() -> screen.adding().add());
        until(() -> screen.adding().results().size() == 5
                && !screen.adding().workingProperty().get());
        pictures("people-added");
        robot.push(KeyCode.ESCAPE);
        until(() -> screen.model().teams().lines().size() == 5
                && screen.model().teams().lines().stream()
                        .allMatch(line -> line.isEveryone() || line.phase() == TeamLine.Phase.SYNCED));
        until(() -> screen.model().table().rows().size() > 10_000);
        robot.push(KeyCode.CONTROL, KeyCode.F);
        robot.write("andr");
        until(() -> screen.model().table().rows().size() < 10_000
                && screen.model().table().rows().peek(0) != null);
        robot.push(KeyCode.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        robot.push(KeyCode.SPACE);
        until(() -> screen.model().table().selection().size() == 1);
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        until(() -> !window.asked.isEmpty());
        assertThat(window.asked)
                .isEqualTo(List.of(Audience.ofUsers(
                        onFx(() -> screen.model().table().selection().rule().also()))));
    }

    /** What it does is told, the name is typed, and whoever was erased is not shown any more. */
    @Test
    void erasing() throws Exception {
        window.addTeam(0);
        show();
        select(12);
        onFx(() -> screen.model().table().focus(screen.model().table().rows().peek(4)));
        until(() -> screen.model().detailsProperty().get() != null);
        String id = onFx(() -> screen.model().table().rows().peek(4).lastingId());
        String name = onFx(() -> screen.model().detailsProperty().get().user().label());
        window.workspace.act().doNotContact().set(id, OptOut.Asker.ADMIN, "Left the company");
        Node root = window.window.stage().getScene().getRoot();
        onFx(() -> root.lookupAll(".hyperlink").stream()
                .map(Hyperlink.class::cast)
                .filter(link -> link.getText().startsWith("Erase this person"))
                .findFirst()
                .orElseThrow()
                .fire());
        until(() -> window.window.dialogs().isOpen());
        pictures("people-erase");
        Button erase = onFx(() -> Screenshots.button(root, "Erase this person"));
        assertThat(onFx(erase::isDisable)).isTrue();
        onFx(() -> ((TextField) root.lookup("#eraseName")).setText(name));
        assertThat(onFx(erase::isDisable)).isFalse();
        onFx(erase::fire);
        until(() -> screen.model().table().rows().size() == 11);
        until(() -> root.lookup(".r-toast .label") instanceof Label told
                && told.getText().startsWith("Erased"));
        pictures("people-erased");
        assertThat(window.workspace.views().find(id)).isEmpty();
    }
}
