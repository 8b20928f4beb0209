package dev.rostrum.cli;

import static dev.rostrum.testing.EventPost.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.LocalOriginMark;
import dev.rostrum.sandbox.EventAnswer;
import dev.rostrum.sandbox.SandboxDay;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.security.CanarySearch;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Holder;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.InboundStore;
import dev.rostrum.testing.Canary;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command that listens, over real HTTP, with a sandbox that tells it what happens. */
@Timeout(120)
class ListenCommandTest extends CommandsOnSandbox {
    private static final long LIMIT = Duration.ofSeconds(60).toNanos();

    /** A listener as in a terminal of its own. */
    private final class Listener implements AutoCloseable, StopSignals, StopSignals.Watch {
        final Typed typed = Typed.piped("");
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CompletableFuture<Integer> status;

        Listener(String... more) {
            List<String> line = new ArrayList<>(List.of("listen", "--port", "0"));
            line.addAll(List.of(more));
            CommandLineRunner runner =
                    new CommandLineRunner(options -> program(), typed.terminal(), environment::get, this);
            status = CompletableFuture.supplyAsync(() -> runner.run(line.toArray(String[]::new)));
        }

        URI endpoint() throws InterruptedException {
            return URI.create(awaitOut("(http://[^ \"]*)").group(1));
        }

        Matcher awaitOut(String pattern) throws InterruptedException {
            long end = System.nanoTime() + LIMIT;
            Matcher found = Pattern.compile(pattern).matcher(typed.out());
            while (!found.find()) {
                assertThat(status).as(typed.err()).isNotDone();
                assertThat(System.nanoTime()).as(typed.out() + typed.err()).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(20);
                found = Pattern.compile(pattern).matcher(typed.out());
            }
            return found;
        }

        @Override
        public Watch watch() {
            return this;
        }

        @Override
        public boolean asked() {
            return asked.getCount() == 0;
        }

        @Override
        public boolean await(Duration limit) throws InterruptedException {
            return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        int end() throws Exception {
            asked.countDown();
            return status.get(60, TimeUnit.SECONDS);
        }

        /** Both of the command and of the test: whatever went wrong, nothing listens afterwards. */
        @Override
        public void close() {
            asked.countDown();
        }
    }

    @Test
    void aDayEndsInTheCacheAsItIsInTheTenant() throws Exception {
        for (SandboxTeam team : sandbox.teams()) {
            run("team add", team.link()).is(0);
        }
        run("team sync").is(0);
        List<EventAnswer> answers = new CopyOnWriteArrayList<>();
        SandboxDay.Outcome outcome;
        // It needs no secret.
        environment.clear();
        try (Listener listener = new Listener()) {
            outcome = sandbox.day(SandboxDay.Options.to(listener.endpoint())
                            .withEvents(300, 0)
                            .withRepeats(Duration.ofMillis(50), 3))
                    .play(answers::add);
            assertThat(listener.end()).as(listener.typed.err()).isZero();
            long kept;
            try (Database file = file()) {
                kept = StoreFixture.number(file, "SELECT count(*) FROM event");
            }
            // Two edits of one message are one event, as far as can be told.
            assertThat(kept).isBetween(280L, 300L);
            assertThat(listener.typed.errLines())
                    .last()
                    .asString()
                    .startsWith("No longer listening. " + kept + " events, " + (answers.size() - kept)
                            + " repeated, 0 refused; the last at ");
            assertThat(listener.typed.outLines()).hasSize(1 + answers.size());
        }
        assertThat(outcome.accepted()).isEqualTo(300);
        assertThat(outcome.silent()).isPositive();
        // What was kept is applied by the next one, where the first one ended before.
        try (Listener listener = new Listener()) {
            listener.endpoint();
            try (Database file = file()) {
                applied(file);
                DayInCache.keptOnce(file, answers);
                DayInCache.isTheTruth(file, sandbox, outcome.silent());
            }
            assertThat(listener.end()).isZero();
        }
        // What nobody told is found out by a send, and then nothing differs.
        environment.put(SECRET, Canary.CLIENT_SECRET.value());
        List<String> line = new ArrayList<>();
        for (String id : DayInCache.silent(sandbox)) {
            line.addAll(List.of("--user", id));
        }
        assertThat(line).hasSize(2 * outcome.silent());
        run("announce --include-outsiders --text Hello --yes", line.toArray(String[]::new))
                .is(3);
        try (Database file = file()) {
            DayInCache.isTheWholeTruth(file, sandbox);
        }
    }

    private Database file() {
        return DayInCache.open(folder.resolve("data"), program().connections().find("Test"));
    }

