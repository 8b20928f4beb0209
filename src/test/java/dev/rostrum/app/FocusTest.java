package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connections;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.SeenFocus;
import dev.rostrum.ui.fx.Themes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Wherever the focus goes by itself or by Tab, in each screen, pane and dialog, in light and dark, it is seen. */
@Tag("ui")
class FocusTest {
    private static final int MOST_TABS = 60;

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

    private void key(KeyCode... keys) {
        robot.push(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void look(String where) {
        WaitForAsyncUtils.waitForFxEvents();
        String fault = SeenFocus.fault(scene);
        if (!fault.isEmpty()) {
            faults.add(where + ": " + fault);
        }
    }

    /** Where the focus is now, then every place that Tab leads to until it comes round. */
    private void walk(String where) {
        look(where + ", at first");
        Set<Node> seen = new HashSet<>();
        for (int i = 0; i < MOST_TABS && seen.add(onFx(scene::getFocusOwner)); i++) {
            key(KeyCode.TAB);
            look(where + ", tab " + (i + 1));
        }
        assertThat(seen).as(where).hasSizeGreaterThan(1);
    }

    private void inBothThemes(String where) {
        for (Themes.Theme theme : Themes.Theme.values()) {
            onFx(() -> console.themes().themeProperty().set(theme));
            walk(where + " in " + theme);
        }
    }

    private void untilShown(String selector) {
        until(() -> scene.lookup(selector) != null);
    }

    private void press(Supplier<? extends Node> button) {
        onFx(() -> ((Button) button.get()).fire());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void addTeam() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        console.workspace()
                .act()
                .teams()
                .add(
                        List.of(console.workspace().suggestedTeams().get(0).link()),
                        added -> ids.add(added.team().id()));
        console.workspace().act().rosters().sync(ids.get(0), progress -> {}, () -> false);
    }

    @Test
    void everyScreenAndPane() throws InterruptedException {
        addTeam();
        for (String screen : List.of("people", "announcements", "conversations", "activity")) {
            onFx(() -> console.window().navigator().open(screen));
            WaitForAsyncUtils.waitForFxEvents();
            inBothThemes(screen);
            // Each of the panes, and round to the first.
            for (int pane = 0; pane < 4; pane++) {
                key(KeyCode.F6);
                look(screen + ", pane " + pane);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void composer() {
        onFx(() -> console.window().navigator().open("announcements"));
        key(KeyCode.CONTROL, KeyCode.N);
        inBothThemes("composer");
        assertThat(faults).isEmpty();
    }

    @Test
    void everyPageOfSettings() {
        onFx(() -> console.window().navigator().open("settings"));
        untilShown(".r-tile");
        for (String page : List.of(
                "connectionsPage",
                "sendingPage",
                "inboundPage",
                "automaticPage",
                "backupPage",
                "appearancePage",
                "aboutPage")) {
            onFx(() -> ((ToggleButton) scene.lookup("#" + page)).fire());
            WaitForAsyncUtils.waitForFxEvents();
            walk(page);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyDialog() {
        onFx(() -> scene.lookup("#nav-people").requestFocus());
        key(KeyCode.F1);
        look("the keys");
        key(KeyCode.ESCAPE);
        look("after the keys");

        untilShown(".r-empty .button");
        press(() -> scene.lookup(".r-empty .button"));
        until(() -> console.window().dialogs().isOpen());
        walk("add teams");
        key(KeyCode.ESCAPE);
        look("after adding teams");

        onFx(() -> console.window().navigator().open("settings"));
        untilShown(".r-tile");
        until(() -> scene.getRoot().lookupAll(".r-tile").size() >= 2);
        onFx(() -> ((ToggleButton) scene.getRoot().lookupAll(".r-tile").toArray()[1]).fire());
        for (String id : List.of("#export", "#appPackage", "#remove")) {
            press(() -> scene.lookup(id));
            until(() -> console.window().dialogs().isOpen());
            walk(id);
            key(KeyCode.ESCAPE);
            look("after " + id);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aPressOfTheMouseLeavesNoRingUntilAKey() {
        Button conversations = (Button) onFx(() -> scene.lookup("#nav-conversations"));
        onFx(() -> scene.lookup("#nav-people").requestFocus());
        assertThat(SeenFocus.fault(scene)).isEmpty();
        robot.moveTo(conversations).press(javafx.scene.input.MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(onFx(scene::getFocusOwner)).isSameAs(conversations);
        assertThat(conversations.getPseudoClassStates().toString()).doesNotContain("focus-visible");
        robot.release(javafx.scene.input.MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();
        onFx(() -> scene.lookup("#nav-people").requestFocus());
        assertThat(SeenFocus.fault(scene)).isEmpty();
    }
}
