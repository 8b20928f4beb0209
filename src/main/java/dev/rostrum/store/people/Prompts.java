package dev.rostrum.store.people;

import dev.rostrum.domain.EventAsk;
import dev.rostrum.domain.EventAsk.BotAdded;
import dev.rostrum.domain.EventAsk.Joined;
import dev.rostrum.domain.EventAsk.Mentioned;
import dev.rostrum.domain.EventAsk.OptOutAsked;
import dev.rostrum.domain.EventAsk.TakenBack;
import dev.rostrum.domain.EventAsk.Written;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.InboundStore.Switches;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what one authentic event asks for, in the transaction that has brought it into the cache and by what the cache says then:
 * whom it prompts a message to, whose opt-out it sets or lifts, what is kept of it (decision 0051).
 */
final class Prompts {
    /** An event that happened longer ago prompts nothing: it would be answered when nobody expects it any more. */
    static final Duration MAX_AGE = Duration.ofHours(24);

    private static final Duration DAY = Duration.ofHours(24);

    /** An event while it is applied. */
    record Applied(long id, EventTime time, Instant receivedAt) {}

    /** The entry of somebody whom the event names. */
    @FunctionalInterface
    interface Entries {
        long of(EventPerson person) throws SQLException;
    }

    private final Session session;
    private final Applied event;
    private final Instant now;
    private final Switches switches;
    private final OptOuts optOuts;
    private final Entries entries;
    private final Map<EventEffect, Integer> effects = new EnumMap<>(EventEffect.class);

    private Prompts(Session session, Applied event, Instant now, Switches switches, OptOuts optOuts, Entries entries) {
        this.session = session;
        this.event = event;
        this.now = now;
        this.switches = switches;
        this.optOuts = optOuts;
        this.entries = entries;
    }

    /** @return how often it did what */
    static Map<EventEffect, Integer> apply(
            Session session,
            List<EventAsk> asks,
            Applied event,
            Instant now,
            Switches switches,
            OptOuts optOuts,
            Entries entries)
            throws SQLException {
        Prompts prompts = new Prompts(session, event, now, switches, optOuts, entries);
        for (EventAsk ask : asks) {
            prompts.apply(ask);
        }
        return prompts.effects;
    }

    private void apply(EventAsk ask) throws SQLException {
        if (ask instanceof BotAdded added) {
            added(entries.of(added.person()));
        } else if (ask instanceof Joined joined) {
            joined(joined.team().id(), entries.of(joined.person()));
        } else if (ask instanceof Mentioned mentioned) {
            mentioned(mentioned);
        } else if (ask instanceof OptOutAsked asked) {
            asked(entries.of(asked.person()), asked.word());
        } else if (ask instanceof Written written) {
            if (settings().replies()) {
                changed(Replies.written(session, entries.of(written.person()), written, event.time()));
            }
        } else if (ask instanceof TakenBack taken) {
            changed(Replies.takenBack(
                    session,
                    entries.of(taken.person()),
                    taken,
                    event.time(),
                    settings().replies()));
        }
    }

    private InboundSettings settings() {
        return switches.settings();
    }

    private void changed(EventEffect effect) {
        if (effect != null) {
            effects.merge(effect, 1, Integer::sum);
        }
    }

    /** Whether it was switched on already when the event came. By this computer's clock alone: that of Teams may be another. */
    private boolean since(Instant on) {
        return on != null && !event.receivedAt().isBefore(on);
    }

    private boolean old() {
        boolean old = event.time().at() < now.minus(MAX_AGE).toEpochMilli();
        if (old) {
            changed(EventEffect.TOO_OLD);
        }
        return old;
    }

    private long person(long entry) throws SQLException {
        return session.number("SELECT person FROM user WHERE id = ?", entry);
    }

    private void added(long entry) throws SQLException {
        if (!since(switches.welcome())
                || session.number("SELECT value FROM event_user WHERE user = ? AND aspect = 'INSTALLED'", entry) == 0
                || session.number(
                                "SELECT EXISTS (SELECT 1 FROM user u CROSS JOIN user e ON e.person = u.person"
                                        + " CROSS JOIN membership m ON m.user = e.id CROSS JOIN team t ON t.id = m.team"
                                        + " WHERE u.id = ? AND t.bot_left_at IS NULL)",
                                entry)
                        != 0) {
            return;
        }
        welcome(entry, Set.of(UserKind.ANONYMOUS));
    }

    private void joined(String teamId, long entry) throws SQLException {
        if (!since(switches.members())
                || session.number(
                                "SELECT EXISTS (SELECT 1 FROM team t CROSS JOIN user u ON u.id = ?2 CROSS JOIN user e"
                                        + " ON e.person = u.person CROSS JOIN membership m ON m.team = t.id AND m.user = e.id"
                                        // How many are in a team is known by its roster alone.
                                        + " WHERE t.team_id = ?1 AND t.bot_left_at IS NULL AND t.synced_at IS NOT NULL"
                                        + " AND max(t.people, coalesce(t.member_count, 0)) <= ?3)",
                                teamId,
                                entry,
                                InboundSettings.MAX_WELCOMED_TEAM)
                        == 0) {
            return;
        }
        welcome(entry, Set.of(UserKind.ANONYMOUS, UserKind.GUEST, UserKind.EXTERNAL));
    }

    private void welcome(long entry, Set<UserKind> not) throws SQLException {
        if (isOf(entry, not)
                || session.number("SELECT EXISTS (SELECT 1 FROM welcomed WHERE person = ?)", person(entry)) != 0
                || old()) {
            return;
        }
        session.update("INSERT INTO welcomed (person, at) VALUES (?, ?)", person(entry), now);
        prompt(EventEffect.WELCOME_PROMPTED, Purpose.WELCOME, entry, null, now.toEpochMilli());
    }

