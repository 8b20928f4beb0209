package dev.rostrum.store;

import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Values out of columns. For this package and {@code store.query} only. */
public final class Rows {
    /**
     * The id under which the entry in a table named {@code u} is written to, as {@code user_id}. What the ledger keeps of
     * somebody who was forgotten is shown under a word that is no id.
     */
    public static final String ID = "coalesce(u.user_id, u.object_id, 'forgotten-' || u.id) AS user_id";

    /** {@link dev.rostrum.domain.PersonId#lasting}, of a table named {@code u}. */
    public static final String LASTING_ID = "coalesce(u.object_id, u.user_id, 'forgotten-' || u.id) AS lasting_id";

    /** The columns that {@link #user} reads, of a table named {@code u}. */
    public static final String USER =
            ID + ", u.object_id, u.name, u.given_name, u.surname, u.email, u.upn, u.tenant_id, u.kind";

    /** The columns that {@link #totals} reads, of a table named {@code t}. */
    public static final String TOTALS =
            "t.selected, t.waiting, t.opening, t.sending, t.sent, t.refused, t.in_doubt, t.excluded, t.cancelled";

    private Rows() {}

    public static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString("user_id"),
                row.getString("object_id"),
                row.getString("name"),
                row.getString("given_name"),
                row.getString("surname"),
                row.getString("email"),
                row.getString("upn"),
                row.getString("tenant_id"),
                UserKind.valueOf(row.getString("kind")));
    }

    public static Totals totals(ResultSet row) throws SQLException {
        return new Totals(
                row.getLong("selected"),
                row.getLong("waiting"),
                row.getLong("opening"),
                row.getLong("sending"),
                row.getLong("sent"),
                row.getLong("refused"),
                row.getLong("in_doubt"),
                row.getLong("excluded"),
                row.getLong("cancelled"));
    }

    /** What was chosen for a job. */
    public static SendChoices choices(ResultSet row) throws SQLException {
        return new SendChoices(
                row.getBoolean("retry_gateway"),
                row.getInt("canary"),
                row.getBoolean("outsiders"),
                row.getBoolean("unknown_kind"),
                row.getString("override"),
                decimal(row, "rate"),
                constant(row, "purpose", Purpose.class));
    }

    /** The time in a column of epoch milliseconds, or null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    /** The number in a column, or null. */
    public static Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : Integer.valueOf(value);
    }

    /** The number in a column, or null. */
    public static Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }

    /** The decimal number in a column, or null. */
    public static Double decimal(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }

    /** The reason in the columns {@code reason} and {@code reason_arguments}, or null. */
    public static Reason reason(ResultSet row) throws SQLException {
        return Reason.parse(row.getString("reason"), row.getString("reason_arguments"));
    }

    /** The reason in one column, as {@link Reason#stored} wrote it, or null. */
    public static Reason stored(ResultSet row, String column) throws SQLException {
        String stored = row.getString(column);
        return stored == null ? null : Reason.parse(stored);
    }

    /** The enum constant named in a column, or null. */
    public static <E extends Enum<E>> E constant(ResultSet row, String column, Class<E> type) throws SQLException {
        String name = row.getString(column);
        return name == null ? null : Enum.valueOf(type, name);
    }
}
