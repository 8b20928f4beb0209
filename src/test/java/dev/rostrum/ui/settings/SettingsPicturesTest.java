package dev.rostrum.ui.settings;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Connectors;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import java.nio.file.Path;
import java.time.Clock;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Settings screen as the admin sees it. */
@Tag("ui")
class SettingsPicturesTest {
    @TempDir
    Path folder;

    private SandboxWindow window;
    private SettingsScreen screen;

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder);
        window.program
                .connections()
                .add(new Connections.Entry(
                        "Tarn",
                        "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44",
                        "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4",
                        "https://smba.trafficmanager.net/emea/",
                        null,
                        null,
                        null,
                        false));
        screen = window.show(
                "settings",
                w -> new SettingsScreen(
                        w.program.connections(),
                        w.program.secrets(),
                        new ConnectionCheck(new Connectors(w.program.secrets(), Clock.systemUTC(), System::nanoTime)),
                        w.workspace,
                        w.themes,
                        w.jobs,
                        w.fx,
                        w.window.dialogs(),
                        use -> {},
                        new SettingsScreen.About("0.1.0", Path.of("/home/ada/.local/share/rostrum"))));
        until(() -> screen.model().entries().size() == 2);
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    @Test
    void connections() {
        onFx(() -> screen.model().test());
        until(() -> !screen.model().workingProperty().get()
                && !screen.model().steps().isEmpty());
        pictures("settings-sandbox");
        assertThat(screen.model().steps()).allMatch(ConnectionCheck.Step::passed);

        onFx(() -> screen.model().select(screen.model().entries().get(1)));
        pictures("settings-tenant");

        onFx(() -> {
            screen.model().addNew();
            screen.model().nameProperty().set("Fjord");
            screen.model().appIdProperty().set("my bot");
            screen.model().saveAndTest();
        });
        assertThat(screen.model().failureProperty().get()).isNotEmpty();
        pictures("settings-new");
    }

    @Test
    void otherPages() {
        page("#appearancePage");
        pictures("settings-appearance");
        page("#aboutPage");
        pictures("settings-about");
    }

    private void page(String id) {
        onFx(() -> ((ToggleButton) screen.root().lookup(id)).setSelected(true));
    }
}