    @Test
    void tellsEachRequestAndNothingOfWhatIsNotBelieved() throws Exception {
        String event = event();
        try (Listener listener = new Listener()) {
            URI endpoint = listener.endpoint();
            assertThat(post(endpoint, sandbox.eventAuthorization(), event)).isEqualTo(200);
            assertThat(post(endpoint, sandbox.eventAuthorization(), event)).isEqualTo(200);
            assertThat(post(endpoint, null, event)).isEqualTo(401);
            assertThat(post(endpoint, sandbox.eventAuthorization() + "x", event))
                    .isEqualTo(403);
            assertThat(listener.end()).isZero();
            assertThat(listener.typed.outLines().get(0)).isEqualTo("Listening on " + endpoint + " until Ctrl+C.");
            assertThat(listener.typed.outLines().subList(1, 5).stream()
                            .map(line -> line.substring("2026-11-30 10:42:13  ".length())))
                    .satisfiesExactly(
                            line -> assertThat(line).matches("conversationupdate  f:.{10}…"),
                            line -> assertThat(line).matches("conversationupdate  f:.{10}…, which came before"),
                            line -> assertThat(line).isEqualTo("401 NO_HEADER"),
                            line -> assertThat(line).isEqualTo("403 TOKEN_UNREADABLE"));
            assertThat(listener.typed.err())
                    .contains("https://HOST/api/messages", "1 event, 1 repeated, 2 refused")
                    .doesNotContain("CAUTION");
        }
        // Port and file are free again, and the same is told to programs.
        try (Listener listener = new Listener("--json")) {
            assertThat(post(listener.endpoint(), sandbox.eventAuthorization(), event))
                    .isEqualTo(200);
            assertThat(post(listener.endpoint(), null, event)).isEqualTo(401);
            assertThat(listener.end()).isZero();
            List<JsonNode> rows = new ArrayList<>();
            for (String line : listener.typed.outLines()) {
                rows.add(JSON.readTree(line));
            }
            assertThat(rows).hasSize(3);
            assertThat(rows.get(0).path("listening").textValue())
                    .isEqualTo(listener.endpoint().toString());
            assertThat(rows.get(1).path("code").textValue()).isEqualTo("REPEATED");
            assertThat(rows.get(1).path("activityId").textValue()).hasSizeGreaterThan(20);
            assertThat(rows.get(2).path("status").intValue()).isEqualTo(401);
            assertThat(rows.get(2).path("type").isNull()).isTrue();
        }
    }

    /** What people write to the bot is looked at for a word that asks for no messages, and is in no file. */
    @Test
    void noTextOfAPersonIsLeftAnywhereUnlessRepliesAreKept() throws Exception {
        String ada =
                sandbox.events().truth().teams().get(0).members().iterator().next();
        List<String> texts = List.of(
                "Grandmother is ill, I come on Thursday",
                "The code of the door is 4711-\u00e9\u00df\ud83d\ude00",
                "My salary is too low, changed once");
        CanarySearch search = new CanarySearch();
        texts.forEach(text -> search.add(text.substring(0, 8), text));
        for (boolean replies : new boolean[] {false, true}) {
            if (replies) {
                try (Database file = writing()) {
                    inbound(file).change(now -> now.withReplies(true));
                }
            }
            try (Listener listener = new Listener()) {
                SandboxEvent written = sandbox.events().writes(ada, texts.get(0));
                for (SandboxEvent event : List.of(
                        written,
                        sandbox.events().writes(ada, texts.get(1)),
                        sandbox.events().edits(ada, written.id(), texts.get(2), false),
                        sandbox.events().asks(ada, "Stop!", true))) {
                    assertThat(post(listener.endpoint(), sandbox.eventAuthorization(), event.json()))
                            .isEqualTo(200);
                }
                try (Database file = file()) {
                    applied(file);
                    assertThat(StoreFixture.texts(file, "SELECT asker FROM opt_out"))
                            .containsExactly("PERSON");
                    assertThat(StoreFixture.number(
                                    file, "SELECT count(*) FROM event WHERE changes LIKE '%CONFIRMATION_PROMPTED:1%'"))
                            .as("confirmed once")
                            .isOne();
                }
                assertThat(listener.end()).isZero();
                assertThat(listener.typed.out() + listener.typed.err()).doesNotContain(texts);
            }
            List<String> found = search.below(folder.resolve("data"));
            if (!replies) {
                assertThat(found).isEmpty();
            } else {
                // The search does find them, where they are kept; the first one was changed.
                assertThat(found).anyMatch(place -> place.contains(texts.get(1).substring(0, 8)));
                assertThat(found).anyMatch(place -> place.contains(texts.get(2).substring(0, 8)));
                assertThat(found).noneMatch(place -> place.contains(texts.get(0).substring(0, 8)));
            }
        }
        try (Database file = writing()) {
            assertThat(inbound(file).replies(ada)).hasSize(3);
            inbound(file).deleteReplies();
        }
        assertThat(search.below(folder.resolve("data"))).isEmpty();
        assertThat(search.looked()).containsKey("db");
    }

