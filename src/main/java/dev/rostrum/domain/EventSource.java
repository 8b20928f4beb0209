package dev.rostrum.domain;

/** Where an inbound event came from. */
public enum EventSource {
    /** Teams posted it here, signed. */
    ENDPOINT,
    /** A file names it, which proves nothing. */
    IMPORT
}
