package dev.rostrum.auth;

import dev.rostrum.domain.ServiceUrl;

/** A local connection to a server that asks for no token. */
public final class NoTokenSource implements TokenSource {
    /**
     * @throws IllegalArgumentException for a connection that is not marked local: the real connector always asks
     */
    public NoTokenSource(ServiceUrl serviceUrl) {
        if (!serviceUrl.local()) {
            throw new IllegalArgumentException("Only a local connection goes without a token");
        }
    }

    @Override
    public String token() {
        return null;
    }

    @Override
    public boolean none() {
        return true;
    }

    @Override
    public void refused(String token) {}
}
