package dev.rostrum.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks a JSON text against a schema file of {@code src/test/resources/schemas}, property by property.
 *
 * <p>The files are JSON Schema (draft 2020-12), limited to the keywords of {@link #KEYWORDS}. Every object schema must
 * close itself with {@code additionalProperties: false}, so an unknown property is a violation, as is a missing required
 * one, a wrong type, value, pattern or count. {@code contentSchema} is asserted: a text that must be JSON again is
 * parsed and checked. A schema with an unknown keyword is refused, so that a typing error in it cannot pass as "no
 * rule".
 */
public final class SchemaCheck {
    private static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "title",
            "description",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "pattern",
            "enum",
            "const",
            "contentMediaType",
            "contentSchema");
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "integer", "number", "boolean", "null");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode schema;

    private SchemaCheck(JsonNode schema) {
        checkSchema(schema, "$");
        this.schema = schema;
    }

    /**
     * The schema file {@code schemas/NAME.schema.json}.
     *
     * @throws IllegalArgumentException if there is no such file or it breaks the rules above
     */
    public static SchemaCheck named(String name) {
        String file = "/schemas/" + name + ".schema.json";
        try (InputStream in = SchemaCheck.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no schema file " + file);
            }
            return new SchemaCheck(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** A schema given as text, for the tests of this class. */
    static SchemaCheck of(String schema) throws JsonProcessingException {
        return new SchemaCheck(JSON.readTree(schema));
    }

    /** Each violation as "path: what is wrong"; empty when the text fits. */
    public List<String> violations(String json) {
        JsonNode value;
        try {
            value = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return List.of("$: not JSON: " + e.getOriginalMessage());
        }
        return violations(value);
    }

    /** Each violation as "path: what is wrong"; empty when the value fits. */
    public List<String> violations(JsonNode value) {
        List<String> found = new ArrayList<>();
        check(schema, value, "$", found);
        return found;
    }

    /**
     * Fails the calling test unless the text fits the named schema.
     *
     * @throws AssertionError naming every violation and the text
     */
    public static void assertFits(String name, String json) {
        List<String> found = named(name).violations(json);
        if (!found.isEmpty()) {
            throw new AssertionError("does not fit " + name + ": " + String.join("; ", found) + "\n" + json);
        }
    }

    private static void check(JsonNode schema, JsonNode value, String path, List<String> found) {
        if (value.isMissingNode()) {
            found.add(path + ": empty");
            return;
        }
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            found.add(path + ": is " + value.getNodeType() + ", should be " + schema.get("type"));
            return;
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            found.add(path + ": is " + value + ", should be " + schema.get("const"));
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            found.add(path + ": " + value + " is none of " + schema.get("enum"));
        }
        if (value.isTextual()) {
            checkText(schema, value.textValue(), path, found);
        } else if (value.isNumber()) {
            bound(schema, "minimum", "maximum", value.decimalValue().doubleValue(), path, found);
        } else if (value.isArray()) {
            bound(schema, "minItems", "maxItems", value.size(), path, found);
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), path + "[" + i + "]", found);
            }
        } else if (value.isObject()) {
            checkObject(schema, value, path, found);
        }
    }

    private static void checkText(JsonNode schema, String text, String path, List<String> found) {
        bound(schema, "minLength", "maxLength", text.codePointCount(0, text.length()), path, found);
        if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").textValue())
                        .matcher(text)
                        .find()) {
            found.add(path + ": '" + text + "' does not match " + schema.get("pattern"));
        }
        if (schema.has("contentSchema")) {
            try {
                check(schema.get("contentSchema"), JSON.readTree(text), path + "(as JSON)", found);
            } catch (JsonProcessingException e) {
                found.add(path + ": the text is not JSON");
            }
        }
    }

    private static void checkObject(JsonNode schema, JsonNode value, String path, List<String> found) {
        if (!schema.has("properties")) {
            found.add(path + ": an object stands where the schema describes none");
            return;
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            JsonNode rule = schema.get("properties").get(property.getKey());
            if (rule == null) {
                found.add(path + "." + property.getKey() + ": unknown property");
            } else {
                check(rule, property.getValue(), path + "." + property.getKey(), found);
            }
        }
        for (JsonNode name : schema.get("required")) {
            if (!value.has(name.textValue())) {
                found.add(path + "." + name.textValue() + ": missing");
            }
        }
    }

    private static void bound(JsonNode schema, String low, String high, double size, String path, List<String> found) {
        if (schema.has(low) && size < schema.get(low).doubleValue()) {
            found.add(path + ": " + size + " is under " + low + " " + schema.get(low));
        }
        if (schema.has(high) && size > schema.get(high).doubleValue()) {
            found.add(path + ": " + size + " is over " + high + " " + schema.get(high));
        }
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (hasType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.textValue()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private static boolean contains(JsonNode options, JsonNode value) {
        for (JsonNode option : options) {
            if (option.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void checkSchema(JsonNode schema, String path) {
        require(schema != null && schema.isObject(), path, "a schema is an object");
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            require(KEYWORDS.contains(keyword.getKey()), path, "unknown keyword " + keyword.getKey());
        }
        require(schema.has("type") || schema.has("const"), path, "says neither type nor const");
        Set<String> types = new HashSet<>();
        if (schema.has("type")) {
            JsonNode type = schema.get("type");
            (type.isArray() ? type : JSON.createArrayNode().add(type)).forEach(one -> types.add(one.textValue()));
            require(TYPES.containsAll(types), path, "unknown type " + type);
        }
        if (types.contains("object")) {
            require(schema.path("properties").isObject(), path, "an object schema lists its properties");
            require(schema.path("required").isArray(), path, "an object schema lists what is required");
            require(
                    schema.path("additionalProperties").isBoolean()
                            && !schema.get("additionalProperties").booleanValue(),
                    path,
                    "an object schema is closed");
            for (JsonNode name : schema.get("required")) {
                require(schema.get("properties").has(name.textValue()), path, "requires the unknown " + name);
            }
            for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
                checkSchema(property.getValue(), path + "." + property.getKey());
            }
        }
        if (types.contains("array")) {
            require(schema.has("maxItems"), path, "an array schema has a limit");
            checkSchema(schema.get("items"), path + "[]");
        }
        if (schema.has("pattern")) {
            Pattern.compile(schema.get("pattern").textValue());
        }
        if (schema.has("contentSchema")) {
            checkSchema(schema.get("contentSchema"), path + "(as JSON)");
        }
    }

    private static void require(boolean holds, String path, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("schema, at " + path + ": " + rule);
        }
    }
}
