package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.NetworkSettings;
import dev.rostrum.connector.CertificateTrouble;
import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.NotSent.Obstacle;
import dev.rostrum.connector.Probe;
import dev.rostrum.connector.Probe.Sighting;
import dev.rostrum.connector.Probe.Voucher;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The way to the hosts: time, proxy, secure connection, and whether the bot's token may go there. Each host is looked at once. */
final class NetworkChecks {
    private static final String CLOSED = "the sandbox is not open";
    private static final List<String> UNREAD_VARIABLES =
            List.of("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy");

    private final Connection connection;
    private final Surroundings surroundings;
    private final Function<URI, Sighting> eyes;
    private volatile List<Sighting> seen;
    private volatile boolean proxyFailed;
    private volatile boolean tlsFailed;

    NetworkChecks(Connection connection, Connectors connectors, Surroundings surroundings, Clock clock, Ticker ticker) {
        this(connection, surroundings, host -> new Probe(
                        connectors.network(connection), connection.serviceUrl().local(), clock, ticker)
                .look(host));
    }

    /**
     * @param eyes looks at a host
     */
    NetworkChecks(Connection connection, Surroundings surroundings, Function<URI, Sighting> eyes) {
        this.connection = connection;
        this.surroundings = surroundings;
        this.eyes = eyes;
    }

    void note(CheckResult result) {
        if (result.outcome() == Outcome.FAILED) {
            proxyFailed |= result.check() == Check.PROXY;
            tlsFailed |= result.check() == Check.TLS;
        }
    }

    /** Why nothing that speaks to the service can be tried, or null where it can. */
    String barrier() {
        if (closed()) {
            return CLOSED;
        }
        return proxyFailed ? "needs the proxy" : tlsFailed ? "needs a connection to the hosts" : null;
    }

    private boolean closed() {
        return connection.serviceUrl() == null;
    }

    private boolean local() {
        return connection.serviceUrl().local();
    }

    /** The sign-in's host and the service's; a local connection has one for both. */
    private List<Sighting> sightings() {
        List<Sighting> known = seen;
        if (known == null) {
            Set<URI> hosts = new LinkedHashSet<>();
            if (!local()) {
                hosts.add(URI.create(connection.cloud().loginHost() + "/common/v2.0/.well-known/openid-configuration"));
            }
            // Without a token it says no, in its own way.
            hosts.add(connection.serviceUrl().at("/v3/conversations"));
            known = hosts.stream().map(eyes).toList();
            seen = known;
        }
        return known;
    }

    CheckResult clock() {
        if (closed()) {
            return CheckResult.notRun(Check.CLOCK, CLOSED);
        }
        List<Sighting> all;
        try {
            all = sightings();
        } catch (Problem e) {
            return CheckResult.notRun(Check.CLOCK, "no answer to compare with");
        }
        Duration ahead = all.stream()
                .map(Sighting::clockAhead)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (ahead == null) {
            return CheckResult.notRun(Check.CLOCK, "no answer to compare with");
        }
        Duration off = ahead.abs();
        String by = inWords(off);
        if (off.compareTo(Doctor.CLOCK_TOLERANCE) <= 0) {
            return CheckResult.ok(Check.CLOCK, off.toSeconds() < 2 ? "right" : by + " off");
        }
        return CheckResult.failed(
                Check.CLOCK,
                by + (ahead.isNegative() ? " slow" : " fast"),
                "This computer's clock is " + by + (ahead.isNegative() ? " behind" : " ahead of")
                        + " the service's. Sign-ins are refused, and quiet hours and scheduled times are wrong.",
                "Set this computer's clock and time zone, best by itself from a time server.",
                Who.YOU);
    }

    private static String inWords(Duration off) {
        return off.toMinutes() < 2
                ? off.toSeconds() + " s"
                : off.toHours() < 2 ? off.toMinutes() + " min" : String.format(Locale.ROOT, "%,d hours", off.toHours());
    }

