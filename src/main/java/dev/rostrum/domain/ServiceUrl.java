package dev.rostrum.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The base address of the connector for a tenant. A bearer token goes to no other place: either the host is exactly one of
 * Microsoft's connector hosts, or exactly the one that the admin allowed by typing its name, over https on its default port
 * (connector reference 8), or the connection is marked local and the host is a loopback address.
 */
public final class ServiceUrl {
    /** Host names of the connector, each compared whole: anyone can rent a name below trafficmanager.net. */
    public static final Set<String> TRUSTED_HOSTS = Cloud.hosts();

    /** The public cloud's address for tenants of which none is known from an inbound event. */
    public static final String PUBLIC = Cloud.PUBLIC.serviceUrl();

    private static final Set<String> LOOPBACK_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_PORT = 65_535;

    /** A plain name of at least two labels; no address in numbers, whose last label would begin with a digit. */
    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

    /** Regions are short words: {@code emea}, {@code teams}. */
    private static final Pattern REGION = Pattern.compile("/[a-z0-9-]{1,24}");

    private final URI base;
    private final boolean local;
    private final String allowedHost;

    private ServiceUrl(URI base, boolean local, String allowedHost) {
        this.base = base;
        this.local = local;
        this.allowedHost = allowedHost;
    }

    /**
     * @param local whether the connection is marked local: then only loopback hosts are taken, else only trusted ones
     * @throws Problem with what to do, for anything else
     */
    public static ServiceUrl parse(String text, boolean local) {
        return parse(text, local, null);
    }

    /**
     * The address of a tenant's connector, on one of Microsoft's hosts or on exactly the host that the admin allowed by its
     * name.
     *
     * @param allowedHost a host name as {@link #hostName} gives it, or null
     * @throws Problem with what to do, for anything else
     */
    public static ServiceUrl parse(String text, String allowedHost) {
        return parse(text, false, hostName(allowedHost).orElse(null));
    }

    /**
     * A host name that an admin may allow: at least two labels of letters, digits and hyphens, in lower case. Empty for anything
     * else: addresses in numbers, this computer, names with a dot at their end, names of other alphabets.
     */
    public static Optional<String> hostName(String text) {
        String bare = TrimmedId.of(text).value().toLowerCase(Locale.ROOT);
        boolean plain = HOST_NAME.matcher(bare).matches()
                && !bare.equals("localhost.localdomain")
                && !bare.endsWith(".localhost");
        return plain ? Optional.of(bare) : Optional.empty();
    }

    /** The host that the text names, in lower case, where it is an https address on the default port and nothing odd. */
    public static Optional<String> namedHost(String text) {
        try {
            URI uri = new URI(TrimmedId.of(text).value());
            Optional<String> host = hostName(uri.getHost());
            return host.isPresent() && parse(text, false, host.get()).host().equals(host.get())
                    ? host
                    : Optional.empty();
        } catch (URISyntaxException | Problem e) {
            return Optional.empty();
        }
    }

