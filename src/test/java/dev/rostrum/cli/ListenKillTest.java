package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.sandbox.EventAnswer;
import dev.rostrum.sandbox.SandboxDay;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.testing.ChildProgram;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The listener is killed at random while a day goes on, and what was not answered comes again. */
@Tag("crash")
@Timeout(600)
class ListenKillTest extends CommandsOnSandbox {
    private static final int KILLS = Math.max(5, Integer.getInteger("rostrum.kills", 20) / 3);
    private static final int EVENTS_A_KILL = 60;
    private static final int EVENTS_A_SECOND = 20;
    private static final long MAX_MILLIS = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void nothingAnsweredIsLostAndNothingIsAppliedTwice() throws Exception {
        for (SandboxTeam team : sandbox.teams()) {
            run("team add", team.link()).is(0);
        }
        run("team sync").is(0);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<EventAnswer> answers = new CopyOnWriteArrayList<>();
        SandboxDay day = sandbox.day(SandboxDay.Options.to(URI.create("http://127.0.0.1:" + port + "/api/messages"))
                .withEvents(KILLS * EVENTS_A_KILL, EVENTS_A_SECOND)
                .withDeadline(Duration.ofSeconds(5))
                .withRepeats(Duration.ofMillis(300), 10_000));
        CompletableFuture<SandboxDay.Outcome> playing = CompletableFuture.supplyAsync(() -> {
            try {
                return day.play(answers::add);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Random random = new Random(4713);
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildProgram listener = listener(port)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(MAX_MILLIS)));
                listener.kill();
            }
        }
        SandboxDay.Outcome outcome;
        try (ChildProgram listener = listener(port)) {
            outcome = playing.get(300, TimeUnit.SECONDS);
            assertThat(ProcessHandle.of(listener.pid()).orElseThrow().destroy()).isTrue();
            assertThat(listener.exit(LIMIT)).as(listener.error()).isZero();
            assertThat(listener.error()).contains("No longer listening.");
        }
        assertThat(outcome.givenUp()).isZero();
        assertThat(answers).as("posts while nothing listened").anyMatch(answer -> answer.status() == 0);
        // Another one applies what the last one had not come to.
        try (ChildProgram listener = listener(port);
                Database file = DayInCache.open(
                        folder.resolve("data"), program().connections().find("Test"))) {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (StoreFixture.number(file, "SELECT count(*) FROM event WHERE state = 'PENDING'") > 0) {
                assertThat(System.nanoTime()).as(listener.error()).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            DayInCache.keptOnce(file, answers);
            DayInCache.isTheTruth(file, sandbox, outcome.silent());
        }
        System.out.printf("listener: %d kills, %s%n", KILLS, outcome);
    }

    private ChildProgram listener(int port) throws Exception {
        ChildProgram listener = ChildProgram.rostrum(
                        Map.of("ROSTRUM_HOME", folder.resolve("data").toString()),
                        "listen",
                        "--port",
                        String.valueOf(port))
                .endInput();
        listener.awaitLine("^Listening on", LIMIT);
        return listener;
    }
}
