package dev.rostrum.store.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedList;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Lists of people that are kept under a name. They hold persons: who gets another id, or turns out to be somebody known, stays. */
public final class PeopleLists {
    /** People of one commit. */
    static final int CHUNK = 5_000;

    private static final String COLUMNS =
            "SELECT l.id, l.name, l.changed_at, (SELECT count(*) FROM people_list_member m WHERE m.list = l.id) AS people"
                    + " FROM people_list l WHERE l.ready = 1";

    private final Database database;

    /** Those that are being made here, or were deleted here and may come back. */
    private final Set<Long> held = ConcurrentHashMap.newKeySet();

    public PeopleLists(Database database) {
        this.database = database;
    }

    /** By name. */
    public List<SavedList> all() {
        return database.read(session -> session.list(COLUMNS + " ORDER BY l.sort_key, l.id", PeopleLists::list));
    }

    /** By its name, without regard to case. */
    public Optional<SavedList> find(String name) {
        return database.read(
                session -> session.first(COLUMNS + " AND l.name_key = ?", PeopleLists::list, KeptNames.key(name)));
    }

    private static SavedList list(ResultSet row) throws SQLException {
        return new SavedList(
                row.getLong("id"), row.getString("name"), row.getLong("people"), Rows.instant(row, "changed_at"));
    }

    /** Whether each of these is kept. */
    public boolean areThere(Set<Long> ids) {
        return ids.isEmpty()
                || database.read(session -> new HashSet<>(
                                session.list("SELECT id FROM people_list WHERE ready = 1", row -> row.getLong(1)))
                        .containsAll(ids));
    }

    /**
     * Makes a list of all whom an audience means. It is there with its last commit, and not before.
     *
     * @param progress told how many people were written so far
     * @param cancelled asked between commits; nothing stays then
     * @throws Problem when the name is none or another list's, or there are as many lists as may be
     */
    public SavedList create(
            String name, Audience audience, Instant at, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        String plain = KeptNames.checked(name);
        tidy();
        long id = database.write(session -> {
            KeptNames.requireFree(session, "people_list", plain, 0);
            if (session.number("SELECT count(*) FROM people_list WHERE ready = 1") >= SavedList.MOST) {
                throw Problem.wrongUse("list.tooMany", SavedList.MOST);
            }
            long made = session.insert(
                    "INSERT INTO people_list (name, name_key, sort_key, created_at, changed_at, ready)"
                            + " VALUES (?1, ?2, ?3, ?4, ?4, 0)",
                    plain,
                    KeptNames.key(plain),
                    TextKeys.sortKey(plain),
                    at);
            held.add(made);
            return made;
        });
        boolean whole = false;
        try {
            long people = write(id, audience, progress, cancelled);
            database.write(session -> session.update("UPDATE people_list SET ready = 1 WHERE id = ?", id));
            whole = true;
            return new SavedList(id, plain, people, at);
        } finally {
            held.remove(id);
            if (!whole) {
                drop(id);
            }
        }
    }

    /**
     * Adds all whom an audience means, in commits of 5,000.
     *
     * @return how many are new in the list
     */
    public long add(long id, Audience audience, Instant at, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        long before = size(id);
        write(id, audience, progress, cancelled);
        changed(id, at);
        return size(id) - before;
    }

    /** Takes all whom an audience means out; returns how many were in the list. */
    public long remove(long id, Audience audience, Instant at) throws InterruptedException {
        long before = size(id);
        each(
                audience,
                (writer, person) ->
                        writer.update("DELETE FROM people_list_member WHERE list = ? AND person = ?", id, person),
                written -> {},
                () -> false);
        changed(id, at);
        return before - size(id);
    }

    private long size(long id) {
        return database.read(session -> session.number("SELECT count(*) FROM people_list_member WHERE list = ?", id));
    }

    private void changed(long id, Instant at) {
        database.write(session -> session.update("UPDATE people_list SET changed_at = ? WHERE id = ?", at, id));
    }

