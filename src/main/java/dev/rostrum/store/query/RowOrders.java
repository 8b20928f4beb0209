package dev.rostrum.store.query;

import dev.rostrum.store.PeopleIndex;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rows of a table in memory, each by the number of its entry (decision 0062): for each column the numbers in its order, for each filter
 * a set of them. What a search finds is a set too; walked along an order it gives rows and count at once. It follows the commits
 * that {@code people_change} tells of, read in the same transaction as the rows: so it is never older than they are, whoever wrote
 * them.
 *
 * @param <C> columns
 * @param <F> filters, equal where they show the same
 */
final class RowOrders<C extends Enum<C>, F> {
    /** Filters kept: a bit for each entry. */
    private static final int KEPT_FILTERS = 24;

    /** Columns that rows are sorted by at most. */
    static final int COLUMNS = 2;

    /** Words kept, so that another order or filter, or a look after a commit, seeks only in what was touched. */
    private static final int KEPT_WORDS = 12;

    /** With more rows than these out of place an order is read anew. */
    private static final int MANY = 4_000;

    /** With more entries than these to be looked at again a filter is read anew. */
    private static final int MANY_SHOWN = 50_000;

    /** What the rows are. Statements name no values but those given. */
    interface Definition<C, F> {
        /** Selects the numbers of all entries that have something in the column, in its order, then theirs. */
        String ordered(C column);

        /**
         * Selects the number of each of the entries in the JSON list {@code ?1} and what it has in the column, as bytes or number; no
         * row or null where it has nothing.
         */
        String keys(C column);

        /**
         * Selects the numbers of the entries that a filter shows.
         *
         * @param among only of those in the JSON list {@code ?1}
         */
        String shown(F filter, boolean among, List<Object> arguments);

        /** The entries in which a word is found; those that no filter shows may be among them. */
        BitSet found(Session session, String word) throws SQLException;

        /** Selects those of the entries in the JSON list {@code ?1} in which a word is found. */
        String found(String word, List<Object> arguments);
    }

    private static final class Order {
        private int[] entries;
        private long seen;
        /** Where another value begins than that of the row before; null until it is asked for. */
        private BitSet groups;

        Order(int[] entries, long seen) {
            this.entries = entries;
            this.seen = seen;
        }
    }

    private static final class Shown {
        private BitSet entries;
        private long seen;

        Shown(BitSet entries, long seen) {
            this.entries = entries;
            this.seen = seen;
        }
    }

    /** What a column holds: bytes, a number, or nothing. */
    private record Key(byte[] bytes, long number) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return bytes == null ? Long.compare(number, other.number) : Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    private final Definition<C, F> definition;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<C, Order> orders;
    private final Map<F, Shown> filters = new LinkedHashMap<>(32, 0.75f, true);
    private final Map<String, Shown> words = new LinkedHashMap<>(16, 0.75f, true);

    RowOrders(Class<C> columns, Definition<C, F> definition) {
        this.definition = definition;
        this.orders = new EnumMap<>(columns);
    }

    /** Reads the order of a column, so that it is there when it is asked for. Nobody waits for it. */
    void prepare(Session session, C column) throws SQLException {
        Order read = read(session, column, latest(session));
        locked(() -> orders.putIfAbsent(column, read));
    }

    /** Reads what a filter shows, so that it is there when it is asked for. Nobody waits for it. */
    void prepare(Session session, F filter) throws SQLException {
        Shown read = read(session, filter, latest(session));
        locked(() -> filters.putIfAbsent(filter, read));
    }

    private Order read(Session session, C column, long now) throws SQLException {
        return new Order(PeopleIndex.numbers(session, packed(definition.ordered(column))), now);
    }

