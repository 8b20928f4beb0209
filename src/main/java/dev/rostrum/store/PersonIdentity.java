package dev.rostrum.store;

import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.ShortId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything by which a data file knows one person.
 *
 * @param person the person's number; 0 where the file knows only ids
 * @param entries the numbers of their entries
 * @param ids pairwise ids and object ids
 * @param chats ids of conversations with them, those of the past too
 * @param activities ids of what they wrote
 * @param addresses mail addresses and UPNs
 * @param names what they are called
 */
public record PersonIdentity(
        long person,
        List<Long> entries,
        Set<String> ids,
        Set<String> chats,
        Set<String> activities,
        Set<String> addresses,
        Set<String> names) {
    private static final Pattern NAMED =
            Pattern.compile(":(list\\.)?(entries|ids|person|chats|activities|texts|shown)");
    private static final List<String> ORDER =
            List.of("entries", "ids", "person", "chats", "activities", "texts", "shown");

    public PersonIdentity {
        entries = List.copyOf(entries);
    }

    /** As the file knows the person with this number. */
    public static PersonIdentity of(Session session, long person) throws SQLException {
        List<Long> entries =
                session.list("SELECT id FROM user WHERE person = ? ORDER BY id", row -> row.getLong(1), person);
        String all = "(SELECT id FROM user WHERE person = ?1)";
        return new PersonIdentity(
                person,
                entries,
                texts(
                        session,
                        "SELECT user_id FROM user WHERE person = ?1 UNION SELECT object_id FROM user WHERE person = ?1"
                                + " UNION SELECT object_id FROM person WHERE id = ?1",
                        person),
                texts(
                        session,
                        "SELECT conversation_id FROM conversation WHERE user IN " + all
                                + " UNION SELECT conversation_id FROM delivery WHERE user IN " + all
                                + " UNION SELECT conversation_id FROM reply WHERE user IN " + all,
                        person),
                texts(session, "SELECT activity_id FROM reply WHERE user IN " + all, person),
                texts(
                        session,
                        "SELECT email FROM user WHERE person = ?1 UNION SELECT upn FROM user WHERE person = ?1"
                                + " UNION SELECT email FROM delivery WHERE user IN " + all,
                        person),
                texts(
                        session,
                        "SELECT name FROM user WHERE person = ?1 UNION SELECT name FROM delivery WHERE user IN " + all,
                        person));
    }

    private static Set<String> texts(Session session, String sql, long person) throws SQLException {
        Set<String> texts = new LinkedHashSet<>();
        session.each(sql, row -> row.getString(1) == null ? "" : row.getString(1), texts::add, person);
        texts.removeIf(String::isBlank);
        return texts;
    }

    /** The same with what another file knows of the person too. */
    PersonIdentity with(PersonIdentity other) {
        return new PersonIdentity(
                person,
                entries,
                both(ids, other.ids()),
                both(chats, other.chats()),
                both(activities, other.activities()),
                both(addresses, other.addresses()),
                both(names, other.names()));
    }

    /** For a file in which nobody may be known by them any more, while something still names them. */
    PersonIdentity byIdsAlone() {
        return new PersonIdentity(0, List.of(), ids, chats, activities, addresses, names);
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Texts that nobody else's rows hold as a rule: ids and addresses. */
    public Set<String> traces() {
        return both(both(ids, chats), addresses);
    }

    /** Runs a statement of {@link PersonTables} that changes rows. */
    int update(Session session, String sql) throws SQLException {
        Bound bound = bound(sql);
        return session.update(bound.sql(), bound.arguments());
    }

    /** A statement with its arguments. */
    public record Bound(String sql, Object[] arguments) {}

    /** A statement of {@link PersonTables} for this person. */
    public Bound bound(String sql) {
        Matcher named = NAMED.matcher(sql);
        StringBuilder numbered = new StringBuilder();
        int last = 0;
        while (named.find()) {
            int n = ORDER.indexOf(named.group(2)) + 1;
            last = Math.max(last, n);
            boolean plain = named.group(1) != null || named.group(2).equals("person");
            named.appendReplacement(numbered, plain ? "?" + n : "(SELECT value FROM json_each(?" + n + "))");
        }
        named.appendTail(numbered);
        List<Object> arguments = new ArrayList<>();
        for (String name : ORDER.subList(0, last)) {
            arguments.add(argument(name));
        }
        return new Bound(numbered.toString(), arguments.toArray());
    }

    private Object argument(String name) {
        return switch (name) {
            case "entries" -> entries.toString();
            case "ids" -> json(ids);
            case "person" -> person;
            case "chats" -> json(chats);
            case "activities" -> json(activities);
            case "texts" -> json(traces());
            default ->
                json(both(ids, chats).stream()
                        .map(id -> PlainText.oneLine(ShortId.of(id)))
                        .toList());
        };
    }

    private static String json(Collection<String> texts) {
        StringBuilder json = new StringBuilder("[");
        for (String text : texts) {
            json.append(json.length() == 1 ? "\"" : ",\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') {
                    json.append('\\').append(c);
                } else if (c < ' ') {
                    json.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
            json.append('"');
        }
        return json.append(']').toString();
    }
}
