package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.Screenshots;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's own window puts a backup in place of the data file that it has open. */
@Tag("ui")
class RestoreTest {
    @TempDir
    Path folder;

    private Console console;

    @BeforeEach
    void open() {
        Screenshots.startToolkit();
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        console = new Console(program);
        onFx(() -> console.open(program.connections().current()));
        until(() -> console.workspace() != null);
    }

    @AfterEach
    void close() {
        onFx(() -> console.window().close());
        console.release();
    }

    private Node find(String selector) {
        return console.window().stage().getScene().getRoot().lookup(selector);
    }

    /** The first visible button that says so. */
    private Button button(String words) {
        return Screenshots.button(console.window().stage().getScene().getRoot(), words);
    }

    private void press(String words) {
        until(() -> button(words) != null && !button(words).isDisabled());
        onFx(() -> button(words).fire());
    }

    @Test
    void inThreeClicksAndTheWindowGoesOnWithTheBackup() throws Exception {
        onFx(() -> console.window().navigator().open(Screens.SETTINGS));
        until(() -> find("#backupPage") != null);
        onFx(() -> ((ToggleButton) find("#backupPage")).setSelected(true));
        press("Back up now");
        until(() ->
                find("#backups") instanceof ListView<?> list && !list.getItems().isEmpty());
        Workspace before = console.workspace();
        before.act().teams().add(List.of(before.suggestedTeams().get(0).link()), added -> {});
        assertThat(before.views().teams()).hasSize(1);

        onFx(() -> ((ListView<?>) find("#backups")).getSelectionModel().select(0));
        press("Restore…");
        press("Restore");

        until(() -> console.workspace() != null && console.workspace() != before);
        until(() -> console.window().dialogs().isOpen());
        assertThat(console.workspace().views().teams()).isEmpty();
        assertThat(console.workspace().actions()).as("it can be written to").isPresent();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(f -> f.getFileName().toString().contains("sandbox")))
                    .as("the file that was there is kept")
                    .hasSizeGreaterThan(1);
        }
        until(() -> button("Close") != null);
    }
}
