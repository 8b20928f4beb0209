package dev.rostrum.store;

import dev.rostrum.store.people.TeamStore;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A process of its own for tests: opens a data file, says how that went, and waits for the end of its input. */
public final class HoldFileMain {
    private HoldFileMain() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        if (args[0].equals("look")) {
            look(file);
            return;
        }
        try (Database database = args[0].equals("write")
                ? Database.openForWriting(
                        file,
                        StoreFixture.IDENTITY,
                        "hold",
                        Duration.ZERO,
                        holder -> {},
                        Clock.systemUTC(),
                        System::nanoTime)
                : Database.openForReading(file, StoreFixture.IDENTITY)) {
            say("OPEN " + new TeamStore(database).list().size());
            while (System.in.read() >= 0) {
                // Until told to end.
            }
        } catch (StoreFailure e) {
            say(e.what() + " " + e.reason().code() + ": " + Sentences.of(e));
        }
    }

    /** Asks all the time whether anybody writes, until the end of its input. */
    private static void look(Path file) throws IOException {
        say("LOOKING");
        while (System.in.available() == 0) {
            WriterLock.held(file);
        }
    }

    private static void say(String line) {
        System.out.write(
                (line + "\n").getBytes(StandardCharsets.UTF_8), 0, line.getBytes(StandardCharsets.UTF_8).length + 1);
        System.out.flush();
    }
}
