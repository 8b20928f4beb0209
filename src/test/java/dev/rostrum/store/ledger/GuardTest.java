package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.get;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final String TEAM = "19:t@thread.tacv2";
    private static final Audience ALL = Audience.ofTeams(Set.of(TEAM));
    private static final SendChoices OVERRIDE = new SendChoices(false, 0, false, "A water main broke");

    @TempDir
    Path folder;

    private final AtomicReference<GuardRules> rules = new AtomicReference<>(GuardRules.DEFAULT);
    private Database database;
    private Ledger ledger;
    private OptOuts optOuts;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        AuditLog audit = new AuditLog(() -> "DOMAIN\\admin");
        ledger = Ledger.of(database, rules::get, audit);
        optOuts = new OptOuts(database, audit, Clock.fixed(T0, ZoneOffset.UTC));
        StoreFixture.roster(database, TEAM, T0, user("29:a", "aaaa", "Anna"), user("29:b", "bbbb", "Bert"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Instant day(double days) {
        return T0.plus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    private static Message words(String text) {
        return new Message(text, TextFormat.PLAIN);
    }

    private long plan(String text, Audience audience, SendChoices choices, Instant at) {
        JobCounts preview = StoreFixture.preview(ledger, audience, words(text), choices, at);
        long run = ledger.plans().begin(text, words(text), audience, choices, at);
        while (!ledger.plans().planNext(run, 1, at).complete()) {
            // One by one.
        }
        ledger.plans().planned(run, at);
        Totals totals = ledger.jobs().totals(run);
        assertThat(totals.recipients()).isEqualTo(preview.recipients());
        assertThat(totals.selected()).isEqualTo(preview.selected());
        assertThat(ledger.plans().overridden(run)).isEqualTo(preview.overridden());
        assertThat(preview.selected())
                .isEqualTo(preview.recipients()
                        + preview.leftOut().stream().mapToLong(LeftOut::count).sum());
        for (LeftOut reason : preview.leftOut()) {
            assertThat(number(database, "SELECT count(*) FROM delivery WHERE job = ? AND code = ?", run, reason.code()))
                    .isEqualTo(reason.count());
        }
        return run;
    }

    private long plan(String text, Instant at) {
        return plan(text, ALL, SendChoices.NONE, at);
    }

    /** Sends all that waits; each row ends in this outcome. */
    private void send(long run, CallOutcome outcome, Instant at) {
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at));
        for (DueDelivery row : ledger.deliveries().due(run, at, 100, Deliveries.EVERY_ROW)) {
            CallResult result = new CallResult(at, at, 200, null, null, 1, null);
            boolean claimed = row.conversationId() == null
                    ? get(ledger.claims().opening(row, at))
                            && get(ledger.claims().openedAndSending(row, "a:" + row.userId(), result, at))
                    : get(ledger.claims().sending(row, at));
            if (claimed) {
                get(ledger.outcomes().settle(row, result, outcome));
            }
        }
        get(ledger.jobs().setState(run, RunState.DONE, null, null, at));
        assertThat(ledger.jobs().totals(run)).isEqualTo(ledger.jobs().recount(run));
        assertThat(ledger.jobs().totals(run).addUp()).isTrue();
    }

    private void sent(String text, Instant at) {
        send(plan(text, at), new CallOutcome.Sent("act-" + text), at);
    }

    private List<String> rows(long run) {
        return StoreFixture.reasons(
                database,
                "SELECT u.user_id || ' ' || d.state || ifnull(' ' || d.code, '') || iif(d.reason IS NULL, '', ': '),"
                        + " d.reason, d.reason_arguments FROM delivery d JOIN user u ON u.id = d.user WHERE d.job = ? ORDER BY d.id",
                run);
    }

    private static User of(String id, String objectId, UserKind kind) {
        return new User(id, StoreFixture.objectId(objectId), id, null, null, null, null, "t", kind);
    }

    @Test
    void guestsAndExternalPeopleAreOutUnlessChosen() {
        StoreFixture.roster(
                database,
                "19:x",
                T0,
                of("29:g", "g", UserKind.GUEST),
                of("29:e", "e", UserKind.EXTERNAL),
                of("29:u", "u", UserKind.UNKNOWN));
        Audience audience = Audience.ofTeams(Set.of("19:x"));
        assertThat(rows(plan("1", audience, SendChoices.NONE, T0)))
                .containsExactly(
                        "29:e EXCLUDED Outsider: An external person; external people are left out",
                        "29:g EXCLUDED Outsider: A guest; guests are left out",
                        "29:u WAITING");
        assertThat(rows(plan("2", audience, new SendChoices(false, 0, true, null), T0)))
                .containsExactly("29:e WAITING", "29:g WAITING", "29:u WAITING");
    }

    private static User bare(String id, String objectId, String name, String mail, String upn) {
        return new User(id, StoreFixture.objectId(objectId), name, null, null, mail, upn, "t", UserKind.UNKNOWN);
    }

    @Test
    void peopleOfUnknownKindAreOutUnlessChosen() {
        StoreFixture.roster(
                database,
                "19:x",
                T0,
                bare("29:1", null, null, null, null),
                bare("29:2", null, " ", null, null),
                bare("29:3", null, "Named", null, null),
                bare("29:4", null, null, "mail@x.example", null),
                bare("29:5", null, null, null, "upn@x.example"),
                new User("29:6", null, null, null, null, null, null, "t", UserKind.MEMBER));
        Audience audience = Audience.ofTeams(Set.of("19:x"));
        JobCounts preview = StoreFixture.preview(ledger, audience, words("1"), SendChoices.NONE, T0);
        assertThat(preview.leftOut())
                .containsExactly(new LeftOut("UnknownKind", Reason.of("guard.UnknownKind"), 2, true));
        long run = plan("1", audience, SendChoices.NONE, T0);
        String out = " EXCLUDED UnknownKind: Unknown kind: neither name, address nor role is known";
        assertThat(rows(run))
                .containsExactlyInAnyOrder(
                        "29:1" + out, "29:2" + out, "29:3 WAITING", "29:4 WAITING", "29:5 WAITING", "29:6 WAITING");
        SendChoices all = SendChoices.NONE.withUnknownKind();
        long whole = plan("2", audience, all, T0);
        assertThat(rows(whole)).hasSize(6).allMatch(row -> row.endsWith(" WAITING"));
        assertThat(ledger.jobs().find(whole).orElseThrow().choices()).isEqualTo(all);
        assertThat(rows(plan("3", audience, OVERRIDE, T0))).allMatch(row -> row.endsWith(" WAITING"));
    }

    @Test
    void anotherIdThatIsKnownMakesOneKnown() {
        StoreFixture.roster(
                database, "19:x", T0, bare("29:1", "oooo", null, null, null), bare("29:2", "oooo", "Ann", null, null));
        assertThat(StoreFixture.preview(ledger, Audience.ofTeams(Set.of("19:x")), words("1"), SendChoices.NONE, T0)
                        .recipients())
                .isEqualTo(1);
    }

    @Test
    void whoLosesNameAndRoleAfterThePlanIsAskedAgainWhenTheirTurnComes() {
        StoreFixture.roster(database, "19:x", T0, bare("29:1", null, "Named", null, null));
        long run = plan("1", Audience.ofTeams(Set.of("19:x")), SendChoices.NONE, T0);
        StoreFixture.roster(database, "19:x", day(1), bare("29:1", null, null, null, null));
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, day(1)));
        DueDelivery row =
                ledger.deliveries().due(run, day(1), 10, Deliveries.EVERY_ROW).get(0);
        assertThat(get(ledger.claims().opening(row, day(1)))).isFalse();
        assertThat(rows(run))
                .containsExactly("29:1 CANCELLED UnknownKind: Unknown kind: neither name, address nor role is known");
    }

    @Test
    void atMostThreeAnnouncementsInSevenDays() {
        sent("1", day(0));
        sent("2", day(1));
        send(plan("3", day(2)), new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer")), day(2));
        assertThat(rows(plan("4", day(6.9))))
                .containsExactly(
                        "29:a EXCLUDED TooOften: Had 3 announcements in the last 7 days",
                        "29:b EXCLUDED TooOften: Had 3 announcements in the last 7 days");
        assertThat(StoreFixture.preview(ledger, ALL, words("5"), SendChoices.NONE, day(6.9))
                        .leftOut())
                .containsExactly(
                        new LeftOut("TooOften", Reason.of("guard.TooOften", Reason.of("guard.had", 3, 7)), 2, true));
        assertThat(StoreFixture.preview(ledger, ALL, words("5"), SendChoices.NONE, day(7))
                        .recipients())
                .isEqualTo(2);
        rules.set(new GuardRules(true, 4, 7, 30, null, null));
        assertThat(StoreFixture.preview(ledger, ALL, words("5"), SendChoices.NONE, day(6.9))
                        .recipients())
                .isEqualTo(2);
    }

    @Test
    void whatWaitsCountsAsWell() {
        sent("1", day(0));
        begun("2", day(0));
        begun("3", day(0));
        assertThat(rows(plan("4", day(1))).get(0))
                .isEqualTo("29:a EXCLUDED TooOften: Had 1 announcement in the last 7 days, and 2 more on the way");
        assertThat(rows(plan("2", day(20))).get(0))
                .isEqualTo("29:a EXCLUDED SameText: The same text is on its way to them already");
    }

    /** A plan of which somebody else was written to, while these people wait. */
    private void begun(String text, Instant at) {
        Audience more = Audience.ofTeams(Set.of(TEAM, "19:first"));
        StoreFixture.roster(database, "19:first", T0, user("29:" + text, text, "First of " + text));
        long run = plan(text, more, SendChoices.NONE, at);
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at));
        DueDelivery first = ledger.deliveries().due(run, at, 100, Deliveries.EVERY_ROW).stream()
                .filter(row -> row.userId().equals("29:" + text))
                .findFirst()
                .orElseThrow();
        assertThat(get(ledger.claims().opening(first, at))).isTrue();
    }

    /** As after nights on which the sign-in was refused: nobody had anything, so nobody is kept from the next one. */
    @Test
    void aPlanThatReachedNobodyKeepsNobodyAway() {
        List<Long> failed = List.of(plan("1", day(0)), plan("2", day(1)), plan("3", day(2)));
        for (long run : failed) {
            get(ledger.jobs().setState(run, RunState.RUNNING, null, null, day(2)));
            get(ledger.jobs().setState(run, RunState.PAUSED, PauseReason.REFUSED_FOR_ALL, null, day(2)));
        }

        assertThat(rows(plan("4", day(3)))).containsExactly("29:a WAITING", "29:b WAITING");
        sent("1", day(3));

        // Sent later all the same, each row is asked again at its claim.
        get(ledger.jobs().setState(failed.get(0), RunState.RUNNING, null, null, day(3)));
        for (DueDelivery row : ledger.deliveries().due(failed.get(0), day(3), 100, Deliveries.EVERY_ROW)) {
            assertThat(get(ledger.claims().sending(row, day(3)))).isFalse();
        }
        assertThat(rows(failed.get(0))).allMatch(row -> row.contains("CANCELLED SameText"));
    }

    @Test
    void refusedMessagesDoNotCount() {
        rules.set(new GuardRules(true, 1, 7, 30, null, null));
        send(plan("1", day(0)), new CallOutcome.Refused("404", Reason.of("gone")), day(0));
        assertThat(rows(plan("1", day(0)))).containsExactly("29:a WAITING", "29:b WAITING");
    }

    @Test
    void theSameTextOnlyOnceInThirtyDays() {
        sent("Canteen closed", day(0));
        assertThat(rows(plan(" Canteen closed\n", day(12))).get(0))
                .isEqualTo("29:a EXCLUDED SameText: Had the same text 12 days ago; again after 30 days");
        assertThat(StoreFixture.preview(ledger, ALL, words("Canteen closed"), SendChoices.NONE, day(30))
                        .recipients())
                .isEqualTo(2);
        assertThat(StoreFixture.preview(ledger, ALL, words("Canteen open"), SendChoices.NONE, day(12))
                        .recipients())
                .isEqualTo(2);
        rules.set(new GuardRules(true, 3, 7, 0, null, null));
        assertThat(StoreFixture.preview(ledger, ALL, words("Canteen closed"), SendChoices.NONE, day(1))
                        .recipients())
                .isEqualTo(2);
    }

    @Test
    void whoBlockedTheBotIsOutUntilTeamsAcceptsAgain() {
        send(
                plan("1", day(0)),
                new CallOutcome.Refused("messagewritesblocked", Reason.of(Reason.EARLIER, "They blocked the bot")),
                day(0));
        assertThat(rows(plan("2", day(3))).get(0))
                .isEqualTo("29:a EXCLUDED BlockedTheBot: They blocked the bot, as Teams said 3 days ago"
                        + " (messagewritesblocked)");
        long again = plan("3", ALL, OVERRIDE, day(3));
        assertThat(ledger.plans().overridden(again)).isEqualTo(2);
        send(again, new CallOutcome.Sent(null), day(3));
        assertThat(number(database, "SELECT count(*) FROM blocked")).isZero();
        assertThat(rows(plan("4", day(3)))).containsExactly("29:a WAITING", "29:b WAITING");
        send(
                plan("5", day(3)),
                new CallOutcome.Refused("ConversationBlockedByUser", Reason.of(Reason.EARLIER, "They blocked the bot")),
                day(3));
        assertThat(optOuts.clearBlocked("29:a")).isTrue();
        assertThat(optOuts.clearBlocked("29:a")).isFalse();
        assertThat(texts(database, "SELECT u.user_id FROM blocked b JOIN user u ON u.person = b.person"))
                .containsExactly("29:b");
    }

    @Test
    void nothingOverridesAPersonsOwnOptOut() {
        optOuts.set("29:a", OptOut.Asker.PERSON, "by mail");
        optOuts.set("29:a", OptOut.Asker.ADMIN, null);
        optOuts.set("29:b", OptOut.Asker.ADMIN, "on leave");
        assertThat(optOuts.find("29:a").orElseThrow()).isEqualTo(new OptOut(OptOut.Asker.PERSON, "by mail", T0));
        assertThat(rows(plan("1", day(1))))
                .containsExactly(
                        "29:a EXCLUDED OptedOut: Asked not to be written to",
                        "29:b EXCLUDED DoNotContact: On the do-not-contact list");
        JobCounts preview = StoreFixture.preview(ledger, ALL, words("2"), SendChoices.NONE, day(1));
        assertThat(LeftOut.overridable(preview.leftOut())).isEqualTo(1);
        long run = plan("2", ALL, OVERRIDE, day(1));
        assertThat(rows(run)).containsExactly("29:a EXCLUDED OptedOut: Asked not to be written to", "29:b WAITING");
        assertThat(ledger.plans().overridden(run)).isEqualTo(1);
        assertThat(new AuditQuery(database).ofRun(run).page(0, 10))
                .extracting(AuditQuery.Row::act, AuditQuery.Row::people, AuditQuery.Row::detail, AuditQuery.Row::osUser)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                AuditAct.OVERRIDE, 1L, Reason.of("audit.words", "A water main broke"), "DOMAIN\\admin"),
                        org.assertj.core.groups.Tuple.tuple(AuditAct.PLANNED, 1L, null, "DOMAIN\\admin"));
        rules.set(new GuardRules(false, 3, 7, 30, null, null));
        assertThat(rows(plan("3", day(1))))
                .containsExactly("29:a EXCLUDED OptedOut: Asked not to be written to", "29:b WAITING");
        assertThatThrownBy(() -> optOuts.clear("29:a", " ")).isInstanceOf(Problem.class);
        assertThat(optOuts.find("29:a")).isPresent();
        assertThat(optOuts.clear("29:a", "asked to be back")).isTrue();
        assertThat(optOuts.clear("29:b", null)).isTrue();
        assertThat(optOuts.clear("29:b", null)).isFalse();
        assertThatThrownBy(() -> optOuts.set("29:z", OptOut.Asker.ADMIN, null)).isInstanceOf(Problem.class);
        assertThat(StoreFixture.preview(ledger, ALL, words("4"), SendChoices.NONE, day(1))
                        .recipients())
                .isEqualTo(2);
    }

    @Test
    void aPersonIsMeantUnderEveryIdOfTheirs() {
        optOuts.set("29:a", OptOut.Asker.PERSON, null);
        sent("1", day(0));
        StoreFixture.roster(database, "19:2", T0, user("29:a2", "aaaa", "Anna"), user("29:b2", "bbbb", "Bert"));
        Audience other = Audience.ofTeams(Set.of("19:2"));
        assertThat(optOuts.find("29:a2")).isPresent();
        assertThat(rows(plan("1", other, SendChoices.NONE, day(1))))
                .containsExactly(
                        "29:a2 EXCLUDED OptedOut: Asked not to be written to",
                        "29:b2 EXCLUDED SameText: Had the same text 1 day ago; again after 30 days");
    }

    @Test
    void theGuardIsAskedAgainInTheCommitThatClaims() {
        long run = plan("1", day(0));
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, day(0)));
        List<DueDelivery> due = ledger.deliveries().due(run, day(0), 10, Deliveries.EVERY_ROW);
        optOuts.set("29:a", OptOut.Asker.PERSON, null);
        assertThat(get(ledger.claims().opening(due.get(0), day(0)))).isFalse();
        assertThat(get(ledger.claims().opening(due.get(1), day(0)))).isTrue();
        assertThat(rows(run)).containsExactly("29:a CANCELLED OptedOut: Asked not to be written to", "29:b OPENING");
        assertThat(number(database, "SELECT sum(attempts) FROM delivery")).isEqualTo(1);
        assertThat(ledger.jobs().totals(run)).isEqualTo(ledger.jobs().recount(run));
        CallResult ok = new CallResult(day(0), day(0), 201, null, null, 1, null);
        assertThat(get(ledger.outcomes().openedOnly(due.get(1), "a:b", ok, day(0))))
                .isTrue();
        optOuts.set("29:b", OptOut.Asker.ADMIN, null);
        DueDelivery known =
                ledger.deliveries().due(run, day(0), 10, Deliveries.EVERY_ROW).get(0);
        assertThat(get(ledger.claims().sending(known, day(0)))).isFalse();
        assertThat(rows(run).get(1)).isEqualTo("29:b CANCELLED DoNotContact: On the do-not-contact list");
        assertThat(number(database, "SELECT count(*) FROM attempt WHERE call = 'SEND'"))
                .isZero();
    }

    @Test
    void ofTwoPlansThatWaitTheFirstGoes() {
        long first = plan("1", day(0));
        long second = plan("2", day(0));
        rules.set(new GuardRules(true, 1, 7, 30, null, null));
        send(first, new CallOutcome.Sent("x"), day(0));
        assertThat(ledger.jobs().totals(first).sent()).isEqualTo(2);
        send(second, new CallOutcome.Sent("y"), day(0));
        assertThat(rows(second).get(0)).isEqualTo("29:a CANCELLED TooOften: Had 1 announcement in the last 7 days");
        assertThat(ledger.jobs().totals(second).cancelled()).isEqualTo(2);
    }

    @Test
    void anOverrideHoldsAtTheClaimToo() {
        sent("1", day(0));
        long again = plan("1", ALL, OVERRIDE, day(0));
        send(again, new CallOutcome.Sent("x"), day(0));
        assertThat(ledger.jobs().totals(again).sent()).isEqualTo(2);
    }

    @Test
    void explainsWhoIsInAndWhoIsNot() {
        sent("1", day(0));
        StoreFixture.roster(database, "19:2", T0, user("29:a2", "aaaa", "Anna"), user("29:c", "cccc", "Carl"));
        Audience audience = new Audience(Set.of(TEAM, "19:2"), Set.of(), Set.of("29:b"));
        assertThat(ledger.previews().explain(audience, words("2"), SendChoices.NONE, "29:a", day(1)))
                .isEqualTo(new Explanation(true, null, Reason.of("audience.member", "Team 19:2")));
        assertThat(ledger.previews().explain(audience, words("2"), SendChoices.NONE, "29:a2", day(1)))
                .isEqualTo(new Explanation(true, null, Reason.of("audience.member", "Team 19:2")));
        assertThat(ledger.previews().explain(audience, words("2"), SendChoices.NONE, "29:b", day(1)))
                .isEqualTo(new Explanation(false, "Removed", Reason.of("leftOut.Removed")));
        assertThat(ledger.previews().explain(audience, words("1"), SendChoices.NONE, "29:a", day(1)))
                .isEqualTo(new Explanation(
                        false,
                        "SameText",
                        Reason.of("guard.SameText", Reason.of("guard.sameHad", Reason.of("guard.ago", 1), 30))));
        assertThat(ledger.previews()
                        .explain(audience, words("1"), OVERRIDE, "29:a", day(1))
                        .in())
                .isTrue();
        assertThat(ledger.previews()
                        .explain(ALL, words("2"), SendChoices.NONE, "29:c", day(1))
                        .code())
                .isEqualTo("NotInAudience");
        assertThat(ledger.previews()
                        .explain(ALL, words("2"), SendChoices.NONE, "29:zz", day(1))
                        .code())
                .isEqualTo("UnknownPerson");
    }

    @Test
    void theAuditLogIsOnlyAddedTo() {
        long run = plan("1", day(0));
        ledger.plans().discard(run, day(0));
        long other = plan("2", ALL, new SendChoices(true, 0, false, null), day(0));
        send(other, new CallOutcome.Sent("x"), day(1));
        long third = plan("3", day(1));
        get(ledger.jobs().setState(third, RunState.RUNNING, null, null, day(1)));
        get(ledger.jobs().setState(third, RunState.PAUSED, dev.rostrum.domain.PauseReason.ASKED, null, day(1)));
        get(ledger.jobs().setState(third, RunState.RUNNING, null, null, day(1)));
        get(ledger.jobs().setState(third, RunState.PAUSED, dev.rostrum.domain.PauseReason.STORAGE, null, day(1)));
        get(ledger.cancellations().cancelWaiting(third, Reason.of("ended.stopped"), day(1)));
        get(ledger.jobs().setState(third, RunState.STOPPED, null, null, day(1)));
        AuditQuery query = new AuditQuery(database);
        List<AuditAct> acts = new ArrayList<>();
        query.select().page(0, 100).forEach(row -> acts.add(0, row.act()));
        assertThat(acts)
                .containsExactly(
                        AuditAct.PLANNED,
                        AuditAct.DISCARDED,
                        AuditAct.PLANNED,
                        AuditAct.RETRY_GATEWAY,
                        AuditAct.STARTED,
                        AuditAct.PLANNED,
                        AuditAct.STARTED,
                        AuditAct.PAUSED,
                        AuditAct.RESUMED,
                        AuditAct.STOPPED);
        assertThat(query.select().count()).isEqualTo(10);
        assertThat(query.select().page(9, 5)).hasSize(1);
        assertThatThrownBy(() -> database.write(session -> session.update("UPDATE audit_log SET act = 'X'")))
                .isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> database.write(session -> session.update("DELETE FROM audit_log")))
                .isInstanceOf(StoreFailure.class);
        assertThat(query.select().count()).isEqualTo(10);
    }

    @Test
    void everyReasonHasACodeOfItsOwn() {
        for (GuardReason reason : GuardReason.values()) {
            assertThat(GuardReason.of(reason.code())).contains(reason);
            assertThat(Sentences.of(reason.reason(GuardRules.DEFAULT)))
                    .isNotBlank()
                    .doesNotContain("{");
        }
        assertThat(GuardReason.of(LeftOutCode.REMOVED)).isEmpty();
    }

    @Test
    void tenThousandPeopleWithAHistoryArePlannedInSeconds() {
        List<User> people = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            people.add(user("29:m" + i, "m" + i, "M" + i));
        }
        StoreFixture.roster(database, "19:many", T0, people);
        database.write(session -> {
            session.update(
                    "INSERT INTO announcement (id, title, text, format, folded, created_at, same_as)"
                            + " SELECT 100 + value, 'T', 'Old ' || value, 'PLAIN', '', 0, 100 + value FROM json_each('[1,2,3,4,5,6]')");
            session.update(
                    "INSERT INTO job (id, announcement, kind, state, created_at) SELECT id, id, 'SEND', 'DONE', 0"
                            + " FROM announcement WHERE id > 100");
            return session.update(
                    "INSERT INTO delivery (job, user, name_key, folded, state, updated_at) SELECT j.id, u.id, x'00', '',"
                            + " 'SENT', ? FROM job j, user u WHERE j.id > 100 AND u.user_id LIKE '29:m%'",
                    T0.minus(Duration.ofDays(10)));
        });
        long before = System.nanoTime();
        long run =
                ledger.plans().begin("T", words("New"), Audience.ofTeams(Set.of("19:many")), SendChoices.NONE, day(0));
        while (!ledger.plans().planNext(run, 1_000, day(0)).complete()) {
            // On.
        }
        ledger.plans().planned(run, day(0));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(ledger.jobs().totals(run).waiting()).isEqualTo(10_000);
        assertThat(took).isLessThan(Duration.ofSeconds(60));
    }
}
