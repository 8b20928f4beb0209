package dev.rostrum.announce;

import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a job would do, before anything is written. {@code selected} less those left out is {@code recipients}.
 *
 * @param message what people will see; of a recall what they see now
 * @param selected people that the audience names, or rows that were chosen
 * @param leftOut those of them that it does not act on, by reason
 * @param overridden recipients that are in only because of an override: the number to be typed
 * @param recipients people that it sends to; of an edit or recall messages
 * @param withConversation those of them whose conversation is known
 * @param requests calls to Teams, at most: one for each message, one more for each conversation to open
 * @param time at the rate in force, or the lower one chosen for the job; zero where pacing is lifted
 * @param lastingIds the lasting ids of people whom the audience names by ids that may change hands: the plan takes who was looked at
 * @param bytes size of one request, counted as UTF-16; 0 where it has no body
 */
public record JobPreview(
        Message message,
        long selected,
        List<LeftOut> leftOut,
        long overridden,
        long recipients,
        long withConversation,
        long requests,
        Duration time,
        Map<String, String> lastingIds,
        int bytes) {
    public long leftOutCount() {
        return selected - recipients;
    }

    /** People whom the guard keeps away and an override would bring back. */
    public long overridable() {
        return LeftOut.overridable(leftOut);
    }

    /** How many of them are written to for the first time. */
    public long conversationsToOpen() {
        return recipients - withConversation;
    }
}
