package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results that do not get out: whichever command prints them, it has failed, unless the reader had what it wanted. */
class LostOutputTest extends CommandsOnSandbox {
    private static final String FULL = "No space left on device";

    private static final List<String> PRINTING = List.of(
            "user list",
            "user list --json",
            "user list --csv",
            "team list",
            "conversation list --json",
            "conversation export -",
            "announcement list",
            "announcement show 1",
            "announcement deliveries 1",
            "announcement deliveries 1 --json",
            "announcement export 1 -",
            "audit list --csv",
            "connection list",
            "backup list",
            "announce --dry-run --text Hello --user",
            "team",
            "help announce",
            "--version",
            "announce --help");

    private Said lose(long room, String why, String line) throws Exception {
        String[] more =
                line.endsWith("--user") ? new String[] {users(small).iterator().next()} : new String[0];
        return run(Typed.failing(room, why), line, more);
    }

    private void sent() {
        synced(small);
        run("announce --yes --include-outsiders --text Hello --team", small.id())
                .is(0);
        run("backup create").is(0);
    }

    @Test
    void aFullDiskIsAFailureOfEachCommand() throws Exception {
        sent();
        for (String line : PRINTING) {
            assertThat(run(
                                    line,
                                    line.endsWith("--user")
                                            ? new String[] {
                                                users(small).iterator().next()
                                            }
                                            : new String[0])
                            .is(0)
                            .out())
                    .as(line)
                    .isNotEmpty();
            for (long room : new long[] {0, 5}) {
                Said said = lose(room, FULL, line).is(1);
                assertThat(said.err()).as(line).contains("Standard output took no more (" + FULL + ")");
                assertThat(said.err()).as(line).doesNotContain("written.");
            }
        }
    }

    @Test
    void aReaderThatWentAwayIsNoFailure() throws Exception {
        sent();
        for (String line : PRINTING) {
            assertThat(lose(5, "Broken pipe", line).is(0).err()).as(line).doesNotContain("Standard output", "written.");
        }
    }

    @Test
    void whatBecameOfASendStaysToldWhereItsOutputIsLost() throws Exception {
        synced(small);
        Said all = run(Typed.failing(3, FULL), "announce --yes --include-outsiders --text Hello --team", small.id())
                .is(1);
        assertThat(all.err()).contains(FULL);
        assertThat(run("announcement show 1 --json")
                        .is(0)
                        .rows()
                        .get(0)
                        .path("sent")
                        .intValue())
                .isEqualTo(12);
        String refused = users(small).iterator().next();
        sandbox.answerOnce(r -> r.is(Route.SEND, refused), CannedAnswer.writesBlocked());
        run(Typed.failing(3, FULL), "announce --yes --include-outsiders --text Two --team", small.id())
                .is(3);
    }
}
