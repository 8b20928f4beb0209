package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.ui.Screenshots;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The program's own window on the sandbox, from its first start to the list of accepted deliveries, by keys alone. */
@Tag("ui")
class KeyboardTest {
    private static final int MOST_TABS = 40;

    @TempDir
    Path folder;

    private Console console;
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void open() {
        Screenshots.startToolkit();
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        console = new Console(program);
        onFx(() -> console.open(program.connections().current()));
        until(() -> console.workspace() != null && focusOwner() != null);
    }

    @AfterEach
    void close() {
        onFx(() -> console.window().close());
        console.release();
    }

    private Node focusOwner() {
        return console.window().stage().getScene().getFocusOwner();
    }

    private void key(KeyCode... keys) {
        robot.push(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Presses Tab until the focus is where it is wanted, as a person would. */
    private void tabTo(String what, Predicate<Node> wanted) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (onFx(() -> focusOwner() != null && wanted.test(focusOwner()))) {
                return;
            }
            key(KeyCode.TAB);
        }
        throw new AssertionError("Tab never came to " + what + "; the focus is at " + onFx(this::focusOwner));
    }

    private void tabToButton(String words) {
        tabTo(
                "the button " + words,
                node -> node instanceof ButtonBase button
                        && button.getText() != null
                        && button.getText().contains(words));
    }

    @Test
    void fromTheFirstStartToAcceptedDeliveries() throws Exception {
        until(() -> console.window().stage().getScene().lookup(".r-empty .button") != null);
        tabToButton("Add teams");
        key(KeyCode.SPACE);
        until(() -> console.window().dialogs().isOpen());
        tabToButton("Works council");
        key(KeyCode.SPACE);
        tabToButton("Add 1 team");
        key(KeyCode.SPACE);
        until(() -> console.workspace().views().teams().size() == 1
                && console.workspace().views().teams().get(0).syncedAt() != null);
        key(KeyCode.ESCAPE);
        until(() -> !console.window().dialogs().isOpen());

        tabTo("the teams", node -> node instanceof ListView);
        key(KeyCode.DOWN);
        until(() -> {
            ListView<?> teams = (ListView<?>) focusOwner();
            return teams.getSelectionModel().getSelectedIndex() == 1;
        });
        key(KeyCode.CONTROL, KeyCode.ENTER);
        tabTo("the message", node -> node instanceof TextArea area && area.isEditable());
        robot.write("Hi");
        until(() -> {
            Node review = console.window().stage().getScene().lookup("#review");
            return review != null && !review.isDisabled();
        });
        key(KeyCode.CONTROL, KeyCode.ENTER);
        until(() -> {
            Node send = console.window().stage().getScene().lookup("#send");
            return send != null && !send.isDisabled();
        });
        // Twelve are in the team; the guard keeps the guest out.
        tabToButton("Send to 11 people in the sandbox");
        key(KeyCode.SPACE);
        until(() -> console.workspace().views().runs().select("").count() == 1
                && console.workspace()
                                .views()
                                .runs()
                                .select("")
                                .page(0, 1)
                                .get(0)
                                .totals()
                                .sent()
                        == 11);

        long run =
                console.workspace().views().runs().select("").page(0, 1).get(0).id();
        List<DeliveryQuery.Row> rows = console.workspace()
                .views()
                .deliveries()
                .select(DeliveryChoice.ofRun(run), List.of())
                .page(0, 100);
        assertThat(rows)
                .hasSize(12)
                .filteredOn(row -> row.state() != DeliveryState.EXCLUDED)
                .hasSize(11)
                .allMatch(row -> row.state() == DeliveryState.SENT
                        && row.conversationId().startsWith("a:1"));
        List<LoggedRequest> posted = LoggedRequest.readAll(
                        folder.resolve("sandbox").resolve("requests.jsonl"))
                .stream()
                .filter(LoggedRequest::posted)
                .toList();
        assertThat(posted.stream().map(LoggedRequest::conversationId))
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .map(DeliveryQuery.Row::conversationId)
                        .filter(Objects::nonNull)
                        .toList());
        tabTo(
                "the deliveries",
                node -> node.getStyleClass().contains("table-view")
                        || node.getClass().getSimpleName().contains("Table"));
    }
}
