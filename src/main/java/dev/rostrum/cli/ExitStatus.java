package dev.rostrum.cli;

import dev.rostrum.domain.Problem;

/** What the program tells its caller. */
final class ExitStatus {
    /** Done, or there was nothing to do. */
    static final int DONE = 0;

    static final int FAILED = 1;
    static final int WRONG_USE = 2;
    /** Finished, but not everything was accepted: some were refused or are in doubt. */
    static final int NOT_ALL_ACCEPTED = 3;
    /** Stopped or interrupted; what was left waits. */
    static final int WAITING = 4;
    /** Another process has the data file, so nothing was done. */
    static final int IN_USE = 5;

    private ExitStatus() {}

    static int of(Problem problem) {
        return inUse(problem) ? IN_USE : problem.kind() == Problem.Kind.WRONG_USE ? WRONG_USE : FAILED;
    }

    /** Whether another process has the data file. */
    static boolean inUse(Problem problem) {
        return problem.reason().code().startsWith("store.inUse");
    }
}
