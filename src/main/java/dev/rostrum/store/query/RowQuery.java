package dev.rostrum.store.query;

import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a table asks: a filter and an order, answered page by page. Equal where the question is. */
public final class RowQuery<R> {
    /** Rows that one page holds at most. */
    static final int MAX_PAGE = 10_000;

    /** Makes a row from the cursor's position; it may ask more of the same snapshot. */
    interface Reader<R> {
        R read(Session session, ResultSet row) throws SQLException;
    }

    /** Finds the numbers of rows in their order; null: only the statement can. */
    interface Numbers {
        int[] in(Session session) throws SQLException;
    }

    /** Rows whose numbers are known already: those in {@code found} stay the same, whatever comes in between. */
    private record Listed<R>(RowQuery<R> query, int[] found, int limit, Map<Long, List<R>> pages)
            implements Snapshot<R> {
        @Override
        public long count() {
            return found.length;
        }

        @Override
        public List<R> page(long offset, int rows) {
            List<R> page = rows == limit ? pages.get(offset) : null;
            return page == null ? query.listed(found, offset, rows) : page;
        }
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
    private final Numbers numbers;
    private final String numbered;

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
        this.numbers = session -> null;
        this.numbered = null;
    }

    private RowQuery(RowQuery<R> query, Numbers numbers, String numbered) {
        this.database = query.database;
        this.before = query.before;
        this.columns = query.columns;
        this.from = query.from;
        this.order = query.order;
        this.counting = query.counting;
        this.arguments = query.arguments;
        this.readers = query.readers;
        this.numbers = numbers;
        this.numbered = numbered;
    }

    /**
     * The same query, for which the numbers of its rows may be known without the statement.
     *
     * @param number SQL of a row's number
     * @param all FROM and WHERE of all rows that may be found
     */
    RowQuery<R> found(Numbers known, String number, String all) {
        return new RowQuery<>(
                this,
                known,
                before + columns + ", " + number + " AS row_number" + all + " AND " + number
                        + " IN (SELECT value FROM json_each(?1))");
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
            int[] found = numbers.in(session);
            if (found != null) {
                for (long offset : offsets) {
                    pages.put(offset, listed(session, reader, found, offset, limit));
                }
                return new Listed<>(this, found, limit, pages);
            }
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
        return database.read(session -> {
            int[] found = numbers.in(session);
            return found == null
                    ? page(session, view, reader, offset, limit)
                    : listed(session, reader, found, offset, limit);
        });
    }

    private List<R> listed(int[] found, long offset, int limit) {
        Reader<R> reader = readers.get();
        return database.read(session -> listed(session, reader, found, offset, limit));
    }

    /** Rows by their numbers, in the order of these; one that is gone is left out. */
    private List<R> listed(Session session, Reader<R> reader, int[] found, long offset, int limit) throws SQLException {
        int from = (int) Math.max(0, Math.min(offset, found.length));
        int to = (int) Math.min((long) from + Math.max(0, Math.min(limit, MAX_PAGE)), found.length);
        if (from == to) {
            return List.of();
        }
        String asked =
                Arrays.stream(found, from, to).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        Map<Integer, R> rows = new HashMap<>();
        session.each(
                numbered,
                row -> Map.entry(row.getInt("row_number"), reader.read(session, row)),
                row -> rows.put(row.getKey(), row.getValue()),
                asked);
        return Arrays.stream(found, from, to)
                .mapToObj(rows::get)
                .filter(Objects::nonNull)
                .toList();
    }

    public long count() {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> {
            int[] found = numbers.in(session);
            return found == null ? count(session, view) : found.length;
        });
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
