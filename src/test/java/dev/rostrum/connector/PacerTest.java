package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Most turns are on a ticker set by hand. */
@Timeout(60)
class PacerTest {
    private final AtomicLong nanos = new AtomicLong(-1_000_000_000L);

    @Test
    void turnsAreEvenlySpacedSlightlyWiderThanAsked() throws Exception {
        Pacer pacer = new Pacer(20, nanos::get);
        assertThat(turn(pacer)).isTrue();
        assertThat(turn(pacer)).isFalse();
        pass(Duration.ofMillis(50));
        assertThat(turn(pacer)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(turn(pacer)).isTrue();
    }

    @Test
    void idlenessEarnsNoBurst() throws Exception {
        Pacer pacer = new Pacer(20, nanos::get);
        pass(Duration.ofHours(8));
        assertThat(turn(pacer)).isTrue();
        assertThat(turn(pacer)).isFalse();
    }

    @Test
    void aHoldHoldsEverybodyAndNeverShrinks() throws Exception {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, nanos::get);
        pacer.hold(Duration.ofSeconds(10), Pacer.Hold.TEAMS_ASKED);
        pacer.hold(Duration.ofSeconds(1), Pacer.Hold.NOT_CONNECTED);
        assertThat(pacer.state().heldFor()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pacer.state().heldBy()).isEqualTo(Pacer.Hold.TEAMS_ASKED);
        pass(Duration.ofMillis(9_999));
        assertThat(turn(pacer)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(turn(pacer)).isTrue();
        assertThat(pacer.state().heldFor()).isZero();
        assertThat(pacer.state().heldBy()).isNull();
    }

    @Test
    void nothingHoldsLongerThanAnHour() {
        Pacer pacer = new Pacer(20, nanos::get);
        pacer.hold(Duration.ofDays(300), Pacer.Hold.TEAMS_ASKED);
        assertThat(pacer.state().heldFor()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aFasterRateShortensTheWait() throws Exception {
        Pacer pacer = new Pacer(0.001, nanos::get);
        assertThat(turn(pacer)).isTrue();
        pacer.setRate(10);
        pass(Duration.ofMillis(102));
        assertThat(turn(pacer)).isTrue();
        assertThat(pacer.state().requestsPerSecond()).isEqualTo(10);
    }

    @Test
    void liftedPacingNeverWaits() throws Exception {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, nanos::get);
        for (int i = 0; i < 1000; i++) {
            assertThat(turn(pacer)).isTrue();
        }
    }

    @Test
    void aTurnAtOnceIsGivenOnlyWhereNothingIsToBeWaitedFor() throws Exception {
        Pacer pacer = new Pacer(20, nanos::get);
        assertThat(now(pacer, "a:1")).isTrue();
        assertThat(now(pacer, "a:2")).as("the next turn is not due").isFalse();
        assertThat(turn(pacer)).as("nothing was taken").isFalse();
        pass(Duration.ofMillis(51));
        pacer.hold(Duration.ofSeconds(1), Pacer.Hold.TEAMS_ASKED);
        assertThat(now(pacer, "a:2")).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(pacer.acquireNow(Pacer.Kind.SEND, "a:2", () -> true)).isEmpty();
        assertThat(now(pacer, "a:2")).isTrue();
        assertThat(turn(pacer)).as("it counts as a turn").isFalse();
    }

    @Test
    void aTurnAtOnceHeedsTheConversationsOwnLimit() throws Exception {
        Pacer pacer = new Pacer(50, nanos::get);
        int given = 0;
        for (int i = 0; i < 40; i++) {
            pass(Duration.ofMillis(21));
            given += now(pacer, "a:1") ? 1 : 0;
        }
        assertThat(given).as("messages to one conversation in a second").isEqualTo(7);
        assertThat(now(pacer, "a:2")).isTrue();
    }

    private boolean now(Pacer pacer, String conversation) {
        return pacer.acquireNow(Pacer.Kind.SEND, conversation, () -> false).isPresent();
    }

    @Test
    void waitingNoticesTheTicker() throws Exception {
        Pacer pacer = new Pacer(1, nanos::get);
        assertThat(turn(pacer)).isTrue();
        Thread clock = new Thread(() -> pass(Duration.ofSeconds(2)));
        clock.start();
        assertThat(pacer.acquire(() -> false)).isPresent();
        clock.join();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
    void aRateIsAboveZero(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pacer(rate, nanos::get));
    }

    @Test
    void aLimitSpacesItsOwnRequestsAndHoldsAnySecondOfTheirDepartures() throws Exception {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, nanos::get);
        RateLimit limit = new RateLimit(4, nanos::get);
        List<Pacer.Permit> permits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertThat(limit.waitNanos()).isLessThanOrEqualTo(0);
            limit.take();
            assertThat(limit.waitNanos()).isEqualTo(255_000_000L);
            permits.add(pacer.acquire(null, null, limit, () -> false).orElseThrow());
            pass(Duration.ofMillis(255));
        }
        // Others do not wait for it.
        assertThat(turn(pacer)).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(permits.get(i).use()).isTrue();
        }
        assertThat(limit.departureWait(nanos.get()))
                .as("four have gone at one moment")
                .isBetween(1_000_000_000L, 1_020_000_000L);
        pass(Duration.ofMillis(1_020));
        assertThat(permits.get(4).use()).isTrue();
    }

    @Test
    void a429LowersTheRateOnceForAllThatWereUnderWayTogether() throws Exception {
        Pacer pacer = new Pacer(50, nanos::get);
        List<Pacer.Permit> together = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMillis(21));
            Pacer.Permit permit = pacer.acquire(() -> false).orElseThrow();
            permit.use();
            together.add(permit);
        }

        for (Pacer.Permit permit : together) {
            pass(Duration.ofMillis(1));
            pacer.throttled(permit, Duration.ofSeconds(1));
        }

        assertThat(pacer.state().lowered()).isTrue();
        assertThat(pacer.state().inForce()).isEqualTo(47.5, within(1e-9));
        assertThat(pacer.state().requestsPerSecond()).isEqualTo(50);
        assertThat(turn(pacer)).isFalse();
    }

    @Test
    void throttlingThatGoesOnLowersFurtherAndNeverToNothing() throws Exception {
        Pacer pacer = new Pacer(50, nanos::get);
        double before = 50;
        for (int i = 0; i < 60; i++) {
            pass(Duration.ofSeconds(2));
            Pacer.Permit permit = pacer.acquire(() -> false).orElseThrow();
            permit.use();
            pass(Duration.ofMillis(50));
            pacer.throttled(permit, Duration.ofSeconds(1));
            assertThat(pacer.state().inForce()).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(1);
            before = pacer.state().inForce();
        }
        assertThat(before).isEqualTo(1);
    }

    @Test
    void answersRaiseTheRateByStepsNeverAboveTheSetOne() throws Exception {
        Pacer pacer = new Pacer(50, nanos::get);
        Pacer.Permit permit = pacer.acquire(() -> false).orElseThrow();
        permit.use();
        pacer.throttled(permit, Duration.ofSeconds(1));
        double lowered = pacer.state().inForce();
        for (int i = 0; i < 100; i++) {
            pacer.answered();
        }
        assertThat(pacer.state().inForce()).as("no step within a second").isEqualTo(lowered);
        pass(Duration.ofSeconds(1));
        pacer.answered();
        assertThat(pacer.state().inForce()).isEqualTo(lowered + 0.5, within(1e-9));
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(1));
            pacer.answered();
        }
        assertThat(pacer.state().inForce()).isEqualTo(50);
        assertThat(pacer.state().lowered()).isFalse();
    }

    @Test
    void a429WithoutATimeCostsMoreEachTime() throws Exception {
        Pacer pacer = new Pacer(50, nanos::get);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pass(Duration.ofSeconds(100));
            Pacer.Permit permit = pacer.acquire(() -> false).orElseThrow();
            permit.use();
            pass(Duration.ofMillis(1));
            waits.add(pacer.throttled(permit, null));
        }
        assertThat(waits.stream().map(Duration::toSeconds)).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
        pacer.answered();
        pass(Duration.ofSeconds(100));
        Pacer.Permit permit = pacer.acquire(() -> false).orElseThrow();
        permit.use();
        assertThat(pacer.throttled(permit, null)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aConversationHasWindowsOfItsOwn() throws Exception {
        Pacer pacer = new Pacer(1000, nanos::get);
        for (int i = 0; i < 7; i++) {
            pass(Duration.ofMillis(2));
            assertThat(turn(pacer, Pacer.Kind.SEND, "a:1")).isTrue();
        }
        pass(Duration.ofMillis(2));
        assertThat(turn(pacer, Pacer.Kind.SEND, "a:1")).as("8 in a second").isFalse();
        assertThat(turn(pacer, Pacer.Kind.SEND, "a:2")).isTrue();
        pass(Duration.ofMillis(2));
        assertThat(turn(pacer, Pacer.Kind.CREATE, "a:1")).isTrue();
        pass(Duration.ofMillis(1010));
        assertThat(turn(pacer, Pacer.Kind.SEND, "a:1")).isTrue();
        pass(Duration.ofMillis(2));
        assertThat(turn(pacer, Pacer.Kind.SEND, "a:1")).as("9 in two seconds").isFalse();
        int inThirtySeconds = 8;
        for (int i = 0; i < 280; i++) {
            pass(Duration.ofMillis(100));
            inThirtySeconds += turn(pacer, Pacer.Kind.SEND, "a:1") ? 1 : 0;
        }
        assertThat(inThirtySeconds).isEqualTo(60);
    }

    @Test
    void aFullConversationHoldsUpNobodyElse() throws Exception {
        Pacer pacer = new Pacer(1000, System::nanoTime);
        for (int i = 0; i < 7; i++) {
            assertThat(pacer.acquire(Pacer.Kind.SEND, "a:1", () -> false)).isPresent();
        }
        AtomicBoolean given = new AtomicBoolean();
        Thread full = new Thread(() -> {
            try {
                given.set(pacer.acquire(Pacer.Kind.SEND, "a:1", () -> false).isPresent());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        full.start();
        for (int i = 0; i < 50; i++) {
            assertThat(pacer.acquire(Pacer.Kind.SEND, "a:other" + i, () -> false))
                    .isPresent();
        }
        assertThat(given).isFalse();
        full.join();
        assertThat(given).isTrue();
    }

    @Test
    void windowsAreExactWhereTheyGrow() {
        SlidingWindows windows = new SlidingWindows(new int[] {3, 100}, new long[] {10, 1000});
        long now = 0;
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            now += Math.max(i % 3, windows.waitFrom(now));
            windows.add(now);
            times.add(now);
        }
        for (int i = 0; i < times.size(); i++) {
            if (i >= 3) {
                assertThat(times.get(i) - times.get(i - 3)).isGreaterThanOrEqualTo(10);
            }
            if (i >= 100) {
                assertThat(times.get(i) - times.get(i - 100)).isGreaterThanOrEqualTo(1000);
            }
        }
    }

    /** Whether nanoTime runs on in sleep or not, in no second after it more departs than the set rate; without a gap it is reached. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2 * 3600})
    void afterASleepNoSecondHasMoreThanTheRate(long gapSeconds) throws Exception {
        AtomicLong slept = new AtomicLong();
        // What the pacer read last is when the request left; on a busy machine the sender learns of it later.
        ThreadLocal<Long> read = new ThreadLocal<>();
        Ticker ticker = () -> {
            long now = System.nanoTime();
            read.set(now);
            return now + slept.get();
        };
        Pacer pacer = new Pacer(50, ticker);
        ConcurrentLinkedQueue<Long> departed = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Thread sender = new Thread(() -> {
                try {
                    for (var permit = pacer.acquire(over::get); permit.isPresent(); permit = pacer.acquire(over::get)) {
                        permit.get().use();
                        departed.add(read.get());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            senders.add(sender);
        }
        long begun = System.nanoTime();
        await(() -> System.nanoTime() - begun, Duration.ofMillis(2100));
        long beforeGap = System.nanoTime();
        slept.addAndGet(Duration.ofSeconds(gapSeconds).toNanos());
        long afterGap = System.nanoTime();
        await(() -> System.nanoTime() - begun, Duration.ofMillis(4200));
        over.set(true);
        pacer.lookAgain();
        for (Thread sender : senders) {
            sender.join();
        }

        List<Long> times = departed.stream().sorted().toList();
        // How close it comes to the rate is a benchmark's business; here it must go on after the gap.
        assertThat(times.size()).isGreaterThan(100);
        assertThat(times.get(times.size() - 1) - times.get(0))
                .isGreaterThan(Duration.ofSeconds(3).toNanos());
        for (int i = 50; i < times.size(); i++) {
            // What the process itself believed to be hours ago may lie in the second before the gap.
            if (gapSeconds == 0 || times.get(i - 50) > afterGap || times.get(i) < beforeGap) {
                assertThat(times.get(i) - times.get(i - 50))
                        .as("51 departures from %d", i - 50)
                        .isGreaterThan(Duration.ofMillis(995).toNanos());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, Double.POSITIVE_INFINITY})
    void aTurnThatIsGivenUpBeforeItsRequestIsNoLongerGood(double rate) throws Exception {
        Pacer pacer = new Pacer(rate, nanos::get);
        AtomicBoolean halted = new AtomicBoolean();
        Pacer.Permit permit = pacer.acquire(Pacer.Kind.SEND, "a:1", halted::get).orElseThrow();
        halted.set(true);
        assertThat(permit.use()).isFalse();
    }

    @Test
    void aTurnThatMeetsALongHoldIsNoLongerGoodWhereItsCallerCanPutItOff() throws Exception {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, nanos::get);
        Pacer.Permit row = pacer.acquire(Pacer.Kind.SEND, "a:1", () -> false).orElseThrow();
        Pacer.Permit page = pacer.acquire(Pacer.Kind.MEMBERS, "19:t");
        pacer.hold(Duration.ofSeconds(10), Pacer.Hold.TEAMS_ASKED);
        assertThat(row.use()).isFalse();
        assertThat(page.use()).isTrue();
    }

    @Test
    void whoGivesUpInAShortHoldIsNotKeptToItsEnd() throws Exception {
        Pacer pacer = new Pacer(20, System::nanoTime);
        AtomicBoolean halted = new AtomicBoolean();
        AtomicBoolean goes = new AtomicBoolean(true);
        Pacer.Permit permit = pacer.acquire(Pacer.Kind.SEND, "a:1", halted::get).orElseThrow();
        pacer.hold(Duration.ofMillis(1_990), Pacer.Hold.TEAMS_ASKED);
        Thread caller = new Thread(() -> goes.set(permit.use()));
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        halted.set(true);
        caller.join();
        assertThat(goes).isFalse();
        assertThat(pacer.state().heldFor()).isPositive();
    }

    @Test
    void a429OfARequestThatLeftAfterALoweringLowersAgain() throws Exception {
        Pacer pacer = new Pacer(20, nanos::get);
        Pacer.Permit first = pacer.acquire(() -> false).orElseThrow();
        pass(Duration.ofSeconds(1));
        Pacer.Permit second = pacer.acquire(() -> false).orElseThrow();
        pass(Duration.ofSeconds(1));
        pacer.throttled(first, Duration.ZERO);
        double lowered = pacer.state().inForce();
        assertThat(lowered).isLessThan(20);
        pass(Duration.ofMillis(1));
        assertThat(second.use()).isTrue();
        pacer.throttled(second, Duration.ZERO);
        assertThat(pacer.state().inForce()).isLessThan(lowered);
    }

    private static void await(LongSupplier passed, Duration until) {
        while (passed.getAsLong() < until.toNanos()) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean turn(Pacer pacer) {
        return turn(pacer, null, null);
    }

    /** Whether a turn is given at once: whoever would have to wait is interrupted. */
    private static boolean turn(Pacer pacer, Pacer.Kind kind, String conversation) {
        try {
            return pacer.acquire(kind, conversation, () -> {
                        Thread.currentThread().interrupt();
                        return false;
                    })
                    .isPresent();
        } catch (InterruptedException e) {
            return false;
        } finally {
            boolean asked = Thread.interrupted();
            assertThat(asked || pacer != null).isTrue();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
