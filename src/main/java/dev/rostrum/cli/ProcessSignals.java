package dev.rostrum.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals of this process. A shutdown hook would not do: it cannot choose the exit status, and it races with the
 * command's own end. The second signal ends the process at once.
 */
final class ProcessSignals implements StopSignals {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    @Override
    public Watch watch() {
        return new Handling();
    }

    private static final class Handling implements Watch {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

        Handling() {
            for (String name : NAMES) {
                try {
                    Signal signal = new Signal(name);
                    synchronized (before) {
                        before.put(signal, Signal.handle(signal, this::received));
                    }
                } catch (IllegalArgumentException e) {
                    // A signal that this system does not know, or that the JVM keeps (-Xrs), ends the process as ever.
                    continue;
                }
            }
        }

        private void received(Signal signal) {
            restore();
            asked.countDown();
        }

        private void restore() {
            synchronized (before) {
                before.forEach(Signal::handle);
                before.clear();
            }
        }

        @Override
        public boolean asked() {
            return asked.getCount() == 0;
        }

        @Override
        public boolean await(Duration limit) throws InterruptedException {
            return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            restore();
        }
    }
}
