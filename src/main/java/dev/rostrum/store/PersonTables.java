package dev.rostrum.store;

import java.util.List;
import java.util.Set;

/**
 * What each table of a data file keeps of a person: how it is read for an export of them, how it is taken away when they are erased, and
 * of the others why they hold nothing of one person. A table that is not named here fails a test, so that none is forgotten.
 *
 * <p>In the statements {@code :entries} are the numbers of the person's entries, {@code :person} is the person's own, {@code :ids}
 * their pairwise and object ids, {@code :chats} ids of their conversations, {@code :activities} those of what they wrote, {@code :texts} all of
 * that with their addresses, and {@code :shown} ids as the request log shows them ({@link PersonIdentity#bound}).
 */
public final class PersonTables {
    /**
     * One section of an export.
     *
     * @param tables whose rows it shows
     * @param select with columns that are named as in the file
     */
    public record Section(String name, List<String> tables, String select) {}

    private PersonTables() {}

    /** What is exported of a person, in this order. Keys, digests and search texts, which are made of the rest, are left out. */
    public static final List<Section> SECTIONS = List.of(
            new Section(
                    "entries",
                    List.of("user", "person", "unverified"),
                    "SELECT u.id AS number, u.user_id, u.object_id, u.name, u.given_name, u.surname, u.email, u.upn, u.tenant_id, u.kind,"
                            + " u.first_seen_at, u.changed_at, v.imported_at AS unverified_import_at, p.entry = u.id AS is_current"
                            + " FROM user u JOIN person p ON p.id = u.person LEFT JOIN unverified v ON v.user = u.id"
                            + " WHERE u.id IN :entries ORDER BY u.id"),
            new Section(
                    "teams",
                    List.of("roster_member", "roster"),
                    "SELECT t.team_id, t.name, m.since FROM membership m JOIN team t ON t.id = m.team"
                            + " WHERE m.user IN :entries ORDER BY t.id"),
            new Section(
                    "rosterHistory",
                    List.of("roster_change", "removed_team"),
                    "SELECT coalesce(t.team_id, r.team_id) AS team_id, coalesce(t.name, r.name) AS name, c.at, c.joined AS is_joined"
                            + " FROM roster_change c LEFT JOIN team t ON t.id = c.team LEFT JOIN removed_team r ON r.id = c.team"
                            + " WHERE c.user IN :entries ORDER BY c.id"),
            new Section(
                    "rosterBeingRead",
                    List.of("staged"),
                    "SELECT user_id, object_id, name, given_name, surname, email, upn, tenant_id, kind FROM staged"
                            + " WHERE user_id IN :ids OR object_id IN :ids"),
            new Section(
                    "conversations",
                    List.of("conversation"),
                    "SELECT conversation_id, origin, created_at, last_accepted_at, last_call_at, last_status, last_code, inactive_at"
                            + " FROM conversation WHERE user IN :entries ORDER BY id"),
            new Section(
                    "doNotContact",
                    List.of("opt_out"),
                    "SELECT asker, note, at, admin_note, admin_at FROM opt_out WHERE person = :person"),
            new Section(
                    "doNotContactTakenBack",
                    List.of("opt_out_cleared"),
                    "SELECT at, note FROM opt_out_cleared WHERE person = :person"),
            new Section("blocked", List.of("blocked"), "SELECT code, at FROM blocked WHERE person = :person"),
            new Section("welcomed", List.of("welcomed"), "SELECT at FROM welcomed WHERE person = :person"),
            new Section(
                    "messages",
                    List.of("delivery", "announcement", "job"),
                    "SELECT d.id AS delivery, a.id AS announcement, d.job AS run, a.purpose, j.kind, a.title, coalesce(j.text, a.text) AS text,"
                            + " d.name, d.email, d.state, d.code, d.reason, d.reason_arguments, d.conversation_id, d.activity_id, d.target,"
                            + " d.attempts, d.healed, d.updated_at FROM delivery d JOIN job j ON j.id = d.job"
                            + " JOIN announcement a ON a.id = j.announcement WHERE d.user IN :entries ORDER BY d.id"),
            new Section(
                    "requestsOfMessages",
                    List.of("attempt"),
                    "SELECT x.delivery, x.n, x.call, x.started_at, x.ended_at, x.status, x.code, x.ms_cv, x.latency_ms, x.note"
                            + " FROM delivery d JOIN attempt x ON x.delivery = d.id WHERE d.user IN :entries ORDER BY x.delivery, x.n"),
            new Section(
                    "decisions",
                    List.of("decision"),
                    "SELECT c.delivery, c.kind, c.decided_at FROM delivery d JOIN decision c ON c.delivery = d.id"
                            + " WHERE d.user IN :entries ORDER BY c.id"),
            new Section(
                    "confirmations",
                    List.of("confirmation"),
                    "SELECT c.delivery, c.mark AS opt_out_at FROM delivery d JOIN confirmation c ON c.delivery = d.id"
                            + " WHERE d.user IN :entries ORDER BY c.delivery"),
            new Section(
                    "chosenForAnnouncements",
                    List.of("audience"),
                    "SELECT announcement, role, ref FROM audience WHERE role IN ('USER', 'EXCLUDED')"
                            + " AND (item IN :entries OR ref IN :ids) ORDER BY announcement"),
            new Section(
                    "chosenForDrafts",
                    List.of("draft_audience", "draft"),
                    "SELECT a.draft, d.title, a.role, a.ref FROM draft_audience a JOIN draft d ON d.id = a.draft"
                            + " WHERE a.role IN ('USER', 'EXCLUDED') AND a.ref IN :ids ORDER BY a.draft"),
            new Section(
                    "lists",
                    List.of("people_list_member", "people_list"),
                    "SELECT l.id AS list, l.name FROM people_list_member m JOIN people_list l ON l.id = m.list"
                            + " WHERE m.person = :person ORDER BY l.id"),
            new Section(
                    "replies",
                    List.of("reply"),
                    "SELECT conversation_id, activity_id, at, told_at, text FROM reply WHERE user IN :entries ORDER BY at"),
            new Section(
                    "eventsTold",
                    List.of("event_user"),
                    "SELECT aspect, at, value FROM event_user WHERE user IN :entries ORDER BY at"),
            new Section(
                    "eventsInTeams",
                    List.of("event_member", "team"),
                    "SELECT t.team_id, t.name, n.at, n.value FROM event_member n LEFT JOIN team t ON t.id = n.team"
                            + " WHERE n.user IN :entries ORDER BY n.at"),
            new Section(
                    "eventsThatWait",
                    List.of("event"),
                    "SELECT id AS event, type, received_at, content FROM event WHERE state = 'PENDING'"
                            + " AND EXISTS (SELECT 1 FROM json_each(:list.texts) v WHERE instr(content, v.value) > 0) ORDER BY id"),
            new Section(
                    "prompts",
                    List.of("prompt"),
                    "SELECT purpose, at, user IN :entries AS is_recipient FROM prompt WHERE user IN :entries OR by_user IN :entries"
                            + " ORDER BY id"),
            new Section(
                    "promptedMessages",
                    List.of("prompted"),
                    "SELECT purpose, at FROM prompted WHERE user IN :entries ORDER BY id"),
            new Section(
                    "requests",
                    List.of("request"),
                    "SELECT at, kind, path, status, code, ms_cv, latency_ms, after FROM request"
                            + " WHERE EXISTS (SELECT 1 FROM json_each(:list.shown) v WHERE instr(request.path, v.value) > 0) ORDER BY id"),
            new Section(
                    "settings",
                    List.of("setting"),
                    "SELECT key FROM setting WHERE (key = 'me' AND value = CAST(:person AS TEXT)) OR (key = 'inbound_mention_people'"
                            + " AND EXISTS (SELECT 1 FROM json_each(:list.ids) v"
                            + " WHERE instr(char(10) || setting.value || char(10), char(10) || v.value || char(10)) > 0))"),
            new Section(
                    "auditLog",
                    List.of("audit_log"),
                    "SELECT id AS number, at, act, detail FROM audit_log WHERE EXISTS (SELECT 1 FROM json_each(:list.entries) v"
                            + " WHERE detail GLOB 'audit.*|n' || length(v.value) || ':' || v.value) ORDER BY id"));

