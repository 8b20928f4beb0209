package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the bot does with what people do in Teams, as the admin set it, and what was kept of it. What is switched on in a data file was
 * switched on in this data folder: a file that comes from elsewhere, or takes another one's place, has everything off.
 */
public final class InboundStore {
    /** Replies of one person that are given back at most. */
    public static final int MAX_SHOWN = 200;

    /** Begins the keys of all that is here, in the table of settings. The key of the origin stands in {@code store.Restore} too. */
    private static final String KEYS = "inbound_";

    private static final String ORIGIN = KEYS + "origin";
    private static final String LISTEN = KEYS + "listen";
    private static final String HOST = KEYS + "host";
    private static final String PORT = KEYS + "port";
    private static final String WELCOME = KEYS + "welcome";
    private static final String WELCOME_ON = KEYS + "welcome_on";
    private static final String MEMBERS_ON = KEYS + "welcome_members_on";
    private static final String MENTION = KEYS + "mention";
    private static final String MENTION_ON = KEYS + "mention_on";
    private static final String MENTION_PEOPLE = KEYS + "mention_people";
    private static final String MENTION_TEAMS = KEYS + "mention_teams";
    private static final String REPLIES = KEYS + "replies";
    private static final String STOP_WORDS = KEYS + "stop_words";
    private static final String START_WORDS = KEYS + "start_words";
    private static final String CONFIRMATION = KEYS + "confirmation";
    private static final String AGAIN = KEYS + "again";

    /** What is written for a text whose characters of replacement are meant, behind its format. */
    private static final String MEANT = "!";

    private final Database database;
    private final AuditLog audit;
    private final String origin;
    private final Clock clock;
    private volatile Parsed last = new Parsed(Map.of(), new Switches(InboundSettings.DEFAULT, null, null, null));

    /**
     * @param origin tells this data folder from others; what another one switched on is off
     * @param audit keeps who switched what
     * @param clock tells since when something is on
     */
    public InboundStore(Database database, AuditLog audit, String origin, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.origin = origin;
        this.clock = clock;
    }

    /** What is switched on, and since when; what came before that prompts nothing. */
    record Switches(InboundSettings settings, Instant welcome, Instant members, Instant mention) {}

    /** What was read last. It is asked for with each event, and seldom another. */
    private record Parsed(Map<String, String> kept, Switches switches) {}

    /** The settings as they are in force here. */
    public InboundSettings read() {
        return database.read(session -> switches(session).settings());
    }

    /**
     * Changes the settings, in one commit with reading them.
     *
     * @return as they are now
     * @throws Problem saying what is the matter with them; nothing is changed then
     */
    public InboundSettings change(UnaryOperator<InboundSettings> change) {
        return database.write(session -> {
            Switches before = switches(session);
            InboundSettings after = change.apply(before.settings());
            after.fault().ifPresent(why -> {
                throw new Problem(Problem.Kind.WRONG_USE, why, null);
            });
            write(session, before, after);
            return after;
        });
    }

    /** In the caller's transaction. */
    Switches switches(Session session) throws SQLException {
        Map<String, String> kept = new HashMap<>();
        session.each(
                "SELECT key, value FROM setting WHERE key >= ? AND key < ?",
                row -> Map.entry(row.getString("key"), row.getString("value")),
                entry -> kept.put(entry.getKey(), entry.getValue()),
                KEYS,
                KEYS + '\uffff');
        Parsed known = last;
        if (!known.kept().equals(kept)) {
            known = new Parsed(kept, parsed(kept));
            last = known;
        }
        return known.switches();
    }

    private Switches parsed(Map<String, String> kept) {
        InboundSettings none = InboundSettings.DEFAULT;
        InboundSettings settings = new InboundSettings(
                kept.containsKey(LISTEN),
                kept.getOrDefault(HOST, none.host()),
                port(kept.get(PORT), none.port()),
                message(kept.get(WELCOME), none.welcome()),
                kept.containsKey(WELCOME_ON),
                kept.containsKey(MEMBERS_ON),
                message(kept.get(MENTION), none.mention()),
                kept.containsKey(MENTION_ON),
                new HashSet<>(lines(kept.get(MENTION_PEOPLE), List.of())),
                new HashSet<>(lines(kept.get(MENTION_TEAMS), List.of())),
                kept.containsKey(REPLIES),
                lines(kept.get(STOP_WORDS), none.stopWords()),
                lines(kept.get(START_WORDS), none.startWords()),
                message(kept.get(CONFIRMATION), none.confirmation()),
                message(kept.get(AGAIN), none.again()));
        if (!origin.equals(kept.get(ORIGIN)) || settings.fault().isPresent()) {
            return new Switches(settings.fault().isPresent() ? none : settings.off(), null, null, null);
        }
        return new Switches(
                settings, since(kept.get(WELCOME_ON)), since(kept.get(MEMBERS_ON)), since(kept.get(MENTION_ON)));
    }

    private static int port(String kept, int none) {
        try {
            return kept == null ? none : Integer.parseInt(kept);
        } catch (NumberFormatException e) {
            return none;
        }
    }

    private static Instant since(String kept) {
        try {
            return kept == null ? null : Instant.ofEpochMilli(Long.parseLong(kept));
        } catch (NumberFormatException e) {
            return Instant.ofEpochMilli(Long.MAX_VALUE);
        }
    }

    private static Message message(String kept, Message none) {
        if (kept == null) {
            return none;
        }
        int end = kept.indexOf('\n');
        String format = end < 0 ? "" : kept.substring(0, end);
        boolean meant = format.endsWith(MEANT);
        for (TextFormat known : TextFormat.values()) {
            if (format.equals(known.name() + (meant ? MEANT : ""))) {
                return new Message(kept.substring(end + 1), known, meant);
            }
        }
        return none;
    }

