package dev.rostrum.store.people;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.EventAsk;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.StoreFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Inbound events: kept before they are answered, applied to the cache once, and remembered for a while so that a repetition is known.
 */
public final class EventStore {
    /** Events that are remembered at most, and for how long. One that waits is never forgotten. */
    public static final int MAX_KEPT = 100_000;

    public static final Duration KEPT = Duration.ofDays(30);

    /** Events that may wait; while so many do, none is taken. */
    private static final int MAX_WAITING = 100_000;

    /** A clock that is further ahead is wrong. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    /** Rows that one commit forgets. */
    private static final int CHUNK = 500;

    /**
     * An event that waits to be applied.
     *
     * @param content as it was received
     */
    public record PendingEvent(long id, String content) {}

    /**
     * What an event says of the cache, and what it asks for beyond that.
     *
     * @param asks of no effect where the event comes from a file
     */
    public record EventNews(long id, List<CacheChange> changes, List<EventAsk> asks) {
        public EventNews {
            changes = List.copyOf(changes);
            asks = List.copyOf(asks);
        }

        public EventNews(long id, List<CacheChange> changes) {
            this(id, changes, List.of());
        }
    }

    private final Database database;
    private final InboundStore inbound;
    private final OptOuts optOuts;

    public EventStore(Database database, InboundStore inbound, OptOuts optOuts) {
        this.database = database;
        this.inbound = inbound;
        this.optOuts = optOuts;
    }

    /** Does as the longer form, where the key alone tells the event apart. */
    public boolean receive(
            Key key, byte[] body, Instant sentAt, Instant receivedAt, EventSource source, String content) {
        return receive(key, body, null, sentAt, receivedAt, source, content);
    }

    /**
     * Keeps an event. It is durable when this returns; events that many threads bring at once are committed together.
     *
     * @param body stands for the activity id where the event has none
     * @param sentAt the event's own time, or null
     * @param content what {@link #pending} gives back; with the text of a message only where replies are kept
     * @param variant tells apart two changes of one message, which have the same key; or null
     * @return false where it is a repetition
     * @throws StoreFailure where it could not be kept
     */
    public boolean receive(
            Key key,
            byte[] body,
            String variant,
            Instant sentAt,
            Instant receivedAt,
            EventSource source,
            String content) {
        byte[] digest = digest(key, body, variant);
        return database.writeRepeatable(session -> {
            long waiting = session.number("SELECT coalesce((SELECT max(id) FROM event)"
                    + " - (SELECT min(id) FROM event WHERE state = 'PENDING'), 0)");
            if (waiting >= MAX_WAITING) {
                throw new StoreFailure(StoreFailure.Cause.OTHER, null, "store.eventsWait", waiting);
            }
            return session.update(
                            "INSERT INTO event (key, type, event_type, activity_id, sent_at, received_at, source, state, content)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', ?) ON CONFLICT (key) DO NOTHING",
                            digest,
                            key.type(),
                            key.eventType(),
                            key.activityId(),
                            sentAt,
                            receivedAt,
                            source,
                            content)
                    > 0;
        });
    }

