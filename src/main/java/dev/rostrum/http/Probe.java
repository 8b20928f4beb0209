package dev.rostrum.http;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallFailure.NotFromHost;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallFailure.Unanswered;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at the way to a host with one harmless request ({@code GET}) that carries no token and no id: the way out, the certificate, the
 * time. The same transport as for calls, so that it meets what they would meet.
 */
public final class Probe {
    private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(8), Duration.ofSeconds(12));
    private static final Pattern NAME = Pattern.compile("(?:^|,)(?:CN|O)=((?:[^,\\\\]|\\\\.)+)");
    private static final int LONGEST_NAME = 60;

    /** Who vouches for a host's certificate. */
    public enum TrustedBy {
        /** A root that comes with Java: a public authority. */
        JAVA,
        /** Only a root of the operating system: as a rule a proxy that looks into secure traffic. */
        SYSTEM,
        NOBODY
    }

    /**
     * What was seen.
     *
     * @param route host and port of the proxy that is used, or null for none
     * @param status of the answer, or 0 where none came
     * @param clockAhead how far this computer's clock is before the answer's {@code Date}, negative when behind, to a second or so;
     *     null where the answer has no date
     * @param trustedBy who vouches for the certificate; null without TLS, or where it was never seen
     * @param issuer who made the certificate, as it says, or null
     * @param obstacle what stood in the way of the request, or null
     * @param certificate what is the matter with the certificate; null where it is not the obstacle
     * @param proxySchemes by which schemes a proxy asked for a login, in lower case
     * @param trouble why there is no answer, or none of the host's own; else null
     */
    public record ProbeResult(
            String host,
            String route,
            int status,
            Duration clockAhead,
            TrustedBy trustedBy,
            String issuer,
            Obstacle obstacle,
            CertificateTrouble certificate,
            List<String> proxySchemes,
            Reason trouble) {
        public boolean answered() {
            return status != 0;
        }

        /** Whether what answered is something between here and the host, in its place. */
        public boolean page() {
            return answered() && trouble != null;
        }
    }

    private final Network network;
    private final boolean local;
    private final TrustStores stores;
    private final Clock clock;
    private final Ticker ticker;
    private final RequestNotes notes;

    /**
     * @param local whether the host is this computer, which is never reached by a proxy
     * @param notes who is told of each request
     */
    public Probe(Network network, boolean local, Clock clock, Ticker ticker, RequestNotes notes) {
        this(network, local, TrustStores.here(), clock, ticker, notes);
    }

    Probe(Network network, boolean local, TrustStores stores, Clock clock, Ticker ticker, RequestNotes notes) {
        this.network = network;
        this.local = local;
        this.stores = stores;
        this.clock = clock;
        this.ticker = ticker;
        this.notes = notes;
    }

    /**
     * Makes one request. Ends within 12 s, or soon after the thread is interrupted, its flag set.
     *
     * @param address that the host answers in JSON to whoever asks, were it to say no
     */
    public ProbeResult look(URI address) {
        RecordingTrust recorder = "https".equals(address.getScheme()) ? recorder() : null;
        String route = proxyFor(address).orElse(null);
        try (Transport transport = new Transport(
                "probe", LIMITS, local, network, recorder == null ? null : TrustStores.context(recorder), ticker)) {
            Transport.Reply reply = transport.exchange(new Transport.Call("GET", address, null));
            notes.answered(address, reply.status(), reply.latency());
            Duration ahead = RetryAfter.date(reply.header("Date"))
                    .map(date -> Duration.between(
                            date, clock.instant().minus(reply.latency().dividedBy(2))))
                    .orElse(null);
            // Nothing is between this computer and itself. An address that is not known may be told by a page of the
            // host's.
            boolean page = !local && reply.status() != 404 && reply.status() != 405 && !HostClient.speaks(reply);
            Reason trouble = page ? NotFromHost.reason(reply.status(), ReplyText.excerpt(reply, null)) : null;
            return seen(address, route, reply.status(), ahead, recorder, null, trouble);
        } catch (NotSent e) {
            notes.failed(address, e);
            return seen(address, route, 0, null, recorder, e, e.reason());
        } catch (Unanswered e) {
            notes.failed(address, e);
            return seen(address, route, 0, null, recorder, null, e.reason());
        }
    }

    private static ProbeResult seen(
            URI address,
            String route,
            int status,
            Duration ahead,
            RecordingTrust recorder,
            NotSent notSent,
            Reason trouble) {
        return new ProbeResult(
                address.getHost(),
                route,
                status,
                ahead,
                recorder == null ? null : recorder.trustedBy,
                recorder == null ? null : recorder.issuer,
                notSent == null ? null : notSent.obstacle(),
                notSent == null ? null : notSent.certificate(),
                notSent == null ? List.of() : notSent.proxySchemes(),
                trouble);
    }

    /** The proxy that requests to a host go through, as host and port; empty for none. */
    private Optional<String> proxyFor(URI origin) {
        if (local) {
            return Optional.empty();
        }
        if (network.proxy() instanceof Network.Proxy.Explicit explicit) {
            return Optional.of(explicit.host() + ":" + explicit.port());
        }
        ProxySelector system = network.proxy() instanceof Network.Proxy.System ? ProxySelector.getDefault() : null;
        if (system == null) {
            return Optional.empty();
        }
        return system.select(origin).stream()
                .filter(proxy -> proxy.type() == java.net.Proxy.Type.HTTP)
                .findFirst()
                .map(proxy -> (InetSocketAddress) proxy.address())
                .map(address -> address.getHostString() + ":" + address.getPort());
    }

    private RecordingTrust recorder() {
        return new RecordingTrust(stores.manager(Network.Trust.JDK), stores.manager(network.trust()));
    }

    /** Judges as calls are judged, and notes what it was shown. */
    private static final class RecordingTrust extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager java;
        private final X509ExtendedTrustManager all;
        private volatile TrustedBy trustedBy;
        private volatile String issuer;

        RecordingTrust(X509ExtendedTrustManager java, X509ExtendedTrustManager all) {
            this.java = java;
            this.all = all;
        }

        @FunctionalInterface
        private interface TrustCheck {
            void check(X509ExtendedTrustManager by) throws CertificateException;
        }

        private void check(X509Certificate[] chain, TrustCheck check) throws CertificateException {
            issuer = chain.length == 0 ? null : name(chain[0]);
            trustedBy = TrustedBy.NOBODY;
            check.check(all);
            trustedBy = trusts(check) ? TrustedBy.JAVA : TrustedBy.SYSTEM;
        }

        private boolean trusts(TrustCheck check) {
            try {
                check.check(java);
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }

        private static String name(X509Certificate certificate) {
            Matcher named = NAME.matcher(certificate.getIssuerX500Principal().getName());
            if (!named.find()) {
                return null;
            }
            String plain = named.group(1)
                    .replaceAll("\\\\(.)", "$1")
                    .replaceAll("\\p{Cntrl}", " ")
                    .strip();
            return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain, by -> by.checkServerTrusted(chain, type, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain, by -> by.checkServerTrusted(chain, type, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain, by -> by.checkServerTrusted(chain, type));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            all.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            all.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            all.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return all.getAcceptedIssuers();
        }
    }
}
