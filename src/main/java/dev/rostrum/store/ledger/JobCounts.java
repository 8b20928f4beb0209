package dev.rostrum.store.ledger;

import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import java.util.List;

/**
 * Counts of a job before anything is written: {@code selected = leftOut + recipients}.
 *
 * @param message what it would send; of an edit or recall what the announcement says now
 * @param selected people that the audience names, or rows that were chosen
 * @param leftOut those of them that it does not act on, by reason, most first; of a SEND the guard's reasons come before the others
 * @param overridden recipients that are in only because of an override
 * @param recipients people that it sends to, or rows whose message it acts on
 * @param withConversation those of them whose conversation is known
 */
public record JobCounts(
        Message message,
        long selected,
        List<LeftOut> leftOut,
        long overridden,
        long recipients,
        long withConversation) {}
