package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One group of a connection's settings in its four shapes: stored JSON, value, form, and checked form. A further group is one
 * class, named in {@link ConnectionEntry}.
 */
interface SettingsGroup<T> {
    /**
     * Reads it from the stored entry. Missing keys get their defaults; what cannot be understood is a {@link
     * dev.rostrum.domain.Problem}.
     */
    T read(JsonNode entry);

    /** Into the stored entry. Keys that are not this group's stay as they are. */
    void write(T value, ObjectNode entry);

    /** Reads it from a form. Problems go to the reading; the value counts only where there were none. */
    T check(FormReading form);

    /** The form with this group's fields as they would be typed. */
    ConnectionForm typed(Connection connection, ConnectionForm form);

    /** Writes a text, or takes the key out where there is none. */
    static void put(ObjectNode node, String key, String value) {
        if (value == null) {
            node.remove(key);
        } else {
            node.put(key, value);
        }
    }
}
