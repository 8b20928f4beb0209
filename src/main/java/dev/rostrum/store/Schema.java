package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.StoreFailure.Cause;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a data file may be made of. A file brings its schema along, and a trigger, view or expression in it is a program that runs
 * among ours; so each object is compared, name and text, with the list that the migrations give for the file's version. The list
 * is made by running them in memory: then it cannot differ from what they make, and a test holds the lists of released versions.
 */
final class Schema {
    /**
     * One row of {@code sqlite_master}.
     *
     * @param text its SQL; empty where SQLite made the object by itself
     */
    record Thing(String type, String name, String table, String text) {
        private String key() {
            return type + ' ' + name;
        }
    }

    /** Tables of what is under way or can be made from the others; a copy of a file's rows leaves them out. */
    private static final Set<String> TRANSIENT = Set.of(
            "staging",
            "staged",
            "people_index",
            "people_change",
            "people_text",
            "people_text_data",
            "people_text_idx",
            "people_text_config",
            "people_key",
            "people_key_data",
            "people_key_idx",
            "people_key_config");

    /** What {@code ANALYZE} leaves, and nothing else by such a name (sqlite.org/fileformat2.html, section 2.6.3 ff.). */
    private static final Map<String, String> STATISTICS = Map.of(
            "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
            "sqlite_stat2", "CREATE TABLE sqlite_stat2(tbl,idx,sampleno,sample)",
            "sqlite_stat3", "CREATE TABLE sqlite_stat3(tbl,idx,neq,nlt,ndlt,sample)",
            "sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)");

    /** Longest name that a message shows. */
    private static final int MAX_NAME = 64;

    private static final Map<Integer, Map<String, Thing>> EXPECTED = new HashMap<>();

    private Schema() {}

    /** What a file of that version is made of. */
    static List<Thing> expected(int version) {
        return List.copyOf(byKey(version).values());
    }

    /** The tables of that version whose rows a file keeps, those that others refer to first. */
    static List<String> tables(int version) {
        return expected(version).stream()
                .filter(thing -> thing.type().equals("table")
                        && !thing.name().startsWith("sqlite_")
                        && !TRANSIENT.contains(thing.name()))
                .map(Thing::name)
                .toList();
    }

    private static Map<String, Thing> byKey(int version) {
        synchronized (EXPECTED) {
            return EXPECTED.computeIfAbsent(version, Schema::made);
        }
    }

    private static Map<String, Thing> made(int version) {
        try (Session session = Session.memory()) {
            Migrations.apply(session, 0, version);
            Map<String, Thing> things = new LinkedHashMap<>();
            of(session).forEach(thing -> things.put(thing.key(), thing));
            return things;
        } catch (SQLException e) {
            throw new IllegalStateException("the program's own migrations do not run", e);
        }
    }

    /** Whether the file has a table of that name. */
    static boolean has(Session session, String table) throws SQLException {
        return session.number("SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = ?", table) > 0;
    }

    /** Everything that the file declares, in its order. */
    static List<Thing> of(Session session) throws SQLException {
        return session.list(
                "SELECT coalesce(type, ''), coalesce(name, ''), coalesce(tbl_name, ''), coalesce(sql, '')"
                        + " FROM main.sqlite_master ORDER BY rowid",
                row -> new Thing(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    }

    /**
     * Looks before anything else is read of the file, since reading may run what it declares.
     *
     * @param code of what is said where the file is refused
     * @throws StoreFailure naming the first object that is more, missing or other
     */
    static void require(Session session, Path file, int version, String code) throws SQLException {
        Optional<Reason> other = difference(session, version);
        if (other.isPresent()) {
            throw new StoreFailure(Cause.FOREIGN, null, code, file.toString(), other.get());
        }
    }

    /** What is more, missing or other, the first of it. */
    static Optional<Reason> difference(Session session, int version) throws SQLException {
        Map<String, Thing> missing = new LinkedHashMap<>(byKey(version));
        List<Reason> changed = new ArrayList<>();
        for (Thing thing : of(session)) {
            if (thing.text().equals(STATISTICS.get(thing.name()))
                    && thing.type().equals("table")) {
                continue;
            }
            Thing expected = missing.remove(thing.key());
            if (expected == null) {
                return Optional.of(Reason.of("store.foreign.more", named(thing)));
            }
            if (!expected.equals(thing)) {
                changed.add(Reason.of("store.foreign.other", named(thing)));
            }
        }
        if (!changed.isEmpty()) {
            return Optional.of(changed.get(0));
        }
        if (!missing.isEmpty()) {
            return Optional.of(Reason.of(
                    "store.foreign.missing", named(missing.values().iterator().next())));
        }
        // Two objects in one place of the file would be one table under two definitions.
        return session.number("SELECT count(*) - count(DISTINCT rootpage) FROM main.sqlite_master WHERE rootpage > 0")
                        == 0
                ? Optional.empty()
                : Optional.of(Reason.of("store.foreign.shared"));
    }

    private static Reason named(Thing thing) {
        StringBuilder name = new StringBuilder();
        thing.name()
                .codePoints()
                .limit(MAX_NAME)
                .map(c -> Character.isLetterOrDigit(c) || "_-. ".indexOf(c) >= 0 ? c : '?')
                .forEach(name::appendCodePoint);
        String type = thing.type().toLowerCase(Locale.ROOT);
        return Reason.of(
                Set.of("table", "index", "trigger", "view").contains(type)
                        ? "store.thing." + type
                        : "store.thing.object",
                name.toString());
    }
}
