package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.domain.ConnectionMark;
import java.util.Arrays;
import java.util.Locale;

/**
 * The marks of the connections, in the settings of this computer. They are no part of a connection: a file that brings one brings no
 * mark.
 */
public final class ConnectionMarks {
    private static final String GROUP = "marks";

    private final SettingsFile settings;

    ConnectionMarks(SettingsFile settings) {
        this.settings = settings;
    }

    /** What is not known there is none. */
    public ConnectionMark of(Connection connection) {
        JsonNode kept = settings.read().path(GROUP).path(connection.id());
        ConnectionMark.Tag tag = Arrays.stream(ConnectionMark.Tag.values())
                .filter(one -> code(one).equals(kept.path("tag").asText()))
                .findFirst()
                .orElse(ConnectionMark.Tag.NONE);
        return new ConnectionMark(tag, kept.path("lookOnly").asBoolean(false));
    }

    /** Holds from the next opening of the connection on. */
    public void set(Connection connection, ConnectionMark mark) {
        settings.change(tree -> {
            if (mark.equals(ConnectionMark.NONE)) {
                tree.withObjectProperty(GROUP).remove(connection.id());
            } else {
                tree.withObjectProperty(GROUP)
                        .withObjectProperty(connection.id())
                        .put("tag", code(mark.tag()))
                        .put("lookOnly", mark.lookOnly());
            }
        });
    }

    private static String code(ConnectionMark.Tag tag) {
        return tag.name().toLowerCase(Locale.ROOT);
    }
}
