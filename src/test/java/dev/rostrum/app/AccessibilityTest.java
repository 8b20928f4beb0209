package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connections;
import dev.rostrum.domain.Audience;
import dev.rostrum.ui.AccessibilityCheck;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.Themes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Every screen in light, dark and high contrast: each control has a name and a role, text stands out, no state is a colour alone. */
@Tag("ui")
class AccessibilityTest {
    @TempDir
    Path folder;

    private Console console;
    private Scene scene;
    private final FxRobot robot = new FxRobot();
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void open() {
        Screenshots.startToolkit();
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        program.connections()
                .add(new Connections.NewConnection(
                        "Tarn",
                        "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44",
                        "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4",
                        "https://smba.trafficmanager.net/emea/",
                        null,
                        null,
                        null,
                        false));
        console = new Console(program);
        onFx(() -> console.open(program.connections().current()));
        until(() -> console.workspace() != null
                && console.window().stage().getScene().lookup("#nav-activity") != null);
        scene = console.window().stage().getScene();
    }

    @AfterEach
    void close() {
        onFx(() -> console.window().close());
        console.release();
    }

    private void look(String where) {
        WaitForAsyncUtils.waitForFxEvents();
        for (Themes.Theme theme : Themes.Theme.values()) {
            onFx(() -> {
                console.themes().themeProperty().set(theme);
                AccessibilityCheck.faults(scene, theme == Themes.Theme.CONTRAST)
                        .forEach(fault -> faults.add(where + " in " + theme + ": " + fault));
            });
        }
    }

    private void key(KeyCode... keys) {
        robot.push(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Node node(String selector) {
        return scene.getRoot().lookup(selector);
    }

    private void open(String screen, Object argument) {
        onFx(() -> console.window().navigator().open(screen, argument));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private boolean rows() {
        return scene.getRoot().lookupAll(".table-row-cell").stream()
                .anyMatch(row -> row instanceof IndexedCell<?> cell && !cell.isEmpty());
    }

    private void fire(String selector) {
        until(() -> node(selector) instanceof Button button && !button.isDisabled());
        onFx(() -> ((Button) node(selector)).fire());
    }

    private String addTeam() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        console.workspace()
                .act()
                .teams()
                .add(
                        List.of(console.workspace().suggestedTeams().get(0).link()),
                        added -> ids.add(added.team().id()));
        console.workspace().act().rosters().sync(ids.get(0), progress -> {}, () -> false);
        return ids.get(0);
    }

    @Test
    void everyScreenWhileThereIsNothing() {
        for (String screen : List.of("people", "announcements", "conversations", "activity")) {
            open(screen, null);
            until(() -> node(".r-empty") != null || !screen.equals("people"));
            look(screen + ", empty");
        }
        onFx(() -> node("#nav-people").requestFocus());
        key(KeyCode.F1);
        look("keys");
        key(KeyCode.ESCAPE);
        key(KeyCode.CONTROL, KeyCode.K);
        look("palette");
        key(KeyCode.ESCAPE);
        assertThat(faults).isEmpty();
    }

    @Test
    void fromTheTeamToTheRun() throws InterruptedException {
        String team = addTeam();
        // Back on the screen, which reads anew.
        open("activity", null);
        open("people", null);
        until(this::rows);
        look("people");
        open("announcements", Audience.ofTeams(Set.of(team)));
        until(() -> node("#text") instanceof TextArea);
        look("composer, begun");
        onFx(() -> ((TextArea) node("#text")).setText("**Office** closed on [Monday](https://tarn.example)"));
        until(() -> node("#review") instanceof Button review && !review.isDisabled());
        look("composer");
        fire("#review");
        until(() -> node("#send") instanceof Button send && !send.isDisabled());
        look("review");
        fire("#send");
        until(() -> console.workspace().views().runs().select("").count() == 1 && node("#send") == null);
        look("run");
        open("announcements", null);
        look("announcements");
        open("conversations", null);
        until(this::rows);
        look("conversations");
        open("activity", null);
        until(this::rows);
        look("activity");
        assertThat(faults).isEmpty();
    }

    /** From nothing to an accepted announcement in one press, and the way on. */
    @Test
    void welcome() {
        open("help", null);
        until(() -> node("#send") instanceof Button send && !send.isDisabled());
        look("welcome");
        Screenshots.take("welcome", console.window().stage(), console.themes(), () -> true);
        assertThat(console.workspace().views().teams()).singleElement().satisfies(team -> assertThat(team.people())
                .isPositive());
        onFx(() -> node("#send").requestFocus());
        key(KeyCode.SPACE);
        until(() -> node("#see").isVisible());
        look("welcome, sent");
        Screenshots.take("welcome-sent", console.window().stage(), console.themes(), () -> true);
        long run =
                console.workspace().views().runs().select("").page(0, 1).get(0).id();
        assertThat(console.workspace()
                        .views()
                        .runs()
                        .find(run)
                        .orElseThrow()
                        .totals()
                        .sent())
                .isEqualTo(5);
        assertThat(faults).isEmpty();
        fire("#see");
        until(() -> node("#send") == null);
    }

    @Test
    void everyPageOfSettings() {
        open("settings", null);
        until(() -> node(".r-tile") != null);
        for (String page : List.of(
                "connectionsPage",
                "sendingPage",
                "inboundPage",
                "automaticPage",
                "backupPage",
                "appearancePage",
                "aboutPage")) {
            onFx(() -> ((ToggleButton) node("#" + page)).fire());
            look(page);
        }
        assertThat(faults).isEmpty();
    }

    /** The check can fail: a pale word, an icon without a name, a chip that is only coloured. */
    @Test
    void whatIsWrongIsFound() {
        onFx(() -> {
            javafx.scene.control.Label pale = new javafx.scene.control.Label("pale");
            pale.setStyle("-fx-text-fill: #bbbbbb;");
            Button nameless = new Button(null, new dev.rostrum.ui.widget.Icon("x"));
            Region chip = new Region();
            chip.getStyleClass().add("r-chip");
            ((javafx.scene.layout.Pane) scene.getRoot())
                    .getChildren()
                    .add(new javafx.scene.layout.VBox(pale, nameless, chip));
        });
        look("planted");
        assertThat(faults)
                .anyMatch(fault -> fault.contains("pale"))
                .anyMatch(fault -> fault.contains("no name"))
                .anyMatch(fault -> fault.contains("colour alone"))
                .anyMatch(fault -> fault.contains("without a tooltip"));
    }
}
