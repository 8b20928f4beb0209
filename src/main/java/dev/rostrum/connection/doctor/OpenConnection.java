package dev.rostrum.connection.doctor;

import dev.rostrum.connection.ServiceAddress;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.util.Optional;

/**
 * What an open connection lends to the doctor. Without it the doctor makes a client of its own, and sends no message.
 *
 * @param connector its client, so that both share one pace; or null
 * @param address where its calls go; or null
 * @param message sends the message to me, through the ledger like every other; or null where nothing can be written
 */
public record OpenConnection(ConnectorClient connector, ServiceAddress address, MessageToMe message) {
    /** What a connection that is not open lends: nothing. */
    public static final OpenConnection NONE = new OpenConnection(null, null, null);

    /** Sends a short message to the person picked as "me", and waits for its end. */
    @FunctionalInterface
    public interface MessageToMe {
        /**
         * @param userId me
         * @return empty when Teams accepted it, else what became of it
         * @throws Problem saying why it was not tried
         */
        Optional<Reason> send(String userId) throws InterruptedException;
    }
}
