package dev.rostrum.ui.people;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.Navigator;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.Parent;

/** The People screen. */
public final class PeopleScreen implements Screen {
    /** Where the composer listens for an audience. */
    private static final String COMPOSER = "announcements";

    private final Texts texts = Texts.of(PeopleScreen.class);
    private final Subscriptions shellTold = new Subscriptions();
    private final Workspace workspace;
    private final PeopleViewModel model;
    private final ShellViewModel shell;
    private final DialogLayer dialogs;
    private final PeopleController controller;
    private final Parent root;
    private boolean inView;
    private AddTeamsViewModel adding;

    /**
     * @param fx where progress of syncs is told
     * @param clock what "today" means
     */
    public PeopleScreen(
            Workspace workspace,
            Tasks tasks,
            Executor fx,
            Delay delay,
            Ticker ticker,
            Clock clock,
            ShellViewModel shell,
            Navigator navigator,
            DialogLayer dialogs,
            SaveFile saveFile) {
        this.workspace = workspace;
        this.shell = shell;
        this.dialogs = dialogs;
        model = new PeopleViewModel(workspace, tasks, fx, delay, ticker);
        controller = new PeopleController(
                model,
                clock,
                audience -> navigator.open(COMPOSER, audience),
                this::addTeams,
                dialogs,
                saveFile,
                shell.columns(),
                shell.teamsWidthProperty());
        root = Fxml.load(PeopleScreen.class, "People", controller);
        shellTold.onChange(model.teams().syncingProperty(), this::tellSync);
        shellTold.onChange(model.table().selection().changesProperty(), changes -> tellSelection());
    }

    private void tellSync(TeamLine line) {
        shell.activityProperty()
                .set(
                        line == null
                                ? ""
                                : line.total() == null
                                        ? texts.get("status.syncing", line.name())
                                        : texts.get("status.syncing.of", line.name(), line.read(), line.total()));
    }

    private void tellSelection() {
        if (inView) {
            shell.selectionProperty().set(model.table().selection().words());
        }
    }

    private void addTeams() {
        if (dialogs.isOpen() || !model.canAct()) {
            return;
        }
        AtomicReference<Runnable> close = new AtomicReference<>(() -> {});
        adding = model.adding();
        AddTeamsDialog form = new AddTeamsDialog(
                adding, workspace.connection().simulated(), () -> close.get().run());
        close.set(dialogs.open(texts.get("adding.title"), form, form::close));
    }

    /**
     * What the screen is opened with.
     *
     * @param teamId null: everyone
     * @param search what stands in the search; may be empty
     * @param person shown in detail, by the lasting id; or null
     */
    public record Show(String teamId, String search, String person) {}

    @Override
    public void open(Object argument) {
        if (argument instanceof Show show) {
            model.lists().select(null);
            model.teams().select(show.teamId());
            model.table().clearFilter();
            model.table().searchProperty().set(show.search());
            model.table().query();
            if (show.person() != null) {
                controller.showPerson(show.person());
            }
        }
    }

    PeopleViewModel model() {
        return model;
    }

    /** The newest dialog for adding teams, or null. */
    AddTeamsViewModel adding() {
        return adding;
    }

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void shown() {
        inView = true;
        tellSelection();
        model.refresh();
    }

    @Override
    public void hidden() {
        inView = false;
    }

    @Override
    public List<Node> panes() {
        return controller.panes();
    }

    @Override
    public Node firstFocus() {
        return controller.pane().table();
    }

    @Override
    public List<Action> actions() {
        List<Action> all = new ArrayList<>(controller.pane().actions());
        all.add(Action.of("Shortcut+T", texts.get("key.add"), this::addTeams).when(model::canAct));
        return all;
    }

    @Override
    public void close() {
        shellTold.close();
        controller.close();
        model.close();
    }
}
