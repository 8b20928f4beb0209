package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.http.Obstacle;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failures mean, over a real ledger, on clocks set by hand. */
class FailurePolicyTest {
    private static final String CHAT = "a:1";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wallOff = new AtomicLong();
    private Database database;
    private Ledger ledger;
    private Pacer pacer;
    private final List<PauseReason> everybody = new ArrayList<>();
    private RunControl control;
    private FailurePolicy policy;
    private long run;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("data.db"));
        ledger = Ledger.of(database);
        pacer = new Pacer(50, nanos::get);
        StoreFixture.roster(database, "19:t", StoreFixture.T0, StoreFixture.user("29:a", null, "Ada"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void begin(SendChoices choices) {
        run = ledger.plans()
                .begin("t", StoreFixture.message(), Audience.ofTeams(Set.of("19:t")), choices, StoreFixture.T0);
        while (!ledger.plans().planNext(run, 100, StoreFixture.T0).complete()) {
            // Step by step.
        }
        ledger.plans().planned(run, StoreFixture.T0);
        StoreFixture.get(ledger.jobs().setState(run, RunState.RUNNING, null, null, StoreFixture.T0));
        start();
    }

    /** As a start of the run does: nothing has gone wrong yet. */
    private void start() {
        control = new RunControl(
                ledger.jobs().find(run).orElseThrow(),
                GuardRules.DEFAULT,
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now();
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                },
                nanos::get,
                (reason, detail) -> everybody.add(reason),
                () -> {});
        policy = new FailurePolicy(control, ledger, pacer, new AutoPause(PauseLimits.DEFAULT), new Outages(nanos::get));
    }

    private Instant now() {
        return StoreFixture.T0.plusNanos(nanos.get() + wallOff.get());
    }

    /** One try of a send that fails, through the ledger; the row as it is handed out next comes with it. */
    private CallOutcome send(ConnectorFailure failure) {
        DueDelivery waiting = due();
        DueDelivery row = new DueDelivery(
                waiting.id(),
                waiting.run(),
                waiting.user(),
                waiting.userId(),
                CHAT,
                waiting.target(),
                waiting.attempts(),
                waiting.healed(),
                0);
        assertThat(StoreFixture.get(ledger.claims().sending(row, now()))).isTrue();
        nanos.addAndGet(1_000_000);
        CallOutcome outcome = policy.afterSend(row, failure, Cause.of(Call.SEND, failure));
        settle(row, failure, outcome);
        return outcome;
    }

    private CallOutcome create(ConnectorFailure failure) {
        DueDelivery row = due();
        assertThat(StoreFixture.get(ledger.claims().opening(row, now()))).isTrue();
        nanos.addAndGet(1_000_000);
        CallOutcome outcome = policy.afterCreate(row, failure, Cause.of(Call.CREATE, failure));
        assertThat(StoreFixture.get(ledger.outcomes().notOpened(row, result(failure), outcome)))
                .isTrue();
        return outcome;
    }

    private void settle(DueDelivery row, ConnectorFailure failure, CallOutcome outcome) {
        assertThat(StoreFixture.get(ledger.outcomes().settle(row, result(failure), outcome)))
                .isTrue();
    }

    private CallResult result(ConnectorFailure failure) {
        return new CallResult(now(), now(), failure.status(), failure.code(), null, 1, null);
    }

    private DueDelivery due() {
        return ledger.deliveries()
                .due(run, StoreFixture.T0.plusSeconds(1_000_000), 10, Deliveries.EVERY_ROW)
                .get(0);
    }

    private static Refused answer(int status, String code) {
        return new Refused(status, code, "as it says", null, null, Duration.ZERO);
    }

    @Test
    void aRowsOwnTroubleEndsItAfterFiveTriesAndEverybodysDoesNotCount() {
        begin(SendChoices.NONE);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 10; j++) {
                assertThat(send(answer(429, "Throttled"))).isInstanceOf(CallOutcome.Again.class);
                assertThat(create(new NotSent(Obstacle.UNREACHABLE, "x", Duration.ZERO, null)))
                        .isInstanceOf(CallOutcome.Again.class);
            }
            CallOutcome.Again again = (CallOutcome.Again) send(answer(412, "PreconditionFailed"));
            assertThat(Duration.between(now(), again.notBefore())).isEqualTo(Duration.ofSeconds(2L << i));
            policy.answered();
        }
        CallOutcome.Refused end = (CallOutcome.Refused) send(answer(412, "PreconditionFailed"));
        assertThat(end.code()).isEqualTo(FailurePolicy.GAVE_UP);
        assertThat(Sentences.outcome(DeliveryState.REFUSED, end.reason())).contains("5 times", "resend");
        assertThat(control.pauseReason()).isNull();
    }

    @Test
    void aCreateWhoseAnswersAreLostIsRepeatedFiveTimes() {
        begin(SendChoices.NONE);
        for (int i = 0; i < 4; i++) {
            assertThat(create(new Unanswered("Timeout", "x", Duration.ZERO, null)))
                    .isInstanceOf(CallOutcome.Again.class);
        }
        assertThat(create(answer(503, "Http503"))).isInstanceOf(CallOutcome.Refused.class);
    }

    @Test
    void anHourOfTroubleEndsARowButANightPausedOrAClockSetForwardDoesNot() {
        begin(SendChoices.NONE);
        assertThat(send(answer(412, "PreconditionFailed"))).isInstanceOf(CallOutcome.Again.class);
        wallOff.addAndGet(Duration.ofHours(9).toNanos());
        assertThat(send(answer(412, "PreconditionFailed"))).isInstanceOf(CallOutcome.Again.class);
        nanos.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(send(answer(412, "PreconditionFailed"))).isInstanceOf(CallOutcome.Refused.class);
    }

    @Test
    void aGatewaysErrorIsInDoubtUnlessTheAdminChoseOtherwise() {
        begin(SendChoices.NONE);
        assertThat(send(answer(502, "ServiceError"))).isInstanceOf(CallOutcome.InDoubt.class);
    }

    @Test
    void chosenGatewayErrorsAreTriedFiveTimesAndThenInDoubt() {
        begin(new SendChoices(true, 0, false, null));
        int[] statuses = {502, 503, 504, 502};
        for (int status : statuses) {
            CallOutcome.Again again = (CallOutcome.Again) send(answer(status, "Http" + status));
            assertThat(Sentences.of(again.reason())).contains("" + status, "may arrive twice");
        }
        assertThat(send(answer(503, "Http503"))).isInstanceOf(CallOutcome.InDoubt.class);
    }

    @Test
    void otherDoubtsAreNotTriedAgainEvenWhereGatewayErrorsAre() {
        begin(new SendChoices(true, 0, false, null));
        assertThat(send(answer(500, "ServiceError"))).isInstanceOf(CallOutcome.InDoubt.class);
    }

    @Test
    void aRefusalAfterAGatewayErrorDoesNotSayThatNothingArrived() {
        begin(new SendChoices(true, 0, false, null));
        assertThat(send(answer(504, "Http504"))).isInstanceOf(CallOutcome.Again.class);
        CallOutcome.InDoubt end = (CallOutcome.InDoubt) send(answer(403, "ConversationBlockedByUser"));
        assertThat(Sentences.outcome(DeliveryState.REFUSED, end.reason()))
                .contains("earlier try may have arrived", "blocked the bot");
    }

    @Test
    void whatIsStoppedAfterAGatewayErrorIsInDoubt() {
        begin(new SendChoices(true, 0, false, null));
        assertThat(send(answer(504, "Http504"))).isInstanceOf(CallOutcome.Again.class);
        StoreFixture.get(ledger.cancellations().cancelWaiting(run, Reason.of("ended.stopped"), now()));
        assertThat(ledger.jobs().totals(run).inDoubt()).isEqualTo(1);
        assertThat(ledger.jobs().totals(run).cancelled()).isZero();
    }

    @Test
    void aWaitOfMoreThanAnHourPausesTheRunAndKeepsTheRow() {
        begin(SendChoices.NONE);
        assertThat(send(new Refused(429, "Throttled", "x", Duration.ofHours(2), null, Duration.ZERO)))
                .isInstanceOf(CallOutcome.Again.class);
        assertThat(control.pauseReason()).isEqualTo(PauseReason.LONG_WAIT);
    }

    @Test
    void outOfReachHoldsEverybodyThenPausesAndASleepIsNoAbsence() {
        begin(SendChoices.NONE);
        NotSent failure = new NotSent(Obstacle.UNREACHABLE, "x", Duration.ZERO, null);
        assertThat(create(failure)).isInstanceOf(CallOutcome.Again.class);
        assertThat(pacer.state().heldBy()).isEqualTo(Pacer.Hold.NOT_CONNECTED);
        nanos.addAndGet(Duration.ofHours(8).toNanos());
        assertThat(create(failure)).isInstanceOf(CallOutcome.Again.class);
        assertThat(control.pauseReason()).isNull();
        for (int i = 0; i < 12; i++) {
            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            assertThat(create(failure)).isInstanceOf(CallOutcome.Again.class);
        }
        assertThat(control.pauseReason()).isEqualTo(PauseReason.NOT_CONNECTED);
    }

    @Test
    void certificateProxyLoginAndNamePauseAtOnce() {
        begin(SendChoices.NONE);
        for (Obstacle obstacle : Set.of(Obstacle.CERTIFICATE, Obstacle.PROXY_LOGIN, Obstacle.UNKNOWN_NAME)) {
            start();
            assertThat(create(new NotSent(obstacle, "x", Duration.ZERO, null))).isInstanceOf(CallOutcome.Again.class);
            assertThat(control.pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
        }
    }
}
