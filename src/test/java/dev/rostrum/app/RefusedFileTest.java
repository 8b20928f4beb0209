package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.button;
import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.ui.Screenshots;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data file that brings a trigger of its own: the window says so by its name, opens nothing, and leads to a backup. */
@Tag("ui")
class RefusedFileTest {
    @TempDir
    Path folder;

    private RostrumProgram program;
    private Console console;

    @BeforeEach
    void open() {
        Screenshots.startToolkit();
        program = RostrumProgram.open(folder, name -> null, notice -> {});
        console = new Console(program);
    }

    @AfterEach
    void close() {
        onFx(() -> console.window().close());
        console.release();
    }

    private Node root() {
        return console.window().stage().getScene().getRoot();
    }

    private static String said(Node node) {
        if (!node.isVisible()) {
            return "";
        }
        StringBuilder all = new StringBuilder(node instanceof Labeled labeled ? labeled.getText() + "\n" : "");
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> all.append(said(child)));
        }
        return all.toString();
    }

    private void press(String words) {
        until(() -> button(root(), words) != null && !button(root(), words).isDisabled());
        onFx(() -> button(root(), words).fire());
    }

    private void plant(String trigger) throws Exception {
        try (java.sql.Connection direct = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = direct.createStatement()) {
            statement.execute(trigger);
        }
    }

    private Path file() {
        return folder.resolve("connections/sandbox.db");
    }

    private void refuse() throws Exception {
        Connection connection = program.connections().current();
        onFx(() -> console.open(connection));
        until(() -> console.workspace() != null);
        program.backups(connection).create();
        onFx(() -> console.window().close());
        console.release();
        plant("CREATE TRIGGER polite_words AFTER INSERT ON team BEGIN UPDATE team SET name = 'other'; END");

        console = new Console(program);
        onFx(() -> console.open(connection));
        until(() -> said(root()).contains("polite_words"));
        assertThat(console.workspace()).isNull();
    }

    @Test
    void itsTriggerIsNamedNothingIsOpenedAndABackupIsAStepAway() throws Exception {
        refuse();
        assertThat(said(root())).contains("Choose a backup in Settings");
        Screenshots.take("data-file-refused", console.window().stage(), console.themes(), () -> true);

        press("Choose a backup in Settings");
        until(() -> root().lookup("#backupPage") != null);
        onFx(() -> ((ToggleButton) root().lookup("#backupPage")).setSelected(true));
        until(() -> root().lookup("#backups") instanceof ListView<?> list
                && !list.getItems().isEmpty());
        onFx(() -> ((ListView<?>) root().lookup("#backups")).getSelectionModel().select(0));
        press("Restore…");
        press("Restore");
        // Whether the opt-outs of a changed file are to be believed is the admin's to say.
        press("Restore without them");
        until(() -> console.workspace() != null);
        assertThat(console.workspace().actions()).as("it can be written to").isPresent();
    }

    @Test
    void itsRowsAreCopiedIntoAFreshFileAtOneButton() throws Exception {
        refuse();
        press("Go on with its rows…");
        press("Copy its rows");
        until(() -> console.workspace() != null);
        until(() -> said(root()).contains("fresh file"));
        assertThat(console.workspace().actions()).as("it can be written to").isPresent();
        try (java.sql.Connection direct = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = direct.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'polite_words'")) {
            assertThat(found.getInt(1)).isZero();
        }
    }
}
