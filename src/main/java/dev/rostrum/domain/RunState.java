package dev.rostrum.domain;

/** Where a run (one job of an announcement) stands. */
public enum RunState {
    DRAFT,
    SCHEDULED,
    /** Its rows are being written; not valid before the last of them. */
    PLANNING,
    RUNNING,
    PAUSED,
    /** It was asked to stop; requests under way are awaited. */
    STOPPING,
    /**
     * Running or stopping as the data file has it, while no process has that file open for writing: whoever sent it was cut off.
     * Never stored; the next process that writes makes it paused.
     */
    INTERRUPTED,
    DONE,
    STOPPED;

    /** Whether rows may still be waiting in it. */
    public boolean isOpen() {
        return this == PLANNING || this == RUNNING || this == PAUSED || this == STOPPING || this == INTERRUPTED;
    }
}
