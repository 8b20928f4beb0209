package dev.rostrum.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Numbered changes of the schema; {@code user_version} counts those that a file has had. */
final class Migrations {
    private static final List<String> FILES = List.of("001.sql", "002.sql");

    /** The version this program writes. */
    static final int CURRENT = FILES.size();

    private Migrations() {}

    /** Brings the file from {@code version} to {@link #CURRENT}, each step in a transaction of its own. */
    static void apply(Session session, int version) throws SQLException {
        for (int next = version + 1; next <= CURRENT; next++) {
            String sql = text(FILES.get(next - 1));
            session.script("BEGIN IMMEDIATE");
            try {
                session.scripts(sql);
                session.script("PRAGMA user_version = " + next);
                session.script("COMMIT");
            } catch (SQLException e) {
                rollBack(session, e);
                throw e;
            }
        }
    }

    private static void rollBack(Session session, SQLException cause) {
        try {
            session.script("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static String text(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its migration " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
