package dev.rostrum.connection;

import dev.rostrum.connection.ConnectionArchive.LeftOut;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A connection as an admin types it: text by field, nothing checked yet. It never holds a secret. */
public final class ConnectionForm {
    private static final int MAX_LENGTH = 4096;

    private final Map<Field, String> values;
    private final Set<Field> again;

    private ConnectionForm(Map<Field, String> values, Set<Field> again) {
        this.values = values;
        this.again = again;
    }

    public static ConnectionForm blank() {
        return new ConnectionForm(Map.of(), Set.of());
    }

    /** What is stored of a connection, as it would be typed. */
    public static ConnectionForm of(Connection connection) {
        ConnectionForm form = blank().with(Field.NAME, connection.name());
        for (SettingsGroup<?> group : ConnectionEntry.GROUPS) {
            form = group.typed(connection, form);
        }
        // What was not typed here is typed, or left out.
        for (LeftOut one : connection.elsewhere()) {
            for (Field field : one.fields()) {
                form = form.with(field, "");
            }
            if (one == LeftOut.PROXY) {
                form = form.with(Field.PROXY, NetworkSettings.Proxy.SYSTEM.code());
            }
        }
        return form;
    }

    /**
     * The form with one field changed.
     *
     * @param value null counts as empty
     * @throws IllegalArgumentException for a field of a secret: those go by {@link TypedSecrets}
     */
    public ConnectionForm with(Field field, String value) {
        if (field.secret()) {
            throw new IllegalArgumentException("A form holds no secret");
        }
        Map<Field, String> changed = new EnumMap<>(Field.class);
        changed.putAll(values);
        String text = value == null ? "" : value;
        changed.put(field, text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
        return new ConnectionForm(changed, again);
    }

    /**
     * The form with one field typed just now, also where it says what was stored before: what names a secret has to be typed again for
     * a connection that leads elsewhere from now on.
     */
    public ConnectionForm typedAgain(Field field) {
        Set<Field> more = EnumSet.of(field);
        more.addAll(again);
        return new ConnectionForm(values, more);
    }

    boolean again(Field field) {
        return again.contains(field);
    }

    /** The form with one field changed, unless the value is null. */
    public ConnectionForm withGiven(Field field, Object value) {
        return value == null ? this : with(field, value.toString());
    }

    /** What was typed, as it was typed; empty where nothing was. */
    public String get(Field field) {
        return values.getOrDefault(field, "");
    }

    boolean given(Field field) {
        return !get(field).isBlank();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionForm that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "ConnectionForm[" + get(Field.NAME) + "]";
    }
}
