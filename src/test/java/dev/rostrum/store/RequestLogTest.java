package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.store.query.RequestQuery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RequestLogTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static MadeRequest request(int number) {
        return new MadeRequest(
                RequestKind.TEAM, "/v3/teams/" + number, 200, null, "cv." + number, Duration.ofMillis(number), null);
    }

    private List<RequestQuery.Row> rows() {
        return new RequestQuery(database).select(RequestQuery.Filter.ALL).page(0, 10_000);
    }

    @Test
    void eachRequestIsWrittenWithTheTimeAtWhichItBegan() {
        try (RequestLog log = new RequestLog(database, Clock.fixed(at(10), ZoneOffset.UTC))) {
            log.accept(
                    new MadeRequest(RequestKind.MEMBERS, "/v3/x", 429, "TooMany", null, Duration.ofSeconds(3), null));
            log.accept(new MadeRequest(
                    RequestKind.MEMBERS, "/v3/x", 0, "Timeout", null, Duration.ofSeconds(2), "429 TooMany"));
        }
        List<RequestQuery.Row> rows = rows();
        assertThat(rows)
                .extracting(
                        RequestQuery.Row::at, RequestQuery.Row::status, RequestQuery.Row::code, RequestQuery.Row::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(at(8), 0, "Timeout", "429 TooMany"),
                        org.assertj.core.groups.Tuple.tuple(at(7), 429, "TooMany", null));
        assertThat(rows).allMatch(RequestQuery.Row::failed);
        assertThat(rows.get(0).latencyMillis()).isEqualTo(2000);
    }

    /** While the writer is held up: nobody who makes a request waits, and the log says what it lacks. */
    @Test
    void whatComesFasterThanItIsWrittenIsCounted() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        var holding = database.submit(session -> {
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        });
        held.await();
        try (RequestLog log = new RequestLog(database, StoreFixture.CLOCK, 4)) {
            for (int i = 1; i <= 200; i++) {
                log.accept(request(i));
            }
            released.countDown();
            StoreFixture.get(holding);
        }
        List<RequestQuery.Row> rows = rows();
        long missing = rows.stream()
                .filter(row -> row.leftOut() != null)
                .mapToLong(RequestQuery.Row::leftOut)
                .sum();
        long written = rows.stream().filter(row -> row.leftOut() == null).count();
        assertThat(missing).isPositive();
        assertThat(written + missing).isEqualTo(200);
        assertThat(rows).noneMatch(row -> row.leftOut() != null && row.failed());
    }

    @Test
    void whatCannotBeWrittenHindersNobody() {
        try (RequestLog log = new RequestLog(database, StoreFixture.CLOCK)) {
            database.close();
            log.accept(request(1));
            log.accept(request(2));
        }
        database = StoreFixture.open(folder.resolve("x.db"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void oldRowsGoAndThoseBeyondTheMostThatAreKept() {
        long days = RequestLog.KEPT.toSeconds();
        StoreFixture.change(
                database,
                "INSERT INTO request (at, kind, path) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                        + " WHERE i < ?2) SELECT ?1 + i, 'TEAM', '/' || i FROM n",
                T0.minusSeconds(days - 60),
                RequestLog.MAX_KEPT + 700);
        StoreFixture.change(
                database, "UPDATE request SET at = ? WHERE id BETWEEN 701 AND 1300", T0.minusSeconds(days + 60));
        try (RequestLog log = new RequestLog(database, StoreFixture.CLOCK)) {
            log.accept(request(1));
        }
        assertThat(StoreFixture.number(database, "SELECT min(id) FROM request")).isEqualTo(1301);
        assertThat(StoreFixture.number(database, "SELECT max(id) FROM request")).isEqualTo(RequestLog.MAX_KEPT + 701);
    }
}
