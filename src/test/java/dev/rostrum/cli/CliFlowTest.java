package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The main job and what does not go well, as commands. */
class CliFlowTest extends CommandsOnSandbox {
    // --- the main job

    @Test
    void theWholeJobFromALinkToConversationIds() throws Exception {
        Said added = run("team add", large.link()).is(0);
        assertThat(added.out()).singleElement().asString().contains("Added", large.name(), "250 members", large.id());
        assertThat(added.err().lines().findFirst()).contains("Connection: Test (simulated)");
        assertThat(run("team add", large.id()).is(0).out().get(0)).startsWith("Known");

        assertThat(run("team sync").is(0).out())
                .containsExactly("Synced   " + large.name() + ": 250 people, 250 joined, 0 left");
        JsonNode team = run("team list --json").is(0).rows().get(0);
        assertThat(team.path("id").textValue()).isEqualTo(large.id());
        assertThat(team.path("people").intValue()).isEqualTo(250);
        assertThat(users(large)).hasSize(250);
        assertThat(run("user list --limit 3").is(0).out()).hasSize(4);
        assertThat(run("user list --limit 3").err()).contains("3 of 250 shown");

        Said sent = run(
                        "announce --include-outsiders --expect 250 --team",
                        large.name().toUpperCase(java.util.Locale.ROOT),
                        "--text",
                        "**Hello**")
                .is(0);
        assertThat(sent.out()).containsExactly("Announcement 1", "Selected           250", "Accepted by Teams  250");
        assertThat(sent.err()).contains("250 people: 250 selected, 0 left out", "250 conversations to open first");

        List<JsonNode> deliveries =
                run("announcement deliveries 1 --json").is(0).rows();
        assertThat(deliveries).hasSize(250).allSatisfy(row -> {
            assertThat(row.path("state").textValue()).isEqualTo("SENT");
            assertThat(row.path("conversationId").textValue()).startsWith("a:");
            assertThat(row.path("activityId").textValue()).isNotBlank();
        });

        Said again = run("announce --include-outsiders --yes --json --title Second --text Again --team", large.link())
                .is(0);
        assertThat(again.err()).contains("0 conversations to open first");
        JsonNode outcome = again.rows().get(0);
        assertThat(outcome.path("id").intValue()).isEqualTo(2);
        assertThat(outcome.path("sent").intValue()).isEqualTo(250);
        assertThat(outcome.path("title").textValue()).isEqualTo("Second");
        assertThat(log(Route.CREATE)).hasSize(250);
        assertThat(log(Route.SEND)).hasSize(500);

        Set<String> inLog =
                log(Route.CREATE).stream().map(LoggedRequest::userId).collect(Collectors.toSet());
        List<JsonNode> conversations = run("conversation list --json").is(0).rows();
        assertThat(conversations.stream().map(c -> c.path("userId").textValue()))
                .containsExactlyInAnyOrderElementsOf(inLog);

        JsonNode newest = run("announcement list --json").is(0).rows().get(0);
        assertThat(newest.path("id").intValue()).isEqualTo(2);
        assertThat(newest.path("state").textValue()).isEqualTo("DONE");
    }

