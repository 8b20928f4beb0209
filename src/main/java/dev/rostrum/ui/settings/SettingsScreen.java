package dev.rostrum.ui.settings;

import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Secrets;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Jobs;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;

/** The Settings screen. */
public final class SettingsScreen implements Screen {
    /** What About says. */
    public record About(String version, Path dataFolder) {}

    private final ConnectionsViewModel model;
    private final SettingsController controller;
    private final Parent root;

    /**
     * @param open the connection that the window works on, or null while none is open
     * @param fx where the steps of a test are told
     * @param changed told when connections or secrets changed: the name of the connection to use, or null
     */
    public SettingsScreen(
            Connections connections,
            Secrets secrets,
            ConnectionCheck check,
            Workspace open,
            Themes themes,
            Jobs jobs,
            Executor fx,
            Dialogs dialogs,
            Consumer<String> changed,
            About about) {
        model = new ConnectionsViewModel(connections, secrets, check, open, jobs, fx, dialogs, changed);
        controller = new SettingsController(model, themes, about);
        root = Fxml.load(SettingsScreen.class, "Settings", controller);
    }

    ConnectionsViewModel model() {
        return model;
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
        controller.close();
    }
}
