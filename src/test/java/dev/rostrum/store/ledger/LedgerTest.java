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
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.Jobs.Recovery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final String TEAM = "19:t@thread.tacv2";

    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = StoreFixture.unguarded(database);
        StoreFixture.roster(
                database,
                TEAM,
                T0,
                user("29:a", "aaaa", "Anna"),
                user("29:b", "bbbb", "Bert"),
                user("29:c", null, "Carl"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static CallResult answer(int status, Instant at) {
        return new CallResult(at, at, status, null, "cv." + status, 12, null);
    }

    private DueDelivery first(long run) {
        return ledger.deliveries()
                .due(run, at(100_000), 1, Deliveries.EVERY_ROW)
                .get(0);
    }

    private DeliveryState state(DueDelivery row) {
        return DeliveryState.valueOf(text(database, "SELECT state FROM delivery WHERE id = ?", row.id()));
    }

    private void addsUp(long run) {
        assertThat(ledger.jobs().totals(run).addUp()).isTrue();
        assertThat(ledger.jobs().recount(run)).isEqualTo(ledger.jobs().totals(run));
    }

    private List<String> audience(long run) {
        return database.read(session -> session.list(
                "SELECT a.role || ' ' || a.ref FROM audience a JOIN job j ON j.announcement = a.announcement WHERE j.id = ?",
                row -> row.getString(1),
                run));
    }

    private DueDelivery waiting(long run) {
        return first(run);
    }

    private DueDelivery opening(long run) {
        DueDelivery row = first(run);
        assertThat(get(ledger.claims().opening(row, at(1)))).isTrue();
        return row;
    }

    private DueDelivery sending(long run) {
        DueDelivery row = opening(run);
        assertThat(get(ledger.claims().openedAndSending(row, "a:1", answer(201, at(2)), at(2))))
                .isTrue();
        return row;
    }

    private DueDelivery inDoubt(long run) {
        DueDelivery row = sending(run);
        assertThat(get(ledger.outcomes()
                        .settle(
                                row,
                                answer(504, at(3)),
                                new CallOutcome.InDoubt("504", Reason.of(Reason.EARLIER, "No answer")))))
                .isTrue();
        return row;
    }

    @Nested
    class OnePersonOverTheJobs {
        private Ledger open;
        private DueDelivery mine;
        private DueDelivery theirs;

        private void plan(String user, String sameUser) {
            open = StoreFixture.unguarded(database);
            mine = first(StoreFixture.running(open, Audience.ofUsers(Set.of(user))));
            theirs = first(StoreFixture.running(open, Audience.ofUsers(Set.of(sameUser))));
        }

        private void waitsForTheOther() {
            assertThat(get(open.claims().opening(mine, at(1)))).isTrue();
            assertThat(get(open.claims().opening(theirs, at(2)))).isFalse();
            assertThat(state(theirs)).isEqualTo(DeliveryState.WAITING);
            assertThat(open.deliveries().due(theirs.run(), at(2), 1, Deliveries.EVERY_ROW))
                    .as("put off, so that nobody asks again at once")
                    .isEmpty();
            assertThat(open.deliveries().nextDue(theirs.run(), Deliveries.EVERY_ROW))
                    .contains(at(3));

            assertThat(get(open.claims().openedAndSending(mine, "a:1", answer(201, at(3)), at(3))))
                    .isTrue();
            assertThat(get(open.claims().opening(theirs, at(3))))
                    .as("while it is sent")
                    .isFalse();
            assertThat(get(open.outcomes().settle(mine, answer(201, at(4)), new CallOutcome.Sent("m"))))
                    .isTrue();
            assertThat(get(open.claims().opening(theirs, at(4)))).isTrue();
            addsUp(mine.run());
            addsUp(theirs.run());
        }

        @Test
        void hasOneCallUnderWay() {
            plan("29:a", "29:a");
            waitsForTheOther();
        }

        @Test
        void hasOneCallUnderWayAlsoUnderTwoIds() {
            StoreFixture.roster(database, "19:other", T0, user("29:z", "aaaa", "Anna"));
            plan("29:a", "29:z");
            waitsForTheOther();
        }

        @Test
        void isNotKeptWaitingByARowThatWaits() {
            plan("29:a", "29:a");
            assertThat(get(open.claims().opening(theirs, at(1)))).isTrue();
        }

        @Test
        void isLookedUpByTheirRows() {
            assertThat(LedgerTest.this.plan(Claims.TO_SENDING_ALONE))
                    .contains("delivery_of_user")
                    .doesNotContain("SCAN");
        }
    }

    @Nested
    class Planning {
        @Test
        void writesOneRowPerPersonInChunks() {
            long run = ledger.plans()
                    .begin(
                            "Title",
                            StoreFixture.message(),
                            Audience.ofTeams(Set.of(TEAM)),
                            SendChoices.NONE.atRate(7.5),
                            T0);
            assertThat(ledger.jobs().find(run).orElseThrow().state()).isEqualTo(RunState.PLANNING);
            assertThat(ledger.plans().planNext(run, 2, T0)).isEqualTo(new PlanStep(2, false));
            addsUp(run);
            assertThat(ledger.deliveries().due(run, at(1), 10, Deliveries.EVERY_ROW))
                    .hasSize(2);
            assertThat(ledger.plans().planNext(run, 2, T0)).isEqualTo(new PlanStep(3, true));
            ledger.plans().planned(run, T0);
            Job planned = ledger.jobs().find(run).orElseThrow();
            assertThat(planned.state()).isEqualTo(RunState.PAUSED);
            assertThat(planned.pauseReason()).isEqualTo(PauseReason.NOT_STARTED);
            assertThat(planned.message()).isEqualTo(StoreFixture.message());
            assertThat(planned.choices().rate()).isEqualTo(7.5);
            assertThat(planned.createdAt()).isEqualTo(T0);
            assertThat(planned.startedAt()).isNull();
            assertThat(ledger.jobs().totals(run)).isEqualTo(new Totals(3, 3, 0, 0, 0, 0, 0, 0, 0));
            addsUp(run);
            assertThat(ledger.jobs().open()).extracting(Job::id).containsExactly(run);
            assertThatThrownBy(() -> ledger.plans().planNext(run, 2, T0)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void removedPeopleAreOutUnderEveryIdOfTheirs() {
            StoreFixture.roster(
                    database,
                    "19:2",
                    T0,
                    user("29:a2", "aaaa", "Anna again"),
                    user("29:b2", "BBBB", "Bert again"),
                    user("29:c2", null, "Carl again"));
            Audience audience = Audience.ofTeams(Set.of(TEAM, "19:2")).without(Set.of("29:a", "29:never-seen"));
            JobCounts preview = StoreFixture.preview(ledger, audience, StoreFixture.message(), SendChoices.NONE, T0);
            assertThat(preview).isEqualTo(StoreFixture.counts(4, 1, 0, 3, 0));
            long run = StoreFixture.planned(ledger, audience);
            assertThat(ledger.jobs().totals(run)).isEqualTo(new Totals(4, 3, 0, 0, 0, 0, 0, 1, 0));
            assertThat(StoreFixture.reasons(
                            database,
                            "SELECT u.user_id || ' ' || d.code || ' ', d.reason,"
                                    + " d.reason_arguments FROM delivery d JOIN user u ON u.id = d.user WHERE d.state = 'EXCLUDED'"
                                    + " ORDER BY d.id"))
                    .containsExactly("29:a2 Removed Removed by you");
            addsUp(run);
        }

        @Test
        void onePersonInTwoTeamsCountsOnce() {
            StoreFixture.roster(database, "19:2", T0, user("29:a", "aaaa", "Anna"), user("29:d", "dddd", "Dora"));
            Audience audience = new Audience(Set.of(TEAM, "19:2"), Set.of("29:a", "29:d", "29:nobody"), Set.of());
            assertThat(StoreFixture.preview(ledger, audience, StoreFixture.message(), SendChoices.NONE, T0))
                    .isEqualTo(StoreFixture.counts(4, 0, 0, 4, 0));
            long run = StoreFixture.planned(ledger, audience);
            assertThat(ledger.jobs().totals(run).waiting()).isEqualTo(4);
            assertThat(audience(run))
                    .containsExactlyInAnyOrder("TEAM " + TEAM, "TEAM 19:2", "USER 29:a", "USER 29:d", "USER 29:nobody");
        }

        @Test
        void aRunIsReadWithoutItsAudience() {
            long run = StoreFixture.planned(ledger, Audience.ofUsers(Set.of("29:a", "29:b")));
            database.write(session -> session.update("DROP TABLE audience"));
            assertThat(ledger.jobs().find(run).orElseThrow().state()).isEqualTo(RunState.PAUSED);
            assertThat(ledger.jobs().open()).extracting(Job::id).containsExactly(run);
        }

        @Test
        void previewKnowsConversations() {
            long run = StoreFixture.running(ledger, Audience.ofUsers(Set.of("29:b")));
            DueDelivery row = sending(run);
            get(ledger.outcomes().settle(row, answer(201, at(3)), new CallOutcome.Sent("1")));
            assertThat(StoreFixture.preview(
                            ledger, Audience.ofTeams(Set.of(TEAM)), StoreFixture.message(), SendChoices.NONE, T0))
                    .isEqualTo(StoreFixture.counts(3, 0, 0, 3, 1));
        }

        @Test
        void nothingOfADiscardedPlanStays() {
            long kept = StoreFixture.planned(ledger, Audience.ofUsers(Set.of("29:a")));
            long planned = StoreFixture.planned(ledger, Audience.ofTeams(Set.of(TEAM)));
            long planning = ledger.plans()
                    .begin("Half", StoreFixture.message(), Audience.ofTeams(Set.of(TEAM)), SendChoices.NONE, T0);
            ledger.plans().planNext(planning, 1, T0);
            ledger.plans().discard(planned, T0);
            ledger.plans().discard(planning, T0);
            assertThat(ledger.jobs().find(planned)).isEmpty();
            assertThat(number(database, "SELECT count(*) FROM delivery")).isEqualTo(1);
            assertThat(number(database, "SELECT count(*) FROM job_total")).isEqualTo(1);
            assertThat(number(database, "SELECT count(*) FROM announcement")).isEqualTo(1);
            assertThat(number(database, "SELECT count(*) FROM audience")).isEqualTo(1);
            get(ledger.jobs().setState(kept, RunState.RUNNING, null, null, T0));
            assertThatThrownBy(() -> ledger.plans().discard(kept, T0)).isInstanceOf(IllegalStateException.class);
            get(ledger.jobs().setState(kept, RunState.PAUSED, PauseReason.ASKED, null, T0));
            assertThatThrownBy(() -> ledger.plans().discard(kept, T0)).isInstanceOf(IllegalStateException.class);
            addsUp(kept);
            // Ids are not given twice.
            assertThat(StoreFixture.planned(ledger, Audience.ofUsers(Set.of("29:a"))))
                    .isGreaterThan(planning);
        }

        @Test
        void aPlanThatDoesNotAddUpIsNotValid() {
            long run = ledger.plans()
                    .begin("Title", StoreFixture.message(), Audience.ofTeams(Set.of(TEAM)), SendChoices.NONE, T0);
            ledger.plans().planNext(run, 10, T0);
            database.write(session -> session.update("UPDATE job_total SET waiting = waiting + 1 WHERE job = ?", run));
            assertThatThrownBy(() -> ledger.plans().planned(run, T0))
                    .isInstanceOf(StoreFailure.class)
                    .satisfies(says("does not add up"));
            assertThat(ledger.jobs().find(run).orElseThrow().state()).isEqualTo(RunState.PLANNING);
        }

        @Test
        void namesAreThoseOfThePlan() {
            long run = StoreFixture.planned(ledger, Audience.ofUsers(Set.of("29:a")));
            StoreFixture.roster(database, TEAM, at(9), user("29:a", "aaaa", "Anna Married"));
            assertThat(text(database, "SELECT name FROM delivery WHERE job = ?", run))
                    .isEqualTo("Anna");
        }
    }

    @Nested
    class Transitions {
        private long run;

        @BeforeEach
        void start() {
            run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
        }

        @AfterEach
        void stillAddsUp() {
            addsUp(run);
        }

        @Test
        void firstContactOpensThenSendsThenIsSent() {
            DueDelivery row = waiting(run);
            assertThat(row)
                    .isEqualTo(new DueDelivery(row.id(), row.run(), row.user(), "29:a", null, null, 0, false, 0));
            assertThat(get(ledger.claims().opening(row, at(1)))).isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.OPENING);
            assertThat(number(database, "SELECT count(*) FROM attempt")).isZero();
            assertThat(get(ledger.claims()
                            .openedAndSending(
                                    row, "a:1", new CallResult(at(1), at(2), 201, null, "cv.201", 12, null), at(3))))
                    .isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.SENDING);
            assertThat(texts(
                            database,
                            "SELECT n || ' ' || call || ' ' || started_at || ' ' || ifnull(ended_at, '-') || ' '"
                                    + " || ifnull(status, '-') || ' ' || ifnull(ms_cv, '-') FROM attempt ORDER BY n"))
                    .containsExactly("1 CREATE " + at(1).toEpochMilli() + " " + at(2).toEpochMilli() + " 201 cv.201");
            assertThat(get(ledger.outcomes()
                            .settle(
                                    row,
                                    new CallResult(at(3), at(4), 202, null, "cv.202", 12, null),
                                    new CallOutcome.Sent("act-1"))))
                    .isTrue();
            assertThat(texts(
                            database,
                            "SELECT n || ' ' || call || ' ' || started_at || ' ' || ended_at || ' ' || status || ' ' || ms_cv"
                                    + " FROM attempt ORDER BY n"))
                    .containsExactly(
                            "1 CREATE " + at(1).toEpochMilli() + " " + at(2).toEpochMilli() + " 201 cv.201",
                            "2 SEND " + at(3).toEpochMilli() + " " + at(4).toEpochMilli() + " 202 cv.202");
            assertThat(state(row)).isEqualTo(DeliveryState.SENT);
            assertThat(text(
                            database,
                            "SELECT activity_id || ' ' || conversation_id || ' ' || attempts || ' ' || opened || ' '"
                                    + " || healed FROM delivery WHERE id = ?",
                            row.id()))
                    .isEqualTo("act-1 a:1 2 1 0");
            assertThat(text(
                            database,
                            "SELECT conversation_id || ' ' || origin || ' ' || created_at || ' ' || last_accepted_at"
                                    + " || ' ' || last_call_at || ' ' || last_status FROM conversation"))
                    .isEqualTo("a:1 CREATED " + at(2).toEpochMilli() + " " + at(4).toEpochMilli() + " "
                            + at(4).toEpochMilli() + " 202");
            assertThat(number(database, "SELECT count(*) FROM attempt WHERE ended_at IS NULL"))
                    .isZero();
        }

        @Test
        void aKnownConversationIsSentTo() {
            DueDelivery opened = sending(run);
            get(ledger.outcomes().settle(opened, answer(201, at(3)), new CallOutcome.Sent(null)));
            long second = StoreFixture.running(ledger, Audience.ofUsers(Set.of("29:a")));
            DueDelivery row = first(second);
            assertThat(row.conversationId()).isEqualTo("a:1");
            assertThat(get(ledger.claims().sending(row, at(5)))).isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.SENDING);
            assertThat(get(ledger.outcomes().settle(row, answer(202, at(6)), new CallOutcome.Sent("x"))))
                    .isTrue();
            assertThat(text(database, "SELECT attempts || ' ' || opened FROM delivery WHERE id = ?", row.id()))
                    .isEqualTo("1 0");
            addsUp(second);
        }

        @Test
        void openedOnlyKeepsTheIdAndWaits() {
            DueDelivery row = opening(run);
            assertThat(get(ledger.outcomes().openedOnly(row, "a:9", answer(201, at(2)), at(2))))
                    .isTrue();
            DueDelivery again = first(run);
            assertThat(again)
                    .isEqualTo(new DueDelivery(row.id(), row.run(), row.user(), "29:a", "a:9", null, 1, false, 0));
            assertThat(get(ledger.claims().sending(again, at(3)))).isTrue();
            assertThat(get(ledger.outcomes().settle(again, answer(201, at(4)), new CallOutcome.Sent("1"))))
                    .isTrue();
            assertThat(text(database, "SELECT attempts || ' ' || opened FROM delivery WHERE id = ?", row.id()))
                    .isEqualTo("2 1");
        }

        @Test
        void aCreateThatFailsIsRefusedOrWaits() {
            DueDelivery row = opening(run);
            assertThat(get(ledger.outcomes()
                            .notOpened(
                                    row,
                                    answer(429, at(2)),
                                    new CallOutcome.Again(
                                            at(60), "429", Reason.of(Reason.EARLIER, "Teams asked to wait")))))
                    .isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.WAITING);
            assertThat(ledger.deliveries().due(run, at(59), 10, Deliveries.EVERY_ROW))
                    .extracting(DueDelivery::userId)
                    .containsExactly("29:b", "29:c");
            assertThat(ledger.deliveries().due(run, at(60), 10, Deliveries.EVERY_ROW))
                    .extracting(DueDelivery::userId)
                    .containsExactly("29:b", "29:c", "29:a");
            assertThat(ledger.deliveries().nextDue(run, Deliveries.EVERY_ROW)).contains(Instant.EPOCH);
            DueDelivery later = ledger.deliveries()
                    .due(run, at(60), 10, Deliveries.EVERY_ROW)
                    .get(2);
            assertThat(later.attempts()).isEqualTo(1);
            assertThat(get(ledger.claims().opening(later, at(61)))).isTrue();
            assertThat(get(ledger.outcomes()
                            .notOpened(
                                    later,
                                    answer(403, at(62)),
                                    new CallOutcome.Refused(
                                            "BotNotInstalled", Reason.of(Reason.EARLIER, "Not installed")))))
                    .isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.REFUSED);
            assertThat(texts(database, "SELECT n || ' ' || call || ' ' || status FROM attempt ORDER BY n"))
                    .containsExactly("1 CREATE 429", "2 CREATE 403");
            assertThatThrownBy(() -> ledger.outcomes()
                            .notOpened(later, answer(0, at(1)), new CallOutcome.InDoubt("x", Reason.of("y"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.outcomes().notOpened(later, answer(0, at(1)), new CallOutcome.Sent("y")))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void aSendEndsRefusedInDoubtOrWaitsAgain() {
            DueDelivery refused = sending(run);
            assertThat(get(ledger.outcomes()
                            .settle(
                                    refused,
                                    new CallResult(at(4), at(4), 403, "MessageWritesBlocked", "cv", 5, null),
                                    new CallOutcome.Refused("MessageWritesBlocked", Reason.of("Blocked")))))
                    .isTrue();
            assertThat(text(database, "SELECT last_status || ' ' || last_code FROM conversation"))
                    .isEqualTo("403 MessageWritesBlocked");
            assertThat(number(database, "SELECT count(*) FROM conversation WHERE last_accepted_at IS NULL"))
                    .isEqualTo(1);
            DueDelivery doubt = inDoubt(run);
            DueDelivery again = sending(run);
            assertThat(get(ledger.outcomes()
                            .settle(again, answer(412, at(4)), new CallOutcome.Again(at(5), "412", Reason.of("Busy")))))
                    .isTrue();
            assertThat(List.of(state(refused), state(doubt), state(again)))
                    .containsExactly(DeliveryState.REFUSED, DeliveryState.IN_DOUBT, DeliveryState.WAITING);
            assertThat(ledger.deliveries().nextDue(run, Deliveries.EVERY_ROW)).contains(at(5));
            assertThat(ledger.jobs().totals(run)).isEqualTo(new Totals(3, 1, 0, 0, 0, 1, 1, 0, 0));
        }

        @Test
        void aStaleIdIsForgottenOnceOnly() {
            DueDelivery row = sending(run);
            assertThat(get(ledger.outcomes().heal(row, answer(404, at(4)), at(4))))
                    .isTrue();
            assertThat(number(database, "SELECT count(*) FROM conversation")).isZero();
            DueDelivery healed = ledger.deliveries()
                    .due(run, at(100), 10, Deliveries.EVERY_ROW)
                    .get(2);
            assertThat(healed)
                    .isEqualTo(new DueDelivery(row.id(), row.run(), row.user(), "29:a", null, null, 2, true, 0));
            assertThat(get(ledger.claims().opening(healed, at(5)))).isTrue();
            assertThat(get(ledger.claims().openedAndSending(healed, "a:2", answer(201, at(6)), at(6))))
                    .isTrue();
            assertThat(get(ledger.outcomes().heal(healed, answer(404, at(7)), at(7))))
                    .isFalse();
            assertThat(text(database, "SELECT conversation_id FROM conversation"))
                    .isEqualTo("a:2");
            assertThat(get(ledger.outcomes().settle(healed, answer(201, at(8)), new CallOutcome.Sent("1"))))
                    .isTrue();
            assertThat(text(database, "SELECT attempts || ' ' || healed FROM delivery WHERE id = ?", row.id()))
                    .isEqualTo("4 1");
        }

        @Test
        void healingLeavesANewerIdAlone() {
            DueDelivery opened = sending(run);
            get(ledger.outcomes().settle(opened, answer(201, at(3)), new CallOutcome.Sent("1")));
            long second = StoreFixture.running(ledger, Audience.ofUsers(Set.of("29:a")));
            DueDelivery stale = first(second);
            assertThat(get(ledger.claims().sending(stale, at(4)))).isTrue();
            database.write(session -> session.update("UPDATE conversation SET conversation_id = 'a:newer'"));
            assertThat(get(ledger.outcomes().heal(stale, answer(404, at(5)), at(5))))
                    .isTrue();
            assertThat(first(second).conversationId()).isEqualTo("a:newer");
        }

        @Test
        void aLateAcceptanceEndsTheDoubtBeforeAnyDecision() {
            DueDelivery row = inDoubt(run);
            assertThat(get(ledger.outcomes().settle(row, answer(201, at(9)), new CallOutcome.Sent("late"))))
                    .isFalse();
            assertThat(get(ledger.outcomes().lateAnswer(row, answer(201, at(9)), new CallOutcome.Sent("late"))))
                    .isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.SENT);
            assertThat(text(database, "SELECT activity_id FROM delivery WHERE id = ?", row.id()))
                    .isEqualTo("late");
            assertThat(text(database, "SELECT last_accepted_at FROM conversation"))
                    .isEqualTo(Long.toString(at(9).toEpochMilli()));

            DueDelivery decided = inDoubt(run);
            assertThat(get(ledger.decisions().decide(decided.id(), 2, Decision.SEND_AGAIN, at(10))))
                    .isTrue();
            assertThat(get(ledger.outcomes().lateAnswer(decided, answer(201, at(11)), new CallOutcome.Sent("late"))))
                    .isFalse();
            assertThat(state(decided)).isEqualTo(DeliveryState.WAITING);
        }

        @Test
        void onlyTheAdminEndsADoubt() {
            DueDelivery row = inDoubt(run);
            assertThat(get(ledger.decisions().decide(row.id(), 1, Decision.ARRIVED, at(9))))
                    .isFalse();
            assertThat(get(ledger.decisions().decide(row.id(), 2, Decision.ARRIVED, at(9))))
                    .isTrue();
            assertThat(state(row)).isEqualTo(DeliveryState.SENT);
            assertThat(get(ledger.decisions().decide(row.id(), 2, Decision.SEND_AGAIN, at(9))))
                    .isFalse();
            assertThat(texts(database, "SELECT kind || ' ' || attempts FROM decision"))
                    .containsExactly("ARRIVED 2");
        }

        @Test
        void sendAgainReopensARunThatWasOver() {
            DueDelivery row = inDoubt(run);
            get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(5)));
            get(ledger.jobs().setState(run, RunState.STOPPED, null, null, at(6)));
            assertThat(get(ledger.decisions().decide(row.id(), 2, Decision.SEND_AGAIN, at(7))))
                    .isTrue();
            Job again = ledger.jobs().find(run).orElseThrow();
            assertThat(again.state()).isEqualTo(RunState.PAUSED);
            assertThat(again.pauseReason()).isEqualTo(PauseReason.ASKED);
            assertThat(again.endedAt()).isNull();
            assertThat(ledger.deliveries().due(run, at(8), 10, Deliveries.EVERY_ROW))
                    .extracting(DueDelivery::id)
                    .containsExactly(row.id());
        }

        @Test
        void everyOtherWayChangesNothing() {
            DueDelivery waiting = waiting(run);
            refusesAllBut(waiting, Set.of("opening"));
            DueDelivery opening = opening(run);
            refusesAllBut(opening, Set.of());
            get(ledger.outcomes().notOpened(opening, answer(403, at(2)), new CallOutcome.Refused("c", Reason.of("x"))));
            refusesAllBut(opening, Set.of());
            DueDelivery sent = sending(run);
            get(ledger.outcomes().settle(sent, answer(201, at(3)), new CallOutcome.Sent("1")));
            refusesAllBut(sent, Set.of());
            DueDelivery doubt = inDoubt(run);
            assertThat(get(ledger.outcomes()
                            .settle(doubt, answer(201, at(3)), new CallOutcome.Refused("c", Reason.of("x")))))
                    .isFalse();
            assertThat(get(ledger.outcomes().heal(doubt, answer(404, at(3)), at(3))))
                    .isFalse();
            assertThat(state(doubt)).isEqualTo(DeliveryState.IN_DOUBT);
            // A row of the past knows an older number of attempts.
            long second = StoreFixture.running(ledger, Audience.ofUsers(Set.of("29:a")));
            DueDelivery old = first(second);
            get(ledger.claims().opening(old, at(1)));
            get(ledger.outcomes()
                    .notOpened(old, answer(429, at(2)), new CallOutcome.Again(at(2), "429", Reason.of("x"))));
            assertThat(get(ledger.claims().opening(old, at(3)))).isFalse();
            assertThat(state(old)).isEqualTo(DeliveryState.WAITING);
        }

        /** Tries each transition that does not fit; none may change the row or write an attempt. */
        private void refusesAllBut(DueDelivery row, Set<String> fitting) {
            DeliveryState before = state(row);
            long attempts = number(database, "SELECT count(*) FROM attempt");
            long conversations = number(database, "SELECT count(*) FROM conversation");
            DueDelivery known = new DueDelivery(
                    row.id(), row.run(), row.user(), row.userId(), "a:known", null, row.attempts(), row.healed(), 0);
            List<Boolean> results = new ArrayList<>();
            if (!fitting.contains("opening")) {
                results.add(get(ledger.claims().opening(row, at(1))));
                results.add(get(ledger.claims().sending(known, at(1))));
            }
            if (before != DeliveryState.OPENING) {
                results.add(get(ledger.claims().openedAndSending(row, "a:x", answer(201, at(1)), at(1))));
                results.add(get(ledger.outcomes().openedOnly(row, "a:x", answer(201, at(1)), at(1))));
                results.add(get(ledger.outcomes()
                        .notOpened(row, answer(403, at(1)), new CallOutcome.Refused("c", Reason.of("x")))));
            }
            results.add(get(ledger.outcomes().settle(row, answer(201, at(1)), new CallOutcome.Sent("x"))));
            results.add(get(ledger.outcomes().settle(known, answer(201, at(1)), new CallOutcome.Sent("x"))));
            results.add(get(ledger.outcomes().heal(row, answer(404, at(1)), at(1))));
            results.add(get(ledger.outcomes().lateAnswer(row, answer(201, at(1)), new CallOutcome.Sent("x"))));
            results.add(get(ledger.decisions().decide(row.id(), row.attempts(), Decision.ARRIVED, at(1))));
            assertThat(results).containsOnly(false);
            assertThat(state(row)).isEqualTo(before);
            assertThat(number(database, "SELECT count(*) FROM attempt")).isEqualTo(attempts);
            assertThat(number(database, "SELECT count(*) FROM conversation")).isEqualTo(conversations);
        }

        @Test
        void wrongUseIsSaid() {
            DueDelivery row = waiting(run);
            DueDelivery known =
                    new DueDelivery(row.id(), row.run(), row.user(), row.userId(), "a:1", null, 0, false, 0);
            assertThatThrownBy(() -> ledger.claims().opening(known, at(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.claims().sending(row, at(1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.claims().openedAndSending(row, " ", answer(201, at(1)), at(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void nothingStartsInARunThatDoesNotRun() {
            DueDelivery open = opening(run);
            DueDelivery other = first(run);
            get(ledger.jobs().setState(run, RunState.PAUSED, PauseReason.ASKED, Reason.of("pause.lunch"), at(2)));
            assertThat(get(ledger.claims().opening(other, at(3)))).isFalse();
            assertThat(get(ledger.claims().openedAndSending(open, "a:1", answer(201, at(3)), at(3))))
                    .isFalse();
            // What was opened is kept, and no row stays OPENING behind the pause.
            assertThat(state(open)).isEqualTo(DeliveryState.WAITING);
            assertThat(text(database, "SELECT conversation_id FROM conversation"))
                    .isEqualTo("a:1");
            assertThat(number(database, "SELECT count(*) FROM attempt WHERE call = 'SEND'"))
                    .isZero();
            assertThat(get(ledger.outcomes().openedOnly(open, "a:1", answer(201, at(3)), at(3))))
                    .isFalse();
            DueDelivery known = ledger.deliveries()
                    .due(run, at(9), 10, Deliveries.EVERY_ROW)
                    .get(0);
            assertThat(known.conversationId()).isEqualTo("a:1");
            assertThat(get(ledger.claims().sending(known, at(4)))).isFalse();
            get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(5)));
            assertThat(get(ledger.claims().sending(known, at(6)))).isTrue();
            // What is under way is settled in any state of the run.
            get(ledger.jobs().setState(run, RunState.STOPPING, null, null, at(7)));
            assertThat(get(ledger.outcomes().settle(known, answer(201, at(8)), new CallOutcome.Sent("1"))))
                    .isTrue();
        }
    }

    @Nested
    class Runs {
        @Test
        void stopCancelsWhatWaitsAndEndsOnlyWhenNothingIsOpen() {
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
            DueDelivery flying = sending(run);
            get(ledger.jobs().setState(run, RunState.STOPPING, null, null, at(3)));
            assertThat(get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(4))))
                    .isEqualTo(2);
            assertThatThrownBy(() -> get(ledger.jobs().setState(run, RunState.STOPPED, null, null, at(4))))
                    .isInstanceOf(IllegalStateException.class);
            get(ledger.outcomes()
                    .settle(flying, answer(429, at(5)), new CallOutcome.Again(at(6), "429", Reason.of("x"))));
            assertThat(get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(7))))
                    .isEqualTo(1);
            get(ledger.jobs().setState(run, RunState.STOPPED, null, null, at(8)));
            Job ended = ledger.jobs().find(run).orElseThrow();
            assertThat(ended.endedAt()).isEqualTo(at(8));
            assertThat(ended.startedAt()).isEqualTo(T0);
            assertThat(ledger.jobs().totals(run)).isEqualTo(new Totals(3, 0, 0, 0, 0, 0, 0, 0, 3));
            assertThat(texts(database, "SELECT DISTINCT reason FROM delivery")).containsExactly("ended.stopped");
            assertThat(ledger.jobs().open()).isEmpty();
            assertThatThrownBy(() -> get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(9))))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> get(ledger.jobs().setState(999, RunState.RUNNING, null, null, at(9))))
                    .isInstanceOf(IllegalStateException.class);
            addsUp(run);
        }

        @Test
        void aPauseKeepsItsReasonUntilResumed() {
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
            get(ledger.jobs()
                    .setState(run, RunState.PAUSED, PauseReason.NOT_CONNECTED, Reason.of("pause.untilThen"), at(1)));
            assertThat(ledger.jobs().find(run).orElseThrow().pauseReason()).isEqualTo(PauseReason.NOT_CONNECTED);
            assertThat(ledger.jobs().find(run).orElseThrow().pauseDetail()).isEqualTo(Reason.of("pause.untilThen"));
            get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(2)));
            assertThat(ledger.jobs().find(run).orElseThrow().pauseReason()).isNull();
            assertThat(ledger.jobs().find(run).orElseThrow().pauseDetail()).isNull();
            assertThat(ledger.jobs().find(run).orElseThrow().startedAt()).isEqualTo(T0);
        }

        @Test
        void manyRowsAreCancelledInChunks() {
            List<User> people = new ArrayList<>();
            for (int i = 0; i < 11_000; i++) {
                people.add(user("29:n" + i, "n" + i, "Name " + i));
            }
            StoreFixture.roster(database, "19:big", T0, people);
            long run = StoreFixture.planned(ledger, Audience.ofTeams(Set.of("19:big")));
            long before = StoreFixture.commits(database);
            assertThat(get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), at(1))))
                    .isEqualTo(11_000);
            assertThat(StoreFixture.commits(database) - before).isEqualTo(3);
            addsUp(run);
        }
    }

    @Nested
    class StartUp {
        @Test
        void nothingContinuesByItself() {
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
            DueDelivery send = sending(run);
            DueDelivery open = opening(run);
            long stopping = StoreFixture.running(ledger, Audience.ofUsers(Set.of("29:c")));
            get(ledger.jobs().setState(stopping, RunState.STOPPING, null, null, at(3)));
            long planning = ledger.plans()
                    .begin("Half", StoreFixture.message(), Audience.ofTeams(Set.of(TEAM)), SendChoices.NONE, T0);
            ledger.plans().planNext(planning, 2, T0);
            long asked = StoreFixture.running(ledger, Audience.ofUsers(Set.of("29:c")));
            DueDelivery paused = first(asked);
            get(ledger.claims().opening(paused, at(3)));
            get(ledger.jobs().setState(asked, RunState.PAUSED, PauseReason.ASKED, null, at(3)));
            database.write(
                    session -> session.update("INSERT INTO announcement (title, text, format, folded, created_at)"
                            + " VALUES ('orphan', 'x', 'PLAIN', 'x', 0)"));

            Map<Long, Long> intents = new HashMap<>();
            for (DueDelivery row : List.of(send, open)) {
                intents.put(row.id(), number(database, "SELECT updated_at FROM delivery WHERE id = ?", row.id()));
            }
            assertThat(ledger.jobs().recover(at(10))).isEqualTo(new Recovery(2, 1, 2));
            assertThat(state(send)).isEqualTo(DeliveryState.IN_DOUBT);
            assertThat(text(database, "SELECT reason FROM delivery WHERE id = ?", send.id()))
                    .isEqualTo("ended.programEnded");
            assertThat(state(open)).isEqualTo(DeliveryState.WAITING);
            assertThat(state(paused)).isEqualTo(DeliveryState.WAITING);
            // Each call that was cut off has its attempt, with the time of its intent and without an answer.
            assertThat(texts(
                            database,
                            "SELECT call || ' ' || n || ' ' || started_at || ' ' || note FROM attempt"
                                    + " WHERE ended_at IS NULL ORDER BY delivery"))
                    .containsExactly(
                            "SEND 2 " + intents.get(send.id()) + " ended.programEnded",
                            "CREATE 1 " + intents.get(open.id()) + " ended.programEnded",
                            "CREATE 1 " + at(3).toEpochMilli() + " ended.programEnded");
            for (long id : List.of(run, stopping)) {
                assertThat(ledger.jobs().find(id).orElseThrow().state()).isEqualTo(RunState.PAUSED);
                assertThat(ledger.jobs().find(id).orElseThrow().pauseReason()).isEqualTo(PauseReason.PROGRAM_ENDED);
                addsUp(id);
            }
            assertThat(ledger.jobs().find(asked).orElseThrow().pauseReason()).isEqualTo(PauseReason.ASKED);
            Job draft = ledger.jobs().find(planning).orElseThrow();
            assertThat(draft.state()).isEqualTo(RunState.DRAFT);
            assertThat(draft.message()).isEqualTo(StoreFixture.message());
            assertThat(audience(planning)).containsExactly("TEAM " + TEAM);
            assertThat(ledger.jobs().totals(planning)).isEqualTo(Totals.NONE);
            addsUp(planning);
            assertThat(number(database, "SELECT count(*) FROM announcement WHERE title = 'orphan'"))
                    .isZero();
            // Answers of the dead process cannot come; a stale row changes nothing.
            assertThat(get(ledger.outcomes()
                            .settle(send, answer(201, at(11)), new CallOutcome.Refused("c", Reason.of("x")))))
                    .isFalse();
            assertThat(get(ledger.claims().openedAndSending(open, "a:5", answer(201, at(11)), at(11))))
                    .isFalse();
            // The attempt of an open conversation counts: the next one has a number of its own.
            get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(12)));
            DueDelivery again = ledger.deliveries().due(run, at(13), 10, Deliveries.EVERY_ROW).stream()
                    .filter(row -> row.id() == open.id())
                    .findFirst()
                    .orElseThrow();
            assertThat(again.attempts()).isEqualTo(1);
            assertThat(get(ledger.claims().opening(again, at(13)))).isTrue();
            assertThat(ledger.jobs().recover(at(20))).isEqualTo(new Recovery(1, 0, 1));
            assertThat(ledger.jobs().recover(at(21))).isEqualTo(new Recovery(0, 0, 0));
            ledger.plans().discard(planning, T0);
        }

        /** No list shows it, and it was meant for that moment: a resume of all that waits must not send it. */
        @Test
        void aMessageToMeIsNotSentLater() {
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
            Audience me = Audience.ofUsers(Set.of("29:a"));
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long id = ledger.plans().begin("To me", StoreFixture.message(), me, SendChoices.TO_ME, T0);
                ledger.plans().planNext(id, 2, T0);
                ledger.plans().planned(id, T0);
                mine.add(id);
            }
            get(ledger.jobs().setState(mine.get(1), RunState.RUNNING, null, null, T0));
            get(ledger.jobs().setState(mine.get(2), RunState.RUNNING, null, null, T0));
            DueDelivery cutOff = sending(mine.get(2));

            assertThat(ledger.jobs().recover(at(10))).isEqualTo(new Recovery(0, 1, 1));

            assertThat(state(cutOff)).isEqualTo(DeliveryState.IN_DOUBT);
            for (long id : mine) {
                assertThat(ledger.jobs().find(id).orElseThrow().state()).isEqualTo(RunState.STOPPED);
                assertThat(ledger.jobs().totals(id).open()).isZero();
                addsUp(id);
            }
            assertThat(text(database, "SELECT state || ' ' || reason FROM delivery WHERE job = ?", mine.get(0)))
                    .isEqualTo("CANCELLED ended.notLater");
            assertThat(ledger.jobs().totals(run).waiting()).isEqualTo(3);
        }

        @Test
        void whatWasCommittedIsThereAfterReopening() {
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
            DueDelivery row = sending(run);
            database.close();
            database = StoreFixture.open(folder.resolve("x.db"));
            ledger = StoreFixture.unguarded(database);
            assertThat(state(row)).isEqualTo(DeliveryState.SENDING);
            assertThat(ledger.jobs().recover(at(10)).inDoubt()).isEqualTo(1);
            assertThat(ledger.jobs().count(run, DeliveryState.IN_DOUBT)).isEqualTo(1);
        }
    }

    @Test
    void dueAndRecoveryUseTheirIndices() {
        assertThat(plan("SELECT d.id FROM delivery d WHERE d.job = 1 AND d.open = 1 AND d.state = 'WAITING'"
                        + " AND d.not_before <= 5 ORDER BY d.not_before, d.id LIMIT 10"))
                .contains("delivery_open")
                .doesNotContain("TEMP B-TREE");
        assertThat(plan("SELECT id FROM delivery WHERE open = 1 AND state <> 'WAITING'"))
                .contains("delivery_open");
        assertThat(plan("SELECT id FROM delivery WHERE job = 1 AND open = 1 AND state = 'WAITING' LIMIT 5000"))
                .contains("delivery_open");
    }

    /** SQLite builds one for a CHECK that looks for a value among more than two, at each row that is written. */
    @ParameterizedTest
    @MethodSource("rowsWritten")
    void aRowIsWrittenWithoutATemporaryTable(String sql) {
        List<String> steps = database.write(session -> session.list("EXPLAIN " + sql, row -> row.getString("opcode")));
        assertThat(steps).contains("Transaction").doesNotContain("OpenEphemeral");
    }

    static List<String> rowsWritten() {
        return List.of(
                Claims.TO_OPENING_AT_ONCE,
                Claims.TO_SENDING_AT_ONCE,
                "UPDATE delivery SET state = 'SENT', open = 0 WHERE id = 1 AND state = 'SENDING'",
                "INSERT INTO attempt (delivery, n, call, started_at) VALUES (1, 1, 'SEND', 1)",
                "INSERT INTO conversation (user, conversation_id, origin, created_at) VALUES (1, 'a:1', 'CREATED', 1)"
                        + " ON CONFLICT (user) DO NOTHING",
                "UPDATE conversation SET origin = 'CREATED' WHERE user = 1");
    }

    /** The guard's question in it is asked of one person. */
    @Test
    void aClaimLooksThroughNoTable() {
        assertThat(plan(Claims.TO_OPENING_AT_ONCE)).contains("delivery_of_user").doesNotContain("SCAN");
        assertThat(plan(Claims.TO_SENDING_AT_ONCE)).contains("delivery_of_user").doesNotContain("SCAN");
    }

    /** Also by the way in which version 4 of the schema says it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE delivery SET state = 'Sent'",
                "UPDATE attempt SET call = 'SENT'",
                "INSERT INTO conversation (user, conversation_id, origin, created_at)"
                        + " SELECT id, 'a:1', 'created', 1 FROM user LIMIT 1"
            })
    void aWordThatNobodyKnowsIsRefused(String sql) {
        DueDelivery row = sending(StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM))));
        assertThat(state(row)).isEqualTo(DeliveryState.SENDING);
        assertThatThrownBy(() -> database.write(session -> session.update(sql)))
                .isInstanceOf(StoreFailure.class)
                .rootCause()
                .satisfies(says("CHECK constraint failed"));
    }

    /** The one index of open rows is right only where this is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE delivery SET open = 0",
                "UPDATE delivery SET state = 'REFUSED'",
                "UPDATE delivery SET open = 1, state = 'REFUSED'"
            })
    void aRowIsOpenByItsState(String sql) {
        DueDelivery row = sending(StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM))));
        assertThatThrownBy(() -> database.write(session -> session.update(sql + " WHERE id = ?", row.id())))
                .isInstanceOf(StoreFailure.class)
                .rootCause()
                .satisfies(says("CHECK constraint failed"));
    }

    /** Else each send would make two pages of a full one. */
    @Test
    void aPlanLeavesRoomForTheIdsToCome() {
        List<User> people = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            people.add(user("29:n" + i, "n" + i, "Name " + i));
        }
        StoreFixture.roster(database, "19:big", T0, people);
        long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of("19:big")));
        assertThat(number(database, "SELECT count(*) FROM delivery WHERE conversation_id IS NOT NULL"))
                .isZero();
        String leaves = "SELECT count(*) FROM dbstat WHERE name = 'delivery' AND pagetype = 'leaf'";
        long before = number(database, leaves);
        for (DueDelivery row : ledger.deliveries().due(run, at(1), 300, Deliveries.EVERY_ROW)) {
            get(ledger.claims().opening(row, at(1)));
            get(ledger.claims()
                    .openedAndSending(
                            row, "a:1" + "x".repeat(120) + String.format("%07d", row.id()), answer(201, at(2)), at(2)));
            get(ledger.outcomes().settle(row, answer(201, at(3)), new CallOutcome.Sent("1795000000000")));
        }
        assertThat(ledger.jobs().totals(run).sent()).isEqualTo(300);
        assertThat(number(database, leaves)).isEqualTo(before).isGreaterThan(10);
    }

    /** The counters are written once a commit: what was undone in it must not be in them, and what was not must be. */
    @Test
    void countersHoldWhereAnotherChangeOfTheSameCommitIsUndone() {
        long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of(TEAM)));
        List<DueDelivery> rows = ledger.deliveries().due(run, at(1), 10, Deliveries.EVERY_ROW);
        CountDownLatch latch = new CountDownLatch(1);
        database.submit(session -> {
            try {
                return latch.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long commits = StoreFixture.commits(database);
        CompletableFuture<Boolean> first = ledger.claims().opening(rows.get(0), at(1));
        CompletableFuture<Object> undone = database.submitRepeatable(session -> {
            session.update(
                    "UPDATE delivery SET state = 'CANCELLED', open = 0 WHERE id = ?",
                    rows.get(1).id());
            TotalsChanges.of(session).moved(run, DeliveryState.WAITING, DeliveryState.CANCELLED);
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<Boolean> second = ledger.claims().opening(rows.get(1), at(1));
        CompletableFuture<Totals> seen = database.submit(session -> Jobs.totals(session, run));
        latch.countDown();
        assertThat(get(first)).isTrue();
        assertThat(get(second)).isTrue();
        assertThatThrownBy(() -> get(undone)).hasMessage("on purpose");
        assertThat(StoreFixture.commits(database) - commits)
                .as("all in one, after that of the latch")
                .isLessThanOrEqualTo(2);
        assertThat(get(seen).opening()).as("counted before the commit").isEqualTo(2);
        assertThat(ledger.jobs().totals(run)).isEqualTo(ledger.jobs().recount(run));
        assertThat(ledger.jobs().totals(run).opening()).isEqualTo(2);
    }

    private String plan(String sql) {
        List<String> plan =
                database.write(session -> session.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail")));
        return String.join("; ", plan);
    }
}
