package dev.rostrum.connection.secret;

/** What a secret is for. A connection has at most one of each. */
public enum Purpose {
    CLIENT_SECRET("client-secret"),
    /** Opens the certificate's file or its key. */
    CERTIFICATE_PASSWORD("certificate-password"),
    PROXY_PASSWORD("proxy-password");

    private final String code;

    Purpose(String code) {
        this.code = code;
    }

    /** Its name in settings and stores. */
    public String code() {
        return code;
    }
}
