package dev.rostrum.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.sqlite.SQLiteException;

/**
 * The search index of people (decision 0062): {@code people_text} holds the trigrams of names and addresses, {@code people_key} the
 * beginnings of words, and both ends of ids. It is made of the rows of {@code user} alone and can be thrown away at any time.
 *
 * <p>Triggers of the writing connection note whose rows change, whatever statement changes them; before the commit, in the same transaction,
 * the index is brought up to date, and {@code people_change} tells those who keep orders of people in memory whom to look at again.
 */
public final class PeopleIndex implements PendingChanges {
    /** Of what {@link SearchText} makes of a row. An index of another version is made anew. */
    static final int VERSION = 1;

    /** Entries that one commit brings into an index that is being made: some 10 ms, and more where FTS5 merges. */
    static final int CHUNK = 100;

    /** Pages of the old index that one commit takes out. */
    private static final int PAGES = 400;

    /** Commits that are told of; who has seen none of the last ones looks at everybody again. */
    private static final int CHANGES = 1_000;

    /** More people than these in one commit are told of as everybody. */
    private static final int MANY = 20_000;

    /** More entries found by an id than these are looked up together. */
    private static final int FEW = 10_000;

    private static final int CORRUPT = 11;

    /** Each message that is sent comes by here: it must not build a table of its own, as a SELECT from the same table does. */
    private static final String NOTE =
            " BEGIN INSERT INTO people_touched (user) VALUES (%s) ON CONFLICT (user) DO NOTHING; END";

    private static final String NOTE_PERSON =
            " BEGIN INSERT INTO people_touched SELECT p.entry FROM main.person p WHERE p.id = %1$s AND p.entry IS NOT NULL"
                    + " AND NOT EXISTS (SELECT 1 FROM people_touched t WHERE t.user = p.entry); END";

    private static final String NOTE_TEXT = " BEGIN INSERT INTO people_was SELECT %s"
            + " WHERE NOT EXISTS (SELECT 1 FROM people_was w WHERE w.user = %s); END";

    private static final String A_TEAMS = "WHEN EXISTS (SELECT 1 FROM main.team t WHERE t.roster = %s.roster)";

    private static final String NOTE_ROSTERS = " BEGIN INSERT INTO people_roster (was, now) SELECT %s; END";

    /** Who is in one of two rosters; more of them than are told of are not looked for. */
    private static final String IN_ONE_OF_TWO = "INSERT OR IGNORE INTO temp.people_touched SELECT user FROM ("
            + "SELECT m.user FROM temp.people_roster r CROSS JOIN main.roster_member m ON m.roster = r.now WHERE NOT EXISTS"
            + " (SELECT 1 FROM main.roster_member o WHERE o.roster = r.was AND o.user = m.user) UNION ALL "
            + "SELECT m.user FROM temp.people_roster r CROSS JOIN main.roster_member m ON m.roster = r.was WHERE NOT EXISTS"
            + " (SELECT 1 FROM main.roster_member o WHERE o.roster = r.now AND o.user = m.user)) LIMIT " + (MANY + 1);

    /** How far the index is. {@code reached}: entries up to this number are in it; negative: all. */
    private record State(long version, long reached) {
        boolean holds(long user) {
            return version == VERSION && (reached < 0 || user <= reached);
        }

        boolean whole() {
            return version == VERSION && reached < 0;
        }
    }

    /** An entry's text before and after. */
    private record Changed(long user, SearchText before, SearchText now) {}

    /**
     * How far an index is that is being made.
     *
     * @param done entries that are in it
     * @param all entries
     */
    public record Progress(long done, long all) {}

    private PeopleIndex() {}

    // ---------------------------------------------------------------- upkeep

