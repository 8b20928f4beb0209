package dev.rostrum.connection;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.ConnectorTarget;
import dev.rostrum.connector.Pacer;
import dev.rostrum.connector.TokenSource;
import dev.rostrum.connector.auth.ClientCredential;
import dev.rostrum.connector.auth.MsalTokenSource;
import dev.rostrum.connector.auth.NoTokenSource;
import dev.rostrum.connector.auth.TokenEndpoint;
import dev.rostrum.domain.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The way from a connection to the connector: its tokens, its pacing, its client. */
public final class Connectors {
    private final Secrets secrets;
    private final Clock clock;
    private final Ticker ticker;

    public Connectors(Secrets secrets, Clock clock, Ticker ticker) {
        this.secrets = secrets;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** A client of this connection, paced as it is set. Nothing is sent yet and no secret is needed yet. */
    public ConnectorClient open(Connection connection) {
        return new ConnectorClient(
                new ConnectorTarget(connection.serviceUrl(), connection.appId(), connection.tenantId()),
                tokens(connection),
                new Pacer(connection.requestsPerSecond(), ticker),
                clock,
                ticker);
    }

    /** Where the connection's tokens come from. */
    public TokenSource tokens(Connection connection) {
        connection.requireIds();
        return connection.credential() instanceof Connection.Credential.None
                ? new NoTokenSource(connection.serviceUrl())
                : new AskedSecretTokens(connection);
    }

    /** Signs in with the secret that is known when a token is needed: it may be given, or corrected, after the start. */
    private final class AskedSecretTokens implements TokenSource {
        private final Connection connection;
        private String used;
        private MsalTokenSource tokens;

        AskedSecretTokens(Connection connection) {
            this.connection = connection;
        }

        @Override
        public String token() throws NoToken {
            return withSecret().token();
        }

        private synchronized MsalTokenSource withSecret() throws NoToken {
            Optional<String> secret = secrets.of(connection);
            if (secret.isEmpty()) {
                throw new NoToken(
                        0,
                        "SecretMissing",
                        "The client secret of \u201c" + connection.name()
                                + "\u201d is not known in this session. Enter it in Settings, or give it to the command with"
                                + " --secret-env VARIABLE or --secret-stdin.",
                        Duration.ZERO,
                        null);
            }
            if (tokens == null) {
                tokens = new MsalTokenSource(
                        connection.serviceUrl(),
                        connection.appId(),
                        TokenEndpoint.publicCloud(connection.tenantId()),
                        credential(secret.get()),
                        clock,
                        ticker);
            } else if (!secret.get().equals(used)) {
                tokens.useCredential(credential(secret.get()));
            }
            used = secret.get();
            return tokens;
        }

        @Override
        public synchronized void refused(String token) {
            if (tokens != null) {
                tokens.refused(token);
            }
        }
    }

    private static ClientCredential credential(String secret) {
        return ClientCredential.secret(secret.toCharArray());
    }
}
