package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connections;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.RunState;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console, connected to a sandbox in another process, is killed with SIGKILL in the middle of a team of 10,000 and
 * started again. What it shows is compared with what the sandbox itself wrote down.
 */
@Tag("crash")
class ConsoleKillTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final int IN_FLIGHT = 16;
    private static final int RECIPIENTS = 10_000;
    private static final long RUN = 1;

    @TempDir
    Path folder;

    private Path log;
    private Path data;

    @Test
    void nobodyHasTwoMessagesNobodyIsLostAndNothingGoesOutBeforeResume() throws Exception {
        data = folder.resolve("admin");
        try (ChildProgram sandbox = ChildProgram.rostrum(
                Map.of(),
                "--data-dir",
                folder.resolve("service").toString(),
                "sandbox",
                "--team-sizes",
                "10000",
                "--rate",
                "off",
                "--latency",
                "5ms")) {
            sandbox.awaitLine("connection use local-sandbox", LIMIT);
            log = Path.of(sandbox.find("^Request log +(\\S+)$").orElseThrow());
            connectAndSync(sandbox);
            Map<String, String> secret = Map.of(
                    "SANDBOX_SECRET", sandbox.find("^Client secret +(\\S+)$").orElseThrow());

            killInTheMiddle(secret);

            Map<String, Integer> afterKill = postedByUser();
            Map<String, DeliveryState> killed = ledger();
            long sending = killed.values().stream()
                    .filter(s -> s == DeliveryState.SENDING)
                    .count();
            assertThat(sending)
                    .as("at most as many in doubt as requests were in flight")
                    .isLessThanOrEqualTo(IN_FLIGHT);

            try (ChildProgram again = console(secret)) {
                again.type("show");
                again.awaitLine("DONE show", LIMIT);
                assertThat(postedByUser()).as("nothing is sent before Resume").isEqualTo(afterKill);
                Map<String, DeliveryState> restarted = ledger();
                assertThat(restarted.values()).doesNotContain(DeliveryState.SENDING, DeliveryState.OPENING);
                assertThat(restarted.values().stream()
                                .filter(s -> s == DeliveryState.IN_DOUBT)
                                .count())
                        .isEqualTo(sending);
                agrees(restarted, afterKill);
                assertThat(postedByUser()).isEqualTo(afterKill);

                again.type("resume");
                TestGraph.until("the run is done", () -> state() == RunState.DONE);
                again.awaitLine("DONE resume", LIMIT);
            }

            Map<String, Integer> posted = postedByUser();
            Map<String, DeliveryState> end = ledger();
            agrees(end, posted);
            assertThat(end).hasSize(RECIPIENTS);
            assertThat(end.values().stream()
                            .filter(s -> s == DeliveryState.SENT)
                            .count())
                    .isEqualTo(RECIPIENTS - sending);
            System.out.println("killed after " + afterKill.size() + " of " + RECIPIENTS + " messages: in doubt "
                    + sending + ", of them really posted " + inDoubtPosted(end, posted) + ", twice 0, lost 0");
        }
    }

    private void connectAndSync(ChildProgram sandbox) throws InterruptedException {
        String secret = sandbox.find("^Client secret +(\\S+)$").orElseThrow();
        RostrumProgram program = RostrumProgram.open(data, name -> secret, notice -> {});
        program.connections()
                .add(new Connections.Entry(
                        "lab",
                        sandbox.find("^App id +(\\S+)$").orElseThrow(),
                        sandbox.find("^Tenant id +(\\S+)$").orElseThrow(),
                        sandbox.find("^Service URL +(\\S+)$").orElseThrow(),
                        0.0,
                        IN_FLIGHT,
                        "SANDBOX_SECRET",
                        false));
        String link = sandbox.find("^Team +[^:]+: (\\S+)$").orElseThrow();
        try (Workspace workspace = open(program, Workspaces.Access.WRITE)) {
            workspace.act().teams().add(List.of(link), added -> assertThat(added.trouble())
                    .isNull());
            workspace
                    .act()
                    .rosters()
                    .sync(workspace.views().teams().get().get(0).id(), progress -> {}, () -> false);
        }
    }

    private ChildProgram console(Map<String, String> secret) throws Exception {
        ChildProgram console = ChildProgram.main(ConsoleDriver.class.getName(), secret, data.toString(), "lab");
        console.awaitLine("^OPEN$", LIMIT);
        return console;
    }

    private void killInTheMiddle(Map<String, String> secret) throws Exception {
        try (ChildProgram console = console(secret)) {
            console.type("send " + RECIPIENTS);
            console.awaitLine("DONE send", LIMIT);
            TestGraph.until("a good part was sent", () -> postedByUser().size() > RECIPIENTS / 8);
            console.kill();
        }
        assertThat(postedByUser().size()).as("killed in the middle").isLessThan(RECIPIENTS);
    }

    private static Workspace open(RostrumProgram program, Workspaces.Access access) {
        return program.open(
                program.connections().find("lab"),
                new Workspaces.Request(access, "test", Duration.ofSeconds(10), notice -> {}));
    }

    private Workspace reading() {
        return open(RostrumProgram.open(data, name -> null, notice -> {}), Workspaces.Access.READ);
    }

    private RunState state() {
        try (Workspace workspace = reading()) {
            return workspace.views().runs().find(RUN).orElseThrow().state();
        }
    }

    private Map<String, DeliveryState> ledger() {
        Map<String, DeliveryState> states = new HashMap<>();
        try (Workspace workspace = reading()) {
            workspace
                    .views()
                    .deliveries()
                    .each(
                            new DeliveryQuery.Filter(RUN, Set.of(), ""),
                            List.of(),
                            row -> states.put(row.userId(), row.state()));
            assertThat(workspace.views().runs().find(RUN).orElseThrow().totals().addUp())
                    .isTrue();
        }
        return states;
    }

    /** The sandbox's own record: how many messages appeared in each person's chat. */
    private Map<String, Integer> postedByUser() throws Exception {
        Map<String, Integer> posted = new HashMap<>();
        for (LoggedRequest request : LoggedRequest.readAll(log)) {
            if (request.route() == Route.SEND && request.posted()) {
                posted.merge(request.userId(), 1, Integer::sum);
            }
        }
        return posted;
    }

    /** Row by row: nobody twice, accepted means one, waiting or refused means none. */
    private static void agrees(Map<String, DeliveryState> ledger, Map<String, Integer> posted) {
        assertThat(posted.values()).allMatch(times -> times == 1);
        assertThat(ledger.keySet()).containsAll(posted.keySet());
        ledger.forEach((user, state) -> {
            int times = posted.getOrDefault(user, 0);
            switch (state) {
                case SENT -> assertThat(times).isEqualTo(1);
                case WAITING, OPENING, REFUSED, CANCELLED, EXCLUDED ->
                    assertThat(times).isZero();
                case IN_DOUBT, SENDING -> assertThat(times).isLessThanOrEqualTo(1);
            }
        });
    }

    private static long inDoubtPosted(Map<String, DeliveryState> ledger, Map<String, Integer> posted) {
        return ledger.entrySet().stream()
                .filter(e -> e.getValue() == DeliveryState.IN_DOUBT && posted.containsKey(e.getKey()))
                .count();
    }
}
