package dev.rostrum.connector;

import dev.rostrum.connector.ConnectorFailure.NotBegun;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hc.core5.http.Header;

/** What carries a finished request away and brings its answer: the lowest seam, below everything that makes requests. */
interface RequestTransport extends AutoCloseable {
    /**
     * @param goes asked once the connection stands, right before the first byte: whether the request may still go
     * @param late told of an answer that began only after the deadline, or null
     * @return an answer of any status; its body may be lost
     */
    Transport.Reply exchange(Transport.Call call, BooleanSupplier goes, Consumer<Transport.Reply> late)
            throws NotBegun, NotSent, Unanswered;

    /** Answers of calls that were given up, which are still waited for. */
    int awaitedLate();

    @Override
    void close();

    /** Carries nothing anywhere: tells of each request and answers it as accepted, with an id that says it is none. */
    static RequestTransport recording(Consumer<Transport.Call> told) {
        byte[] accepted = ("{\"id\":\"" + RecordedRequest.UNKNOWN_ID + "\"}").getBytes(StandardCharsets.UTF_8);
        return new RequestTransport() {
            @Override
            public Transport.Reply exchange(Transport.Call call, BooleanSupplier goes, Consumer<Transport.Reply> late) {
                told.accept(call);
                return new Transport.Reply(201, new Header[0], accepted, Transport.Body.WHOLE, Duration.ZERO, null);
            }

            @Override
            public int awaitedLate() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }
}
