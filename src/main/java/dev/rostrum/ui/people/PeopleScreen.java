package dev.rostrum.ui.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Jobs;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Shortcut;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;

/** The People screen. */
public final class PeopleScreen implements Screen {
    private final Texts texts = Texts.of(PeopleScreen.class);
    private final Workspace workspace;
    private final PeopleViewModel model;
    private final PeopleController controller;
    private final Parent root;

    /**
     * @param fx where progress of syncs is told
     * @param clock what "today" means
     * @param announce opens the composer for an audience
     */
    public PeopleScreen(
            Workspace workspace,
            Jobs jobs,
            Executor fx,
            Delay delay,
            Ticker ticker,
            Clock clock,
            Consumer<Audience> announce) {
        this.workspace = workspace;
        model = new PeopleViewModel(workspace, jobs, fx, delay, ticker);
        controller = new PeopleController(model, new Times(clock), announce, this::addTeams);
        root = Fxml.load(PeopleScreen.class, "People", controller);
    }

    private void addTeams() {
        AddTeamsViewModel adding = model.adding();
        AddTeamsDialog dialog =
                new AddTeamsDialog(adding, workspace.connection().simulated(), () -> {});
        dialog.firstFocus().requestFocus();
    }

    PeopleViewModel model() {
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
    public Node firstFocus() {
        return controller.firstFocus();
    }

    @Override
    public List<Shortcut> shortcuts() {
        return List.of(
                Shortcut.of("Shortcut+F", texts.get("key.search"), controller::focusSearch),
                Shortcut.of("F5", texts.get("key.sync"), controller::sync),
                Shortcut.of("Shortcut+I", texts.get("key.details"), controller::toggleDetails),
                Shortcut.of("Shortcut+ENTER", texts.get("key.announce"), controller::announce));
    }

    @Override
    public void close() {
        controller.close();
        model.close();
    }
}
