package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A script asks for the same every night: where there is nothing to do, that is done. */
class NothingToDoTest extends CommandsOnSandbox {
    private static final String SEND = "announce --yes --include-outsiders --text Hello ";

    private void nothing(String sentence, String line, String... more) throws IOException {
        Said said = run(line, more).is(0);
        assertThat(said.out()).singleElement().asString().contains(sentence);
        List<String> json = new ArrayList<>(List.of(more));
        json.add("--json");
        JsonNode object = run(line, json.toArray(String[]::new)).is(0).rows().get(0);
        assertThat(object.path("nothingToDo").booleanValue()).isTrue();
        assertThat(object.path("cause").textValue()).contains(sentence);
        assertThat(object.path("causeCode").textValue()).isNotBlank();
    }

    @Test
    void everybodyGuardedIsNothingToDo() throws Exception {
        synced(small);
        String person = users(small).iterator().next();
        run("user do-not-contact", person).is(0);
        nothing("Nobody is left to send to", SEND + "--user", person);
        Said dry = run("announce --dry-run --json --text Hello --user", person).is(0);
        assertThat(dry.rows()).hasSize(1);
        assertThat(dry.err()).contains("Nobody is left to send to");
        assertWrong("Nobody is left to send to", run(SEND + "--team " + small.id() + excludeAll()));
        nothingWasSent();
    }

    private String excludeAll() throws IOException {
        StringBuilder all = new StringBuilder();
        users(small).forEach(user -> all.append(" --exclude ").append(user));
        return all.toString();
    }

    @Test
    void aMistakeStaysOne() throws Exception {
        run("team add", small.link()).is(0);
        assertWrong("is not known yet", run(SEND + "--team", small.id()));
        assertWrong("No recipients were named", run(SEND.strip()));
        run("team sync").is(0);
        String person = users(small).iterator().next();
        run("user do-not-contact", person).is(0);
        assertWrong("not 5 as --expect says", run("announce --expect 5 --text Hello --user", person));
        nothingWasSent();
    }

    @Test
    void nobodyRefusedAndNoDoubtIsNothingToDo() throws Exception {
        synced(small);
        run(SEND + "--team", small.id()).is(0);
        nothing("No delivery matches", "announcement resend 1 --yes --state refused");
        nothing("Nothing is in doubt there", "announcement resolve 1 --arrived --yes");
        nothing("finished", "announcement resume 1 --yes");
        nothing("nothing to stop", "announcement stop 1");
        run("announcement recall 1 --expect 12").is(0);
        nothing("has a message in Teams that can be changed", "announcement recall 1 --yes");
        assertWrong("not 3 as --expect says", run("announcement resolve 1 --arrived --expect 3"));
        assertWrong("not 3 as --expect says", run("announcement resend 1 --state refused --expect 3"));
        assertWrong("matches in announcement 1", run("announcement resend 1 --yes --delivery 999"));
        assertWrong("no announcement 9", run("announcement resume 9 --yes"));
        assertThat(log(Route.SEND)).hasSize(12);
    }

    @Test
    void aCanaryThatWentWellIsDoneAndOneThatDidNotIsToldApart() throws Exception {
        synced(small);
        run(SEND + "--canary 3 --team", small.id()).is(0);
        run("announcement follow 1").is(0);
        run("announcement resume 1 --yes").is(0);
        sandbox.answerOnce(r -> r.route() == Route.SEND, CannedAnswer.writesBlocked());
        run("announce --yes --include-outsiders --text Two --canary 3 --team", small.id())
                .is(3);
        run("announcement wait 2").is(3);
    }
}
