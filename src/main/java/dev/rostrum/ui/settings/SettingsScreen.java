package dev.rostrum.ui.settings;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.stage.Window;

/** The Settings screen. */
public final class SettingsScreen implements Screen {
    /** Opened with this it shows whether and where the console listens. */
    public static final String INBOUND = "inbound";

    /** What opens the page of the messages that the bot sends by itself. */
    public static final String AUTOMATIC = "automatic";

    /** Opened with this it shows an empty form for a further connection. */
    public static final String ADD = "add";

    /** What About says. */
    public record About(String version, Path dataFolder) {}

    private final ConnectionsViewModel model;
    private final SendingViewModel sending;
    private final BackupViewModel backup;
    private final InboundViewModel inbound;
    private final ListeningViewModel listening;
    private final AutomaticViewModel automatic;
    private final AutomaticStanding standing;
    private final InboundController inboundPage;
    private final AutomaticController automaticPage;
    private final SendingController sendingPage;
    private final BackupController backupPage;
    private final SettingsController controller;
    private final Parent root;

    /**
     * @param open the connection that the window works on, or null while none is open
     * @param fx where work tells its steps
     * @param owner of the system's dialogs
     */
    public SettingsScreen(
            SettingsServices services,
            Workspace open,
            Themes themes,
            Tasks tasks,
            FxThread fx,
            Ticker ticker,
            DialogLayer dialogs,
            Supplier<? extends Window> owner,
            SettingsHost host,
            About about) {
        this(
                services,
                open,
                themes,
                tasks,
                fx,
                ticker,
                dialogs,
                new SettingsPrompts(dialogs, SaveFile.bySystemDialog(owner), owner),
                host,
                about);
    }

    /** @param prompts asks for small forms and files */
    SettingsScreen(
            SettingsServices services,
            Workspace open,
            Themes themes,
            Tasks tasks,
            FxThread fx,
            Ticker ticker,
            DialogLayer dialogs,
            Prompts prompts,
            SettingsHost host,
            About about) {
        model = new ConnectionsViewModel(services, open, tasks, dialogs, prompts, host);
        sending = new SendingViewModel(services, tasks, dialogs);
        backup = new BackupViewModel(services, tasks, dialogs, host);
        inbound = new InboundViewModel(open, tasks, dialogs);
        listening = new ListeningViewModel(open, tasks, fx, fx, ticker, services.clock());
        automatic = new AutomaticViewModel(open, tasks, dialogs);
        standing = new AutomaticStanding(open, tasks, fx, fx, ticker, services.clock());
        inboundPage = new InboundController(inbound, listening);
        automaticPage = new AutomaticController(automatic, standing, dialogs, services.clock());
        Leaving leaving = new Leaving(dialogs);
        sendingPage = new SendingController(model, sending, leaving);
        backupPage = new BackupController(model, backup, leaving);
        Parent inboundRoot = Fxml.load(SettingsScreen.class, "Inbound", inboundPage);
        Parent automaticRoot = Fxml.load(SettingsScreen.class, "Automatic", automaticPage);
        controller = new SettingsController(
                model,
                leaving,
                sendingPage.page(Fxml.load(SettingsScreen.class, "Sending", sendingPage)),
                new SettingsPage(inboundRoot, () -> List.of(inboundPage.pane()), inbound, inbound::shown),
                new SettingsPage(automaticRoot, () -> List.of(automaticPage.pane()), automatic, automatic::shown),
                backupPage.page(Fxml.load(SettingsScreen.class, "Backup", backupPage)),
                themes,
                new LanguageField(services.language(), tasks),
                fx,
                host::openFolder,
                about);
        root = Fxml.load(SettingsScreen.class, "Settings", controller);
    }

    ConnectionsViewModel model() {
        return model;
    }

    SendingViewModel sending() {
        return sending;
    }

    BackupViewModel backup() {
        return backup;
    }

    InboundViewModel inbound() {
        return inbound;
    }

    ListeningViewModel listening() {
        return listening;
    }

    AutomaticViewModel automatic() {
        return automatic;
    }

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void shown() {
        model.refresh();
        listening.refresh();
    }

    @Override
    public void open(Object argument) {
        if (INBOUND.equals(argument)) {
            controller.showInbound();
        } else if (AUTOMATIC.equals(argument)) {
            controller.showAutomatic();
        } else if (ADD.equals(argument)) {
            controller.showConnections(model::addNew);
        }
    }

    @Override
    public void leave(Runnable go) {
        controller.leave(go);
    }

    @Override
    public List<Node> panes() {
        return controller.panes();
    }

    @Override
    public void close() {
        model.doctor().clear();
        backup.close();
        controller.close();
        sendingPage.close();
        backupPage.close();
        inboundPage.close();
        automaticPage.close();
        inbound.close();
        listening.close();
        automatic.close();
        standing.close();
    }
}
