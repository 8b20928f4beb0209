package dev.rostrum.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Copies of a JSON value, each with exactly one property renamed, at every depth: what a check must refuse. */
public final class Renamed {
    private Renamed() {}

    /** One changed copy per property, in document order. */
    public static List<Variant> eachProperty(JsonNode value) {
        List<Variant> variants = new ArrayList<>();
        int count = countProperties(value);
        for (int i = 0; i < count; i++) {
            int[] left = {i};
            String[] name = new String[1];
            JsonNode copy = renameNth(value.deepCopy(), left, name);
            variants.add(new Variant(name[0], copy));
        }
        return variants;
    }

    private static int countProperties(JsonNode value) {
        int count = value.isObject() ? value.size() : 0;
        for (JsonNode child : value) {
            count += countProperties(child);
        }
        return count;
    }

    private static JsonNode renameNth(JsonNode value, int[] left, String[] renamed) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(property -> {
                String name = property.getKey();
                if (left[0]-- == 0) {
                    renamed[0] = name;
                    name = name + "X";
                }
                copy.set(name, renameNth(property.getValue(), left, renamed));
            });
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(child -> copy.add(renameNth(child, left, renamed)));
            return copy;
        }
        return value;
    }

    /** A copy in which the property {@code name} is spelled otherwise. */
    public record Variant(String name, JsonNode value) {}
}
