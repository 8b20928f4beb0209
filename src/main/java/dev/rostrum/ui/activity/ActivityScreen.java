package dev.rostrum.ui.activity;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;

/** The Activity screen. */
public final class ActivityScreen implements Screen {
    private final Texts texts = Texts.of(ActivityScreen.class);
    private final ActivityViewModel model;
    private final ActivityController controller;
    private final Parent root;

    /** @param clock what "today" means, and the zone of copied times */
    public ActivityScreen(Workspace workspace, Tasks tasks, Delay delay, Ticker ticker, Clock clock) {
        model = new ActivityViewModel(
                workspace.views().requests(), workspace.views().events(), tasks, delay, ticker);
        controller = new ActivityController(model, new Times(clock));
        root = Fxml.load(ActivityScreen.class, "Activity", controller);
    }

    ActivityViewModel model() {
        return model;
    }

    @Override
    public Node root() {
        return root;
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
                Action.of("F5", texts.get("key.refresh"), controller::newest),
                Action.of("Shortcut+I", texts.get("key.details"), controller::toggleDetails));
    }

    @Override
    public void close() {
        controller.close();
        model.close();
    }
}
