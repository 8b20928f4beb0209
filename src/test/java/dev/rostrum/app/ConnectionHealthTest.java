package dev.rostrum.app;

import static dev.rostrum.ui.Screenshots.button;
import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.Screenshots;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the window's frame says of the connection: nobody has to look into Settings to learn that a secret ends, or does not work. */
@Tag("ui")
class ConnectionHealthTest {
    @TempDir
    Path folder;

    private final AtomicReference<String> secret = new AtomicReference<>("not the secret");
    private SandboxServer service;
    private Console console;

    @BeforeEach
    void open() throws IOException {
        Screenshots.startToolkit();
        service = SandboxServer.start(
                SandboxOptions.defaults(folder.resolve("service")).withTeamSizes(12));
        RostrumProgram program = RostrumProgram.open(
                folder.resolve("data"), name -> name.equals("BOT_SECRET") ? secret.get() : null, notice -> {});
        Connection connection = program.connections()
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Lab")
                                .with(Field.APP_ID, service.appId())
                                .with(Field.TENANT, service.tenantId())
                                .with(Field.SERVICE_URL, service.serviceUrl())
                                .with(Field.SECRET_VARIABLE, "BOT_SECRET")
                                .with(
                                        Field.SECRET_EXPIRES,
                                        LocalDate.now(ZoneOffset.UTC)
                                                .plusDays(6)
                                                .toString()),
                        TypedSecrets.none())
                .connection();
        console = new Console(program);
        onFx(() -> console.open(connection));
        until(() -> console.workspace() != null);
    }

    @AfterEach
    void close() throws IOException {
        onFx(() -> console.window().close());
        console.release();
        service.close();
    }

    private String status() {
        return onFx(() -> ((Label) console.window().stage().getScene().getRoot().lookup("#statusText")).getText());
    }

    private void press(String words) {
        Node root = console.window().stage().getScene().getRoot();
        until(() -> button(root, words) != null && !button(root, words).isDisabled());
        onFx(() -> button(root, words).fire());
    }

    @Test
    void aSecretThatEndsSoonAndOneThatIsRefusedStandInTheStatusBar() {
        until(() -> status().contains("its client secret ends in"));
        Screenshots.take("standing-ends-soon", console.window().stage(), console.themes(), () -> true);

        onFx(() -> console.window().navigator().open(Screens.SETTINGS));
        press("Run");
        until(() -> status().contains("one check fails"));
        Screenshots.take("standing-refused", console.window().stage(), console.themes(), () -> true);

        secret.set(service.clientSecret());
        press("Run again");
        until(() -> status().contains("its client secret ends in"));
        assertThat(status()).doesNotContain("fail");
    }

    private String dot() {
        return onFx(() ->
                console.window().stage().getScene().getRoot().lookup("#dot").getAccessibleText());
    }

    @Test
    void aServiceThatARunCannotReachStandsInTheStatusBarUntilItAcceptsSomethingAgain() throws Exception {
        secret.set(service.clientSecret());
        SandboxTeam team = TestGraph.sync(console.workspace(), service.teams().get(0));
        long run = TestGraph.plan(console.workspace().act().planner(), team);
        assertThat(dot()).contains("not tried yet");
        SandboxOptions same = SandboxOptions.defaults(folder.resolve("service"))
                .withTeamSizes(12)
                .withPort(URI.create(service.serviceUrl()).getPort());
        service.close();

        console.workspace().act().runs().start(run);
        until(() -> status().contains("the service cannot be reached"));
        assertThat(dot()).contains("fails");
        Screenshots.take("standing-unreachable", console.window().stage(), console.themes(), () -> true);

        service = SandboxServer.start(same);
        until(() -> dot().contains("works"));
        assertThat(status()).doesNotContain("reached");
        until(() -> console.workspace().act().runs().atWork().isEmpty());
        assertThat(console.workspace().act().runs().snapshot(run).totals().sent())
                .isEqualTo(12);
    }
}
