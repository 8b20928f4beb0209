package dev.rostrum.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sqlite.JDBC;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection to the data file with its prepared statements, used by one thread at a time. For the packages of
 * the store only.
 */
public final class Session implements AutoCloseable {
    /** How long SQLite waits for another program that holds the file, in milliseconds. */
    private static final int BUSY_MILLIS = 5_000;

    private static final int EMPTY_LOG_MILLIS = 100;

    private static final int MAX_STATEMENTS = 200;

    /** Page cache of the writer and of each reader. The default of 2 MB makes each index a matter of the disk. */
    private static final int WRITER_CACHE_KIB = 64 << 10;

    private static final int READER_CACHE_KIB = 16 << 10;

    /** Makes a row from the cursor's position. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** How a file is opened. */
    enum Mode {
        CREATE,
        WRITE,
        READ,
        /** Without any file beside it: for a folder that cannot be written, while nobody writes. */
        READ_FROZEN
    }

    /** Steps of SQLite's machine between two looks at the thread: about a millisecond. */
    private static final int STEPS_BETWEEN_LOOKS = 50_000;

    private final SQLiteConnection connection;
    // In order of use, so that the oldest statement goes when there are too many.
    private final LinkedHashMap<String, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true);

    private boolean erased;

    // Few kinds, each made at its first use.
    private final Map<Class<?>, PendingChanges> pending = new ConcurrentHashMap<>();

    private Session(SQLiteConnection connection) {
        this.connection = connection;
    }

    /** An empty database that no file holds. */
    static Session memory() throws SQLException {
        return open(JDBC.PREFIX + ":memory:", config(), WRITER_CACHE_KIB);
    }

    static Session open(Path file, Mode mode) throws SQLException {
        SQLiteConfig config = config();
        if (mode == Mode.READ || mode == Mode.READ_FROZEN) {
            config.setReadOnly(true);
        } else if (mode == Mode.WRITE) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        boolean reader = mode == Mode.READ || mode == Mode.READ_FROZEN;
        return open(
                JDBC.PREFIX + uri(file) + (mode == Mode.READ_FROZEN ? "?immutable=1" : ""),
                config,
                reader ? READER_CACHE_KIB : WRITER_CACHE_KIB);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // Else the driver asks for the row id after each insert, with a statement that it prepares anew.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static Session open(String url, SQLiteConfig config, int cacheKib) throws SQLException {
        NativeLibrary.use();
        Session session;
        try {
            session = new Session(JDBC.createConnection(url, config.toProperties()));
        } catch (LinkageError e) {
            // A second try, after the driver's library could not be loaded.
            throw new SQLException("The native library is not there", e);
        }
        try {
            session.script("PRAGMA trusted_schema = OFF");
            session.script("PRAGMA foreign_keys = ON");
            // Names and addresses do not go into temporary files.
            session.script("PRAGMA temp_store = MEMORY");
            session.script("PRAGMA cache_size = -" + cacheKib);
        } catch (SQLException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** The path as a URI in which nothing can be taken for a parameter: the driver reads settings behind a question mark. */
    static String uri(Path file) {
        String path =
                file.toAbsolutePath().toString().replace(file.getFileSystem().getSeparator(), "/");
        StringBuilder uri = new StringBuilder("file:");
        if (path.startsWith("//")) {
            uri.append("//");
        } else if (!path.startsWith("/")) {
            uri.append('/');
        }
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "/-._~:".indexOf(c) >= 0;
            if (plain) {
                uri.append(c);
            } else {
                uri.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return uri.toString();
    }

    /** From now on what it reads ends with a failure soon after its thread was interrupted. */
    void endWhenInterrupted() throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return Thread.currentThread().isInterrupted() ? 1 : 0;
            }
        });
    }

    /** What the open transaction gathers of one kind. */
    public <C extends PendingChanges> C pending(Class<C> kind, Supplier<C> none) {
        return kind.cast(pending.computeIfAbsent(kind, key -> none.get()));
    }

    /** Into the open transaction. */
    void writePending() throws SQLException {
        for (PendingChanges changes : pending.values()) {
            changes.write(this);
        }
    }

    /** What is deleted in this transaction must not be found in the data file's log either; it is emptied soon after the commit. */
    public void erased() {
        erased = true;
    }

    /** Whether that was said since this was asked last. */
    boolean takeErased() {
        boolean was = erased;
        erased = false;
        return was;
    }

    /** False while somebody reads an older state, which is waited for only shortly. */
    boolean emptyLog() throws SQLException {
        script("PRAGMA busy_timeout = " + EMPTY_LOG_MILLIS);
        try {
            return number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } finally {
            script("PRAGMA busy_timeout = " + BUSY_MILLIS);
        }
    }

    void pendingCommitted() {
        pending.values().forEach(PendingChanges::committed);
    }

    /** What was gathered has been undone. */
    void forgetPending() {
        pending.values().forEach(PendingChanges::forget);
    }

    /** Rows changed by the statement itself, without those that triggers changed. */
    public int update(String sql, Object... arguments) throws SQLException {
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw forget(sql, e);
        }
    }

    public <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, reader, rows::add, arguments);
        return rows;
    }

    /** The first row; empty where there is none, or where the reader makes null of it. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) throws SQLException {
        try (ResultSet row = query(sql, arguments)) {
            return row.next() ? Optional.ofNullable(reader.read(row)) : Optional.empty();
        } catch (SQLException e) {
            throw forget(sql, e);
        }
    }

    public <T> void each(String sql, RowReader<T> reader, Consumer<? super T> sink, Object... arguments)
            throws SQLException {
        eachUntil(
                sql,
                reader,
                row -> {
                    sink.accept(row);
                    return true;
                },
                arguments);
    }

    /** Does as {@link #each}, until the sink says that it wants no more. */
    public <T> void eachUntil(String sql, RowReader<T> reader, Predicate<? super T> sink, Object... arguments)
            throws SQLException {
        try (ResultSet row = query(sql, arguments)) {
            boolean wanted = true;
            while (wanted && row.next()) {
                wanted = sink.test(reader.read(row));
            }
        } catch (SQLException e) {
            throw forget(sql, e);
        }
    }

    /** The first column of the first row; 0 where there is no row or no value. */
    public long number(String sql, Object... arguments) throws SQLException {
        return first(sql, row -> row.getLong(1), arguments).orElse(0L);
    }

    /** The first column of the first row; null where there is no row or no value. */
    public String text(String sql, Object... arguments) throws SQLException {
        return first(sql, row -> row.getString(1), arguments).orElse(null);
    }

    /** Inserts one row and returns its row id. */
    public long insert(String sql, Object... arguments) throws SQLException {
        update(sql, arguments);
        return number("SELECT last_insert_rowid()");
    }

    /** Statements without arguments and without interest in their answers, for example pragmas. */
    public void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows) {
                // An open result would keep the next statement from committing.
                statement.getResultSet().close();
                rows = statement.getMoreResults();
            }
        }
    }

    /** Several statements at once, for example a migration. */
    public void scripts(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private ResultSet query(String sql, Object... arguments) throws SQLException {
        return bound(sql, arguments).executeQuery();
    }

    /** The driver may have finalized a statement that failed, so it is not used again. */
    private SQLException forget(String sql, SQLException failure) {
        PreparedStatement statement = statements.remove(sql);
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
            dropOldest();
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        if (value == null) {
            statement.setObject(at, null);
        } else if (value instanceof Long) {
            statement.setLong(at, (Long) value);
        } else if (value instanceof Integer) {
            statement.setInt(at, (Integer) value);
        } else if (value instanceof String) {
            statement.setString(at, (String) value);
        } else if (value instanceof Instant) {
            statement.setLong(at, ((Instant) value).toEpochMilli());
        } else if (value instanceof Boolean) {
            statement.setInt(at, (Boolean) value ? 1 : 0);
        } else if (value instanceof byte[]) {
            statement.setBytes(at, (byte[]) value);
        } else if (value instanceof Double) {
            statement.setDouble(at, (Double) value);
        } else if (value instanceof Enum) {
            statement.setString(at, ((Enum<?>) value).name());
        } else {
            throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    private void dropOldest() throws SQLException {
        if (statements.size() > MAX_STATEMENTS) {
            Iterator<Map.Entry<String, PreparedStatement>> oldest =
                    statements.entrySet().iterator();
            PreparedStatement statement = oldest.next().getValue();
            oldest.remove();
            statement.close();
        }
    }

    /**
     * A copy of the whole file as it is now, into an empty file. Others write on meanwhile. It may not run inside a
     * transaction, and is not synced to the disk.
     */
    void vacuumInto(Path target) throws SQLException {
        update("VACUUM INTO ?", target.toString());
    }

    /** Makes what another thread runs here fail soon. The caller sees to it that the session is not closed meanwhile. */
    void interrupt() throws SQLException {
        connection.getDatabase().interrupt();
    }

    @Override
    public void close() throws SQLException {
        // Closing the connection closes its statements too.
        statements.clear();
        connection.close();
    }
}
