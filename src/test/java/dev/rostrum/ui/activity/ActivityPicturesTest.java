package dev.rostrum.ui.activity;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.widget.FilterChip;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The Activity screen on the program's own sandbox. */
@Tag("ui")
@Timeout(180)
class ActivityPicturesTest {
    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();
    private SandboxWindow window;
    private ActivityScreen screen;

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void show() {
        screen = window.show(
                "activity",
                w -> new ActivityScreen(
                        w.workspace,
                        w.tasks,
                        w.fx,
                        System::nanoTime,
                        Clock.systemDefaultZone(),
                        w.shell,
                        (title, suggested, chosen) -> {}));
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    private long requests() {
        return window.workspace
                .views()
                .requests()
                .select(RequestQuery.Filter.ALL)
                .count();
    }

    private int shown() {
        return screen.model().requests().table().rows().size();
    }

    @Test
    void emptyLogsSayHowTheyFill() {
        show();
        until(() -> window.window.stage().getScene().lookup(".r-empty") != null);
        pictures("activity-empty");
        robot.clickOn("#showEvents");
        until(() -> screen.model().ofEventsProperty().get());
        pictures("activity-events-empty");
    }

    @Test
    void requestsAreFollowedUntilSomebodyLooks() throws Exception {
        String team = window.addTeam(1);
        window.program.doctor();
        change(
                "INSERT INTO request (at, kind, path, status, code, ms_cv, latency_ms, after) VALUES"
                        + " ((SELECT max(at) FROM request) + 1, 'MEMBERS',"
                        + " '/v3/conversations/19:abcdef\u2026cv2/pagedmembers?pageSize=500', 429, 'TooManyRequests', 'Zk3bq0pXkE2xvTq9R1mK4w.0', 38, NULL),"
                        + " ((SELECT max(at) FROM request) + 2, 'SIGN_IN', 'login.microsoftonline.com/72f988bf-\u2026db47/oauth2/v2.0/token',"
                        + " NULL, 'SignInUnanswered', NULL, 30012, NULL),"
                        + " ((SELECT max(at) FROM request) + 3, 'MEMBERS',"
                        + " '/v3/conversations/19:abcdef\u2026cv2/pagedmembers?pageSize=500', 200, NULL, 'Zk3bq0pXkE2xvTq9R1mK4w.1', 41, '429 TooManyRequests')");
        show();
        until(() -> shown() == requests());
        Runs runs = window.workspace.act().runs();
        Message message = new Message("New parking permits from Monday", TextFormat.PLAIN);
        SendChoices everybody = new SendChoices(false, 0, true, null);
        long run = TestGraph.plan(
                window.workspace.act().planner(),
                new JobRequest.Send("New parking permits", message, Audience.ofTeams(Set.of(team)), everybody));
        runs.start(run);
        // They come by themselves while the run goes on.
        until(() -> shown() > 40);
        assertThat(onFx(() -> screen.model().requests().freshProperty().get())).isZero();
        robot.push(KeyCode.DOWN);
        until(() -> screen.model().requests().table().detailsProperty().get() != null);
        RequestQuery.Row looked =
                onFx(() -> screen.model().requests().table().detailsProperty().get());
        until(() -> screen.model().requests().freshProperty().get() > 10);
        assertThat(onFx(() -> screen.model().requests().table().rows().peek(0))).isEqualTo(looked);
        runs.pauseAll();
        assertThat(runs.await(Duration.ofSeconds(60))).isTrue();
        pictures("activity-requests");

        robot.push(KeyCode.CONTROL, KeyCode.C);
        String copied = onFx(() -> Clipboard.getSystemClipboard().getString());
        assertThat(copied).startsWith("Time\tMethod\tPath\t").contains("/v3/conversations");
        assertThat(onFx(() -> ((Label) window.window.stage().getScene().lookup(".r-toast .label")).getText()))
                .isEqualTo("Copied 1 row");

        // A search that does not show the row any more drops its details, and nothing stays selected unseen.
        onFx(() -> {
            screen.model().requests().table().searchProperty().set("no such request");
            screen.model().requests().table().query();
        });
        until(() -> shown() == 0);
        assertThat(onFx(() ->
                        screen.model().requests().table().detailsProperty().get()))
                .isNull();
        onFx(() -> {
            screen.model().requests().table().searchProperty().set("");
            screen.model().requests().table().query();
        });
        until(() -> shown() == requests());
        robot.push(KeyCode.DOWN);
        until(() -> screen.model().requests().table().detailsProperty().get() != null);
        change(
                "INSERT INTO request (at, kind, path, status, latency_ms) VALUES ((SELECT max(at) FROM request) + 1, 'PROBE',"
                        + " 'host/', 200, 5)");

        until(() -> fresh().isVisible());
        // Not by the mouse: pictures have just changed the size of the window.
        onFx(() -> fresh().fire());
        until(() -> shown() == requests());
        assertThat(onFx(() -> fresh().isVisible())).isFalse();
        assertThat(onFx(() ->
                        screen.model().requests().table().detailsProperty().get()))
                .as("nobody looks at a row any more")
                .isNull();
        onFx(() -> failed().fire());
        until(() -> shown() == 2);
        pictures("activity-requests-failed");
    }

    private Button fresh() {
        return (Button) window.window.stage().getScene().lookup("#fresh");
    }

    private void change(String sql) throws Exception {
        Path file = folder.resolve("data").resolve("connections").resolve("sandbox.db");
        try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = own.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
            statement.executeUpdate(sql);
        }
    }

