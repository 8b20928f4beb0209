package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People whom files name. */
class AudienceFileTest extends CommandsOnSandbox {
    private static final String DRY = "announce --dry-run --json --include-outsiders --text Hello ";

    private List<JsonNode> people;

    @BeforeEach
    void sync() throws IOException {
        synced(small);
        people = run("user list --json").is(0).rows();
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private String of(int person, String key) {
        return people.get(person).path(key).textValue();
    }

    private long recipients(Said said) throws IOException {
        return said.is(0).rows().get(0).path("recipients").longValue();
    }

    /** A table that ends before its rows do says so whatever is kept quiet: a script would take it for the whole. */
    @Test
    void aWholeTeamIsLeftOut() throws IOException {
        synced(small);
        Said said = run(DRY + "--user " + of(0, "userId") + " --exclude-team " + small.id());
        assertThat(said.status()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains("Nobody is left to send to");
        assertThat(run(DRY + "--team " + small.id() + " --exclude-team nope").err())
                .contains("nope");
    }

    @Test
    void aTableThatIsNotWholeSaysSoAlsoQuietly() {
        synced(small);
        assertThat(run("user list --limit 3 -q").is(0).err()).contains("3 of 12 shown");
        assertThat(run("user list --limit 12 -q").is(0).err()).isEmpty();
    }

    @Test
    void peopleAreNamedALineOrInAColumn() throws Exception {
        Path list = file("list.txt", of(0, "email"), "", of(1, "userId"), of(2, "objectId"), of(0, "email"));
        assertThat(recipients(run(DRY + "--users-file", list.toString()))).isEqualTo(3);
        Path table = file(
                "table.csv",
                "Name;Mail;Department",
                "\"Somebody, whoever\";" + of(0, "email") + ";Sales",
                "Other;" + of(3, "email") + ";Sales");
        assertThat(recipients(run(DRY + "--users-file", table.toString()))).isEqualTo(2);
        Path odd = file("odd.csv", "Who,Whom", of(0, "userId") + "," + of(1, "userId"));
        assertThat(recipients(run(DRY + "--file-column Whom --users-file", odd.toString())))
                .isEqualTo(1);
        assertWrong("several columns", run(DRY + "--users-file", odd.toString()));
        assertWrong("no column “Wem”", run(DRY + "--file-column Wem --users-file", odd.toString()));
        assertWrong(
                "There is no file",
                run(DRY + "--users-file", folder.resolve("absent").toString()));
        assertThat(recipients(run(Typed.piped(of(4, "email") + "\n" + of(5, "email") + "\n"), DRY + "--users-file -")))
                .isEqualTo(2);
        Said some = run(DRY + "--team " + small.id() + " --exclude-file", list.toString());
        assertThat(recipients(some)).isEqualTo(9);
        assertThat(some.err()).doesNotContain("not among");
        nothingWasSent();
    }

    @Test
    void allUnknownNamesAreToldAtOnceOrSkipped() throws Exception {
        Path list = file("list.txt", "nobody@example.org", of(0, "email"), "29:nobody");
        Said wrong = run("announce --yes --text Hello --user ghost@example.org --users-file", list.toString());
        assertWrong("these 3 ids or addresses: ghost@example.org, nobody@example.org, 29:nobody", wrong);
        assertWrong("“A”", run("announce --yes --text Hello --team A --team B"));
        assertThat(run("announce --yes --text Hello --team A --team B").err()).contains("“B”");
        assertThat(run("team sync A B").is(2).err()).contains("“A”", "“B”");
        assertThat(run("announce --why a@x --why b@x --text Hello --team", small.id())
                        .is(2)
                        .err())
                .contains("a@x, b@x");
        nothingWasSent();
        Said sent = run("announce --yes --include-outsiders --text Hello --skip-unknown --users-file", list.toString())
                .is(0);
        assertThat(sent.err()).contains("2 names were left out", "nobody@example.org, 29:nobody");
        assertThat(log(Route.SEND).stream().map(LoggedRequest::userId)).containsExactly(of(0, "userId"));
    }

    @Test
    void somebodyLeftOutWhoIsNotInItIsTold() throws Exception {
        synced(large);
        Said said = run(DRY + "--user " + of(0, "userId") + " --exclude " + of(1, "userId"));
        assertThat(recipients(said)).isEqualTo(1);
        assertThat(said.err())
                .contains(of(1, "objectId") + " was to be left out, but is not among the chosen people")
                .doesNotContain(of(1, "name"));
    }

    @Test
    void anOutcomeIsExported() throws Exception {
        run("announce --yes --include-outsiders --text Hello --team", small.id())
                .is(0);
        Path file = folder.resolve("outcome.csv");
        Said said = run("announcement export 1", file.toString()).is(0);
        assertThat(said.err()).contains("12 rows written to " + file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(13);
        JsonNode first = run("announcement deliveries 1 --json").is(0).rows().get(0);
        List<String> keys = new java.util.ArrayList<>();
        first.fieldNames().forEachRemaining(keys::add);
        assertThat(lines.get(0)).isEqualTo("\ufeff" + String.join(",", keys));
        assertThat(lines.get(1))
                .contains(
                        first.path("state").textValue(), first.path("updatedAt").textValue());
        assertThat(run("announcement export 1", file.toString()).is(2).err()).contains("--force");
        assertThat(run("announcement export 1 - --latest").is(0).out()).hasSize(13);
        assertThat(run("announcement export 1 - --state refused").is(0).out())
                .as("a list of nobody has its header")
                .containsExactly(lines.get(0));
    }
}
