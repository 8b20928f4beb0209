package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.EventPost;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import dev.rostrum.workspace.Workspaces.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that listens lends its data file and port to whoever is to write, and has them back afterwards. */
@Tag("crash")
@Timeout(300)
class ListenLoanTest extends CommandsOnSandbox {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void whoeverWritesListensMeanwhile() throws Exception {
        String home = folder.resolve("data").toString();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI endpoint = URI.create("http://127.0.0.1:" + port + "/api/messages");
        Iterator<String> people =
                sandbox.events().truth().teams().get(1).members().iterator();
        try (ChildProgram listener = ChildProgram.rostrum(
                        Map.of("ROSTRUM_HOME", home), "listen", "--port", String.valueOf(port))
                .endInput()) {
            listener.awaitLine("^Listening on", LIMIT);
            assertThat(post(endpoint, event(people.next()))).isEqualTo(200);

            List<String> notices = new ArrayList<>();
            try (Workspace window = program()
                    .workspaces()
                    .open(
                            program().connections().find("Test"),
                            new Workspaces.Request(Access.WRITE_OR_READ, "console", Duration.ZERO, notices::add))) {
                assertThat(window.actions()).as("%s", notices).isPresent();
                assertThat(post(endpoint, event(people.next()))).isEqualTo(200);
                assertThat(listener.error()).contains("which listens meanwhile. Asked for by \"console\"");
            }
            awaitTimes(listener, 2);
            assertThat(post(endpoint, event(people.next()))).isEqualTo(200);

            // A command is no different, and the listener goes on.
            run("team add", small.link()).is(0);
            awaitTimes(listener, 3);
            assertThat(post(endpoint, event(people.next()))).isEqualTo(200);

            // Nobody hands back who was killed; the lock does.
            sandbox.answerAlways(
                    request -> request.route() == Route.MEMBERS,
                    CannedAnswer.usual().after(Duration.ofSeconds(50)));
            try (ChildProgram borrower = ChildProgram.rostrum(
                            Map.of("ROSTRUM_HOME", home, SECRET, environment.get(SECRET)), "team", "sync")
                    .endInput()) {
                String event = event(people.next());
                long end = System.nanoTime() + LIMIT.toNanos();
                while (!listener.error().contains("Asked for by \"team sync\"") || !taken(endpoint, event)) {
                    assertThat(System.nanoTime()).as(borrower.error()).isLessThan(end);
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                assertThat(times(listener)).as("the borrower answered").isEqualTo(3);
                borrower.kill();
            }
            awaitTimes(listener, 4);
            assertThat(post(endpoint, event(people.next()))).isEqualTo(200);
            assertThat(ProcessHandle.of(listener.pid()).orElseThrow().destroy()).isTrue();
            assertThat(listener.exit(LIMIT)).as(listener.error()).isZero();
        }
        try (Database file =
                DayInCache.open(folder.resolve("data"), program().connections().find("Test"))) {
            assertThat(StoreFixture.number(file, "SELECT count(*) FROM event")).isEqualTo(6);
        }
    }

    private String event(String userId) throws IOException {
        return sandbox.events().installs(userId).get(0).json();
    }

    private int post(URI endpoint, String event) throws Exception {
        return EventPost.post(endpoint, sandbox.eventAuthorization(), event);
    }

    private boolean taken(URI endpoint, String event) throws Exception {
        try {
            return post(endpoint, event) == 200;
        } catch (IOException e) {
            // Neither of the two listens at this moment.
            return false;
        }
    }

    private static long times(ChildProgram listener) {
        return listener.output()
                .lines()
                .filter(line -> line.startsWith("Listening on"))
                .count();
    }

    private static void awaitTimes(ChildProgram listener, int times) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (times(listener) < times) {
            assertThat(System.nanoTime()).as(listener.error()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
