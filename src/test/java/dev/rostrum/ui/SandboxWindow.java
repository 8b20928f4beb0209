package dev.rostrum.ui;

import static dev.rostrum.ui.Screenshots.onFx;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.shell.ConnectionItem;
import dev.rostrum.ui.shell.ConsoleWindow;
import dev.rostrum.ui.shell.ScreenEntry;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.sqlite.SQLiteConfig;

/** A window with one real screen over the program's own sandbox; the other entries of the navigation note what they are asked. */
public final class SandboxWindow implements AutoCloseable {
    private static final List<ScreenEntry> PLACES = List.of(
            new ScreenEntry("people", "People", "users", () -> null),
            new ScreenEntry("announcements", "Announcements", "send", () -> null),
            new ScreenEntry("conversations", "Conversations", "message-square", () -> null),
            new ScreenEntry("activity", "Activity", "activity", () -> null),
            new ScreenEntry("settings", "Settings", "settings", true, () -> null));

    public final RostrumProgram program;
    public final Workspace workspace;
    public final FxThread fx = new FxThread();
    public final FxTasks tasks = new FxTasks(fx);
    public final ShellViewModel shell;
    public final Themes themes;
    public final ConsoleWindow window;
    /** What the other screens were asked to open. */
    public final List<Object> asked = new ArrayList<>();

    private final boolean ours;
    private Screen screen;

    public SandboxWindow(Path folder) {
        this(RostrumProgram.open(folder, name -> null, notice -> {}));
    }

    private SandboxWindow(RostrumProgram program) {
        this(
                program,
                program.open(
                        program.connections().find(Connection.SANDBOX),
                        new Workspaces.Request(Workspaces.Access.WRITE, "test", Duration.ofSeconds(5), notice -> {})),
                true);
    }

    /** Over the connection of a test graph, which stays open. */
    public SandboxWindow(TestGraph graph) {
        this(graph.program, graph.workspace, false);
    }

    private SandboxWindow(RostrumProgram program, Workspace workspace, boolean ours) {
        Screenshots.startToolkit();
        this.program = program;
        this.workspace = workspace;
        this.ours = ours;
        shell = onFx(ShellViewModel::new);
        themes = onFx(Themes::new);
        window = onFx(() -> new ConsoleWindow(new Stage(), shell, themes));
        onFx(() -> {
            ConnectionItem item = new ConnectionItem("sandbox", "Sandbox", true);
            shell.connections().setAll(item);
            shell.connectionProperty().set(item);
            shell.healthProperty().set(ShellViewModel.Health.GOOD);
            shell.rateProperty().set("20 requests/s");
        });
    }

    /** Opens the screen in its place. */
    public <S extends Screen> S show(String id, Function<SandboxWindow, S> make) {
        return onFx(() -> {
            S made = make.apply(this);
            screen = made;
            window.setScreens(PLACES.stream()
                    .map(place -> new ScreenEntry(
                            place.id(),
                            place.title(),
                            place.icon(),
                            place.atBottom(),
                            () -> place.id().equals(id) ? screen : new Elsewhere(asked)))
                    .toList());
            window.navigator().open(id);
            window.show();
            return made;
        });
    }

    /** Reads the roster of a suggested team. */
    public String addTeam(int number) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        workspace
                .act()
                .teams()
                .add(
                        List.of(workspace.suggestedTeams().get(number).link()),
                        added -> ids.add(added.team().id()));
        workspace.act().rosters().sync(ids.get(0), progress -> {}, () -> false);
        return ids.get(0);
    }

    /** Changes the data file under the program's hands, by connections of the test's own. */
    public void change(String... statements) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(20_000);
        Path file = program.dataFolder().resolve("connections").resolve("sandbox.db");
        try (java.sql.Connection own = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
                Statement statement = own.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    @Override
    public void close() {
        onFx(window::close);
        tasks.close();
        fx.close();
        if (ours) {
            workspace.close();
        }
    }

    private static final class Elsewhere implements Screen {
        private final List<Object> asked;
        private final Label root = new Label();

        Elsewhere(List<Object> asked) {
            this.asked = asked;
        }

        @Override
        public Node root() {
            return root;
        }

        @Override
        public void open(Object argument) {
            asked.add(argument);
        }

        @Override
        public void close() {}
    }
}