    private static byte[] digest(Key key, byte[] body, String variant) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        for (String part : new String[] {key.type(), key.eventType(), key.conversationId(), key.activityId()}) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4)
                    .putInt(part == null ? -1 : bytes.length)
                    .flip());
            digest.update(bytes);
        }
        if (key.activityId() == null) {
            digest.update(body);
        }
        if (variant != null) {
            digest.update(variant.getBytes(StandardCharsets.UTF_8));
        }
        return digest.digest();
    }

    /** Events that wait, in the order in which they came. */
    public List<PendingEvent> pending(int limit) {
        return database.read(session -> session.list(
                "SELECT id, content FROM event WHERE state = 'PENDING' ORDER BY id LIMIT ?",
                row -> new PendingEvent(row.getLong("id"), row.getString("content")),
                limit));
    }

    /**
     * Brings what an event says into the cache, in one commit with its being applied. An event that waits no more changes nothing.
     *
     * @return how often it changed what
     */
    public Map<EventEffect, Integer> apply(long id, List<CacheChange> changes, Instant at) {
        return database.await(submit(new EventNews(id, changes), at));
    }

    /**
     * The same for several, in this order and committed together. One that cannot be applied is marked as failed, and keeps no
     * other back.
     *
     * @return whether somebody is to be written to because of one of them
     * @throws StoreFailure where it is the file that cannot be written; then what was not applied still waits
     */
    public boolean apply(List<EventNews> events, Instant at) {
        boolean prompts = false;
        List<CompletableFuture<Map<EventEffect, Integer>>> under = new ArrayList<>();
        for (EventNews event : events) {
            under.add(submit(event, at));
        }
        for (int i = 0; i < events.size(); i++) {
            try {
                prompts |= database.await(under.get(i)).keySet().stream().anyMatch(EventEffect::prompts);
            } catch (RuntimeException e) {
                if (e instanceof StoreFailure failure && !failure.ofOneChange()) {
                    throw e;
                }
                failed(events.get(i).id(), notApplied(e));
            }
        }
        return prompts;
    }

    private CompletableFuture<Map<EventEffect, Integer>> submit(EventNews event, Instant at) {
        EventChanges.Keys keys = new EventChanges.Keys(event.changes());
        return database.submit(session -> apply(session, event, keys, at));
    }

    /** An event as it was kept. */
    private record Kept(EventTime time, Instant receivedAt, boolean authentic) {}

    private Map<EventEffect, Integer> apply(Session session, EventNews event, EventChanges.Keys keys, Instant at)
            throws SQLException {
        Kept kept = session.first(
                        "SELECT key, sent_at, received_at, source FROM event WHERE id = ? AND state = 'PENDING'",
                        EventStore::kept,
                        event.id())
                .orElse(null);
        if (kept == null) {
            return Map.of();
        }
        EventChanges changes = new EventChanges(session, keys, kept.time(), at);
        Map<EventEffect, Integer> effects = changes.apply(event.changes());
        if (kept.authentic() && !event.asks().isEmpty()) {
            effects.putAll(Prompts.apply(
                    session,
                    event.asks(),
                    new Prompts.Applied(event.id(), kept.time(), kept.receivedAt()),
                    at,
                    inbound.switches(session),
                    optOuts,
                    changes::entry));
        }
        session.update(
                "UPDATE event SET state = ?, content = NULL, changes = ? WHERE id = ?",
                EventState.APPLIED,
                effects.isEmpty() ? null : EventEffect.stored(effects),
                event.id());
        return effects;
    }

    private static Kept kept(ResultSet row) throws SQLException {
        long received = row.getLong("received_at");
        long sent = row.getLong("sent_at");
        boolean believed = !row.wasNull() && sent <= received + MAX_AHEAD.toMillis();
        EventTime time = new EventTime(
                believed ? sent : received, ByteBuffer.wrap(row.getBytes("key")).getLong());
        return new Kept(
                time,
                Instant.ofEpochMilli(received),
                EventSource.valueOf(row.getString("source")) == EventSource.ENDPOINT);
    }

    /** Why an event cannot be applied that met an error: its name, for whoever looks for it in the program. */
    public static Reason notApplied(RuntimeException error) {
        return Reason.of("event.notApplied", error.getClass().getSimpleName());
    }

    /** Marks an event that cannot be applied. Its content goes. */
    public void failed(long id, Reason reason) {
        database.write(session -> session.update(
                "UPDATE event SET state = 'FAILED', content = NULL, reason = ? WHERE id = ? AND state = 'PENDING'",
                reason.stored(),
                id));
    }

    /** The oldest rows, of which those go that are too old or too many. */
    private static final String OLD = "SELECT id FROM (SELECT id, state, received_at FROM event ORDER BY id LIMIT "
            + CHUNK + ") WHERE state <> 'PENDING' AND (received_at < ?1 OR id <= (SELECT max(id) FROM event) - "
            + MAX_KEPT + ")";

    /** Forgets what is too old or too much, also of what was kept because of events, in commits of {@value #CHUNK}. */
    public void prune(Instant now) {
        Instant oldest = now.minus(KEPT);
        while (database.read(session -> session.number("SELECT EXISTS (" + OLD + ")", oldest)) != 0) {
            database.write(session -> session.update("DELETE FROM event WHERE id IN (" + OLD + ")", oldest));
        }
        inbound.prune(now);
    }
}