    private static String kept(Message message) {
        return message.format() + (message.replacements() ? MEANT : "") + "\n" + message.text();
    }

    private static List<String> lines(String kept, List<String> none) {
        return kept == null
                ? none
                : kept.lines().filter(line -> !line.isEmpty()).toList();
    }

    /** Who lets the bot write by itself answers for it as for a send. */
    private void record(Session session, InboundSettings before, InboundSettings after, Instant now)
            throws SQLException {
        switched(session, before.listen(), after.listen(), "audit.automatic.listen", now);
        switched(session, before.welcomeOn(), after.welcomeOn(), "audit.automatic.welcome", now);
        switched(
                session,
                before.welcomeTeamMembers(),
                after.welcomeTeamMembers(),
                "audit.automatic.welcomeMembers",
                now);
        switched(session, before.mentionOn(), after.mentionOn(), "audit.automatic.mention", now);
        switched(session, before.replies(), after.replies(), "audit.automatic.replies", now);
        changed(session, before.welcome().equals(after.welcome()), "audit.automatic.welcomeText", now);
        changed(session, before.mention().equals(after.mention()), "audit.automatic.mentionText", now);
        changed(
                session,
                before.mentionPeople().equals(after.mentionPeople())
                        && before.mentionTeams().equals(after.mentionTeams()),
                "audit.automatic.mentioners",
                now);
        changed(
                session,
                before.stopWords().equals(after.stopWords())
                        && before.startWords().equals(after.startWords()),
                "audit.automatic.words",
                now);
        changed(
                session,
                before.confirmation().equals(after.confirmation())
                        && before.again().equals(after.again()),
                "audit.automatic.answers",
                now);
    }

    private void switched(Session session, boolean before, boolean after, String what, Instant now)
            throws SQLException {
        if (before != after) {
            audit.add(session, now, after ? AuditAct.SWITCHED_ON : AuditAct.SWITCHED_OFF, null, null, Reason.of(what));
        }
    }

    private void changed(Session session, boolean same, String what, Instant now) throws SQLException {
        if (!same) {
            audit.add(session, now, AuditAct.AUTOMATIC_CHANGED, null, null, Reason.of(what));
        }
    }

    private void write(Session session, Switches before, InboundSettings after) throws SQLException {
        Instant now = clock.instant();
        record(session, before.settings(), after, now);
        set(session, ORIGIN, origin);
        set(session, LISTEN, after.listen() ? "1" : null);
        set(session, HOST, after.host());
        set(session, PORT, Integer.toString(after.port()));
        set(session, WELCOME, kept(after.welcome()));
        set(session, WELCOME_ON, since(after.welcomeOn(), before.welcome(), now));
        set(session, MEMBERS_ON, since(after.welcomeTeamMembers(), before.members(), now));
        set(session, MENTION, kept(after.mention()));
        set(session, MENTION_ON, since(after.mentionOn(), before.mention(), now));
        set(session, MENTION_PEOPLE, joined(after.mentionPeople()));
        set(session, MENTION_TEAMS, joined(after.mentionTeams()));
        set(session, REPLIES, after.replies() ? "1" : null);
        set(
                session,
                STOP_WORDS,
                after.stopWords().equals(InboundSettings.DEFAULT.stopWords()) ? null : joined(after.stopWords()));
        set(
                session,
                START_WORDS,
                after.startWords().equals(InboundSettings.DEFAULT.startWords()) ? null : joined(after.startWords()));
        set(session, CONFIRMATION, kept(after.confirmation()));
        set(session, AGAIN, kept(after.again()));
    }

    private static String since(boolean on, Instant before, Instant now) {
        return on ? Long.toString((before == null ? now : before).toEpochMilli()) : null;
    }

    private static String joined(Collection<String> all) {
        return String.join("\n", all);
    }

    private static void set(Session session, String key, String value) throws SQLException {
        if (value == null) {
            session.update("DELETE FROM setting WHERE key = ?", key);
        } else {
            session.update(
                    "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                    key,
                    value);
        }
    }

    /** When an event came last that Teams itself had signed; what a file told does not count. */
    public Optional<Instant> lastAuthentic() {
        return database.read(session -> session.first(
                "SELECT max(received_at) AS at FROM event WHERE source = 'ENDPOINT'", row -> Rows.instant(row, "at")));
    }

    private static final String KEPT = " FROM reply WHERE text IS NOT NULL AND at >= ?1";

    /** What a person wrote to the bot, under every id of theirs: the newest first, at most {@value #MAX_SHOWN}. */
    public List<Reply> replies(String id) {
        return database.read(session -> session.list(
                "SELECT at, text" + KEPT + " AND user IN (SELECT id FROM user WHERE person = ?2)"
                        + " ORDER BY at DESC, id DESC LIMIT " + MAX_SHOWN,
                row -> new Reply(Rows.instant(row, "at"), row.getString("text")),
                oldest(),
                PersonStore.find(session, id)));
    }

    /** How many replies of anybody are kept. */
    public long replyCount() {
        return database.read(session -> session.number("SELECT count(*)" + KEPT, oldest()));
    }

    private Instant oldest() {
        return clock.instant().minus(Replies.KEPT);
    }

    /** Deletes all that people wrote. */
    public void deleteReplies() {
        database.write(session -> Replies.deleteAll(session));
    }

    /** Deletes replies that are old or too many, and what was counted for a day. */
    public void prune(Instant now) {
        Replies.prune(database, now);
        Prompts.prune(database, now);
    }
}
