package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.sandbox.EventReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that plays a day to a bot, over real HTTP. */
class SandboxDayCommandTest {
    private static final long LIMIT = Duration.ofSeconds(60).toNanos();

    @TempDir
    Path folder;

    private final Typed typed = Typed.piped("");

    /** Is asked to end as soon as something holds. */
    private static final class Until implements StopSignals, StopSignals.Watch {
        private final BooleanSupplier over;

        Until(BooleanSupplier over) {
            this.over = over;
        }

        @Override
        public Watch watch() {
            return this;
        }

        @Override
        public boolean asked() {
            return over.getAsBoolean();
        }

        @Override
        public boolean await(Duration limit) throws InterruptedException {
            long end = System.nanoTime() + LIMIT;
            while (!over.getAsBoolean() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            return true;
        }

        @Override
        public void close() {}
    }

    private int run(BooleanSupplier until, String... arguments) {
        List<String> line = new ArrayList<>(List.of("sandbox", "--team-sizes", "12,30", "--rate", "off"));
        line.addAll(List.of(arguments));
        return new CommandLineRunner(
                        options -> new SettingsProgram(folder), typed.terminal(), name -> null, new Until(until))
                .run(line.toArray(String[]::new));
    }

    @Test
    void tellsEachAnswerAndTheSum() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        try (EventReceiver bot = new EventReceiver(event -> posts.incrementAndGet() == 1 ? 500 : 200)) {
            int status = run(
                    () -> typed.out().contains("The tenant stays"),
                    "--events",
                    bot.endpoint().toString(),
                    "--event-count",
                    "30",
                    "--event-rate",
                    "0",
                    "--event-repeat-after",
                    "100ms");
            assertThat(status).as(typed.err()).isZero();
        }
        assertThat(typed.outLines()).anyMatch(line -> line.matches("[1-4] .*: 500, [0-9]+ ms; comes again in 0\\.1 s"));
        assertThat(typed.outLines())
                .anyMatch(line -> line.matches("2 conversationUpdate team[mM]ember[aA]dded: 200, .*"));
        assertThat(typed.outLines())
                .last()
                .asString()
                .matches(
                        "30 events: 30 accepted, 0 given up, in [0-9]+ posts, [0-9]+ of them out of order; [0-9]+ more that"
                                + " Teams tells nobody\\. The tenant stays until Ctrl\\+C\\.");
        assertThat(typed.errLines()).last().isEqualTo("Sandbox ended.");
    }

    @Test
    void tellsProgramsInJson() throws Exception {
        try (EventReceiver bot = new EventReceiver(event -> 200)) {
            int status = run(
                    () -> typed.out().contains("\"givenUp\""),
                    "--json",
                    "--events",
                    bot.endpoint().toString(),
                    "--event-count",
                    "5",
                    "--event-rate",
                    "0",
                    "--event-seed",
                    "9",
                    "--event-repeat-after",
                    "1ms");
            assertThat(status).as(typed.err()).isZero();
        }
        List<JsonNode> rows = new ArrayList<>();
        for (String line : typed.outLines()) {
            rows.add(new ObjectMapper().readTree(line));
        }
        assertThat(rows.get(0).has("clientSecret")).isTrue();
        assertThat(rows.get(1).path("status").intValue()).isEqualTo(200);
        assertThat(rows.get(1).path("activityId").textValue()).startsWith("f:");
        JsonNode sum = rows.get(rows.size() - 1);
        assertThat(sum.path("events").intValue()).isEqualTo(5);
        assertThat(sum.path("accepted").intValue()).isEqualTo(5);
        assertThat(sum.path("posts").intValue()).isEqualTo(rows.size() - 2);
    }

    @Test
    void waitsUntilSomebodyListensAndEndsAllTheSame() throws Exception {
        URI endpoint;
        try (EventReceiver gone = new EventReceiver(event -> 200)) {
            endpoint = gone.endpoint();
        }
        int status = run(() -> typed.err().contains("yet"), "--events", endpoint.toString());
        assertThat(status).as(typed.err()).isZero();
        assertThat(typed.err())
                .contains("Nothing listens at " + endpoint + " yet. The day begins when something does.");
        assertThat(typed.errLines()).last().isEqualTo("Sandbox ended.");
    }

    @Test
    void endsInTheMiddleOfADay() throws Exception {
        try (EventReceiver bot = new EventReceiver(event -> 200)) {
            int status = run(
                    () -> typed.out().contains("\n3 "),
                    "--events",
                    bot.endpoint().toString(),
                    "--event-rate",
                    "20");
            assertThat(status).as(typed.err()).isZero();
        }
        assertThat(typed.out()).doesNotContain("The tenant stays");
        assertThat(typed.errLines()).last().isEqualTo("Sandbox ended.");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(run(() -> true, "--event-count", "5")).isEqualTo(2);
        assertThat(typed.err()).contains("Events have options only where --events names whom they are posted to");
        assertThat(run(() -> true, "--events", "https://bot.example/api/messages"))
                .isEqualTo(2);
        assertThat(typed.err()).contains("not to https://bot.example/api/messages");
        assertThat(run(() -> true, "--events", "http://127.0.0.1:1/x", "--event-count", "0"))
                .isEqualTo(2);
        assertThat(typed.err()).contains("A day has 1 to 1,000,000 events, not 0");
    }
}