    CheckResult proxy() {
        if (closed()) {
            return CheckResult.notRun(Check.PROXY, CLOSED);
        }
        if (local()) {
            return CheckResult.ok(Check.PROXY, "none needed on this computer");
        }
        List<Sighting> all;
        try {
            all = sightings();
        } catch (Problem e) {
            // The proxy's password cannot be had.
            return CheckResult.failed(Check.PROXY, "its password cannot be read", e.reason(), Who.YOU);
        }
        Sighting login = all.stream()
                .filter(s -> s.obstacle() == Obstacle.PROXY_LOGIN)
                .findFirst()
                .orElse(null);
        if (login != null) {
            return askedForLogin(login);
        }
        String routes = all.stream()
                .map(Sighting::route)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
        if (routes.isEmpty()) {
            return direct();
        }
        String kind = connection.network().proxy() == NetworkSettings.Proxy.EXPLICIT
                ? connection.network().user() == null ? "the connection's own" : "the connection's own, with a login"
                : "the system's";
        boolean anyThrough = all.stream().anyMatch(s -> s.answered() || s.voucher() != null);
        if (!anyThrough) {
            return CheckResult.failed(
                    Check.PROXY,
                    kind + ", no way through it",
                    "Requests go through " + routes + ". " + said(all.get(0)),
                    "Check the proxy's host and port, and that it lets " + hosts(all) + " through.",
                    Who.NETWORK_ADMIN);
        }
        return CheckResult.ok(Check.PROXY, kind, "Requests go through " + routes + ".");
    }

    private CheckResult direct() {
        String set = UNREAD_VARIABLES.stream()
                .filter(name -> {
                    String value = surroundings.environment().apply(name);
                    return value != null && !value.isBlank();
                })
                .findFirst()
                .orElse(null);
        if (set != null && connection.network().proxy() == NetworkSettings.Proxy.SYSTEM) {
            return CheckResult.warning(
                    Check.PROXY,
                    "none used, " + set + " is set and not read",
                    "Rostrum goes straight to the hosts: it does not read the variable " + set + ".",
                    "If this network needs that proxy, enter its host and port in the connection's network settings.",
                    Who.YOU);
        }
        return CheckResult.ok(
                Check.PROXY,
                "none used",
                connection.network().proxy() == NetworkSettings.Proxy.SYSTEM
                        ? "The system names none. A script (PAC) is not run."
                        : "");
    }

    private CheckResult askedForLogin(Sighting asked) {
        List<String> schemes = asked.proxySchemes().stream().distinct().toList();
        boolean basic = schemes.contains("basic") || schemes.isEmpty();
        if (!basic) {
            String named = schemes.stream().map(NetworkChecks::name).collect(Collectors.joining(", "));
            return CheckResult.failed(
                            Check.PROXY,
                            "asks for a login by " + named + ", which is not supported",
                            "The proxy " + asked.route() + " asks for a login by " + named
                                    + ". Rostrum logs in at a proxy by Basic only; NTLM, Negotiate (Kerberos) and Digest are"
                                    + " not supported.",
                            "Ask for the hosts " + hosts(seen)
                                    + " to be let through without a login, or for a proxy that" + " takes Basic.",
                            Who.NETWORK_ADMIN)
                    .withCode("407");
        }
        String where = "Network, in the connection's settings";
        if (connection.network().proxy() != NetworkSettings.Proxy.EXPLICIT) {
            return CheckResult.failed(
                            Check.PROXY,
                            "the system's asks for a login",
                            "The system's proxy " + asked.route()
                                    + " asks for a login, and none can be given to the system's proxy.",
                            "Enter the same proxy with its user and password under " + where + ".",
                            Who.YOU)
                    .withCode("407");
        }
        boolean given = connection.network().user() != null;
        return CheckResult.failed(
                        Check.PROXY,
                        given ? "refuses the login" : "asks for a login",
                        "The proxy " + asked.route()
                                + (given ? " refuses the user or the password." : " asks for a login."),
                        "Enter the proxy's user and password under " + where + ".",
                        Who.YOU)
                .withCode("407");
    }

