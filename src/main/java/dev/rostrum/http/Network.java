package dev.rostrum.http;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * What lies between this computer and the service: the way out, and whose certificates are believed. A loopback address is
 * always reached directly. There is no setting that trusts everybody.
 */
public record Network(Proxy proxy, Trust trust) {
    /** The system's proxy settings; the certificates of Java and of the operating system. */
    public static final Network DEFAULT = new Network(new Proxy.System(), Trust.JDK_AND_OS);

    /** The way out. */
    public sealed interface Proxy {
        /** Straight to the host. */
        record None() implements Proxy {}

        /**
         * The proxy that the operating system is set to (Windows, macOS, GNOME where {@code java.net.useSystemProxies} is on) or Java's
         * own {@code https.proxyHost} names. A script (PAC) is not run, and no login is known for it.
         */
        record System() implements Proxy {}

        /**
         * This proxy, for every host but loopback. Its login is Basic, given to the proxy alone.
         *
         * @param host a name or address, no scheme
         * @param user null for a proxy without a login
         * @param password asked anew when a connection is set up, and wiped afterwards: each call gives an array of its own. Null
         *     where user is; an array that is null or empty stands for no password
         */
        record Explicit(String host, int port, String user, Supplier<char[]> password) implements Proxy {
            public Explicit {
                host = host.strip().toLowerCase(Locale.ROOT);
                if (host.isEmpty() || !host.matches("[a-z0-9._-]+|\\[?[0-9a-f:.]+]?")) {
                    throw new IllegalArgumentException("A proxy is a host name or an address, without a scheme");
                }
                if (port < 1 || port > 65535) {
                    throw new IllegalArgumentException("A port is 1 to 65535");
                }
                if ((user == null) != (password == null)) {
                    throw new IllegalArgumentException("A login is a user and a password");
                }
                if (user != null && (user.isEmpty() || user.indexOf(':') >= 0 || hasControl(user))) {
                    throw new IllegalArgumentException("A user of a proxy is a name without a colon");
                }
            }

            private static boolean hasControl(String text) {
                return text.chars().anyMatch(Character::isISOControl);
            }

            /** Leaves the login out. */
            @Override
            public String toString() {
                return "Explicit[" + host + ":" + port + (user == null ? "" : ", with a login") + "]";
            }
        }
    }

    /** Whose certificates are believed. The name in the certificate is checked in every case. */
    public enum Trust {
        /** Those that come with Java. */
        JDK,
        /**
         * Those, and those of the operating system: where a company's own root lies, for a proxy that looks into secure traffic.
         */
        JDK_AND_OS
    }
}
