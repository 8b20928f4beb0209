package dev.rostrum.announce;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls that a delivery of a job makes; the same for a run and for a dry run. */
final class DeliveryCalls {
    private final ConnectorClient connector;
    private final JobKind kind;
    private final Message message;

    /** @param message what a send or edit says; of a recall nothing is said */
    DeliveryCalls(ConnectorClient connector, JobKind kind, Message message) {
        this.connector = connector;
        this.kind = kind;
        this.message = message;
    }

    /** Creates the conversation with a person with whom there is none. */
    Answer<String> create(Pacer.Permit permit, String userId) throws ConnectorFailure {
        return connector.createConversation(permit, userId);
    }

    /** What {@link #act} asks of the connector. */
    Call call() {
        return switch (kind) {
            case SEND, RESEND -> Call.SEND;
            case EDIT -> Call.UPDATE;
            case RECALL -> Call.DELETE;
        };
    }

    /**
     * The call that the delivery is there for.
     *
     * @param target the message that an edit or recall acts on, else null
     * @param late told of a send's acceptance after its deadline
     * @return the id of the message afterwards, where there is one
     */
    Answer<Optional<String>> act(
            Pacer.Permit permit, String conversationId, String target, Consumer<Answer<Optional<String>>> late)
            throws ConnectorFailure {
        return switch (kind) {
            case SEND, RESEND -> connector.send(permit, conversationId, message, late);
            case EDIT -> named(connector.update(permit, conversationId, target, message), target);
            case RECALL -> named(connector.delete(permit, conversationId, target), null);
        };
    }

    private static Answer<Optional<String>> named(Answer<?> answer, String activityId) {
        return new Answer<>(answer.status(), answer.msCv(), answer.latency(), Optional.ofNullable(activityId));
    }
}
