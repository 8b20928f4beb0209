package dev.rostrum.store.ledger;

import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The guard's questions about one person, asked in the caller's transaction: when a plan is written or previewed, and
 * again in the commit that claims a row. A person is meant under every id that is theirs.
 */
final class Guard {
    /** Stands for "after all rows there are", in plans. */
    static final long NEW_ROW = Long.MAX_VALUE;

    /**
     * What it must know about a job.
     *
     * @param announcement 0 for one that is not written yet
     * @param sameAs number of the announcements with this text, or -1 where there are none
     * @param outsiders whether guests and external people take part
     * @param unknownKind whether people take part of whom nothing but ids is known
     * @param override whether all but a person's own opt-out is lifted
     */
    record JobFacts(long announcement, long sameAs, boolean outsiders, boolean unknownKind, boolean override) {
        /** Of a run with these choices that is not written yet. */
        static JobFacts of(long announcement, long sameAs, SendChoices choices) {
            return new JobFacts(
                    announcement, sameAs, choices.outsiders(), choices.unknownKind(), choices.override() != null);
        }

        /** Of a run that is written. */
        static JobFacts of(Session session, long runId) throws SQLException {
            return session.first(
                            "SELECT j.announcement, a.same_as, j.outsiders, j.unknown_kind, j.override IS NOT NULL AS override"
                                    + " FROM job j JOIN announcement a ON a.id = j.announcement WHERE j.id = ?",
                            row -> new JobFacts(
                                    row.getLong("announcement"),
                                    row.getLong("same_as"),
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

    /** What is known of the id ?1 itself, and whether the person has another one. */
    private static final String PERSON = "SELECT u.kind, o.asker, b.code, b.at, u.object_id IS NOT NULL AND EXISTS"
            + " (SELECT 1 FROM user s WHERE s.object_id = u.object_id AND s.id <> u.id),"
            + " u.kind = 'UNKNOWN' AND trim(ifnull(u.name, '') || ifnull(u.email, '') || ifnull(u.upn, '')) = '' FROM user u"
            + " LEFT JOIN opt_out o ON o.user = u.id LEFT JOIN blocked b ON b.user = u.id WHERE u.id = ?1";

    private static final String OTHER_IDS = "SELECT s.id FROM user u CROSS JOIN user s ON s.object_id = u.object_id"
            + " WHERE u.id = ?1 AND s.id <> ?1 ORDER BY s.id";

    private static final String ANYTHING = "SELECT " + anything("?1", "?2", "?3");

    /**
     * Messages that the id ?1 had since ?2, may have had, or is to get first: by waiting rows that are older than the row
     * ?3. Rows of a job that has reached nobody yet do not count, as where it was never started or the sign-in failed: should
     * it be sent later, its rows are asked again when they are claimed, and find what was sent meanwhile.
     */
    private static final String MESSAGES = "SELECT d.state, d.id, d.updated_at, j.announcement, a.same_as"
            + " FROM delivery d CROSS JOIN job j ON j.id = d.job CROSS JOIN announcement a ON a.id = j.announcement"
            + " WHERE d.user = ?1 AND j.kind IN ('SEND', 'RESEND')"
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
        private boolean unknown = true;
        private String asker;
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

        /** Reads what is known of one of the person's ids. */
        void read(Session session, long id, boolean asked, long before) throws SQLException {
            boolean more = session.first(
                            PERSON,
                            row -> {
                                kind = asked ? UserKind.valueOf(row.getString(1)) : kind;
                                unknown &= row.getBoolean(6);
                                String who = row.getString(2);
                                asker = who == null || "PERSON".equals(asker) ? asker : who;
                                String code = row.getString(3);
                                if (code != null) {
                                    blockedBy = code;
                                    blockedAt = Instant.ofEpochMilli(row.getLong(4));
                                }
                                return row.getBoolean(5);
                            },
                            id)
                    .orElse(false);
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
                    id,
                    since(rules, now),
                    before);
            if (more && asked) {
                for (Long other : session.list(OTHER_IDS, row -> row.getLong(1), id)) {
                    read(session, other, false, before);
                }
            }
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
                return GuardReason.OPTED_OUT;
            }
            if (!rules.on()) {
                return null;
            }
            if (asker != null) {
                return GuardReason.DO_NOT_CONTACT;
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
     * SQL: whether anything is known that could speak against a message. Asked first, since for most people there is nothing. It
     * may see more than {@link #ask} does, never less.
     *
     * @param user SQL for the row of the person
     * @param row SQL for the delivery that is asked for
     * @param since SQL for {@link #since}
     */
    static String anything(String user, String row, String since) {
        return "EXISTS (SELECT 1 FROM user u WHERE u.id = " + user
                + " AND (u.kind <> 'MEMBER' OR EXISTS (SELECT 1 FROM opt_out o WHERE o.user = u.id)"
                + " OR EXISTS (SELECT 1 FROM blocked b WHERE b.user = u.id) OR (u.object_id IS NOT NULL"
                + " AND EXISTS (SELECT 1 FROM user s WHERE s.object_id = u.object_id AND s.id <> u.id))"
                + " OR EXISTS (SELECT 1 FROM delivery d WHERE d.user = u.id AND d.id <> " + row
                + " AND (d.open = 1 OR d.updated_at > " + since + "))))";
    }

    /** Messages before this time count for no rule. */
    static Instant since(GuardRules rules, Instant now) {
        return now.minus(Duration.ofDays(Math.max(rules.days(), rules.sameTextDays())));
    }

    /**
     * @param user row of the person
     * @param before the row that is asked for, or {@link #NEW_ROW}
     * @return null where nothing speaks against a message
     */
    static Verdict ask(Session session, GuardRules rules, JobFacts job, long user, long before, Instant now)
            throws SQLException {
        return session.number(ANYTHING, user, before, since(rules, now)) == 0
                ? null
                : askAll(session, rules, job, user, before, now);
    }

    /** As {@link #ask}, where {@link #anything} is known to be true. */
    static Verdict askAll(Session session, GuardRules rules, JobFacts job, long user, long before, Instant now)
            throws SQLException {
        Person person = new Person(rules, job, now);
        person.read(session, user, true, before);
        if (person.sameAt != null) {
            person.forgetRecalled(session);
        }
        GuardReason reason = person.reason();
        return reason == null
                ? null
                : new Verdict(reason, person.cause(reason), job.override() && reason.overridable());
    }
}
