package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.Ledger.CallResult;
import dev.rostrum.store.Ledger.Due;
import dev.rostrum.store.Ledger.Outcome;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RowStreamTest {
    private static final int PEOPLE = 700;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(StoreFixture.T0);
    private final AtomicInteger rests = new AtomicInteger();
    private Database database;
    private Ledger ledger;
    private long run;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("data.db"));
        ledger = new Ledger(database);
        List<User> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(StoreFixture.user("29:" + i, null, "Person " + i));
        }
        StoreFixture.roster(database, "19:t", StoreFixture.T0, people);
        run = StoreFixture.planned(ledger, Audience.ofTeams(Set.of("19:t")));
        StoreFixture.get(ledger.setState(run, RunState.RUNNING, null, null, StoreFixture.T0));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private RowStream stream(long lastRow) {
        return stream(lastRow, PEOPLE);
    }

    private RowStream stream(long lastRow, int mostOut) {
        RowStream stream = new RowStream(ledger, run, lastRow, mostOut, now::get, rests::incrementAndGet);
        Thread reader = new Thread(() -> {
            try {
                stream.read();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.setDaemon(true);
        reader.start();
        return stream;
    }

    private void settle(Trip trip, Outcome outcome) {
        settle(trip.row(), outcome);
    }

    private void settle(Due row, Outcome outcome) {
        assertThat(StoreFixture.get(ledger.opening(row, now.get()))).isTrue();
        StoreFixture.get(ledger.notOpened(row, new CallResult(now.get(), now.get(), 403, "X", null, 1, null), outcome));
    }

    @Test
    void manyWorkersGetEachRowOnceAndTheStreamEnds() throws Exception {
        RowStream stream = stream(Ledger.EVERY_ROW);
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread worker = new Thread(() -> {
                try {
                    for (Trip row = stream.next(); row != null; row = stream.next()) {
                        assertThat(seen.add(row.row().id())).isTrue();
                        settle(row, new Outcome.Refused("X", Reason.of("x")));
                        stream.release(row);
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
        until("it to come to rest", () -> rests.get() == 1);
        assertThat(ledger.totals(run).refused()).isEqualTo(PEOPLE);
    }

    @Test
    void aCanaryEndsWithItsLastRowAlsoAfterRetries() throws Exception {
        long end = ledger.canaryEnd(run, 5);
        RowStream stream = stream(end);
        Set<Long> tried = new HashSet<>();
        int turns = 0;
        for (Trip row = stream.next(); row != null; row = stream.next()) {
            turns++;
            boolean again = tried.add(row.row().id());
            settle(
                    row,
                    again
                            ? new Outcome.Again(now.get(), "X", Reason.of("x"))
                            : new Outcome.Refused("X", Reason.of("x")));
            stream.release(row);
        }
        assertThat(turns).isEqualTo(10);
        assertThat(tried).hasSize(5).allMatch(id -> id <= end);
        assertThat(ledger.totals(run).waiting()).isEqualTo(PEOPLE - 5);
        assertThat(ledger.canaryEnd(run, PEOPLE + 1)).isEqualTo(Ledger.EVERY_ROW);
    }

    @Test
    void whatAnotherClockPutOffForHoursIsNotParked() throws Exception {
        RowStream first = stream(Ledger.EVERY_ROW);
        for (int i = 0; i < PEOPLE; i++) {
            Trip row = first.next();
            settle(row, new Outcome.Again(now.get().plus(Duration.ofSeconds(4)), "X", Reason.of("x")));
            first.release(row);
        }
        first.close();
        now.set(StoreFixture.T0.minus(Duration.ofHours(3)));

        RowStream stream = stream(Ledger.EVERY_ROW);

        assertThat(stream.next()).isNotNull();
        stream.close();
    }

    @Test
    void whatIsPutOffComesInItsTimeAndTheStreamSaysWhen() throws Exception {
        RowStream stream = stream(ledger.canaryEnd(run, 1));
        Trip row = stream.next();
        Instant due = now.get().plus(Duration.ofSeconds(30));
        settle(row, new Outcome.Again(due, "X", Reason.of("x")));
        stream.release(row);
        until("the next row is named", () -> due.equals(stream.nextDue()));
        now.set(due);
        Due again = stream.next().row();
        assertThat(again.id()).isEqualTo(row.row().id());
        assertThat(again.attempts()).isEqualTo(row.row().attempts() + 1);
        stream.close();
    }

    @Test
    void noMoreTripsThanAskedForAreOutTogether() throws Exception {
        RowStream stream = stream(Ledger.EVERY_ROW, 3);
        List<Trip> out = List.of(stream.next(), stream.next(), stream.next());
        CompletableFuture<Trip> fourth = CompletableFuture.supplyAsync(() -> {
            try {
                return stream.next();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        // A trip for its second turn is no new one, and its wait is over at once.
        assertThat(stream.again(out.get(1))).isTrue();
        assertThat(fourth.get(10, TimeUnit.SECONDS)).isSameAs(out.get(1));

        settle(out.get(0), new Outcome.Refused("X", Reason.of("x")));
        stream.release(out.get(0));
        Trip next = stream.next();
        assertThat(out)
                .extracting(trip -> trip.row().id())
                .doesNotContain(next.row().id());
        stream.close();
    }

    @Test
    void whatComesBackBeforeTheCloseIsHandedOutAndWhatComesLaterIsNot() throws Exception {
        RowStream stream = stream(Ledger.EVERY_ROW);
        Trip early = stream.next();
        Trip late = stream.next();
        assertThat(stream.again(early)).isTrue();

        stream.close();

        assertThat(rests).as("two trips are out").hasValue(0);
        assertThat(stream.again(late)).isFalse();
        assertThat(stream.next()).isSameAs(early);
        assertThat(stream.next()).isNull();
        stream.release(early);
        assertThat(rests).hasValue(0);
        stream.release(late);
        assertThat(rests).hasValue(1);
    }
}