    /** Tables that hold nothing of one person. */
    static final Set<String> NOTHING = Set.of(
            "meta",
            "job_total",
            "event_team",
            // Numbers and keyed digests of those who were erased.
            "erasure",
            "erased_id",
            "kept_mark",
            // The search index follows the rows of user by itself (class PeopleIndex); of entries it has numbers.
            "people_text",
            "people_key",
            "people_index",
            "people_change",
            // Filters of the admin's, which may have words of a name in them, and are the admin's to change.
            "people_filter");

    /** Requests about a person; also of those that were still to be written down when the rest went. */
    static final String REQUESTS =
            "DELETE FROM request WHERE EXISTS (SELECT 1 FROM json_each(:list.shown) v WHERE instr(request.path, v.value) > 0)";

    private static final String EVENT_ERASED = "event.erased";

    /**
     * Takes a person away, in this order. What the ledger counts stays, with nothing in it that tells whom. The messages themselves are
     * the admin's and stay, but for the name in those that the bot wrote by itself.
     */
    static final List<String> ERASE = List.of(
            "DELETE FROM draft_audience WHERE role IN ('USER', 'EXCLUDED') AND ref IN :ids",
            "DELETE FROM people_list_member WHERE person = :person",
            "DELETE FROM audience WHERE role IN ('USER', 'EXCLUDED') AND (item IN :entries OR ref IN :ids)",
            "DELETE FROM prompt WHERE user IN :entries OR by_user IN :entries",
            "DELETE FROM prompted WHERE user IN :entries",
            // How a message that was changed is known again is made with its text.
            "UPDATE event SET activity_id = NULL, key = iif(type = 'messageupdate', randomblob(32), key)"
                    + " WHERE activity_id IN :activities AND state <> 'PENDING'",
            "UPDATE event SET state = 'FAILED', content = NULL, activity_id = NULL, reason = '" + EVENT_ERASED
                    + "' WHERE state = 'PENDING'"
                    + " AND EXISTS (SELECT 1 FROM json_each(:list.texts) v WHERE instr(content, v.value) > 0)",
            "DELETE FROM reply WHERE user IN :entries",
            "DELETE FROM conversation WHERE user IN :entries",
            "DELETE FROM unverified WHERE user IN :entries",
            "DELETE FROM event_user WHERE user IN :entries",
            "DELETE FROM event_member WHERE user IN :entries",
            "UPDATE team SET people = people - 1 WHERE id IN (SELECT team FROM membership WHERE user IN :entries)",
            // Of rosters that are no team's any more, or not yet, too.
            "DELETE FROM roster_member WHERE user IN :entries",
            "DELETE FROM roster_change WHERE user IN :entries",
            "DELETE FROM staged WHERE user_id IN :ids OR object_id IN :ids",
            REQUESTS,
            "DELETE FROM blocked WHERE person = :person",
            "DELETE FROM opt_out WHERE person = :person",
            "DELETE FROM opt_out_cleared WHERE person = :person",
            "DELETE FROM welcomed WHERE person = :person",
            "DELETE FROM setting WHERE key = 'me' AND value = CAST(:person AS TEXT)",
            "UPDATE attempt SET ms_cv = NULL WHERE delivery IN (SELECT id FROM delivery WHERE user IN :entries)",
            "UPDATE delivery SET object_id = NULL, name = NULL, email = NULL, name_key = x'', folded = '', cause = NULL,"
                    + " conversation_id = NULL, activity_id = NULL, target = NULL,"
                    // The words of this one hold an id.
                    + " reason = iif(code = 'SamePerson', 'leftOut.SamePerson.all', reason),"
                    + " reason_arguments = iif(code = 'SamePerson' OR EXISTS (SELECT 1 FROM json_each(:list.texts) v"
                    + " WHERE instr(reason_arguments, v.value) > 0), NULL, reason_arguments) WHERE user IN :entries",
            "DELETE FROM user WHERE id IN :entries AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.user = user.id)",
            "UPDATE user SET user_id = NULL, object_id = NULL, name = NULL, given_name = NULL, surname = NULL, email = NULL,"
                    + " email_key = NULL, upn = NULL, upn_key = NULL, tenant_id = NULL, kind = 'UNKNOWN', name_key = x'',"
                    + " folded = '' WHERE id IN :entries",
            "UPDATE person SET object_id = NULL, entry = NULL WHERE id = :person",
            "DELETE FROM person WHERE id = :person AND NOT EXISTS (SELECT 1 FROM user WHERE person = :person)");
}