    /** From now on what this connection writes is indexed with it. */
    static void keep(Session session) throws SQLException {
        session.script("CREATE TEMP TABLE people_was (user INTEGER PRIMARY KEY, folded TEXT, object_id TEXT)");
        session.script("CREATE TEMP TABLE people_touched (user INTEGER PRIMARY KEY)");
        session.script("CREATE TEMP TABLE people_roster (was INTEGER, now INTEGER)");
        trigger(session, "user", "INSERT", "", NOTE_TEXT.formatted("NEW.id, NULL, NULL", "NEW.id"));
        trigger(
                session,
                "user",
                "UPDATE OF folded, object_id",
                "WHEN NEW.folded IS NOT OLD.folded OR NEW.object_id IS NOT OLD.object_id",
                NOTE_TEXT.formatted("OLD.id, OLD.folded, OLD.object_id", "OLD.id"));
        trigger(session, "user", "DELETE", "", NOTE_TEXT.formatted("OLD.id, OLD.folded, OLD.object_id", "OLD.id"));
        trigger(session, "user", "UPDATE", "", NOTE.formatted("NEW.id"));
        trigger(session, "person", "INSERT", "WHEN NEW.entry IS NOT NULL", NOTE.formatted("NEW.entry"));
        trigger(session, "person", "UPDATE OF entry", "WHEN NEW.entry IS NOT NULL", NOTE.formatted("NEW.entry"));
        trigger(session, "person", "UPDATE OF entry", "WHEN OLD.entry IS NOT NULL", NOTE.formatted("OLD.entry"));
        trigger(session, "person", "DELETE", "WHEN OLD.entry IS NOT NULL", NOTE.formatted("OLD.entry"));
        for (String table : List.of("conversation", "unverified", "event_user")) {
            trigger(session, table, "INSERT", "", NOTE.formatted("NEW.user"));
            trigger(session, table, "UPDATE", "", NOTE.formatted("NEW.user"));
            trigger(session, table, "DELETE", "", NOTE.formatted("OLD.user"));
        }
        for (String table : List.of("opt_out", "people_list_member")) {
            trigger(session, table, "INSERT", "", NOTE_PERSON.formatted("NEW.person"));
            trigger(session, table, "UPDATE", "", NOTE_PERSON.formatted("NEW.person"));
            trigger(session, table, "DELETE", "", NOTE_PERSON.formatted("OLD.person"));
        }
        // A roster that no team has yet, or any more, says nothing of anybody; with its team's row it begins or ends
        // to.
        trigger(session, "roster_member", "INSERT", A_TEAMS.formatted("NEW"), NOTE.formatted("NEW.user"));
        trigger(session, "roster_member", "DELETE", A_TEAMS.formatted("OLD"), NOTE.formatted("OLD.user"));
        trigger(session, "team", "UPDATE OF roster", "", NOTE_ROSTERS.formatted("OLD.roster, NEW.roster"));
        trigger(session, "team", "INSERT", "", NOTE_ROSTERS.formatted("NULL, NEW.roster"));
        trigger(session, "team", "DELETE", "", NOTE_ROSTERS.formatted("OLD.roster, NULL"));
        session.pending(PeopleIndex.class, PeopleIndex::new);
    }

    private static void trigger(Session session, String table, String event, String when, String what)
            throws SQLException {
        String name = "people_" + table + "_" + Integer.toHexString((event + what).hashCode());
        session.script("CREATE TEMP TRIGGER " + name + " AFTER " + event + " ON main." + table + " " + when + what);
    }

    @Override
    public void write(Session session) throws SQLException {
        boolean texts = session.number("SELECT EXISTS (SELECT 1 FROM temp.people_was)") != 0;
        if (texts) {
            texts(session);
            session.update("INSERT INTO temp.people_touched SELECT user FROM temp.people_was WHERE user NOT IN"
                    + " (SELECT user FROM temp.people_touched)");
            session.update("DELETE FROM temp.people_was");
        }
        if (session.number("SELECT EXISTS (SELECT 1 FROM temp.people_roster)") != 0) {
            session.update(IN_ONE_OF_TWO);
            session.update("DELETE FROM temp.people_roster");
        }
        if (texts || session.number("SELECT EXISTS (SELECT 1 FROM temp.people_touched)") != 0) {
            tell(session);
        }
    }

    @Override
    public void forget() {
        // What was noted was undone with the rows.
    }

