package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.inbound.Listening.Place;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.testing.EventPost;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.widget.Tone;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of a real listener, and the check that waits for a message. */
class ListeningViewModelTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private ListeningSwitch listening;
    private ListeningViewModel model;
    private String somebody;
    /** What waits for its time; the test says when that is over. */
    private final List<Runnable> later = new ArrayList<>();

    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12);
        listening = graph.workspace.act().listening();
        somebody = graph.sandbox
                .events()
                .truth()
                .teams()
                .get(0)
                .members()
                .iterator()
                .next();
        model = model();
    }

    private ListeningViewModel model() {
        return new ListeningViewModel(
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> {
                    if (delay.equals(ListeningViewModel.PATIENCE)) {
                        later.add(task);
                    }
                },
                // Each look is a second after the one before, so that each state is told.
                () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()),
                Clock.systemDefaultZone());
    }

    @AfterEach
    void close() throws Exception {
        model.close();
        graph.close();
    }

    private URI listen() {
        listening.follow(Optional.of(new Place("127.0.0.1", 0)));
        return listening.state().counts().address();
    }

    private void writes(URI endpoint) throws Exception {
        assertThat(graph.post(endpoint, graph.sandbox.events().writes(somebody, "test")))
                .isEqualTo(200);
    }

    @Test
    void saysHowItStandsAndWhatCame() throws Exception {
        assertThat(model.statusProperty().get().words()).startsWith("Off.");
        assertThat(model.listeningProperty().get()).isFalse();
        model.refresh();
        assertThat(model.lastProperty().get()).isEqualTo("Nothing has come yet.");
        URI endpoint = listen();
        assertThat(model.statusProperty().get().tone()).isEqualTo(Tone.SUCCESS);
        assertThat(model.addressProperty().get()).isEqualTo(endpoint.toString());

        var event = graph.sandbox.events().writes(somebody, "Hello");
        graph.post(endpoint, event);
        graph.post(endpoint, event);
        EventPost.post(endpoint, null, event.json());
        EventPost.post(endpoint, null, event.json());
        EventPost.post(endpoint, graph.sandbox.eventAuthorization() + "x", event.json());
        EventPost.post(endpoint, graph.sandbox.eventAuthorization(), "{");
        assertThat(model.countsProperty().get()).isEqualTo("1 event, 1 repeated, 4 refused");
        assertThat(model.lastProperty().get()).startsWith("Last: Message, at ");
        assertThat(model.refused())
                .extracting(ListeningViewModel.Refused::count, ListeningViewModel.Refused::why)
                .satisfies(rows -> assertThat(rows.get(0).toList()).containsExactly(2L, "It has no token"));
        assertThat(model.refused()).hasSize(3).allSatisfy(row -> assertThat(row.step())
                .isNotBlank());

        listening.follow(Optional.empty());
        assertThat(model.countsProperty().get()).isEmpty();
        model.refresh();
        assertThat(model.lastProperty().get()).contains("The last event came at");
    }

    @Test
    void troubleIsSaidAndTriedAgain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.follow(Optional.of(new Place("127.0.0.1", taken.getLocalPort())));
            assertThat(model.statusProperty().get().tone()).isEqualTo(Tone.DANGER);
            assertThat(model.statusProperty().get().words()).contains("is taken", "choose another port");
            assertThat(model.troubleProperty().get()).isTrue();
            model.again();
            assertThat(model.troubleProperty().get()).isTrue();
            taken.close();
            model.again();
            assertThat(model.statusProperty().get().tone()).isEqualTo(Tone.SUCCESS);
        }
    }

    @Test
    void inAServicesPlaceThatIsSaid() {
        listening.holdFor(new Place("127.0.0.1", 0));
        assertThat(model.serviceProperty().get()).contains("in its place until you quit");
    }

    @Test
    void theCheckSeesAMessageOfAnybody() throws Exception {
        model.startCheck();
        assertThat(model.checkingProperty().get()).as("nothing listens").isFalse();
        URI endpoint = listen();
        writes(endpoint);
        model.startCheck();
        assertThat(model.checkingProperty().get())
                .as("what came before does not count")
                .isTrue();
        graph.post(endpoint, graph.sandbox.events().installs(somebody).get(0));
        assertThat(model.checkingProperty().get()).as("that is no message").isTrue();
        EventPost.post(
                endpoint,
                graph.sandbox.eventAuthorization() + "x",
                graph.sandbox.events().writes(somebody, "test").json());
        assertThat(model.checkingProperty().get()).as("that is not authentic").isTrue();
        writes(endpoint);
        assertThat(model.checkingProperty().get()).isFalse();
        assertThat(model.checkProperty().get().tone()).isEqualTo(Tone.SUCCESS);
        assertThat(model.checkProperty().get().words()).contains("Teams reaches the console");
    }

    @Test
    void theCheckEnds() {
        listen();
        model.startCheck();
        assertThat(model.checkProperty().get().words()).contains("Waiting until");
        model.cancelCheck();
        assertThat(model.checkingProperty().get()).isFalse();
        assertThat(model.nothingCameProperty().get()).isFalse();
        model.startCheck();
        later.get(0).run();
        assertThat(model.checkingProperty().get())
                .as("the time of the first one")
                .isTrue();
        later.get(1).run();
        assertThat(model.checkingProperty().get()).isFalse();
        assertThat(model.nothingCameProperty().get()).isTrue();
        assertThat(model.checkProperty().get().words()).isEqualTo("Nothing came in 5 minutes.");
        model.startCheck();
        assertThat(model.nothingCameProperty().get()).isFalse();
        listening.follow(Optional.empty());
        assertThat(model.checkingProperty().get()).isFalse();
        assertThat(model.checkProperty().get().tone()).isEqualTo(Tone.WARNING);
    }
}
