package dev.rostrum.store.people;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.CacheChange.ServiceUrlSeen;
import dev.rostrum.domain.CacheChange.TeamSeen;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Brings what one event says into the cache, in the caller's transaction. Whatever the order in which events come, the cache ends
 * the same: of two that tell of one thing the newer one counts, and a roster counts as of its beginning.
 */
final class EventChanges {
    /** The connector's address that the newest event named, and when that was. */
    static final String SERVICE_URL = "event_service_url";

    static final String SERVICE_URL_AT = "event_service_url_at";

    /** Sort keys, made outside of the writer's thread: all keys are made under one lock. */
    static final class Keys {
        private final Map<String, byte[]> keys = new HashMap<>();

        Keys(List<CacheChange> changes) {
            for (CacheChange change : changes) {
                if (change instanceof PersonSeen seen) {
                    add(seen.person());
                } else if (change instanceof ConversationSeen seen) {
                    add(seen.person());
                } else if (change instanceof Installed installed) {
                    add(installed.person());
                } else if (change instanceof InTeam member) {
                    add(member.person());
                    add(label(member.team()));
                } else if (change instanceof TeamSeen seen) {
                    add(label(seen.team()));
                } else if (change instanceof BotInTeam bot) {
                    add(label(bot.team()));
                }
            }
        }

        private void add(EventPerson person) {
            add(label(person));
            if (person.id().objectId() != null) {
                add(person.id().objectId());
            }
        }

        private void add(String label) {
            keys.computeIfAbsent(label, TextKeys::sortKey);
        }

        byte[] of(String label) {
            // Who is asked about is in the changes too, as a rule.
            return keys.computeIfAbsent(label, TextKeys::sortKey);
        }
    }

    private record Entry(long id, PersonId ids, String name, String email, String upn, boolean inNewerRoster) {}

    private final Session session;
    private final Keys keys;
    private final EventTime time;
    private final Instant now;
    private final Map<EventPerson, Long> entries = new HashMap<>();
    private final Map<EventTeam, Long> teams = new HashMap<>();
    private final Map<EventEffect, Integer> effects = new EnumMap<>(EventEffect.class);

    EventChanges(Session session, Keys keys, EventTime time, Instant now) {
        this.session = session;
        this.keys = keys;
        this.time = time;
        this.now = now;
    }

    /** @return how often it changed what */
    Map<EventEffect, Integer> apply(List<CacheChange> changes) throws SQLException {
        for (CacheChange change : changes) {
            apply(change);
        }
        return effects;
    }

    private void apply(CacheChange change) throws SQLException {
        if (change instanceof PersonSeen seen) {
            entry(seen.person());
        } else if (change instanceof ConversationSeen seen) {
            conversation(entry(seen.person()), seen.conversationId());
        } else if (change instanceof Installed installed) {
            installed(entry(installed.person()), installed.present());
        } else if (change instanceof TeamSeen seen) {
            team(seen.team());
        } else if (change instanceof BotInTeam bot) {
            bot(team(bot.team()), bot.present());
        } else if (change instanceof InTeam member) {
            member(team(member.team()), entry(member.person()), member.present());
        } else if (change instanceof ServiceUrlSeen seen) {
            serviceUrl(seen.serviceUrl());
        }
    }

    private void changed(EventEffect effect) {
        effects.merge(effect, 1, Integer::sum);
    }

    /** Somebody is unverified until Teams has told each id that a file told of them, and what they are called. */
    private static final String TOLD_BY_TEAMS =
            "DELETE FROM unverified WHERE user = ?1 AND NOT EXISTS (SELECT 1 FROM user u"
                    + " WHERE u.id = ?1 AND (u.user_id IS NOT ?2 OR u.object_id IS NOT ?3 OR (u.name IS NOT NULL AND ?4 IS NULL)))";