    private long write(long id, Audience audience, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        return each(
                audience,
                // Whoever was erased meanwhile is not written down again.
                (writer, person) -> writer.update(
                        "INSERT OR IGNORE INTO people_list_member (list, person)"
                                + " SELECT ?, id FROM person WHERE id = ? AND entry IS NOT NULL",
                        id,
                        person),
                progress,
                cancelled);
    }

    private interface Writing {
        void write(Session writer, long person) throws SQLException;
    }

    /** The people are looked up once, in one snapshot, and written bit by bit. */
    private long each(Audience audience, Writing writing, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        record Found(long people, boolean ended) {}
        Found found = database.read(session -> {
            ChosenPeople.choose(session, audience, removed -> {});
            try {
                long cursor = 0;
                long people = 0;
                List<Long> entries = next(session, cursor);
                while (!entries.isEmpty()) {
                    if (cancelled.getAsBoolean()) {
                        return new Found(people, false);
                    }
                    List<Long> persons = new ArrayList<>();
                    for (long entry : entries) {
                        persons.add(session.number("SELECT person FROM user WHERE id = ?", entry));
                    }
                    database.write(writer -> {
                        for (long person : persons) {
                            writing.write(writer, person);
                        }
                        return null;
                    });
                    people += persons.size();
                    progress.accept(people);
                    cursor = entries.get(entries.size() - 1);
                    entries = next(session, cursor);
                }
                return new Found(people, true);
            } finally {
                ChosenPeople.forget(session);
            }
        });
        if (!found.ended()) {
            throw new InterruptedException("nobody waits for the list");
        }
        return found.people();
    }

    private static List<Long> next(Session session, long cursor) throws SQLException {
        return session.list(
                "SELECT user FROM temp.chosen WHERE user > ? ORDER BY user LIMIT " + CHUNK,
                row -> row.getLong(1),
                cursor);
    }

    /** @throws Problem when another list bears the name */
    public void rename(long id, String name, Instant at) {
        String plain = KeptNames.checked(name);
        database.write(session -> {
            KeptNames.requireFree(session, "people_list", plain, id);
            return session.update(
                    "UPDATE people_list SET name = ?, name_key = ?, sort_key = ?, changed_at = ? WHERE id = ? AND ready = 1",
                    plain,
                    KeptNames.key(plain),
                    TextKeys.sortKey(plain),
                    at,
                    id);
        });
    }

    /** Takes a list away; its people stay until this program ends, so that {@link #putBack} can bring it back. */
    public void delete(long id) {
        held.add(id);
        database.write(session ->
                session.update("UPDATE people_list SET ready = 0, name_key = 'deleted ' || id WHERE id = ?", id));
    }

    /**
     * Brings back a list that was deleted here.
     *
     * @throws Problem when another one bears its name now
     */
    public void putBack(long id) {
        database.write(session -> {
            String name = session.text("SELECT name FROM people_list WHERE id = ? AND ready = 0", id);
            if (name == null) {
                throw Problem.failed("list.gone");
            }
            KeptNames.requireFree(session, "people_list", name, id);
            return session.update(
                    "UPDATE people_list SET ready = 1, name_key = ? WHERE id = ?", KeptNames.key(name), id);
        });
        held.remove(id);
    }

    /** Removes what earlier programs deleted, or did not finish. */
    private void tidy() {
        List<Long> left = database.read(
                session -> session.list("SELECT id FROM people_list WHERE ready = 0", row -> row.getLong(1)));
        left.stream().filter(id -> !held.contains(id)).forEach(this::drop);
    }

    private void drop(long id) {
        int gone;
        do {
            gone = database.write(session -> session.update(
                    "DELETE FROM people_list_member WHERE list = ?1 AND person IN"
                            + " (SELECT person FROM people_list_member WHERE list = ?1 LIMIT " + CHUNK + ")",
                    id));
        } while (gone == CHUNK);
        database.write(session -> session.update("DELETE FROM people_list WHERE id = ?", id));
    }
}
