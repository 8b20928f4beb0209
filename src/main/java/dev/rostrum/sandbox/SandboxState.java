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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sandbox remembers: which 1:1 conversations exist, and up to where activity ids were given out. Kept in a file
 * of its own for each tenant, in lines that are only ever added. Safe for use by many threads.
 */
final class SandboxState implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxState.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Ids are written down ahead of their use, so many at a time. */
    private static final long IDS_AHEAD = 5_000;

    private final Clock clock;
    private final BitSet conversations = new BitSet();
    private final AppendedLines file;
    private long lastActivityId;
    private long activityIdsUpTo;

    private SandboxState(Path path, Clock clock) throws IOException {
        this.clock = clock;
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

    static SandboxState open(Path folder, String tenantId, Clock clock) throws IOException {
        return new SandboxState(folder.resolve("conversations-" + tenantId.substring(0, 8) + ".jsonl"), clock);
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

    /** The next activity id: the time in epoch milliseconds, or one more than the last if that is not later. */
    synchronized String nextActivityId() throws IOException {
        long id = Math.max(clock.millis(), lastActivityId + 1);
        if (id > activityIdsUpTo) {
            append("ids", "upTo", id + IDS_AHEAD);
            activityIdsUpTo = id + IDS_AHEAD;
        }
        lastActivityId = id;
        return Long.toString(id);
    }

    private void append(String op, String name, long value) throws IOException {
        file.append(Reply.object().put("op", op).put(name, value).toString());
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
