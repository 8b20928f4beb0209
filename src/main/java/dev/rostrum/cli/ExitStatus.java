package dev.rostrum.cli;

/** What the program tells its caller. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;
    /** Finished, but not everything was accepted: some were refused or are in doubt. */
    static final int NOT_ALL_ACCEPTED = 3;
    /** Stopped or interrupted; what was left waits. */
    static final int WAITING = 4;

    private ExitStatus() {}
}
