package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.auth.TokenSource;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.HostTrust;
import dev.rostrum.http.Network;
import dev.rostrum.http.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No bearer byte reaches a host off the list. Every form goes the product's whole way: parsed, and where it was taken, a call with a
 * canary token is made. A listening socket stands at every way out: on loopback, where many forms lead, and as the proxy of all
 * other hosts, which writes down for whom a tunnel is asked.
 */
@Timeout(300)
class HostileServiceUrlTest {
    private static final String CANARY = "canary-bearer-5d1f";
    private static final String ALLOWED = "connector.contoso-gateway.example";
    private static final long SEED = 20261122;
    private static final int GENERATED = 100_000;

    /** Connections made, a few for each origin: a hundred thousand tunnels prove no more. */
    private static final int CALLS_PER_ORIGIN = 3;

    private final RawServer loopback = new RawServer();
    private final RawServer proxy = new RawServer();
    private final Map<URI, Integer> called = new LinkedHashMap<>();
    private ProxySelector before;

    @BeforeEach
    void listen() {
        proxy.otherwise(RawServer.answer(502, ""));
        before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI uri) {
                return List.of(
                        new java.net.Proxy(java.net.Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                throw new AssertionError("the listening proxy was not reached", e);
            }
        });
    }

    @AfterEach
    void close() {
        ProxySelector.setDefault(before);
        loopback.close();
        proxy.close();
    }

    private List<String> handMade() {
        int port = loopback.port();
        List<String> forms = new ArrayList<>(List.of(
                // user names before the host
                "https://smba.trafficmanager.net@127.0.0.1:{P}/",
                "https://smba.trafficmanager.net:443@localhost:{P}/teams/",
                "https://smba.trafficmanager.net%40127.0.0.1:{P}/",
                "http://smba.trafficmanager.net@127.0.0.1:{P}/",
                "https://a:b@smba.trafficmanager.net@127.0.0.1:{P}/",
                "https://@127.0.0.1:{P}/",
                "https://127.0.0.1:{P}@smba.trafficmanager.net/",
                // this computer, spelled in every way
                "http://127.0.0.1:{P}/",
                "https://127.0.0.1:{P}/",
                "http://localhost:{P}/",
                "http://LOCALHOST:{P}/",
                "http://localhost.:{P}/",
                "http://[::1]:{P}/",
                "http://[::ffff:127.0.0.1]:{P}/",
                "http://[0:0:0:0:0:0:0:1]:{P}/",
                "http://127.1:{P}/",
                "http://127.0.1:{P}/",
                "http://2130706433:{P}/",
                "http://0x7f000001:{P}/",
                "http://0x7f.0.0.1:{P}/",
                "http://0177.0.0.1:{P}/",
                "http://0:{P}/",
                "http://0.0.0.0:{P}/",
                "http://127.0.0.2:{P}/",
                "http://127.0.0.1.:{P}/",
                "http://ip6-localhost:{P}/",
                "http://localhost.localdomain:{P}/",
                "https://169.254.169.254/latest/",
                "https://[fe80::1%25lo]:{P}/",
                // names that begin or end like the right one
                "https://smba.trafficmanager.net.evil.example/teams/",
                "https://evil-smba.trafficmanager.net/teams/",
                "https://evil.trafficmanager.net/teams/",
                "https://a.smba.trafficmanager.net/teams/",
                "https://smba.trafficmanager.net./teams/",
                "https://smba.trafficmanager.net../teams/",
                "https://.smba.trafficmanager.net/teams/",
                "https://smba.trafficmanager.network/teams/",
                "https://smba.infra.gcc.teams.microsoft.com.evil.example/",
                // other letters
                "https://smb\u0430.trafficmanager.net/teams/",
                "https://\uff53mba.trafficmanager.net/teams/",
                "https://smba\u3002trafficmanager.net/teams/",
                "https://smba.traf\ufb01cmanager.net/teams/",
                "https://xn--smb-7cd.trafficmanager.net/teams/",
                "https://smba%2etrafficmanager%2enet/teams/",
                // ports and schemes
                "https://smba.trafficmanager.net:444/teams/",
                "https://smba.trafficmanager.net:{P}/teams/",
                "http://smba.trafficmanager.net/teams/",
                "http://smba.trafficmanager.net:443/teams/",
                "ftp://smba.trafficmanager.net/teams/",
                "//smba.trafficmanager.net/teams/",
                "///smba.trafficmanager.net/teams/",
                "https:smba.trafficmanager.net/teams/",
                "https:/127.0.0.1:{P}/teams/",
                "https:///127.0.0.1:{P}/",
                "jar:https://127.0.0.1:{P}/!/a",
                "file:///etc/passwd",
                // what cuts a host name short for one reader and not for another
                "https://127.0.0.1:{P}\\@smba.trafficmanager.net/",
                "https://127.0.0.1:{P}\\.smba.trafficmanager.net/",
                "https://127.0.0.1:{P}#@smba.trafficmanager.net/",
                "https://127.0.0.1:{P}#smba.trafficmanager.net/",
                "https://127.0.0.1:{P}?@smba.trafficmanager.net/",
                "https://127.0.0.1:{P};smba.trafficmanager.net/",
                "https://127.0.0.1:{P}%00.smba.trafficmanager.net/",
                "https://smba.trafficmanager.net\t@127.0.0.1:{P}/",
                "https://smba.trafficmanager.net\n.evil.example/",
                "https://smba.trafficmanager.net\r\nHost: evil.example/",
                "https://smba.trafficmanager.net /@127.0.0.1:{P}/",
                "https://smba.trafficmanager.net\u0000.evil.example/",
                "https://smba.trafficmanager.net\u200b.evil.example/",
                // the path
                "https://smba.trafficmanager.net/../@127.0.0.1:{P}/",
                "https://smba.trafficmanager.net//127.0.0.1:{P}/",
                "https://smba.trafficmanager.net/%2e%2e/",
                "https://smba.trafficmanager.net/teams/?to=https://127.0.0.1:{P}/",
                "https://smba.trafficmanager.net/teams/#https://127.0.0.1:{P}/"));
        forms.replaceAll(form -> form.replace("{P}", Integer.toString(port)));
        return forms;
    }

    @Test
    void handMadeFormsReachNobodyOffTheList() throws Exception {
        List<String> forms = handMade();
        assertThat(forms).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        int taken = 0;
        for (String form : forms) {
            taken += attempt(form);
        }
        assertThat(taken).as("none of these is Microsoft's").isZero();
        nothingEscaped();
    }

    @Test
    void generatedFormsReachNobodyOffTheList() throws Exception {
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < GENERATED; i++) {
            taken += attempt(generated(random));
        }
        assertThat(taken).as("some are right, or nothing was tried").isGreaterThan(1000);
        nothingEscaped();
        assertThat(proxy.requests()).isNotEmpty();
    }

    /** The listening sockets' teeth: a call that does lead there is seen, with its token. */
    @Test
    void aCallThatLeadsToTheSocketsIsSeen() throws Exception {
        loopback.otherwise(RawServer.answer(200, "{}"));
        call(ServiceUrl.parse("http://127.0.0.1:" + loopback.port() + "/", true));
        assertThat(loopback.requests()).isNotEmpty().allSatisfy(request -> assertThat(request.header("Authorization"))
                .contains(CANARY));
        assertThatThrownBy(this::nothingEscaped).isInstanceOf(AssertionError.class);
        call(ServiceUrl.parse(ServiceUrl.PUBLIC, false));
        assertThat(proxy.requests()).singleElement().satisfies(request -> assertThat(request.target())
                .isEqualTo("smba.trafficmanager.net:443"));
    }

    /** Tells whether the product takes the form; then calls are made to it, a few for each origin. */
    private int attempt(String form) throws Exception {
        int taken = 0;
        for (Optional<String> allowed : List.of(Optional.<String>empty(), Optional.of(ALLOWED))) {
            ServiceUrl url;
            try {
                url = allowed.isPresent() ? ServiceUrl.parse(form, ALLOWED) : ServiceUrl.parse(form, false);
            } catch (Problem e) {
                refusedAtTheLastLook(form);
                continue;
            }
            taken = 1;
            URI call = url.at("/v3/teams/x");
            assertThat(call.getScheme()).isEqualTo("https");
            assertThat(call.getPort()).isEqualTo(-1);
            assertThat(call.getRawUserInfo()).isNull();
            assertThat(call.getRawAuthority()).isEqualTo(call.getHost());
            if (!ServiceUrl.TRUSTED_HOSTS.contains(call.getHost())) {
                assertThat(allowed).as("%s", form).isPresent();
                assertThat(call.getHost()).isEqualTo(ALLOWED);
            }
            if (called.merge(url.origin(), 1, Integer::sum) <= CALLS_PER_ORIGIN) {
                call(url);
            }
        }
        return taken;
    }

    /** Were such an address put together in spite of all, the token would still not be attached. */
    private static void refusedAtTheLastLook(String form) {
        URI uri;
        try {
            uri = new URI(form.strip() + "v3/teams/x");
        } catch (URISyntaxException e) {
            return;
        }
        ServiceUrl trusted = ServiceUrl.parse(ServiceUrl.PUBLIC, false);
        boolean same = "https".equals(uri.getScheme())
                && "smba.trafficmanager.net".equals(uri.getHost())
                && uri.getPort() == -1
                && uri.getRawUserInfo() == null;
        if (!same) {
            assertThatIllegalStateException().as("%s", form).isThrownBy(() -> HostTrust.check(uri, trusted));
        }
    }

    private void call(ServiceUrl url) throws Exception {
        TokenSource tokens = new TokenSource() {
            @Override
            public String token() {
                return CANARY;
            }

            @Override
            public void refused(String token) {}
        };
        try (ConnectorClient client = new ConnectorClient(
                new ConnectorTarget(
                        url, "99999999-9999-4999-8999-999999999999", "11111111-aaaa-4bbb-8ccc-222222222222"),
                tokens,
                new Pacer(Pacer.CEILING, System::nanoTime),
                Clock.systemUTC(),
                System::nanoTime,
                new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                new Network(new Network.Proxy.System(), Network.Trust.JDK),
                request -> {})) {
            client.team("19:x@thread.tacv2");
        } catch (ConnectorFailure e) {
            // The proxy opens no tunnel; what matters is what it was asked for.
            assertThat(e.getMessage()).doesNotContain(CANARY);
        }
    }

    private void nothingEscaped() {
        assertThat(loopback.connections()).as("nobody came to loopback").isZero();
        Set<String> asked = new TreeSet<>();
        for (RawServer.Request request : proxy.requests()) {
            assertThat(request.method()).isEqualTo("CONNECT");
            assertThat(request.headers() + request.body()).doesNotContain(CANARY);
            asked.add(request.target());
        }
        Set<String> listed = new TreeSet<>(Set.of(ALLOWED + ":443"));
        ServiceUrl.TRUSTED_HOSTS.forEach(host -> listed.add(host + ":443"));
        assertThat(listed).containsAll(asked);
    }

    private String generated(Random random) {
        String[] parts = {
            "https",
            "http",
            "HTTPS",
            "://",
            ":",
            "/",
            "//",
            "@",
            "smba.trafficmanager.net",
            "SMBA.TrafficManager.NET",
            "smba.infra.gcc.teams.microsoft.com",
            "smba.infra.gov.teams.microsoft.us",
            ALLOWED,
            "evil.example",
            "127.0.0.1",
            "localhost",
            "[::1]",
            "169.254.169.254",
            ":443",
            ":444",
            ":" + loopback.port(),
            ":99999",
            "/teams",
            "/emea/",
            "..",
            ".",
            "?",
            "#",
            "%2e",
            "%40",
            "%00",
            "\\",
            "\t",
            "\r\n",
            "\u200b",
            "\u3002",
            "\u0430",
            " ",
            "a",
            "xn--"
        };
        String[] heads = {
            "https://smba.trafficmanager.net",
            "https://smba.infra.dod.teams.microsoft.us/teams/",
            "https://" + ALLOWED,
            "http://127.0.0.1:" + loopback.port(),
            "https://localhost:" + loopback.port() + "/"
        };
        StringBuilder form = new StringBuilder();
        int shape = random.nextInt(4);
        if (shape == 0) {
            form.append(heads[random.nextInt(heads.length)]);
        }
        int count = random.nextInt(shape == 3 ? 9 : 4);
        for (int i = 0; i < count; i++) {
            form.append(parts[random.nextInt(parts.length)]);
        }
        if (shape == 1) {
            form.append(heads[random.nextInt(heads.length)]);
        }
        if (shape == 2) {
            // One character of a right one changed, added or taken away.
            form.setLength(0);
            form.append(heads[random.nextInt(heads.length)]).append("/teams/");
            int at = random.nextInt(form.length());
            char c = (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 0x20 + random.nextInt(0x5f));
            switch (random.nextInt(3)) {
                case 0 -> form.setCharAt(at, c);
                case 1 -> form.insert(at, c);
                default -> form.deleteCharAt(at);
            }
        }
        return form.toString();
    }
}
