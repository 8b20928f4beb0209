package dev.rostrum.cli;

import java.time.Duration;

/** Nobody asks the process to end, except from the moment that {@link #ask} says. */
final class NoSignals implements StopSignals, StopSignals.Watch {
    private volatile boolean asked;

    void ask() {
        asked = true;
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
