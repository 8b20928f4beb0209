package dev.rostrum.connector;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes an answer's body up to a limit and then hangs up. The JDK's own subscribers take all that comes; an endless body
 * ends in an OutOfMemoryError that kills every HTTP client of the process (reliability facts 1.5).
 */
final class CappedBody implements BodySubscriber<CappedBody.Bytes> {
    /**
     * @param bytes what was taken, at most the limit
     * @param whole whether that was all
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one call
    record Bytes(byte[] bytes, boolean whole) {}

    private final int limit;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<Bytes> result = new CompletableFuture<>();
    private volatile Flow.Subscription subscription;

    CappedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Bytes> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (subscription != null) {
            given.cancel();
            return;
        }
        subscription = given;
        if (result.isDone()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (result.isDone()) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            int room = limit - taken.size();
            byte[] chunk = new byte[Math.min(room, buffer.remaining())];
            buffer.get(chunk);
            taken.write(chunk, 0, chunk.length);
            if (buffer.hasRemaining()) {
                hangUp();
                return;
            }
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        result.complete(new Bytes(taken.toByteArray(), true));
    }

    /** Takes no more: what is there is the body, but not a whole one. */
    void hangUp() {
        result.complete(new Bytes(taken.toByteArray(), false));
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
