package dev.rostrum.store.ledger;

/**
 * Told of what a preview would write, in the plan's order: people of a SEND, deliveries of any other job. It must not block.
 */
@FunctionalInterface
public interface PlanRows {
    /** A row that the plan acts on. */
    void in(long row);

    /** A row that it leaves out, with the code of why. */
    default void out(long row, String code) {}
}
