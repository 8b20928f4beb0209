package dev.rostrum.sandbox;

import java.time.Duration;

/**
 * What a bot answered to an event that was posted to it.
 *
 * @param number of the event, from 1; its repetitions have the same
 * @param attempt which time it was posted, from 1
 * @param status HTTP status; 0 if there was no answer in time
 * @param took from the request to the answer, or to its absence
 * @param next what happens to the event now
 */
public record EventAnswer(int number, SandboxEvent event, int attempt, int status, Duration took, Next next) {
    /** What happens to an event after a post. */
    public enum Next {
        /** It was accepted, and that is all. */
        NOTHING,
        /** It was not accepted, and is posted again. */
        REPEATED,
        /** It was accepted, and is posted again as if the answer had been lost. */
        REPEATED_ALTHOUGH_ACCEPTED,
        /** It was not accepted, and is not posted again. */
        GIVEN_UP
    }

    public boolean accepted() {
        return status >= 200 && status < 300;
    }
}