    private static ServiceUrl parse(String text, boolean local, String allowedHost) {
        String bare = TrimmedId.of(text).value();
        if (bare.isEmpty()) {
            throw Problem.wrongUse("address.missing", PUBLIC);
        }
        if (bare.length() > MAX_LENGTH
                || bare.indexOf('\\') >= 0
                || !bare.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw Problem.wrongUse("address.characters");
        }
        URI uri;
        try {
            uri = new URI(bare);
        } catch (URISyntaxException e) {
            throw Problem.wrongUse("address.unreadable", PUBLIC);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0)) {
            throw Problem.wrongUse("address.hostAndPath", PUBLIC);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.contains("//") || hasDotSegment(path) || path.indexOf('%') >= 0) {
            throw Problem.wrongUse("address.path");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw Problem.wrongUse("address.port", MAX_PORT);
        }
        if (local) {
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw Problem.wrongUse("address.localScheme");
            }
            if (!LOOPBACK_HOSTS.contains(host)) {
                throw Problem.wrongUse("address.notLocal", named(host));
            }
        } else {
            if (!scheme.equals("https")) {
                throw Problem.wrongUse("address.notHttps", named(host));
            }
            boolean listed = TRUSTED_HOSTS.contains(host) || host.equals(allowedHost);
            if (!listed || (uri.getPort() != -1 && uri.getPort() != 443)) {
                String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
                String trusted =
                        String.join(", ", TRUSTED_HOSTS.stream().sorted().toList());
                throw Problem.wrongUse("address.untrusted", named(host + port), trusted);
            }
        }
        int port = local ? uri.getPort() : -1;
        String trimmedPath = path.replaceAll("/+$", "");
        return new ServiceUrl(
                URI.create(scheme + "://" + host + (port == -1 ? "" : ":" + port) + trimmedPath),
                local,
                host.equals(allowedHost) && !TRUSTED_HOSTS.contains(host) ? allowedHost : null);
    }

    /** Whether the text names a loopback host, so that a connection to it must be marked local. */
    public static boolean isLoopback(String text) {
        try {
            parse(text, true);
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/")) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static Reason named(String host) {
        return host.isEmpty() ? Reason.of("address.noHost") : Reason.of("address.host", host);
    }

    /**
     * The address of a call. The base's path survives (reference 0.1: {@code URI.resolve} would drop it).
     *
     * @param pathAndQuery begins with {@code /v3/}; ids in it already encoded with {@link #segment}
     */
    public URI at(String pathAndQuery) {
        if (!pathAndQuery.startsWith("/v3/")) {
            throw new IllegalArgumentException("A call's path begins with /v3/");
        }
        return URI.create(base + pathAndQuery);
    }

    /** An id as one path segment: everything but unreserved characters is percent-encoded, once (reference 0.4). */
    public static String segment(String id) {
        StringBuilder out = new StringBuilder(id.length() + 16);
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return out.toString();
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble);
    }

    /** Whether it is a loopback address of a connection marked local. */
    public boolean local() {
        return local;
    }

    /** The host that the admin allowed by its name and that this address names; null for one of Microsoft's. */
    public String allowedHost() {
        return allowedHost;
    }

    /**
     * Whether a bearer token may go to this host: one of Microsoft's, or the one that was allowed by name, compared whole; of a
     * local address its own.
     */
    public boolean trusts(String scheme, String host, int port) {
        if (local) {
            return base.getScheme().equals(scheme) && base.getHost().equals(host) && base.getPort() == port;
        }
        return "https".equals(scheme)
                && port == -1
                && host != null
                && (TRUSTED_HOSTS.contains(host) || host.equals(allowedHost));
    }

    /**
     * This address with the region that Teams names for a tenant: on the same host, with a path of exactly a region, or a region and
     * this tenant (connector reference 8). Empty for anything else, and for a local address.
     *
     * @param named as an event has it
     */
    public Optional<ServiceUrl> inRegion(String named, String tenantId) {
        if (local) {
            return Optional.empty();
        }
        try {
            ServiceUrl other = parse(named, false, allowedHost);
            String path = other.base.getRawPath();
            boolean region = REGION.matcher(path).matches()
                    || (path.endsWith("/" + tenantId)
                            && REGION.matcher(path.substring(0, path.length() - tenantId.length() - 1))
                                    .matches());
            return region && other.host().equals(host()) ? Optional.of(other) : Optional.empty();
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port, without the path. */
    public URI origin() {
        return URI.create(base.getScheme() + "://" + base.getRawAuthority());
    }

    public String host() {
        return base.getHost();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServiceUrl that
                && base.equals(that.base)
                && local == that.local
                && Objects.equals(allowedHost, that.allowedHost);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, local, allowedHost);
    }

    /** The address with one slash at its end. */
    @Override
    public String toString() {
        return base + "/";
    }
}
