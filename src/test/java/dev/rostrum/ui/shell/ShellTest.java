package dev.rostrum.ui.shell;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Problem;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.SeenFocus;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.OwnKeys;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.Tone;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
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
    void theThemeFollowsTheSystemOnlyWhereThatWasChosen() {
        onFx(() -> {
            themes.systemLooks(Themes.Theme.DARK);
            assertThat(themes.themeProperty().get()).isEqualTo(Themes.Theme.LIGHT);
            themes.choiceProperty().set(Themes.Choice.SYSTEM);
            assertThat(themes.themeProperty().get()).isEqualTo(Themes.Theme.DARK);
            themes.systemLooks(Themes.Theme.CONTRAST);
            assertThat(themes.themeProperty().get()).isEqualTo(Themes.Theme.CONTRAST);
            assertThat(window.stage().getScene().getStylesheets()).anyMatch(sheet -> sheet.endsWith("contrast.css"));
            themes.choiceProperty().set(Themes.Choice.LIGHT);
            assertThat(themes.themeProperty().get()).isEqualTo(Themes.Theme.LIGHT);
        });
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
    void theListOfKeysScrollsByKeys() {
        onFx(() -> {
            window.stage().setWidth(1024);
            window.stage().setHeight(640);
        });
        press(KeyCode.F1, false, false);
        ScrollPane keys = (ScrollPane) onFx(() -> window.stage().getScene().lookup("#keys"));
        until(() -> keys.getViewportBounds().getHeight() > 0);
        assertThat(focusIn(keys)).isTrue();
        assertThat(SeenFocus.fault(window.stage().getScene())).isEmpty();
        press(KeyCode.PAGE_DOWN, false, false);
        double paged = onFx(keys::getVvalue);
        assertThat(paged).isPositive();
        press(KeyCode.UP, false, false);
        assertThat(onFx(keys::getVvalue)).isLessThan(paged);
        press(KeyCode.END, false, false);
        assertThat(onFx(keys::getVvalue)).isEqualTo(1);
        press(KeyCode.HOME, false, false);
        assertThat(onFx(keys::getVvalue)).isZero();
    }

    @Test
    void aControlsOwnKeysGoBeforeThoseOfTheWindowAndTextsAreRedone() {
        List<String> done = new ArrayList<>();
        TextField field = new TextField("one");
        onFx(() -> {
            OwnKeys.set(field, List.of(Action.of("Shortcut+B", "Bold", () -> done.add("bold"))));
            ((Pane) made.get(0).root()).getChildren().add(field);
            field.requestFocus();
        });
        boolean collapsed = model.collapsed().get();
        press(KeyCode.B, false, true);
        assertThat(done).containsExactly("bold");
        assertThat(model.collapsed().get()).isEqualTo(collapsed);
        onFx(() -> {
            field.replaceText(0, 3, "two");
            field.undo();
        });
        assertThat(field.getText()).isEqualTo("one");
        press(KeyCode.Y, false, true);
        assertThat(field.getText()).isEqualTo("two");
        onFx(() -> made.get(0).table().requestFocus());
        press(KeyCode.B, false, true);
        assertThat(done).hasSize(1);
        assertThat(model.collapsed().get()).isEqualTo(!collapsed);
    }

    @Test
    void keysOfEveryScreenAndTheEntryOfTheScreenInView() {
        List<String> done = new ArrayList<>();
        onFx(() -> window.setKeys(List.of(Action.of(
                "Shortcut+N", "New", () -> done.add(model.screenProperty().get())))));
        press(KeyCode.N, false, true);
        press(KeyCode.DIGIT2, false, true);
        press(KeyCode.N, false, true);
        assertThat(done).containsExactly("people", "conversations");
        assertThat(made.get(1).homes()).isZero();
        onFx(() -> ((Button) window.stage().getScene().lookup("#nav-conversations")).fire());
        assertThat(made.get(1).homes()).isEqualTo(1);
    }

    @Test
    void newsCoverNothingThatCanBePressed() {
        onFx(() -> made.get(0).selection().addAll(List.of(1, 2, 3)));
        until(() -> made.get(0).pages().size() == 10_000);
        onFx(() -> window.dialogs()
                .tell("The rules of \u201cTarn\u201d are saved. They hold at once, also for a run that sends."));
        WaitForAsyncUtils.waitForFxEvents();
        onFx(() -> {
            Node root = window.stage().getScene().getRoot();
            root.applyCss();
            ((Parent) root).layout();
            Node toast = root.lookup(".r-toast");
            Bounds news = toast.localToScene(toast.getLayoutBounds());
            assertThat(toast.isVisible()).isTrue();
            assertThat(news.getMaxY()).isLessThan(window.stage().getScene().getHeight());
            for (Node button : root.lookupAll(".button")) {
                if (button.isVisible() && button.getParent().isVisible()) {
                    assertThat(button.localToScene(button.getLayoutBounds()).intersects(news))
                            .as("it covers " + button)
                            .isFalse();
                }
            }
        });
    }

    @Test
    void whatWasDoneIsTakenBackByKeyOrButton() {
        List<String> done = new ArrayList<>();
        TextField field = new TextField("typed");
        onFx(() -> ((Pane) made.get(0).root()).getChildren().add(field));
        onFx(() -> window.dialogs().done("Team A was removed", back(done, "A", null)));
        onFx(() -> window.dialogs().done("Team B was removed", back(done, "B", Problem.failed("optOut.changed"))));
        onFx(field::requestFocus);
        press(KeyCode.Z, false, true);
        assertThat(done).as("whoever types takes back what was typed").isEmpty();
        onFx(() -> window.stage().getScene().lookup("#nav-people").requestFocus());
        press(KeyCode.Z, false, true);
        press(KeyCode.Z, false, true);
        assertThat(done).as("it may be tried twice").containsExactly("B", "B");
        press(KeyCode.DIGIT2, false, true);
        press(KeyCode.Z, false, true);
        assertThat(done).as("on another screen too").containsExactly("B", "B", "A");

        onFx(() -> window.dialogs().done("Team C was removed", back(done, "C", null)));
        Node toast = onFx(() -> window.stage().getScene().lookup(".r-toast"));
        onFx(() -> Screenshots.button(toast, "Undo").fire());
        assertThat(done).endsWith("C");
        press(KeyCode.Z, false, true);
        assertThat(done).hasSize(4);

        onFx(() -> window.dialogs().done("Team D was removed", back(done, "D", null)));
        onFx(() -> window.setScreens(entries()));
        assertThat(toast.isVisible()).as("another data file is open").isFalse();
        press(KeyCode.Z, false, true);
        assertThat(done).hasSize(4);
        for (int i = 0; i < 20; i++) {
            String name = "E" + i;
            onFx(() -> window.dialogs().done(name, back(done, name, null)));
        }
        for (int i = 0; i < 20; i++) {
            press(KeyCode.Z, false, true);
        }
        assertThat(done).hasSize(4 + UndoSteps.STEPS).endsWith("E12");
    }

    private static TakingBack back(List<String> done, String name, Exception why) {
        return (ok, failed) -> {
            done.add(name);
            if (why == null) {
                ok.run();
            } else {
                failed.accept(why);
            }
        };
    }

    @Test
    void thePaletteDoesWhatTheScreenAndTheWindowCan() {
        onFx(() -> made.get(0).table().requestFocus());
        press(KeyCode.K, false, true);
        TextField field = (TextField) onFx(() -> window.stage().getScene().getFocusOwner());
        assertThat(field.getId()).isEqualTo("palette");
        onFx(() -> field.setText("conv"));
        press(KeyCode.ENTER, false, false);
        assertThat(model.screenProperty().get()).isEqualTo("conversations");
        assertThat(window.dialogs().isOpen()).isFalse();
        press(KeyCode.K, false, true);
        press(KeyCode.ESCAPE, false, false);
        assertThat(window.dialogs().isOpen()).isFalse();
        assertThat(focusIn(made.get(1).table())).isTrue();
        List<String> told = new ArrayList<>();
        onFx(() -> window.setFinds(
                pool,
                (text, peopleOnly) -> new PaletteSource.Found(
                        List.of(new PaletteSource.Hit(
                                PaletteSource.Kind.PERSON, "Ana\u00efs", "", "8:a", () -> told.add("opened"))),
                        1),
                text -> {}));
        press(KeyCode.K, false, true);
        TextField second = (TextField) onFx(() -> window.stage().getScene().getFocusOwner());
        onFx(() -> second.setText("@anais"));
        until(() -> window.stage().getScene().getRoot().lookup(".r-palette-row") != null);
        press(KeyCode.ENTER, false, false);
        assertThat(told).containsExactly("opened");
    }

    @Test
    void whatNeedsTheAdminStandsOnEveryScreenButItsOwn() {
        List<String> pressed = new ArrayList<>();
        onFx(() -> model.noticeProperty()
                .set(new ShellNotice(
                        Tone.WARNING,
                        "3 sends were under way.",
                        "They are in doubt.",
                        1,
                        "Open",
                        () -> pressed.add("open"),
                        "settings")));
        Node notice = onFx(() -> window.stage().getScene().lookup(".r-shell-notice"));
        assertThat(notice.isVisible()).isTrue();
        onFx(() -> Screenshots.button(notice, "Open").fire());
        assertThat(pressed).containsExactly("open");
        press(KeyCode.COMMA, false, true);
        assertThat(notice.isVisible()).isFalse();
        press(KeyCode.DIGIT2, false, true);
        assertThat(notice.isVisible()).isTrue();
        onFx(() ->
                model.newsProperty().set(new ShellNotice(Tone.SUCCESS, "Done.", "", 0, "Open", () -> {}, "settings")));
        onFx(model::closeNotice);
        assertThat(model.shownNotice().get().what()).isEqualTo("Done.");
        onFx(model::closeNotice);
        assertThat(notice.isVisible()).isFalse();
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