    private Shown read(Session session, F filter, long now) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        String shown = packed(definition.shown(filter, false, arguments));
        return new Shown(PeopleIndex.bits(session, shown, arguments.toArray()), now);
    }

    /**
     * The rows that all of the filters show, and which are in all of the sets, in order. Who has nothing in a column comes last; of equal
     * ones the number decides, in the direction of the last column.
     *
     * @param words that all are found in them
     * @param sort at most two columns, one at least
     */
    int[] rows(Session session, List<F> shown, List<String> words, List<Sort<C>> sort) throws SQLException {
        return locked(() -> {
            long now = latest(session);
            BitSet rows = rows(session, shown, words, now);
            return sort.size() == 1
                    ? sorted(session, rows, sort.get(0), now)
                    : sorted(session, rows, sort.get(0), sort.get(1), now);
        });
    }

    /** How many rows that are. */
    long count(Session session, List<F> shown, List<String> words) throws SQLException {
        return locked(() -> (long) rows(session, shown, words, latest(session)).cardinality());
    }

    private BitSet rows(Session session, List<F> shown, List<String> words, long now) throws SQLException {
        BitSet rows = (BitSet) shown(session, shown.get(0), now).clone();
        for (F filter : shown.subList(1, shown.size())) {
            rows.and(shown(session, filter, now));
        }
        for (String word : words) {
            if (rows.isEmpty()) {
                break;
            }
            rows.and(found(session, word, now));
        }
        return rows;
    }

    private interface Work<T> {
        T done() throws SQLException;
    }

    private <T> T locked(Work<T> work) throws SQLException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
        try {
            return work.done();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- what changed

    /** The newest commit that was told of. It stays known where the rows that tell are gone. */
    private static long latest(Session session) throws SQLException {
        return session.number("SELECT seq FROM sqlite_sequence WHERE name = 'people_change'");
    }

    /** Entries touched since; null: it cannot be said. */
    private static BitSet since(Session session, long seen, long now) throws SQLException {
        if (now < seen) {
            return null;
        }
        BitSet touched = new BitSet();
        long[] told = new long[1];
        session.each(
                "SELECT users FROM people_change WHERE id > ?",
                row -> row.getBytes(1),
                users -> {
                    if (users != null) {
                        told[0]++;
                        PeopleIndex.unpacked(users, touched);
                    }
                },
                seen);
        return told[0] == now - seen ? touched : null;
    }

    private BitSet shown(Session session, F filter, long now) throws SQLException {
        return followed(
                session,
                filters,
                KEPT_FILTERS,
                filter,
                now,
                () -> read(session, filter, now).entries,
                arguments -> definition.shown(filter, true, arguments));
    }

    private BitSet found(Session session, String word, long now) throws SQLException {
        return followed(
                session,
                words,
                KEPT_WORDS,
                word,
                now,
                () -> definition.found(session, word),
                arguments -> definition.found(word, arguments));
    }

    /** Selects those of the entries in the JSON list {@code ?1}, which is among the arguments already. */
    private interface Among {
        String select(List<Object> arguments);
    }

    /** What is kept, after those that were touched since were looked at again. */
    private static <K> BitSet followed(
            Session session, Map<K, Shown> kept, int most, K key, long now, Work<BitSet> whole, Among among)
            throws SQLException {
        Shown known = kept.get(key);
        BitSet touched = known == null ? null : known.seen == now ? new BitSet() : since(session, known.seen, now);
        if (touched == null || touched.cardinality() > MANY_SHOWN) {
            known = new Shown(whole.done(), now);
            kept.put(key, known);
            while (kept.size() > most) {
                kept.remove(kept.keySet().iterator().next());
            }
            return known.entries;
        }
        if (!touched.isEmpty()) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(PeopleIndex.json(touched));
            BitSet still = PeopleIndex.bits(session, packed(among.select(arguments)), arguments.toArray());
            known.entries.andNot(touched);
            known.entries.or(still);
        }
        known.seen = now;
        return known.entries;
    }

    private static String packed(String selecting) {
        return "SELECT group_concat(entry) FROM (" + selecting + ")";
    }

    private Order order(Session session, C column, long now) throws SQLException {
        Order kept = orders.get(column);
        BitSet touched = kept == null ? null : kept.seen == now ? new BitSet() : since(session, kept.seen, now);
        if (touched == null || touched.cardinality() > MANY) {
            kept = read(session, column, now);
            orders.put(column, kept);
            return kept;
        }
        if (!touched.isEmpty()) {
            kept.entries = merged(session, column, kept.entries, touched);
            kept.groups = null;
        }
        kept.seen = now;
        return kept;
    }

    /** The order with these entries in their places. */
    private int[] merged(Session session, C column, int[] before, BitSet touched) throws SQLException {
        int[] rest = new int[before.length];
        int kept = 0;
        for (int entry : before) {
            if (!touched.get(entry)) {
                rest[kept++] = entry;
            }
        }
        Map<Integer, Key> keys = keys(session, column, PeopleIndex.json(touched));
        List<Integer> moved = new ArrayList<>(keys.keySet());
        moved.sort((a, b) -> compared(a, keys.get(a), b, keys.get(b)));
        int[] after = new int[kept + moved.size()];
        Map<Integer, Key> met = new HashMap<>();
        int from = 0;
        for (int i = 0; i < moved.size(); i++) {
            int entry = moved.get(i);
            int at = place(session, column, rest, from, kept, entry, keys.get(entry), met);
            System.arraycopy(rest, from, after, from + i, at - from);
            after[at + i] = entry;
            from = at;
        }
        System.arraycopy(rest, from, after, from + moved.size(), kept - from);
        return after;
    }

    private static int compared(int a, Key keyOfA, int b, Key keyOfB) {
        int order = keyOfA.compareTo(keyOfB);
        return order == 0 ? Integer.compare(a, b) : order;
    }

    private int place(
            Session session, C column, int[] entries, int from, int to, int entry, Key key, Map<Integer, Key> met)
            throws SQLException {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int other = entries[middle];
            Key otherKey = met.get(other);
            if (otherKey == null) {
                otherKey = keys(session, column, "[" + other + "]").get(other);
                met.put(other, otherKey);
            }
            if (compared(other, otherKey, entry, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Map<Integer, Key> keys(Session session, C column, String entries) throws SQLException {
        Map<Integer, Key> keys = new HashMap<>();
        session.each(
                definition.keys(column),
                row -> {
                    Object value = row.getObject(2);
                    if (value != null) {
                        keys.put(
                                row.getInt(1),
                                value instanceof byte[] bytes
                                        ? new Key(bytes, 0)
                                        : new Key(null, ((Number) value).longValue()));
                    }
                    return value;
                },
                value -> {},
                entries);
        return keys;
    }

    // ---------------------------------------------------------------- sorting

    private int[] sorted(Session session, BitSet rows, Sort<C> by, long now) throws SQLException {
        int[] sorted = new int[rows.cardinality()];
        BitSet left = (BitSet) rows.clone();
        int filled = walked(order(session, by.column(), now).entries, by.ascending(), rows, left, sorted);
        rest(left, by.ascending(), sorted, filled);
        return sorted;
    }

    /** Fills in the rows that are in the order; returns how many. */
    private static int walked(int[] order, boolean ascending, BitSet rows, BitSet left, int[] sorted) {
        int filled = 0;
        int size = order.length;
        for (int i = 0; i < size && filled < sorted.length; i++) {
            int entry = order[ascending ? i : size - 1 - i];
            if (rows.get(entry)) {
                sorted[filled++] = entry;
                left.clear(entry);
            }
        }
        return filled;
    }

    private static void rest(BitSet left, boolean ascending, int[] sorted, int from) {
        int at = from;
        for (int entry = left.nextSetBit(0); entry >= 0 && at < sorted.length; entry = left.nextSetBit(entry + 1)) {
            sorted[ascending ? at : sorted.length - 1 - (at - from)] = entry;
            at++;
        }
    }

    /** By two columns: the rows in the order of the second one are dealt out to the groups of equal ones of the first. */
    private int[] sorted(Session session, BitSet rows, Sort<C> first, Sort<C> second, long now) throws SQLException {
        int[] sorted = sorted(session, rows, new Sort<>(second.column(), second.ascending()), now);
        Order order = order(session, first.column(), now);
        if (order.groups == null) {
            order.groups = groups(session, first.column(), order.entries);
        }
        int[] group = new int[Math.max(1, rows.length())];
        int[] begins = new int[order.groups.cardinality() + 2];
        int groups = 0;
        int size = order.entries.length;
        for (int i = 0; i < size; i++) {
            if (order.groups.get(i)) {
                groups++;
            }
            int entry = order.entries[i];
            if (rows.get(entry)) {
                group[entry] = groups;
                begins[groups]++;
            }
        }
        begins[0] = sorted.length - Arrays.stream(begins).sum();
        // Groups are numbered from 1 on; 0 has nothing in the column, and comes last.
        int at = 0;
        for (int i = 1; i <= groups; i++) {
            int number = first.ascending() ? i : groups + 1 - i;
            int many = begins[number];
            begins[number] = at;
            at += many;
        }
        begins[0] = at;
        int[] dealt = new int[sorted.length];
        for (int entry : sorted) {
            dealt[begins[group[entry]]++] = entry;
        }
        return dealt;
    }

    private BitSet groups(Session session, C column, int[] entries) throws SQLException {
        BitSet begins = new BitSet(entries.length);
        Key before = null;
        for (int from = 0; from < entries.length; from += MANY) {
            int to = Math.min(entries.length, from + MANY);
            BitSet some = new BitSet();
            for (int i = from; i < to; i++) {
                some.set(entries[i]);
            }
            Map<Integer, Key> keys = keys(session, column, PeopleIndex.json(some));
            for (int i = from; i < to; i++) {
                Key key = keys.get(entries[i]);
                if (before == null || key == null || key.compareTo(before) != 0) {
                    begins.set(i);
                }
                before = key;
            }
        }
        return begins;
    }
}
