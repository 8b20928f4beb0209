package dev.rostrum.http;

import dev.rostrum.http.CallFailure.NotBegun;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallFailure.Unanswered;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What carries a finished request away and brings its answer: the lowest seam, below everything that makes requests. */
public interface RequestTransport extends AutoCloseable {
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
}
