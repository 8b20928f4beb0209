package dev.rostrum.connection.secret;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.secret.SecretFailure.Trouble;
import dev.rostrum.testing.Said;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeychainTest {
    private static final SecretName NAME = new SecretName("id-1", Purpose.CLIENT_SECRET);

    /** Answers, hangs or fails. */
    private static class Fake implements Keychain.Backend {
        private final Map<String, String> held = new ConcurrentHashMap<>();
        private final CountDownLatch wake = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean hangs;
        private volatile boolean swallows;

        private void maybeHang() throws InterruptedException {
            calls.incrementAndGet();
            if (hangs) {
                wake.await();
            }
        }

        @Override
        public String get(String service, String account) throws InterruptedException {
            maybeHang();
            return held.get(service + account);
        }

        @Override
        public void put(String service, String account, String value) throws InterruptedException {
            maybeHang();
            if (!swallows) {
                held.put(service + account, value);
            }
        }

        @Override
        public void remove(String service, String account) throws InterruptedException {
            maybeHang();
            held.remove(service + account);
        }
    }

    private static void fails(Trouble reason, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SecretFailure.class, e -> assertThat(e.trouble()).isEqualTo(reason))
                .satisfies(says(words))
                .satisfies(e -> assertThat(Said.words(e)).doesNotContain("hush"));
    }

    @Test
    void keepsAndForgets() {
        Keychain keychain = new Keychain(Fake::new, Keychain.PATIENCE);
        assertThat(keychain.get(NAME)).isEmpty();
        keychain.put(NAME, "hush".toCharArray());
        assertThat(keychain.get(NAME))
                .hasValueSatisfying(v -> assertThat(new String(v)).isEqualTo("hush"));
        keychain.remove(NAME);
        keychain.remove(NAME);
        assertThat(keychain.get(NAME)).isEmpty();
    }

    @Test
    void aKeychainThatHangsIsGivenUpAfterThreeSecondsAndWorksWhenItWakes() {
        Fake fake = new Fake();
        fake.hangs = true;
        Keychain keychain = new Keychain(() -> fake, Keychain.PATIENCE);

        long begun = System.nanoTime();
        fails(Trouble.UNANSWERED, "within 3 seconds", () -> keychain.get(NAME));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(took).isBetween(Duration.ofMillis(2900), Duration.ofSeconds(10));

        fake.hangs = false;
        fake.wake.countDown();
        keychain.put(NAME, "hush".toCharArray());
        assertThat(keychain.get(NAME)).isPresent();
    }

    @Test
    void callsBehindAHangingOneNeverPileUp() {
        Fake fake = new Fake();
        fake.hangs = true;
        Keychain keychain = new Keychain(() -> fake, Duration.ofMillis(20));
        for (int i = 0; i < 40; i++) {
            fails(Trouble.UNANSWERED, "did not answer", () -> keychain.put(NAME, "hush".toCharArray()));
        }
        assertThat(fake.calls)
                .as("one hangs, the others were given up before they began")
                .hasValue(1);
        fake.wake.countDown();
    }

    @Test
    void aBackendThatHangsWhileItIsLookedForIsGivenUpToo() {
        CountDownLatch wake = new CountDownLatch(1);
        Keychain keychain = new Keychain(
                () -> {
                    try {
                        wake.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new Fake();
                },
                Duration.ofMillis(50));
        fails(Trouble.UNANSWERED, "did not answer", keychain::tryOut);
        wake.countDown();
    }

    @Test
    void noKeychainSaysWhatElseThereIs() {
        Keychain keychain = new Keychain(
                () -> {
                    throw new Keychain.Absent("none", null);
                },
                Keychain.PATIENCE);
        fails(Trouble.ABSENT, "file under a passphrase", () -> keychain.put(NAME, "hush".toCharArray()));
        Keychain withoutLibrary = new Keychain(
                () -> {
                    throw new UnsatisfiedLinkError("libsecret-1");
                },
                Keychain.PATIENCE);
        fails(Trouble.ABSENT, "for the session only", () -> withoutLibrary.get(NAME));
    }

    @Test
    void aWriteThatIsSwallowedIsNotTakenForKept() {
        Fake fake = new Fake();
        fake.swallows = true;
        fails(Trouble.REFUSED, "does not give it back", () -> new Keychain(() -> fake, Keychain.PATIENCE)
                .put(NAME, "hush".toCharArray()));
    }

    @Test
    void aRefusalNeverShowsWhatWasToBeKept() {
        Keychain keychain = new Keychain(
                () -> new Fake() {
                    @Override
                    public void put(String service, String account, String value) {
                        throw new IllegalStateException("cannot store " + value);
                    }
                },
                Keychain.PATIENCE);
        assertThatThrownBy(() -> keychain.put(NAME, "hush".toCharArray()))
                .satisfies(says("refused"))
                .hasNoCause()
                .satisfies(e -> assertThat(Said.words(e)).doesNotContain("hush"));
    }

    @Test
    void theWordsOfTheBackendsForNoneAreKnown() {
        assertThat(SystemKeychain.saysNone("No stored credentials match rostrum account: x"))
                .isTrue();
        assertThat(SystemKeychain.saysNone("Password is not in wallet")).isTrue();
        assertThat(SystemKeychain.saysNone("Error code 1168")).isTrue();
        assertThat(SystemKeychain.saysNone("Error code 5")).isFalse();
        assertThat(SystemKeychain.saysNone(null)).isFalse();
    }

    /** The keychain of this computer, where it has one; else that its absence is said, within the limit. */
    @Test
    void theSystemsOwnKeychainKeepsOrSaysThatItIsAbsent() {
        Keychain keychain = new Keychain();
        SecretName name = new SecretName("rostrum-test", Purpose.CLIENT_SECRET);
        try {
            keychain.tryOut();
        } catch (SecretFailure e) {
            assertThat(e.trouble()).isIn(Trouble.ABSENT, Trouble.UNANSWERED, Trouble.REFUSED);
            Assumptions.abort("No keychain answers on this computer: " + e.trouble());
        }
        keychain.put(name, "k\u00e9ychain~1".toCharArray());
        try {
            assertThat(new Keychain().get(name))
                    .hasValueSatisfying(v -> assertThat(new String(v)).isEqualTo("k\u00e9ychain~1"));
            keychain.put(name, "second".toCharArray());
            assertThat(keychain.get(name))
                    .hasValueSatisfying(v -> assertThat(new String(v)).isEqualTo("second"));
        } finally {
            keychain.remove(name);
        }
        assertThat(keychain.get(name)).isEmpty();
    }
}
