package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real console listens as the settings of its connection say, and its status bar tells. */
@Tag("ui")
class ConsoleListeningTest {
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

    private static Node button(Console console, String id) {
        return console.window().stage().getScene().lookup("#" + id);
    }
}
