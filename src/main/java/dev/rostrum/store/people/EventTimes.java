package dev.rostrum.store.people;

import dev.rostrum.store.Session;
import java.sql.SQLException;

/** Which event was the newest to tell of something, in the caller's transaction. */
final class EventTimes {
    /** What an entry or a team is called. */
    static final String NAME = "NAME";

    /** Which of a person's entries is in use. */
    static final String ENTRY = "ENTRY";

    static final String CONVERSATION = "CONVERSATION";

    /** Whether somebody has the bot. */
    static final String INSTALLED = "INSTALLED";

    /** Whether they asked for no messages, or for messages again. */
    static final String WORD = "WORD";

    /** Whether the bot is in a team. */
    static final String BOT = "BOT";

    /** In the roster of {@code m.team}, which is {@code t}, also by what was told since. */
    private static final String TOLD_SINCE =
            "EXISTS (SELECT 1 FROM event_member n WHERE n.team = m.team AND n.user = m.user AND n.at > t.synced_from)";

    /** The beginning of the newest roster that holds the entry {@code u}; 0 where none does. */
    static final String IN_ROSTER_AT = "coalesce((SELECT max(t.synced_from) FROM membership m"
            + " CROSS JOIN team t ON t.id = m.team WHERE m.user = u.id AND NOT " + TOLD_SINCE + "), 0)";

    /** How new the name of the entry {@code u} is. */
    static final String NAMED_AT =
            "max(coalesce((SELECT at FROM event_user WHERE user = u.id AND aspect = 'NAME'), 0), " + IN_ROSTER_AT + ")";

    private static final String NEWER = " DO UPDATE SET at = excluded.at, rank = excluded.rank, value = excluded.value"
            + " WHERE (excluded.at, excluded.rank) > (at, rank)";

    private EventTimes() {}

    /** Keeps that something was told of an entry. False where a newer event has told of it. */
    static boolean user(Session session, long user, String aspect, EventTime time, Boolean value) throws SQLException {
        return session.update(
                        "INSERT INTO event_user (user, aspect, at, rank, value) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (user, aspect)" + NEWER,
                        user,
                        aspect,
                        time.at(),
                        time.rank(),
                        value)
                > 0;
    }

    /** The same of a team. */
    static boolean team(Session session, long team, String aspect, EventTime time, Boolean value) throws SQLException {
        return session.update(
                        "INSERT INTO event_team (team, aspect, at, rank, value) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (team, aspect)" + NEWER,
                        team,
                        aspect,
                        time.at(),
                        time.rank(),
                        value)
                > 0;
    }

    /** Keeps that a team was asked for its name then. True where an event named it later. */
    static boolean renamedSince(Session session, long team, long at) throws SQLException {
        team(session, team, NAME, EventTime.ofRoster(at), null);
        return session.number("SELECT at FROM event_team WHERE team = ? AND aspect = ?", team, NAME) > at;
    }

    /** As {@link #team}, of an entry's membership. */
    static boolean member(Session session, long team, long user, EventTime time, boolean value) throws SQLException {
        return session.update(
                        "INSERT INTO event_member (team, user, at, rank, value) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (team, user)" + NEWER,
                        team,
                        user,
                        time.at(),
                        time.rank(),
                        value)
                > 0;
    }

    /** Keeps how new the name of an entry is, which is a member by the team's last roster and ceases to be. */
    static void namedByRoster(Session session, long team, long entry) throws SQLException {
        session.update(
                "INSERT INTO event_user (user, aspect, at, rank) SELECT m.user, 'NAME', t.synced_from, "
                        + Long.MAX_VALUE
                        + " FROM membership m CROSS JOIN team t ON t.id = m.team WHERE m.team = ?1 AND m.user = ?2"
                        + " AND t.synced_from IS NOT NULL AND NOT " + TOLD_SINCE + " ON CONFLICT (user, aspect)"
                        + NEWER,
                team,
                entry);
    }

    /** Keeps how new the names of a staged roster are, of those whose membership is newer than it. */
    static void namedByRoster(Session session, long team, long startedAt, long staging) throws SQLException {
        session.update(
                "INSERT INTO event_user (user, aspect, at, rank) SELECT u.id, 'NAME', ?1, " + Long.MAX_VALUE
                        + " FROM event_member n CROSS JOIN user u ON u.id = n.user WHERE n.team = ?2 AND n.at > ?1"
                        + " AND EXISTS (SELECT 1 FROM staged s WHERE s.staging = ?3 AND s.user_id = u.user_id)"
                        + " ON CONFLICT (user, aspect)" + NEWER,
                startedAt,
                team,
                staging);
    }
}
