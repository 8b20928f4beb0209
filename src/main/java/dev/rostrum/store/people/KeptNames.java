package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.SQLException;

/** Names that people give to what they keep: each once, without regard to case. */
final class KeptNames {
    private static final int LONGEST = 100;

    private KeptNames() {}

    /** @throws Problem when it is blank or too long */
    static String checked(String name) {
        String plain = name.strip().replaceAll("\\s+", " ");
        if (plain.isEmpty()) {
            throw Problem.wrongUse("list.noName");
        }
        if (plain.length() > LONGEST) {
            throw Problem.wrongUse("list.longName", LONGEST);
        }
        return plain;
    }

    static String key(String name) {
        return TextKeys.fold(name.strip().replaceAll("\\s+", " "));
    }

    /**
     * @param besides the number of what may bear the name already; 0 for nothing
     * @throws Problem when another one bears the name
     */
    static void requireFree(Session session, String table, String name, long besides) throws SQLException {
        if (session.number(
                        "SELECT EXISTS (SELECT 1 FROM " + table + " WHERE name_key = ? AND id <> ?)",
                        key(name),
                        besides)
                != 0) {
            throw Problem.wrongUse("list.sameName", name);
        }
    }
}
