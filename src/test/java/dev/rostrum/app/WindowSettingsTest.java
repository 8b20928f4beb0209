package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.SettingsFile;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.table.ColumnState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowSettingsTest {
    @TempDir
    Path folder;

    private final InlineTasks tasks = new InlineTasks();

    private ShellViewModel started() {
        ShellViewModel shell = new ShellViewModel();
        new WindowSettings(new SettingsFile(folder, Clock.systemUTC(), notice -> {}), tasks).columns(shell);
        return shell;
    }

    @Test
    void columnsComeBackWithTheNextStart() {
        List<ColumnState> people = List.of(new ColumnState("email", false, 160), new ColumnState("name", true, 211.5));
        ShellViewModel first = started();
        assertThat(first.columns()).isEmpty();
        first.columns().put("people", people);
        first.columns().put("requests", List.of(new ColumnState("time", true, 90)));
        ShellViewModel next = started();
        assertThat(next.columns()).hasSize(2).containsEntry("people", people);
        next.columns().put("people", List.of());
        assertThat(started().columns()).containsEntry("people", List.of());
    }

    @Test
    void whatNobodyCanSeeIsPassedOver() {
        started().columns().put("people", List.of(new ColumnState("name", true, 1e9), new ColumnState("id", true, 80)));
        assertThat(started().columns()).containsEntry("people", List.of(new ColumnState("id", true, 80)));
    }
}
