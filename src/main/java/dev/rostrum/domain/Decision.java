package dev.rostrum.domain;

/** What the admin says about a delivery in doubt. */
public enum Decision {
    /** It counts as accepted by Teams. */
    ARRIVED("decision.arrived", DeliveryState.SENT),
    /** It is sent once more, and may arrive twice. */
    SEND_AGAIN("decision.sendAgain", DeliveryState.WAITING);

    private final String code;
    private final DeliveryState state;

    Decision(String code, DeliveryState state) {
        this.code = code;
        this.state = state;
    }

    /** The code of the reason that its delivery has then. */
    public String code() {
        return code;
    }

    /** The state that its delivery has then. */
    public DeliveryState state() {
        return state;
    }

    /** Whether a delivery stands so by this decision. */
    public boolean made(DeliveryState of, Reason reason) {
        return of == state && reason != null && reason.code().equals(code);
    }
}
