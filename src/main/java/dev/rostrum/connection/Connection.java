package dev.rostrum.connection;

import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.connection.secret.SecretName;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One bot registration in one tenant. Each group of settings is one component, read, written and checked by one {@link
 * SettingsGroup}.
 *
 * @param id stays when the connection is renamed; secrets are kept under it
 * @param name how the admin calls it; unique without regard to case
 * @param kind the built-in sandbox, a service on this computer, or a tenant of Teams
 * @param bot which bot, and for whom
 * @param address where its connector is
 * @param credential how the bot signs in; a secret is never part of it
 * @param secretStorage where its secrets are kept
 * @param network the way out
 * @param pace how fast it may go
 * @param file name of the data file within the data folder
 * @param elsewhere what of it steers a credential and was not typed in this data folder: it signs in nowhere before that is done
 * @param unsafe why others could have written its settings, or null: it signs in nowhere and no secret is read for it
 */
public record Connection(
        String id,
        String name,
        Kind kind,
        Bot bot,
        Address address,
        Credential credential,
        SecretStorage secretStorage,
        NetworkSettings network,
        Pace pace,
        String file,
        Set<LeftOut> elsewhere,
        Reason unsafe) {

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

    /**
     * Which bot, and for whom.
     *
     * @param appId a GUID in lower case; of the sandbox known only while it runs, else null
     * @param homeTenant of a single-tenant bot, a GUID or a domain; null where it is the recipients' tenant
     * @param tenantId the recipients' tenant, a GUID in lower case; as appId
     */
    public record Bot(String appId, BotType type, String homeTenant, String tenantId) {}

    /**
     * Where the connector is.
     *
     * @param serviceUrl of the sandbox known only while it runs, else null; it carries the host that the admin allowed by name
     */
    public record Address(Cloud cloud, ServiceUrl serviceUrl) {}

    /** How the bot signs in. */
    public sealed interface Credential {
        /**
         * A client secret.
         *
         * @param expires its last day as the admin typed it, or null
         */
        record Secret(LocalDate expires) implements Credential {}

        /**
         * A certificate, read from its file whenever the bot signs in.
         *
         * @param file path of a PKCS#12 or PEM file; empty where it is still to be chosen on this computer
         * @param keyFile path of the PEM key, or null where it lies in the same file
         * @param expires as the certificate says
         * @param thumbprint SHA-1, as Entra shows it
         * @param password whether the file or its key is protected by one
         */
        record Certificate(String file, String keyFile, Instant expires, String thumbprint, boolean password)
                implements Credential {
            /** One whose file is still to be chosen on this computer. */
            static final Certificate UNCHOSEN = new Certificate("", null, null, null, false);

            public boolean chosen() {
                return !file.isBlank();
            }
        }

        /** There is no sign-in; this is for loopback only. */
        record None() implements Credential {}
    }

    /**
     * Where secrets are kept.
     *
     * @param variables environment variables that are looked into first
     */
    public record SecretStorage(SecretLocation location, Map<Purpose, String> variables) {
        public static final SecretStorage SESSION = new SecretStorage(SecretLocation.SESSION, Map.of());

        public SecretStorage {
            variables = Map.copyOf(variables);
        }
    }

    /**
     * How fast it may go.
     *
     * @param requestsPerSecond infinite where pacing is lifted, which only a local connection may
     * @param inFlight requests under way at once, at most
     */
    public record Pace(double requestsPerSecond, int inFlight) {
        public static final Pace DEFAULT = new Pace(Pacer.DEFAULT_RATE, DEFAULT_IN_FLIGHT);
    }

    /** One that was typed here. */
    public Connection(
            String id,
            String name,
            Kind kind,
            Bot bot,
            Address address,
            Credential credential,
            SecretStorage secretStorage,
            NetworkSettings network,
            Pace pace,
            String file) {
        this(id, name, kind, bot, address, credential, secretStorage, network, pace, file, Set.of(), null);
    }

    public Connection {
        elsewhere = Set.copyOf(elsewhere);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(bot, "bot");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(secretStorage, "secretStorage");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(pace, "pace");
    }

    static Connection sandbox() {
        return new Connection(
                "sandbox",
                SANDBOX,
                Kind.SANDBOX,
                new Bot(null, BotType.SINGLE_TENANT, null, null),
                new Address(Cloud.PUBLIC, null),
                new Credential.Secret(null),
                SecretStorage.SESSION,
                NetworkSettings.DEFAULT,
                Pace.DEFAULT,
                "sandbox.db");
    }

    /** Whether nobody in Teams is behind it. */
    public boolean simulated() {
        return kind != Kind.TENANT;
    }

    /** The same connection, led to where the sandbox listens now. */
    public Connection at(ServiceUrl url, String app, String tenant) {
        return new Connection(
                id,
                name,
                kind,
                new Bot(app, bot.type(), bot.homeTenant(), tenant),
                new Address(address.cloud(), url),
                credential,
                secretStorage,
                network,
                pace,
                file,
                elsewhere,
                unsafe);
    }

    Connection named(String newName) {
        return new Connection(
                id, newName, kind, bot, address, credential, secretStorage, network, pace, file, elsewhere, unsafe);
    }

    /** The same connection with what its settings may not steer. */
    Connection judged(Set<LeftOut> notTypedHere, Reason othersCouldWrite) {
        return new Connection(
                id,
                name,
                kind,
                bot,
                address,
                credential,
                secretStorage,
                network,
                pace,
                file,
                notTypedHere,
                othersCouldWrite);
    }

    /** That it signs in nowhere: others could have written its settings, or what steers a credential was not typed here. */
    public Optional<Reason> barred() {
        if (unsafe != null) {
            return Optional.of(Reason.of("connection.unsafe", name, unsafe));
        }
        return elsewhere.isEmpty() ? Optional.empty() : Optional.of(Reason.of("connection.elsewhere", name));
    }

    /** The same, and a reason for each thing that is to be typed. */
    public List<Reason> untyped() {
        List<Reason> all = new ArrayList<>();
        barred().ifPresent(all::add);
        elsewhere.stream()
                .sorted()
                .map(one -> Reason.of("connection.elsewhere.one", one.steering()))
                .forEach(all::add);
        return all;
    }

    public String appId() {
        return bot.appId();
    }

    /** The recipients' tenant. */
    public String tenantId() {
        return bot.tenantId();
    }

    public Cloud cloud() {
        return address.cloud();
    }

    public ServiceUrl serviceUrl() {
        return address.serviceUrl();
    }

    public double requestsPerSecond() {
        return pace.requestsPerSecond();
    }

    public int inFlight() {
        return pace.inFlight();
    }

    /** The last day of its secret or certificate, in UTC, where known. */
    public Optional<LocalDate> expires() {
        if (credential instanceof Credential.Certificate certificate) {
            return Optional.ofNullable(certificate.expires()).map(ExpiryWarning::day);
        }
        return credential instanceof Credential.Secret secret
                ? Optional.ofNullable(secret.expires())
                : Optional.empty();
    }

    /** The warning from 30 days before its secret or certificate ends. */
    public Optional<ExpiryWarning> expiryWarning(Clock clock) {
        return ExpiryWarning.of(this, clock);
    }

    /** What a secret of this connection is called in every store: it is for where the connection leads now, and for no other place. */
    public SecretName secret(Purpose purpose) {
        return new SecretName(id, purpose, destination(purpose));
    }

    /** The hosts that a secret is for: of a proxy's password the proxy, of what the bot signs in with connector and sign-in. */
    String destination(Purpose purpose) {
        if (kind == Kind.SANDBOX) {
            return "";
        }
        if (purpose == Purpose.PROXY_PASSWORD) {
            return network.host() == null ? "" : network.host() + ":" + network.port();
        }
        String connector = serviceUrl().origin().getRawAuthority();
        return kind == Kind.LOCAL
                ? connector
                : connector + "+" + cloud().loginHost().getRawAuthority();
    }

    Connection with(Credential otherCredential, SecretStorage otherKeeping) {
        return new Connection(
                id, name, kind, bot, address, otherCredential, otherKeeping, network, pace, file, elsewhere, unsafe);
    }

    /** The secret that signing in needs: a client secret, or the password of a certificate that has one. */
    public Optional<Purpose> signInSecret() {
        if (credential instanceof Credential.Certificate certificate) {
            return certificate.password() ? Optional.of(Purpose.CERTIFICATE_PASSWORD) : Optional.empty();
        }
        return credential instanceof Credential.Secret ? Optional.of(Purpose.CLIENT_SECRET) : Optional.empty();
    }

    /** Every secret that it needs, the proxy's password included. */
    public List<Purpose> neededSecrets() {
        List<Purpose> needed = new ArrayList<>();
        signInSecret().ifPresent(needed::add);
        if (network.user() != null) {
            needed.add(Purpose.PROXY_PASSWORD);
        }
        return needed;
    }

    /**
     * @throws Problem when the app id or the tenant is missing, as in settings edited by hand; the sandbox has both only
     *     while it runs
     */
    public void requireIds() {
        if (appId() == null || tenantId() == null) {
            throw Problem.wrongUse(appId() == null ? "connection.noAppId" : "connection.noTenant", name);
        }
    }
}
