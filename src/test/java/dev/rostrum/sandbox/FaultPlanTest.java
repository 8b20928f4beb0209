package dev.rostrum.sandbox;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.domain.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
    private static RequestView request(Route route, String user) {
        return new RequestView(route, "POST", "/", null, Map.of(), "", user, null, null);
    }

    private static List<String> labels(FaultPlan plan, int calls) {
        Script running = plan.begin();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            labels.add(running.answer(request(Route.SEND, "29:a"))
                    .map(CannedAnswer::label)
                    .orElse(""));
        }
        return labels;
    }

    @Test
    void theSameSeedMakesTheSameFaultsAndAnotherMakesOthers() {
        FaultPlan plan = FaultPlan.seeded(7)
                .with(FaultPlan.rate(0.2, CannedAnswer.closed()))
                .with(FaultPlan.rate(0.2, CannedAnswer.unavailable()));
        List<String> once = labels(plan, 500);
        assertThat(labels(plan, 500)).isEqualTo(once).contains("close", "503", "");
        assertThat(labels(new FaultPlan(8, plan.rules(), Duration.ZERO, Duration.ZERO), 500))
                .isNotEqualTo(once);
        // A rule more changes nothing for those before it.
        List<String> more = labels(plan.with(FaultPlan.rate(0.2, CannedAnswer.reset())), 500);
        for (int i = 0; i < 500; i++) {
            if (!once.get(i).isEmpty()) {
                assertThat(more.get(i)).isEqualTo(once.get(i));
            }
        }
    }

    @Test
    void ratesAreMet() {
        FaultPlan plan = FaultPlan.seeded(3)
                .with(FaultPlan.rate(0.01, CannedAnswer.closed()))
                .with(FaultPlan.rate(0.05, CannedAnswer.unavailable()))
                .with(FaultPlan.rate(0, CannedAnswer.reset()));
        List<String> labels = labels(plan, 100_000);
        assertThat(labels.stream().filter("close"::equals).count()).isBetween(850L, 1_150L);
        assertThat(labels.stream().filter("503"::equals).count()).isBetween(4_600L, 5_400L);
        assertThat(labels).doesNotContain("reset");
        assertThat(labels(FaultPlan.seeded(3).with(FaultPlan.rate(1, CannedAnswer.reset())), 50))
                .containsOnly("reset");
    }

    @Test
    void rulesChooseByNumberRouteAndPerson() {
        FaultPlan plan = FaultPlan.seeded(1)
                .with(FaultPlan.calls(CannedAnswer.closed(), 2, 5).on(Route.SEND))
                .with(FaultPlan.every(3, CannedAnswer.unavailable())
                        .on(Route.CREATE)
                        .atMost(2))
                .with(FaultPlan.every(1, CannedAnswer.writesBlocked()).about("29:b"));
        Script running = plan.begin();
        List<String> sends = new ArrayList<>();
        List<String> creates = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sends.add(label(running.answer(request(Route.SEND, "29:a"))));
            creates.add(label(running.answer(request(Route.CREATE, "29:a"))));
        }
        assertThat(sends).containsExactly("", "close", "", "", "close", "", "", "", "", "", "", "");
        assertThat(creates).containsExactly("", "", "503", "", "", "503", "", "", "", "", "", "");
        assertThat(label(running.answer(request(Route.DELETE, "29:b")))).isEqualTo("403");
        assertThat(label(running.answer(request(Route.MEMBERS, null)))).isEmpty();
        // The sign-in host is left alone unless it is named.
        FaultPlan all = FaultPlan.seeded(1).with(FaultPlan.rate(1, CannedAnswer.closed()));
        assertThat(all.begin().answer(request(Route.TOKEN, null))).isEmpty();
        FaultPlan token = FaultPlan.seeded(1)
                .with(FaultPlan.rate(1, CannedAnswer.closed()).on(Route.TOKEN));
        assertThat(label(token.begin().answer(request(Route.TOKEN, null)))).isEqualTo("close");
    }

    private static String label(Optional<CannedAnswer> answer) {
        return answer.map(CannedAnswer::label).orElse("");
    }

    @Test
    void latencyIsSpreadEvenlyAndIsNoFault() {
        Script running = FaultPlan.seeded(5)
                .withLatency(Duration.ofMillis(10), Duration.ofMillis(20))
                .begin();
        double sum = 0;
        for (int i = 0; i < 2_000; i++) {
            CannedAnswer answer = running.answer(request(Route.SEND, "29:a")).orElseThrow();
            assertThat(answer.label()).isEmpty();
            assertThat(answer.latency()).isBetween(Duration.ofMillis(10), Duration.ofMillis(20));
            sum += answer.latency().toNanos() / 1e6;
        }
        assertThat(sum / 2_000).isBetween(14.5, 15.5);
        assertThat(running.answer(request(Route.TOKEN, null))).isEmpty();
    }

    @Test
    void readsEveryFaultFromAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("faults.json");
        Files.writeString(file, """
                {
                  "seed": 7,
                  "latency": {"min": "5ms", "max": "2s"},
                  "faults": [
                    {"fault": "close-before", "rate": 0.01, "routes": ["send", "create"]},
                    {"fault": "close-after", "rate": 1},
                    {"fault": "reset-before", "every": 10},
                    {"fault": "reset-after", "calls": [1, 4], "users": ["29:x"]},
                    {"fault": "throttled", "rate": 0.5, "retryAfter": "2s"},
                    {"fault": "throttled", "rate": 0.5, "retryAfterDate": "30s"},
                    {"fault": "throttled", "rate": 0.5},
                    {"fault": "unavailable", "rate": 0.5, "atMost": 3},
                    {"fault": "bad-gateway", "rate": 0.5},
                    {"fault": "server-error", "rate": 0.5},
                    {"fault": "precondition-failed", "rate": 0.5},
                    {"fault": "unauthorized", "rate": 0.5},
                    {"fault": "writes-blocked", "rate": 0.5},
                    {"fault": "late", "rate": 0.5, "delay": "3s"},
                    {"fault": "empty-accepted", "rate": 0.5},
                    {"fault": "half-body", "rate": 0.5},
                    {"fault": "drip", "rate": 0.5, "pause": "100ms", "routes": ["members", "update", "delete"]},
                    {"fault": "close-after-answer", "rate": 0.5},
                    {"fault": "gzip", "rate": 0.5},
                    {"fault": "deflate", "rate": 0.5},
                    {"fault": "late", "rate": 0.5, "delay": "1s", "coding": "deflate-raw"},
                    {"fault": "page", "page": "filter", "rate": 0.5, "routes": ["token", "send"]},
                    {"fault": "page", "page": "welcome", "status": 403, "processed": true, "rate": 0.5},
                    {"fault": "answer", "status": 200, "body": "{\\"status\\":\\"blocked\\"}", "rate": 0.5},
                    {"fault": "answer", "status": 200, "body": "", "contentType": "", "rate": 0.5},
                    {"fault": "redirect", "rate": 0.5},
                    {"fault": "roster-ends", "calls": [2], "routes": ["members"]},
                    {"fault": "roster-empty", "rate": 0.5},
                    {"fault": "error", "rate": 0.5, "status": 403, "code": "BotDisabledByAdmin",
                     "message": "The tenant admin disabled this bot", "processed": false, "delay": "1s"}
                  ]
                }
                """);
        FaultPlan plan = FaultPlan.read(file);
        assertThat(plan.seed()).isEqualTo(7);
        assertThat(plan.latencyMin()).isEqualTo(Duration.ofMillis(5));
        assertThat(plan.latencyMax()).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.rules().stream().map(rule -> rule.fault().label()))
                .containsExactly(
                        "close",
                        "close",
                        "reset",
                        "reset",
                        "429",
                        "429",
                        "429",
                        "503",
                        "502",
                        "500",
                        "412",
                        "401",
                        "403",
                        "late",
                        "202",
                        "half-body",
                        "drip",
                        "answer-close",
                        "coded",
                        "coded",
                        "coded",
                        "page",
                        "page",
                        "page",
                        "page",
                        "307",
                        "roster-end",
                        "roster-end",
                        "403");
        assertThat(plan.rules().stream().map(rule -> rule.fault().processed()))
                .containsExactly(
                        false, true, false, true, false, false, false, false, true, false, false, false, false, true,
                        true, true, true, true, true, true, true, false, true, false, false, false, true, true, false);
        assertThat(plan.rules().get(0).routes()).containsExactlyInAnyOrder(Route.SEND, Route.CREATE);
        assertThat(plan.rules().get(2).every()).isEqualTo(10);
        assertThat(plan.rules().get(3).calls()).containsExactlyInAnyOrder(1L, 4L);
        assertThat(plan.rules().get(3).users()).containsExactly("29:x");
        Instant now = Instant.parse("2026-03-02T09:05:06.200Z");
        assertThat(plan.rules().get(4).fault().headers(now)).containsEntry("Retry-After", "2");
        assertThat(plan.rules().get(5).fault().headers(now))
                .containsEntry("Retry-After", "Mon, 02 Mar 2026 09:05:37 GMT");
        assertThat(plan.rules().get(6).fault().headers(now)).isEmpty();
        assertThat(plan.rules().get(7).atMost()).isEqualTo(3);
        assertThat(plan.rules().get(13).fault().delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(plan.rules().get(16).fault().pause()).isEqualTo(Duration.ofMillis(100));
        assertThat(plan.rules().get(28).fault().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(plan.rules().subList(18, 21).stream()
                        .map(rule -> rule.fault().coding()))
                .containsExactly(
                        CannedAnswer.Coding.GZIP, CannedAnswer.Coding.DEFLATE, CannedAnswer.Coding.DEFLATE_RAW);
        assertThat(plan.rules().get(21).fault().reply().status()).isEqualTo(200);
        assertThat(plan.rules().get(21).fault().reply().body()).isEqualTo(PageInBetween.FILTER.body());
        assertThat(plan.rules().get(22).fault().reply().status()).isEqualTo(403);
        assertThat(plan.rules().get(23).fault().reply().body()).isEqualTo("{\"status\":\"blocked\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the file is an object",
                "{\"sed\":1}|the file: 'sed' is not known here",
                "{\"seed\":\"1\"}|seed is a whole number",
                "{\"seed\":1}{}|is not JSON",
                "{\"seed\":1,\"seed\":2}|is not JSON",
                "{\"latency\":{\"max\":\"1s\",\"mean\":\"1s\"}}|latency: 'mean' is not known here. Known are max, min",
                "{\"latency\":{\"min\":\"2s\",\"max\":\"1s\"}}|The latency is from zero to one minute",
                "{\"latency\":{\"max\":50}}|latency.max is a time such as \"50ms\"",
                "{\"faults\":{}}|faults is a list",
                "{\"faults\":[{\"fault\":\"closed\",\"rate\":1}]}|faults[0].fault: 'closed' is not known. Known are answer",
                "{\"faults\":[{\"rate\":1}]}|faults[0].fault must be given, as one of answer, bad-gateway",
                "{\"faults\":[{\"fault\":\"page\",\"rate\":1}]}|faults[0].page must be given, as one of blocked",
                "{\"faults\":[{\"fault\":\"late\",\"rate\":1}]}|faults[0].delay is a time",
                "{\"faults\":[{\"fault\":\"drip\",\"rate\":1}]}|faults[0].pause is a time",
                "{\"faults\":[{\"fault\":\"unavailable\",\"rate\":1,\"retryAfter\":\"1s\"}]}|faults[0]: 'retryAfter' is not known",
                "{\"faults\":[{\"fault\":\"unavailable\",\"rate\":1,\"every\":2}]}|faults[0] has exactly one of rate, every",
                "{\"faults\":[{\"fault\":\"unavailable\"}]}|faults[0] has exactly one of rate, every, calls",
                "{\"faults\":[{\"fault\":\"unavailable\",\"rate\":1.5}]}|faults[0]: A rate is a share from 0 to 1",
                "{\"faults\":[{\"fault\":\"unavailable\",\"rate\":\"1\"}]}|faults[0].rate is a number",
                "{\"faults\":[{\"fault\":\"unavailable\",\"every\":0}]}|faults[0].every is a whole number, 1 or more",
                "{\"faults\":[{\"fault\":\"unavailable\",\"calls\":[0]}]}|faults[0]: Calls are counted from 1",
                "{\"faults\":[{\"fault\":\"unavailable\",\"rate\":1,\"routes\":[\"sent\"]}]}|faults[0].routes: 'sent' is not known",
                "{\"faults\":[{\"fault\":\"unavailable\",\"rate\":1,\"users\":\"29:x\"}]}|faults[0].users is a list",
                "{\"faults\":[{\"fault\":\"error\",\"rate\":1,\"status\":200,\"code\":\"x\",\"message\":\"x\"}]}|faults[0].status is",
                "{\"faults\":[{\"fault\":\"late\",\"rate\":1,\"delay\":\"1s\",\"coding\":\"br\"}]}|faults[0].coding: 'br' is not known",
                "{\"faults\":[{\"fault\":\"page\",\"rate\":1,\"page\":\"x\"}]}|faults[0].page: 'x' is not known. Known are blocked",
                "{\"faults\":[{\"fault\":\"answer\",\"rate\":1,\"status\":199,\"body\":\"\"}]}|faults[0].status is",
                "{\"faults\":[{\"fault\":\"throttled\",\"rate\":1,\"retryAfter\":\"1s\",\"retryAfterDate\":\"1s\"}]}|not both",
            })
    void whatItDoesNotKnowIsNamed(String text, String message) {
        assertThatThrownBy(() -> FaultFile.parse(text))
                .isInstanceOf(Problem.class)
                .satisfies(says(message));
    }

    @Test
    void aFileWithoutEndIsReadUpToTheLimit(@TempDir Path folder) throws Exception {
        Path large = folder.resolve("large.json");
        Files.write(large, new byte[4 * 1024 * 1024 + 1]);
        assertThatThrownBy(() -> FaultPlan.read(large)).satisfies(says("larger than 4 MB"));
        Path endless = Path.of("/dev/zero");
        // Its size is told as 0.
        assumeTrue(Files.exists(endless));
        assertThatThrownBy(() -> FaultPlan.read(endless)).satisfies(says("larger than 4 MB"));
    }

    @Test
    void anErrorNamesTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.json"), "{\"x\":1}");
        assertThatThrownBy(() -> FaultPlan.read(file))
                .satisfies(says("The fault plan " + file + ": the file: 'x' is not known here"));
        Path missing = folder.resolve("none.json");
        assertThatThrownBy(() -> FaultPlan.read(missing))
                .satisfies(says("There is no file " + missing + ". Check the path"));
    }
}
