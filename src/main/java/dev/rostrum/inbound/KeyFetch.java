package dev.rostrum.inbound;

import java.io.IOException;
import java.net.URI;

/** Gets a public document of whoever issues the tokens of events. */
@FunctionalInterface
public interface KeyFetch {
    /**
     * The body of a 200. It ends by itself within seconds, follows no redirect, sends no credential, and stops reading beyond the
     * limit.
     *
     * @throws IOException for any other answer, for none, and for a body that is larger
     */
    byte[] get(URI uri, int maxBytes) throws IOException;
}
