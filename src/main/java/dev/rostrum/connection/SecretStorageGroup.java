package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.SecretStorage;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the secrets are kept, and which environment variables hold them. */
final class SecretStorageGroup implements SettingsGroup<SecretStorage> {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** The field that names the variable of each secret. */
    static final Map<Purpose, Field> FIELDS = new EnumMap<>(Map.of(
            Purpose.CLIENT_SECRET, Field.SECRET_VARIABLE,
            Purpose.CERTIFICATE_PASSWORD, Field.CERTIFICATE_PASSWORD_VARIABLE,
            Purpose.PROXY_PASSWORD, Field.PROXY_PASSWORD_VARIABLE));

    @Override
    public SecretStorage read(JsonNode entry) {
        JsonNode node = entry.path("secrets");
        Map<Purpose, String> variables = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            String variable = node.path("environment").path(purpose.code()).textValue();
            if (variable != null) {
                variables.put(purpose, variable);
            }
        }
        return new SecretStorage(
                SecretLocation.of(node.path("keep").asText()).orElse(SecretLocation.SESSION), variables);
    }

    @Override
    public void write(SecretStorage secretStorage, ObjectNode entry) {
        ObjectNode node = entry.withObject("/secrets");
        node.put("keep", secretStorage.location().code());
        ObjectNode environment = node.withObject("/environment");
        for (Purpose purpose : Purpose.values()) {
            SettingsGroup.put(
                    environment, purpose.code(), secretStorage.variables().get(purpose));
        }
    }

    @Override
    public SecretStorage check(FormReading form) {
        SecretLocation location = form.choice(
                Field.KEEP, SecretLocation.of(form.text(Field.KEEP)), SecretLocation.SESSION, SecretLocation.codes());
        Map<Purpose, String> variables = new EnumMap<>(Purpose.class);
        FIELDS.forEach((purpose, field) -> {
            if (form.given(field)) {
                variables.put(purpose, form.text(field));
                if (!VARIABLE.matcher(form.text(field)).matches()) {
                    form.problem(field, "connection.variable");
                }
            }
        });
        return new SecretStorage(location, variables);
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        ConnectionForm filled =
                form.with(Field.KEEP, connection.secretStorage().location().code());
        for (Map.Entry<Purpose, Field> field : FIELDS.entrySet()) {
            filled = filled.with(
                    field.getValue(), connection.secretStorage().variables().get(field.getKey()));
        }
        return filled;
    }
}
