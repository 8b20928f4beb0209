package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.NetworkSettings.Proxy;
import dev.rostrum.domain.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way out, and whose certificates are believed. */
final class NetworkGroup implements SettingsGroup<NetworkSettings> {
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}]");

    /** A host as it is typed, or the address of a proxy as other programs want it. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:http://)?([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(?::([0-9]{1,5}))?/?");

    private static final int MAX_PORT = 65_535;
    private static final String JAVA = "java";
    private static final String SYSTEM = "system";
    private static final List<String> PROXIES =
            Arrays.stream(Proxy.values()).map(Proxy::code).toList();

    @Override
    public NetworkSettings read(JsonNode entry) {
        JsonNode node = entry.path("network");
        Proxy proxy = proxy(node.path("proxy").asText()).orElse(Proxy.SYSTEM);
        String host = node.path("host").asText("");
        int port = node.path("port").asInt();
        boolean osTrust = !JAVA.equals(node.path("trust").asText());
        if (proxy != Proxy.EXPLICIT || !HOST.matcher(host).matches() || port < 1 || port > MAX_PORT) {
            // A proxy that cannot be understood is not passed by: nothing leaves by a way the admin did not choose.
            if (proxy == Proxy.EXPLICIT) {
                throw Problem.wrongUse("connection.proxy.unreadable", MAX_PORT);
            }
            return new NetworkSettings(proxy, null, 0, null, osTrust);
        }
        return new NetworkSettings(proxy, host, port, node.path("user").textValue(), osTrust);
    }

    private static Optional<Proxy> proxy(String code) {
        return Arrays.stream(Proxy.values())
                .filter(p -> p.code().equals(code.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    @Override
    public void write(NetworkSettings network, ObjectNode entry) {
        ObjectNode node = entry.withObject("/network");
        node.put("proxy", network.proxy().code());
        SettingsGroup.put(node, "host", network.host());
        if (network.proxy() == Proxy.EXPLICIT) {
            node.put("port", network.port());
        } else {
            node.remove("port");
        }
        SettingsGroup.put(node, "user", network.user());
        node.put("trust", network.osTrust() ? SYSTEM : JAVA);
    }

    @Override
    public NetworkSettings check(FormReading form) {
        Proxy proxy = form.choice(
                Field.PROXY,
                proxy(form.text(Field.PROXY)),
                form.given(Field.PROXY_HOST) ? Proxy.EXPLICIT : Proxy.SYSTEM,
                PROXIES);
        boolean osTrust = SYSTEM.equals(form.choice(
                Field.TRUST,
                Optional.of(form.text(Field.TRUST).toLowerCase(Locale.ROOT)).filter(List.of(SYSTEM, JAVA)::contains),
                SYSTEM,
                List.of(SYSTEM, JAVA)));
        if (proxy != Proxy.EXPLICIT) {
            return new NetworkSettings(proxy, null, 0, null, osTrust);
        }
        Matcher address = ADDRESS.matcher(form.id(Field.PROXY_HOST));
        boolean read = address.matches();
        String host = read ? address.group(1).toLowerCase(Locale.ROOT) : "";
        if (!read) {
            form.problem(Field.PROXY_HOST, "connection.proxy.host");
        }
        String user = form.given(Field.PROXY_USER) ? form.text(Field.PROXY_USER) : null;
        if (user != null && (user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl))) {
            form.problem(Field.PROXY_USER, "connection.proxy.user");
        }
        return new NetworkSettings(proxy, host, port(form, read ? address.group(2) : null), user, osTrust);
    }

    /** @param ofHost what stands behind the host, or null */
    private static int port(FormReading form, String ofHost) {
        String text = form.given(Field.PROXY_PORT) || ofHost == null ? form.text(Field.PROXY_PORT) : ofHost;
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            form.problem(Field.PROXY_PORT, "connection.proxy.port", MAX_PORT);
        }
        return port;
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        NetworkSettings network = connection.network();
        return form.with(Field.PROXY, network.proxy().code())
                .with(Field.PROXY_HOST, network.host())
                .with(Field.PROXY_PORT, network.port() == 0 ? "" : Integer.toString(network.port()))
                .with(Field.PROXY_USER, network.user())
                .with(Field.TRUST, network.osTrust() ? SYSTEM : JAVA);
    }
}
