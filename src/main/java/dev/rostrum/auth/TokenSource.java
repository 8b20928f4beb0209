package dev.rostrum.auth;

/** Where the bearer tokens of a connection come from, all for one scope. Safe for use by many threads. */
public interface TokenSource {
    /**
     * A token that is good for some minutes more, or null where the connection uses none (loopback only).
     *
     * @throws SignInFailure when none is to be had
     */
    String token() throws SignInFailure;

    /** Whether the connection uses no token at all; asks nobody for one. */
    default boolean none() {
        return false;
    }

    /** The service refused this token (401): the next {@link #token} is a new one. */
    void refused(String token);
}
