package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.code;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept from one run to the next, and what keeps two apart. */
class SandboxRestartTest {
    @TempDir
    Path folder;

    private SandboxOptions options() {
        return SandboxOptions.defaults(folder).withTeamSizes(12, 30).withRateLimits(false);
    }

    private Path stateFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("conversations-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void yesterdaysIdsAndTokensStillWork() throws Exception {
        String user;
        String chat;
        String token;
        SandboxTeam team;
        try (SandboxServer server = SandboxServer.start(options())) {
            Caller caller = new Caller(server);
            team = server.teams().get(0);
            user = caller.userIds(team, 1)[0];
            chat = caller.created(user);
            token = caller.token();
        }
        try (SandboxServer server = SandboxServer.start(options())) {
            Caller caller = new Caller(server);
            assertThat(server.teams()).contains(team);
            assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
            assertThat(caller.created(user)).isEqualTo(chat);
            assertThat(caller.send(caller.request("v3/teams/" + Caller.encode(team.id()))
                                    .setHeader("Authorization", "Bearer " + token))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theLogIsContinued() throws Exception {
        for (int run = 0; run < 3; run++) {
            try (SandboxServer server = SandboxServer.start(options())) {
                new Caller(server).team("x");
                new Caller(server).team("y");
            }
        }
        assertThat(LoggedRequest.readAll(folder.resolve("requests.jsonl")))
                .extracting(LoggedRequest::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aTornLastLineIsPassedOver() throws Exception {
        String chat;
        try (SandboxServer server = SandboxServer.start(options())) {
            Caller caller = new Caller(server);
            chat = caller.created(caller.userIds(server.teams().get(0), 1)[0]);
        }
        Path log = folder.resolve("requests.jsonl");
        Files.writeString(stateFile(), "{\"op\":\"opened\",\"per", StandardOpenOption.APPEND);
        Files.writeString(log, "{\"seq\":99,\"at\":\"20", StandardOpenOption.APPEND);
        assertThat(LoggedRequest.readAll(log)).hasSize(2);
        try (SandboxServer server = SandboxServer.start(options())) {
            assertThat(new Caller(server).message(chat, "x").statusCode()).isEqualTo(201);
        }
        assertThat(LoggedRequest.readAll(log)).extracting(LoggedRequest::seq).containsExactly(1L, 2L, 3L);
        assertThat(Files.readString(stateFile())).doesNotContain("\"per\n").endsWith("}\n");
    }

    @Test
    void activityIdsRiseThroughARestartEvenIfTheClockWasSetBack() throws Exception {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        List<Long> ids = new ArrayList<>();
        for (Duration offset : List.of(Duration.ZERO, Duration.ofHours(-3), Duration.ofHours(1))) {
            Clock clock = Clock.fixed(noon.plus(offset), ZoneOffset.UTC);
            try (SandboxState state = SandboxState.open(folder, "12345678", clock)) {
                for (int i = 0; i < 6_000; i++) {
                    ids.add(Long.parseLong(state.post(0, "x", 0, false)));
                }
            }
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids.get(0)).isEqualTo(noon.toEpochMilli());
        assertThat(ids.get(12_000)).isEqualTo(noon.plus(Duration.ofHours(1)).toEpochMilli());
    }

    @Test
    void tenantsInOneFolderDoNotMix() throws Exception {
        String user;
        String chat;
        try (SandboxServer server = SandboxServer.start(options())) {
            Caller caller = new Caller(server);
            user = caller.userIds(server.teams().get(0), 1)[0];
            chat = caller.created(user);
        }
        try (SandboxServer server = SandboxServer.start(options().withSeed(2))) {
            Caller caller = new Caller(server);
            assertThat(code(caller.create(user))).isEqualTo("400 BadArgument: Failed to decrypt pairwise id");
            assertThat(code(caller.message(chat, "x"))).isEqualTo("403 BadArgument: Failed to decrypt conversation id");
            Tenant other = new Tenant(2, List.of(12, 30), NameBook.load());
            for (int person = 0; person < other.people().count(); person++) {
                assertThat(code(caller.message(other.people().chatId(person), "x")))
                        .startsWith("404 ConversationNotFound");
            }
        }
    }

    @Test
    void oneSandboxAtATimeInAFolder() throws Exception {
        try (SandboxServer first = SandboxServer.start(options())) {
            assertThatThrownBy(() -> SandboxServer.start(options()))
                    .satisfies(says("Another sandbox is running in the folder " + folder))
                    .satisfies(says("or start this one in a folder of its own"));
            assertThat(new Caller(first).get("v3/x").statusCode()).isEqualTo(404);
        }
        SandboxServer.start(options()).close();
    }

    @Test
    void saysWhatToDoIfThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SandboxOptions options = options().withPort(taken.getLocalPort());
            assertThatThrownBy(() -> SandboxServer.start(options))
                    .satisfies(says("Port " + taken.getLocalPort() + " on 127.0.0.1 is taken. End the program that"
                            + " uses it, or choose another port; 0 takes any free one."));
        }
        SandboxServer.start(options()).close();
    }

    @Test
    void aDamagedLogIsNotWrittenOn() throws Exception {
        Files.writeString(folder.resolve("requests.jsonl"), "hello\n");
        assertThatThrownBy(() -> SandboxServer.start(options()))
                .satisfies(says("requests.jsonl is damaged. Move it away and start again"));
        Files.delete(folder.resolve("requests.jsonl"));
        SandboxServer.start(options()).close();
    }

    @Test
    void theLogIsRolledAtItsLimit() throws Exception {
        int requests = 40;
        for (int run = 0; run < 2; run++) {
            try (SandboxServer server = SandboxServer.start(options(), Clock.systemUTC(), System::nanoTime, 4_000)) {
                Caller caller = new Caller(server);
                for (int i = 0; i < requests; i++) {
                    caller.team("x");
                }
            }
        }
        assertThat(Files.size(folder.resolve("requests.jsonl"))).isLessThan(4_500);
        assertThat(Files.size(folder.resolve("requests.jsonl.1"))).isBetween(4_000L, 4_500L);
        List<Long> seqs = LoggedRequest.readAll(folder.resolve("requests.jsonl")).stream()
                .map(LoggedRequest::seq)
                .toList();
        assertThat(seqs.get(seqs.size() - 1)).isEqualTo(2L * requests);
        for (int i = 1; i < seqs.size(); i++) {
            assertThat(seqs.get(i)).isEqualTo(seqs.get(i - 1) + 1);
        }
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> options().withPort(65_536)).satisfies(says("0 to 65535, not 65536"));
        assertThatThrownBy(() -> options().withTeamSizes(List.of())).hasMessage("sandbox.options.teams");
        assertThatThrownBy(() -> options().withTeamSizes(0)).hasMessage("sandbox.options.teamSize");
        assertThatThrownBy(() -> options().withTeamSizes(25_001)).hasMessage("sandbox.options.teamSize");
        assertThatThrownBy(() -> options().withPeople(29)).hasMessage("sandbox.options.people");
        assertThatThrownBy(() -> options().withPeople(43)).satisfies(says("cannot be made of 43 people"));
        assertThat(options().withPeople(30).people()).isEqualTo(30);
        assertThatThrownBy(() -> options().withLatency(Duration.ofMillis(-1))).hasMessage("sandbox.options.latency");
        assertThatThrownBy(() -> options().withLatency(Duration.ofHours(1))).hasMessage("sandbox.options.latency");
    }
}