    private boolean isOf(long entry, Set<UserKind> kinds) throws SQLException {
        return kinds.contains(UserKind.valueOf(session.text("SELECT kind FROM user WHERE id = ?", entry)));
    }

    private void mentioned(Mentioned mention) throws SQLException {
        long by = entries.of(mention.by());
        if (!since(switches.mention())
                || !settings().mentionTeams().contains(mention.team().id())
                || !isChosen(by)) {
            return;
        }
        // By person: somebody may be mentioned under two ids, and so may be who mentions.
        Map<Long, Long> people = new LinkedHashMap<>();
        for (EventPerson each : mention.people()) {
            long entry = entries.of(each);
            if (!isOf(entry, Set.of(UserKind.ANONYMOUS))) {
                people.putIfAbsent(person(entry), entry);
            }
        }
        people.remove(person(by));
        if (people.isEmpty() || old()) {
            return;
        }
        long left = Math.min(InboundSettings.MAX_MENTIONED, leftToday(by, Purpose.MENTION));
        for (long entry : people.values()) {
            if (left-- > 0) {
                count(by, Purpose.MENTION);
                prompt(EventEffect.MENTION_PROMPTED, Purpose.MENTION, entry, by, now.toEpochMilli());
            } else {
                changed(EventEffect.MENTION_LIMITED);
            }
        }
    }

    private boolean isChosen(long entry) throws SQLException {
        Collection<String> ids = new HashSet<>();
        session.each(
                "SELECT user_id, object_id FROM user WHERE person = ?",
                row -> new String[] {row.getString("user_id"), row.getString("object_id")},
                both -> ids.addAll(Arrays.asList(both)),
                person(entry));
        return settings().mentionPeople().stream().anyMatch(ids::contains);
    }

    /** How many messages somebody can still cause in these 24 hours. */
    private long leftToday(long entry, Purpose purpose) throws SQLException {
        return InboundSettings.MAX_A_DAY
                - session.number(
                        "SELECT count(*) FROM user u CROSS JOIN user e ON e.person = u.person CROSS JOIN prompted p"
                                + " ON p.user = e.id WHERE u.id = ? AND p.purpose = ? AND p.at > ?",
                        entry,
                        purpose,
                        now.minus(DAY));
    }

    private void count(long entry, Purpose purpose) throws SQLException {
        session.update("INSERT INTO prompted (user, purpose, at) VALUES (?, ?, ?)", entry, purpose, now);
    }

    /** The newest word of a person counts, under whichever of their ids it came. */
    private void asked(long entry, Word word) throws SQLException {
        boolean outOfDate = session.number(
                        "SELECT EXISTS (SELECT 1 FROM user u CROSS JOIN user e ON e.person = u.person CROSS JOIN event_user n"
                                + " ON n.user = e.id AND n.aspect = 'WORD' WHERE u.id = ?1 AND (n.at, n.rank) > (?2, ?3))",
                        entry,
                        event.time().at(),
                        event.time().rank())
                != 0;
        if (!EventTimes.user(session, entry, EventTimes.WORD, event.time(), word == Word.STOP) || outOfDate) {
            return;
        }
        Instant at = Instant.ofEpochMilli(event.time().at());
        boolean changed;
        boolean free;
        if (word == Word.STOP) {
            changed = optOuts.stopped(session, entry, at);
            free = true;
        } else {
            changed = optOuts.started(session, entry, at);
            free = session.number("SELECT EXISTS (SELECT 1 FROM opt_out WHERE person = ?)", person(entry)) == 0;
        }
        if (!changed) {
            return;
        }
        changed(word == Word.STOP ? EventEffect.OPTED_OUT : EventEffect.OPT_OUT_LIFTED);
        // What still waits to be confirmed is no longer so.
        session.update(
                "DELETE FROM prompt WHERE purpose = 'CONFIRMATION' AND user IN (SELECT id FROM user WHERE person = ?)",
                person(entry));
        // Where the admin's own mark comes back, nothing may be said of messages to come.
        if (free && !old() && leftToday(entry, Purpose.CONFIRMATION) > 0) {
            count(entry, Purpose.CONFIRMATION);
            prompt(
                    EventEffect.CONFIRMATION_PROMPTED,
                    Purpose.CONFIRMATION,
                    entry,
                    null,
                    event.time().at());
        }
    }

    private void prompt(EventEffect effect, Purpose purpose, long entry, Long by, long at) throws SQLException {
        session.update(
                "INSERT INTO prompt (purpose, user, by_user, event, at) VALUES (?, ?, ?, ?, ?)",
                purpose,
                entry,
                by,
                event.id(),
                at);
        changed(effect);
    }

    /** Nothing waits to be sent to somebody any more, nor because of them. */
    static void forget(Session session, long entry) throws SQLException {
        session.update("DELETE FROM prompt WHERE user = ?1 OR by_user = ?1", entry);
        session.update("DELETE FROM prompted WHERE user = ?", entry);
        session.update("DELETE FROM reply WHERE user = ?", entry);
    }

    private static final String OLD = " FROM prompted WHERE at <= ?";

    /** What was counted more than a day ago. */
    static void prune(Database database, Instant now) {
        Instant oldest = now.minus(DAY);
        if (database.read(session -> session.number("SELECT EXISTS (SELECT 1" + OLD + ")", oldest)) != 0) {
            database.write(session -> session.update("DELETE" + OLD, oldest));
        }
    }
}
