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
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The way to the hosts: time, proxy, secure connection, and whether the bot's token may go there. Each host is looked at once. */
final class NetworkChecks {
    private static final Reason CLOSED = Reason.of("doctor.closed");
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
    Reason barrier() {
        if (closed()) {
            return CLOSED;
        }
        if (proxyFailed) {
            return Reason.of("doctor.needs.proxy");
        }
        return tlsFailed ? Reason.of("doctor.needs.hosts") : null;
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
            return CheckResult.notRun(Check.CLOCK, Reason.of("doctor.clock.unknown"));
        }
        Duration ahead = all.stream()
                .map(Sighting::clockAhead)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (ahead == null) {
            return CheckResult.notRun(Check.CLOCK, Reason.of("doctor.clock.unknown"));
        }
        Duration off = ahead.abs();
        Reason by = inWords(off);
        if (off.compareTo(Doctor.CLOCK_TOLERANCE) <= 0) {
            return CheckResult.ok(
                    Check.CLOCK,
                    off.toSeconds() < 2 ? Reason.of("doctor.clock.right") : Reason.of("doctor.clock.off", by));
        }
        return CheckResult.failed(
                Check.CLOCK,
                Reason.of(ahead.isNegative() ? "doctor.clock.slow" : "doctor.clock.fast", by),
                Reason.of(ahead.isNegative() ? "doctor.clock.slow.meaning" : "doctor.clock.fast.meaning", by),
                Reason.of("doctor.clock.fix"),
                Who.YOU);
    }

    private static Reason inWords(Duration off) {
        if (off.toMinutes() < 2) {
            return Reason.of("doctor.seconds", off.toSeconds());
        }
        return off.toHours() < 2
                ? Reason.of("doctor.minutes", off.toMinutes())
                : Reason.of("doctor.hours", off.toHours());
    }

    CheckResult proxy() {
        if (closed()) {
            return CheckResult.notRun(Check.PROXY, CLOSED);
        }
        if (local()) {
            return CheckResult.ok(Check.PROXY, Reason.of("doctor.proxy.unneeded"));
        }
        List<Sighting> all;
        try {
            all = sightings();
        } catch (Problem e) {
            // The proxy's password cannot be had.
            return CheckResult.failed(Check.PROXY, Reason.of("doctor.proxy.noPassword"), e.reason(), Who.YOU);
        }
        Sighting login = all.stream()
                .filter(s -> s.obstacle() == Obstacle.PROXY_LOGIN)
                .findFirst()
                .orElse(null);
        if (login != null) {
            return askedForLogin(login);
        }
        Object routes = joined(
                all.stream().map(Sighting::route).filter(Objects::nonNull).distinct(), "doctor.comma");
        if (routes == null) {
            return direct();
        }
        Reason kind = Reason.of(
                connection.network().proxy() != NetworkSettings.Proxy.EXPLICIT
                        ? "doctor.proxy.system"
                        : connection.network().user() == null ? "doctor.proxy.own" : "doctor.proxy.ownLogin");
        boolean anyThrough = all.stream().anyMatch(s -> s.answered() || s.voucher() != null);
        if (!anyThrough) {
            return CheckResult.failed(
                    Check.PROXY,
                    Reason.of("doctor.proxy.noWay", kind),
                    Reason.of("doctor.proxy.noWay.meaning", routes, said(all.get(0))),
                    Reason.of("doctor.proxy.noWay.fix", hosts(all)),
                    Who.NETWORK_ADMIN);
        }
        return CheckResult.ok(Check.PROXY, kind, Reason.of("doctor.proxy.through", routes));
    }

    private CheckResult direct() {
        String set = UNREAD_VARIABLES.stream()
                .filter(name -> {
                    String value = surroundings.environment().apply(name);
                    return value != null && !value.isBlank();
                })
                .findFirst()
                .orElse(null);
        boolean asTheSystem = connection.network().proxy() == NetworkSettings.Proxy.SYSTEM;
        if (set != null && asTheSystem) {
            return CheckResult.warning(
                    Check.PROXY,
                    Reason.of("doctor.proxy.unread", set),
                    Reason.of("doctor.proxy.unread.meaning", set),
                    Reason.of("doctor.proxy.unread.fix"),
                    Who.YOU);
        }
        return CheckResult.ok(
                Check.PROXY,
                Reason.of("doctor.proxy.none"),
                asTheSystem ? Reason.of("doctor.proxy.none.meaning") : null);
    }

    private CheckResult askedForLogin(Sighting asked) {
        List<String> schemes = asked.proxySchemes().stream().distinct().toList();
        if (!schemes.contains("basic") && !schemes.isEmpty()) {
            Object named = joined(schemes.stream().map(NetworkChecks::name), "doctor.comma");
            return CheckResult.failed(
                            Check.PROXY,
                            Reason.of("doctor.proxy.scheme", named),
                            Reason.of("doctor.proxy.scheme.meaning", asked.route(), named),
                            Reason.of("doctor.proxy.scheme.fix", hosts(seen)),
                            Who.NETWORK_ADMIN)
                    .withCode("407");
        }
        if (connection.network().proxy() != NetworkSettings.Proxy.EXPLICIT) {
            return CheckResult.failed(
                            Check.PROXY,
                            Reason.of("doctor.proxy.systemLogin"),
                            Reason.of("doctor.proxy.systemLogin.meaning", asked.route()),
                            Reason.of("doctor.proxy.systemLogin.fix"),
                            Who.YOU)
                    .withCode("407");
        }
        boolean given = connection.network().user() != null;
        return CheckResult.failed(
                        Check.PROXY,
                        Reason.of(given ? "doctor.proxy.refused" : "doctor.proxy.login"),
                        Reason.of(given ? "doctor.proxy.refused.meaning" : "doctor.proxy.login.meaning", asked.route()),
                        Reason.of("doctor.proxy.login.fix"),
                        Who.YOU)
                .withCode("407");
    }

    /** All of them in a row, by the pattern that joins two; null where there are none. */
    private static Object joined(Stream<?> all, String pattern) {
        return all.map(Object.class::cast)
                .reduce((left, right) -> Reason.of(pattern, left, right))
                .orElse(null);
    }

    private static Object name(String scheme) {
        return switch (scheme) {
            case "ntlm" -> "NTLM";
            case "negotiate" -> "Negotiate";
            case "kerberos" -> "Kerberos";
            case "digest" -> "Digest";
            default -> Reason.of("doctor.proxy.anotherScheme");
        };
    }

    private static Object hosts(List<Sighting> all) {
        return joined(all.stream().map(Sighting::host).distinct(), "doctor.and");
    }

    CheckResult tls() {
        if (closed()) {
            return CheckResult.notRun(Check.TLS, CLOSED);
        }
        if (proxyFailed) {
            return CheckResult.notRun(Check.TLS, Reason.of("doctor.needs.proxy"));
        }
        List<Sighting> all = sightings();
        for (Sighting sighting : all) {
            CheckResult trouble = trouble(sighting);
            if (trouble != null) {
                return trouble;
            }
        }
        if (all.stream().allMatch(s -> s.voucher() == null)) {
            return CheckResult.ok(Check.TLS, Reason.of("doctor.tls.unused"));
        }
        List<Sighting> inspected =
                all.stream().filter(s -> s.voucher() == Voucher.SYSTEM).toList();
        if (inspected.isEmpty()) {
            return CheckResult.ok(Check.TLS, Reason.of("doctor.tls.public", all.size()));
        }
        return CheckResult.ok(
                Check.TLS,
                Reason.of("doctor.tls.inspected", all.size()),
                Reason.of("doctor.tls.inspected.meaning", hosts(inspected), issuer(inspected.get(0))));
    }

    /** What keeps a host from being spoken to; null where nothing does. */
    private CheckResult trouble(Sighting sighting) {
        if (sighting.obstacle() == Obstacle.CERTIFICATE) {
            return untrusted(sighting);
        }
        if (sighting.page()) {
            return CheckResult.failed(
                            Check.TLS,
                            Reason.of("doctor.tls.between"),
                            answerInPlace(sighting),
                            Reason.of("doctor.tls.between.fix", sighting.host()),
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
                    Reason.of("doctor.tls.noService"),
                    Reason.of("doctor.tls.noService.meaning", said(sighting)),
                    Reason.of("doctor.tls.noService.fix"),
                    Who.YOU);
        }
        boolean unknown = sighting.obstacle() == Obstacle.UNKNOWN_NAME;
        return CheckResult.failed(
                Check.TLS,
                Reason.of(unknown ? "doctor.tls.unknownName" : "doctor.tls.unreached"),
                Reason.of("doctor.tls.unreached.meaning", sighting.host(), said(sighting)),
                Reason.of(
                        sighting.route() == null ? "doctor.tls.unreached.direct.fix" : "doctor.tls.unreached.fix",
                        sighting.host()),
                Who.NETWORK_ADMIN);
    }

    private static Reason answerInPlace(Sighting sighting) {
        List<Object> known = sighting.trouble().arguments();
        return known.size() < 2
                ? Reason.of("doctor.tls.between.meaning", sighting.host(), sighting.status())
                : Reason.of("doctor.tls.between.page.meaning", sighting.host(), sighting.status(), known.get(1));
    }

    private static Reason said(Sighting sighting) {
        String trouble = sighting.trouble() == null ? "" : sighting.trouble().code();
        return Reason.of(
                switch (trouble) {
                    case "network.unknownName" -> "doctor.host.unknownName";
                    case "network.notThisComputer" -> "doctor.host.notThisComputer";
                    case "network.noConnectionInTime" -> "doctor.host.noConnectionInTime";
                    case "network.noSecureConnection" -> "doctor.host.noSecureConnection";
                    case "network.proxyNoWay" -> "doctor.host.proxyNoWay";
                    case "network.unreachable" -> "doctor.host.unreachable";
                    default -> "doctor.host.noAnswerInTime";
                });
    }

    private CheckResult untrusted(Sighting sighting) {
        boolean ended = sighting.certificate() == CertificateTrouble.EXPIRED;
        if (ended || sighting.certificate() == CertificateTrouble.NOT_YET_VALID) {
            return CheckResult.failed(
                    Check.TLS,
                    Reason.of(ended ? "doctor.tls.ended" : "doctor.tls.notYet"),
                    Reason.of(
                            ended ? "doctor.tls.ended.meaning" : "doctor.tls.notYet.meaning",
                            sighting.host(),
                            issuer(sighting)),
                    Reason.of("doctor.tls.dates.fix"),
                    Who.NETWORK_ADMIN);
        }
        if (sighting.certificate() == CertificateTrouble.OTHER_NAME) {
            return CheckResult.failed(
                    Check.TLS,
                    Reason.of("doctor.tls.otherName"),
                    Reason.of("doctor.tls.otherName.meaning", sighting.host()),
                    Reason.of("doctor.tls.otherName.fix"),
                    Who.NETWORK_ADMIN);
        }
        return CheckResult.failed(
                Check.TLS,
                Reason.of("doctor.tls.untrusted"),
                Reason.of("doctor.tls.untrusted.meaning", sighting.host(), issuer(sighting)),
                Reason.of(
                        connection.network().osTrust()
                                ? "doctor.tls.untrusted.system.fix"
                                : "doctor.tls.untrusted.fix"),
                Who.NETWORK_ADMIN);
    }

    private static Reason issuer(Sighting sighting) {
        return sighting.issuer() == null
                ? Reason.of("doctor.tls.namelessIssuer")
                : Reason.of("doctor.tls.issuer", sighting.issuer());
    }

    CheckResult hostTrust() {
        if (closed()) {
            return CheckResult.notRun(Check.HOST_TRUST, CLOSED);
        }
        ServiceUrl url = connection.serviceUrl();
        if (url.local()) {
            return CheckResult.ok(Check.HOST_TRUST, Reason.of("doctor.host.local"));
        }
        URI origin = url.origin();
        if (!url.trusts(origin.getScheme(), origin.getHost(), origin.getPort())) {
            return CheckResult.failed(
                    Check.HOST_TRUST,
                    Reason.of("doctor.trust.none"),
                    Reason.of("doctor.trust.none.meaning"),
                    Reason.of("doctor.trust.none.fix", connection.cloud().serviceUrl()),
                    Who.YOU);
        }
        if (url.allowedHost() != null) {
            return CheckResult.ok(
                    Check.HOST_TRUST,
                    Reason.of("doctor.trust.byName"),
                    Reason.of("doctor.trust.byName.meaning", url.host()));
        }
        if (!url.host().equals(connection.cloud().host())) {
            return CheckResult.warning(
                    Check.HOST_TRUST,
                    Reason.of("doctor.trust.otherCloud"),
                    Reason.of(
                            "doctor.trust.otherCloud.meaning",
                            connection.cloud().label()),
                    Reason.of("doctor.trust.otherCloud.fix", connection.cloud().serviceUrl()),
                    Who.YOU);
        }
        return CheckResult.ok(Check.HOST_TRUST, Reason.of("doctor.trust.exact"));
    }

    /** For support: a host of Microsoft by its name, others by their kind. */
    static Object hostKind(Connection connection) {
        ServiceUrl url = connection.serviceUrl();
        if (url == null) {
            return Reason.of("doctor.report.notOpen");
        }
        if (url.local()) {
            return Reason.of("doctor.host.local");
        }
        return url.allowedHost() == null ? url.host() : Reason.of("doctor.report.byName");
    }
}
