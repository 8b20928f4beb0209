package dev.rostrum.store.ledger;

import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The guard's questions about one person, asked in the caller's transaction: when a plan is written or previewed, and
 * again in the commit that claims a row. A person is meant under every entry of theirs.
 */
final class Guard {
    /** Stands for "after all rows there are", in plans. */
    static final long NEW_ROW = Long.MAX_VALUE;

    /**
     * What it must know about a job.
     *
     * @param id 0 for one that is not written yet
     * @param announcement 0 for one that is not written yet
     * @param sameAs number of the announcements with this text, or -1 where there are none
     * @param purpose its announcement's
     * @param outsiders whether guests and external people take part
     * @param unknownKind whether people take part of whom nothing but ids is known
     * @param override whether all but a person's own opt-out is lifted
     */
    record JobFacts(
            long id,
            long announcement,
            long sameAs,
            Purpose purpose,
            boolean outsiders,
            boolean unknownKind,
            boolean override) {
        /** Of a run with these choices that is not written yet. */
        static JobFacts of(long announcement, long sameAs, Purpose purpose, SendChoices choices) {
            return new JobFacts(
                    0,
                    announcement,
                    sameAs,
                    purpose,
                    choices.outsiders(),
                    choices.unknownKind(),
                    choices.override() != null);
        }

        /** Of a run that is written. */
        static JobFacts of(Session session, long runId) throws SQLException {
            return session.first(
                            "SELECT j.announcement, a.same_as, a.purpose, j.outsiders, j.unknown_kind, j.override IS NOT NULL AS override"
                                    + " FROM job j JOIN announcement a ON a.id = j.announcement WHERE j.id = ?",
                            row -> new JobFacts(
                                    runId,
                                    row.getLong("announcement"),
                                    row.getLong("same_as"),
                                    Rows.constant(row, "purpose", Purpose.class),
                                    row.getBoolean("outsiders"),
                                    row.getBoolean("unknown_kind"),
                                    row.getBoolean("override")),
                            runId)
                    .orElseThrow(() -> new IllegalStateException("there is no run " + runId));
        }
    }

    /**
     * @param cause the reason with what is special about this person
     * @param lifted the reason holds, but is overridden
     */
    record Verdict(GuardReason reason, Reason cause, boolean lifted) {
        /** Whether this keeps the person away. */
        static boolean excludes(Verdict verdict) {
            return verdict != null && !verdict.lifted();
        }
    }

    /**
     * What is known of the person of the entry ?1, whether the row ?2 confirms their opt-out, and whether any entry of theirs has a
     * name or address.
     */
    private static final String PERSON =
            "SELECT u.kind, o.asker, o.at = (SELECT mark FROM confirmation WHERE delivery = ?2),"
                    + " b.code, b.at, NOT EXISTS (SELECT 1 FROM user e"
                    + " WHERE e.person = u.person AND (e.kind <> 'UNKNOWN'"
                    + " OR trim(ifnull(e.name, '') || ifnull(e.email, '') || ifnull(e.upn, '')) <> '')) FROM user u"
                    + " LEFT JOIN opt_out o ON o.person = u.person LEFT JOIN blocked b ON b.person = u.person WHERE u.id = ?1";

    private static final String NOTHING = "SELECT " + nothing("?1", "?2", "?3", "?4");

    /**
     * Messages that the person of the entry ?1 had since ?2, may have had, or is to get first: by waiting rows that are older than
     * the row ?3. Rows of a job that has reached nobody yet do not count, as where it was never started or the sign-in failed:
     * should it be sent later, its rows are asked again when they are claimed, and find what was sent meanwhile. Other rows of the
     * job ?4 are for {@link Claims} to look at; only announcements count.
     */
    private static final String MESSAGES = "SELECT d.state, d.id, d.updated_at, j.announcement, a.same_as FROM user u"
            + " CROSS JOIN user e ON e.person = u.person CROSS JOIN delivery d ON d.user = e.id"
            + " CROSS JOIN job j ON j.id = d.job CROSS JOIN announcement a ON a.id = j.announcement"
            + " WHERE u.id = ?1 AND j.kind IN ('SEND', 'RESEND') AND d.job <> ?4 AND a.purpose = 'ANNOUNCEMENT'"
            + " AND ((d.state IN ('SENT', 'IN_DOUBT') AND d.updated_at > ?2)"
            + " OR d.state IN ('OPENING', 'SENDING') OR (d.state = 'WAITING' AND d.id < ?3"
            + " AND EXISTS (SELECT 1 FROM job_total t WHERE t.job = j.id"
            + " AND t.opening + t.sending + t.sent + t.refused + t.in_doubt > 0)))";

