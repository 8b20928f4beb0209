package dev.rostrum.announce;

import dev.rostrum.connector.Pacer;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.DueDelivery;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A delivery in hand, from the moment it is handed out to the last commit of what became of it. One thread at a time has it: it
 * changes hands through queues and commits only.
 */
final class PendingDelivery {
    private final ActiveRun run;
    private final DueDelivery row;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Semaphore> sendings = new AtomicReference<>();
    private String conversationId;
    private CallResult createAnswer;
    private Pacer.Permit permit;
    private Instant begun;

    PendingDelivery(ActiveRun run, DueDelivery row) {
        this.run = run;
        this.row = row;
        this.conversationId = row.conversationId();
    }

    ActiveRun run() {
        return run;
    }

    DueDelivery row() {
        return row;
    }

    /** Null where it is still to be created. */
    String conversationId() {
        return conversationId;
    }

    /** Whether its next call creates the conversation. */
    boolean creates() {
        return conversationId == null;
    }

    /** The answer that created the conversation while it was in hand, which goes to disk with the next intent; else null. */
    CallResult createAnswer() {
        return createAnswer;
    }

    void created(String id, CallResult answer) {
        conversationId = id;
        createAnswer = answer;
    }

    /** When the intent of its present call was handed to the ledger. */
    Instant begun() {
        return begun;
    }

    void begin(Instant at) {
        begun = at;
    }

    Pacer.Permit permit() {
        return permit;
    }

    void permitted(Pacer.Permit given) {
        permit = given;
    }

    /** From here on it is counted among those that a kill may leave in doubt: a permit of these was acquired for it. */
    void countAsSending(Semaphore permits) {
        sendings.set(permits);
    }

    /** It is counted no more. */
    void uncountAsSending() {
        Semaphore permits = sendings.getAndSet(null);
        if (permits != null) {
            permits.release();
        }
    }

    /** Nothing more is done for it; its row stands as the last commit left it. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            uncountAsSending();
            run.ended(this);
        }
    }
}
