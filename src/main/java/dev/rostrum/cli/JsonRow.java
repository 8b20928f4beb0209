package dev.rostrum.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** One object of JSON Lines. A key is always there, null where there is no value, so that rows keep their shape. */
final class JsonRow {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode node;
    private final Terminal terminal;

    JsonRow(Terminal terminal) {
        this(JSON.createObjectNode(), terminal);
    }

    private JsonRow(ObjectNode node, Terminal terminal) {
        this.node = node;
        this.terminal = terminal;
    }

    JsonRow put(String key, String value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, Enum<?> value) {
        node.put(key, value == null ? null : value.name());
        return this;
    }

    /** A constant as JSON has it where names are in lower case. */
    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    JsonRow put(String key, long value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, Long value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, Integer value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, double value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, Double value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, boolean value) {
        node.put(key, value);
        return this;
    }

    JsonRow put(String key, Instant value) {
        node.put(key, terminal.stamp(value));
        return this;
    }

    /** What is the matter as sentences, and its code; null both where nothing is. */
    JsonRow cause(Reason reason) {
        return put("cause", reason == null ? null : Sentences.whole(reason))
                .put("causeCode", reason == null ? null : reason.code());
    }

    <T> JsonRow put(String key, List<T> values, BiConsumer<JsonRow, T> each) {
        ArrayNode array = node.putArray(key);
        for (T value : values) {
            each.accept(new JsonRow(array.addObject(), terminal), value);
        }
        return this;
    }

    /** An object of texts. */
    JsonRow put(String key, Map<String, String> values) {
        ObjectNode object = node.putObject(key);
        values.forEach(object::put);
        return this;
    }

    /** A value that is JSON already, or null. */
    JsonRow putJson(String key, String json) {
        try {
            node.set(key, json == null ? null : JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The names of its values, in their order. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** A value as a text; empty where there is none. */
    String text(String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode() || value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    /** All values as texts, in their order. */
    List<String> texts() {
        return keys().stream().map(this::text).toList();
    }

    /**
     * The values of these names alone, in this order; all where there are none.
     *
     * @param chosen with or without capital letters
     * @throws Problem where there is no such value, saying which there are
     */
    JsonRow only(List<String> chosen) {
        if (chosen.isEmpty()) {
            return this;
        }
        ObjectNode some = JSON.createObjectNode();
        chosen(keys(), chosen).forEach(key -> some.set(key, node.get(key)));
        return new JsonRow(some, terminal);
    }

    /** As {@link #only}, of names. */
    static List<String> chosen(List<String> keys, List<String> chosen) {
        return chosen.isEmpty()
                ? keys
                : chosen.stream()
                        .map(name -> keys.stream()
                                .filter(each -> each.equalsIgnoreCase(name.strip()))
                                .findFirst()
                                .orElseThrow(() -> Problem.wrongUse("input.column", name, String.join(", ", keys))))
                        .distinct()
                        .toList();
    }

    /** Prints it as one line of the result. */
    void print() {
        terminal.clear();
        terminal.out().println(this);
    }

    @Override
    public String toString() {
        try {
            // JSON's own escapes end at U+001F. What is escaped here stands inside of texts: nothing else of JSON is
            // made of it.
            return PlainText.escaped(JSON.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