    private static void texts(Session session) throws SQLException {
        State state = state(session);
        List<Changed> changed = session.list(
                "SELECT w.user, w.folded AS was, w.object_id AS was_object, u.folded, u.object_id FROM temp.people_was w"
                        + " LEFT JOIN main.user u ON u.id = w.user ORDER BY w.user",
                row -> new Changed(
                        row.getLong("user"),
                        SearchText.of(row.getString("was"), row.getString("was_object")),
                        SearchText.of(row.getString("folded"), row.getString("object_id"))));
        try {
            for (Changed one : changed) {
                if (state.holds(one.user()) && !one.before().equals(one.now())) {
                    delete(session, one.user(), one.before());
                    insert(session, one.user(), one.now());
                }
            }
        } catch (SQLiteException e) {
            if ((e.getResultCode().code & 0xff) != CORRUPT) {
                throw e;
            }
            // Of no use any more; it is made anew when the file is opened next.
            session.update("UPDATE people_index SET version = 0");
        }
    }

    private static void insert(Session session, long user, SearchText text) throws SQLException {
        if (!text.equals(SearchText.NONE)) {
            session.update("INSERT INTO people_text (rowid, text) VALUES (?, ?)", user, text.text());
            session.update("INSERT INTO people_key (rowid, keys) VALUES (?, ?)", user, text.keys());
        }
    }

    private static void delete(Session session, long user, SearchText text) throws SQLException {
        if (!text.equals(SearchText.NONE)) {
            session.update(
                    "INSERT INTO people_text (people_text, rowid, text) VALUES ('delete', ?, ?)", user, text.text());
            session.update(
                    "INSERT INTO people_key (people_key, rowid, keys) VALUES ('delete', ?, ?)", user, text.keys());
        }
    }

    /** Leaves word of those who were touched, and of the entries that stand for them. */
    private static void tell(Session session) throws SQLException {
        byte[] users = null;
        if (session.number("SELECT count(*) FROM temp.people_touched") <= MANY) {
            List<Integer> touched = session.list(
                    "SELECT user FROM temp.people_touched UNION SELECT p.entry FROM temp.people_touched t"
                            + " CROSS JOIN main.user u ON u.id = t.user CROSS JOIN main.person p ON p.id = u.person"
                            + " WHERE p.entry IS NOT NULL",
                    row -> row.getInt(1));
            ByteBuffer packed = ByteBuffer.allocate(touched.size() * Integer.BYTES);
            touched.forEach(packed::putInt);
            users = packed.array();
        }
        long id = session.insert("INSERT INTO people_change (users) VALUES (?)", (Object) users);
        session.update("DELETE FROM people_change WHERE id <= ?", id - CHANGES);
        session.update("DELETE FROM temp.people_touched");
    }

    // ---------------------------------------------------------------- making it

    private static State state(Session session) throws SQLException {
        return session.first(
                        "SELECT version, coalesce(reached, -1) AS reached FROM people_index",
                        row -> new State(row.getLong("version"), row.getLong("reached")))
                .orElse(new State(0, 0));
    }

    /** Whether all of it is there, so that it can be asked. */
    public static boolean whole(Session session) throws SQLException {
        return state(session).whole();
    }

    /** How far it is; whole where {@code done} is {@code all}. */
    public static Progress progress(Session session) throws SQLException {
        State state = state(session);
        long all = session.number("SELECT count(*) FROM user");
        if (state.whole()) {
            return new Progress(all, all);
        }
        return new Progress(
                state.version() == VERSION
                        ? Math.min(
                                session.number("SELECT count(*) FROM user WHERE id <= ?", state.reached()),
                                Math.max(0, all - 1))
                        : 0,
                Math.max(1, all));
    }

    /**
     * The next part of the making, in the open transaction.
     *
     * @return whether anything is left to be done
     */
    static boolean goOn(Session session) throws SQLException {
        State state = state(session);
        if (state.whole()) {
            return false;
        }
        if (state.version() != VERSION) {
            return emptied(session);
        }
        List<Changed> next = session.list(
                "SELECT id, folded, object_id FROM user WHERE id > ? ORDER BY id LIMIT " + CHUNK,
                row -> new Changed(
                        row.getLong("id"),
                        SearchText.NONE,
                        SearchText.of(row.getString("folded"), row.getString("object_id"))),
                state.reached());
        for (Changed one : next) {
            insert(session, one.user(), one.now());
        }
        boolean all = next.size() < CHUNK;
        session.update(
                "UPDATE people_index SET reached = ?",
                all ? null : next.get(next.size() - 1).user());
        return !all;
    }

