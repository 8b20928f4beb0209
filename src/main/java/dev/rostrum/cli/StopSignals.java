package dev.rostrum.cli;

import java.time.Duration;

/** Tells a command that the process is asked to end (Ctrl+C, SIGTERM), so that it can end in order. */
interface StopSignals {
    /** Watches from now on; until it is closed the process does not end by itself. */
    Watch watch();

    /** One command's view. */
    interface Watch extends AutoCloseable {
        /** Whether the process was asked to end. */
        boolean asked();

        /** Waits until it is asked. False when the time ran out before. */
        boolean await(Duration limit) throws InterruptedException;

        @Override
        void close();
    }
}
