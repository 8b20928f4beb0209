package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox that each command starts for itself, and what the environment makes of it. */
class BuiltInSandboxTest {
    private static final String TEAM = "Works council";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private CommandsOnSandbox.Said run(String... arguments) {
        Typed typed = Typed.piped("");
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(folder, environment::get, notice -> {}),
                        typed.terminal(),
                        environment::get,
                        new NoSignals())
                .run(arguments);
        return new CommandsOnSandbox.Said(status, typed.outLines(), typed.err());
    }

    private Set<String> sendTo12(String text) throws IOException {
        int before = creates().size();
        run("announce", "--include-outsiders", "--yes", "--text", text, "--team", TEAM)
                .is(0);
        List<String> creates = creates();
        return new HashSet<>(creates.subList(before, creates.size()));
    }

    private List<String> creates() throws IOException {
        List<String> users = new ArrayList<>();
        Path log = folder.resolve("sandbox").resolve("requests.jsonl");
        for (LoggedRequest request : LoggedRequest.readAll(log)) {
            if (request.route() == Route.CREATE && request.processed()) {
                users.add(request.userId());
            }
        }
        return users;
    }

    private String link() {
        return run("team", "add")
                .err()
                .lines()
                .filter(line -> line.contains(TEAM))
                .map(line -> line.substring(line.indexOf("https://")).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameTeamHasNewIdsWhereTheEnvironmentSaysSo() throws Exception {
        run("team", "add", link()).is(0);
        CommandsOnSandbox.Said first = run("team", "sync").is(0);
        assertThat(first.err()).doesNotContain("new id");
        Set<String> before = sendTo12("One");
        assertThat(before).hasSize(12);

        environment.put("ROSTRUM_SANDBOX", "new-ids");
        CommandsOnSandbox.Said synced = run("team", "sync").is(0);
        assertThat(synced.err())
                .contains(
                        "The sandbox gives everybody a new id (ROSTRUM_SANDBOX=new-ids); ids from before are refused.");
        Set<String> after = sendTo12("Two");
        assertThat(after).hasSize(12).doesNotContainAnyElementsOf(before);
        List<JsonNode> accepted = run("announcement", "list", "--json").is(0).rows();
        assertThat(accepted)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.path("sent").intValue()).isEqualTo(12));
    }

    @Test
    void aWordThatIsUnknownIsNoSandbox() {
        environment.put("ROSTRUM_SANDBOX", "new-id");
        assertThat(run("team", "sync").is(2).err()).contains("ROSTRUM_SANDBOX is new-ids or not set, not 'new-id'");
    }
}
