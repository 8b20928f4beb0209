package dev.rostrum.ui.activity;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import javafx.scene.Node;

/** The Activity screen. */
public final class ActivityScreen implements Screen {
    private final ActivityViewModel model;
    private final ActivityController controller;

    /** @param clock what "today" means, and the zone of copied times */
    public ActivityScreen(
            Workspace workspace,
            Tasks tasks,
            Delay delay,
            Ticker ticker,
            Clock clock,
            ShellViewModel shell,
            SaveFile saveFile) {
        model = new ActivityViewModel(
                workspace.views().requests(), workspace.views().events(), tasks, delay, ticker);
        controller = new ActivityController(model, new Times(clock), saveFile);
        controller.remember(shell.columns());
        controller
                .root()
                .getStylesheets()
                .add(getClass().getResource("activity.css").toExternalForm());
    }

    ActivityViewModel model() {
        return model;
    }

    @Override
    public Node root() {
        return controller.root();
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }

    @Override
    public List<Node> panes() {
        return controller.inView().pane().panes();
    }

    @Override
    public Node firstFocus() {
        return controller.inView().pane().table();
    }

    @Override
    public List<Action> actions() {
        return controller.inView().pane().actions();
    }

    @Override
    public void close() {
        controller.close();
        model.close();
    }
}
