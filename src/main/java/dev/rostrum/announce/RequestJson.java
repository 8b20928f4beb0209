package dev.rostrum.announce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.RequestFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in a request file and in its answer. A request names the instance that it is for, when it was made, which process
 * asks, and what for; the rest is the asked one's to read. Anything else than that is no request.
 */
final class RequestJson {
    private static final int MAX_DEPTH = 32;

    /** As commands are called; shown to the admin and kept in the audit log. */
    private static final Pattern COMMAND = Pattern.compile("[a-z][a-z -]{0,39}");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(RequestFiles.MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * A request as it was found.
     *
     * @param what is asked for
     * @param content with what belongs to it
     */
    record Request(String instance, Instant at, long pid, String command, String what, ObjectNode content) {
        /** Who asks, as it is told and kept. */
        Reason asker() {
            return Reason.of("request.askedBy", command, Long.toString(pid));
        }
    }

    private RequestJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] request(Request request) {
        return bytes(request.content()
                .deepCopy()
                .put("instance", request.instance())
                .put("at", request.at().toEpochMilli())
                .put("pid", request.pid())
                .put("command", request.command())
                .put("what", request.what()));
    }

    /** Empty for what is no request. */
    static Optional<Request> request(byte[] bytes) {
        return tree(bytes)
                .filter(found -> found.path("instance").isTextual()
                        && found.path("at").canConvertToLong()
                        && found.path("pid").canConvertToLong()
                        && found.path("command").isTextual()
                        && COMMAND.matcher(found.path("command").textValue()).matches()
                        && found.path("what").isTextual())
                .map(found -> new Request(
                        found.path("instance").textValue(),
                        Instant.ofEpochMilli(found.path("at").longValue()),
                        found.path("pid").longValue(),
                        found.path("command").textValue(),
                        found.path("what").textValue(),
                        found));
    }

    static byte[] done(ObjectNode answer) {
        return bytes(object().set("done", answer));
    }

    static byte[] problem(Problem problem) {
        return bytes(object().put("problem", problem.reason().stored())
                .put("wrongUse", problem.kind() == Problem.Kind.WRONG_USE));
    }

    /**
     * What an answer holds; empty for what is none.
     *
     * @throws Problem that the asked process had
     */
    static Optional<ObjectNode> answer(byte[] bytes) {
        ObjectNode found = tree(bytes).orElseGet(RequestJson::object);
        if (found.path("problem").isTextual()) {
            throw new Problem(
                    found.path("wrongUse").asBoolean() ? Problem.Kind.WRONG_USE : Problem.Kind.FAILED,
                    Reason.parse(found.path("problem").textValue()),
                    null);
        }
        return found.get("done") instanceof ObjectNode done ? Optional.of(done) : Optional.empty();
    }

    private static Optional<ObjectNode> tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes) instanceof ObjectNode found ? Optional.of(found) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