    private static String name(String scheme) {
        return switch (scheme) {
            case "ntlm" -> "NTLM";
            case "negotiate" -> "Negotiate";
            case "kerberos" -> "Kerberos";
            case "digest" -> "Digest";
            default -> "another scheme";
        };
    }

    private static String hosts(List<Sighting> all) {
        return all.stream().map(Sighting::host).distinct().collect(Collectors.joining(" and "));
    }

    CheckResult tls() {
        if (closed()) {
            return CheckResult.notRun(Check.TLS, CLOSED);
        }
        if (proxyFailed) {
            return CheckResult.notRun(Check.TLS, "needs the proxy");
        }
        List<Sighting> all = sightings();
        for (Sighting sighting : all) {
            CheckResult trouble = trouble(sighting);
            if (trouble != null) {
                return trouble;
            }
        }
        if (all.stream().allMatch(s -> s.voucher() == null)) {
            return CheckResult.ok(Check.TLS, "not used on this computer, the service answers");
        }
        String count = all.size() == 1 ? "1 host" : all.size() + " hosts";
        List<Sighting> inspected =
                all.stream().filter(s -> s.voucher() == Voucher.SYSTEM).toList();
        if (inspected.isEmpty()) {
            return CheckResult.ok(Check.TLS, count + ", public authority");
        }
        String issuer = issuer(inspected.get(0));
        return CheckResult.ok(
                Check.TLS,
                count + ", certificate by an authority of this computer's list",
                "The certificate of " + hosts(inspected) + " is trusted by this computer's own list, not by Java's: "
                        + issuer + " made it. As a rule that is a proxy that looks into secure traffic.");
    }

    /** What keeps a host from being spoken to; null where nothing does. */
    private CheckResult trouble(Sighting sighting) {
        if (sighting.obstacle() == Obstacle.CERTIFICATE) {
            return untrusted(sighting);
        }
        if (sighting.page()) {
            return CheckResult.failed(
                            Check.TLS,
                            "something in between answers",
                            "What answered in the place of " + sighting.host() + " is not Microsoft's: HTTP "
                                    + sighting.status() + excerpt(sighting) + ".",
                            "Open https://" + sighting.host()
                                    + " in a browser on this computer. Where a page of the network asks"
                                    + " for a sign-in, sign in; where a filter refuses, have it let this program through.",
                            Who.NETWORK_ADMIN)
                    .withCode(NotFromTeams.CODE);
        }
        boolean shaken = sighting.voucher() != null && sighting.obstacle() == null;
        if (sighting.answered() || shaken) {
            return null;
        }
        if (local()) {
            return CheckResult.failed(
                    Check.TLS,
                    "the service does not answer",
                    "The service on this computer cannot be spoken to. " + said(sighting),
                    "Start it, and check the port in the connection's service URL.",
                    Who.YOU);
        }
        boolean unknown = sighting.obstacle() == Obstacle.UNKNOWN_NAME;
        return CheckResult.failed(
                Check.TLS,
                unknown ? "a host's name is not known" : "a host is not reached",
                sighting.host() + ": " + said(sighting),
                "Check that this computer is on the network, and that " + sighting.host()
                        + " may be reached on port 443."
                        + (sighting.route() == null
                                ? " If browsers here use a proxy or a proxy script (PAC), enter the proxy in the"
                                        + " connection's network settings: Rostrum runs no scripts."
                                : ""),
                Who.NETWORK_ADMIN);
    }

    private static String excerpt(Sighting sighting) {
        List<Object> known = sighting.trouble().arguments();
        return known.size() < 2 ? "" : ", \u201c" + known.get(1) + "\u201d";
    }

