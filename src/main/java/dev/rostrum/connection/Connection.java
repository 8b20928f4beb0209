package dev.rostrum.connection;

import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import java.util.Objects;

/**
 * One bot registration in one tenant.
 *
 * @param name how the admin calls it; unique without regard to case
 * @param kind the built-in sandbox, a service on this computer, or a tenant of Teams
 * @param appId app id, a GUID in lower case; of the sandbox known only while it runs, else null
 * @param tenantId the recipients' tenant, a GUID in lower case; as appId
 * @param serviceUrl as appId
 * @param credential how the bot signs in
 * @param requestsPerSecond the set rate; infinite where pacing is lifted, which only a local connection may
 * @param inFlight requests under way at once, at most
 * @param file name of the data file within the data folder
 */
public record Connection(
        String name,
        Kind kind,
        String appId,
        String tenantId,
        ServiceUrl serviceUrl,
        Credential credential,
        double requestsPerSecond,
        int inFlight,
        String file) {

    /** Name of the built-in connection. */
    public static final String SANDBOX = "Sandbox";

    /** Requests under way at once where nothing else is set. */
    public static final int DEFAULT_IN_FLIGHT = 16;

    /** Where a connection leads. */
    public enum Kind {
        SANDBOX,
        LOCAL,
        TENANT
    }

    /** How the bot signs in. A secret is never part of it. */
    public sealed interface Credential {
        /** A client secret. {@code environment} names the variable to read it from, or null: it is asked for. */
        record Secret(String environment) implements Credential {}

        /** No sign-in; loopback only. */
        record None() implements Credential {}
    }

    public Connection {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
    }

    static Connection sandbox() {
        return new Connection(
                SANDBOX,
                Kind.SANDBOX,
                null,
                null,
                null,
                new Credential.Secret(null),
                Pacer.DEFAULT_RATE,
                DEFAULT_IN_FLIGHT,
                "sandbox.db");
    }

    /** Whether nobody in Teams is behind it. */
    public boolean simulated() {
        return kind != Kind.TENANT;
    }

    /** The same connection, led to where the sandbox listens now. */
    public Connection at(ServiceUrl url, String app, String tenant) {
        return new Connection(name, kind, app, tenant, url, credential, requestsPerSecond, inFlight, file);
    }

    /**
     * @throws Problem when the app id or the tenant is missing, as in settings edited by hand; the sandbox has both only
     *     while it runs
     */
    public void requireIds() {
        if (appId == null || tenantId == null) {
            throw Problem.wrongUse("The connection \u201c" + name + "\u201d has no "
                    + (appId == null ? "app id" : "tenant") + ". Remove it and add it again with both.");
        }
    }
}
