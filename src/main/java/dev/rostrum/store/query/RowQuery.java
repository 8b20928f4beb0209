package dev.rostrum.store.query;

import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a table asks: a filter and an order, answered page by page. Equal where the question is. */
public final class RowQuery<R> {
    /** Rows that one page holds at most. */
    static final int MAX_PAGE = 10_000;

    /** Makes a row from the cursor's position; it may ask more of the same snapshot. */
    interface Reader<R> {
        R read(Session session, ResultSet row) throws SQLException;
    }

    /** @param pages those that were read with the count, by their offsets */
    private record Opened<R>(RowQuery<R> query, long count, int limit, Map<Long, List<R>> pages)
            implements Snapshot<R> {
        @Override
        public List<R> page(long offset, int rows) {
            List<R> page = rows == limit ? pages.get(offset) : null;
            return page == null ? query.page(offset, rows) : page;
        }
    }

    private final Database database;
    private final String before;
    private final String columns;
    private final String from;
    private final String order;
    private final String counting;
    private final List<Object> arguments;
    private final Supplier<Reader<R>> readers;

    /**
     * Where it reads deliveries, {@link DeliveryView} says in what words of SQL.
     *
     * @param before WITH, or nothing
     * @param columns SELECT with what the reader needs
     * @param from FROM and WHERE
     * @param arguments of all of them
     * @param readers asked before each reading, outside of its snapshot
     */
    RowQuery(
            Database database,
            String before,
            String columns,
            String from,
            String order,
            List<Object> arguments,
            Supplier<Reader<R>> readers) {
        this(database, before, columns, from, order, before + "SELECT count(*)" + from, arguments, readers);
    }

    /** @param counting the whole statement that counts the rows */
    RowQuery(
            Database database,
            String before,
            String columns,
            String from,
            String order,
            String counting,
            List<Object> arguments,
            Supplier<Reader<R>> readers) {
        this.database = database;
        this.before = before;
        this.columns = columns;
        this.from = from;
        this.order = order;
        this.counting = counting;
        this.arguments = List.copyOf(arguments);
        this.readers = readers;
    }

    /**
     * What it finds now.
     *
     * @param limit rows of a page, at most 10,000
     * @param offsets where the pages begin that are read with the count
     */
    public Snapshot<R> open(int limit, long... offsets) {
        Reader<R> reader = readers.get();
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> {
            Map<Long, List<R>> pages = new HashMap<>();
            for (long offset : offsets) {
                pages.put(offset, page(session, view, reader, offset, limit));
            }
            return new Opened<>(this, count(session, view), limit, pages);
        });
    }

    /** At most {@code limit} rows, and never more than 10,000. */
    public List<R> page(long offset, int limit) {
        Reader<R> reader = readers.get();
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> page(session, view, reader, offset, limit));
    }

    public long count() {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> count(session, view));
    }

    /** Streams every row; a read transaction is open until it ends: the sink should not wait for people. */
    public void each(Consumer<? super R> sink) {
        Reader<R> reader = readers.get();
        DeliveryView view = DeliveryView.of(database);
        database.read(session -> {
            session.each(view.in(rows()), row -> reader.read(session, row), sink, arguments.toArray());
            return null;
        });
    }

    /**
     * Streams rows to a sink, until it wants no more or has so many; a read transaction is open until then.
     *
     * @param limit rows at most
     */
    public void each(long limit, Predicate<? super R> sink) {
        Reader<R> reader = readers.get();
        DeliveryView view = DeliveryView.of(database);
        List<Object> all = new ArrayList<>(arguments);
        all.add(limit);
        database.read(session -> {
            session.eachUntil(
                    view.in(rows()) + " LIMIT ?" + all.size(), row -> reader.read(session, row), sink, all.toArray());
            return null;
        });
    }

    /** The statement that reads the rows. */
    String rows() {
        return before + columns + from + order;
    }

    private List<R> page(Session session, DeliveryView view, Reader<R> reader, long offset, int limit)
            throws SQLException {
        List<Object> all = new ArrayList<>(arguments);
        all.add(Math.max(0, Math.min(limit, MAX_PAGE)));
        all.add(Math.max(0, offset));
        return session.list(
                view.in(rows()) + " LIMIT ?" + (all.size() - 1) + " OFFSET ?" + all.size(),
                row -> reader.read(session, row),
                all.toArray());
    }

    private long count(Session session, DeliveryView view) throws SQLException {
        return session.number(view.in(counting), arguments.toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowQuery<?>
                && ((RowQuery<?>) other).database == database
                && ((RowQuery<?>) other).rows().equals(rows())
                && ((RowQuery<?>) other).arguments.equals(arguments);
    }

    @Override
    public int hashCode() {
        return rows().hashCode() * 31 + arguments.hashCode();
    }
}
