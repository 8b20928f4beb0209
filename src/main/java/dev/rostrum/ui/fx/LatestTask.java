package dev.rostrum.ui.fx;

/** A place for one task, of which only the newest counts: starting another there drops the one before. It is used on the FX thread. */
public final class LatestTask {
    private Task<?> newest;

    void hold(Task<?> task) {
        drop();
        newest = task;
    }

    /** Drops what was started here. */
    public void drop() {
        if (newest != null) {
            newest.drop();
            newest = null;
        }
    }
}
