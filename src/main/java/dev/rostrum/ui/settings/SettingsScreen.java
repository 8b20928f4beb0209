package dev.rostrum.ui.settings;

import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.Dialogs;
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
    /** What About says. */
    public record About(String version, Path dataFolder) {}

    private final ConnectionsViewModel model;
    private final SendingViewModel sending;
    private final BackupViewModel backup;
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
            Dialogs dialogs,
            Prompts prompts,
            SettingsHost host,
            About about) {
        model = new ConnectionsViewModel(services, open, tasks, dialogs, prompts, host);
        sending = new SendingViewModel(services, tasks, dialogs);
        backup = new BackupViewModel(services, tasks, dialogs, host);
        controller = new SettingsController(model, sending, backup, themes, fx, host::openFolder, about);
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

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void shown() {
        model.refresh();
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
    }
}
