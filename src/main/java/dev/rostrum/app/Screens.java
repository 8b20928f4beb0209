package dev.rostrum.app;

import dev.rostrum.domain.ShellLine;
import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.activity.ActivityScreen;
import dev.rostrum.ui.announcements.AnnouncementsScreen;
import dev.rostrum.ui.conversations.ConversationsScreen;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.people.PeopleScreen;
import dev.rostrum.ui.settings.SettingsHost;
import dev.rostrum.ui.settings.SettingsScreen;
import dev.rostrum.ui.shell.CommandCopy;
import dev.rostrum.ui.shell.ConsoleWindow;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.shell.ScreenEntry;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.welcome.WelcomeScreen;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;

/** Makes the screens of an open connection and says where they stand in the navigation. */
final class Screens {
    static final String PEOPLE = "people";
    static final String ANNOUNCEMENTS = "announcements";
    static final String CONVERSATIONS = "conversations";
    static final String ACTIVITY = "activity";
    static final String SETTINGS = "settings";
    static final String HELP = "help";

    private final RostrumProgram program;
    private final Workspace workspace;
    private final ConsoleWindow window;
    private final ShellViewModel shell;
    private final Themes themes;
    private final Tasks tasks;
    private final FxThread fx;
    private final Ticker ticker;
    private final Clock clock;
    private final SettingsHost host;
    private final Texts texts = Texts.of(Screens.class);

    Screens(
            RostrumProgram program,
            Workspace workspace,
            ConsoleWindow window,
            ShellViewModel shell,
            Themes themes,
            Tasks tasks,
            FxThread fx,
            Ticker ticker,
            Clock clock,
            SettingsHost host) {
        this.program = program;
        this.workspace = workspace;
        this.window = window;
        this.shell = shell;
        this.themes = themes;
        this.tasks = tasks;
        this.fx = fx;
        this.ticker = ticker;
        this.clock = clock;
        this.host = host;
    }

    List<ScreenEntry> all() {
        List<ScreenEntry> all = new ArrayList<>();
        all.add(new ScreenEntry(PEOPLE, texts.get("screen.people"), "users", this::people));
        all.add(new ScreenEntry(ANNOUNCEMENTS, texts.get("screen.announcements"), "send", this::announcements));
        all.add(new ScreenEntry(
                CONVERSATIONS, texts.get("screen.conversations"), "message-square", this::conversations));
        all.add(new ScreenEntry(ACTIVITY, texts.get("screen.activity"), "activity", this::activity));
        all.add(settings());
        all.add(new ScreenEntry(HELP, texts.get("screen.help"), "help-circle", true, this::help));
        return all;
    }

    /** What can be done on all of them. */
    List<Action> actions() {
        return List.of(
                Action.of("Shortcut+N", texts.get("key.new"), () -> window.navigator()
                                .open(ANNOUNCEMENTS, AnnouncementsScreen.NEW))
                        .icon("plus"),
                command("command.sync", "team", "sync", "--all"),
                command("command.check", "doctor"),
                command("command.conversations", "conversation", "export", "conversations.csv"));
    }

    private Action command(String words, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("rostrum", "--connection", workspace.connection().name()));
        all.addAll(List.of(arguments));
        return new CommandCopy(window.dialogs(), () -> Optional.of(new ShellLine(all))).action(texts.get(words));
    }

    /** What stands there while the connection is being opened. */
    List<ScreenEntry> opening() {
        return List.of(
                new ScreenEntry(
                        PEOPLE,
                        texts.get("screen.people"),
                        "users",
                        () -> new NoticeScreen(
                                new EmptyState("loader", texts.get("opening"), texts.get("opening.further")))),
                settings());
    }

    /** What stands there when it could not be opened: why, and the way out. */
    List<ScreenEntry> failed(String why, Runnable again) {
        return notOpened(() -> EmptyState.failed(texts.get("failed.title"), why)
                .with(texts.get("failed.again"), "refresh-cw", true, again));
    }

    /** What stands there when something else than Rostrum has changed the data file: what was found, and the two ways on. */
    List<ScreenEntry> foreign(String why, Runnable repair) {
        return notOpened(() -> EmptyState.failed(texts.get("foreign.title"), why)
                .with(texts.get("foreign.backups"), "hard-drive", true, () -> window.navigator()
                        .open(SETTINGS))
                .with(texts.get("foreign.repair"), null, false, repair));
    }

    private List<ScreenEntry> notOpened(Supplier<Node> notice) {
        return List.of(
                new ScreenEntry(PEOPLE, texts.get("screen.people"), "users", () -> new NoticeScreen(notice.get())),
                settings());
    }

    private Screen people() {
        return new PeopleScreen(
                workspace,
                tasks,
                fx,
                fx,
                ticker,
                clock,
                shell,
                window.navigator(),
                window.dialogs(),
                SaveFile.bySystemDialog(window::stage));
    }

    private Screen announcements() {
        return new AnnouncementsScreen(
                workspace,
                tasks,
                fx,
                fx,
                ticker,
                clock,
                window.dialogs(),
                SaveFile.bySystemDialog(window::stage),
                shell.columns());
    }

    private Screen conversations() {
        return new ConversationsScreen(
                workspace,
                tasks,
                fx,
                ticker,
                clock,
                shell,
                window.navigator(),
                window.dialogs(),
                SaveFile.bySystemDialog(window::stage));
    }

    private Screen activity() {
        return new ActivityScreen(workspace, tasks, fx, ticker, clock, shell, SaveFile.bySystemDialog(window::stage));
    }

    private Screen help() {
        return new WelcomeScreen(workspace, tasks, fx, fx, ticker, new WelcomeScreen.Steps() {
            @Override
            public void people() {
                window.navigator().open(PEOPLE);
            }

            @Override
            public void write() {
                window.navigator().open(ANNOUNCEMENTS, AnnouncementsScreen.NEW);
            }

            @Override
            public void run(long id) {
                window.navigator().open(ANNOUNCEMENTS, id);
            }

            @Override
            public void connect() {
                window.navigator().open(SETTINGS, SettingsScreen.ADD);
            }

            @Override
            public void keys() {
                window.showKeys();
            }
        });
    }

    private ScreenEntry settings() {
        return new ScreenEntry(
                SETTINGS,
                texts.get("screen.settings"),
                "settings",
                true,
                () -> new SettingsScreen(
                        program,
                        workspace,
                        themes,
                        tasks,
                        fx,
                        ticker,
                        window.dialogs(),
                        window::stage,
                        host,
                        new SettingsScreen.About(program.version(), program.dataFolder())));
    }

    /** A screen that only says something. */
    private record NoticeScreen(Node root) implements Screen {
        @Override
        public void close() {}
    }
}