    @Test
    void conversationsAreExportedAsCsv() throws Exception {
        synced(small);
        run("announce --include-outsiders --yes --text Hello --team", small.id())
                .is(0);
        Path file = folder.resolve("out").resolve("chats.csv");
        Said nowhere = run("conversation export", file.toString()).is(2);
        assertThat(nowhere.err()).contains("There is no folder");
        Files.createDirectory(file.getParent());
        run("conversation export", file.toString()).is(0);

        String csv = Files.readString(file);
        Said there = run("conversation export", file.toString()).is(2);
        assertThat(there.err()).contains("already a file " + file, "--force");
        run("conversation export --force", file.toString()).is(0);
        assertThat(csv).startsWith("\ufeff").isEqualTo(Files.readString(file));
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv.substring(1)))
                .getRecords();
        assertThat(csv.lines().findFirst())
                .contains("\ufeffconversationId,userId,name,email,origin,createdAt,lastAcceptedAt,unverified,state");
        assertThat(rows.stream().map(r -> r.get("userId"))).containsExactlyInAnyOrderElementsOf(users(small));
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("conversationId")).startsWith("a:");
            assertThat(row.get("origin")).isEqualTo("CREATED");
            assertThat(row.get("lastAcceptedAt")).endsWith("+05:30");
        });
        assertThat(String.join("\r\n", run("conversation export -").is(0).out()) + "\r\n")
                .isEqualTo(csv);
        try (Stream<Path> beside = Files.list(file.getParent())) {
            assertThat(beside).containsExactly(file);
        }
    }

    @Test
    void aPersonIsShownAndPickedAsMe() throws Exception {
        synced(small);
        JsonNode person = run("user list --json").rows().stream()
                .filter(row ->
                        row.path("email").isTextual() && row.path("objectId").isTextual())
                .findFirst()
                .orElseThrow();
        String id = person.path("userId").textValue();
        assertThat(run("user me").is(1).err()).contains("rostrum user me ID");
        assertThat(run("user me", person.path("email").textValue()).is(0).out()).anyMatch(line -> line.contains(id));
        JsonNode me = run("user me --json").is(0).rows().get(0);
        assertThat(me.path("userId").textValue()).isEqualTo(id);
        assertThat(me.path("me").booleanValue()).isTrue();
        for (String key : List.of("userId", "objectId", "email", "userPrincipalName")) {
            if (person.path(key).isTextual()) {
                JsonNode shown = run("user show --json", person.path(key).textValue())
                        .is(0)
                        .rows()
                        .get(0);
                assertThat(shown.path("id").textValue()).as(key).isEqualTo(id);
                assertThat(shown.path("teams")).hasSize(1);
            }
        }
        assertThat(run("user show nobody@example.org").is(2).err()).contains("nobody@example.org");
    }

    @Test
    void exclusionsAndRepeatedNamesCountOnce() throws Exception {
        synced(small);
        List<String> people = List.copyOf(users(small));
        Said sent = run(
                        "announce --include-outsiders --expect 11 --json --text Hello --team",
                        small.name(),
                        "--team",
                        small.id(),
                        "--user",
                        people.get(1),
                        "--exclude",
                        people.get(0))
                .is(0);
        JsonNode outcome = sent.rows().get(0);
        assertThat(outcome.path("selected").intValue()).isEqualTo(12);
        assertThat(outcome.path("excluded").intValue()).isEqualTo(1);
        assertThat(log(Route.SEND)).hasSize(11).noneMatch(r -> r.userId().equals(people.get(0)));
    }

    // --- what does not go well

    @Test
    void refusedAndInDoubtEndWith3AndAreListedByState() throws Exception {
        synced(small);
        List<String> people = List.copyOf(users(small));
        sandbox.answerAlways(r -> r.is(Route.SEND, people.get(0)), CannedAnswer.writesBlocked());
        sandbox.answerAlways(
                r -> r.is(Route.SEND, people.get(1)), CannedAnswer.usual().thenReset());
        Said sent = run("announce --include-outsiders --yes --text Hello --team", small.id())
                .is(3);
        assertThat(sent.out())
                .containsExactly(
                        "Announcement 1",
                        "Selected           12",
                        "Accepted by Teams  10",
                        "Refused            1",
                        "In doubt           1");
        List<JsonNode> bad = run("announcement deliveries 1 --json --state refused,in-doubt")
                .is(0)
                .rows();
        assertThat(bad.stream().map(r -> r.path("userId").textValue()))
                .containsExactlyInAnyOrder(people.get(0), people.get(1));
        assertThat(bad)
                .allSatisfy(row -> assertThat(row.path("cause").textValue()).isNotBlank());
        assertThat(run("announcement deliveries 1 --json --state accepted").rows())
                .hasSize(10);
        Said shown = run("announcement show 1").is(0);
        assertThat(shown.out()).anyMatch(line -> line.startsWith("Refused") && line.contains("blocked"));
        assertThat(run("announcement resume 1 --yes").is(0).out()).anyMatch(line -> line.contains("finished"));
    }

    @Test
    void anInterruptedRunPausesEndsWith4AndResumesWithoutRepeating() throws Exception {
        synced(large);
        AtomicInteger sends = new AtomicInteger();
        Typed first = Typed.piped("");
        AtomicBoolean resuming = new AtomicBoolean();
        sandbox.onSend(send -> {
            if (sends.incrementAndGet() >= 40 && !resuming.get()) {
                signals.ask();
                // However fast the rest would be: no answer before the command has heard it.
                awaits(first, "Stopping");
            }
        });
        Said stopped = run(first, "announce --include-outsiders --yes --json --text Hello --team", large.id())
                .is(4);
        JsonNode half = stopped.rows().get(0);
        assertThat(half.path("state").textValue()).isEqualTo("PAUSED");
        assertThat(half.path("waiting").intValue()).isBetween(101, 210);
        assertThat(half.path("waiting").intValue() + half.path("sent").intValue())
                .isEqualTo(250);
        assertThat(stopped.err()).contains("rostrum announcement resume 1");

        resuming.set(true);
        signals.forget();
        Said silent = run("announcement resume 1").is(2);
        assertThat(silent.err()).contains("--expect " + half.path("waiting").intValue());
        assertThat(log(Route.SEND)).hasSize(half.path("sent").intValue());

        Typed resumed = Typed.interactive(half.path("waiting").asText() + "\n", 100);
        // No answer before the progress is drawn, however fast the rest would be.
        sandbox.onSend(send -> awaits(resumed, "\r["));
        run(resumed, "announcement resume 1").is(0);
        assertThat(resumed.err()).contains("Type the number", "\r[");
        assertThat(log(Route.SEND).stream().map(LoggedRequest::userId))
                .hasSize(250)
                .doesNotHaveDuplicates();
    }

    private static void awaits(Typed terminal, String words) {
        try {
            TestGraph.until(words, () -> terminal.err().contains(words));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPausedRunIsStoppedForGood() throws Exception {
        synced(large);
        Typed first = Typed.piped("");
        sandbox.onSend(send -> {
            signals.ask();
            awaits(first, "Stopping");
        });
        run(first, "announce --include-outsiders --yes --text Hello --team", large.id())
                .is(4);
        signals.forget();
        int sent = log(Route.SEND).size();
        Said stopped = run("announcement stop 1 --json").is(0);
        JsonNode outcome = stopped.rows().get(0);
        assertThat(outcome.path("state").textValue()).isEqualTo("STOPPED");
        assertThat(outcome.path("cancelled").intValue()).isEqualTo(250 - sent);
        assertThat(outcome.path("waiting").intValue()).isZero();
        assertThat(run("announcement stop 1").is(0).out()).anyMatch(line -> line.contains("nothing to stop"));
        assertThat(run("announcement resume 1 --yes").is(0).out()).anyMatch(line -> line.contains("was stopped"));
        assertThat(log(Route.SEND)).hasSize(sent);
    }

    @Test
    void aNoSendsAndKeepsNothing() throws Exception {
        synced(small);
        Said no = run(Typed.interactive("n\n", 100), "announce --include-outsiders --text Hello --team", small.id())
                .is(1);
        assertThat(no.err()).contains("Send to 12 people on Test (simulated)? [y/N]", "Nothing was sent.");
        nothingWasSent();
    }

    @Test
    void wrongInputSaysWhatToDoAndChangesNothing() throws Exception {
        synced(small);
        String elsewhere = large.link().replace(sandbox.tenantId(), "99999999-9999-4999-8999-999999999999");
        Said links = run("team add", "nonsense", elsewhere, large.link().replace("/l/team/", "/l/channel/"), small.id())
                .is(1);
        assertThat(links.out()).hasSize(4);
        assertThat(links.out().get(0)).startsWith("Failed").contains("neither a team link nor a team id");
        assertThat(links.out().get(1)).startsWith("Failed").contains("another tenant");
        assertThat(links.out().get(2)).startsWith("Failed").contains("link of a channel");
        assertThat(links.out().get(3)).startsWith("Known");
        Said unknown =
                run("team add", "19:unknownunknownunknownunknown1@thread.tacv2").is(1);
        assertThat(unknown.out().get(0)).startsWith("Failed");
        assertThat(run("team list --json").rows()).hasSize(1);

        String team = small.id();
        assertWrong("empty", run("announce --include-outsiders --yes --team", team, "--text", "  "));
        assertWrong("too large", run("announce --include-outsiders --yes --team", team, "--text", "x".repeat(50_000)));
        assertWrong("No recipients", run("announce --include-outsiders --yes --text Hello"));
        assertWrong("There is no team", run("announce --include-outsiders --yes --text Hello --team Nobody's"));
        assertWrong("not been added", run("announce --include-outsiders --yes --text Hello --team", large.link()));
        assertWrong("12 recipients, not 13", run("announce --include-outsiders --expect 13 --text Hello --team", team));
        assertWrong("Nobody here", run("announce --include-outsiders --yes --text Hello --user nobody@example.org"));
        assertWrong("--expect 12", run("announce --include-outsiders --text Hello --team", team));
        String somebody = users(small).iterator().next();
        assertWrong(
                "Nobody is left",
                run("announce --include-outsiders --yes --text Hello --user", somebody, "--exclude", somebody));
        assertWrong("no announcement 7", run("announcement show 7"));
        assertWrong("no announcement 7", run("announcement resume 7 --yes"));
        run("team add", large.id()).is(0);
        assertWrong("rostrum team sync", run("announce --include-outsiders --yes --text Hello --team", large.id()));
        nothingWasSent();
    }

    @Test
    void aWrongSecretFailsAndSendsNothing() throws Exception {
        synced(small);
        Said wrong = run(Typed.piped(Canary.WRONG_SECRET.value() + "\n"), "team sync --secret-stdin")
                .is(1);
        assertThat(wrong.err()).contains("secret").doesNotContain("Kanari");
        assertThat(run("team list --json").rows().get(0).path("people").intValue())
                .isEqualTo(12);
        Said refused = run(
                        Typed.piped(Canary.WRONG_SECRET.value() + "\n"),
                        "announce --include-outsiders --secret-stdin --yes --text Hello --team",
                        small.id())
                .is(1);
        assertThat(refused.err()).contains("since the sign-in failed").doesNotContain("Kanari");
        nothingWasSent();
        run("announce --include-outsiders --text Hello --expect 12 --team", small.id())
                .is(0);
        assertThat(log(Route.SEND)).hasSize(12);
    }

    @Test
    void aServiceThatDoesNotAnswerIsSaid() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        run(
                        "connection add Away --no-auth --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        "http://127.0.0.1:" + port + "/teams/")
                .is(0);
        Said away = run("--connection Away team add", small.link()).is(1);
        assertThat(away.out().get(0)).startsWith("Failed").contains("cannot be reached");
        assertThat(run("--connection Away team list --json").is(0).out()).isEmpty();
    }

    @Test
    void aWriterThatFindsTheFileInUseNamesTheOtherAndReadersGoOn() throws Exception {
        synced(small);
        Program other = program();
        try (Workspace held = other.workspaces()
                .open(
                        other.connections().find("Test"),
                        new Workspaces.Request(Workspaces.Access.WRITE, "console", Duration.ZERO, notice -> {}))) {
            assertThat(held.actions()).isPresent();
            Said busy = run("team sync --wait 0").is(5);
            assertThat(busy.err())
                    .contains("console")
                    .contains(Long.toString(ProcessHandle.current().pid()));
            assertThat(users(small)).hasSize(12);
        }
        run("team sync --wait 0").is(0);
    }

    // --- teams from a file, demo, console

    @Test
    void aRosterThatEndsEarlyIsTakenWithAnOptionOnly() throws Exception {
        synced(small);
        sandbox.answerAlways(request -> request.route() == Route.MEMBERS, CannedAnswer.rosterEmpty());

        Said early = run("team sync --json").is(1);

        assertThat(early.err())
                .contains("not synced, what was known stays. Teams gave an empty roster where 12 people should be")
                .contains("--accept-smaller");
        JsonNode row = early.rows().get(0);
        assertThat(row.path("causeCode").textValue()).isEqualTo("roster.empty");
        assertThat(row.path("people").isNull()).isTrue();
        assertThat(users(small)).hasSize(12);
        assertThat(run("team list --json").is(0).rows().get(0).path("causeCode").textValue())
                .isEqualTo("roster.empty");

        assertThat(run("team sync --accept-smaller", small.id()).is(0).out().get(0))
                .contains("12 left");
        assertThat(users(small)).isEmpty();
    }

    @Test
    void teamsComeFromAFileOrStandardInput() throws Exception {
        String lines = "\ufeff  " + small.link() + "\r\n\n\"" + large.id() + "\"\n";
        Path file = Files.writeString(folder.resolve("teams.txt"), lines);
        Said fromFile = run("team add --file", file.toString()).is(0);
        assertThat(fromFile.out()).hasSize(2).allMatch(line -> line.startsWith("Added"));
        assertThat(fromFile.err()).contains("blanks or quotes");
        Said piped = run(Typed.piped(sandbox.clientSecret() + "\n" + lines), "team add --secret-stdin --json --file -")
                .is(0);
        assertThat(piped.rows().stream().map(row -> row.path("outcome").textValue()))
                .containsExactly("known", "known");
        Said both = run("team sync", small.name(), large.link()).is(0);
        assertThat(both.out()).hasSize(2);
        assertThat(run("team add").is(2).err()).contains("No team was given");
    }

    @Test
    void theDemoDoesTheJobAndLeavesNothingBehind() throws Exception {
        List<Path> before = demoFolders();
        Said demo = run("demo").is(0);
        assertThat(demo.err().lines().findFirst()).contains("Connection: Sandbox (simulated)");
        assertThat(demo.out().stream().filter(line -> line.contains("Accepted by Teams")))
                .hasSize(5);
        assertThat(demo.out()).last().isEqualTo("Simulated: nobody in Teams was contacted");
        assertThat(demoFolders()).isEqualTo(before);
        assertThat(log(Route.SEND)).isEmpty();
        assertThat(run("team list --json").out()).isEmpty();
    }

    private static List<Path> demoFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("rostrum-demo-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void withoutAWindowTheSandboxRunsTheDemo() {
        Said console = run(new Windowless(program()), Typed.piped(""), "--connection Sandbox console")
                .is(0);
        assertThat(console.err()).contains("Start it in a desktop session");
        assertThat(console.out()).last().isEqualTo("Simulated: nobody in Teams was contacted");
    }

    /** The program where no window can be opened. */
    private record Windowless(Program program) implements Program {
        @Override
        public String version() {
            return program.version();
        }

        @Override
        public Path dataFolder() {
            return program.dataFolder();
        }

        @Override
        public Optional<Reason> lost() {
            return program.lost();
        }

        @Override
        public Optional<Path> launcher() {
            return program.launcher();
        }

        @Override
        public Connections connections() {
            return program.connections();
        }

        @Override
        public Secrets secrets() {
            return program.secrets();
        }

        @Override
        public dev.rostrum.connection.doctor.Doctor doctor() {
            return program.doctor();
        }

        @Override
        public dev.rostrum.connection.ConnectionCheck check() {
            return program.check();
        }

        @Override
        public dev.rostrum.connection.ConnectionArchive archive() {
            return program.archive();
        }

        @Override
        public java.time.Clock clock() {
            return program.clock();
        }

        @Override
        public Workspaces workspaces() {
            return program.workspaces();
        }

        @Override
        public SendingSettings sending() {
            return program.sending();
        }

        @Override
        public Backups backups(Connection connection) {
            return program.backups(connection);
        }

        @Override
        public Optional<Reason> console(String connectionName, boolean lookOnly) {
            return Optional.of(Reason.of("window.noDisplay"));
        }

        @Override
        public Program at(Path dataFolder) {
            return program.at(dataFolder);
        }
    }
}
