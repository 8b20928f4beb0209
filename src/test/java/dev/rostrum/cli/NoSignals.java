package dev.rostrum.cli;

import java.time.Duration;

/** Nobody asks the process to end, until a test does. */
final class NoSignals implements StopSignals, StopSignals.Watch {
    private volatile boolean asked;

    void ask() {
        asked = true;
    }

    /** As in a process started anew. */
    void forget() {
        asked = false;
    }

    @Override
    public Watch watch() {
        return this;
    }

    @Override
    public boolean asked() {
        return asked;
    }

    @Override
    public boolean await(Duration limit) {
        return asked;
    }

    @Override
    public void close() {}
}
