package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.EventPost;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real console listens as the settings of its connection say, and its status bar tells. */
@Tag("ui")
class ConsoleListeningTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static Button sign(Console console) {
        return (Button) console.window().stage().getScene().lookup("#listening");
    }

    @Test
    void itListensFromTheOpeningUntilItIsClosed() throws Exception {
        Screenshots.startToolkit();
        try (TestGraph graph = TestGraph.start(folder, 12);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            graph.workspace.act().changeInbound(now -> now.withListening(true, "127.0.0.1", taken.getLocalPort()));
            graph.workspace.close();
            Console console = new Console(graph.program);
            try {
                onFx(() -> console.open(graph.connection()));
                until(() -> sign(console).isVisible());
                assertThat(console.workspace().actions())
                        .as("it works all the same")
                        .isPresent();
                assertThat(onFx(() -> sign(console).getText())).isEqualTo("Not listening");
                assertThat(onFx(() -> sign(console).getStyleClass())).contains("r-danger-text");
                Screenshots.take("console-not-listening", console.window().stage(), console.themes(), () -> true);

                taken.close();
                onFx(() -> sign(console).fire());
                until(() -> button(console, "inboundPage") != null
                        && ((ToggleButton) button(console, "inboundPage")).isSelected());
                onFx(() -> ((Button) button(console, "again")).fire());
                until(() -> console.workspace().act().listening().state().phase() == Phase.LISTENING);
                until(() -> sign(console).getText().equals("Listening"));
                Screenshots.take("console-listening", console.window().stage(), console.themes(), () -> true);
            } finally {
                onFx(() -> console.window().close());
                console.release();
            }
            try (ServerSocket free = new ServerSocket(taken.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).as("the port is free again").isTrue();
            }
            graph.reopen();
        }
    }

    /** A listener that runs as a service steps aside for the console, and has file and port back afterwards. */
    @Test
    void besideAListenerServiceItListensInItsPlace() throws Exception {
        Screenshots.startToolkit();
        try (TestGraph graph = TestGraph.start(folder, 12)) {
            graph.workspace.close();
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            URI endpoint = URI.create("http://127.0.0.1:" + port + "/api/messages");
            Iterator<String> people =
                    graph.sandbox.events().truth().teams().get(0).members().iterator();
            try (ChildProgram listener = ChildProgram.rostrum(
                            Map.of("ROSTRUM_HOME", graph.folder.resolve("data").toString()),
                            "listen",
                            "--connection",
                            TestGraph.CONNECTION,
                            "--port",
                            String.valueOf(port))
                    .endInput()) {
                listener.awaitLine("^Listening on", LIMIT);
                assertThat(post(graph, endpoint, people.next())).isEqualTo(200);
                Console console = new Console(graph.program);
                try {
                    onFx(() -> console.open(graph.connection()));
                    until(() -> sign(console).isVisible()
                            && console.workspace().actions().isPresent());
                    until(() -> console.workspace().act().listening().state().phase() == Phase.LISTENING);
                    until(() -> sign(console).getText().equals("Listening"));
                    assertThat(post(graph, endpoint, people.next())).isEqualTo(200);
                    until(() -> count(console) == 2);
                    Screenshots.take("console-for-service", console.window().stage(), console.themes(), () -> true);
                } finally {
                    onFx(() -> console.window().close());
                    console.release();
                }
                until(() -> listener.output()
                                .lines()
                                .filter(line -> line.startsWith("Listening on"))
                                .count()
                        == 2);
                assertThat(post(graph, endpoint, people.next())).isEqualTo(200);
            }
            graph.reopen();
            assertThat(graph.workspace
                            .views()
                            .events()
                            .select(EventQuery.Filter.ALL, List.of())
                            .count())
                    .isEqualTo(3);
        }
    }

    private static long count(Console console) {
        return console.workspace()
                .views()
                .events()
                .select(EventQuery.Filter.ALL, List.of())
                .count();
    }

    private static int post(TestGraph graph, URI endpoint, String person) throws Exception {
        return EventPost.post(
                endpoint,
                graph.sandbox.eventAuthorization(),
                graph.sandbox.events().installs(person).get(0).json());
    }

    private static Node button(Console console, String id) {
        return console.window().stage().getScene().lookup("#" + id);
    }
}
