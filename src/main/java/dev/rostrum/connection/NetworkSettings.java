package dev.rostrum.connection;

import dev.rostrum.http.Network;
import java.util.function.Supplier;

/**
 * What lies between this computer and the service, as it is stored: without the proxy's password, which is a secret.
 *
 * @param host of an explicit proxy, else null
 * @param port of an explicit proxy, else 0
 * @param user null for a proxy without a login
 * @param osTrust whether the operating system's certificates are believed beside Java's
 */
public record NetworkSettings(Proxy proxy, String host, int port, String user, boolean osTrust) {
    public static final NetworkSettings DEFAULT = new NetworkSettings(Proxy.SYSTEM, null, 0, null, true);

    /** Which way out. */
    public enum Proxy {
        SYSTEM("system"),
        NONE("none"),
        EXPLICIT("explicit");

        private final String code;

        Proxy(String code) {
            this.code = code;
        }

        /** Its name in settings and on the command line. */
        public String code() {
            return code;
        }
    }

    /**
     * The same for the connector.
     *
     * @param password asked when a connection through the proxy is set up; gives an array of the caller's own, or null
     */
    Network network(Supplier<char[]> password) {
        Network.Proxy way =
                switch (proxy) {
                    case SYSTEM -> new Network.Proxy.System();
                    case NONE -> new Network.Proxy.None();
                    case EXPLICIT -> new Network.Proxy.Explicit(host, port, user, user == null ? null : password);
                };
        return new Network(way, osTrust ? Network.Trust.JDK_AND_OS : Network.Trust.JDK);
    }
}
