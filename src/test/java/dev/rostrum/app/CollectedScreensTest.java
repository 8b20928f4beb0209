package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.records.Backups;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.settings.SettingsHost;
import dev.rostrum.ui.shell.ScreenEntry;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** The program's own screens, each opened and closed again and again: nothing holds one that has gone. */
@Tag("ui")
@Timeout(240)
class CollectedScreensTest {
    private static final int TIMES = 20;

    @TempDir
    Path folder;

    private static final class NoHost implements SettingsHost {
        @Override
        public void marked(dev.rostrum.connection.Connection connection) {}

        @Override
        public void changed(String use) {}

        @Override
        public void examined(Connection connection, Diagnosis found) {}

        @Override
        public void whileClosed(
                Connection connection,
                Callable<Backups.Restored> work,
                Consumer<Backups.Restored> ok,
                Consumer<Exception> fail) {}

        @Override
        public void openFolder(Path place) {}
    }

    @Test
    void whatWasClosedIsHeldByNobody() throws Exception {
        try (SandboxWindow ui = new SandboxWindow(folder)) {
            ui.addTeam(0);
            Screens screens = new Screens(
                    ui.program,
                    ui.workspace,
                    ui.window,
                    ui.shell,
                    ui.themes,
                    ui.tasks,
                    ui.fx,
                    System::nanoTime,
                    Clock.systemDefaultZone(),
                    new NoHost());
            List<WeakReference<Object>> made = new ArrayList<>();
            List<String> names = new ArrayList<>();
            onFx(ui.window::show);
            for (int i = 0; i < TIMES; i++) {
                List<ScreenEntry> entries = onFx(() -> screens.all().stream()
                        .map(entry -> new ScreenEntry(entry.id(), entry.title(), entry.icon(), entry.atBottom(), () -> {
                            Screen screen = entry.make().get();
                            made.add(new WeakReference<>(screen));
                            made.add(new WeakReference<>(screen.root()));
                            names.add(entry.id());
                            return screen;
                        }))
                        .toList());
                onFx(() -> ui.window.setScreens(entries));
                for (ScreenEntry entry : entries) {
                    onFx(() -> ui.window.navigator().open(entry.id()));
                    WaitForAsyncUtils.waitForFxEvents();
                }
            }
            assertThat(names).hasSize(TIMES * 6);
            onFx(() -> ui.window.setScreens(List.of()));
            WaitForAsyncUtils.waitForFxEvents();
            until(() -> {
                System.gc();
                return made.stream().allMatch(one -> one.get() == null);
            });
        }
    }
}
