package dev.rostrum.domain;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many deliveries of a run stand in each state.
 *
 * @param selected people the audience named, as counted when the plan was made
 */
public record Totals(
        long selected,
        long waiting,
        long opening,
        long sending,
        long sent,
        long refused,
        long inDoubt,
        long excluded,
        long cancelled) {

    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public static Totals of(long selected, Map<DeliveryState, Long> counts) {
        Map<DeliveryState, Long> n = new EnumMap<>(DeliveryState.class);
        n.putAll(counts);
        return new Totals(
                selected,
                n.getOrDefault(DeliveryState.WAITING, 0L),
                n.getOrDefault(DeliveryState.OPENING, 0L),
                n.getOrDefault(DeliveryState.SENDING, 0L),
                n.getOrDefault(DeliveryState.SENT, 0L),
                n.getOrDefault(DeliveryState.REFUSED, 0L),
                n.getOrDefault(DeliveryState.IN_DOUBT, 0L),
                n.getOrDefault(DeliveryState.EXCLUDED, 0L),
                n.getOrDefault(DeliveryState.CANCELLED, 0L));
    }

    public long of(DeliveryState state) {
        return switch (state) {
            case WAITING -> waiting;
            case OPENING -> opening;
            case SENDING -> sending;
            case SENT -> sent;
            case REFUSED -> refused;
            case IN_DOUBT -> inDoubt;
            case EXCLUDED -> excluded;
            case CANCELLED -> cancelled;
        };
    }

    /** Opening and sending together. */
    public long inFlight() {
        return opening + sending;
    }

    /** Waiting or in flight: what the run has still to do. */
    public long open() {
        return waiting + inFlight();
    }

    /**
     * The same when what was in flight was cut off.
     *
     * @param repeatable whether what was being sent waits again; else it is in doubt
     */
    public Totals cutOff(boolean repeatable) {
        return new Totals(
                selected,
                waiting + opening + (repeatable ? sending : 0),
                0,
                0,
                sent,
                refused,
                inDoubt + (repeatable ? 0 : sending),
                excluded,
                cancelled);
    }

    /** Everybody the plan did not leave out. */
    public long recipients() {
        return selected - excluded;
    }

    /** Recipients with an outcome of any kind. */
    public long settled() {
        return recipients() - open();
    }

    public long sum() {
        return waiting + opening + sending + sent + refused + inDoubt + excluded + cancelled;
    }

    /** Selected must be the sum of all states; anything else is a fault of the program and is shown as one. */
    public boolean addUp() {
        return selected == sum();
    }
}
