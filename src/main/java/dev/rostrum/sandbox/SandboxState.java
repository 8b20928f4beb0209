package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sandbox remembers: which 1:1 conversations exist, the messages in them, and up to where activity ids were
 * given out. Kept in two files for each tenant, in lines that are only ever added. Safe for use by many threads.
 */
final class SandboxState implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxState.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Ids are written down ahead of their use, so many at a time. */
    private static final long IDS_AHEAD = 5_000;

    private final Clock clock;
    private final BitSet conversations = new BitSet();
    private final AppendedLines file;
    private final Messages messages;
    private long lastActivityId;
    private long activityIdsUpTo;

    private SandboxState(Path path, Messages messages, Clock clock) throws IOException {
        this.clock = clock;
        this.messages = messages;
        this.file = AppendedLines.open(path);
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        this.lastActivityId = activityIdsUpTo;
    }

    /** @param tenant name of the tenant in the names of its files */
    static SandboxState open(Path folder, String tenantName, Clock clock) throws IOException {
        String tenant = tenantName + ".jsonl";
        Messages messages = Messages.open(folder.resolve("messages-" + tenant), Messages.DEFAULT_LIMIT);
        try {
            return new SandboxState(folder.resolve("conversations-" + tenant), messages, clock);
        } catch (IOException e) {
            messages.close();
            throw e;
        }
    }

    private void read(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            switch (entry.path("op").asText()) {
                case "opened" -> conversations.set(entry.path("person").intValue());
                case "closed" -> conversations.clear(entry.path("person").intValue());
                case "ids" ->
                    activityIdsUpTo =
                            Math.max(activityIdsUpTo, entry.path("upTo").longValue());
                default -> LOG.warn("a line of the sandbox's state is of an unknown kind and was passed over");
            }
        } catch (JsonProcessingException e) {
            LOG.warn("a line of the sandbox's state is not readable and was passed over");
        }
    }

    synchronized boolean isOpen(int person) {
        return conversations.get(person);
    }

    /** Notes that a person's conversation exists; nothing happens if it does already. */
    synchronized void open(int person) throws IOException {
        if (!conversations.get(person)) {
            append("opened", "person", person);
            conversations.set(person);
        }
    }

    /** Notes that a person's conversation is gone: the same id exists again after the next create. */
    synchronized void close(int person) throws IOException {
        if (conversations.get(person)) {
            append("closed", "person", person);
            conversations.clear(person);
        }
    }

    /**
     * Puts a message into a person's chat.
     *
     * @param text or null
     * @return its activity id
     */
    synchronized String post(int person, String text, int attachments, boolean fromUser) throws IOException {
        long id = nextActivityId();
        messages.put(new Messages.Line(id, person, text, attachments, 0, false, fromUser));
        return Long.toString(id);
    }

    /** The id of an activity that is not kept. */
    synchronized String passingId() throws IOException {
        return Long.toString(nextActivityId());
    }

    /** What became of a call that asks to change or delete a message. */
    enum Changed {
        DONE,
        /** There is none with this id in this chat, or it was deleted. */
        UNKNOWN,
        /** Somebody else wrote it. */
        NOT_OWN
    }

    /** Gives a message of the bot a new content. */
    synchronized Changed update(int person, String activityId, String text, int attachments) throws IOException {
        return change(person, activityId, text, attachments, false, false);
    }

    /** Takes a message of the bot back. */
    synchronized Changed delete(int person, String activityId) throws IOException {
        return change(person, activityId, null, 0, true, false);
    }

    /** The person gives a message of their own a new text, or takes it back where that is null. */
    synchronized Changed userChanges(int person, String activityId, String text) throws IOException {
        return change(person, activityId, text, 0, text == null, true);
    }

    private Changed change(int person, String activityId, String text, int attachments, boolean delete, boolean byUser)
            throws IOException {
        Messages.Line line = find(person, activityId).orElse(null);
        // A person can bring a message of their own back; the bot cannot.
        if (line == null || (line.deleted() && !byUser)) {
            return Changed.UNKNOWN;
        }
        if (line.fromUser() != byUser) {
            return Changed.NOT_OWN;
        }
        int edits = line.edits() + (delete ? 0 : 1);
        messages.put(new Messages.Line(line.id(), person, text, attachments, edits, delete, byUser));
        return Changed.DONE;
    }

    /** The message with this id in a person's chat, deleted ones included. */
    synchronized Optional<Messages.Line> find(int person, String activityId) throws IOException {
        try {
            long id = Long.parseLong(activityId);
            return Long.toString(id).equals(activityId) ? messages.find(person, id) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** All messages in a person's chat, oldest first, deleted ones included. */
    synchronized List<Messages.Line> messages(int person) throws IOException {
        return messages.of(person);
    }

    /** The next activity id: the time in epoch milliseconds, or one more than the last if that is not later. */
    private long nextActivityId() throws IOException {
        long id = Math.max(clock.millis(), lastActivityId + 1);
        if (id > activityIdsUpTo) {
            append("ids", "upTo", id + IDS_AHEAD);
            activityIdsUpTo = id + IDS_AHEAD;
        }
        lastActivityId = id;
        return id;
    }

    private void append(String op, String name, long value) throws IOException {
        file.append(Reply.object().put("op", op).put(name, value).toString());
    }

    @Override
    public synchronized void close() throws IOException {
        try (Messages closed = messages) {
            LOG.debug("closing {}", closed);
            file.close();
        }
    }
}
