package dev.rostrum.ui.settings;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections.Field;
import dev.rostrum.connection.Connectors;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Settings screen on the program's own settings and sandbox. */
@Tag("ui")
class SettingsPicturesTest {
    @TempDir
    Path folder;

    private final List<String> used = new ArrayList<>();
    private SandboxWindow window;
    private SettingsScreen screen;

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder);
        screen = window.show(
                "settings",
                w -> new SettingsScreen(
                        w.program.connections(),
                        w.program.secrets(),
                        new ConnectionCheck(new Connectors(w.program.secrets(), Clock.systemUTC(), System::nanoTime)),
                        w.workspace,
                        w.jobs,
                        w.fx,
                        used::add,
                        w.themes,
                        w.window.dialogs(),
                        w.program.version(),
                        Path.of("/home/admin/.local/share/rostrum")));
        until(() -> !screen.model().list().isEmpty());
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    @Test
    void connections() throws Exception {
        window.addTeam(0);
        onFx(() -> screen.model().test());
        until(() -> screen.model().testedProperty().get());
        assertThat(onFx(() -> List.copyOf(screen.model().steps()))).hasSize(2).allMatch(ConnectionCheck.Step::passed);
        pictures("settings-connections");

        onFx(() -> {
            screen.open("add");
            screen.model().nameProperty().set("Tarn");
            screen.model().appIdProperty().set("5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44");
            screen.model().tenantIdProperty().set("0b9f6c1e-52d3");
            screen.model().saveAndTest();
        });
        until(() -> screen.model().errorsProperty().get().containsKey(Field.TENANT_ID));
        pictures("settings-adding");

        onFx(() -> {
            screen.model().tenantIdProperty().set("0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4");
            screen.model().saveAndTest();
        });
        until(() -> screen.model().testedProperty().get());
        assertThat(onFx(() -> screen.model().steps().get(0).outcome())).contains("client secret");
        pictures("settings-added");
        onFx(() -> screen.model().use());
        assertThat(used).containsExactly("Tarn");
    }

    @Test
    void appearanceAndAbout() {
        onFx(() -> screen.open("appearance"));
        pictures("settings-appearance");
        onFx(() -> screen.open("about"));
        pictures("settings-about");
        assertThat(window.program.version()).isNotBlank();
    }
}
