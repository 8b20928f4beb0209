package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.connection.ConnectionArchive.Typed;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TrimmedId;
import java.util.EnumSet;
import java.util.Set;

/**
 * A connection's settings in an archive. They say which bot it is and how fast it goes; they never say where a credential goes or
 * comes from: no environment variable, no proxy with its login, no path of a certificate, no address on this computer, and no host
 * that is none of Microsoft's counts before its name was typed here. What of that was set on the other computer stands in the archive
 * as a bare code, so that the admin is told what to type anew; an archive that carries more is read as if it carried the code alone.
 *
 * @param connection as it will be stored, but for its id and the name of its data file
 * @param leftOut what was set where it comes from and is typed anew
 */
record ArchivedConnection(Connection connection, Set<LeftOut> leftOut) {
    private static final String LEFT_OUT = "leftOut";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes a connection as an archive carries it. */
    static void write(Connection connection, ObjectNode entry) {
        ObjectNode whole = JSON.createObjectNode();
        ConnectionEntry.write(connection, whole);
        entry.setAll(carried(whole));
        Set<LeftOut> left = leftOut(whole);
        left.forEach(one -> entry.withArray("/" + LEFT_OUT).add(one.name()));
    }

    /** What of an entry an archive may carry: these keys and no other. */
    private static ObjectNode carried(JsonNode entry) {
        ObjectNode carried = JSON.createObjectNode();
        copy(entry, carried, "name", "appId", "botType", "botTenant", "tenantId", "cloud", "inFlight");
        if (!AddressGroup.local(entry)) {
            copy(entry, carried, "serviceUrl", "requestsPerSecond");
        }
        copy(entry.path("credential"), carried.putObject("credential"), "kind", "expires");
        copy(entry.path("secrets"), carried.putObject("secrets"), "keep");
        ObjectNode network = carried.putObject("network");
        copy(entry.path("network"), network, "trust");
        if (!explicitProxy(entry)) {
            copy(entry.path("network"), network, "proxy");
        }
        return carried;
    }

    private static void copy(JsonNode from, ObjectNode to, String... keys) {
        for (String key : keys) {
            if (from.path(key).isValueNode() && !from.path(key).isNull()) {
                to.set(key, from.path(key));
            }
        }
    }

    private static boolean explicitProxy(JsonNode entry) {
        JsonNode network = entry.path("network");
        return network.has("host") || network.path("proxy").asText().equalsIgnoreCase("explicit");
    }

    static Set<LeftOut> leftOut(JsonNode entry) {
        Set<LeftOut> left = EnumSet.noneOf(LeftOut.class);
        JsonNode variables = entry.path("secrets").path("environment");
        for (Purpose purpose : Purpose.values()) {
            if (variables.has(purpose.code())) {
                left.add(
                        switch (purpose) {
                            case CLIENT_SECRET -> LeftOut.SECRET_VARIABLE;
                            case CERTIFICATE_PASSWORD -> LeftOut.CERTIFICATE_PASSWORD_VARIABLE;
                            case PROXY_PASSWORD -> LeftOut.PROXY_PASSWORD_VARIABLE;
                        });
            }
        }
        if (entry.has("secretEnvironment")) {
            left.add(LeftOut.SECRET_VARIABLE);
        }
        if (explicitProxy(entry)) {
            left.add(LeftOut.PROXY);
        }
        if (entry.path("network").has("user")) {
            left.add(LeftOut.PROXY_LOGIN);
        }
        JsonNode credential = entry.path("credential");
        if (credential.path("kind").asText().equals("certificate") || credential.has("file")) {
            left.add(LeftOut.CERTIFICATE);
        }
        if (AddressGroup.local(entry)) {
            left.add(LeftOut.LOCAL);
        }
        if (entry.has("allowedHost")) {
            left.add(LeftOut.HOST);
        }
        entry.path(LEFT_OUT).forEach(code -> {
            for (LeftOut one : LeftOut.values()) {
                if (one.name().equals(code.asText())) {
                    left.add(one);
                }
            }
        });
        return left;
    }

    /**
     * Reads what an archive carries. Where it leads is Microsoft's, or what was typed.
     *
     * @throws Problem saying what has to be typed, or what cannot be used
     */
    static ArchivedConnection read(JsonNode archived, Typed typed) {
        Set<LeftOut> left = leftOut(archived);
        ObjectNode entry = carried(archived);
        entry.put(
                "name",
                typed.name() == null
                        ? archived.path("name").asText()
                        : typed.name().strip());
        address(entry, left, typed);
        Connection read;
        try {
            read = ConnectionEntry.bare(entry);
        } catch (Problem e) {
            throw Problem.failed(e, "connection.archive.unusable", e.reason());
        }
        read.requireIds();
        Credential credential = read.credential();
        if (credential instanceof Credential.Certificate) {
            credential = Credential.Certificate.UNCHOSEN;
        } else if (credential instanceof Credential.None && read.kind() != Connection.Kind.LOCAL) {
            throw Problem.wrongUse("connection.signIn.none");
        }
        return new ArchivedConnection(read.with(credential, read.secretStorage()), left);
    }

    private static void address(ObjectNode entry, Set<LeftOut> left, Typed typed) {
        String url = TrimmedId.of(typed.serviceUrl()).value();
        if (url.isEmpty()) {
            url = entry.path("serviceUrl").asText();
            if (url.isEmpty() || ServiceUrl.isLoopback(url)) {
                left.add(LeftOut.LOCAL);
                throw Problem.wrongUse("connection.archive.local");
            }
        }
        entry.put("serviceUrl", url);
        if (ServiceUrl.isLoopback(url)) {
            entry.put("local", true);
            return;
        }
        String host = ServiceUrl.namedHost(url)
                .filter(named -> !ServiceUrl.TRUSTED_HOSTS.contains(named))
                .orElse(null);
        if (host != null) {
            if (!host.equalsIgnoreCase(TrimmedId.of(typed.trustedHost()).value())) {
                throw Problem.wrongUse("connection.archive.host", host);
            }
            entry.put("allowedHost", host);
        }
    }
}
