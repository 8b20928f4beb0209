package dev.rostrum.ui.conversations;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Navigator;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;

/** The Conversations screen. */
public final class ConversationsScreen implements Screen {
    /** Where the composer listens for an audience. */
    private static final String COMPOSER = "announcements";

    private final Texts texts = Texts.of(ConversationsScreen.class);
    private final Subscriptions shellTold = new Subscriptions();
    private final ConversationsViewModel model;
    private final ConversationsController controller;
    private final ShellViewModel shell;
    private final Parent root;
    private boolean inView;

    /** @param clock what "today" means, and the zone of exported times */
    public ConversationsScreen(
            Workspace workspace,
            Tasks tasks,
            Delay delay,
            Ticker ticker,
            Clock clock,
            ShellViewModel shell,
            Navigator navigator,
            Dialogs dialogs,
            SaveFile saveFile) {
        this.shell = shell;
        model = new ConversationsViewModel(workspace.views(), tasks, delay, ticker, clock.getZone());
        controller = new ConversationsController(
                model, new Times(clock), audience -> navigator.open(COMPOSER, audience), saveFile, dialogs::tell);
        root = Fxml.load(ConversationsScreen.class, "Conversations", controller);
        shellTold.onChange(model.selection().changesProperty(), changes -> tellSelection());
    }

    private void tellSelection() {
        if (inView) {
            shell.selectionProperty().set(model.selection().words());
        }
    }

    ConversationsViewModel model() {
        return model;
    }

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void shown() {
        inView = true;
        tellSelection();
        model.shown();
    }

    @Override
    public void hidden() {
        inView = false;
        model.hidden();
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
    public List<Action> actions() {
        return List.of(
                Action.of("Shortcut+F", texts.get("key.search"), controller::focusSearch),
                Action.of("F5", texts.get("key.refresh"), model::refresh),
                Action.of("Shortcut+E", texts.get("key.export"), controller::export),
                Action.of("Shortcut+I", texts.get("key.details"), controller::toggleDetails),
                Action.of("Shortcut+ENTER", texts.get("key.announce"), controller::announce));
    }

    @Override
    public void close() {
        shellTold.close();
        controller.close();
        model.close();
    }
}
