package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Keeping;
import dev.rostrum.connection.secret.Keep;
import dev.rostrum.connection.secret.Purpose;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the secrets are kept, and which environment variables hold them. */
final class KeepingGroup implements SettingsGroup<Keeping> {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** The field that names the variable of each secret. */
    static final Map<Purpose, Field> FIELDS = new EnumMap<>(Map.of(
            Purpose.CLIENT_SECRET, Field.SECRET_VARIABLE,
            Purpose.CERTIFICATE_PASSWORD, Field.CERTIFICATE_PASSWORD_VARIABLE,
            Purpose.PROXY_PASSWORD, Field.PROXY_PASSWORD_VARIABLE));

    @Override
    public Keeping read(JsonNode entry) {
        JsonNode node = entry.path("secrets");
        Map<Purpose, String> variables = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            String variable = node.path("environment").path(purpose.code()).textValue();
            if (variable != null) {
                variables.put(purpose, variable);
            }
        }
        return new Keeping(Keep.of(node.path("keep").asText()).orElse(Keep.SESSION), variables);
    }

    @Override
    public void write(Keeping keeping, ObjectNode entry) {
        ObjectNode node = entry.withObject("/secrets");
        node.put("keep", keeping.keep().code());
        ObjectNode environment = node.withObject("/environment");
        for (Purpose purpose : Purpose.values()) {
            SettingsGroup.put(environment, purpose.code(), keeping.variables().get(purpose));
        }
    }

    @Override
    public Keeping check(FormReading form) {
        Keep keep = form.choice(Field.KEEP, Keep.of(form.text(Field.KEEP)), Keep.SESSION, Keep.codes());
        Map<Purpose, String> variables = new EnumMap<>(Purpose.class);
        FIELDS.forEach((purpose, field) -> {
            if (form.given(field)) {
                variables.put(purpose, form.text(field));
                if (!VARIABLE.matcher(form.text(field)).matches()) {
                    form.problem(field, "connection.variable");
                }
            }
        });
        return new Keeping(keep, variables);
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        ConnectionForm filled =
                form.with(Field.KEEP, connection.keeping().keep().code());
        for (Map.Entry<Purpose, Field> field : FIELDS.entrySet()) {
            filled = filled.with(
                    field.getValue(), connection.keeping().variables().get(field.getKey()));
        }
        return filled;
    }
}
