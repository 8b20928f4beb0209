package dev.rostrum.store;

import dev.rostrum.store.people.TeamStore;
import dev.rostrum.words.Sentences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A process of its own for tests: commits one change after the other until it is refused. */
public final class LostLockMain {
    private LostLockMain() {}

    public static void main(String[] args) {
        try (Database database = Database.openForWriting(
                Path.of(args[0]),
                StoreFixture.IDENTITY,
                "commit",
                Duration.ZERO,
                holder -> {},
                Clock.systemUTC(),
                System::nanoTime)) {
            TeamStore teams = new TeamStore(database);
            for (int n = 1; ; n++) {
                teams.add("19:" + n, "Team " + n, null, null, StoreFixture.T0);
                if (n == 1) {
                    say("COMMITTED 1");
                }
            }
        } catch (StoreFailure e) {
            System.err.println(Sentences.of(e));
        }
        System.exit(1);
    }

    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
