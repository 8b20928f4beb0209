package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHealthTest {
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("data.db");
    }

    @Test
    void aSoundFileIsSoundAlsoWhileItIsWrittenTo() {
        try (Database database = StoreFixture.open(file())) {
            assertThat(new FileHealth(file(), StoreFixture.IDENTITY).check()).isEqualTo(Migrations.CURRENT);
            assertThat(database.writable()).isTrue();
        }
        FileHealth stopped = new FileHealth(file(), StoreFixture.IDENTITY);
        stopped.cancel();
        assertThatThrownBy(stopped::check).isInstanceOf(StoreFailure.class).satisfies(says("stopped"));
    }

    @Test
    void noFileIsMissingAndAnotherBotsIsNotOurs() {
        assertThat(reason(file(), StoreFixture.IDENTITY)).isEqualTo(StoreFailure.Cause.MISSING);
        StoreFixture.open(file()).close();
        FileIdentity other =
                new FileIdentity(StoreFixture.IDENTITY.simulated(), "other", StoreFixture.IDENTITY.tenantId());
        assertThat(reason(file(), other)).isEqualTo(StoreFailure.Cause.NOT_OURS);
    }

    @Test
    void aBrokenPageIsFoundWhereverItLies() throws Exception {
        StoreFixture.open(file()).close();
        StoreFixture.withoutFreePages(file());
        long pages = Files.size(file()) / PAGE;
        List<Long> unseen = new ArrayList<>();
        for (long page = 1; page < pages; page++) {
            Path copy = Files.copy(file(), folder.resolve("copy-" + page + ".db"));
            try (RandomAccessFile raw = new RandomAccessFile(copy.toFile(), "rw")) {
                raw.seek(page * PAGE);
                raw.write(new byte[PAGE]);
            }
            if (reason(copy, StoreFixture.IDENTITY) != StoreFailure.Cause.DAMAGED) {
                unseen.add(page);
            }
        }
        assertThat(pages).isGreaterThan(5);
        assertThat(unseen).isEmpty();
    }

    @Test
    void thereIsRoomOnTheDiskAlsoBeforeTheFolderIsThere() {
        assertThat(FileHealth.freeBytes(folder.resolve("a/b/c.db"))).isPositive();
    }

    private static StoreFailure.Cause reason(Path file, FileIdentity identity) {
        try {
            new FileHealth(file, identity).check();
            return null;
        } catch (StoreFailure e) {
            return e.what();
        }
    }
}
