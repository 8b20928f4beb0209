package dev.rostrum.ui.shell;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Themes;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.util.WaitForAsyncUtils;

@Tag("ui")
@Timeout(60)
class ShellTest {
    private final FxThread fx = new FxThread();
    private final FxTasks pool = new FxTasks(fx);
    private final ShellViewModel model = new ShellViewModel();
    private final List<SampleScreen> made = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private Themes themes;
    private ConsoleWindow window;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    @BeforeEach
    void open() {
        onFx(() -> {
            themes = new Themes();
            window = new ConsoleWindow(new Stage(), model, themes);
            model.connectionProperty().set(new ConnectionItem("sandbox", "Sandbox", true));
            window.setScreens(entries());
            window.show();
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private List<ScreenEntry> entries() {
        return List.of(
                new ScreenEntry("people", "People", "users", this::screen),
                new ScreenEntry("conversations", "Conversations", "message-square", this::screen),
                new ScreenEntry("settings", "Settings", "settings", true, this::screen));
    }

    private SampleScreen screen() {
        SampleScreen screen = new SampleScreen(pool, model);
        made.add(screen);
        return screen;
    }

    @AfterEach
    void close() {
        onFx(() -> {
            window.close();
            themes.close();
        });
        pool.close();
        fx.close();
    }

    private void press(KeyCode code, boolean shift, boolean ctrl) {
        onFx(() -> {
            Node owner = window.stage().getScene().getFocusOwner();
            Node target = owner == null ? window.stage().getScene().getRoot() : owner;
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, ctrl, false, false));
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private boolean focusIn(Node pane) {
        return onFx(() -> {
            for (Node at = window.stage().getScene().getFocusOwner(); at != null; at = at.getParent()) {
                if (at == pane) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void numbersAndCommaOpenScreensWhichAreMadeOnce() {
        press(KeyCode.DIGIT2, false, true);
        assertThat(model.screenProperty().get()).isEqualTo("conversations");
        press(KeyCode.COMMA, false, true);
        assertThat(model.screenProperty().get()).isEqualTo("settings");
        press(KeyCode.DIGIT1, false, true);
        assertThat(model.screenProperty().get()).isEqualTo("people");
        assertThat(made).hasSize(3);
    }

    @Test
    void panesAreSteppedThroughInOrderAndBack() {
        List<Node> panes = made.get(0).panes();
        onFx(() -> made.get(0).table().requestFocus());
        press(KeyCode.F6, false, false);
        assertThat(focusIn(onFx(() -> window.stage().getScene().lookup(".r-nav"))))
                .isTrue();
        press(KeyCode.F6, false, false);
        assertThat(focusIn(panes.get(0))).isTrue();
        press(KeyCode.F6, false, false);
        assertThat(focusIn(panes.get(1))).isTrue();
        press(KeyCode.F6, true, false);
        assertThat(focusIn(panes.get(0))).isTrue();
    }

    @Test
    void keysOfTheScreenWorkFromAnywhere() {
        onFx(() -> window.stage().getScene().lookup("#nav-people").requestFocus());
        press(KeyCode.F, false, true);
        assertThat(focusIn(made.get(0).panes().get(0))).isTrue();
    }

    @Test
    void zoomAndNavigationByKeys() {
        press(KeyCode.EQUALS, false, true);
        assertThat(themes.zoomProperty().get()).isEqualTo(110);
        press(KeyCode.MINUS, false, true);
        press(KeyCode.MINUS, false, true);
        assertThat(themes.zoomProperty().get()).isEqualTo(90);
        press(KeyCode.DIGIT0, false, true);
        assertThat(themes.zoomProperty().get()).isEqualTo(100);
        boolean before = model.collapsed().get();
        press(KeyCode.B, false, true);
        assertThat(model.collapsed().get()).isEqualTo(!before);
        onFx(() -> themes.zoomProperty().set(900));
        assertThat(themes.zoomProperty().get()).isEqualTo(Themes.LARGEST_ZOOM);
    }

    @Test
    void escCancelsAndTheFocusComesBack() {
        Node table = onFx(() -> {
            made.get(0).table().requestFocus();
            return window.stage().getScene().getFocusOwner();
        });
        onFx(() -> window.dialogs()
                .ask(
                        new Question(
                                "Forget 3 ids?", "They are opened again.", Choice.danger("forget", "Forget 3 ids")),
                        answers::add));
        WaitForAsyncUtils.waitForFxEvents();
        Button focused = (Button) onFx(() -> window.stage().getScene().getFocusOwner());
        assertThat(focused.getText()).isEqualTo("Cancel");
        press(KeyCode.DIGIT2, false, true);
        assertThat(model.screenProperty().get()).isEqualTo("people");
        press(KeyCode.ESCAPE, false, false);
        assertThat(answers).containsExactly(Dialogs.CANCEL);
        assertThat(onFx(() -> window.stage().getScene().getFocusOwner())).isSameAs(table);
    }

    @Test
    void tabStaysInsideAndTheCountMustBeTyped() {
        onFx(() -> window.dialogs()
                .ask(
                        new Question("Send to 1,412 people?", "", Choice.danger("send", "Send to 1,412 people"))
                                .typing("1,412"),
                        answers::add));
        WaitForAsyncUtils.waitForFxEvents();
        TextField field = (TextField) onFx(() -> window.stage().getScene().getFocusOwner());
        Node dialog = onFx(() -> window.stage().getScene().lookup(".r-dialog"));
        Button send = (Button) onFx(() -> dialog.lookup(".button.danger"));
        assertThat(send.isDisabled()).isTrue();
        onFx(() -> field.setText("1412"));
        assertThat(send.isDisabled()).isFalse();
        for (int i = 0; i < 5; i++) {
            press(KeyCode.TAB, false, false);
            assertThat(focusIn(dialog)).isTrue();
        }
        press(KeyCode.ENTER, false, false);
        assertThat(answers).doesNotContain("send");
        onFx(() -> made.get(0).table().requestFocus());
        assertThat(focusIn(dialog)).isTrue();
        onFx(send::fire);
        assertThat(answers).containsExactly("send");
    }

    @Test
    void aSecondQuestionWaits() {
        onFx(() -> {
            window.dialogs().ask(new Question("First?", "", Choice.primary("a", "Do a")), answers::add);
            window.dialogs().ask(new Question("Second?", "", Choice.primary("b", "Do b")), answers::add);
        });
        onFx(() -> ((Button) window.stage().getScene().lookup(".r-dialog .button.accent")).fire());
        onFx(() -> ((Button) window.stage().getScene().lookup(".r-dialog .button.accent")).fire());
        assertThat(answers).containsExactly("a", "b");
        assertThat(window.dialogs().isOpen()).isFalse();
    }

    @Test
    void theListOfKeysNamesThoseOfTheScreen() {
        press(KeyCode.F1, false, false);
        assertThat(window.dialogs().isOpen()).isTrue();
        press(KeyCode.ESCAPE, false, false);
        assertThat(window.dialogs().isOpen()).isFalse();
    }

    @Test
    void theGuardDecidesWhetherTheWindowCloses() {
        List<Runnable> asked = new ArrayList<>();
        onFx(() -> {
            window.setQuitGuard(asked::add);
            window.stage().fireEvent(new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
        });
        assertThat(window.stage().isShowing()).isTrue();
        onFx(() -> asked.get(0).run());
        assertThat(window.stage().isShowing()).isFalse();
    }

    @Test
    void otherScreensCloseThoseOfBefore() {
        press(KeyCode.DIGIT2, false, true);
        onFx(() -> window.setScreens(entries()));
        assertThat(made.get(0).isClosed()).isTrue();
        assertThat(made.get(1).isClosed()).isTrue();
        assertThat(made.get(2).isClosed()).isFalse();
        until(() -> made.get(2).pages().size() == 10_000);
    }
}
