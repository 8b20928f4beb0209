package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.stage.Window;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window that could only read, since something else was writing, and what its connection's menu does. */
@Tag("ui")
class ReadingWindowTest {
    @TempDir
    Path folder;

    @Test
    void choosingTheConnectionAgainOpensItForWritingOnceNobodyElseWrites() {
        Screenshots.startToolkit();
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        Connection connection = program.connections().current();
        Workspace other = program.open(
                connection,
                new Workspaces.Request(Workspaces.Access.WRITE, "announce", Duration.ofSeconds(5), notice -> {}));
        Console console = new Console(program);
        try {
            onFx(() -> console.open(connection));
            until(() -> console.workspace() != null);
            assertThat(console.workspace().actions()).isEmpty();
            other.close();

            choose(console);
            until(() ->
                    console.workspace() != null && console.workspace().actions().isPresent());

            Workspace writing = console.workspace();
            choose(console);
            assertThat(onFx(() -> console.workspace()))
                    .as("where it can be written to it is left alone")
                    .isSameAs(writing);
        } finally {
            onFx(() -> console.window().close());
            console.release();
        }
    }

    @Test
    void whoLooksOnlyIsToldSoAndMayChangeThingsAgain() {
        Screenshots.startToolkit();
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        Connection connection = program.connections().current();
        Console console = new Console(program);
        try {
            onFx(() -> console.open(connection));
            until(() ->
                    console.workspace() != null && console.workspace().actions().isPresent());
            item(console, "Only look at");
            until(() ->
                    console.workspace() != null && console.workspace().actions().isEmpty());
            assertThat(console.workspace().readOnlyBecause().code()).isEqualTo("store.lookOnly");
            Button tile =
                    (Button) onFx(() -> console.window().stage().getScene().lookup("#connection"));
            assertThat(tile.getAccessibleText()).contains("look only");
            try (Workspace other = program.open(
                    connection,
                    new Workspaces.Request(Workspaces.Access.READ, "list", Duration.ofSeconds(5), notice -> {}))) {
                assertThat(other.actions()).isEmpty();
            }
            item(console, "Work with");
            until(() ->
                    console.workspace() != null && console.workspace().actions().isPresent());
        } finally {
            onFx(() -> console.window().close());
            console.release();
        }
    }

    private static void item(Console console, String words) {
        onFx(() -> ((Button) console.window().stage().getScene().lookup("#connection")).fire());
        onFx(() -> {
            ContextMenu menu = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
            menu.getItems().stream()
                    .filter(one -> one.getText() != null && one.getText().startsWith(words))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            menu.hide();
        });
    }

    private static void choose(Console console) {
        onFx(() -> ((Button) console.window().stage().getScene().lookup("#connection")).fire());
        onFx(() -> {
            ContextMenu menu = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
            menu.getItems().get(0).fire();
            menu.hide();
        });
    }
}
