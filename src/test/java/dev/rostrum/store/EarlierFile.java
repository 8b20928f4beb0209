package dev.rostrum.store;

import dev.rostrum.store.Session.Mode;
import java.nio.file.Path;
import java.sql.SQLException;

/** An empty data file as the version before this one left it. */
public final class EarlierFile {
    private EarlierFile() {}

    public static void make(Path file, FileIdentity identity) throws SQLException {
        try (Session session = Session.open(file, Mode.CREATE)) {
            session.script("PRAGMA journal_mode = WAL");
            session.script("PRAGMA application_id = " + Database.APPLICATION_ID);
            Migrations.apply(session, 0, Migrations.CURRENT - 1);
            String[][] entries = {
                {"simulated", Boolean.toString(identity.simulated())},
                {"app_id", identity.appId()},
                {"tenant_id", identity.tenantId()},
                {"created_at", "1"}
            };
            for (String[] entry : entries) {
                session.update("INSERT INTO meta (key, value) VALUES (?, ?)", entry[0], entry[1]);
            }
            session.script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