    /** Whether the message that the row ?1 sent has been recalled. */
    static final String RECALLED = "SELECT EXISTS (SELECT 1 FROM delivery r JOIN job k ON k.id = r.job"
            + " WHERE r.message = ?1 AND r.message <> 0 AND r.state = 'SENT' AND k.kind = 'RECALL')";

    /** What is known of one person. */
    private static final class Person {
        private final GuardRules rules;
        private final JobFacts job;
        private final Instant now;
        private final Instant often;
        private final Instant same;
        private UserKind kind;
        private boolean unknown;
        private String asker;
        private boolean confirmed;
        private String blockedBy;
        private Instant blockedAt;
        private final Set<Long> had = new HashSet<>();
        private final Set<Long> coming = new HashSet<>();
        private final Set<Long> sameSent = new HashSet<>();
        private Instant sameAt;
        private boolean sameDoubt;
        private boolean sameComing;

        Person(GuardRules rules, JobFacts job, Instant now) {
            this.rules = rules;
            this.job = job;
            this.now = now;
            this.often = now.minus(Duration.ofDays(rules.days()));
            this.same = now.minus(Duration.ofDays(rules.sameTextDays()));
        }

        void read(Session session, long entry, long before) throws SQLException {
            session.each(
                    PERSON,
                    row -> {
                        kind = UserKind.valueOf(row.getString(1));
                        asker = row.getString(2);
                        confirmed = row.getBoolean(3);
                        blockedBy = row.getString(4);
                        blockedAt = Instant.ofEpochMilli(row.getLong(5));
                        unknown = row.getBoolean(6);
                        return null;
                    },
                    nothing -> {},
                    entry,
                    before);
            if (kind == null) {
                throw new IllegalStateException("there is no entry " + entry);
            }
            session.each(
                    MESSAGES,
                    row -> {
                        message(
                                row.getString(1),
                                row.getLong(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                row.getLong(4),
                                row.getLong(5));
                        return null;
                    },
                    nothing -> {},
                    entry,
                    since(rules, now),
                    before,
                    job.id());
        }

        private void message(String state, long id, Instant at, long announcement, long sameAs) {
            boolean over = state.equals("SENT") || state.equals("IN_DOUBT");
            if (announcement != job.announcement()) {
                if (!over) {
                    coming.add(announcement);
                } else if (at.isAfter(often)) {
                    had.add(announcement);
                }
            }
            if (sameAs != job.sameAs() || rules.sameTextDays() == 0) {
                return;
            }
            if (!over) {
                sameComing = true;
            } else if (at.isAfter(same)) {
                if (state.equals("SENT")) {
                    sameSent.add(id);
                } else {
                    sameDoubt = true;
                }
                sameAt = sameAt == null || at.isAfter(sameAt) ? at : sameAt;
            }
        }

        /** A message that was recalled is no longer there, so the text may go out again. */
        private void forgetRecalled(Session session) throws SQLException {
            for (Long id : List.copyOf(sameSent)) {
                if (session.number(RECALLED, id) != 0) {
                    sameSent.remove(id);
                }
            }
            if (sameSent.isEmpty() && !sameDoubt) {
                sameAt = null;
            }
        }

        private GuardReason reason() {
            if ("PERSON".equals(asker)) {
                // The opt-out lets through what confirms it, and nothing else.
                return confirmed ? null : GuardReason.OPTED_OUT;
            }
            if (!rules.on() && !job.purpose().automatic()) {
                return null;
            }
            if (asker != null) {
                return GuardReason.DO_NOT_CONTACT;
            }
            if (job.purpose() == Purpose.TO_ME) {
                return null;
            }
            if (blockedBy != null) {
                return GuardReason.BLOCKED;
            }
            if (outsider() && !job.outsiders()) {
                return GuardReason.OUTSIDER;
            }
            if (unknown && !job.unknownKind()) {
                return GuardReason.UNKNOWN_KIND;
            }
            if (job.purpose().automatic()) {
                return null;
            }
            coming.removeAll(had);
            if (had.size() + coming.size() >= rules.announcements()) {
                return GuardReason.TOO_OFTEN;
            }
            return sameAt != null || sameComing ? GuardReason.SAME_TEXT : null;
        }

        private boolean outsider() {
            return kind == UserKind.GUEST || kind == UserKind.EXTERNAL || kind == UserKind.ANONYMOUS;
        }

        private Reason cause(GuardReason reason) {
            return switch (reason) {
                case OPTED_OUT, DO_NOT_CONTACT, UNKNOWN_KIND -> reason.reason();
                case BLOCKED -> reason.reason(ago(blockedAt), blockedBy);
                case OUTSIDER -> reason.reason(Reason.of(kind == UserKind.GUEST ? "guard.guest" : "guard.external"));
                case TOO_OFTEN -> reason.reason(tooOften());
                case SAME_TEXT -> reason.reason(sameText());
            };
        }

        private Reason tooOften() {
            if (had.isEmpty()) {
                return Reason.of("guard.coming", coming.size());
            }
            return coming.isEmpty()
                    ? Reason.of("guard.had", had.size(), rules.days())
                    : Reason.of("guard.hadAndComing", had.size(), rules.days(), coming.size());
        }

        private Reason sameText() {
            if (sameAt == null) {
                return Reason.of("guard.sameComing");
            }
            return Reason.of(
                    sameSent.isEmpty() ? "guard.sameMaybe" : "guard.sameHad", ago(sameAt), rules.sameTextDays());
        }

        private Reason ago(Instant at) {
            return Reason.of("guard.ago", Math.max(0, Duration.between(at, now).toDays()));
        }
    }

