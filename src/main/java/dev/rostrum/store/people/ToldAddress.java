package dev.rostrum.store.people;

import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.time.Instant;
import java.util.Optional;

/**
 * The connector's address as the newest event named it.
 *
 * @param url as it came; whoever uses it decides whether it is believed
 * @param at when the event was
 */
public record ToldAddress(String url, Instant at) {
    /** Empty where no event has named one. */
    public static Optional<ToldAddress> read(Database database) {
        return database.read(session -> session.first(
                "SELECT u.value AS url, CAST(t.value AS INTEGER) AS at FROM setting u CROSS JOIN setting t ON t.key = ?"
                        + " WHERE u.key = ?",
                row -> new ToldAddress(row.getString("url"), Rows.instant(row, "at")),
                EventChanges.SERVICE_URL_AT,
                EventChanges.SERVICE_URL));
    }
}
