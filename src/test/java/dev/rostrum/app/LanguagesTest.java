package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Runs;
import dev.rostrum.connection.Connections;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Language;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.CutTexts;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.words.Speech;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Each screen, page and dialog of the console in the smallest window: in no language is a text of ours cut. */
@Tag("ui")
class LanguagesTest {
    private static final double WIDTH = 1024;
    private static final double HEIGHT = 640;

    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();
    private final List<String> faults = new ArrayList<>();
    private Language language;
    private CutTexts cut;
    private Console console;
    private Scene scene;

    private void open(Language chosen) {
        language = chosen;
        cut = new CutTexts(language == Language.GERMAN ? "de" : "");
        Speech.use(language);
        Screenshots.startToolkit();
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        program.connections()
                .add(new Connections.NewConnection(
                        "Contoso",
                        "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44",
                        "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4",
                        "https://smba.trafficmanager.net/emea/",
                        null,
                        null,
                        null,
                        false));
        console = new Console(program);
        onFx(() -> console.open(program.connections().current()));
        until(() -> console.workspace() != null
                && console.window().stage().getScene().lookup("#nav-activity") != null);
        scene = console.window().stage().getScene();
        onFx(() -> {
            console.window().stage().setWidth(WIDTH);
            console.window().stage().setHeight(HEIGHT);
        });
        until(() -> scene.getWidth() == WIDTH && scene.getHeight() == HEIGHT);
    }

    @AfterEach
    void close() {
        Speech.use(Language.SYSTEM);
        if (console != null) {
            onFx(() -> console.window().close());
            console.release();
        }
    }

    private void key(KeyCode... keys) {
        robot.push(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void look(String place) {
        WaitForAsyncUtils.waitForFxEvents();
        if (language == Language.GERMAN) {
            Screenshots.takeOne("german-" + place, scene);
        }
        onFx(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            cut.below(scene.getRoot()).forEach(each -> faults.add(place + ": " + each));
        });
    }

    private void go(String screen, Object argument) {
        onFx(() -> {
            if (argument == null) {
                console.window().navigator().open(screen);
            } else {
                console.window().navigator().open(screen, argument);
            }
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void untilRows() {
        until(() -> scene.getRoot().lookupAll(".table-view").stream()
                .map(TableView.class::cast)
                .anyMatch(table -> table.isVisible()
                        && !table.getItems().isEmpty()
                        && table.getItems().get(0) != null));
    }

    private void press(String selector) {
        until(() -> scene.lookup(selector) != null);
        onFx(() -> ((Button) scene.lookup(selector)).fire());
        WaitForAsyncUtils.waitForFxEvents();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEM")
    void noTextIsCut(Language chosen) throws Exception {
        open(chosen);
        go("people", null);
        look("people-empty");
        go("announcements", null);
        look("announcements-empty");
        go("conversations", null);
        look("conversations-empty");
        String team = addTeam();
        long run = send(team);

        go("people", null);
        untilRows();
        look("people");
        onFx(() -> scene.lookup(".table-view").requestFocus());
        key(KeyCode.DOWN);
        key(KeyCode.ENTER);
        look("people-details");
        go("announcements", null);
        untilRows();
        look("announcements");
        go("announcements", run);
        untilRows();
        look("run");
        go("announcements", Audience.ofTeams(Set.of(team)));
        until(() -> scene.lookup(".text-area") != null);
        look("composer");
        onFx(() -> ((TextArea) scene.lookup(".text-area")).setText("# Freitag\n\nDas Büro ist geschlossen."));
        until(() -> scene.lookup("#review") != null && !scene.lookup("#review").isDisabled());
        look("composer-checks");
        press("#change");
        until(() -> console.window().dialogs().isOpen());
        look("audience");
        key(KeyCode.ESCAPE);
        press("#review");
        until(() -> scene.lookup("#send") != null || scene.lookup("#typed") != null || scene.lookup("#plan") != null);
        WaitForAsyncUtils.waitForFxEvents();
        look("review");
        go("conversations", null);
        untilRows();
        look("conversations");
        onFx(() -> scene.lookup(".table-view").requestFocus());
        key(KeyCode.DOWN);
        key(KeyCode.ENTER);
        look("conversations-details");
        go("activity", null);
        untilRows();
        look("activity");
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEM")
    void noTextOfSettingsAndDialogsIsCut(Language chosen) {
        open(chosen);
        go("settings", null);
        until(() -> scene.getRoot().lookupAll(".r-tile").size() >= 2);
        for (String page : List.of(
                "sendingPage",
                "inboundPage",
                "automaticPage",
                "backupPage",
                "appearancePage",
                "aboutPage",
                "connectionsPage")) {
            onFx(() -> ((ToggleButton) scene.lookup("#" + page)).fire());
            look("settings-" + page);
        }
        onFx(() -> ((ToggleButton) scene.getRoot().lookupAll(".r-tile").toArray()[1]).fire());
        look("settings-connection");
        for (String id : List.of("export", "appPackage", "remove")) {
            press("#" + id);
            until(() -> console.window().dialogs().isOpen());
            look("dialog-" + id);
            key(KeyCode.ESCAPE);
        }
        onFx(() -> scene.lookup("#nav-people").requestFocus());
        key(KeyCode.F1);
        look("keys");
        key(KeyCode.ESCAPE);
        go("people", null);
        press(".r-empty .button");
        until(() -> console.window().dialogs().isOpen());
        look("add-teams");
        key(KeyCode.ESCAPE);
        onFx(() -> scene.lookup("#nav-people").requestFocus());
        key(KeyCode.CONTROL, KeyCode.K);
        look("palette");
        assertThat(faults).isEmpty();
    }

    private String addTeam() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        console.workspace()
                .act()
                .teams()
                .add(
                        List.of(console.workspace().suggestedTeams().get(0).link()),
                        added -> ids.add(added.team().id()));
        console.workspace().act().rosters().sync(ids.get(0), progress -> {}, () -> false);
        return ids.get(0);
    }

    private long send(String team) throws Exception {
        Runs runs = console.workspace().act().runs();
        long run = TestGraph.plan(
                console.workspace().act().planner(),
                new JobRequest.Send(
                        "Büro am Freitag geschlossen",
                        new Message("Das Büro ist am Freitag geschlossen.", TextFormat.PLAIN),
                        Audience.ofTeams(Set.of(team)),
                        new SendChoices(false, 0, false, null)));
        runs.start(run);
        assertThat(runs.await(Duration.ofSeconds(60))).isTrue();
        return run;
    }
}
