package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.domain.OptOut;
import dev.rostrum.files.Rights;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.query.AuditQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditUserTest {
    @TempDir
    Path folder;

    @Test
    void whoDecidedIsTheSystemsAccountWhateverJavaIsTold() throws Exception {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
        String before = System.getProperty("user.name");
        System.setProperty("user.name", "mallory");
        try (Database database = StoreFixture.open(folder.resolve("x.db"))) {
            StoreFixture.roster(database, "t", StoreFixture.T0, StoreFixture.user("29:a", null, "Ada"));
            new OptOuts(database, AuditLog.ofThisUser(), StoreFixture.CLOCK).set("29:a", OptOut.Asker.ADMIN, null);
            Object uid = Files.getAttribute(folder, "unix:uid");
            assertThat(new AuditQuery(database).select().page(0, 10))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.osUser()).contains("uid " + uid).doesNotContain("mallory"));
        } finally {
            System.setProperty("user.name", before);
        }
    }
}
