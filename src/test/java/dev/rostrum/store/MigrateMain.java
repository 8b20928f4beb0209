package dev.rostrum.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of its own for tests: opens a data file for writing, which brings it up to date, and says how far it is; with another argument it stays until the search index is whole. */
public final class MigrateMain {
    private MigrateMain() {}

    public static void main(String[] args) {
        say("START");
        try (Database database = Database.openForWriting(
                Path.of(args[0]),
                StoreFixture.IDENTITY,
                "migrate",
                Duration.ZERO,
                holder -> {},
                Clock.systemUTC(),
                System::nanoTime)) {
            say("OPEN " + database.writable());
            while (args.length > 1 && !database.read(PeopleIndex::whole)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        say("END");
    }

    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
