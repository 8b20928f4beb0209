package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DueDeliveriesTest {
    private static final int PEOPLE = 700;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(StoreFixture.T0);
    private RunControl control;
    private FairSchedule schedule;
    private Database database;
    private Ledger ledger;
    private long run;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("data.db"));
        ledger = Ledger.of(database);
        List<User> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(StoreFixture.user("29:" + i, null, "Person " + i));
        }
        StoreFixture.roster(database, "19:t", StoreFixture.T0, people);
        run = StoreFixture.planned(ledger, Audience.ofTeams(Set.of("19:t")));
        StoreFixture.get(ledger.jobs().setState(run, RunState.RUNNING, null, null, StoreFixture.T0));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private DueDeliveries reading(long lastRow) {
        return reading(lastRow, PEOPLE);
    }

    private DueDeliveries reading(long lastRow, int mostOut) {
        control = new RunControl(
                ledger.jobs().find(run).orElseThrow(),
                GuardRules.DEFAULT,
                new SetClock(),
                () -> 0,
                (reason, detail) -> {},
                () -> {});
        schedule = new FairSchedule();
        FairSchedule its = schedule;
        DueDeliveries deliveries = new DueDeliveries(null, control, ledger, schedule, null, lastRow, mostOut);
        Thread reader = new Thread(() -> {
            try {
                deliveries.read();
                its.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.setDaemon(true);
        reader.start();
        schedule.add(deliveries);
        return deliveries;
    }

    /** Shows the time that the test has set. */
    private final class SetClock extends Clock {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void settle(PendingDelivery delivery, CallOutcome outcome) {
        settle(delivery.row(), outcome);
    }

    private void settle(DueDelivery row, CallOutcome outcome) {
        assertThat(StoreFixture.get(ledger.claims().opening(row, now.get()))).isTrue();
        StoreFixture.get(ledger.outcomes()
                .notOpened(row, new CallResult(now.get(), now.get(), 403, "X", null, 1, null), outcome));
    }

    @Test
    void manyWorkersGetEachRowOnceAndTheStreamEnds() throws Exception {
        DueDeliveries deliveries = reading(Deliveries.EVERY_ROW);
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread worker = new Thread(() -> {
                try {
                    for (PendingDelivery row = schedule.next(); row != null; row = schedule.next()) {
                        assertThat(seen.add(row.row().id())).isTrue();
                        settle(row, new CallOutcome.Refused("X", Reason.of("x")));
                        deliveries.release(row);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(seen).hasSize(PEOPLE);
        until("it to come to rest", control::atRest);
        assertThat(ledger.jobs().totals(run).refused()).isEqualTo(PEOPLE);
    }

    @Test
    void aCanaryEndsWithItsLastRowAlsoAfterRetries() throws Exception {
        long end = ledger.deliveries().canaryEnd(run, 5);
        DueDeliveries deliveries = reading(end);
        Set<Long> tried = new HashSet<>();
        int turns = 0;
        for (PendingDelivery row = schedule.next(); row != null; row = schedule.next()) {
            turns++;
            boolean again = tried.add(row.row().id());
            settle(
                    row,
                    again
                            ? new CallOutcome.Again(now.get(), "X", Reason.of("x"))
                            : new CallOutcome.Refused("X", Reason.of("x")));
            deliveries.release(row);
        }
        assertThat(turns).isEqualTo(10);
        assertThat(tried).hasSize(5).allMatch(id -> id <= end);
        assertThat(ledger.jobs().totals(run).waiting()).isEqualTo(PEOPLE - 5);
        assertThat(ledger.deliveries().canaryEnd(run, PEOPLE + 1)).isEqualTo(Deliveries.EVERY_ROW);
    }

    @Test
    void whatAnotherClockPutOffForHoursIsNotParked() throws Exception {
        DueDeliveries first = reading(Deliveries.EVERY_ROW);
        for (int i = 0; i < PEOPLE; i++) {
            PendingDelivery row = schedule.next();
            settle(row, new CallOutcome.Again(now.get().plus(Duration.ofSeconds(4)), "X", Reason.of("x")));
            first.release(row);
        }
        first.close();
        now.set(StoreFixture.T0.minus(Duration.ofHours(3)));

        DueDeliveries deliveries = reading(Deliveries.EVERY_ROW);

        assertThat(schedule.next()).isNotNull();
        deliveries.close();
    }

    @Test
    void whatIsPutOffComesInItsTimeAndTheStreamSaysWhen() throws Exception {
        DueDeliveries deliveries = reading(ledger.deliveries().canaryEnd(run, 1));
        PendingDelivery row = schedule.next();
        Instant due = now.get().plus(Duration.ofSeconds(30));
        settle(row, new CallOutcome.Again(due, "X", Reason.of("x")));
        deliveries.release(row);
        until("the next row is named", () -> due.equals(deliveries.nextDue()));
        now.set(due);
        DueDelivery again = schedule.next().row();
        assertThat(again.id()).isEqualTo(row.row().id());
        assertThat(again.attempts()).isEqualTo(row.row().attempts() + 1);
        deliveries.close();
    }

    @Test
    void noMorePendingDeliverysThanAskedForAreOutTogether() throws Exception {
        DueDeliveries deliveries = reading(Deliveries.EVERY_ROW, 3);
        List<PendingDelivery> out = List.of(schedule.next(), schedule.next(), schedule.next());
        CompletableFuture<PendingDelivery> fourth = CompletableFuture.supplyAsync(() -> {
            try {
                return schedule.next();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        // One that comes back for its send is no new one, and its wait is over at once.
        assertThat(deliveries.comesBack(out.get(1))).isTrue();
        assertThat(fourth.get(10, TimeUnit.SECONDS)).isSameAs(out.get(1));

        settle(out.get(0), new CallOutcome.Refused("X", Reason.of("x")));
        deliveries.release(out.get(0));
        PendingDelivery next = schedule.next();
        assertThat(out)
                .extracting(trip -> trip.row().id())
                .doesNotContain(next.row().id());
        deliveries.close();
    }

    @Test
    void whatComesBackBeforeTheCloseIsHandedOutAndWhatComesLaterIsNot() throws Exception {
        DueDeliveries deliveries = reading(Deliveries.EVERY_ROW);
        PendingDelivery early = schedule.next();
        PendingDelivery late = schedule.next();
        assertThat(deliveries.comesBack(early)).isTrue();

        deliveries.close();

        assertThat(control.atRest()).as("two are in hand").isFalse();
        assertThat(deliveries.comesBack(late)).isFalse();
        assertThat(schedule.next()).isSameAs(early);
        assertThat(schedule.next()).isNull();
        deliveries.release(early);
        assertThat(control.atRest()).isFalse();
        deliveries.release(late);
        assertThat(control.atRest()).isTrue();
    }
}
