package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Address;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TrimmedId;
import java.util.Arrays;
import java.util.Optional;

/** Where the connector is. A host that is none of Microsoft's is taken only where its name was typed a second time. */
final class AddressGroup implements SettingsGroup<Address> {
    @Override
    public Address read(JsonNode entry) {
        boolean local = local(entry);
        String url = entry.path("serviceUrl").asText();
        return new Address(
                Cloud.of(entry.path("cloud").asText()).orElse(Cloud.PUBLIC),
                local
                        ? ServiceUrl.parse(url, true)
                        : ServiceUrl.parse(url, entry.path("allowedHost").textValue()));
    }

    static boolean local(JsonNode entry) {
        return entry.path("local").asBoolean(false);
    }

    @Override
    public void write(Address address, ObjectNode entry) {
        entry.put("cloud", address.cloud().code());
        entry.put("serviceUrl", address.serviceUrl().toString());
        SettingsGroup.put(entry, "allowedHost", address.serviceUrl().allowedHost());
        entry.put("local", address.serviceUrl().local());
    }

    @Override
    public Address check(FormReading form) {
        Cloud cloud = form.choice(Field.CLOUD, Cloud.of(form.text(Field.CLOUD)), Cloud.PUBLIC, Cloud.codes());
        if (!form.given(Field.SERVICE_URL)) {
            return new Address(cloud, ServiceUrl.parse(cloud.serviceUrl(), false));
        }
        String url = form.text(Field.SERVICE_URL);
        try {
            ServiceUrl parsed = form.local() ? ServiceUrl.parse(url, true) : remote(form, url);
            if (parsed != null) {
                checkCloud(form, cloud, parsed);
            }
            return new Address(cloud, parsed);
        } catch (Problem e) {
            form.problem(Field.SERVICE_URL, e.reason());
            return new Address(cloud, null);
        }
    }

    private static ServiceUrl remote(FormReading form, String url) {
        Optional<String> host = ServiceUrl.namedHost(url).filter(h -> !ServiceUrl.TRUSTED_HOSTS.contains(h));
        if (host.isEmpty()) {
            return ServiceUrl.parse(url, false);
        }
        String typed = TrimmedId.of(form.text(Field.TRUSTED_HOST)).value();
        if (!typed.equalsIgnoreCase(host.get())) {
            form.problem(
                    Field.TRUSTED_HOST,
                    typed.isEmpty() ? "connection.host.foreign" : "connection.host.differs",
                    host.get());
            return null;
        }
        form.note("connection.host.allowed", host.get());
        return ServiceUrl.parse(url, host.get());
    }

    private static void checkCloud(FormReading form, Cloud cloud, ServiceUrl url) {
        Arrays.stream(Cloud.values())
                .filter(c -> c.host().equals(url.host()) && c != cloud)
                .findFirst()
                .ifPresent(other -> form.problem(
                        Field.SERVICE_URL, "connection.cloud.other", other.label(), cloud.label(), other.code()));
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        ServiceUrl url = connection.serviceUrl();
        return form.with(Field.CLOUD, connection.cloud().code())
                .with(Field.SERVICE_URL, url == null ? "" : url.toString())
                .with(Field.TRUSTED_HOST, url == null ? "" : url.allowedHost());
    }
}
