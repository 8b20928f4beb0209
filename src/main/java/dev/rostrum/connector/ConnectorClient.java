package dev.rostrum.connector;

import dev.rostrum.domain.Message;
import dev.rostrum.domain.Ticker;
import java.time.Clock;
import java.util.Optional;

/** Calls of the Bot Framework connector. Every call blocks; safe for use by many threads. */
public final class ConnectorClient implements AutoCloseable {

    public ConnectorClient(ConnectorTarget target, TokenSource tokens, Pacer pacer, Clock clock, Ticker ticker) {
        throw new UnsupportedOperationException("in work");
    }

    /** The pacing that all calls of this connection share. */
    public Pacer pacer() {
        throw new UnsupportedOperationException("in work");
    }

    /** Creates the 1:1 conversation with a user, or gets the one there is. The value is its id, never empty. */
    public Answer<String> createConversation(Pacer.Permit permit, String userId) throws ConnectorFailure {
        throw new UnsupportedOperationException("in work");
    }

    /** Sends a message. The value is the activity id where Teams gave one. Never repeated by the client. */
    public Answer<Optional<String>> send(Pacer.Permit permit, String conversationId, Message message)
            throws ConnectorFailure {
        throw new UnsupportedOperationException("in work");
    }

    /** What {@link #send} would write as body, for previews and the size check. */
    public String sendBody(Message message) {
        throw new UnsupportedOperationException("in work");
    }

    /** One page of a team's roster. Waits for its turn at the pacer. */
    public Answer<MembersPage> members(String teamId, int pageSize, String continuationToken)
            throws ConnectorFailure, InterruptedException {
        throw new UnsupportedOperationException("in work");
    }

    /** The team itself. Waits for its turn at the pacer. */
    public Answer<TeamDetails> team(String teamId) throws ConnectorFailure, InterruptedException {
        throw new UnsupportedOperationException("in work");
    }

    @Override
    public void close() {}
}