    private static String said(Sighting sighting) {
        if (sighting.trouble() == null) {
            return "";
        }
        return switch (sighting.trouble().code()) {
            case "network.unknownName" -> "The name of the host is not known here.";
            case "network.notThisComputer" -> "Its name leads to another computer here.";
            case "network.noConnectionInTime" -> "No connection came about in time.";
            case "network.noSecureConnection" -> "The host broke off while the secure connection was set up.";
            case "network.proxyNoWay" -> "The proxy did not reach the host.";
            case "network.unreachable" -> "The host does not take connections.";
            default -> "No whole answer came in time.";
        };
    }

    private CheckResult untrusted(Sighting sighting) {
        boolean ended = sighting.certificate() == CertificateTrouble.EXPIRED;
        if (ended || sighting.certificate() == CertificateTrouble.NOT_YET_VALID) {
            return CheckResult.failed(
                    Check.TLS,
                    ended ? "certificate ended" : "certificate does not count yet",
                    "The certificate shown for " + sighting.host() + (ended ? " has ended. " : " does not count yet. ")
                            + issuer(sighting) + " made it.",
                    "Check this computer's date and time. If they are right, whoever runs that host, or the proxy before it, has"
                            + " to renew the certificate.",
                    Who.NETWORK_ADMIN);
        }
        if (sighting.certificate() == CertificateTrouble.OTHER_NAME) {
            return CheckResult.failed(
                    Check.TLS,
                    "certificate of another name",
                    "What answers for " + sighting.host() + " shows a certificate of another name.",
                    "Check the service URL. If it is right, something on the way answers in its place.",
                    Who.NETWORK_ADMIN);
        }
        return CheckResult.failed(
                Check.TLS,
                "certificate not trusted",
                "The certificate shown for " + sighting.host() + " was made by " + issuer(sighting)
                        + ", which is not trusted here. As a rule that is a proxy that looks into secure traffic; it may be"
                        + " an attack.",
                connection.network().osTrust()
                        ? "Ask whether that authority is the company's own. If so, its root certificate belongs into this"
                                + " computer's trusted ones."
                        : "Ask whether that authority is the company's own. If so, let the connection trust this computer's"
                                + " certificates (Network, in its settings).",
                Who.NETWORK_ADMIN);
    }

    private static String issuer(Sighting sighting) {
        return sighting.issuer() == null ? "an authority without a name" : "\u201c" + sighting.issuer() + "\u201d";
    }

    CheckResult hostTrust() {
        if (closed()) {
            return CheckResult.notRun(Check.HOST_TRUST, CLOSED);
        }
        ServiceUrl url = connection.serviceUrl();
        if (url.local()) {
            return CheckResult.ok(Check.HOST_TRUST, "this computer");
        }
        URI origin = url.origin();
        if (!url.trusts(origin.getScheme(), origin.getHost(), origin.getPort())) {
            return CheckResult.failed(
                    Check.HOST_TRUST,
                    "not one of Microsoft's",
                    "The service URL's host is none of Microsoft's, and was not allowed by its name.",
                    "Enter the service URL of the connection's cloud: "
                            + connection.cloud().serviceUrl(),
                    Who.YOU);
        }
        if (url.allowedHost() != null) {
            return CheckResult.ok(
                    Check.HOST_TRUST,
                    "allowed by name",
                    "The bot's token goes to " + url.host() + ", which is not one of Microsoft's.");
        }
        if (!url.host().equals(connection.cloud().host())) {
            return CheckResult.warning(
                    Check.HOST_TRUST,
                    "of another cloud than the connection's",
                    "The service URL's host is Microsoft's, but not that of the cloud "
                            + connection.cloud().label() + ": its token may be refused there.",
                    "Choose the cloud of the tenant in the connection's settings, or its service URL: "
                            + connection.cloud().serviceUrl(),
                    Who.YOU);
        }
        return CheckResult.ok(Check.HOST_TRUST, "exact match");
    }

    /** For support: a host of Microsoft by its name, others by their kind. */
    static String hostKind(Connection connection) {
        ServiceUrl url = connection.serviceUrl();
        if (url == null) {
            return "not open";
        }
        return url.local() ? "this computer" : url.allowedHost() == null ? url.host() : "a host allowed by name";
    }
}
