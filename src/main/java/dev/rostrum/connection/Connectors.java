package dev.rostrum.connection;

import dev.rostrum.auth.BotCertificate;
import dev.rostrum.auth.ClientCredential;
import dev.rostrum.auth.MsalTokenSource;
import dev.rostrum.auth.NoTokenSource;
import dev.rostrum.auth.SignInFailure;
import dev.rostrum.auth.TenantDirectory;
import dev.rostrum.auth.TokenEndpoint;
import dev.rostrum.auth.TokenSource;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretFailure;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorTarget;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.Network;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The way from a connection to the connector: its network, its tokens, its pacing, its client. */
public final class Connectors implements Connections.Tenants {
    private final Secrets secrets;
    private final Clock clock;
    private final Ticker ticker;
    private final TenantDirectory directory;
    private final Map<String, Consumer<MadeRequest>> logs = new ConcurrentHashMap<>();

    public Connectors(Secrets secrets, Clock clock, Ticker ticker) {
        this.secrets = secrets;
        this.clock = clock;
        this.ticker = ticker;
        this.directory = new TenantDirectory(ticker);
    }

    /** A client of this connection, paced as it is set. Nothing is sent yet and no secret is needed yet. */
    public ConnectorClient open(Connection connection) {
        return open(connection, connection::serviceUrl);
    }

    /** As {@link #open(Connection)}, at the address that is in use when a request is made. */
    public ConnectorClient open(Connection connection, Supplier<ServiceUrl> address) {
        return new ConnectorClient(
                new ConnectorTarget(connection.serviceUrl(), connection.appId(), connection.tenantId(), address),
                tokens(connection),
                new Pacer(connection.requestsPerSecond(), ticker),
                clock,
                ticker,
                CallLimits.DEFAULT,
                network(connection),
                noting(connection));
    }

    /**
     * Tells this of each request that is made for a connection from now on, by whichever part of the program: but for those of
     * deliveries, which the ledger keeps. The log neither blocks nor throws.
     */
    public void keepLog(Connection connection, Consumer<MadeRequest> log) {
        logs.put(connection.id(), log);
    }

    /** Tells this log no more. */
    public void dropLog(Connection connection, Consumer<MadeRequest> log) {
        logs.remove(connection.id(), log);
    }

    /** Tells of requests for the connection whoever keeps its log then; nobody where its data file is not open for writing here. */
    public Consumer<MadeRequest> noting(Connection connection) {
        return request -> {
            Consumer<MadeRequest> log = logs.get(connection.id());
            if (log != null) {
                log.accept(request);
            }
        };
    }

    /** The way out that the connection is set to; the proxy's password is asked for when it is needed. */
    public Network network(Connection connection) {
        return connection
                .network()
                .network(() -> connection.barred().isPresent()
                        ? null
                        : secrets.of(connection, Purpose.PROXY_PASSWORD).orElse(null));
    }

    Clock clock() {
        return clock;
    }

    @Override
    public String tenantId(Connection connection, String domain) {
        return directory.tenantId(
                connection.cloud(), domain, connection.serviceUrl(), network(connection), noting(connection));
    }

    /** Where the connection's tokens come from. */
    public TokenSource tokens(Connection connection) {
        connection.requireIds();
        if (connection.barred().isPresent()) {
            return new BlockedTokens(connection.barred().get());
        }
        return connection.credential() instanceof Credential.None
                ? new NoTokenSource(connection.serviceUrl())
                : new OnDemandTokens(connection);
    }

    /** Where the bot signs in: at its home tenant, or an existing multi-tenant bot at the Bot Framework's. */
    static TokenEndpoint endpoint(Connection connection) {
        if (connection.bot().type() == BotType.MULTI_TENANT) {
            return TokenEndpoint.multiTenant(connection.cloud());
        }
        String home = connection.bot().homeTenant();
        return TokenEndpoint.of(connection.cloud(), home == null ? connection.tenantId() : home);
    }

    /**
     * Signs in with the secret or certificate that is known when a token is needed: it may be given, corrected or renewed after the
     * start. A certificate's file is read for the first token and after a refusal, not for every request.
     */
    private final class OnDemandTokens implements TokenSource {
        private final Connection connection;
        private char[] used;
        private BotCertificate usedCertificate;
        private MsalTokenSource tokens;
        private boolean refused;

        OnDemandTokens(Connection connection) {
            this.connection = connection;
        }

        @Override
        public String token() throws SignInFailure {
            try {
                return withCredential().token();
            } catch (SignInFailure e) {
                synchronized (this) {
                    refused = true;
                }
                if (e.code().startsWith("AADSTS")) {
                    secrets.refused(connection);
                }
                throw e;
            }
        }

        private synchronized MsalTokenSource withCredential() throws SignInFailure {
            try {
                if (connection.credential() instanceof Credential.Certificate certificate) {
                    if (tokens == null || refused) {
                        take(certificate);
                    }
                } else {
                    take(secret());
                }
            } catch (SecretFailure e) {
                throw failure("SecretStore", e.reason(), e);
            } catch (Problem e) {
                throw failure("CredentialUnusable", e.reason(), e);
            }
            refused = false;
            return tokens;
        }

        private char[] secret() throws SignInFailure {
            Optional<char[]> secret = secrets.of(connection, Purpose.CLIENT_SECRET);
            if (secret.isEmpty()) {
                throw failure("SecretMissing", Reason.of("connection.secret.unknown", connection.name()), null);
            }
            return secret.get();
        }

        private void take(char[] secret) {
            if (tokens == null || !Arrays.equals(secret, used)) {
                use(ClientCredential.secret(secret));
                if (used != null) {
                    Arrays.fill(used, '\0');
                }
                used = secret;
            } else {
                Arrays.fill(secret, '\0');
            }
        }

        private void take(Credential.Certificate certificate) throws SignInFailure {
            if (!certificate.chosen()) {
                throw failure("CredentialUnusable", Reason.of("connection.certificate.missing"), null);
            }
            char[] password =
                    secrets.of(connection, Purpose.CERTIFICATE_PASSWORD).orElse(null);
            try {
                BotCertificate read = BotCertificate.read(
                        Path.of(certificate.file()),
                        certificate.keyFile() == null ? null : Path.of(certificate.keyFile()),
                        password);
                if (tokens == null || !read.equals(usedCertificate)) {
                    use(ClientCredential.certificate(read));
                    usedCertificate = read;
                }
            } catch (InvalidPathException e) {
                throw failure("CredentialUnusable", Reason.of("connection.certificate.path"), e);
            } finally {
                if (password != null) {
                    Arrays.fill(password, '\0');
                }
            }
        }

        private void use(ClientCredential credential) {
            if (tokens == null) {
                tokens = new MsalTokenSource(
                        connection.serviceUrl(),
                        connection.appId(),
                        endpoint(connection),
                        credential,
                        clock,
                        ticker,
                        CallLimits.SIGN_IN,
                        network(connection),
                        noting(connection));
            } else {
                tokens.useCredential(credential);
            }
        }

        @Override
        public synchronized void refused(String token) {
            if (tokens != null) {
                tokens.refused(token);
            }
        }
    }

    /** Asks for no credential and gives none: what would steer it was not typed here. */
    private record BlockedTokens(Reason why) implements TokenSource {
        @Override
        public String token() throws SignInFailure {
            throw failure("CredentialUnusable", why, null);
        }

        @Override
        public void refused(String token) {
            throw new IllegalStateException("no token was given");
        }
    }

    private static SignInFailure failure(String code, Reason why, Exception cause) {
        return new SignInFailure(0, code, why, Duration.ZERO, cause);
    }
}
