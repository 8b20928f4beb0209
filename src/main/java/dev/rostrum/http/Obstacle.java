package dev.rostrum.http;

/** What stood in the way of a request that certainly was not processed. */
public enum Obstacle {
    /** No connection came about, for whatever reason may pass. */
    UNREACHABLE,
    UNKNOWN_NAME,
    CERTIFICATE,
    PROXY_LOGIN
}
