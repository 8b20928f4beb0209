package dev.rostrum.announce;

import java.time.Instant;

/**
 * What a run waits for.
 *
 * @param until when that is over as far as anybody knows, or null
 */
public record Waiting(Kind kind, Instant until) {
    /** What it waits for; window and terminal have the words. */
    public enum Kind {
        /** Teams asked everybody to wait. */
        TEAMS_ASKED,
        /** The service is out of reach; then comes the next try. */
        NOT_CONNECTED,
        /** The announcement's own send, which is at work: an edit, a recall or a resend comes after it. */
        OWN_SEND,
        /** Quiet hours. */
        QUIET_HOURS,
        /** Every row that is left was put off; then comes the next one. */
        NOT_DUE,
        /** It sends, at less than the set rate, since Teams answered 429. */
        RATE_LOWERED,
        /** The answers of what is under way, then it is paused. */
        PAUSING,
        /** The answers of what is under way, then it is stopped. */
        STOPPING
    }
}
