package dev.rostrum.announce;

import dev.rostrum.connector.Pacer;
import dev.rostrum.store.Ledger.CallResult;
import dev.rostrum.store.Ledger.Due;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One row in hand, from its turn to the last commit of what became of it. One thread at a time has it: it changes hands through
 * queues and commits only.
 */
final class Trip {
    private final Due row;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean countedAsIntent = new AtomicBoolean();
    private String conversationId;
    private CallResult answerToStore;
    private Pacer.Permit permit;
    private Instant begun;

    Trip(Due row) {
        this.row = row;
        this.conversationId = row.conversationId();
    }

    Due row() {
        return row;
    }

    /** Null where it is still to be opened. */
    String conversationId() {
        return conversationId;
    }

    /** Whether its next call opens the conversation. */
    boolean opens() {
        return conversationId == null;
    }

    /** The answer that opened the conversation on this trip, which goes to disk with the next intent; else null. */
    CallResult answerToStore() {
        return answerToStore;
    }

    void opened(String id, CallResult answer) {
        conversationId = id;
        answerToStore = answer;
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

    void permitted(Pacer.Permit turn) {
        permit = turn;
    }

    /** From here on it is counted among the rows that a kill may leave in doubt. */
    void countAsIntent() {
        countedAsIntent.set(true);
    }

    /** It is counted no more. True if it was until now. */
    boolean uncountAsIntent() {
        return countedAsIntent.getAndSet(false);
    }

    /** True the first time. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }
}