    /** Takes out what is in the index, a part at a time: each page is overwritten. */
    private static boolean emptied(Session session) throws SQLException {
        for (String table : List.of("people_text", "people_key")) {
            // The first pages hold what FTS5 knows of the others.
            if (session.update("DELETE FROM " + table + "_data WHERE id IN (SELECT id FROM " + table
                            + "_data WHERE id > 100 LIMIT " + PAGES + ")")
                    > 0) {
                return true;
            }
        }
        empty(session);
        session.update("UPDATE people_index SET version = ?, reached = 0", VERSION);
        return true;
    }

    /** Takes all of it out at once, for files that nobody works with; whoever opens them for writing makes it anew. */
    public static void empty(Session session) throws SQLException {
        session.update("INSERT INTO people_text (people_text) VALUES ('delete-all')");
        session.update("INSERT INTO people_key (people_key) VALUES ('delete-all')");
        session.update("DELETE FROM people_change");
        unfit(session);
    }

    /** It is made anew when the file is opened for writing next, or by {@link PeopleIndexing}. */
    static void unfit(Session session) throws SQLException {
        session.update("UPDATE people_index SET version = 0, reached = 0");
    }

    // ---------------------------------------------------------------- asking

    /**
     * Entries in which every word is found; of a person's earlier entries the ids count, and stand for the entry that is theirs now.
     *
     * @param words as {@code words} of a search gave them, one at least
     * @throws SQLException also where the index is damaged
     */
    public static BitSet people(Session session, List<String> words) throws SQLException {
        BitSet all = null;
        for (String each : words) {
            SearchWord word = new SearchWord(each);
            BitSet found = texts(session, word);
            if (word.isOfId()) {
                found.or(current(session, ids(session, word)));
            }
            all = and(all, found);
            if (all.isEmpty()) {
                break;
            }
        }
        return all;
    }

    /** Entries in which each word is found, or in those of {@code otherwise} for it. */
    public static BitSet entries(Session session, List<String> words, Otherwise otherwise) throws SQLException {
        BitSet all = null;
        for (String each : words) {
            SearchWord word = new SearchWord(each);
            BitSet found = texts(session, word);
            if (word.isOfId()) {
                found.or(ids(session, word));
            }
            found.or(otherwise.entries(each));
            all = and(all, found);
            if (all.isEmpty()) {
                break;
            }
        }
        return all;
    }

    /**
     * The same as {@link #people} in SQL, without the index: a condition for each word, each behind an AND, on a person {@code p} and
     * the entry {@code u} that is theirs now.
     */
    public static String condition(List<String> words, List<Object> arguments) {
        StringBuilder conditions = new StringBuilder();
        for (String each : words) {
            SearchWord word = new SearchWord(each);
            conditions.append(" AND (").append(word.ofText("u", arguments));
            if (word.isOfId()) {
                // Nearly everybody has one entry.
                conditions
                        .append(" OR ")
                        .append(word.ofIds("u", arguments))
                        .append(" OR EXISTS (SELECT 1 FROM user e WHERE e.person = p.id AND e.id <> u.id AND (")
                        .append(word.ofIds("e", arguments))
                        .append("))");
            }
            conditions.append(')');
        }
        return conditions.toString();
    }

    /**
     * The same as {@link #entries} in SQL, on an entry {@code u}.
     *
     * @param otherwise of a word another condition, behind an OR, or nothing
     */
    public static String condition(List<String> words, Function<String, String> otherwise, List<Object> arguments) {
        StringBuilder conditions = new StringBuilder();
        for (String each : words) {
            SearchWord word = new SearchWord(each);
            conditions.append(" AND (").append(word.ofText("u", arguments));
            if (word.isOfId()) {
                conditions.append(" OR ").append(word.ofIds("u", arguments));
            }
            conditions.append(otherwise.apply(each)).append(')');
        }
        return conditions.toString();
    }

