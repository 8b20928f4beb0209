package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.get;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RunQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowUpsTest {
    private static final String TEAM = "19:t@thread.tacv2";
    private static final SendChoices OVERRIDE = new SendChoices(false, 0, false, "They asked for it again");
    private static final Message NEW = new Message("Corrected", TextFormat.PLAIN);

    /** How the first run ended for each. */
    private static final Map<String, CallOutcome> ENDS = Map.of(
            "29:a", new CallOutcome.Sent("act-a"),
            "29:b", new CallOutcome.Refused("404", Reason.of("gone")),
            "29:c", new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer")),
            "29:d", new CallOutcome.Sent(null));

    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private long first;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = Ledger.of(database);
        List<User> people = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            people.add(user("29:" + name, "object-" + name, "Name " + name));
        }
        StoreFixture.roster(database, TEAM, T0, people);
        first = StoreFixture.planned(ledger, Audience.ofTeams(Set.of(TEAM)).without(Set.of("29:e")));
        run(first, ENDS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static CallResult answer() {
        return new CallResult(at(5), at(5), 200, null, null, 1, null);
    }

    /** Works the run off to its end. */
    private void run(long run, Map<String, CallOutcome> ends) {
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(5)));
        for (DueDelivery row : ledger.deliveries().due(run, at(100), 100, Deliveries.EVERY_ROW)) {
            if (row.conversationId() == null) {
                assertThat(get(ledger.claims().opening(row, at(5)))).isTrue();
                assertThat(get(ledger.claims().openedAndSending(row, "a:" + row.userId(), answer(), at(5))))
                        .isTrue();
            } else {
                assertThat(get(ledger.claims().sending(row, at(5)))).isTrue();
            }
            assertThat(get(ledger.outcomes().settle(row, answer(), ends.get(row.userId()))))
                    .isTrue();
        }
        get(ledger.jobs().setState(run, RunState.DONE, null, null, at(6)));
    }

    private long plan(JobKind kind, DeliveryChoice choice, SendChoices choices) {
        JobCounts preview = ledger.followUps().preview(kind, choice, choices, at(10), row -> {});
        List<Long> rows = ledger.followUps().chosen(kind, choice);
        long run = ledger.followUps().begin(kind, choice, kind == JobKind.EDIT ? NEW : null, choices, at(10));
        while (!ledger.followUps().planNext(run, rows, 2, at(10)).complete()) {
            assertThat(ledger.jobs().recount(run)).isEqualTo(ledger.jobs().totals(run));
        }
        ledger.plans().planned(run, at(10));
        Totals totals = ledger.jobs().totals(run);
        assertThat(totals.selected()).isEqualTo(preview.selected());
        assertThat(totals.waiting()).isEqualTo(preview.recipients());
        assertThat(totals.excluded())
                .isEqualTo(preview.leftOut().stream().mapToLong(LeftOut::count).sum());
        for (LeftOut reason : preview.leftOut()) {
            assertThat(number(database, "SELECT count(*) FROM delivery WHERE job = ? AND code = ?", run, reason.code()))
                    .isEqualTo(reason.count());
        }
        assertThat(ledger.plans().overridden(run)).isEqualTo(preview.overridden());
        Job planned = ledger.jobs().find(run).orElseThrow();
        assertThat(planned.kind()).isEqualTo(kind);
        assertThat(planned.parent()).isEqualTo(choice.runId());
        return run;
    }

    /** A change that is begun, comes to this, and is given up: how its row and the counters stand then. */
    private String givenUp(JobKind kind, Consumer<DueDelivery> what) {
        long run = plan(kind, DeliveryChoice.ofRun(first), SendChoices.NONE);
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(11)));
        DueDelivery row =
                ledger.deliveries().due(run, at(100), 1, Deliveries.EVERY_ROW).get(0);
        assertThat(get(ledger.claims().sending(row, at(11)))).isTrue();
        what.accept(row);
        get(ledger.jobs().setState(run, RunState.PAUSED, PauseReason.ASKED, null, at(13)));
        get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(14)));
        get(ledger.jobs().setState(run, RunState.STOPPED, null, null, at(14)));
        assertThat(ledger.jobs().recount(run)).isEqualTo(ledger.jobs().totals(run));
        assertThat(ledger.jobs().totals(run).addUp()).isTrue();
        return text(database, "SELECT state || ' ' || reason FROM delivery WHERE id = ?", row.id());
    }

    private String givenUpAfter(JobKind kind, int status, String code, String note) {
        CallResult result = new CallResult(at(11), at(12), status, code, null, 1, note);
        CallOutcome again = new CallOutcome.Again(at(13), code, Reason.of("answer.noneYet"));
        return givenUp(kind, row -> assertThat(get(ledger.outcomes().settle(row, result, again)))
                .isTrue());
    }

    @Test
    void aChangeThatTeamsMayHaveMadeIsInDoubtWhenItIsGivenUp() {
        assertThat(givenUp(JobKind.EDIT, row -> ledger.jobs().recover(at(12))))
                .isEqualTo("IN_DOUBT doubt.maybeChanged");
        assertThat(givenUp(JobKind.RECALL, row -> get(ledger.outcomes().recover(row.run(), at(12)))))
                .isEqualTo("IN_DOUBT doubt.maybeTakenBack");
        assertThat(givenUpAfter(JobKind.EDIT, 0, "Timeout", "network.noAnswer"))
                .isEqualTo("IN_DOUBT doubt.maybeChanged");
        assertThat(givenUpAfter(JobKind.RECALL, 504, "ServiceError", "Unknown"))
                .isEqualTo("IN_DOUBT doubt.maybeTakenBack");
        assertThat(givenUpAfter(JobKind.RECALL, 408, "ServiceError", "Unknown"))
                .isEqualTo("IN_DOUBT doubt.maybeTakenBack");
        assertThat(givenUpAfter(JobKind.EDIT, 200, "NotFromTeams", "NotFromTeams"))
                .isEqualTo("IN_DOUBT doubt.maybeChanged");
    }

    @Test
    void aChangeThatCertainlyWasNotMadeIsCancelledWhenItIsGivenUp() {
        String cancelled = "CANCELLED ended.stopped";
        assertThat(givenUpAfter(JobKind.EDIT, 0, "NotConnected", "network.notConnected"))
                .isEqualTo(cancelled);
        assertThat(givenUpAfter(JobKind.EDIT, 429, "TooManyRequests", "Slow down"))
                .isEqualTo(cancelled);
        assertThat(givenUpAfter(JobKind.RECALL, 407, "NotFromTeams", "NotFromTeams"))
                .isEqualTo(cancelled);
        assertThat(givenUpAfter(JobKind.RECALL, 503, "SignInRefused", "auth.outOfOrder"))
                .isEqualTo(cancelled);
        assertThat(givenUpAfter(JobKind.RECALL, 0, null, "ended.halted")).isEqualTo(cancelled);
    }

    private List<String> rows(long run) {
        return texts(
                database,
                "SELECT u.user_id || ' ' || d.state || ifnull(' ' || d.code, '') || ifnull(' ' || d.target, '')"
                        + " FROM delivery d JOIN user u ON u.id = d.user WHERE d.job = ? ORDER BY d.id",
                run);
    }

    private DueDelivery due(long run) {
        return ledger.deliveries().due(run, at(100), 1, Deliveries.EVERY_ROW).get(0);
    }

    @Test
    void aResendTakesExactlyTheChosenRowsAndLeavesTheParentAsItWas() {
        List<String> before = rows(first);
        long refused =
                plan(JobKind.RESEND, DeliveryChoice.ofStates(first, Set.of(DeliveryState.REFUSED)), SendChoices.NONE);
        assertThat(rows(refused)).containsExactly("29:b WAITING");
        assertThat(texts(database, "SELECT source FROM delivery WHERE job = ?", refused))
                .isEqualTo(texts(database, "SELECT id FROM delivery WHERE job = ? AND code = '404'", first));
        long all = plan(JobKind.RESEND, DeliveryChoice.ofRun(first), SendChoices.NONE);
        assertThat(rows(all))
                .containsExactly(
                        "29:a EXCLUDED SameText",
                        // The other plan has sent nothing yet; whose row is claimed second finds the first.
                        "29:b WAITING",
                        "29:c EXCLUDED InDoubt",
                        "29:d EXCLUDED SameText",
                        "29:e EXCLUDED Removed");
        assertThat(rows(first)).isEqualTo(before);
        assertThat(ledger.jobs().find(refused).orElseThrow().message()).isEqualTo(StoreFixture.message());
        DeliveryChoice byCode = new DeliveryChoice(first, false, Set.of(), "404", null, "", Set.of());
        assertThat(ledger.followUps().chosen(JobKind.RESEND, byCode)).hasSize(1);
        DeliveryChoice bySearch = new DeliveryChoice(first, false, Set.of(), null, null, "name.b@", Set.of());
        assertThat(ledger.followUps().chosen(JobKind.RESEND, bySearch))
                .isEqualTo(ledger.followUps().chosen(JobKind.RESEND, byCode));
        assertThat(ledger.followUps()
                        .chosen(
                                JobKind.RESEND,
                                DeliveryChoice.ofRows(
                                        first, Set.copyOf(ledger.followUps().chosen(JobKind.RESEND, byCode)))))
                .hasSize(1);
    }

    @Test
    void aRecallActsOnEveryMessageThatIsInTeamsNow() {
        long again = plan(JobKind.RESEND, DeliveryChoice.ofStates(first, Set.of(DeliveryState.SENT)), OVERRIDE);
        assertThat(ledger.plans().overridden(again)).isEqualTo(2);
        run(again, Map.of("29:a", new CallOutcome.Sent("act-a2"), "29:d", new CallOutcome.Sent("act-d2")));
        long recall = plan(JobKind.RECALL, DeliveryChoice.ofAnnouncement(first), SendChoices.NONE);
        assertThat(rows(recall))
                .containsExactlyInAnyOrder(
                        "29:a WAITING act-a",
                        "29:c EXCLUDED InDoubt",
                        "29:d EXCLUDED NoMessageId",
                        "29:a WAITING act-a2",
                        "29:d WAITING act-d2");
        DueDelivery row = ledger.deliveries()
                .due(recall, at(100), 1, Deliveries.EVERY_ROW)
                .get(0);
        assertThat(row.conversationId()).isEqualTo("a:29:a");
        assertThat(row.target()).isEqualTo("act-a");
        run(
                recall,
                Map.of("29:a", new CallOutcome.Sent(null), "29:d", new CallOutcome.Refused("403", Reason.of("no"))));
        assertThat(texts(
                        database,
                        "SELECT DISTINCT call FROM attempt a JOIN delivery d ON d.id = a.delivery" + " WHERE d.job = ?",
                        recall))
                .containsExactly("DELETE");
        long rest = plan(JobKind.RECALL, DeliveryChoice.ofAnnouncement(first), SendChoices.NONE);
        assertThat(rows(rest))
                .containsExactlyInAnyOrder(
                        "29:c EXCLUDED InDoubt",
                        "29:d EXCLUDED NoMessageId",
                        "29:a EXCLUDED RecalledAlready",
                        "29:d WAITING act-d2");
        long refusedRecalls =
                plan(JobKind.RECALL, DeliveryChoice.ofStates(recall, Set.of(DeliveryState.REFUSED)), SendChoices.NONE);
        assertThat(rows(refusedRecalls)).containsExactly("29:d WAITING act-d2");
        // What was recalled is gone, so the text may go there again.
        DeliveryChoice toA = new DeliveryChoice(first, false, Set.of(), null, null, "name.a@", Set.of());
        assertThat(rows(plan(JobKind.RESEND, toA, SendChoices.NONE))).containsExactly("29:a WAITING");
    }

    @Test
    void whoseMessageWasTakenBackAndSentAgainIsOnePersonOfAChange() {
        run(
                plan(JobKind.RECALL, DeliveryChoice.ofStates(first, Set.of(DeliveryState.SENT)), SendChoices.NONE),
                Map.of("29:a", new CallOutcome.Sent(null)));
        DeliveryChoice toA = new DeliveryChoice(first, false, Set.of(), null, null, "name.a@", Set.of());
        run(plan(JobKind.RESEND, toA, SendChoices.NONE), Map.of("29:a", new CallOutcome.Sent("act-a2")));

        assertThat(rows(plan(JobKind.EDIT, DeliveryChoice.ofAnnouncement(first), SendChoices.NONE)))
                .containsExactlyInAnyOrder("29:c EXCLUDED InDoubt", "29:d EXCLUDED NoMessageId", "29:a WAITING act-a2");
    }

    /** Ids tell where no conversation is known yet, then the conversation does: old ids may be good again. */
    @Test
    void aMessageInAConversationThatIsNoMoreIsLeftOut() {
        DeliveryChoice all = DeliveryChoice.ofStates(first, Set.of(DeliveryState.SENT));
        String here = "29:a WAITING act-a";
        String lost = "29:a EXCLUDED ConversationLost";

        StoreFixture.roster(database, TEAM, at(7), user("29:new", "object-a", "Name a"));
        assertThat(rows(plan(JobKind.RECALL, all, SendChoices.NONE))).contains(lost);
        StoreFixture.conversation(database, "29:new", "a:29:a", at(7));
        assertThat(rows(plan(JobKind.RECALL, all, SendChoices.NONE)))
                .as("the same chat under another id")
                .contains(here);
        StoreFixture.change(
                database,
                "UPDATE conversation SET conversation_id = 'a:new' WHERE user ="
                        + " (SELECT id FROM user WHERE user_id = '29:new')");
        assertThat(rows(plan(JobKind.EDIT, all, SendChoices.NONE))).contains(lost);
        StoreFixture.roster(database, TEAM, at(8), user("29:a", "object-a", "Name a"));
        assertThat(rows(plan(JobKind.EDIT, all, SendChoices.NONE))).contains(here);
        StoreFixture.change(
                database, "UPDATE conversation SET conversation_id = 'a:healed' WHERE conversation_id = 'a:29:a'");
        assertThat(rows(plan(JobKind.RECALL, all, SendChoices.NONE))).contains(lost);
        StoreFixture.change(database, "DELETE FROM conversation");
        assertThat(rows(plan(JobKind.RECALL, all, SendChoices.NONE)))
                .as("nothing says that it is another one")
                .contains(here);
    }

    @Test
    void anEditChangesMessagesAndALaterResendSaysTheNewText() {
        long edit = plan(JobKind.EDIT, DeliveryChoice.ofRun(first), SendChoices.NONE);
        assertThat(rows(edit))
                .containsExactly("29:a WAITING act-a", "29:c EXCLUDED InDoubt", "29:d EXCLUDED NoMessageId");
        assertThat(ledger.jobs().find(edit).orElseThrow().message()).isEqualTo(NEW);
        assertThat(ledger.followUps().messageNow(first)).isEqualTo(StoreFixture.message());
        run(edit, Map.of("29:a", new CallOutcome.Sent("act-a")));
        assertThat(texts(
                        database,
                        "SELECT call FROM attempt a JOIN delivery d ON d.id = a.delivery WHERE d.job = ?",
                        edit))
                .containsExactly("UPDATE");
        assertThat(ledger.followUps().messageNow(first)).isEqualTo(NEW);
        long resend =
                plan(JobKind.RESEND, DeliveryChoice.ofStates(first, Set.of(DeliveryState.REFUSED)), SendChoices.NONE);
        assertThat(ledger.jobs().find(resend).orElseThrow().message()).isEqualTo(NEW);
        assertThat(rows(plan(JobKind.RECALL, DeliveryChoice.ofRun(edit), SendChoices.NONE)))
                .containsExactly("29:a WAITING act-a", "29:c EXCLUDED InDoubt", "29:d EXCLUDED NoMessageId");
        assertThatThrownBy(() -> ledger.followUps().chosen(JobKind.RESEND, DeliveryChoice.ofRun(edit)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void editsAndRecallsAreNeverInDoubtAndNeverHealed() {
        long recall = plan(JobKind.RECALL, DeliveryChoice.ofRun(first), SendChoices.NONE);
        get(ledger.jobs().setState(recall, RunState.RUNNING, null, null, at(20)));
        DueDelivery row = due(recall);
        assertThat(get(ledger.claims().sending(row, at(20)))).isTrue();
        assertThatThrownBy(() -> ledger.outcomes()
                        .settle(row, answer(), new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(get(ledger.outcomes().heal(row, answer(), at(20)))).isFalse();
        Jobs.Recovery recovery = ledger.jobs().recover(at(30));
        assertThat(recovery.inDoubt()).isZero();
        assertThat(recovery.reopened()).isEqualTo(1);
        assertThat(rows(recall).get(0)).isEqualTo("29:a WAITING act-a");
        assertThat(ledger.jobs().totals(recall)).isEqualTo(ledger.jobs().recount(recall));
        get(ledger.jobs().setState(recall, RunState.RUNNING, null, null, at(31)));
        DueDelivery again = due(recall);
        assertThat(get(ledger.claims().sending(again, at(31)))).isTrue();
        assertThat(get(ledger.outcomes()
                        .settle(again, answer(), new CallOutcome.Again(at(32), "503", Reason.of("busy")))))
                .isTrue();
        assertThat(get(ledger.claims().sending(due(recall), at(33)))).isTrue();
        assertThat(texts(
                        database,
                        "SELECT a.n || ' ' || a.call || ' ' || ifnull(a.status, a.note) FROM attempt a"
                                + " JOIN delivery d ON d.id = a.delivery WHERE d.job = ? ORDER BY a.n",
                        recall))
                .as("the third is under way")
                .containsExactly("1 DELETE ended.programEnded", "2 DELETE 200");
    }

    @Test
    void aPlanThatWasNotFinishedIsGoneAfterACrash() {
        DeliveryChoice choice = DeliveryChoice.ofRun(first);
        long run = ledger.followUps().begin(JobKind.RECALL, choice, null, SendChoices.NONE, at(10));
        ledger.followUps().planNext(run, ledger.followUps().chosen(JobKind.RECALL, choice), 1, at(10));
        Totals before = ledger.jobs().totals(first);
        ledger.jobs().recover(at(11));
        assertThat(ledger.jobs().find(run)).isEmpty();
        assertThat(number(database, "SELECT count(*) FROM delivery WHERE job = ?", run))
                .isZero();
        assertThat(number(database, "SELECT count(*) FROM job_total WHERE job = ?", run))
                .isZero();
        assertThat(ledger.jobs().totals(first))
                .isEqualTo(before)
                .isEqualTo(ledger.jobs().recount(first));
        long planned = plan(JobKind.RECALL, choice, SendChoices.NONE);
        ledger.jobs().recover(at(12));
        assertThat(ledger.jobs().find(planned).orElseThrow().pauseReason()).isEqualTo(PauseReason.NOT_STARTED);
        ledger.plans().discard(planned, at(13));
        assertThat(ledger.jobs().find(planned)).isEmpty();
        assertThat(ledger.jobs().find(first)).isPresent();
    }

    @Test
    void aRunThatSendsIsNoParent() {
        long other = ledger.plans().begin("Other", NEW, Audience.ofTeams(Set.of(TEAM)), SendChoices.NONE, at(10));
        assertThatThrownBy(() -> ledger.followUps().chosen(JobKind.RECALL, DeliveryChoice.ofRun(other)))
                .isInstanceOf(Problem.class);
        ledger.plans().planNext(other, 100, at(10));
        ledger.plans().planned(other, at(10));
        get(ledger.jobs().setState(other, RunState.RUNNING, null, null, at(10)));
        for (DeliveryChoice choice : List.of(DeliveryChoice.ofRun(other), DeliveryChoice.ofAnnouncement(other))) {
            assertThatThrownBy(() -> ledger.followUps().chosen(JobKind.RECALL, choice))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> ledger.followUps().begin(JobKind.RECALL, choice, null, SendChoices.NONE, at(11)))
                    .isInstanceOf(Problem.class);
        }
        get(ledger.jobs().setState(other, RunState.PAUSED, PauseReason.ASKED, null, at(11)));
        assertThat(ledger.followUps()
                        .preview(JobKind.RESEND, DeliveryChoice.ofRun(other), SendChoices.NONE, at(11), row -> {})
                        .leftOut())
                .containsExactly(new LeftOut("StillOpen", Reason.of("leftOut.StillOpen"), 5, false));
        assertThatThrownBy(() -> ledger.followUps().chosen(JobKind.RECALL, DeliveryChoice.ofRun(999)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void doubtsAreDecidedOneByOneOrAllWithTheNumberTyped() {
        DeliveryChoice all = DeliveryChoice.ofRun(first);
        assertThat(ledger.decisions().inDoubt(all)).isEqualTo(1);
        assertThatThrownBy(() -> ledger.decisions().decideAll(all, Decision.SEND_AGAIN, 2, at(20)))
                .isInstanceOf(Problem.class)
                .satisfies(says("1 delivery is in doubt, not 2"));
        assertThat(rows(first)).contains("29:c IN_DOUBT 504");
        assertThat(ledger.decisions().decideAll(all, Decision.SEND_AGAIN, 1, at(20)))
                .isEqualTo(1);
        assertThat(rows(first)).contains("29:c WAITING");
        assertThat(ledger.jobs().find(first).orElseThrow().state()).isEqualTo(RunState.PAUSED);
        assertThat(number(database, "SELECT count(*) FROM decision")).isEqualTo(1);
        run(first, Map.of("29:c", new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer"))));
        long row = number(database, "SELECT id FROM delivery WHERE state = 'IN_DOUBT'");
        int attempts = (int) number(database, "SELECT attempts FROM delivery WHERE id = ?", row);
        assertThat(ledger.decisions().decideNow(row, attempts - 1, Decision.ARRIVED, at(21)))
                .isFalse();
        assertThat(ledger.decisions().decideNow(row, attempts, Decision.ARRIVED, at(21)))
                .isTrue();
        assertThat(ledger.decisions().decideAll(all, Decision.ARRIVED, 0, at(22)))
                .isZero();
        assertThat(new AuditQuery(database).ofRun(first).page(0, 100))
                .extracting(AuditQuery.Row::act)
                .startsWith(AuditAct.ARRIVED, AuditAct.RESUMED, AuditAct.SEND_AGAIN);
        assertThat(rows(plan(JobKind.RECALL, all, SendChoices.NONE)))
                .containsExactly("29:a WAITING act-a", "29:c EXCLUDED NoMessageId", "29:d EXCLUDED NoMessageId");
    }

    @Test
    void onePersonOneLineWithTheLatestOutcome() {
        long resend =
                plan(JobKind.RESEND, DeliveryChoice.ofStates(first, Set.of(DeliveryState.REFUSED)), SendChoices.NONE);
        run(resend, Map.of("29:b", new CallOutcome.Sent("act-b")));
        long recall = plan(JobKind.RECALL, DeliveryChoice.ofAnnouncement(first), SendChoices.NONE);
        run(
                recall,
                Map.of("29:a", new CallOutcome.Sent(null), "29:b", new CallOutcome.Refused("403", Reason.of("no"))));
        OutcomeQuery query = new OutcomeQuery(database);
        long announcement = ledger.jobs().find(first).orElseThrow().announcement();
        OutcomeQuery.Filter all = OutcomeQuery.Filter.of(announcement);
        assertThat(query.select(all, List.of()).page(0, 10))
                .extracting(row -> row.userId() + " " + row.kind() + " " + row.state())
                .containsExactly(
                        "29:a RECALL SENT",
                        "29:b RECALL REFUSED",
                        "29:c SEND IN_DOUBT",
                        "29:d SEND SENT",
                        "29:e SEND EXCLUDED");
        assertThat(query.select(all, List.of()).count()).isEqualTo(5);
        assertThat(query.counts(announcement)).hasSize(5);
        OutcomeQuery.Filter refused = new OutcomeQuery.Filter(
                announcement, Set.of(JobKind.RECALL), Set.of(DeliveryState.REFUSED), null, "403", null, "name b");
        List<DeliveryQuery.Row> found = query.select(refused, List.of()).page(0, 10);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).parent()).isEqualTo(first);
        assertThat(found.get(0).target()).isEqualTo("act-b");
        List<DeliveryQuery.Row> streamed = new ArrayList<>();
        query.select(all, List.of()).each(streamed::add);
        assertThat(streamed).isEqualTo(query.select(all, List.of()).page(0, 10));
        assertThat(new RunQuery(database).jobs(announcement))
                .extracting(RunQuery.Row::kind)
                .containsExactly(JobKind.SEND, JobKind.RESEND, JobKind.RECALL);
        DeliveryChoice whole = new DeliveryChoice(first, true, Set.of(DeliveryState.REFUSED), null, null, "", Set.of());
        assertThat(ledger.followUps().chosen(JobKind.RESEND, whole)).isEmpty();
    }

    @Test
    void goingOnAfterTheCanaryIsKept() {
        long run = plan(
                JobKind.RESEND,
                DeliveryChoice.ofStates(first, Set.of(DeliveryState.REFUSED)),
                new SendChoices(false, 1, false, null));
        Instant now = at(20);
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, now));
        assertThat(ledger.jobs().find(run).orElseThrow().canaryPassed()).isFalse();
        get(ledger.jobs().setState(run, RunState.PAUSED, PauseReason.CANARY, null, now));
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, now));
        assertThat(ledger.jobs().find(run).orElseThrow().canaryPassed()).isTrue();
    }
}
