package dev.rostrum.store;

import java.nio.file.Path;

/** A process of its own for tests: puts the newest backup in the data file's place. */
public final class RestoreMain {
    private RestoreMain() {}

    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        BackupFiles.Backup newest =
                new BackupFiles(file, StoreFixture.IDENTITY).list().get(0);
        new Restore(file, StoreFixture.IDENTITY).to(newest, false, StoreFixture.terms(StoreFixture.at(60)));
    }
}
