package dev.rostrum.sandbox;

import dev.rostrum.sandbox.EventAnswer.Next;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts events to a bot as Teams does: one that is not accepted in time is posted again after a while, with the same id. A finite
 * number is under way at a time, and a finite number waits.
 */
final class EventDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    private static final int MOST_WAITING = 1_000;

    private final SandboxDay.Options options;
    private final Supplier<String> authorization;
    private final Consumer<EventAnswer> each;
    private final HttpClient http;
    private final ScheduledThreadPoolExecutor workers;
    private final Semaphore room = new Semaphore(MOST_WAITING);

    /** @param each is called once a post is over, in one of several threads */
    EventDelivery(SandboxDay.Options options, Supplier<String> authorization, Consumer<EventAnswer> each) {
        this.options = options;
        this.authorization = authorization;
        this.each = each;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.deadline())
                .build();
        this.workers = new ScheduledThreadPoolExecutor(options.connections(), work -> {
            Thread thread = new Thread(work, "sandbox-events");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Posts an event soon; waits where too many are not accepted yet.
     *
     * @param repetition how it is posted again although it was accepted; null if it is not
     */
    void deliver(int number, SandboxEvent event, SandboxEvent repetition) throws InterruptedException {
        room.acquire();
        workers.execute(() -> attempt(number, event, 1, repetition));
    }

    /** Waits until every event was accepted or given up. */
    void await() throws InterruptedException {
        room.acquire(MOST_WAITING);
        room.release(MOST_WAITING);
    }

    private void attempt(int number, SandboxEvent event, int attempt, SandboxEvent repetition) {
        long start = System.nanoTime();
        int status = post(event);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        boolean accepted = status >= 200 && status < 300;
        Next next;
        if (accepted) {
            next = repetition == null ? Next.NOTHING : Next.REPEATED_ALTHOUGH_ACCEPTED;
        } else {
            next = attempt > options.repeats() ? Next.GIVEN_UP : Next.REPEATED;
        }
        try {
            each.accept(new EventAnswer(number, event, attempt, status, took, next));
        } finally {
            switch (next) {
                case REPEATED -> again(number, event, attempt + 1, repetition);
                case REPEATED_ALTHOUGH_ACCEPTED -> again(number, repetition, attempt + 1, null);
                case NOTHING, GIVEN_UP -> room.release();
            }
        }
    }

    private void again(int number, SandboxEvent event, int attempt, SandboxEvent repetition) {
        workers.schedule(
                () -> attempt(number, event, attempt, repetition),
                options.repeatAfter().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** The status, or 0 where none came in time. */
    private int post(SandboxEvent event) {
        HttpRequest request = HttpRequest.newBuilder(options.endpoint())
                .header("Authorization", authorization.get())
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(event.json()))
                .build();
        // The time limit of a request would end with the head of the answer, and a body may never end.
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, BodyHandlers.discarding());
        try {
            return answer.get(options.deadline().toNanos(), TimeUnit.NANOSECONDS)
                    .statusCode();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("an event was not answered", e);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            answer.cancel(true);
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
