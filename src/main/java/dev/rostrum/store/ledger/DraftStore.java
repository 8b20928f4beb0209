package dev.rostrum.store.ledger;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import dev.rostrum.store.people.PersonStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Drafts of announcements. Each is a row of its own: one that cannot be read hinders none of the others. */
public final class DraftStore {
    /** Drafts of one data file. */
    public static final int MOST = 500;

    /** Characters of a draft's text; a message is far shorter ({@link Message#MAX_BYTES}). */
    public static final int LONGEST = 1_000_000;

    private static final String COLUMNS = String.join(
            ", ", "title", "text", "format", "folded", "retry_gateway", "canary", "outsiders", "unknown_kind", "rate");

    private static final String INSERT =
            "INSERT INTO draft (" + COLUMNS + ", created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** A draft that was taken away, as it stood: also one that cannot be read. */
    public static final class Removed {
        private final long id;
        private final List<Object> columns;
        private final List<String[]> audience;

        private Removed(long id, List<Object> columns, List<String[]> audience) {
            this.id = id;
            this.columns = columns;
            this.audience = audience;
        }

        public long id() {
            return id;
        }
    }

    private final Database database;

    DraftStore(Database database) {
        this.database = database;
    }

    /**
     * Keeps a new draft.
     *
     * @return its number, which no other draft gets
     * @throws Problem when there are as many as may be, or it is too long
     */
    public long add(Draft draft, Instant at) {
        requireShort(draft);
        return database.write(session -> {
            requireRoom(session);
            long id = session.insert(INSERT, arguments(draft, at, at));
            audience(session, id, draft.audience());
            return id;
        });
    }

    /**
     * Puts what a draft is now in the place of what it was.
     *
     * @param audience whether that has changed, too
     * @return whether the draft is still there: one that was sent or deleted does not come back
     * @throws Problem when it is too long
     */
    public boolean save(long id, Draft draft, boolean audience, Instant at) {
        requireShort(draft);
        return database.write(session -> {
            int there = session.update(
                    "UPDATE draft SET (" + COLUMNS + ", changed_at) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
                    arguments(draft, at, id));
            if (there > 0 && audience) {
                audience(session, id, draft.audience());
            }
            return there > 0;
        });
    }

    private static Object[] arguments(Draft draft, Object... more) {
        SendChoices choices = draft.choices();
        List<Object> all = new ArrayList<>();
        all.add(draft.title());
        all.add(draft.message().text());
        all.add(draft.message().format());
        all.add(TextKeys.fold(draft.title(), draft.message().text()));
        all.add(choices.retryGatewayErrors());
        all.add(choices.canary());
        all.add(choices.outsiders());
        all.add(choices.unknownKind());
        all.add(choices.rate());
        all.addAll(List.of(more));
        return all.toArray();
    }

    private static void requireShort(Draft draft) {
        if (draft.message().text().length() > LONGEST || draft.title().length() > LONGEST) {
            throw Problem.wrongUse("draft.tooLong", LONGEST);
        }
    }

    private static void requireRoom(Session session) throws SQLException {
        if (session.number("SELECT count(*) FROM draft") >= MOST) {
            throw Problem.wrongUse("draft.tooMany", MOST);
        }
    }

    /** Whoever was forgotten since they were chosen is not written down again. */
    private static void audience(Session session, long id, Audience audience) throws SQLException {
        session.update("DELETE FROM draft_audience WHERE draft = ?", id);
        for (Role role : Role.values()) {
            for (String ref : role.of(audience)) {
                if (!role.person() || PersonStore.find(session, ref) != 0) {
                    session.update(
                            "INSERT OR IGNORE INTO draft_audience (draft, role, ref) VALUES (?, ?, ?)", id, role, ref);
                }
            }
        }
    }

    private enum Role {
        TEAM,
        USER,
        EXCLUDED,
        EXCLUDED_TEAM,
        LIST,
        EXCLUDED_LIST,
        RULE;

        private Set<String> of(Audience audience) {
            return switch (this) {
                case TEAM -> audience.teamIds();
                case USER -> audience.userIds();
                case EXCLUDED -> audience.excludedUserIds();
                case EXCLUDED_TEAM -> audience.excludedTeamIds();
                case LIST -> words(audience.listIds(), String::valueOf);
                case EXCLUDED_LIST -> words(audience.excludedListIds(), String::valueOf);
                case RULE -> words(audience.rules(), PeopleFilter::stored);
            };
        }

        private boolean person() {
            return this == USER || this == EXCLUDED;
        }
    }

    private static <T> Set<String> words(Set<T> values, Function<T, String> word) {
        return values.stream().map(word).collect(Collectors.toSet());
    }

    private static <T> Set<T> values(Set<String> words, Function<String, T> value) {
        return words.stream().map(value).collect(Collectors.toSet());
    }

    /**
     * A draft as it was kept.
     *
     * @throws Problem when the row holds what this program does not know
     */
    public static Optional<Draft> find(Database database, long id) {
        return database.read(session -> {
            Optional<Draft> row = session.first("SELECT " + COLUMNS + " FROM draft WHERE id = ?", DraftStore::read, id);
            return row.isEmpty() ? row : Optional.of(with(row.get(), audience(session, id)));
        });
    }

    private static Draft with(Draft draft, Audience audience) {
        return new Draft(draft.title(), draft.message(), audience, draft.choices());
    }

