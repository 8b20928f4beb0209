package dev.rostrum.inbound;

/** Whether a request comes from Teams, or why that is not believed. The names stand in the request log; no part of a token does. */
public enum Authentication {
    AUTHENTIC(200),

    /** There is no Authorization header, or it is blank. */
    NO_HEADER(401),
    /** Somebody in between may look at another header than we do. */
    SEVERAL_HEADERS(401),
    /** The scheme is another one, or nothing follows it. */
    NOT_BEARER(401),

    TOKEN_TOO_LONG(403),
    /** It is no signed JWT written in the one way there is, or it says one thing twice. */
    TOKEN_UNREADABLE(403),
    /** The algorithm is not RSA with SHA-2, or not one that the issuer or its key names; or the header asks for an extension. */
    ALGORITHM(403),
    /** The event is not from Teams. */
    CHANNEL(403),
    /** The token is of another issuer, or of none. */
    ISSUER(403),
    /** The token is not for this bot alone. */
    AUDIENCE(403),
    /** The token is for another service URL than the event names, or for none. */
    SERVICE_URL(403),
    /** The event names a service URL that no token is sent to. */
    SERVICE_URL_HOST(403),
    /** The event is of another tenant, or of none. */
    TENANT(403),
    /** The token has no time at which it ends. */
    NO_EXPIRY(403),
    EXPIRED(403),
    NOT_YET_VALID(403),
    /** The token does not say which key signed it. */
    NO_KEY_ID(403),
    /** The issuer has no such key. */
    UNKNOWN_KEY(403),
    /** The certificate of the key is over, or has not begun. */
    CERTIFICATE_EXPIRED(403),
    /** The key does not speak for Teams. */
    ENDORSEMENT(403),
    SIGNATURE(403),

    /** Nobody can tell at present. */
    KEYS_UNAVAILABLE(503);

    private final int status;

    Authentication(int status) {
        this.status = status;
    }

    /** The HTTP status that answers the request. */
    public int status() {
        return status;
    }
}
