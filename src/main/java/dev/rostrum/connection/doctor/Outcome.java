package dev.rostrum.connection.doctor;

/** How a check ended. */
public enum Outcome {
    OK,
    /** It works, and something should be done before it does not. */
    WARNING,
    FAILED,
    /** It was left out; the finding says why. */
    NOT_RUN
}
