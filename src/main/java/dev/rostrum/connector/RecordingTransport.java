package dev.rostrum.connector;

import dev.rostrum.http.RequestTransport;
import dev.rostrum.http.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Carries nothing anywhere: tells of each request and answers it as accepted, with an id that says it is none. */
record RecordingTransport(Consumer<Transport.Call> told) implements RequestTransport {
    @Override
    public Transport.Reply exchange(Transport.Call call, BooleanSupplier goes, Consumer<Transport.Reply> late) {
        told.accept(call);
        byte[] accepted = ("{\"id\":\"" + RecordedRequest.UNKNOWN_ID + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Transport.Reply(201, Map.of(), accepted, Transport.Body.WHOLE, Duration.ZERO, null);
    }

    @Override
    public int awaitedLate() {
        return 0;
    }

    @Override
    public void close() {}
}
