package dev.rostrum.store.ledger;

import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import java.time.Instant;

/**
 * A run (job) as it stands; without its audience, which may be hundreds of thousands of people.
 *
 * @param announcement the announcement it belongs to
 * @param parent the job it follows from, or null for a SEND
 * @param message what it sends; of an EDIT the new message
 * @param canaryPassed whether the admin let everybody go after the first ones
 */
public record Job(
        long id,
        long announcement,
        JobKind kind,
        Long parent,
        String title,
        Message message,
        SendChoices choices,
        boolean canaryPassed,
        RunState state,
        PauseReason pauseReason,
        Reason pauseDetail,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt) {
    /** Whether events ask for it and it goes on by itself; what the admin does to its messages later does not. */
    public boolean automatic() {
        return kind == JobKind.SEND && choices.purpose().automatic();
    }
}
