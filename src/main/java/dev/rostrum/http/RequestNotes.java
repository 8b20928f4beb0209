package dev.rostrum.http;

import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.RequestPath;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who is told of the requests that a client makes, of one kind, and where they really went. Nobody is told of a body or of headers.
 *
 * @param told of each request when it is over; it neither blocks nor throws
 * @param code what an answer calls the trouble; null where there is none, or none with a name
 */
public record RequestNotes(
        RequestKind kind, Consumer<? super MadeRequest> told, Function<HostClient.Reply, String> code) {
    /** Without codes of the answers' own. */
    public RequestNotes(RequestKind kind, Consumer<? super MadeRequest> told) {
        this(kind, told, reply -> null);
    }

    void answered(URI uri, HostClient.Reply reply) {
        tell(uri, reply.status(), code.apply(reply), reply.latency());
    }

    /** A request whose answer's body nobody reads. */
    void answered(URI uri, int status, Duration latency) {
        tell(uri, status, null, latency);
    }

    void failed(URI uri, CallFailure failure) {
        int status = failure instanceof CallFailure.NotFromHost stranger ? stranger.status() : 0;
        tell(uri, status, failure.code(), failure.latency());
    }

    private void tell(URI uri, int status, String ofTrouble, Duration latency) {
        told.accept(new MadeRequest(kind, RequestPath.ofHost(uri), status, ofTrouble, null, latency, null));
    }
}
