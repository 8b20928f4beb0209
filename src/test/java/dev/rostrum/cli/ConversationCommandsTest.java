package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stored conversations that are asked for anew and forgotten, and teams that are compared and removed. */
class ConversationCommandsTest extends CommandsOnSandbox {
    @Test
    void checkingSendsNothingAndForgettingForgets() throws Exception {
        synced(small);
        run("announce --yes --include-outsiders --text Hello --team", small.id())
                .is(0);
        List<JsonNode> all = run("conversation list --json").is(0).rows();
        assertThat(all)
                .hasSize(12)
                .allSatisfy(row -> assertThat(row.get("health").asText()).isEqualTo("ACCEPTED"));
        int created = log(Route.CREATE).size();

        Said checked = run("conversation check --all --json").is(0);

        assertThat(checked.rows())
                .hasSize(12)
                .allSatisfy(row -> assertThat(row.get("outcome").asText()).isEqualTo("SAME"));
        assertThat(checked.err()).contains("12 as before").contains("Only a real message shows");
        assertThat(log(Route.CREATE)).hasSize(created + 12);
        assertThat(log(Route.SEND)).hasSize(12);
        String id = all.get(0).get("id").asText();
        assertThat(run("conversation history --json", id).is(0).rows())
                .extracting(row -> row.get("call").asText())
                .containsExactly("SEND", "CREATE");

        assertWrong("Say it with --yes", run("conversation forget", id));
        run("conversation forget --yes", id).is(0);

        assertThat(run("conversation list --json").is(0).rows())
                .hasSize(11)
                .noneSatisfy(row -> assertThat(row.get("id").asText()).isEqualTo(id));
        assertWrong("There is no stored conversation", run("conversation check", id));
        assertWrong("Both ids and a filter", run("conversation check --all", id));
        assertThat(run("conversation list --json --health never-used,refused")
                        .is(0)
                        .rows())
                .isEmpty();
    }

    @Test
    void aTeamIsComparedWithItsEarlierSyncsAndRemoved() throws Exception {
        synced(small);
        assertThat(run("team list --json").is(0).rows().get(0).get("state").asText())
                .isEqualTo("SYNCED");
        run("team sync").is(0);
        List<JsonNode> syncs = run("team diff --syncs --json", small.id()).is(0).rows();
        assertThat(syncs).hasSize(2);
        Said diff = run("team diff", small.id()).is(0);
        assertThat(diff.err()).contains("0 joined, 0 left");
        run("team diff --since " + syncs.get(1).get("id").asText(), small.id()).is(0);
        assertWrong("It is known since", run("team diff --since 2w", small.id()));
        assertWrong("neither the number of a sync nor a moment", run("team diff --since Monday", small.id()));
        assertWrong("Say it with --yes", run("team remove", small.id()));

        run("team remove --yes", small.id()).is(0);

        assertThat(run("team list --json").is(0).rows()).isEmpty();
        assertThat(run("user list --json").is(0).rows()).isEmpty();
        run("team add", small.link()).is(0);
        JsonNode back = run("team list --json").is(0).rows().get(0);
        assertThat(back.get("people").asInt()).isEqualTo(12);
        assertThat(run("team diff --syncs --json", small.id()).is(0).rows()).isEqualTo(syncs);
    }
}