    private Guard() {}

    /**
     * SQL: whether nothing is known that could speak against a message. Asked first, since for most people there is nothing. Where
     * it is false, {@link #askAll} may still find nothing; it is never true where that finds something, where the entry is not the
     * one whose ids are taken, or where the person has another row in the job.
     *
     * @param entry SQL for the entry that is written to
     * @param row SQL for the delivery that is asked for
     * @param job SQL for its job
     * @param since SQL for {@link #since}
     */
    static String nothing(String entry, String row, String job, String since) {
        return "EXISTS (SELECT 1 FROM user u CROSS JOIN person p ON p.id = u.person WHERE u.id = " + entry
                + " AND p.entry = u.id AND u.kind = 'MEMBER'"
                + " AND NOT EXISTS (SELECT 1 FROM opt_out o WHERE o.person = p.id)"
                + " AND NOT EXISTS (SELECT 1 FROM blocked b WHERE b.person = p.id)"
                + " AND NOT EXISTS (SELECT 1 FROM user e CROSS JOIN delivery d ON d.user = e.id WHERE e.person = p.id"
                + " AND d.id <> " + row + " AND (d.open = 1 OR d.updated_at > " + since + " OR d.job = " + job + ")))";
    }

    /** Messages before this time count for no rule. */
    static Instant since(GuardRules rules, Instant now) {
        return now.minus(Duration.ofDays(Math.max(rules.days(), rules.sameTextDays())));
    }

    /**
     * @param entry the entry that is written to
     * @param before the row that is asked for, or {@link #NEW_ROW}
     * @return null where nothing speaks against a message
     */
    static Verdict ask(Session session, GuardRules rules, JobFacts job, long entry, long before, Instant now)
            throws SQLException {
        return session.number(NOTHING, entry, before, job.id(), since(rules, now)) != 0
                ? null
                : askAll(session, rules, job, entry, before, now);
    }

    /** As {@link #ask}, where {@link #nothing} is known to be false. */
    static Verdict askAll(Session session, GuardRules rules, JobFacts job, long entry, long before, Instant now)
            throws SQLException {
        Person person = new Person(rules, job, now);
        person.read(session, entry, before);
        if (person.sameAt != null) {
            person.forgetRecalled(session);
        }
        GuardReason reason = person.reason();
        return reason == null
                ? null
                : new Verdict(reason, person.cause(reason), job.override() && reason.overridable());
    }
}
