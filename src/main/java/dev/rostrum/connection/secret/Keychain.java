package dev.rostrum.connection.secret;

import dev.rostrum.connection.secret.SecretFailure.Trouble;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keychain of the operating system. Every call runs on a thread of its own and is given up after three seconds: keychains are
 * known to wait for a question nobody sees. While one hangs, later calls fail at once; when it wakes up, they work again.
 */
public final class Keychain implements SecretStore {
    /** How long a call may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Keychain.class);
    private static final String SERVICE = "rostrum";
    private static final int WAITING_CALLS = 16;

    /** What a keychain can do; its calls may block for ever and may throw anything. */
    public interface Backend {
        /** The text kept, or null where there is none. */
        String get(String service, String account) throws Exception;

        void put(String service, String account, String value) throws Exception;

        void remove(String service, String account) throws Exception;
    }

    /** Finds the backend of this system. */
    @FunctionalInterface
    public interface Finder {
        /**
         * @throws Absent where there is none
         */
        Backend find() throws Absent;
    }

    /** There is no keychain on this computer. */
    public static final class Absent extends Exception {
        private static final long serialVersionUID = 1L;

        public Absent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(Backend backend) throws Exception;
    }

    private final Finder finder;
    private final Duration patience;
    private final ExecutorService thread;
    private Backend backend;

    /** The keychain of this system: Windows credential manager, macOS keychain, Secret Service or KWallet. */
    public Keychain() {
        this(SystemKeychain::find, PATIENCE);
    }

    public Keychain(Finder finder, Duration patience) {
        this.finder = finder;
        this.patience = patience;
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_CALLS), task -> {
                    Thread daemon = new Thread(task, "keychain");
                    daemon.setDaemon(true);
                    return daemon;
                });
        one.allowCoreThreadTimeOut(true);
        this.thread = one;
    }

    @Override
    public SecretLocation location() {
        return SecretLocation.KEYCHAIN;
    }

    /**
     * Whether the keychain answers now.
     *
     * @throws SecretFailure saying what to do where it does not
     */
    public void tryOut() {
        call(b -> b.get(SERVICE, "none/try-out"));
    }

    @Override
    public Optional<char[]> get(SecretName name) {
        return Optional.ofNullable(call(b -> b.get(SERVICE, name.key()))).map(String::toCharArray);
    }

    @Override
    public void put(SecretName name, char[] value) {
        String text = new String(value);
        String readBack = call(b -> {
            b.put(SERVICE, name.key(), text);
            // Some backends swallow their failures.
            return b.get(SERVICE, name.key());
        });
        if (readBack == null || !Arrays.equals(readBack.toCharArray(), value)) {
            throw new SecretFailure(Trouble.REFUSED, null, "secret.notGivenBack");
        }
    }

    @Override
    public void remove(SecretName name) {
        call(b -> {
            if (b.get(SERVICE, name.key()) != null) {
                b.remove(SERVICE, name.key());
            }
            return null;
        });
    }

    private <T> T call(Call<T> call) {
        Future<T> answer;
        try {
            answer = thread.submit(() -> call.on(backend()));
        } catch (RejectedExecutionException e) {
            throw unanswered(e);
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It is not interrupted: it may be waiting for the person who is just typing the keychain's password.
            answer.cancel(false);
            throw unanswered(e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new SecretFailure(Trouble.UNANSWERED, e, "secret.stopped");
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        }
    }

    /** The backend; asked on the keychain's thread only. */
    private Backend backend() throws Absent {
        if (backend == null) {
            backend = finder.find();
        }
        return backend;
    }

    private SecretFailure unanswered(Exception e) {
        LOG.warn("the keychain did not answer within {} ms", patience.toMillis());
        return new SecretFailure(Trouble.UNANSWERED, e, "secret.unanswered", Math.max(1, patience.toSeconds()));
    }

    private static SecretFailure failed(Throwable cause) {
        if (cause instanceof Absent || cause instanceof LinkageError) {
            LOG.info("no keychain here: {}", cause.getClass().getSimpleName());
            return new SecretFailure(Trouble.ABSENT, cause, "secret.noKeychain");
        }
        // Its text may quote what it was given.
        LOG.warn("the keychain refused: {}", cause.getClass().getName());
        return new SecretFailure(Trouble.REFUSED, null, "secret.refused");
    }
}
