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
        Cloud cloud = form.choice(Field.CLOUD, Cloud.of(form.text(Field.CLOUD)), Cloud.PUBLIC, "cloud", Cloud.codes());
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
            form.problem(Field.SERVICE_URL, e.getMessage());
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
                    "The host " + host.get()
                            + " is not one of Microsoft's connector hosts. Whoever runs it gets the bot's"
                            + " token and can write to everybody in the bot's name. "
                            + (typed.isEmpty()
                                    ? "Type its name a second time if you are sure, or leave the service URL empty for the"
                                            + " cloud's own."
                                    : "The name typed a second time is another one: type " + host.get()
                                            + " if you are sure."));
            return null;
        }
        form.note("The bot's token may go to " + host.get()
                + " from now on, because you typed its name. Microsoft does not"
                + " run that host under a name that Rostrum knows.");
        return ServiceUrl.parse(url, host.get());
    }

    private static void checkCloud(FormReading form, Cloud cloud, ServiceUrl url) {
        Arrays.stream(Cloud.values())
                .filter(c -> c.host().equals(url.host()) && c != cloud)
                .findFirst()
                .ifPresent(other -> form.problem(
                        Field.SERVICE_URL,
                        "The service URL is one of the " + other.label() + " cloud, and the connection is set to "
                                + cloud.label() + ". Choose the cloud " + other.code()
                                + ", or leave the service URL empty."));
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        ServiceUrl url = connection.serviceUrl();
        return form.with(Field.CLOUD, connection.cloud().code())
                .with(Field.SERVICE_URL, url == null ? "" : url.toString())
                .with(Field.TRUSTED_HOST, url == null ? "" : url.allowedHost());
    }
}
