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
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;

/** The Settings screen. */
public final class SettingsScreen implements Screen {
    private final ConnectionsViewModel model;
    private final ConnectionsController connectionsController;
    private final SettingsController controller;
    private final Parent root;

    /**
     * @param workspace the connection in use
     * @param fx where steps of a check are told
     * @param use switches the window to the connection of this name
     * @param version of the program
     * @param dataFolder where settings and data files lie
     */
    public SettingsScreen(
            Connections connections,
            Secrets secrets,
            ConnectionCheck check,
            Workspace workspace,
            Jobs jobs,
            Executor fx,
            Consumer<String> use,
            Themes themes,
            Dialogs dialogs,
            String version,
            Path dataFolder) {
        model = new ConnectionsViewModel(connections, secrets, check, workspace, jobs, fx, use);
        connectionsController = new ConnectionsController(model, dialogs);
        Node page = Fxml.load(SettingsScreen.class, "Connections", connectionsController);
        controller = new SettingsController(
                themes, page, version, dataFolder.toAbsolutePath().toString());
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

    /** Opens a page by its name: {@code connections}, {@code appearance}, {@code about}; {@code add} begins a connection. */
    @Override
    public void open(Object argument) {
        if (argument instanceof String page) {
            if (page.equals("add")) {
                controller.open(SettingsController.Page.CONNECTIONS);
                model.beginAdding();
            } else {
                controller.open(SettingsController.Page.valueOf(page.toUpperCase(Locale.ROOT)));
            }
        }
    }

    @Override
    public List<Node> panes() {
        return controller.panes();
    }

    @Override
    public Node firstFocus() {
        return controller.firstFocus();
    }

    @Override
    public void close() {
        connectionsController.close();
        controller.close();
        model.close();
    }
}
