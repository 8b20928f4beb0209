package dev.rostrum.ui.people;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Audience;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.FxJobs;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The People screen on the program's own sandbox, as the admin sees it. */
@Tag("ui")
class PeoplePicturesTest {
    @TempDir
    Path folder;

    private final List<Audience> asked = new ArrayList<>();
    private FxThread fx;
    private FxJobs jobs;
    private Workspace workspace;
    private PeopleScreen screen;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    @BeforeEach
    void open() {
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        workspace = program.open(
                program.connections().find(Connection.SANDBOX),
                new Workspaces.Request(Workspaces.Access.WRITE, "test", Duration.ofSeconds(5), notice -> {}));
        fx = new FxThread();
        jobs = new FxJobs(fx, 4);
        screen = onFx(() ->
                new PeopleScreen(workspace, jobs, fx, fx, System::nanoTime, Clock.systemDefaultZone(), asked::add));
    }

    @AfterEach
    void close() {
        onFx(() -> screen.close());
        jobs.close();
        workspace.close();
    }

    private PeopleViewModel model() {
        return screen.model();
    }

    private Parent root() {
        return new StackPane(screen.root());
    }

    @Test
    void empty() {
        onFx(() -> screen.shown());
        Screenshots.take("people-empty", this::root, () -> model().teams()
                .loadedProperty()
                .get());
        assertThat(asked).isEmpty();
    }

    @Test
    void full() {
        onFx(() -> {
            screen.shown();
            AddTeamsViewModel adding = model().adding();
            adding.chooseAll();
            adding.add();
        });
        until(() -> model().teams().lines().size() == 5
                && model().teams().lines().stream()
                        .allMatch(l -> l.isEveryone() || l.phase() == TeamLine.Phase.SYNCED));
        onFx(() -> model().teams()
                .select(model().teams().lines().stream()
                        .filter(line -> line.people() == 250)
                        .findFirst()
                        .orElseThrow()
                        .id()));
        until(() -> model().people().size() == 250 && model().people().peek(0) != null);
        onFx(() -> {
            for (int i : new int[] {0, 1, 3, 5, 6, 8, 9, 12, 13, 14}) {
                model().selection().set(model().people().peek(i).id(), true);
            }
            model().focus(model().people().peek(6).id());
        });
        until(() -> model().detailsProperty().get() != null);
        Screenshots.take("people", this::root, () -> !model().people().isEmpty());
    }
}