    private static Draft read(ResultSet row) throws SQLException {
        try {
            SendChoices choices = new SendChoices(
                            row.getBoolean("retry_gateway"), row.getInt("canary"), row.getBoolean("outsiders"), null)
                    .atRate(Rows.decimal(row, "rate"));
            return new Draft(
                    row.getString("title"),
                    new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class)),
                    Audience.none(),
                    row.getBoolean("unknown_kind") ? choices.withUnknownKind() : choices);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static Problem unreadable(IllegalArgumentException cause) {
        return new Problem(Problem.Kind.FAILED, Reason.of("draft.unreadable"), cause);
    }

    private static Audience audience(Session session, long id) throws SQLException {
        Map<Role, Set<String>> refs = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            refs.put(role, new HashSet<>());
        }
        List<String[]> rows = session.list(
                "SELECT role, ref FROM draft_audience WHERE draft = ?",
                row -> new String[] {row.getString(1), row.getString(2)},
                id);
        try {
            for (String[] row : rows) {
                refs.get(Role.valueOf(row[0])).add(row[1]);
            }
            return new Audience(
                    refs.get(Role.TEAM),
                    refs.get(Role.USER),
                    refs.get(Role.EXCLUDED),
                    refs.get(Role.EXCLUDED_TEAM),
                    values(refs.get(Role.RULE), PeopleFilter::parse),
                    values(refs.get(Role.LIST), Long::valueOf),
                    values(refs.get(Role.EXCLUDED_LIST), Long::valueOf));
        } catch (IllegalArgumentException e) {
            // Without what it does not know, it would go to others than were chosen.
            throw unreadable(e);
        }
    }

    /** Takes a draft away; empty where it is gone already. */
    public Optional<Removed> remove(long id) {
        return database.write(session -> {
            Optional<List<Object>> columns = session.first(
                    "SELECT " + COLUMNS + ", created_at, changed_at FROM draft WHERE id = ?",
                    row -> {
                        List<Object> all = new ArrayList<>();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            all.add(row.getObject(i));
                        }
                        return all;
                    },
                    id);
            if (columns.isEmpty()) {
                return Optional.empty();
            }
            List<String[]> audience = session.list(
                    "SELECT role, ref FROM draft_audience WHERE draft = ?",
                    row -> new String[] {row.getString(1), row.getString(2)},
                    id);
            gone(session, id);
            return Optional.of(new Removed(id, columns.get(), audience));
        });
    }

    /** Takes a draft away in the transaction that makes it superfluous. */
    static void gone(Session session, long id) throws SQLException {
        session.update("DELETE FROM draft_audience WHERE draft = ?", id);
        session.update("DELETE FROM draft WHERE id = ?", id);
    }

    /**
     * Puts a draft back under its number, as it stood.
     *
     * @throws Problem when there are as many as may be
     */
    public void putBack(Removed removed) {
        database.write(session -> {
            requireRoom(session);
            List<Object> values = new ArrayList<>(removed.columns);
            values.add(0, removed.id);
            session.update(
                    "INSERT OR IGNORE INTO draft (id, " + COLUMNS + ", created_at, changed_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values.toArray());
            for (String[] row : removed.audience) {
                session.update(
                        "INSERT OR IGNORE INTO draft_audience (draft, role, ref) VALUES (?, ?, ?)",
                        removed.id,
                        row[0],
                        row[1]);
            }
            return null;
        });
    }

    /**
     * A second draft that says the same to the same people.
     *
     * @return its number; empty where the first is gone
     * @throws Problem when there are as many as may be
     */
    public Optional<Long> duplicate(long id, Instant at) {
        return database.write(session -> {
            requireRoom(session);
            if (session.update(
                            "INSERT INTO draft (" + COLUMNS + ", created_at, changed_at) SELECT " + COLUMNS
                                    + ", ?1, ?1 FROM draft WHERE id = ?2",
                            at,
                            id)
                    == 0) {
                return Optional.empty();
            }
            long copy = session.number("SELECT last_insert_rowid()");
            session.update(
                    "INSERT INTO draft_audience (draft, role, ref) SELECT ?1, role, ref FROM draft_audience WHERE draft = ?2",
                    copy,
                    id);
            return Optional.of(copy);
        });
    }

    /**
     * A draft that says what an announcement says now, to those for whom it was meant.
     *
     * @param announcement its number
     * @return the draft's number; empty where the announcement is gone
     * @throws Problem when there are as many as may be
     */
    public Optional<Long> ofAnnouncement(long announcement, Instant at) {
        record Sent(String title, Message message) {}
        return database.write(session -> {
            requireRoom(session);
            Optional<Sent> sent = session.first(
                    "SELECT a.title, coalesce(e.text, a.text) AS text, coalesce(e.format, a.format) AS format FROM announcement a"
                            + " LEFT JOIN job e ON e.id = (SELECT max(id) FROM job WHERE announcement = a.id AND kind = 'EDIT'"
                            + " AND started_at IS NOT NULL) WHERE a.id = ?",
                    row -> new Sent(
                            row.getString("title"),
                            new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class))),
                    announcement);
            if (sent.isEmpty()) {
                return Optional.empty();
            }
            String original = session.text("SELECT text FROM announcement WHERE id = ?", announcement);
            String made = new Message(original, TextFormat.PLAIN).suggestedTitle();
            Draft again = new Draft(
                    // A title that came from the text comes from it again.
                    sent.get().title().equals(made) ? "" : sent.get().title(),
                    sent.get().message(),
                    Audience.none(),
                    SendChoices.NONE);
            long id = session.insert(INSERT, arguments(again, at, at));
            session.update(
                    "INSERT OR IGNORE INTO draft_audience (draft, role, ref)"
                            + " SELECT ?1, role, ref FROM audience WHERE announcement = ?2",
                    id,
                    announcement);
            return Optional.of(id);
        });
    }
}
