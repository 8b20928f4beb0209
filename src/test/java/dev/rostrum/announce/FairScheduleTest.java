package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connector.RateLimit;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.Job;
import dev.rostrum.store.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose delivery is next, over jobs in a real ledger, on a ticker set by hand. */
@Timeout(60)
class FairScheduleTest {
    /** No delivery is ever given back here. */
    private static final int EVERYTHING = 10_000;

    @TempDir
    Path folder;

    private final FairSchedule schedule = new FairSchedule();
    private final AtomicLong nanos = new AtomicLong();
    private final List<DueDeliveries> jobs = new ArrayList<>();
    private Database database;
    private Ledger ledger;

    /** A job at work, with what tells it from others. */
    private record AtWork(long job, RunControl control, DueDeliveries due) {}

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("data.db"));
        ledger = StoreFixture.unguarded(database);
    }

    @AfterEach
    void close() {
        jobs.forEach(DueDeliveries::close);
        database.close();
    }

    private long plan(String team, int people) {
        List<User> roster = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            roster.add(StoreFixture.user("29:" + team + i, null, "Person " + i));
        }
        StoreFixture.roster(database, team, StoreFixture.T0, roster);
        return StoreFixture.planned(ledger, Audience.ofTeams(Set.of(team)));
    }

    private AtWork starts(String team, int people) throws Exception {
        return starts(ledger.jobs().find(plan(team, people)).orElseThrow(), people, null);
    }

    private AtWork starts(Job job, int people, RateLimit rate) throws Exception {
        StoreFixture.get(ledger.jobs().setState(job.id(), RunState.RUNNING, null, null, StoreFixture.T0));
        RunControl control = new RunControl(
                job, GuardRules.DEFAULT, StoreFixture.CLOCK, nanos::get, (reason, detail) -> {}, schedule::lookAgain);
        DueDeliveries due = new DueDeliveries(null, control, ledger, schedule, rate, Deliveries.EVERY_ROW, EVERYTHING);
        due.left(people);
        Thread reader = new Thread(() -> {
            try {
                due.read();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.setDaemon(true);
        reader.start();
        until("rows to be read ahead", () -> {
            schedule.lock.lock();
            try {
                return control.halted() || due.offers();
            } finally {
                schedule.lock.unlock();
            }
        });
        schedule.add(due);
        jobs.add(due);
        return new AtWork(job.id(), control, due);
    }

    private List<Long> turns(int count) throws InterruptedException {
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(schedule.next().row().run());
        }
        return turns;
    }

    private static long of(List<? extends Long> turns, AtWork job) {
        return turns.stream().filter(turn -> turn == job.job()).count();
    }

    private CompletableFuture<PendingDelivery> next() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return schedule.next();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void smallJobsTogetherGetOneTurnInFourAndTheOthersShareTheRest() throws Exception {
        AtWork one = starts("19:one", 150);
        AtWork other = starts("19:other", 150);
        assertThat(turns(20)).satisfies(turns -> assertThat(of(turns, one)).isEqualTo(10));

        AtWork small = starts("19:small", 5);
        AtWork smaller = starts("19:smaller", 4);
        List<Long> turns = turns(36);

        for (int four = 0; four < 36; four += 4) {
            assertThat(turns.subList(four, four + 4))
                    .as("turns from %s on", four)
                    .filteredOn(job -> job == small.job() || job == smaller.job())
                    .hasSize(1);
        }
        assertThat(of(turns, small)).isEqualTo(5);
        assertThat(of(turns, smaller)).isEqualTo(4);
        assertThat(turns.subList(0, 32)).as("in a circle").satisfies(most -> assertThat(of(most, small))
                .isEqualTo(4));
        assertThat(of(turns, one) - of(turns, other)).isBetween(-1L, 1L);
        assertThat(turns(20)).as("once the small ones are through").doesNotContain(small.job(), smaller.job());
    }

    @Test
    void aSmallJobGetsEveryTurnThatNobodyElseWants() throws Exception {
        AtWork small = starts("19:small", 50);
        assertThat(turns(20)).containsOnly(small.job());
    }

    @Test
    void aLargeJobIsASmallOneOnceFewAreLeft() throws Exception {
        AtWork large = starts("19:large", 200);
        AtWork ending = starts("19:ending", 200);
        ending.due().left(FairSchedule.SMALL);
        assertThat(turns(40)).satisfies(turns -> assertThat(of(turns, ending)).isEqualTo(10));
        large.due().left(1);
        assertThat(turns(40)).satisfies(turns -> assertThat(of(turns, ending)).isEqualTo(20));
    }

    @Test
    void aPersonOfWhomADeliveryIsInHandGetsNoOtherOne() throws Exception {
        AtWork first = starts("19:same", 2);
        AtWork second = starts(
                ledger.jobs()
                        .find(StoreFixture.planned(ledger, Audience.ofTeams(Set.of("19:same"))))
                        .orElseThrow(),
                2,
                null);
        PendingDelivery one = schedule.next();
        PendingDelivery two = schedule.next();
        assertThat(Set.of(one.row().user(), two.row().user())).hasSize(2);

        CompletableFuture<PendingDelivery> third = next();
        assertThat(third.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).get())
                .isNull();
        StoreFixture.change(
                database,
                "UPDATE delivery SET state = 'REFUSED', open = 0 WHERE id = "
                        + one.row().id());
        (one.row().run() == first.job() ? first : second).due().release(one);
        // The thread that waited has it.
        until("the person's other delivery to be handed out", () -> {
            schedule.lock.lock();
            try {
                return !schedule.free(one.row().user());
            } finally {
                schedule.lock.unlock();
            }
        });
    }

    @Test
    void aJobsOwnRateHoldsForItAlone() throws Exception {
        AtWork slow = starts(ledger.jobs().find(plan("19:slow", 50)).orElseThrow(), 50, new RateLimit(1, nanos::get));
        AtWork other = starts("19:other", 150);
        assertThat(turns(30)).satisfies(turns -> assertThat(of(turns, slow)).isEqualTo(1));
        nanos.addAndGet(Duration.ofMillis(1_100).toNanos());
        assertThat(turns(30)).satisfies(turns -> {
            assertThat(of(turns, slow)).isEqualTo(1);
            assertThat(of(turns, other)).isEqualTo(29);
        });
    }

    @Test
    void whatFollowsAnAnnouncementTakesNoTurnWhileThatIsSent() throws Exception {
        AtWork other = starts("19:other", 150);
        Job job = ledger.jobs().find(plan("19:resent", 20)).orElseThrow();
        StoreFixture.change(database, "UPDATE job SET kind = 'RESEND' WHERE id = " + job.id());
        AtWork resend = starts(ledger.jobs().find(job.id()).orElseThrow(), 20, null);
        assertThat(resend.control().job().kind()).isEqualTo(JobKind.RESEND);

        resend.control().sendsAtWork(List.of(other.control()));
        assertThat(turns(20)).containsOnly(other.job());
        other.control().sendsAtWork(List.of(resend.control()));
        assertThat(turns(4)).as("a send waits for nobody").hasSize(4);
        resend.control().sendsAtWork(List.of());
        assertThat(turns(8)).satisfies(turns -> assertThat(of(turns, resend)).isEqualTo(2));
    }
}
