package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.ChildProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox in one process, the commands in others, as an admin types them. */
@Tag("crash")
class TwoProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private ChildProgram sandbox;
    private String secret;
    private String link;
    private Path log;

    @BeforeEach
    void startSandbox() throws Exception {
        sandbox = ChildProgram.rostrum(
                Map.of(), "--data-dir", folder.resolve("service").toString(), "sandbox", "--rate", "off");
        sandbox.awaitLine("connection use local-sandbox", LIMIT);
        secret = sandbox.find("^Client secret +(\\S+)$").orElseThrow();
        link = sandbox.find("^Team +Field engineers, 250 members: (\\S+)$").orElseThrow();
        log = Path.of(sandbox.find("^Request log +(\\S+)$").orElseThrow());
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    private ChildProgram rostrum(int status, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "--data-dir";
        all[1] = folder.resolve("admin").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        ChildProgram program = ChildProgram.rostrum(Map.of("SANDBOX_SECRET", secret), all);
        program.endInput();
        assertThat(program.exit(LIMIT)).as(program.error()).isEqualTo(status);
        assertThat(program.output() + program.error()).doesNotContain(secret);
        return program;
    }

    private List<LoggedRequest> requests(Route route) throws Exception {
        return LoggedRequest.readAll(log).stream()
                .filter(request -> request.route() == route)
                .toList();
    }

    private void connect(String rate) throws Exception {
        rostrum(
                0,
                "connection",
                "add",
                "lab",
                "--app-id",
                sandbox.find("^App id +(\\S+)$").orElseThrow(),
                "--tenant",
                sandbox.find("^Tenant id +(\\S+)$").orElseThrow(),
                "--service-url",
                sandbox.find("^Service URL +(\\S+)$").orElseThrow(),
                "--secret-env",
                "SANDBOX_SECRET",
                "--rate",
                rate);
        rostrum(0, "connection", "use", "lab");
        rostrum(0, "team", "add", link);
        ChildProgram sync = rostrum(0, "team", "sync");
        assertThat(sync.output() + sync.error()).contains("250 people");
    }

    /** Somebody takes the lock file away under a process that sends: who comes next has the file, and the first sends no more. */
    @Test
    void whoLostItsLockSendsNothingMoreAndEndsWithStatus1() throws Exception {
        connect("10");
        try (ChildProgram first = ChildProgram.rostrum(
                Map.of("SANDBOX_SECRET", secret),
                "--data-dir",
                folder.resolve("admin").toString(),
                "announce",
                "--text",
                "Hello",
                "--team",
                "Field engineers",
                "--include-outsiders",
                "--yes")) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (requests(Route.SEND).size() < 5) {
                assertThat(System.nanoTime()).as(first.error()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            Files.delete(file().resolveSibling(file().getFileName() + ".lock"));

            rostrum(0, "team", "sync");

            assertThat(first.exit(LIMIT)).as(first.error()).isEqualTo(1);
            assertThat(first.error()).contains("writes and sends nothing more");
            long posted =
                    requests(Route.SEND).stream().filter(LoggedRequest::posted).count();
            List<String> rows = rostrum(0, "announcement", "deliveries", "1", "--json")
                    .output()
                    .lines()
                    .toList();
            long accepted = rows.stream()
                    .filter(row -> row.contains("\"state\":\"SENT\""))
                    .count();
            long inDoubt = rows.stream()
                    .filter(row -> row.contains("\"state\":\"IN_DOUBT\""))
                    .count();
            assertThat(rows).hasSize(250).noneMatch(row -> row.contains("\"state\":\"SENDING\""));
            assertThat(posted).as("not one that the books do not know of").isBetween(accepted, accepted + inDoubt);
            assertThat(inDoubt).as("what was in flight").isLessThanOrEqualTo(16);
            assertThat(accepted + inDoubt).isLessThan(250);
        }
    }

    /** Somebody moves the folder and puts a copy in its place: the first goes on in a file that the second never sees. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a folder with an open file cannot be moved there")
    void whoseFileWasReplacedSendsNothingThatTheNextSendsAgain() throws Exception {
        connect("20");
        try (ChildProgram first = ChildProgram.rostrum(
                Map.of("SANDBOX_SECRET", secret),
                "--data-dir",
                folder.resolve("admin").toString(),
                "announce",
                "--text",
                "Hello",
                "--team",
                "Field engineers",
                "--include-outsiders",
                "--yes")) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (requests(Route.SEND).size() < 5) {
                assertThat(System.nanoTime()).as(first.error()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            Path place = file().getParent();
            Path moved = Files.move(place, place.resolveSibling("moved"));
            Files.createDirectory(place);
            try (Stream<Path> all = Files.list(moved)) {
                for (Path found : all.filter(Files::isRegularFile).toList()) {
                    if (!found.toString().endsWith(".lock")) {
                        Files.copy(found, place.resolve(found.getFileName()));
                    }
                }
            }

            assertThat(first.exit(LIMIT)).as(first.error()).isEqualTo(1);
            assertThat(first.error()).contains("moved, removed or replaced");
            assertThat(requests(Route.SEND)).hasSizeLessThan(200);
        }

        ChildProgram second = ChildProgram.rostrum(
                Map.of("SANDBOX_SECRET", secret),
                "--data-dir",
                folder.resolve("admin").toString(),
                "announcement",
                "resume",
                "1",
                "--yes");
        second.endInput();
        // What was in flight is in doubt, so that the status need not be 0.
        second.exit(LIMIT);

        List<LoggedRequest> posted =
                requests(Route.SEND).stream().filter(LoggedRequest::posted).toList();
        assertThat(posted).as(second.error()).hasSizeGreaterThan(200);
        assertThat(posted.stream().map(LoggedRequest::conversationId))
                .as("nobody got it twice")
                .doesNotHaveDuplicates();
    }

    private Path file() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("admin").resolve("connections"))) {
            return files.filter(found -> found.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void connectAddSyncAnnounceAndAnnounceAgain() throws Exception {
        connect("0");

        ChildProgram unconfirmed = rostrum(2, "announce", "--text", "Hello", "--team", "Field engineers");
        assertThat(unconfirmed.error()).contains("--yes");
        rostrum(
                2,
                "announce",
                "--text",
                "Hello",
                "--team",
                "Field engineers",
                "--include-outsiders",
                "--expect",
                "249");
        assertThat(requests(Route.CREATE)).isEmpty();

        rostrum(
                0,
                "announce",
                "--text",
                "Hello",
                "--team",
                "Field engineers",
                "--include-outsiders",
                "--expect",
                "250");

        ChildProgram deliveries = rostrum(0, "announcement", "deliveries", "1", "--json");
        List<String> rows = deliveries.output().lines().toList();
        assertThat(rows).hasSize(250).allMatch(row -> row.contains("\"state\":\"SENT\""));
        ChildProgram conversations = rostrum(0, "conversation", "list", "--json");
        assertThat(conversations.output().lines()).hasSize(250).allMatch(row -> row.contains("\"a:1"));
        assertThat(requests(Route.CREATE)).hasSize(250);
        assertThat(requests(Route.SEND)).hasSize(250);

        rostrum(0, "announce", "--text", "Hello again", "--team", "Field engineers", "--include-outsiders", "--yes");

        assertThat(requests(Route.CREATE)).as("conversations are reused").hasSize(250);
        assertThat(requests(Route.SEND)).hasSize(500).allMatch(LoggedRequest::posted);
        assertThat(requests(Route.SEND).stream().map(LoggedRequest::activityId).distinct())
                .hasSize(500);
        LedgerCheck.Result end = new LedgerCheck(file(), log).atRest(500);
        assertThat(end.violations()).isEmpty();
        assertThat(end.inDoubt()).isZero();
    }

    private ChildProgram announcing() throws Exception {
        ChildProgram first = ChildProgram.rostrum(
                Map.of("SANDBOX_SECRET", secret),
                "--data-dir",
                folder.resolve("admin").toString(),
                "announce",
                "--text",
                "Hello",
                "--team",
                "Field engineers",
                "--include-outsiders",
                "--yes");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (requests(Route.SEND).size() < 5) {
            assertThat(System.nanoTime()).as(first.error()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        return first;
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    /** What one process sends is followed, awaited, paused and stopped from others, and planned beside. */
    @Test
    void whatOneProcessSendsIsSeenAndHaltedFromOthers() throws Exception {
        connect("10");
        try (ChildProgram first = announcing()) {
            ChildProgram follower = ChildProgram.rostrum(
                    Map.of(), "--data-dir", folder.resolve("admin").toString(), "announcement", "follow", "1");
            assertThat(rostrum(0, "announcement", "list", "--json").output()).contains("\"state\":\"RUNNING\"");
            assertThat(rostrum(4, "announcement", "wait", "1", "--timeout", "1").error())
                    .contains("still being sent");

            String[] other = {
                "announce", "--text", "Other", "--team", "Field engineers", "--include-outsiders", "--json"
            };
            assertThat(rostrum(0, with(other, "--dry-run")).output().lines())
                    .as("it needs no writer")
                    .hasSizeGreaterThan(250);
            String somebody = rostrum(0, "user", "list", "--json")
                    .output()
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .replaceAll(".*\"userId\":\"([^\"]+)\".*", "$1");
            assertThat(rostrum(0, with(other, "--why", somebody)).output()).contains("\"in\":true");

            ChildProgram paused = rostrum(0, "announcement", "pause", "1");

            long posted = requests(Route.SEND).size();
            assertThat(paused.output()).contains("Announcement 1: Paused");
            assertThat(paused.error()).contains("Asked for by \"announcement pause\" (process ");
            assertThat(first.exit(LIMIT)).as(first.error()).isEqualTo(4);
            assertThat(first.error()).contains("Asked for by \"announcement pause\" (process ");
            assertThat(follower.exit(LIMIT)).as(follower.error()).isEqualTo(4);
            assertThat(follower.output()).contains("Announcement 1: Paused");
            follower.close();
            assertThat(requests(Route.SEND)).hasSize((int) posted);
            assertThat(rostrum(0, "announcement", "pause", "1").error()).contains("nothing to pause");
        }
        try (ChildProgram second = ChildProgram.rostrum(
                Map.of("SANDBOX_SECRET", secret),
                "--data-dir",
                folder.resolve("admin").toString(),
                "announcement",
                "resume",
                "1",
                "--yes")) {
            long before = requests(Route.SEND).size();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (requests(Route.SEND).size() < before + 5) {
                assertThat(System.nanoTime()).as(second.error()).isLessThan(deadline);
                Thread.onSpinWait();
            }

            assertThat(rostrum(0, "announcement", "stop", "1").output()).contains("Announcement 1: Stopped");

            assertThat(second.exit(LIMIT)).as(second.error()).isEqualTo(4);
            assertThat(second.error()).contains("Stopped. Asked for by \"announcement stop\" (process ");
        }
        assertThat(rostrum(0, "announcement", "deliveries", "1", "--state", "cancelled", "--limit", "1")
                        .output())
                .contains("Asked for by \"announcement stop\"")
                .doesNotContain("Stopped by you");
        List<String> audit =
                rostrum(0, "audit", "list", "--json").output().lines().toList();
        for (String act : List.of("PAUSED", "STOPPED")) {
            assertThat(audit)
                    .filteredOn(row -> row.contains("\"act\":\"" + act + "\""))
                    .as(act)
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("Asked for by").contains("(process "));
        }
        assertThat(rostrum(4, "announcement", "wait", "1").output()).contains("Announcement 1: Stopped");
    }

    /** After the process that sent was killed, nobody says that it is still sending, and stop cancels what waits. */
    @Test
    void whatAKilledProcessSentIsInterrupted() throws Exception {
        connect("10");
        try (ChildProgram first = announcing()) {
            ChildProgram waiting = ChildProgram.rostrum(
                    Map.of(), "--data-dir", folder.resolve("admin").toString(), "announcement", "wait", "1");
            assertThat(rostrum(0, "announcement", "show", "1").output()).contains("Sending");
            first.kill();

            assertThat(waiting.exit(LIMIT)).as(waiting.error()).isEqualTo(4);
            assertThat(waiting.output()).contains("Announcement 1: Interrupted");
            waiting.close();
        }
        assertThat(rostrum(0, "announcement", "list", "--json").output()).contains("\"state\":\"INTERRUPTED\"");
        assertThat(rostrum(0, "announcement", "list").output()).contains("Interrupted");
        assertThat(rostrum(0, "announcement", "show", "1").output()).contains("announcement resume 1");
        String deliveries = rostrum(0, "announcement", "deliveries", "1").output();
        assertThat(deliveries).doesNotContain("Sending").doesNotContain("Opening");
        assertThat(rostrum(0, "announcement", "pause", "1").output()).contains("Announcement 1: Interrupted");
        assertThat(rostrum(0, "announcement", "stop", "1").output()).contains("Announcement 1: Stopped");
        assertThat(rostrum(0, "announcement", "list", "--json").output()).contains("\"state\":\"STOPPED\"");
    }
}
