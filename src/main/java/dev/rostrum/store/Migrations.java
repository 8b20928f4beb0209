package dev.rostrum.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Numbered changes of the schema; {@code user_version} counts those that a file has had. */
final class Migrations {
    private static final List<String> FILES = List.of(
            "001.sql", "002.sql", "003.sql", "004.sql", "005.sql", "006.sql", "007.sql", "008.sql", "009.sql",
            "010.sql", "011.sql", "012.sql");

    /** The version this program writes. */
    static final int CURRENT = FILES.size();

    private Migrations() {}

    /**
     * Brings the file from {@code version} to {@link #CURRENT}, in one transaction: whatever happens on the way leaves
     * the old schema or the new one.
     */
    static void apply(Session session, int version) throws SQLException {
        apply(session, version, CURRENT);
    }

    /** The same up to an earlier version, for files as an earlier program made them. */
    static void apply(Session session, int version, int to) throws SQLException {
        if (version >= to) {
            return;
        }
        session.script("BEGIN IMMEDIATE");
        try {
            // Whoever opened the file has looked at it before; here nobody can change it any more.
            if (version > 0 && Schema.difference(session, version).isPresent()) {
                throw new SQLException("the file has changed since it was looked at");
            }
            for (int next = version + 1; next <= to; next++) {
                session.scripts(text(FILES.get(next - 1)));
            }
            session.script("PRAGMA user_version = " + to);
            session.script("COMMIT");
        } catch (SQLException e) {
            rollBack(session, e);
            throw e;
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
