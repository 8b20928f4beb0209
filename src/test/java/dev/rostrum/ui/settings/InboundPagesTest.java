package dev.rostrum.ui.settings;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.inbound.ListeningSwitch.State;
import dev.rostrum.testing.EventPost;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.widget.Controls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The pages of the inbound side as the admin sees them, over a real listener and events that the sandbox signs. */
@Tag("ui")
class InboundPagesTest {
    @TempDir
    Path folder;

    private final SettingsFixture around = new SettingsFixture();
    private final FxRobot robot = new FxRobot();
    private TestGraph graph;
    private SandboxWindow window;
    private SettingsScreen screen;

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12, 30);
        graph.sync(0);
        graph.sync(1);
        graph.reopenAsWindow();
        window = new SandboxWindow(graph);
        screen = window.show(
                "settings",
                w -> new SettingsScreen(
                        SettingsFixture.services(w.program, Clock.systemDefaultZone()),
                        w.workspace,
                        w.themes,
                        w.tasks,
                        w.fx,
                        System::nanoTime,
                        w.window.dialogs(),
                        w.window::stage,
                        around,
                        new SettingsScreen.About("0.1.0", folder)));
        onFx(() -> {
            window.window.navigator().open("settings", SettingsScreen.INBOUND);
            window.window.stage().requestFocus();
        });
        until(() -> !screen.inbound().value(InboundViewModel.Field.PORT).get().isEmpty());
    }

    @AfterEach
    void close() throws Exception {
        window.close();
        graph.close();
    }

    private <N extends Node> N node(String id, Class<N> kind) {
        return kind.cast(onFx((Callable<Node>) () -> screen.root().lookup("#" + id)));
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    private void press(String id, KeyCode key) {
        onFx(() -> screen.root().lookup("#" + id).requestFocus());
        robot.push(key);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void type(String id, String text) {
        onFx(() -> screen.root().lookup("#" + id).requestFocus());
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.write(text, 0);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Node focused() {
        return onFx((Callable<Node>) () -> window.window.stage().getScene().getFocusOwner());
    }

    /** Pictures of a page whose parts do not fit: with this part in view. */
    private void scrollTo(ScrollPane pane, String id) {
        onFx(() -> {
            pane.applyCss();
            pane.layout();
            Node content = pane.getContent();
            Bounds in = content.sceneToLocal(screen.root()
                    .lookup("#" + id)
                    .localToScene(screen.root().lookup("#" + id).getBoundsInLocal()));
            double room = content.getLayoutBounds().getHeight()
                    - pane.getViewportBounds().getHeight();
            pane.setVvalue(room <= 0 ? 0 : Math.max(0, Math.min(1, (in.getMinY() - 60) / room)));
        });
    }

    private State state() {
        return graph.workspace.act().listening().state();
    }

    @Test
    void listeningIsSwitchedOnByKeyboardAndChecked() throws Exception {
        pictures("inbound-off");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        press("listen", KeyCode.SPACE);
        assertThat(node("listen", CheckBox.class).isSelected()).isTrue();
        robot.push(KeyCode.TAB);
        assertThat(focused().getId()).isEqualTo("inbound-host");
        robot.push(KeyCode.TAB);
        assertThat(focused().getId()).isEqualTo("inbound-port");
        type("inbound-port", String.valueOf(port));
        press("save", KeyCode.SPACE);
        until(() -> state().phase() == Phase.LISTENING);
        until(() -> screen.listening().listeningProperty().get());

        URI endpoint = state().counts().address();
        String somebody = graph.sandbox
                .events()
                .truth()
                .teams()
                .get(0)
                .members()
                .iterator()
                .next();
        press("check", KeyCode.SPACE);
        until(() -> node("cancel", Button.class).isVisible());
        graph.post(endpoint, graph.sandbox.events().installs(somebody).get(0));
        EventPost.post(
                endpoint, null, graph.sandbox.events().writes(somebody, "x").json());
        EventPost.post(
                endpoint,
                graph.sandbox.eventAuthorization() + "x",
                graph.sandbox.events().writes(somebody, "x").json());
        until(() -> screen.listening().refused().size() == 2);
        pictures("inbound-checking");
        graph.post(endpoint, graph.sandbox.events().writes(somebody, "test"));
        until(() -> !screen.listening().checkingProperty().get());

        // Tab leads on from a text area, and back.
        press("stopWords", KeyCode.TAB);
        assertThat(focused().getId()).isEqualTo("confirmation");
        robot.push(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(focused().getId()).isEqualTo("stopWords");
        assertThat(node("stopWords", TextArea.class).getText()).doesNotContain("\t");
        scrollTo(node("scroll", ScrollPane.class), "startAnswer");
        pictures("inbound-words");
        assertThat(onFx(() -> screen.inbound().changedProperty().get())).isFalse();
    }

    @Test
    void troubleIsSaidAndWhatWasTypedIsAskedAbout() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            press("listen", KeyCode.SPACE);
            type("inbound-port", String.valueOf(taken.getLocalPort()));
            type("inbound-host", "0.0.0.0");
            assertThat(node("openWarning", Node.class).isVisible()).isTrue();
            type("inbound-host", "127.0.0.1");
            press("save", KeyCode.SPACE);
            until(() -> state().phase() == Phase.TROUBLE);
            until(() -> node("again", Button.class).isVisible());
            pictures("inbound-trouble");
        }
        press("again", KeyCode.SPACE);
        until(() -> state().phase() == Phase.LISTENING);

        press("replies", KeyCode.SPACE);
        onFx(() -> ((ToggleButton) screen.root().lookup("#backupPage")).fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(onFx(() -> ((ToggleButton) screen.root().lookup("#inboundPage")).isSelected()))
                .as("it is asked first")
                .isTrue();
        pictures("inbound-leave");
        robot.push(KeyCode.ESCAPE);
        assertThat(node("inbound-port", Node.class)).isNotNull();
        onFx(() -> ((ToggleButton) screen.root().lookup("#backupPage")).fire());
        onFx(() -> Screenshots.button(window.window.stage().getScene().getRoot(), "Leave")
                .fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(onFx(() -> ((ToggleButton) screen.root().lookup("#backupPage")).isSelected()))
                .isTrue();
        assertThat(onFx(() -> screen.inbound().changedProperty().get())).isFalse();
    }

    @Test
    void inAServicesPlaceTheSwitchHasNoEffectAndThatIsSaid() {
        graph.workspace.act().listening().holdFor(new Listening.Place("127.0.0.1", 0));
        until(() -> !screen.listening().serviceProperty().get().isEmpty());
        // What to look at where nothing comes, as after five minutes.
        onFx(() -> Controls.show(screen.root().lookup("#steps"), true));
        pictures("inbound-service");
        scrollTo(node("scroll", ScrollPane.class), "steps");
        pictures("inbound-steps");
        press("listen", KeyCode.SPACE);
        press("save", KeyCode.SPACE);
        until(() -> graph.workspace.views().inbound().listen());
        press("listen", KeyCode.SPACE);
        press("save", KeyCode.SPACE);
        until(() -> !graph.workspace.views().inbound().listen());
        assertThat(state().phase()).isEqualTo(Phase.LISTENING);
        assertThat(state().service()).isTrue();
    }

    @Test
    void theMessagesThatGoOutByThemselves() {
        onFx(() -> ((ToggleButton) screen.root().lookup("#automaticPage")).fire());
        until(() -> screen.automatic().mentioners().teams().size() == 2);
        pictures("automatic-empty");
        Node page = onFx((Callable<Node>) () -> screen.root().lookup("#automatic"));
        onFx(() -> {
            screen.automatic().welcomeOnProperty().set(true);
            screen.automatic()
                    .welcome()
                    .textProperty()
                    .set("# Hello\n\nI am the bot of **IT**. I write rarely:\n\n- outages\n- dates that concern you");
            screen.automatic().mentionOnProperty().set(true);
            screen.automatic().mention().textProperty().set("{mentioner} mentioned you in a channel.");
            screen.automatic().mentioners().teams().get(0).chosenProperty().set(true);
        });
        pictures("automatic-welcome");
        ScrollPane scroll = onFx(() -> (ScrollPane) page.lookup("#scroll"));
        onFx(() -> Screenshots.button(page, "Choose people\u2026").fire());
        WaitForAsyncUtils.waitForFxEvents();
        pictures("automatic-people");
        robot.push(KeyCode.ESCAPE);
        onFx(() -> scroll.setVvalue(1));
        pictures("automatic-mention");
        onFx(() -> ((Button) page.lookup("#save")).fire());
        until(() -> !screen.automatic().changedProperty().get());
        assertThat(graph.workspace.views().inbound().welcomeOn()).isTrue();
        assertThat(graph.workspace.views().inbound().mentionTeams()).hasSize(1);
    }
}
