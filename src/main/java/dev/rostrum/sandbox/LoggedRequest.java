package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
 * @param activityId of the message that was posted; empty if none was or Teams would not tell
 * @param posted whether a message appeared in the chat
 * @param answered false if the connection was closed on purpose instead of an answer
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
        boolean posted,
        boolean answered,
        String textSha256,
        long size) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The lines of a request log and of the file it was rolled from, oldest first. May be called while a sandbox writes
     * it; a last line that is not complete yet is left out.
     */
    public static List<LoggedRequest> readAll(Path requestLog) throws IOException {
        List<LoggedRequest> all = new ArrayList<>();
        for (Path file : List.of(RequestLog.rolled(requestLog), requestLog)) {
            if (Files.exists(file)) {
                read(file, all);
            }
        }
        return all;
    }

    private static void read(Path file, List<LoggedRequest> into) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                try {
                    into.add(fromJson(line));
                } catch (JsonProcessingException e) {
                    if (next != null) {
                        throw e;
                    }
                }
                line = next;
            }
        }
    }

    static LoggedRequest fromJson(String line) throws JsonProcessingException {
        JsonNode json = JSON.readTree(line);
        return new LoggedRequest(
                json.path("seq").longValue(),
                Instant.parse(json.path("at").asText()),
                json.path("method").asText(),
                Route.valueOf(json.path("route").asText().toUpperCase(Locale.ROOT)),
                json.path("status").intValue(),
                json.path("code").asText(),
                json.path("userId").asText(),
                json.path("conversationId").asText(),
                json.path("activityId").asText(),
                json.path("posted").booleanValue(),
                json.path("answered").booleanValue(),
                json.path("textSha256").asText(),
                json.path("size").longValue());
    }

    String toJson() {
        ObjectNode json = Reply.object();
        json.put("seq", seq).put("at", at.toString()).put("method", method);
        json.put("route", route.label()).put("status", status).put("code", code);
        json.put("userId", userId).put("conversationId", conversationId).put("activityId", activityId);
        json.put("posted", posted).put("answered", answered);
        json.put("textSha256", textSha256).put("size", size);
        return json.toString();
    }
}
