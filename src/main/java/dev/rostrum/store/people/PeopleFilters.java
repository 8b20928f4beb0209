package dev.rostrum.store.people;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedFilter;
import dev.rostrum.store.Database;
import dev.rostrum.store.TextKeys;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Filters of people that are kept under a name. */
public final class PeopleFilters {
    private final Database database;

    public PeopleFilters(Database database) {
        this.database = database;
    }

    /** By name; without those that a newer program wrote, which this one does not understand. */
    public List<SavedFilter> all() {
        return database
                .read(session ->
                        session.list("SELECT id, name, filter FROM people_filter ORDER BY sort_key, id", row -> {
                            try {
                                return new SavedFilter(
                                        row.getLong("id"),
                                        row.getString("name"),
                                        PeopleFilter.parse(row.getString("filter")));
                            } catch (IllegalArgumentException e) {
                                return null;
                            }
                        }))
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** By its name, without regard to case. */
    public Optional<SavedFilter> find(String name) {
        String key = KeptNames.key(name);
        return all().stream()
                .filter(each -> KeptNames.key(each.name()).equals(key))
                .findFirst();
    }

    /**
     * Keeps a filter; the one that bore the name until now goes.
     *
     * @throws Problem when the name is none, or there are as many as may be
     */
    public SavedFilter save(String name, PeopleFilter filter) {
        String plain = KeptNames.checked(name);
        return database.write(session -> {
            session.update("DELETE FROM people_filter WHERE name_key = ?", KeptNames.key(plain));
            if (session.number("SELECT count(*) FROM people_filter") >= SavedFilter.MOST) {
                throw Problem.wrongUse("filter.tooMany", SavedFilter.MOST);
            }
            long id = session.insert(
                    "INSERT INTO people_filter (name, name_key, sort_key, filter) VALUES (?, ?, ?, ?)",
                    plain,
                    KeptNames.key(plain),
                    TextKeys.sortKey(plain),
                    filter.stored());
            return new SavedFilter(id, plain, filter);
        });
    }

    /** @throws Problem when another one bears the name */
    public void rename(long id, String name) {
        String plain = KeptNames.checked(name);
        database.write(session -> {
            KeptNames.requireFree(session, "people_filter", plain, id);
            return session.update(
                    "UPDATE people_filter SET name = ?, name_key = ?, sort_key = ? WHERE id = ?",
                    plain,
                    KeptNames.key(plain),
                    TextKeys.sortKey(plain),
                    id);
        });
    }

    public void delete(long id) {
        database.write(session -> session.update("DELETE FROM people_filter WHERE id = ?", id));
    }
}
