package dev.rostrum.sandbox;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the simulated tenant's app registration signs in.
 *
 * @param multiTenant whether the bot is of the older, multi-tenant type: the connector then takes tokens of the authority
 *     {@code botframework.com} only, else those of the home tenant only
 * @param tokenLifetime how long a token is good, from 1 s to 24 h in whole seconds; Entra's is about an hour
 * @param certificates whose keys may sign in, at most 100; their private keys are never here
 * @param secrets good beside {@link SandboxServer#clientSecret}, at most 100
 */
public record SandboxSignIn(
        boolean multiTenant, Duration tokenLifetime, List<X509Certificate> certificates, List<Secret> secrets) {
    /** What Entra says most of the time. */
    public static final Duration USUAL_LIFETIME = Duration.ofSeconds(3599);

    private static final int MOST = 100;

    /** A client secret with its end, as every one in Entra has; from then on it is refused as expired. */
    public record Secret(String value, Instant expires) {
        public Secret {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(expires, "expires");
        }

        /** Without the value: nothing that is to be logged. */
        @Override
        public String toString() {
            return "Secret[expires=" + expires + "]";
        }
    }

    /** @throws IllegalArgumentException when a value is outside what the parameters say */
    public SandboxSignIn {
        certificates = List.copyOf(certificates);
        secrets = List.copyOf(secrets);
        checkLifetime(tokenLifetime);
        if (certificates.size() > MOST || secrets.size() > MOST) {
            throw new IllegalArgumentException("An app has at most 100 certificates and 100 further secrets here.");
        }
    }

    /** A single-tenant bot with one secret, tokens for about an hour. */
    public static SandboxSignIn usual() {
        return new SandboxSignIn(false, USUAL_LIFETIME, List.of(), List.of());
    }

    public SandboxSignIn withMultiTenant(boolean on) {
        return new SandboxSignIn(on, tokenLifetime, certificates, secrets);
    }

    public SandboxSignIn withTokenLifetime(Duration newLifetime) {
        return new SandboxSignIn(multiTenant, newLifetime, certificates, secrets);
    }

    public SandboxSignIn withCertificates(X509Certificate... newCertificates) {
        return new SandboxSignIn(multiTenant, tokenLifetime, List.of(newCertificates), secrets);
    }

    public SandboxSignIn withSecrets(Secret... newSecrets) {
        return new SandboxSignIn(multiTenant, tokenLifetime, certificates, List.of(newSecrets));
    }

    static Duration checkLifetime(Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("A token is good from one second to one day, not " + lifetime + ".");
        }
        return lifetime;
    }
}
