package dev.rostrum.connection;

import java.util.Locale;

/** What an admin fills in for a connection. A problem names the one it belongs to. */
public enum Field {
    NAME,
    /** The bot's app id, a GUID; {@code 28:} before it is taken off. */
    APP_ID,
    /** A code of {@link BotType}; empty for single tenant. */
    BOT_TYPE,
    /** Home tenant of a single-tenant bot, a GUID or a domain; empty where it is the recipients'. */
    BOT_TENANT,
    /** The recipients' tenant: a GUID, a domain, or a link to one of its teams. */
    TENANT,
    /** A code of {@link dev.rostrum.domain.Cloud}; empty for the public one. */
    CLOUD,
    /** Address of the connector; empty for the cloud's own. */
    SERVICE_URL,
    /** The host of the service URL typed once more, where it is none of Microsoft's. */
    TRUSTED_HOST,
    /** {@code secret}, {@code certificate} or {@code none}; empty for certificate where a file is named, else secret. */
    SIGN_IN,
    /** Last day of the client secret, year-month-day; empty where not known. */
    SECRET_EXPIRES,
    /** Path of a PKCS#12 or PEM file. */
    CERTIFICATE,
    /** Path of the PEM key, where it does not lie in the same file. */
    CERTIFICATE_KEY,
    /** A code of {@link dev.rostrum.connection.secret.SecretLocation}; empty for session. */
    KEEP,
    /** Environment variable of the client secret. */
    SECRET_VARIABLE,
    /** Environment variable of the certificate's password. */
    CERTIFICATE_PASSWORD_VARIABLE,
    /** Environment variable of the proxy's password. */
    PROXY_PASSWORD_VARIABLE,
    /** {@code system}, {@code none} or {@code explicit}; empty for explicit where a host is named, else system. */
    PROXY,
    PROXY_HOST,
    PROXY_PORT,
    PROXY_USER,
    /** {@code system} (Java's and the operating system's certificates) or {@code java}; empty for system. */
    TRUST,
    /** Requests a second; 0 lifts pacing on this computer; empty for the default. */
    RATE,
    /** Requests under way at once; empty for the default. */
    IN_FLIGHT,
    /** Names a problem of the client secret; never a value of a form. */
    SECRET,
    /** Names a problem of the certificate's password; never a value of a form. */
    CERTIFICATE_PASSWORD,
    /** Names a problem of the proxy's password; never a value of a form. */
    PROXY_PASSWORD;

    /** Its name in the codes of reasons. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean secret() {
        return this == SECRET || this == CERTIFICATE_PASSWORD || this == PROXY_PASSWORD;
    }
}
