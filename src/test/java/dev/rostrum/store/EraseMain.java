package dev.rostrum.store;

import dev.rostrum.store.people.PersonErasing;
import java.nio.file.Path;

/** Erases a person in a process that is killed. */
public final class EraseMain {
    private EraseMain() {}

    /** @param arguments the data file, and an id of the person */
    public static void main(String[] arguments) {
        try (Database database = StoreFixture.open(Path.of(arguments[0]))) {
            System.out.println("open");
            erase(database, arguments[1]);
            System.out.println("done");
        }
    }

    static ErasedFiles.Done erase(Database database, String id) {
        PersonErasing.Erased erased =
                new PersonErasing(database, new AuditLog(() -> "tester"), StoreFixture.CLOCK).erase(id, false);
        return database.erasedFiles().finish(erased.identity(), progress -> {});
    }
}
