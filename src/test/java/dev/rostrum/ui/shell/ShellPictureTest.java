package dev.rostrum.ui.shell;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.Tone;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of the frame with a table of 10,000 rows in it, and of a dialog over it. */
@Tag("ui")
class ShellPictureTest {
    private final FxThread fx = new FxThread();
    private final FxTasks pool = new FxTasks(fx);
    private final ShellViewModel model = new ShellViewModel();
    private Themes themes;
    private ConsoleWindow window;
    private SampleScreen people;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    @BeforeEach
    void open() {
        onFx(() -> {
            themes = new Themes();
            window = new ConsoleWindow(new Stage(), model, themes);
            ConnectionItem sandbox = new ConnectionItem("sandbox", "Sandbox", true);
            model.connections().setAll(sandbox, new ConnectionItem("tarn", "Tarn", false));
            model.connectionProperty().set(sandbox);
            model.healthProperty().set(ShellViewModel.Health.GOOD);
            model.rateProperty().set("20 requests/s");
            Tasks tasks = pool;
            window.setScreens(List.of(
                    new ScreenEntry("people", "People", "users", () -> people = new SampleScreen(tasks, model)),
                    new ScreenEntry("announcements", "Announcements", "send", () -> new SampleScreen(tasks, model)),
                    new ScreenEntry(
                            "conversations", "Conversations", "message-square", () -> new SampleScreen(tasks, model)),
                    new ScreenEntry("settings", "Settings", "settings", true, () -> new SampleScreen(tasks, model))));
            window.show();
        });
        until(() -> people.pages().size() == 10_000);
    }

    @AfterEach
    void close() {
        onFx(window::close);
        pool.close();
        fx.close();
    }

    @Test
    void production() {
        onFx(() -> model.connectionProperty()
                .set(new ConnectionItem(
                        "tarn", "Tarn", false, new ConnectionMark(ConnectionMark.Tag.PRODUCTION, true))));
        Screenshots.take("production", window.stage(), themes, () -> true);
    }

    @Test
    void palette() {
        onFx(() -> window.setFinds(
                pool,
                (text, peopleOnly) -> new PaletteSource.Found(
                        List.of(
                                hit(PaletteSource.Kind.PERSON, "Ana\u00efs Lef\u00e8vre", "anais.lefevre@tarn.example"),
                                hit(PaletteSource.Kind.PERSON, "Anders Nyg\u00e5rd", "anders.nygaard@tarn.example"),
                                hit(PaletteSource.Kind.PERSON, "Daniela Fuchs", "daniela.fuchs@tarn.example"),
                                hit(PaletteSource.Kind.TEAM, "Canteen", "412 people"),
                                hit(
                                        PaletteSource.Kind.ANNOUNCEMENT,
                                        "Wrong link in \u201cBenefits plan\u201d",
                                        "9 Oct 10:42")),
                        1284),
                text -> {}));
        onFx(() -> window.stage().getScene().lookup("#palette-button").fireEvent(new javafx.event.ActionEvent()));
        until(() -> window.stage().getScene().getFocusOwner() instanceof TextField);
        TextField field = (TextField) onFx(() -> window.stage().getScene().getFocusOwner());
        onFx(() -> field.setText("an"));
        Screenshots.take(
                "palette",
                window.stage(),
                themes,
                () -> window.stage()
                                .getScene()
                                .getRoot()
                                .lookupAll(".r-palette-row")
                                .size()
                        > 6);
        onFx(() -> field.setText("nothing like that"));
        onFx(() -> window.setFinds(pool, null, text -> {}));
    }

    private static PaletteSource.Hit hit(PaletteSource.Kind kind, String name, String more) {
        return new PaletteSource.Hit(kind, name, more, "id", () -> {});
    }

    @Test
    void frameWithRows() {
        onFx(() -> {
            people.selection().addAll(List.of(0, 1, 3, 5, 6, 8, 9, 12, 13, 14, 16, 17));
            people.table().focusRow(6);
            people.table().requestFocus();
            model.badges().put("announcements", 1);
            model.runningProperty().set(new RunningSend(1, "Office closed on Monday", 6343, 9742));
        });
        Screenshots.take("shell", window.stage(), themes, () -> people.pages().peek(0) != null);
        assertThat(window.stage().getTitle()).isEqualTo("Rostrum \u2014 Sandbox (simulated)");
    }

    @Test
    void dialogOverTheFrame() {
        onFx(() -> window.dialogs()
                .ask(
                        new Question(
                                        "Send to 412 people in the sandbox?",
                                        "38 open a new conversation, 374 use a stored one. About 23 s at 20 requests a second.",
                                        Choice.danger("send", "Send to 412 people in the sandbox"))
                                .typing("412"),
                        answer -> {}));
        Screenshots.take("dialog", window.stage(), themes, () -> true);
    }

    @Test
    void aNoticeOverEveryScreen() {
        onFx(() -> model.noticeProperty()
                .set(new ShellNotice(
                        Tone.WARNING,
                        "3 sends of \u201cOffice closed on Monday\u201d were under way when Rostrum ended.",
                        "They are in doubt; nothing is sent before you resume.",
                        1,
                        "Open",
                        () -> {},
                        "announcements")));
        onFx(() -> people.selection().addAll(List.of(0, 1, 3)));
        Screenshots.take("shell-notice", window.stage(), themes, () -> {
            window.dialogs().tell("Copied 3 rows with their headers.");
            return people.pages().peek(0) != null;
        });
        assertThat(onFx(() ->
                        window.stage().getScene().lookup(".r-shell-notice").isVisible()))
                .isTrue();
    }

    @Test
    void largeZoomWhileSending() {
        onFx(() -> {
            themes.zoomProperty().set(150);
            model.runningProperty()
                    .set(new RunningSend(1, "Office closed on Monday, and what that means for deliveries", 6343, 9742));
            model.activityProperty().set("Syncing Night shift, 200 of 412");
            model.selectionProperty().set("128 of 8,117 selected");
            model.listeningProperty().set(new StatusSign("Listening", "Listening for Teams", false, () -> {}));
        });
        WaitForAsyncUtils.waitForFxEvents();
        Screenshots.take(
                "zoom150-sending", window.stage(), themes, () -> people.pages().peek(0) != null);
        // What counts is whole whatever else gives way.
        assertThat(onFx(() -> {
                    Label count = (Label) window.stage().getScene().lookup("#sendingCount");
                    Label rate = (Label) window.stage().getScene().lookup("#rate");
                    Label name = (Label) window.stage().getScene().lookup("#statusName");
                    Node sending = window.stage().getScene().lookup("#sending");
                    return name.localToScene(name.getLayoutBounds()).getMaxX()
                                    <= sending.localToScene(sending.getLayoutBounds())
                                            .getMinX()
                            && count.getWidth() >= count.prefWidth(-1) - 1
                            && rate.getWidth() >= rate.prefWidth(-1) - 1
                            && rate.localToScene(rate.getLayoutBounds()).getMaxX()
                                    <= window.stage().getScene().getWidth();
                }))
                .isTrue();
    }

    @Test
    void largeZoom() {
        onFx(() -> themes.zoomProperty().set(150));
        WaitForAsyncUtils.waitForFxEvents();
        Screenshots.take("zoom150", window.stage(), themes, () -> people.pages().peek(0) != null);
        assertThat(onFx(() -> model.collapsed().get())).isTrue();
    }
}
