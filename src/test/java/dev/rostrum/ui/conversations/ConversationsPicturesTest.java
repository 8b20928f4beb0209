package dev.rostrum.ui.conversations;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.words.StateLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The Conversations screen on the program's own sandbox. */
@Tag("ui")
class ConversationsPicturesTest {
    @TempDir
    Path folder;

    private SandboxWindow window;
    private ConversationsScreen screen;

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void show() {
        screen = window.show(
                "conversations",
                w -> new ConversationsScreen(
                        w.workspace,
                        w.tasks,
                        w.fx,
                        System::nanoTime,
                        Clock.systemDefaultZone(),
                        w.shell,
                        w.window.navigator(),
                        w.window.dialogs(),
                        (title, suggested, chosen) -> chosen.accept(folder.resolve(suggested))));
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    @Test
    void empty() {
        show();
        until(() -> window.window.stage().getScene().lookup(".r-empty") != null);
        pictures("conversations-empty");
    }

    @Test
    void storedIdsAreShownAndExported() throws Exception {
        String team = window.addTeam(1);
        Runs runs = window.workspace.act().runs();
        Audience audience = Audience.ofTeams(Set.of(team));
        Message message = new Message("New parking permits from Monday", TextFormat.PLAIN);
        SendChoices everybody = new SendChoices(false, 0, true, null);
        long run = TestGraph.plan(
                window.workspace.act().planner(),
                new JobRequest.Send("New parking permits", message, audience, everybody));
        runs.start(run);
        until(() -> window.workspace
                        .views()
                        .conversations()
                        .select(ConversationQuery.Filter.ALL, List.of())
                        .count()
                >= 40);
        runs.pauseAll();
        assertThat(runs.await(Duration.ofSeconds(60))).isTrue();
        show();
        long stored = window.workspace
                .views()
                .conversations()
                .select(ConversationQuery.Filter.ALL, List.of())
                .count();
        until(() -> screen.model().table().rows().size() == stored
                && screen.model().table().rows().peek(0) != null);
        onFx(() -> {
            screen.model()
                    .table()
                    .selection()
                    .set(screen.model().table().rows().peek(4).key(), true);
            screen.model().table().focus(screen.model().table().rows().peek(4));
        });
        pictures("conversations");
        states();
        new FxRobot().push(KeyCode.CONTROL, KeyCode.E);
        Path file = folder.resolve("conversations.csv");
        until(() -> Files.exists(file)
                && !screen.model().table().exportingProperty().get());
        assertThat(Files.readAllLines(file)).hasSize((int) stored + 1);
    }

    @Test
    void whatSomebodyWroteStandsInTheDetails() throws Exception {
        window.close();
        try (TestGraph graph = TestGraph.start(folder.resolve("graph"), 12)) {
            graph.run(graph.plan(graph.sync(0)));
            graph.workspace.act().changeInbound(now -> now.withReplies(true));
            ListeningSwitch listening = graph.workspace.act().listening();
            listening.follow(Optional.of(new Listening.Place("127.0.0.1", 0)));
            window = new SandboxWindow(graph);
            show();
            until(() -> screen.model().table().rows().size() == 12
                    && screen.model().table().rows().peek(4) != null);
            String person = onFx(() -> screen.model().table().rows().peek(4).userId());
            for (String text : List.of(
                    "Thanks!",
                    "Does that hold for the building in the Hafenstra\u00dfe too, where we have had permits of our own since spring?")) {
                assertThat(graph.post(
                                listening.state().counts().address(),
                                graph.sandbox.events().writes(person, text)))
                        .isEqualTo(200);
            }
            TestGraph.until("both are kept", () -> graph.workspace.views().replyCount() == 2);
            onFx(() ->
                    screen.model().table().focus(screen.model().table().rows().peek(4)));
            until(() -> screen.model().repliesProperty().get() != null);
            pictures("conversations-replies");
            window.close();
            window = new SandboxWindow(folder.resolve("data"));
        }
    }

    /** Whose bot was removed, whose id a file named, whose ids are others now. */
    private void states() throws Exception {
        window.change(
                "UPDATE conversation SET inactive_at = 1764400000000 WHERE id % 7 = 1",
                "UPDATE conversation SET origin = 'IMPORT', last_accepted_at = NULL WHERE id % 7 = 2",
                "INSERT INTO unverified (user, imported_at) SELECT user, 0 FROM conversation WHERE id % 7 = 2",
                "UPDATE person SET entry = -1 WHERE id IN (SELECT person FROM user u JOIN conversation c ON c.user = u.id"
                        + " WHERE c.id % 7 = 3)");
        long all = screen.model().table().rows().size();
        onFx(() -> screen.model().table().selection().clear());
        onFx(() -> screen.model().table().refresh());
        until(() -> screen.model().table().rows().stream().anyMatch(row -> row.state() == ConversationState.INACTIVE));
        onFx(() -> screen.model()
                .table()
                .focus(screen.model().table().rows().stream()
                        .filter(row -> row.state() == ConversationState.INACTIVE)
                        .findFirst()
                        .orElseThrow()));
        pictures("conversations-states");
        for (ConversationState state : List.of(ConversationState.INACTIVE, ConversationState.EARLIER)) {
            FilterChip chip = window.window.stage().getScene().getRoot().lookupAll(".r-filter-chip").stream()
                    .map(FilterChip.class::cast)
                    .filter(each -> each.getWord().equals(StateLabels.of(state).word()))
                    .findFirst()
                    .orElseThrow();
            onFx(chip::fire);
        }
        until(() -> screen.model().table().rows().size() < all
                && screen.model().table().rows().stream()
                        .allMatch(row ->
                                row.state() == ConversationState.INACTIVE || row.state() == ConversationState.EARLIER));
        pictures("conversations-filtered");
        onFx(() -> screen.model().table().clearFilter());
        until(() -> screen.model().table().rows().size() == all);
    }
}