    /** Whether a word is looked for in ids. */
    public static boolean isOfId(String word) {
        return new SearchWord(word).isOfId();
    }

    /** Where else a word is found. */
    public interface Otherwise {
        BitSet entries(String word) throws SQLException;
    }

    private static BitSet and(BitSet all, BitSet found) {
        if (all == null) {
            return found;
        }
        all.and(found);
        return all;
    }

    private static BitSet texts(Session session, SearchWord word) throws SQLException {
        return word.isShort()
                ? bits(
                        session,
                        "SELECT group_concat(rowid) FROM people_key WHERE people_key MATCH ?",
                        word.shortPhrase())
                : bits(
                        session,
                        "SELECT group_concat(rowid) FROM people_text WHERE people_text MATCH ?",
                        word.textPhrase());
    }

    private static BitSet ids(Session session, SearchWord word) throws SQLException {
        BitSet found =
                bits(session, "SELECT group_concat(rowid) FROM people_key WHERE people_key MATCH ?", word.idPhrase());
        if (!word.isLongId() || found.isEmpty()) {
            return found;
        }
        List<Object> arguments = new ArrayList<>(List.of(json(found)));
        return bits(
                session,
                "SELECT group_concat(u.id) FROM user u WHERE u.id IN (SELECT value FROM json_each(?1)) AND ("
                        + word.ofIds("u", arguments) + ")",
                arguments.toArray());
    }

    /** The entries that are theirs now to whom these ones belong. */
    private static BitSet current(Session session, BitSet entries) throws SQLException {
        if (entries.isEmpty()) {
            return entries;
        }
        if (entries.cardinality() <= FEW) {
            return bits(
                    session,
                    "SELECT group_concat(p.entry) FROM user u CROSS JOIN person p ON p.id = u.person"
                            + " WHERE u.id IN (SELECT value FROM json_each(?)) AND p.entry IS NOT NULL",
                    json(entries));
        }
        BitSet current = (BitSet) entries.clone();
        session.each(
                "SELECT u.id, p.entry FROM user u CROSS JOIN person p ON p.id = u.person WHERE p.entry <> u.id",
                row -> new int[] {row.getInt(1), row.getInt(2)},
                pair -> {
                    if (entries.get(pair[0])) {
                        current.set(pair[1]);
                    }
                });
        return current;
    }

    /** Row numbers that a statement gives as one text: much less to hand over than rows. */
    public static BitSet bits(Session session, String sql, Object... arguments) throws SQLException {
        BitSet bits = new BitSet();
        each(text(session, sql, arguments), bits::set);
        return bits;
    }

    /** The same, in their order. */
    public static int[] numbers(Session session, String sql, Object... arguments) throws SQLException {
        byte[] text = text(session, sql, arguments);
        int many = text.length == 0 ? 0 : 1;
        for (byte letter : text) {
            many += letter == ',' ? 1 : 0;
        }
        int[] numbers = new int[many];
        int[] at = new int[1];
        each(text, number -> numbers[at[0]++] = number);
        return numbers;
    }

    private static byte[] text(Session session, String sql, Object... arguments) throws SQLException {
        return session.first(sql, row -> row.getBytes(1), arguments).orElse(new byte[0]);
    }

    private static void each(byte[] text, IntConsumer sink) {
        int number = 0;
        for (byte letter : text) {
            if (letter == ',') {
                sink.accept(number);
                number = 0;
            } else {
                number = number * 10 + letter - '0';
            }
        }
        if (text.length > 0) {
            sink.accept(number);
        }
    }

    /** Adds the entries that a row of {@code people_change} names. */
    public static void unpacked(byte[] users, BitSet entries) {
        ByteBuffer packed = ByteBuffer.wrap(users);
        while (packed.hasRemaining()) {
            entries.set(packed.getInt());
        }
    }

    /** As SQL takes them. */
    public static String json(BitSet bits) {
        return bits.stream().mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