    /** The entry that is meant, which is added where there is none. */
    long entry(EventPerson person) throws SQLException {
        Long known = entries.get(person);
        if (known != null) {
            return known;
        }
        long entry = identify(person);
        session.update(TOLD_BY_TEAMS, entry, person.id().userId(), person.id().objectId(), person.name());
        if (person.name() != null) {
            name(entry, person.name());
        }
        if (person.id().objectId() != null) {
            current(entry);
        }
        entries.put(person, entry);
        return entry;
    }

    private static final String ENTRY = "SELECT u.id, u.user_id, u.object_id, u.name, u.email, u.upn, "
            + EventTimes.IN_ROSTER_AT + " >= ?1 AS newer FROM user u WHERE ";

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                new PersonId(row.getString("user_id"), row.getString("object_id")),
                row.getString("name"),
                row.getString("email"),
                row.getString("upn"),
                row.getBoolean("newer"));
    }

    /** The rules of rosters (decision 0045) for one person. */
    private long identify(EventPerson person) throws SQLException {
        PersonId id = person.id();
        if (id.userId() == null) {
            return byObjectId(person);
        }
        Entry entry = session.first(ENTRY + "u.user_id = ?2", this::entry, time.at(), id.userId())
                .orElse(null);
        if (entry != null) {
            String before = entry.ids().objectId();
            if (id.objectId() == null || id.objectId().equals(before)) {
                return entry.id();
            }
            if (before == null) {
                PersonStore.identified(session, entry.id(), id.objectId());
                changed(EventEffect.PERSON_IDENTIFIED);
                return entry.id();
            }
            if (entry.inNewerRoster() || !newest(entry.id(), EventTimes.ENTRY)) {
                // The id was this person's before it became the other's.
                return byObjectId(person);
            }
            PersonStore.taken(session, entry.id());
            changed(EventEffect.ID_MOVED);
        }
        if (id.objectId() != null) {
            long alone = session.number(
                    "SELECT u.id FROM person p CROSS JOIN user u ON u.person = p.id WHERE p.object_id = ?"
                            + " AND u.user_id IS NULL ORDER BY u.id LIMIT 1",
                    id.objectId());
            if (alone != 0) {
                PersonStore.completed(session, alone, id.userId());
                changed(EventEffect.PERSON_IDENTIFIED);
                return alone;
            }
        }
        return add(id, person.name());
    }

    private long byObjectId(EventPerson person) throws SQLException {
        String objectId = person.id().objectId();
        long entry = PersonStore.entry(session, objectId);
        return entry == 0 ? add(PersonId.of(objectId), person.name()) : entry;
    }

    private boolean newest(long entry, String aspect) throws SQLException {
        return session.number(
                        "SELECT EXISTS (SELECT 1 FROM event_user WHERE user = ?1 AND aspect = ?2 AND (at, rank) >= (?3, ?4))",
                        entry,
                        aspect,
                        time.at(),
                        time.rank())
                == 0;
    }

    private long add(PersonId id, String name) throws SQLException {
        changed(EventEffect.PERSON_ADDED);
        long entry = session.insert(
                "INSERT INTO user (user_id, object_id, name, kind, name_key, folded, first_seen_at, changed_at)"
                        + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
                id.userId(),
                id.objectId(),
                name,
                UserKind.UNKNOWN,
                keys.of(name == null ? id.text() : name),
                TextKeys.fold(name, id.text(), id.objectId()),
                now);
        if (name != null) {
            EventTimes.user(session, entry, EventTimes.NAME, time, null);
        }
        return entry;
    }

    private void name(long id, String name) throws SQLException {
        if (!EventTimes.user(session, id, EventTimes.NAME, time, null)) {
            return;
        }
        Entry entry =
                session.first(ENTRY + "u.id = ?2", this::entry, time.at(), id).orElseThrow();
        if (entry.inNewerRoster() || name.equals(entry.name())) {
            return;
        }
        session.update(
                "UPDATE user SET name = ?, name_key = ?, folded = ?, changed_at = ? WHERE id = ?",
                name,
                keys.of(name),
                TextKeys.fold(
                        name,
                        entry.email(),
                        entry.upn(),
                        entry.ids().text(),
                        entry.ids().objectId()),
                now,
                id);
        changed(EventEffect.PERSON_RENAMED);
    }

    /** The entry is the one whose ids its person's next message takes, where nothing newer named another one. */
    private void current(long entry) throws SQLException {
        if (EventTimes.user(session, entry, EventTimes.ENTRY, time, null)
                && session.update(
                                "UPDATE person SET entry = ?1 WHERE id = (SELECT person FROM user WHERE id = ?1) AND entry <> ?1"
                                        + " AND NOT EXISTS (SELECT 1 FROM user e CROSS JOIN event_user n ON n.user = e.id"
                                        + " WHERE e.person = person.id AND e.id <> ?1 AND n.aspect = 'ENTRY'"
                                        + " AND (n.at, n.rank) > (?2, ?3))"
                                        + " AND NOT EXISTS (SELECT 1 FROM user u WHERE u.id = person.entry AND "
                                        + EventTimes.IN_ROSTER_AT + " >= ?2)",
                                entry,
                                time.at(),
                                time.rank())
                        > 0) {
            IdentityVersion.of(session).changed();
        }
    }

    private void conversation(long entry, String conversationId) throws SQLException {
        if (EventTimes.user(session, entry, EventTimes.CONVERSATION, time, null)) {
            EventEffect effect = ConversationStore.seen(session, entry, conversationId, time.at());
            if (effect != null) {
                changed(effect);
            }
        }
    }

    private void installed(long entry, boolean present) throws SQLException {
        long before = session.number(
                "SELECT coalesce(max(value), 2) FROM event_user WHERE user = ? AND aspect = 'INSTALLED'", entry);
        if (EventTimes.user(session, entry, EventTimes.INSTALLED, time, present)) {
            ConversationStore.installed(session, entry, present, time.at());
            if (before != (present ? 1 : 0)) {
                changed(present ? EventEffect.INSTALLED : EventEffect.UNINSTALLED);
            }
        }
    }

    /** A team that the admin took out of the list: it has no roster, and no event brings it back. */
    private static final long OUT_OF_THE_LIST = 0;

    /** The team that is meant, which is added where it is not in the list. */
    private long team(EventTeam team) throws SQLException {
        Long known = teams.get(team);
        if (known != null) {
            return known;
        }
        long id = session.number("SELECT id FROM team WHERE team_id = ?", team.id());
        if (id == 0 && TeamRemoval.isRemoved(session, team.id())) {
            return OUT_OF_THE_LIST;
        }
        if (id == 0) {
            id = session.insert(
                    "INSERT INTO team (id, team_id, name, name_key, group_id, added_at) VALUES (" + TeamRemoval.NEXT_ID
                            + ", ?, ?, ?, ?, ?)",
                    team.id(),
                    team.name(),
                    keys.of(label(team)),
                    team.groupId(),
                    now);
            changed(EventEffect.TEAM_ADDED);
        } else if (team.groupId() != null) {
            session.update("UPDATE team SET group_id = ? WHERE id = ? AND group_id IS NULL", team.groupId(), id);
        }
        if (team.name() != null
                && EventTimes.team(session, id, EventTimes.NAME, time, null)
                && session.update(
                                "UPDATE team SET name = ?1, name_key = ?2 WHERE id = ?3 AND name IS NOT ?1",
                                team.name(),
                                keys.of(team.name()),
                                id)
                        > 0) {
            changed(EventEffect.TEAM_RENAMED);
        }
        teams.put(team, id);
        return id;
    }

    private void bot(long team, boolean present) throws SQLException {
        if (team == OUT_OF_THE_LIST) {
            return;
        }
        if (EventTimes.team(session, team, EventTimes.BOT, time, present)
                && session.update(
                                "UPDATE team SET bot_left_at = iif(?2, NULL, ?3) WHERE id = ?1 AND (bot_left_at IS NULL) <> ?2",
                                team,
                                present,
                                time.at())
                        > 0) {
            changed(present ? EventEffect.BOT_JOINED : EventEffect.BOT_LEFT);
        }
    }

    private static final String ENTRIES_IN_TEAM =
            " FROM roster_member WHERE roster = (SELECT roster FROM team WHERE id = ?1) AND user IN (SELECT e.id FROM user u"
                    + " CROSS JOIN user e ON e.person = u.person WHERE u.id = ?2)";

    /** A person is in a team or not, under whichever of their ids. */
    private void member(long team, long entry, boolean present) throws SQLException {
        if (team == OUT_OF_THE_LIST) {
            return;
        }
        boolean outOfDate = session.number(
                        "SELECT EXISTS (SELECT 1 FROM team WHERE id = ?1 AND synced_from >= ?3) OR EXISTS (SELECT 1 FROM user u"
                                + " CROSS JOIN user e ON e.person = u.person CROSS JOIN event_member n ON n.team = ?1 AND n.user = e.id"
                                + " WHERE u.id = ?2 AND (n.at, n.rank) > (?3, ?4))",
                        team,
                        entry,
                        time.at(),
                        time.rank())
                != 0;
        if (!outOfDate) {
            for (long member : session.list("SELECT user" + ENTRIES_IN_TEAM, row -> row.getLong(1), team, entry)) {
                EventTimes.namedByRoster(session, team, member);
            }
        }
        if (!EventTimes.member(session, team, entry, time, present) || outOfDate) {
            return;
        }
        long since = session.number("SELECT min(since)" + ENTRIES_IN_TEAM, team, entry);
        boolean before = session.number("SELECT count(*)" + ENTRIES_IN_TEAM, team, entry) > 0;
        if (before) {
            session.update("DELETE" + ENTRIES_IN_TEAM + " AND (user <> ?2 OR NOT ?3)", team, entry, present);
        }
        if (present) {
            session.update(
                    "INSERT INTO roster_member (roster, user, since) SELECT roster, ?2, ?3 FROM team WHERE id = ?1"
                            + " ON CONFLICT (roster, user) DO NOTHING",
                    team,
                    entry,
                    before ? since : time.at());
        }
        if (before != present) {
            session.update("UPDATE team SET people = people + ? WHERE id = ?", present ? 1 : -1, team);
            session.update(
                    "INSERT INTO roster_change (team, roster, at, user, joined) SELECT id, roster, ?2, ?3, ?4 FROM team WHERE id = ?1",
                    team,
                    time.at(),
                    entry,
                    present);
            changed(present ? EventEffect.JOINED : EventEffect.LEFT);
        }
    }

    private void serviceUrl(String url) throws SQLException {
        String at = session.text("SELECT value FROM setting WHERE key = ?", SERVICE_URL_AT);
        String before = session.text("SELECT value FROM setting WHERE key = ?", SERVICE_URL);
        long beforeAt = at == null || before == null ? Long.MIN_VALUE : Long.parseLong(at);
        if (time.at() < beforeAt || (time.at() == beforeAt && url.compareTo(before) <= 0)) {
            return;
        }
        set(SERVICE_URL, url);
        set(SERVICE_URL_AT, Long.toString(time.at()));
        if (!Objects.equals(url, before)) {
            changed(EventEffect.SERVICE_URL);
        }
    }

    private void set(String key, String value) throws SQLException {
        session.update(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                key,
                value);
    }

    private static String label(EventPerson person) {
        return person.name() == null ? person.id().text() : person.name();
    }

    private static String label(EventTeam team) {
        return team.name() == null ? team.id() : team.name();
    }
}
