package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.NetworkSettings;
import dev.rostrum.connection.ServiceAddress;
import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CertificateTrouble;
import dev.rostrum.http.Obstacle;
import dev.rostrum.http.Probe;
import dev.rostrum.http.Probe.ProbeResult;
import dev.rostrum.http.Probe.TrustedBy;
import dev.rostrum.http.RequestNotes;
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
    private final ProgramEnvironment programEnvironment;
    private final Function<URI, ProbeResult> eyes;
    private volatile List<ProbeResult> seen;
    private volatile boolean proxyFailed;
    private volatile boolean tlsFailed;

    NetworkChecks(
            Connection connection,
            Connectors connectors,
            ProgramEnvironment programEnvironment,
            Clock clock,
            Ticker ticker) {
        this(connection, programEnvironment, host -> new Probe(
                        connectors.network(connection),
                        connection.serviceUrl().local(),
                        clock,
                        ticker,
                        new RequestNotes(RequestKind.PROBE, connectors.noting(connection)))
                .look(host));
    }

    /**
     * @param eyes looks at a host
     */
    NetworkChecks(Connection connection, ProgramEnvironment programEnvironment, Function<URI, ProbeResult> eyes) {
        this.connection = connection;
        this.programEnvironment = programEnvironment;
        this.eyes = eyes;
    }

    void note(CheckResult result) {
        if (result.outcome() == CheckOutcome.FAILED) {
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
    private List<ProbeResult> sightings() {
        List<ProbeResult> known = seen;
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
        List<ProbeResult> all;
        try {
            all = sightings();
        } catch (Problem e) {
            return CheckResult.notRun(Check.CLOCK, Reason.of("doctor.clock.unknown"));
        }
        Duration ahead = all.stream()
                .map(ProbeResult::clockAhead)
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
                Responsible.YOU);
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
        List<ProbeResult> all;
        try {
            all = sightings();
        } catch (Problem e) {
            // The proxy's password cannot be had.
            return CheckResult.failed(Check.PROXY, Reason.of("doctor.proxy.noPassword"), e.reason(), Responsible.YOU);
        }
        ProbeResult login = all.stream()
                .filter(s -> s.obstacle() == Obstacle.PROXY_LOGIN)
                .findFirst()
                .orElse(null);
        if (login != null) {
            return askedForLogin(login);
        }
        Object routes = joined(
                all.stream().map(ProbeResult::route).filter(Objects::nonNull).distinct(), "doctor.comma");
        if (routes == null) {
            return direct();
        }
        Reason kind = Reason.of(
                connection.network().proxy() != NetworkSettings.Proxy.EXPLICIT
                        ? "doctor.proxy.system"
                        : connection.network().user() == null ? "doctor.proxy.own" : "doctor.proxy.ownLogin");
        boolean anyThrough = all.stream().anyMatch(s -> s.answered() || s.trustedBy() != null);
        if (!anyThrough) {
            return CheckResult.failed(
                    Check.PROXY,
                    Reason.of("doctor.proxy.noWay", kind),
                    Reason.of("doctor.proxy.noWay.meaning", routes, said(all.get(0))),
                    Reason.of("doctor.proxy.noWay.fix", hosts(all)),
                    Responsible.NETWORK_ADMIN);
        }
        return CheckResult.ok(Check.PROXY, kind, Reason.of("doctor.proxy.through", routes));
    }

    private CheckResult direct() {
        String set = UNREAD_VARIABLES.stream()
                .filter(name -> {
                    String value = programEnvironment.environment().apply(name);
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
                    Responsible.YOU);
        }
        return CheckResult.ok(
                Check.PROXY,
                Reason.of("doctor.proxy.none"),
                asTheSystem ? Reason.of("doctor.proxy.none.meaning") : null);
    }

    private CheckResult askedForLogin(ProbeResult asked) {
        List<String> schemes = asked.proxySchemes().stream().distinct().toList();
        if (!schemes.contains("basic") && !schemes.isEmpty()) {
            Object named = joined(schemes.stream().map(NetworkChecks::name), "doctor.comma");
            return CheckResult.failed(
                            Check.PROXY,
                            Reason.of("doctor.proxy.scheme", named),
                            Reason.of("doctor.proxy.scheme.meaning", asked.route(), named),
                            Reason.of("doctor.proxy.scheme.fix", hosts(seen)),
                            Responsible.NETWORK_ADMIN)
                    .withCode("407");
        }
        if (connection.network().proxy() != NetworkSettings.Proxy.EXPLICIT) {
            return CheckResult.failed(
                            Check.PROXY,
                            Reason.of("doctor.proxy.systemLogin"),
                            Reason.of("doctor.proxy.systemLogin.meaning", asked.route()),
                            Reason.of("doctor.proxy.systemLogin.fix"),
                            Responsible.YOU)
                    .withCode("407");
        }
        boolean given = connection.network().user() != null;
        return CheckResult.failed(
                        Check.PROXY,
                        Reason.of(given ? "doctor.proxy.refused" : "doctor.proxy.login"),
                        Reason.of(given ? "doctor.proxy.refused.meaning" : "doctor.proxy.login.meaning", asked.route()),
                        Reason.of("doctor.proxy.login.fix"),
                        Responsible.YOU)
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

    private static Object hosts(List<ProbeResult> all) {
        return joined(all.stream().map(ProbeResult::host).distinct(), "doctor.and");
    }

    CheckResult tls() {
        if (closed()) {
            return CheckResult.notRun(Check.TLS, CLOSED);
        }
        if (proxyFailed) {
            return CheckResult.notRun(Check.TLS, Reason.of("doctor.needs.proxy"));
        }
        List<ProbeResult> all = sightings();
        for (ProbeResult probed : all) {
            CheckResult trouble = trouble(probed);
            if (trouble != null) {
                return trouble;
            }
        }
        if (all.stream().allMatch(s -> s.trustedBy() == null)) {
            return CheckResult.ok(Check.TLS, Reason.of("doctor.tls.unused"));
        }
        List<ProbeResult> inspected =
                all.stream().filter(s -> s.trustedBy() == TrustedBy.SYSTEM).toList();
        if (inspected.isEmpty()) {
            return CheckResult.ok(Check.TLS, Reason.of("doctor.tls.public", all.size()));
        }
        return CheckResult.ok(
                Check.TLS,
                Reason.of("doctor.tls.inspected", all.size()),
                Reason.of("doctor.tls.inspected.meaning", hosts(inspected), issuer(inspected.get(0))));
    }

    /** What keeps a host from being spoken to; null where nothing does. */
    private CheckResult trouble(ProbeResult probed) {
        if (probed.obstacle() == Obstacle.CERTIFICATE) {
            return untrusted(probed);
        }
        if (probed.page()) {
            return CheckResult.failed(
                            Check.TLS,
                            Reason.of("doctor.tls.between"),
                            answerInPlace(probed),
                            Reason.of("doctor.tls.between.fix", probed.host()),
                            Responsible.NETWORK_ADMIN)
                    .withCode(NotFromTeams.CODE);
        }
        boolean shaken = probed.trustedBy() != null && probed.obstacle() == null;
        if (probed.answered() || shaken) {
            return null;
        }
        if (local()) {
            return CheckResult.failed(
                    Check.TLS,
                    Reason.of("doctor.tls.noService"),
                    Reason.of("doctor.tls.noService.meaning", said(probed)),
                    Reason.of("doctor.tls.noService.fix"),
                    Responsible.YOU);
        }
        boolean unknown = probed.obstacle() == Obstacle.UNKNOWN_NAME;
        return CheckResult.failed(
                Check.TLS,
                Reason.of(unknown ? "doctor.tls.unknownName" : "doctor.tls.unreached"),
                Reason.of("doctor.tls.unreached.meaning", probed.host(), said(probed)),
                Reason.of(
                        probed.route() == null ? "doctor.tls.unreached.direct.fix" : "doctor.tls.unreached.fix",
                        probed.host()),
                Responsible.NETWORK_ADMIN);
    }

    private static Reason answerInPlace(ProbeResult probed) {
        List<Object> known = probed.trouble().arguments();
        return known.size() < 2
                ? Reason.of("doctor.tls.between.meaning", probed.host(), probed.status())
                : Reason.of("doctor.tls.between.page.meaning", probed.host(), probed.status(), known.get(1));
    }

    private static Reason said(ProbeResult probed) {
        String trouble = probed.trouble() == null ? "" : probed.trouble().code();
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

    private CheckResult untrusted(ProbeResult probed) {
        boolean ended = probed.certificate() == CertificateTrouble.EXPIRED;
        if (ended || probed.certificate() == CertificateTrouble.NOT_YET_VALID) {
            return CheckResult.failed(
                    Check.TLS,
                    Reason.of(ended ? "doctor.tls.ended" : "doctor.tls.notYet"),
                    Reason.of(
                            ended ? "doctor.tls.ended.meaning" : "doctor.tls.notYet.meaning",
                            probed.host(),
                            issuer(probed)),
                    Reason.of("doctor.tls.dates.fix"),
                    Responsible.NETWORK_ADMIN);
        }
        if (probed.certificate() == CertificateTrouble.OTHER_NAME) {
            return CheckResult.failed(
                    Check.TLS,
                    Reason.of("doctor.tls.otherName"),
                    Reason.of("doctor.tls.otherName.meaning", probed.host()),
                    Reason.of("doctor.tls.otherName.fix"),
                    Responsible.NETWORK_ADMIN);
        }
        return CheckResult.failed(
                Check.TLS,
                Reason.of("doctor.tls.untrusted"),
                Reason.of("doctor.tls.untrusted.meaning", probed.host(), issuer(probed)),
                Reason.of(
                        connection.network().osTrust()
                                ? "doctor.tls.untrusted.system.fix"
                                : "doctor.tls.untrusted.fix"),
                Responsible.NETWORK_ADMIN);
    }

    private static Reason issuer(ProbeResult probed) {
        return probed.issuer() == null
                ? Reason.of("doctor.tls.namelessIssuer")
                : Reason.of("doctor.tls.issuer", probed.issuer());
    }

    /** @param address where calls go; null where the connection is not open */
    CheckResult hostTrust(ServiceAddress address) {
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
                    Responsible.YOU);
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
                    Responsible.YOU);
        }
        return address == null
                ? CheckResult.ok(Check.HOST_TRUST, Reason.of("doctor.trust.exact"))
                : inUse(address.inUse());
    }

    private static CheckResult inUse(ServiceAddress.InUse inUse) {
        if (inUse.otherHost()) {
            return CheckResult.warning(
                    Check.HOST_TRUST,
                    Reason.of("doctor.trust.eventElsewhere"),
                    Reason.of(
                            "doctor.trust.eventElsewhere.meaning",
                            inUse.toldAt(),
                            ServiceUrl.namedHost(inUse.told()).orElse(""),
                            inUse.url().host()),
                    Reason.of("doctor.trust.eventElsewhere.fix"),
                    Responsible.YOU);
        }
        String url = inUse.url().toString();
        return CheckResult.ok(
                Check.HOST_TRUST,
                Reason.of("doctor.trust.exact"),
                switch (inUse.source()) {
                    case SETTINGS -> Reason.of("doctor.trust.typed", url);
                    case CLOUD -> Reason.of("doctor.trust.cloud", url);
                    case EVENT -> Reason.of("doctor.trust.event", url, inUse.toldAt());
                });
    }

    /** Names a host for support: one of Microsoft by its name, others by their kind. */
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
