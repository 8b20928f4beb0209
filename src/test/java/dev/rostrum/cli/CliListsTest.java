package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.sandbox.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists and kept filters of people as commands, and what `announce` takes of them. */
class CliListsTest extends CommandsOnSandbox {
    private static final String UNKNOWN_OBJECT = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";

    private List<String> people() throws IOException {
        return users(small).stream().sorted().toList();
    }

    private long recipients(String... options) throws IOException {
        return run("announce --dry-run --json --include-outsiders --include-unknown --text Hello", options)
                .is(0)
                .rows()
                .get(0)
                .path("recipients")
                .asLong();
    }

    @Test
    void aListIsMadeOfAFileOrNotAtAll() throws Exception {
        synced(small);
        List<String> ids = people();
        Path file = Files.writeString(
                folder.resolve("some.csv"),
                "Name;UserId\nOne;" + ids.get(0) + "\nNobody;nobody@x.example\nTwo;" + ids.get(1) + "\nKept;"
                        + UNKNOWN_OBJECT + "\n");
        Said refused = run("list create Wardens --users-file", file.toString()).is(2);
        assertThat(refused.err())
                .contains("Line 3, nobody@x.example: nobody here has this id or address.")
                .contains(UNKNOWN_OBJECT + ": Unknown here.")
                .contains("2 rows were not taken, so nothing was changed.");
        assertThat(run("list list --json").is(0).rows()).isEmpty();

        Said made = run("list create Wardens --skip-unknown --keep-object-ids --json --users-file", file.toString())
                .is(0);
        JsonNode report = made.rows().get(0);
        assertThat(report.path("line").asLong()).isEqualTo(3);
        assertThat(report.path("taken").asBoolean(true)).isFalse();
        assertThat(made.rows().get(1).path("people").asLong()).isEqualTo(3);

        assertThat(run("list show --json wardens").is(0).rows())
                .extracting(row -> row.path("id").asText())
                .contains(ids.get(0), ids.get(1), UNKNOWN_OBJECT);
        assertThat(run("user list --json --list Wardens --kind unknown").is(0).rows())
                .extracting(row -> row.path("id").asText())
                .containsExactly(UNKNOWN_OBJECT);
        assertThat(recipients("--list", "Wardens")).isEqualTo(3);
        assertThat(recipients("--team", small.id(), "--exclude-list", "Wardens"))
                .isEqualTo(10);

        assertThat(run("list add Wardens --user", ids.get(2)).is(0).out())
                .containsExactly("1 person is new in the list “Wardens”, which holds 4 people now.");
        run("list remove Wardens --user", ids.get(0)).is(0);
        run("list rename Wardens", "Fire wardens").is(0);
        Path out = folder.resolve("out.csv");
        run("list export", "Fire wardens", out.toString()).is(0);
        assertThat(Files.readAllLines(out)).hasSize(4);
        run("list create Again --users-file", out.toString()).is(0);
        assertThat(run("list list --json").is(0).rows())
                .extracting(row -> row.path("people").asLong())
                .containsExactly(3L, 3L);
        assertWrong("Nobody can be asked here.", run("list delete Again"));
        run("list delete Again --yes").is(0);
        assertWrong("There is no list with the name “Again”.", run("announce --text x --list Again"));
    }

    /** A member of the large team who is in none else, as another data folder knows them. */
    private JsonNode stranger() throws IOException {
        Program other = RostrumProgram.open(folder.resolve("other"), environment::get, notice -> {});
        run(
                        other,
                        Typed.piped(""),
                        "connection add Test --rate 0 --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl(),
                        "--secret-env",
                        SECRET)
                .is(0);
        run(other, Typed.piped(""), "connection use Test").is(0);
        run(other, Typed.piped(""), "team add", large.link()).is(0);
        run(other, Typed.piped(""), "team sync").is(0);
        List<String> here = people();
        return run(other, Typed.piped(""), "user list --json --team", large.id()).is(0).rows().stream()
                .filter(row -> !here.contains(row.path("id").asText())
                        && !row.path("userPrincipalName").isNull())
                .findFirst()
                .orElseThrow();
    }

    /** Whoever is not cached is asked for in the teams that the admin names; nobody is asked without a yes. */
    @Test
    void whoIsNotKnownIsAskedForInATeam() throws Exception {
        synced(small);
        run("team add", large.link()).is(0);
        // Rosters of the sandbox, whose people stand in no cache yet.
        JsonNode stranger = stranger();
        Path file = Files.writeString(
                folder.resolve("upn.csv"), stranger.path("userPrincipalName").asText() + "\nnobody@x.example\n");
        assertThat(run("list create Asked --skip-unknown --ask-team " + large.id() + " --users-file", file.toString())
                        .is(2)
                        .err())
                .contains("2 names are not known here. Asking Teams makes 2 calls at most, ")
                .contains("Nobody can be asked here.");
        assertThat(log(Route.MEMBER)).isEmpty();
        run("list create Asked --yes --skip-unknown --ask-team " + large.id() + " --users-file", file.toString())
                .is(0);
        assertThat(log(Route.MEMBER)).hasSize(2);
        JsonNode one = run("list show Asked --json").is(0).rows().get(0);
        assertThat(one.path("id").asText()).isEqualTo(stranger.path("id").asText());
        assertThat(one.path("unverified").asBoolean()).isTrue();
    }

    @Test
    void aKeptFilterIsAnAudience() throws Exception {
        synced(small);
        long members = run("user list --json --kind member").is(0).rows().size();
        assertThat(members).isBetween(1L, 11L);
        assertWrong("This filter would show everybody.", run("filter save All"));
        run("filter save Members --kind member --conversation none").is(0);
        assertThat(run("user list --json --filter members").is(0).rows()).hasSize((int) members);
        assertThat(recipients("--filter", "Members")).isEqualTo(members);
        assertThat(recipients("--where", "kind=member", "--where", "team=" + small.id()))
                .isEqualTo(members);
        assertWrong("“robot” is no value for kind.", run("announce --text x --where kind=robot"));
        assertWrong("“yesterday” is no time for contacted-since.", run("user list --contacted-since yesterday"));
        assertWrong("“guest” is no condition.", run("announce --text x --where guest"));
        run("announce --text Hello --filter Members --expect " + members).is(0);
        assertThat(run("user list --json --contacted-since 1h").is(0).rows()).hasSize((int) members);
        assertThat(run("user list --json --not-contacted-since 1h --filter Members --conversation any")
                        .is(0)
                        .rows())
                .isEmpty();
        run("filter rename Members Staff").is(0);
        assertThat(run("filter list --json")
                        .is(0)
                        .rows()
                        .get(0)
                        .path("conditions")
                        .asText())
                .isEqualTo("kind: Member, conversation: none");
        run("filter delete Staff --yes").is(0);
        assertThat(run("filter list --json").is(0).rows()).isEmpty();
    }
}
