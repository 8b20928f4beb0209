package dev.rostrum.ui.conversations;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Navigator;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import javafx.scene.Node;

/** The Conversations screen. */
public final class ConversationsScreen implements Screen {
    /** Where the composer listens for an audience. */
    private static final String COMPOSER = "announcements";

    private final Subscriptions shellTold = new Subscriptions();
    private final ConversationsViewModel model;
    private final ConversationsController controller;
    private final ShellViewModel shell;
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
        model = new ConversationsViewModel(workspace.views(), tasks, delay, ticker);
        controller = new ConversationsController(
                model, new Times(clock), audience -> navigator.open(COMPOSER, audience), saveFile, dialogs::tell);
        controller.pane().remember(shell.columns(), "conversations");
        shellTold.onChange(model.table().selection().changesProperty(), changes -> tellSelection());
    }

    private void tellSelection() {
        if (inView) {
            shell.selectionProperty().set(model.table().selection().words());
        }
    }

    ConversationsViewModel model() {
        return model;
    }

    @Override
    public Node root() {
        return controller.pane().root();
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
        return controller.pane().panes();
    }

    @Override
    public Node firstFocus() {
        return controller.pane().table();
    }

    @Override
    public List<Action> actions() {
        return controller.pane().actions();
    }

    @Override
    public void close() {
        shellTold.close();
        controller.close();
        model.close();
    }
}