    @Test
    void eventsSayWhatTheyChanged() throws Exception {
        String[] days = {
            "message||APPLIED|",
            "conversationupdate|teammemberadded|APPLIED|PERSON_ADDED:2,JOINED:2",
            "conversationupdate|teammemberremoved|APPLIED|LEFT:1",
            "installationupdate||APPLIED|PERSON_IDENTIFIED:1,CONVERSATION_ADDED:1,INSTALLED:1",
            "conversationupdate|teamrenamed|APPLIED|TEAM_RENAMED:1",
            "messagereaction||APPLIED|",
            "brandnew|somethingelse|APPLIED|",
            "installationupdate||FAILED|",
            "conversationupdate|teammemberadded|APPLIED|TEAM_ADDED:1,BOT_JOINED:1,SERVICE_URL:1",
            "message||PENDING|"
        };
        long now = System.currentTimeMillis();
        for (int i = 0; i < 60; i++) {
            String[] day = days[i % days.length].split("\\|", -1);
            long at = now - (60 - i) * (i < 20 ? 7_200_000L : 1_700);
            change(
                    "INSERT INTO event (key, type, event_type, activity_id, sent_at, received_at, source, state, content,"
                            + " changes, reason) VALUES (randomblob(32), '" + day[0] + "', nullif('" + day[1]
                            + "', ''), 'f:"
                            + (7_000_000_000_000_000_000L + i) + "', " + (at - 240) + ", " + at + ", '"
                            + (i % 9 == 4 ? "IMPORT" : "ENDPOINT") + "', '" + day[2] + "', "
                            + (day[2].equals("PENDING") ? "'{}'" : "NULL") + ", nullif('" + day[3] + "', ''), "
                            + (day[2].equals("FAILED") ? "'event.content'" : "NULL") + ")");
        }
        show();
        robot.clickOn("#showEvents");
        long all = window.workspace
                .views()
                .events()
                .select(EventQuery.Filter.ALL, List.of())
                .count();
        until(() -> screen.model().events().table().rows().size() == all
                && screen.model().events().table().rows().peek(0) != null);
        robot.clickOn("#events");
        onFx(() -> screen.model()
                .events()
                .table()
                .focus(screen.model().events().table().rows().stream()
                        .filter(row -> !row.effects().isEmpty())
                        .findFirst()
                        .orElseThrow()));
        pictures("activity-events");
        onFx(() -> failed().fire());
        until(() -> screen.model().events().table().rows().size() == 6);
        assertThat(onFx(() -> screen.model().events().table().rows().peek(0).state()))
                .isEqualTo(EventState.FAILED);
        onFx(() -> screen.model()
                .events()
                .table()
                .focus(screen.model().events().table().rows().peek(0)));
        pictures("activity-events-failed");
    }

    /** The chip of the log in view. */
    private FilterChip failed() {
        return window.window.stage().getScene().getRoot().lookupAll(".r-filter-chip").stream()
                .map(node -> (FilterChip) node)
                .filter(chip -> chip.getWord().equals("Failed")
                        && chip.getScene() != null
                        && (screen.model().ofEventsProperty().get() == isOfEvents(chip)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOfEvents(Node chip) {
        for (Node node = chip; node != null; node = node.getParent()) {
            if (node.lookup("#events") != null) {
                return node.lookup("#requests") == null;
            }
        }
        return false;
    }
}
