package dev.rostrum.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.inbound.Listening.Place;
import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.inbound.ListeningSwitch.State;
import dev.rostrum.testing.EventPost;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.workspace.Workspaces;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real endpoint, keys and data file of a connection, and events that its sandbox signs. */
class ListeningSwitchTest {
    private static final Place ANY = new Place("127.0.0.1", 0);

    @TempDir
    Path folder;

    private TestGraph graph;
    private ListeningSwitch listening;
    private String somebody;

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
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private URI endpoint() {
        return listening.state().counts().address();
    }

    @Test
    void itListensTellsWhatComesAndEnds() throws Exception {
        List<State> told = new CopyOnWriteArrayList<>();
        ListeningSwitch.Watch watch = listening.watch(told::add);
        assertThat(listening.state()).isEqualTo(State.OFF);
        listening.follow(Optional.of(ANY));
        assertThat(told).extracting(State::phase).containsExactly(Phase.STARTING, Phase.LISTENING);
        URI endpoint = endpoint();

        assertThat(graph.post(
                        endpoint, graph.sandbox.events().installs(somebody).get(0)))
                .isEqualTo(200);
        assertThat(listening.state().last().type()).isEqualTo("conversationupdate");
        assertThat(listening.state().messages()).isZero();
        var test = graph.sandbox.events().writes(somebody, "test");
        assertThat(graph.post(endpoint, test)).isEqualTo(200);
        assertThat(graph.post(endpoint, test)).isEqualTo(200);
        assertThat(EventPost.post(endpoint, null, test.json())).isEqualTo(401);
        State now = listening.state();
        assertThat(now.last().type()).isEqualTo("message");
        assertThat(now.messages()).as("a repetition is no second message").isEqualTo(1);
        assertThat(now.counts().received()).isEqualTo(2);
        assertThat(now.counts().repeated()).isEqualTo(1);
        assertThat(now.counts().refused()).containsOnlyKeys("NO_HEADER");
        assertThat(told).hasSize(2 + 4);

        Listening before = listening.current().orElseThrow();
        listening.follow(Optional.of(ANY));
        assertThat(listening.current()).as("it is there already").contains(before);
        watch.close();
        listening.follow(Optional.empty());
        assertThat(listening.state()).isEqualTo(State.OFF);
        assertThat(told).hasSize(2 + 4);
        assertThatThrownBy(() -> graph.post(endpoint, test)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aPortThatIsTakenIsInItsStateAndTriedAgain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Place place = new Place("127.0.0.1", taken.getLocalPort());
            listening.follow(Optional.of(place));
            assertThat(listening.state().phase()).isEqualTo(Phase.TROUBLE);
            assertThat(listening.state().trouble().code()).isEqualTo("endpoint.port.taken");
            assertThat(listening.state().place()).isEqualTo(place);
            taken.close();
            listening.follow(Optional.of(place));
            assertThat(listening.state().phase()).isEqualTo(Phase.LISTENING);
        }
    }

    @Test
    void inTheServicesPlaceItStaysWhateverTheSettingsSay() throws Exception {
        listening.holdFor(ANY);
        URI endpoint = endpoint();
        listening.follow(Optional.empty());
        listening.follow(Optional.of(new Place("127.0.0.1", 1)));
        assertThat(listening.state().service()).isTrue();
        assertThat(graph.post(endpoint, graph.sandbox.events().reinstalls(somebody)))
                .isEqualTo(200);
        graph.workspace.close();
        assertThat(listening.state()).isEqualTo(State.OFF);
        listening.follow(Optional.of(ANY));
        assertThat(listening.state()).as("closed for good").isEqualTo(State.OFF);
        graph.reopen();
    }

    @Test
    void thereIsNoneForTheBuiltInSandbox() {
        try (var workspace = graph.program.open(
                graph.program.connections().find(Connection.SANDBOX),
                new Workspaces.Request(Workspaces.Access.WRITE, "test", Duration.ofSeconds(5), notice -> {}))) {
            ListeningSwitch none = workspace.act().listening();
            assertThat(none.never())
                    .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo("endpoint.sandbox"));
            none.follow(Optional.of(ANY));
            assertThat(none.state().phase()).isEqualTo(Phase.TROUBLE);
            assertThatThrownBy(() -> none.open(ANY, answered -> {})).isInstanceOf(Problem.class);
        }
    }
}
