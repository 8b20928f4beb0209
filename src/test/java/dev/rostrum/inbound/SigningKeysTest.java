package dev.rostrum.inbound;

import static dev.rostrum.inbound.InboundTokens.RECIPIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.inbound.InboundTokens.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SigningKeysTest {
    private final Time time = new Time();
    private final InboundTokens tokens = new InboundTokens();
    private final SigningKeys keys = tokens.keys(time);

    @Test
    void keysAreFetchedOnceADay() {
        assertThat(tokens.asked).isEmpty();
        for (int hour = 0; hour < 24; hour++) {
            assertThat(keys.forToken("first")).isPresent();
            time.pass(Duration.ofHours(1).minusMillis(hour == 23 ? 1 : 0));
        }
        assertThat(keys.forToken("first")).isPresent();
        assertThat(tokens.fetches()).isEqualTo(1);
        time.pass(Duration.ofMillis(1));
        assertThat(keys.forToken("first")).isPresent();
        assertThat(tokens.fetches()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackMakesNoKeyYounger() {
        keys.forToken("first");
        tokens.served.clear();
        time.setClock(Duration.ofDays(-30));
        time.pass(SigningKeys.HELD);
        assertThat(keys.forToken("first")).isEmpty();
    }

    @Test
    void aSleepInWhichTheTickerStoodStillMakesKeysOlder() {
        keys.forToken("first");
        tokens.served.clear();
        time.setClock(SigningKeys.HELD);
        assertThat(keys.forToken("first")).isEmpty();
    }

    @Test
    void whileNobodyAnswersOldKeysHoldAndNewNamesAreNotJudged() {
        keys.forToken("first");
        tokens.served.clear();
        time.pass(SigningKeys.FRESH);
        for (int i = 0; i < 10; i++) {
            assertThat(keys.forToken("first")).isPresent();
            assertThat(keys.forToken("third")).isEmpty();
        }
        assertThat(tokens.fetches()).isEqualTo(2);
        time.pass(SigningKeys.PAUSE);
        keys.forToken("third");
        assertThat(tokens.fetches()).isEqualTo(3);
    }

    @Test
    void theFiveDaysCountFromTheFetchThatBroughtTheKeys() {
        keys.forToken("first");
        byte[] jwks = tokens.served.remove(InboundTokens.KEYS);
        time.pass(Duration.ofDays(4));
        assertThat(keys.forToken("first")).isPresent();
        time.pass(Duration.ofDays(1));
        assertThat(keys.forToken("first")).isEmpty();
        tokens.served.put(InboundTokens.KEYS, jwks);
        time.pass(SigningKeys.RETRY);
        assertThat(keys.forToken("first")).isPresent();
    }

    @Test
    void withoutKeysItIsTriedAgainAfterTenSeconds() {
        byte[] metadata = tokens.served.remove(InboundTokens.METADATA);
        assertThat(keys.forToken("first")).isEmpty();
        assertThat(keys.forToken("first")).isEmpty();
        assertThat(tokens.fetches()).isEqualTo(1);
        tokens.served.put(InboundTokens.METADATA, metadata);
        time.pass(Duration.ofSeconds(9));
        assertThat(keys.forToken("first")).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(keys.forToken("first")).isPresent();
        assertThat(tokens.fetches()).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutAnyKeyTakesNoneAway() {
        keys.forToken("first");
        for (String odd :
                List.of("{\"keys\":[]}", "{}", "[]", "<html>", "{\"keys\":7,\"keys\":8}", "{\"keys\":[{},7,null]}")) {
            tokens.served.put(InboundTokens.KEYS, odd.getBytes(StandardCharsets.UTF_8));
            time.pass(SigningKeys.FRESH.dividedBy(2));
            assertThat(keys.forToken("first")).as(odd).isPresent();
        }
        assertThat(tokens.fetches()).isGreaterThan(4);
    }

    @Test
    @Timeout(60)
    void manyWhoNeedKeysAreServedByOneFetch() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            SigningKeys shared = new SigningKeys(
                    RECIPIENT,
                    (uri, max) -> {
                        asked.countDown();
                        wait(answer);
                        return tokens.get(uri, max);
                    },
                    time,
                    time,
                    threads);
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String id = i % 2 == 0 ? "first" : "second";
                all.add(CompletableFuture.supplyAsync(() -> shared.forToken(id).isPresent(), threads));
            }
            wait(asked);
            assertThat(all).noneMatch(CompletableFuture::isDone);
            answer.countDown();
            for (CompletableFuture<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
            assertThat(tokens.fetches()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void aFetchThatHangsHoldsNobodyForLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            SigningKeys hanging = new SigningKeys(
                    RECIPIENT,
                    (uri, max) -> {
                        if (tokens.fetches() > 0 && uri.equals(InboundTokens.METADATA)) {
                            wait(never);
                        }
                        return tokens.get(uri, max);
                    },
                    time,
                    time,
                    threads);
            assertThat(hanging.forToken("first")).isPresent();
            time.pass(SigningKeys.PAUSE);
            CompletableFuture<Boolean> unknown = CompletableFuture.supplyAsync(
                    () -> hanging.forToken("third").isPresent(), threads);
            assertThat(hanging.forToken("first")).isPresent();
            assertThat(unknown.get(50, TimeUnit.SECONDS)).isFalse();
        } finally {
            never.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void whereNothingCanBeFetchedAnyMoreItIsToldSo() {
        SigningKeys ended = new SigningKeys(RECIPIENT, tokens, time, time, task -> {
            throw new RejectedExecutionException();
        });
        assertThat(ended.forToken("first")).isEmpty();
        time.pass(SigningKeys.RETRY);
        assertThat(ended.forToken("first")).isEmpty();
        assertThat(tokens.asked).isEmpty();
    }

    private static void wait(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
