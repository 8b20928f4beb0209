package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of all chats. Their texts stand in a file, in lines that are only ever added: the last line of an id
 * counts. In memory is where the line of each id begins, 20 bytes a message. At its limit the file is renamed to
 * {@code .1}; what stood in the one before and was not touched since is forgotten, as if Teams had never known it. Not
 * safe for use by many threads.
 */
final class Messages implements Closeable {
    static final long DEFAULT_LIMIT = 128L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long limit;
    private AppendedLines current;
    /** The file before, or null. */
    private AppendedLines before;
    /** Places count through both files: from here on they are in the current one. */
    private long currentFrom;

    private long[] ids = new long[64];
    private int[] people = new int[64];
    private long[] places = new long[64];
    private int size;

    private Messages(Path file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /** One message as a line holds it. */
    record Line(long id, int person, String text, int attachments, int edits, boolean deleted, boolean fromUser) {
        String toJson() {
            ObjectNode json = Reply.object().put("id", id).put("person", person);
            if (text != null) {
                json.put("text", text);
            }
            if (attachments > 0) {
                json.put("attachments", attachments);
            }
            if (edits > 0) {
                json.put("edits", edits);
            }
            if (deleted) {
                json.put("deleted", true);
            }
            if (fromUser) {
                json.put("fromUser", true);
            }
            return json.toString();
        }

        static Line fromJson(String line) throws JsonProcessingException {
            JsonNode json = JSON.readTree(line);
            return new Line(
                    json.path("id").longValue(),
                    json.path("person").intValue(),
                    json.path("text").textValue(),
                    json.path("attachments").intValue(),
                    json.path("edits").intValue(),
                    json.path("deleted").booleanValue(),
                    json.path("fromUser").booleanValue());
        }
    }

    static Messages open(Path file, long limit) throws IOException {
        Messages messages = new Messages(file, limit);
        try {
            if (Files.exists(RequestLog.rolled(file))) {
                messages.before = AppendedLines.open(RequestLog.rolled(file));
                messages.read(RequestLog.rolled(file), 0);
                messages.currentFrom = messages.before.size();
            }
            messages.current = AppendedLines.open(file);
            messages.read(file, messages.currentFrom);
            return messages;
        } catch (IOException e) {
            messages.close();
            throw e;
        }
    }

    private void read(Path from, long first) throws IOException {
        long place = first;
        try (BufferedReader lines = Files.newBufferedReader(from, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    Line entry = Line.fromJson(line);
                    note(entry.id(), entry.person(), place);
                } catch (JsonProcessingException e) {
                    LOG.warn("a line of the sandbox's messages is not readable and was passed over");
                }
                place += line.getBytes(StandardCharsets.UTF_8).length + 1L;
            }
        }
    }

    /** Keeps a message, new or changed. */
    void put(Line line) throws IOException {
        if (current.size() >= limit) {
            roll();
        }
        long place = currentFrom + current.size();
        current.append(line.toJson());
        note(line.id(), line.person(), place);
    }

    private void roll() throws IOException {
        current.close();
        if (before != null) {
            before.close();
            before = null;
        }
        Files.move(file, RequestLog.rolled(file), StandardCopyOption.REPLACE_EXISTING);
        before = AppendedLines.open(RequestLog.rolled(file));
        current = AppendedLines.open(file);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (places[i] >= currentFrom) {
                ids[kept] = ids[i];
                people[kept] = people[i];
                places[kept++] = places[i] - currentFrom;
            }
        }
        size = kept;
        currentFrom = before.size();
    }

    private void note(long id, int person, long place) {
        int at = Arrays.binarySearch(ids, 0, size, id);
        if (at >= 0) {
            places[at] = place;
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            people = Arrays.copyOf(people, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        // Ids grow, so this is nearly always the end.
        int to = -at - 1;
        System.arraycopy(ids, to, ids, to + 1, size - to);
        System.arraycopy(people, to, people, to + 1, size - to);
        System.arraycopy(places, to, places, to + 1, size - to);
        ids[to] = id;
        people[to] = person;
        places[to] = place;
        size++;
    }

    /** The message with this id in the chat of this person. */
    Optional<Line> find(int person, long id) throws IOException {
        int at = Arrays.binarySearch(ids, 0, size, id);
        return at >= 0 && people[at] == person ? Optional.of(line(at)) : Optional.empty();
    }

    /** All messages in the chat of this person, oldest first. */
    List<Line> of(int person) throws IOException {
        List<Line> found = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (people[i] == person) {
                found.add(line(i));
            }
        }
        return found;
    }

    private Line line(int at) throws IOException {
        long place = places[at];
        return Line.fromJson(place >= currentFrom ? current.lineAt(place - currentFrom) : before.lineAt(place));
    }

    @Override
    public void close() throws IOException {
        try (AppendedLines closedBefore = before;
                AppendedLines closedCurrent = current) {
            LOG.debug("closing {} and {}", closedBefore, closedCurrent);
        }
    }
}
