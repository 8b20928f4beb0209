package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.EventAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxDay;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import dev.rostrum.workspace.Workspaces.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The listener is killed at random while a day goes on, and what was not answered comes again. */
@Tag("crash")
@Timeout(3600)
class ListenKillTest extends CommandsOnSandbox {
    private static final int KILLS = Math.max(5, Integer.getInteger("rostrum.kills", 20) / 3);
    private static final int EVENTS_A_KILL = 60;
    private static final int EVENTS_A_SECOND = 20;
    private static final long MAX_MILLIS = 1_500;
    private static final String WELCOMES = " FROM delivery d JOIN job j ON j.id = d.job"
            + " JOIN announcement a ON a.id = j.announcement WHERE a.purpose = 'WELCOME'";
    private static final String WELCOME = "Welcome to the bot";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<EventAnswer> answers = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @Test
    void nothingAnsweredIsLostAndNothingIsAppliedTwice() throws Exception {
        for (SandboxTeam team : sandbox.teams()) {
            run("team add", team.link()).is(0);
        }
        run("team sync").is(0);
        SandboxDay.Outcome outcome = killedDuringADay();
        // Another one applies what the last one had not come to.
        try (ChildProgram listener = listener();
                Database file = file()) {
            until(listener, file, "SELECT count(*) = 0 FROM event WHERE state = 'PENDING'");
            DayInCache.keptOnce(file, answers);
            DayInCache.isTheTruth(file, sandbox, outcome.silent());
        }
        System.out.printf("listener: %d kills, %s%n", KILLS, outcome);
    }

    /** Both switches are on, and no roster was read: whoever adds the bot, or joins a small team, is welcomed. */
    @Test
    void nobodyIsWelcomedTwiceAndNobodyForgotten() throws Exception {
        try (Workspace window = program()
                .workspaces()
                .open(
                        program().connections().find("Test"),
                        new Workspaces.Request(Access.WRITE, "test", Duration.ZERO, notice -> {}))) {
            window.act().changeInbound(now -> now.withWelcome(new Message(WELCOME, TextFormat.PLAIN), true, true));
        }
        SandboxDay.Outcome outcome = killedDuringADay("--secret-env", SECRET);
        try (ChildProgram listener = listener("--secret-env", SECRET);
                Database file = file()) {
            until(listener, file, "SELECT count(*) = 0 FROM event WHERE state = 'PENDING'");
            until(listener, file, "SELECT count(*) = 0 FROM prompt");
            until(listener, file, "SELECT count(*) = 0 FROM delivery WHERE state IN ('WAITING', 'OPENING', 'SENDING')");
            DayInCache.keptOnce(file, answers);
            Map<String, Integer> received = received();
            assertThat(received.values())
                    .as("messages of each person")
                    .isNotEmpty()
                    .containsOnly(1);
            assertThat(welcomed(file, "state = 'SENT'"))
                    .as("accepted, so it is there")
                    .isSubsetOf(received.keySet());
            assertThat(received.keySet())
                    .as("what is there was accepted, or is in doubt")
                    .isSubsetOf(welcomed(file, "state IN ('SENT', 'IN_DOUBT')"));
            assertThat(StoreFixture.number(file, "SELECT count(DISTINCT d.user)" + WELCOMES))
                    .as("whoever is marked as welcomed has a row")
                    .isEqualTo(StoreFixture.number(file, "SELECT count(*) FROM welcomed"))
                    .isEqualTo(StoreFixture.number(file, "SELECT count(*)" + WELCOMES));
            System.out.printf(
                    "listener: %d kills, %s, %d welcomed, %d of them in doubt%n",
                    KILLS,
                    outcome,
                    received.size(),
                    welcomed(file, "state = 'IN_DOUBT'").size());
        }
    }

    private Set<String> welcomed(Database file, String state) {
        return Set.copyOf(StoreFixture.texts(
                file, "SELECT (SELECT user_id FROM user WHERE id = d.user)" + WELCOMES + " AND d." + state));
    }

    /** By person, how many welcomes appeared in their chat. */
    private Map<String, Integer> received() throws Exception {
        String welcome = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(WELCOME.getBytes(StandardCharsets.UTF_8)));
        Map<String, Integer> all = new HashMap<>();
        for (LoggedRequest request : log(Route.SEND)) {
            if (request.posted() && request.textSha256().equals(welcome)) {
                all.merge(request.userId(), 1, Integer::sum);
            }
        }
        return all;
    }

    private SandboxDay.Outcome killedDuringADay(String... more) throws Exception {
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
            try (ChildProgram listener = listener(more)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(MAX_MILLIS)));
                listener.kill();
            }
        }
        try (ChildProgram listener = listener(more)) {
            SandboxDay.Outcome outcome = playing.get(1_800, TimeUnit.SECONDS);
            assertThat(ProcessHandle.of(listener.pid()).orElseThrow().destroy()).isTrue();
            assertThat(listener.exit(LIMIT)).as(listener.error()).isZero();
            assertThat(listener.error()).contains("No longer listening.");
            assertThat(outcome.givenUp()).isZero();
            assertThat(answers).as("posts while nothing listened").anyMatch(answer -> answer.status() == 0);
            return outcome;
        }
    }

    private Database file() {
        return DayInCache.open(folder.resolve("data"), program().connections().find("Test"));
    }

    private static void until(ChildProgram listener, Database file, String question) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (StoreFixture.number(file, question) == 0) {
            assertThat(System.nanoTime()).as(question + "\n" + listener.error()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private ChildProgram listener(String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of("listen", "--port", String.valueOf(port)));
        line.addAll(List.of(more));
        Map<String, String> known =
                new HashMap<>(Map.of("ROSTRUM_HOME", folder.resolve("data").toString()));
        if (more.length > 0) {
            known.put(SECRET, environment.get(SECRET));
        }
        ChildProgram listener =
                ChildProgram.rostrum(known, line.toArray(String[]::new)).endInput();
        listener.awaitLine("^Listening on", LIMIT);
        return listener;
    }
}
