package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.Route;
import org.junit.jupiter.api.Test;

/** A connection that is marked: how much more is asked, and that looking only changes nothing. */
class ConnectionMarksTest extends CommandsOnSandbox {
    private JsonNode marks(String name) throws Exception {
        return run("connection list --json").is(0).rows().stream()
                .filter(row -> row.path("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onProductionTheNumberIsGivenHoweverSmall() throws Exception {
        run("team add", small.link()).is(0);
        run("team sync").is(0);
        run("connection edit Test --tag production").is(0);
        assertThat(marks("Test").path("tag").textValue()).isEqualTo("production");
        assertThat(run("connection list").is(0).out()).anyMatch(line -> line.contains("production"));
        Said refused = run("announce --include-outsiders --text Hello --yes --team", small.id());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(log(Route.CREATE)).isEmpty();
        run("announce --include-outsiders --text Hello --expect 12 --team", small.id())
                .is(0);
        run("connection edit Test --tag none").is(0);
        run("announce --include-outsiders --text Again --yes --team", small.id())
                .is(0);
        assertThat(run("connection edit Test --tag violet").status()).isEqualTo(2);
    }

    @Test
    void whoLooksOnlyChangesNothing() throws Exception {
        run("team add", small.link()).is(0);
        run("team sync").is(0);
        run("connection edit Test --look-only").is(0);
        assertThat(marks("Test").path("lookOnly").booleanValue()).isTrue();
        for (String change : new String[] {"announce --text Hello --yes --team", "team sync", "team add"}) {
            Said refused = run(change, small.id()).is(1);
            assertThat(refused.err()).contains("look only", "--no-look-only");
        }
        assertThat(run("user list --json").is(0).out()).hasSize(12);
        assertThat(log(Route.CREATE)).isEmpty();
        run("connection edit Test --no-look-only").is(0);
        run("team sync").is(0);
        // Of the sandbox nothing else can be changed.
        run("connection edit Sandbox --look-only").is(0);
        assertThat(marks("Sandbox").path("lookOnly").booleanValue()).isTrue();
    }
}
