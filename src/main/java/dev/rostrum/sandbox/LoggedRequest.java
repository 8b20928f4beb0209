package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A line of the request log: one request to the connector, refused ones included.
 *
 * @param seq counts the lines, through restarts
 * @param at when the request was processed
 * @param route what it asked for
 * @param status as answered, or as it would have been, had the connection not been closed instead; 0 if neither processed nor answered
 * @param code error code of the answer; empty if there is none
 * @param userId whom it was about; empty if nobody or if that cannot be told
 * @param conversationId chat or team; empty if none
 * @param activityId of the message that was posted; empty if none was or Teams would not tell. Of an update or a delete:
 *     the message that its path names, whether or not there is one
 * @param processed whether what it asked for was done: the conversation stands, the message is posted, changed or deleted,
 *     the page was read. This is the truth that a checker compares with, whatever the client was told
 * @param posted whether a message appeared in the chat: a send that was processed, or a create with a message in it
 * @param answered false if the connection was closed on purpose instead of a whole answer
 * @param fault what went otherwise than in Teams, see {@link CannedAnswer#label}; empty for nothing
 * @param textSha256 of the message's text in UTF-8, in hexadecimal; empty if there was none
 * @param size bytes of the request body
 */
public record LoggedRequest(
        long seq,
        Instant at,
        String method,
        Route route,
        int status,
        String code,
        String userId,
        String conversationId,
        String activityId,
        boolean processed,
        boolean posted,
        boolean answered,
        String fault,
        String textSha256,
        long size) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The lines of a request log and of the file it was rolled from, oldest first. May be called while a sandbox writes
     * it; a last line that is not complete yet is left out.
     */
    public static List<LoggedRequest> readAll(Path requestLog) throws IOException {
        List<LoggedRequest> all = new ArrayList<>();
        readEach(requestLog, all::add);
        return all;
    }

    /** The same without keeping them: for logs of hundreds of thousands of lines. */
    public static void readEach(Path requestLog, Consumer<LoggedRequest> into) throws IOException {
        for (Path file : List.of(RequestLog.rolled(requestLog), requestLog)) {
            if (Files.exists(file)) {
                try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
                    read(text, into);
                }
            }
        }
    }

    static void read(Reader text, Consumer<LoggedRequest> into) throws IOException {
        BufferedReader lines = new BufferedReader(new UntilFirstEnd(text));
        String line = lines.readLine();
        while (line != null) {
            String next = lines.readLine();
            try {
                into.accept(fromJson(line));
            } catch (JsonProcessingException e) {
                if (next != null) {
                    throw e;
                }
            }
            line = next;
        }
    }

    /** Stays at its end, though the file grows: else the rest of a line that was not complete would be a line of its own. */
    private static final class UntilFirstEnd extends FilterReader {
        private boolean ended;

        UntilFirstEnd(Reader text) {
            super(text);
        }

        @Override
        public int read(char[] into, int at, int length) throws IOException {
            int read = ended ? -1 : super.read(into, at, length);
            ended = read < 0;
            return read;
        }
    }

    static LoggedRequest fromJson(String line) throws JsonProcessingException {
        JsonNode json = JSON.readTree(line);
        return new LoggedRequest(
                json.path("seq").longValue(),
                Instant.parse(json.path("at").asText()),
                json.path("method").asText(),
                Route.labelled(json.path("route").asText()),
                json.path("status").intValue(),
                json.path("code").asText(),
                json.path("userId").asText(),
                json.path("conversationId").asText(),
                json.path("activityId").asText(),
                json.path("processed").booleanValue(),
                json.path("posted").booleanValue(),
                json.path("answered").booleanValue(),
                json.path("fault").asText(),
                json.path("textSha256").asText(),
                json.path("size").longValue());
    }

    LoggedRequest numbered(long number) {
        return new LoggedRequest(
                number,
                at,
                method,
                route,
                status,
                code,
                userId,
                conversationId,
                activityId,
                processed,
                posted,
                answered,
                fault,
                textSha256,
                size);
    }

    String toJson() {
        ObjectNode json = Reply.object();
        json.put("seq", seq).put("at", at.toString()).put("method", method);
        json.put("route", route.label()).put("status", status).put("code", code);
        json.put("userId", userId).put("conversationId", conversationId).put("activityId", activityId);
        json.put("processed", processed).put("posted", posted);
        json.put("answered", answered).put("fault", fault);
        json.put("textSha256", textSha256).put("size", size);
        return json.toString();
    }
}
