package dev.rostrum.inbound;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.people.EventStore;
import dev.rostrum.store.people.EventStore.EventNews;
import dev.rostrum.store.people.EventStore.PendingEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings kept events into the cache, in the order in which they came: what waited when it was made, and what comes later. An event
 * that cannot be applied is marked and keeps no other back; while the data file takes nothing, everything waits.
 */
public final class EventWorker implements AutoCloseable {
    /** Events of one commit. */
    private static final int BATCH = 64;

    private static final long LOOK_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long RETRY_MILLIS = 1_000;
    private static final long MAX_RETRY_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 10_000;

    /** What a kept event says of the cache, and asks for. */
    interface Reading {
        EventNews of(PendingEvent event) throws UnreadableActivity;
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventWorker.class);

    private final EventStore store;
    private final Reading reading;
    private final Runnable prompted;
    private final Clock clock;
    private final Thread thread;
    private final Object lock = new Object();
    private boolean woken;
    private boolean closing;

    /**
     * @param prompted called when somebody is to be written to because of what was brought; it must not block
     */
    public EventWorker(EventStore store, Clock clock, Runnable prompted) {
        this(store, EventWorker::read, clock, prompted);
    }

    EventWorker(EventStore store, Reading reading, Clock clock, Runnable prompted) {
        this.store = store;
        this.reading = reading;
        this.clock = clock;
        this.prompted = prompted;
        this.thread = new Thread(this::loop, "inbound-events");
        thread.setDaemon(true);
        thread.start();
    }

    private static EventNews read(PendingEvent event) throws UnreadableActivity {
        KeptEvent kept = EventJson.read(event.content());
        return new EventNews(event.id(), CacheChanges.of(kept.event()), EventAsks.of(kept));
    }

    /** An event was kept. */
    public void wake() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    private void loop() {
        long retry = RETRY_MILLIS;
        while (!closing()) {
            long pause = LOOK_MILLIS;
            try {
                pause = next() ? 0 : LOOK_MILLIS;
                retry = RETRY_MILLIS;
            } catch (RuntimeException | Error e) {
                // The endpoint answers for what is kept: this thread never ends by itself.
                if (!closing()) {
                    LOG.warn("events wait: {}", code(e));
                }
                pause = retry;
                retry = Math.min(MAX_RETRY_MILLIS, 2 * retry);
            }
            if (pause > 0) {
                pause(pause);
            }
        }
    }

    /** Applies the next few; false where none waits. */
    private boolean next() {
        List<PendingEvent> pending = store.pending(BATCH);
        List<EventNews> news = new ArrayList<>();
        for (PendingEvent event : pending) {
            try {
                news.add(reading.of(event));
            } catch (UnreadableActivity e) {
                store.failed(event.id(), e.reason());
            } catch (RuntimeException e) {
                store.failed(event.id(), EventStore.notApplied(e));
            }
        }
        try {
            if (store.apply(news, clock.instant())) {
                prompted.run();
            }
        } catch (RuntimeException e) {
            // Some of them may have been applied before the file took nothing more.
            prompted.run();
            throw e;
        }
        store.prune(clock.instant());
        return !pending.isEmpty();
    }

    private static String code(Throwable e) {
        return e instanceof Problem problem
                ? problem.reason().code()
                : e.getClass().getName();
    }

    private boolean closing() {
        synchronized (lock) {
            return closing;
        }
    }

    private void pause(long millis) {
        synchronized (lock) {
            try {
                if (!woken && !closing) {
                    lock.wait(millis);
                }
                woken = false;
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    /** Ends after the events that it has in hand, at most 10 s later; the rest waits for the next start. */
    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
            thread.interrupt();
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
