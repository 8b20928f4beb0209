package dev.rostrum.ui.announcements;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;

import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.shell.ConnectionItem;
import dev.rostrum.ui.shell.ConsoleWindow;
import dev.rostrum.ui.shell.ScreenEntry;
import dev.rostrum.ui.shell.ShellViewModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/** The real window with the Announcements screen on the real parts of a test graph. */
final class WindowFixture implements AutoCloseable {
    final FxThread fx = new FxThread();
    final FxTasks tasks = new FxTasks(fx);
    final ShellViewModel shell = new ShellViewModel();
    Themes themes;
    ConsoleWindow window;
    AnnouncementsScreen screen;

    WindowFixture(TestGraph graph, Path exports) {
        onFx(() -> {
            themes = new Themes();
            window = new ConsoleWindow(new Stage(), shell, themes);
            ConnectionItem item = new ConnectionItem("sandbox", "Sandbox", true);
            shell.connections().setAll(item);
            shell.connectionProperty().set(item);
            shell.healthProperty().set(ShellViewModel.Health.GOOD);
            Function<String, ScreenEntry> announcements = id -> new ScreenEntry(
                    id,
                    "Announcements",
                    "send",
                    () -> screen = new AnnouncementsScreen(
                            graph.workspace,
                            tasks,
                            fx,
                            fx,
                            System::nanoTime,
                            Clock.systemDefaultZone(),
                            window.dialogs(),
                            (title, suggested, chosen) -> chosen.accept(exports.resolve(suggested)),
                            FXCollections.observableHashMap()));
            window.setScreens(List.of(
                    elsewhere("people", "People", "users", false),
                    announcements.apply("announcements"),
                    elsewhere("conversations", "Conversations", "message-square", false),
                    elsewhere("settings", "Settings", "settings", true)));
            window.setKeys(List.of(Action.of("Shortcut+N", "New announcement", () -> window.navigator()
                    .open("announcements", AnnouncementsScreen.NEW))));
            window.navigator().open("announcements");
            window.show();
            window.stage().requestFocus();
        });
    }

    /** The other places of the navigation, so that pictures show it whole. */
    private static ScreenEntry elsewhere(String id, String title, String icon, boolean atBottom) {
        return new ScreenEntry(id, title, icon, atBottom, () -> new Elsewhere(new Label()));
    }

    private record Elsewhere(Node root) implements Screen {
        @Override
        public void close() {}
    }

    void open(Object argument) {
        onFx(() -> window.navigator().open("announcements", argument));
    }

    /** The node with this fx:id on the page in view. */
    @SuppressWarnings("unchecked")
    <N extends Node> N node(String id) {
        return (N) onFx((Callable<Node>) () -> ((Parent) screen.root()).lookup("#" + id));
    }

    <T> T read(Callable<T> work) {
        return onFx(work);
    }

    void await(Callable<Boolean> condition) {
        until(condition);
    }

    @Override
    public void close() {
        onFx(window::close);
        tasks.close();
        fx.close();
        onFx(() -> themes.close());
    }
}