    private Database writing() {
        Connection connection = program().connections().find("Test");
        return Database.openForWriting(
                new DataFiles(folder.resolve("data").resolve("connections")).of(connection),
                DataFiles.identity(connection),
                "test",
                Duration.ofSeconds(10),
                holder -> {},
                Clock.systemUTC(),
                System::nanoTime);
    }

    private InboundStore inbound(Database database) {
        String origin = new LocalOriginMark(folder.resolve("data"), new SecureRandom()).ofDataFiles();
        return new InboundStore(database, AuditLog.ofThisUser(), origin, Clock.systemUTC());
    }

    private static void applied(Database file) throws InterruptedException {
        long end = System.nanoTime() + LIMIT;
        while (StoreFixture.number(file, "SELECT count(*) FROM event WHERE state = 'PENDING'") > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void saysWhatToDoWhereItCannotListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said said = run("listen --port", String.valueOf(taken.getLocalPort()));
            assertThat(said.is(1).err())
                    .contains(
                            "Port " + taken.getLocalPort() + " on 127.0.0.1 is taken",
                            "End the program that uses it, or choose another port.");
        }
        assertWrong("A port is 0 to 65535, not 65536", run("listen --port 65536"));
        assertWrong(
                "Start \"rostrum sandbox --events http://127.0.0.1:3978/api/messages\" in another terminal",
                run("listen --connection Sandbox"));
        assertThat(run("listen --host 192.0.2.1").is(1).err())
                .contains("Port 3978 on 192.0.2.1 is taken, or 192.0.2.1 is no address of this computer");
        try (Listener listener = new Listener("--wait", "0")) {
            listener.endpoint();
            // One that waited would take what the first one lends to a window for a moment.
            assertThat(run("listen --port 0").is(5).err()).contains("listens for this connection already");
            assertThat(listener.end()).isZero();
        }
        try (Workspace window = program()
                .workspaces()
                .open(
                        program().connections().find("Test"),
                        new Workspaces.Request(Workspaces.Access.WRITE, Holder.WINDOW, Duration.ZERO, notice -> {}))) {
            assertThat(window.actions()).isPresent();
            assertThat(run("listen --port 0").is(5).err())
                    .contains("The window has this connection open", "Switch listening on in the window");
        }
    }

    @Test
    void listensForNoConnectionThatWasNotTypedHere() throws Exception {
        Files.delete(folder.resolve("data").resolve("instance"));
        assertThat(run("listen --port 0").is(1).err()).contains("was not typed in this data folder");
    }

    @Test
    void endsWhereItsDataFileIsTaken() throws Exception {
        String event = event();
        try (Listener listener = new Listener()) {
            URI endpoint = listener.endpoint();
            Path file = new DataFiles(folder.resolve("data").resolve("connections"))
                    .of(program().connections().find("Test"));
            Files.move(file, file.resolveSibling("moved"));
            assertThat(post(endpoint, sandbox.eventAuthorization(), event)).isEqualTo(503);
            assertThat(listener.status.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(listener.typed.err()).contains("moved, removed or replaced");
            assertThat(listener.typed.out()).contains("  503 NOT_KEPT");
        }
    }

    /** A service on this computer is told apart by its port, and may be called by another name than it calls itself. */
    @Test
    void aLocalServiceHasSeveralNames() throws Exception {
        String event = event();
        run(
                        "connection add Named --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl().replace("127.0.0.1", "localhost"),
                        "--secret-env",
                        SECRET)
                .is(0);
        try (Listener listener = new Listener("--connection", "Named")) {
            assertThat(post(listener.endpoint(), sandbox.eventAuthorization(), event))
                    .isEqualTo(200);
            assertThat(listener.end()).isZero();
        }
    }

    private String event() throws IOException {
        return sandbox.events()
                .installs(sandbox.events()
                        .truth()
                        .teams()
                        .get(0)
                        .members()
                        .iterator()
                        .next())
                .get(0)
                .json();
    }

    @Test
    void anotherAddressThanLoopbackIsToldPlainly() throws Exception {
        try (Listener listener = new Listener("--host", "0.0.0.0")) {
            listener.endpoint();
            assertThat(listener.end()).isZero();
            assertThat(listener.typed.err()).contains("CAUTION: who reaches 0.0.0.0 can post here, in the open.");
        }
    }
}
