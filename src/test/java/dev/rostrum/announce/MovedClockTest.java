package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.RunState;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.RawServer;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run, data file and all, in the middle of which the computer sleeps and its clock is set. What is counted is what the
 * server receives, in real time.
 */
class MovedClockTest {
    private static final int PEOPLE = 150;
    private static final int RATE = 40;
    private static final int IN_FLIGHT = ClockedGraph.IN_FLIGHT;

    /** Teams' window is a second; the pacer keeps a little more. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final AtomicLong wallOffset = new AtomicLong();
    private final AtomicLong tickOffset = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(System.currentTimeMillis() + wallOffset.get());
        }
    };

    /** What happens to the time, once the server has received so many requests. */
    private record Event(String what, int after, Duration wall, Duration tick) {}

    /** When it happened, and how many requests the server had received by then. */
    private record Happened(Event event, long at, int received) {}

    @Test
    void aSleepAndASetClockAreFollowedByNoBurstAndLoseNobody() throws Exception {
        List<Event> events = List.of(
                new Event("slept 2 h, the ticker ran on", 60, Duration.ofHours(2), Duration.ofHours(2)),
                new Event("slept 2 h, the ticker stood still", 120, Duration.ofHours(2), Duration.ZERO),
                new Event("clock set forward 1 h", 180, Duration.ofHours(1), Duration.ZERO),
                new Event("clock set back 1 h", 240, Duration.ofHours(-1), Duration.ZERO));
        List<Long> arrivals = new ArrayList<>();
        Map<String, Integer> sends = new ConcurrentHashMap<>();
        // A row that is put off by the wall clock before each event, and falls due after it.
        Set<String> putOff = Set.of("29:25", "29:55", "29:85", "29:115");
        try (RawServer server = new RawServer()) {
            server.otherwise(exchange -> {
                RawServer.Request request = exchange.read();
                synchronized (arrivals) {
                    arrivals.add(System.nanoTime());
                }
                if (!request.target().endsWith("/activities")) {
                    String user = request.body().replaceAll("(?s).*\"members\":\\[\\{\"id\":\"([^\"]+)\".*", "$1");
                    exchange.write(RawServer.whole(201, "{\"id\":\"a:" + user.substring(3) + "\"}"));
                    return;
                }
                String user = "29:" + request.target().replaceAll(".*a(?::|%3A)([0-9]+)/activities", "$1");
                boolean first = sends.merge(user, 1, Integer::sum) == 1;
                exchange.write(
                        first && putOff.contains(user)
                                ? RawServer.whole(
                                        412, "{\"error\":{\"code\":\"PreconditionFailed\",\"message\":\"x\"}}")
                                : RawServer.whole(201, "{\"id\":\"1\"}"));
            });
            try (ClockedGraph graph = new ClockedGraph(
                    folder.resolve("clock.db"),
                    server.url(),
                    RATE,
                    CallLimits.DEFAULT,
                    clock,
                    () -> System.nanoTime() + tickOffset.get())) {
                graph.people(PEOPLE, clock);
                long run = graph.plan();
                graph.runs.start(run);
                List<Happened> happened = new ArrayList<>();
                for (Event event : events) {
                    TestGraph.until(event.what(), () -> count(arrivals) >= event.after());
                    synchronized (arrivals) {
                        happened.add(new Happened(event, System.nanoTime(), arrivals.size()));
                    }
                    wallOffset.addAndGet(event.wall().toMillis());
                    tickOffset.addAndGet(event.tick().toNanos());
                }
                assertThat(graph.runs.await(Duration.ofSeconds(60)))
                        .as("it ends")
                        .isTrue();

                RunSnapshot end = graph.runs.snapshot(run);
                assertThat(end.state()).isEqualTo(RunState.DONE);
                assertThat(end.totals().sent()).isEqualTo(PEOPLE);
                assertThat(end.totals().addUp()).isTrue();
                assertThat(graph.runs.recount(run)).isEqualTo(end.totals());
                assertThat(sends).hasSize(PEOPLE);
                sends.forEach((user, times) -> assertThat(times).as(user).isEqualTo(putOff.contains(user) ? 2 : 1));
                assertThat(arrivals).hasSize(2 * PEOPLE + putOff.size());
                for (int i = 0; i < happened.size(); i++) {
                    int until = i + 1 < happened.size() ? happened.get(i + 1).received() : arrivals.size();
                    noBurst(happened.get(i), arrivals.subList(happened.get(i).received(), until));
                }
            }
        }
    }

    private static int count(List<Long> arrivals) {
        synchronized (arrivals) {
            return arrivals.size();
        }
    }

    /**
     * Counted from the event, so that a delay between departure and arrival can only make it look slower: of those that arrive,
     * as many as may be in flight had left before; of the others no more than the rate may leave in each second.
     */
    private static void noBurst(Happened happened, List<Long> arrivals) {
        assertThat(arrivals).as(happened.event().what()).hasSizeGreaterThan(RATE);
        for (int i = IN_FLIGHT; i < arrivals.size(); i++) {
            long seconds = (i - IN_FLIGHT) / RATE;
            assertThat(arrivals.get(i) - happened.at())
                    .as("%s: request %d after it", happened.event().what(), i + 1)
                    .isGreaterThanOrEqualTo(SECOND.multipliedBy(seconds).toNanos());
        }
    }
}
