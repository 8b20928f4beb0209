package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody types into a draft of the real console, which is killed with SIGKILL at a random keystroke. Each time the draft is found
 * whole, as it stood after one of the keystrokes of the last second, and the drafts of before are as they were.
 */
@Tag("crash")
class DraftKillTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);

    /** A second to the disk, and another for a machine that has other things to do. */
    private static final long OLDEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int ROUNDS = Math.max(2, Integer.getInteger("rostrum.kills", 20) / 5);

    @TempDir
    Path folder;

    private long killedAt;

    @Test
    void atMostTheLastSecondIsLost() throws Exception {
        long first = Long.getLong("rostrum.seed", System.nanoTime() % 1_000_000);
        List<String> before = new ArrayList<>();
        long worst = 0;
        int lost = 0;
        for (long seed = first; seed < first + ROUNDS; seed++) {
            List<Long> arrived = typeAndKill(seed);
            List<String> drafts = drafts();
            assertThat(drafts).as("seed %d", seed).hasSize(before.size() + 1).containsAll(before);
            List<String> added = new ArrayList<>(drafts);
            before.forEach(added::remove);
            List<String> texts = DraftTypist.texts(seed);
            int found = texts.lastIndexOf(added.get(0));
            assertThat(found)
                    .as("seed %d: what it says stood there at one time", seed)
                    .isPositive();
            // The keystroke that came next is not on disk; what is known of it is when it was told.
            long oldest = found >= arrived.size() ? 0 : killedAt - arrived.get(found);
            assertThat(oldest)
                    .as("seed %d: found keystroke %d of %d", seed, found, arrived.size())
                    .isLessThan(OLDEST_NANOS);
            worst = Math.max(worst, oldest);
            lost += Math.max(0, arrived.size() - found);
            before.add(added.get(0));
        }
        System.out.printf(
                "%d kills while a draft was typed, seed %d: %d keystrokes lost, the oldest of them %d ms old%n",
                ROUNDS, first, lost, TimeUnit.NANOSECONDS.toMillis(worst));
    }

    /** When each keystroke was told, the first at 0; each was typed before that. */
    private List<Long> typeAndKill(long seed) throws Exception {
        Random random = new Random(seed);
        List<Long> arrived = new ArrayList<>();
        try (ChildProgram console = ChildProgram.main(
                DraftTypist.class.getName(), Map.of(), folder.toString(), Connection.SANDBOX, Long.toString(seed))) {
            console.awaitLine("^OPEN$", LIMIT);
            int last = 60 + random.nextInt(200);
            for (int i = 1; i <= last; i++) {
                console.awaitLine("^TYPED " + i + "$", LIMIT);
                arrived.add(System.nanoTime());
            }
            killedAt = System.nanoTime();
            console.kill();
        }
        return arrived;
    }

    private List<String> drafts() {
        RostrumProgram program = RostrumProgram.open(folder, name -> null, notice -> {});
        try (Workspace workspace = program.open(
                program.connections().find(Connection.SANDBOX),
                new Workspaces.Request(Workspaces.Access.READ, "test", Duration.ofSeconds(10), notice -> {}))) {
            return workspace.views().drafts().select("").page(0, 100).stream()
                    .map(row -> workspace.views().drafts().find(row.id()).orElseThrow())
                    .map(draft -> draft.message().text())
                    .toList();
        }
    }
}
