package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.RequestKind;
import dev.rostrum.http.Network.Proxy;
import dev.rostrum.http.Network.Trust;
import dev.rostrum.http.Probe.ProbeResult;
import dev.rostrum.http.Probe.TrustedBy;
import dev.rostrum.words.Sentences;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen on the way to a host, against bare sockets and a proxy that looks into secure traffic. */
@Timeout(60)
class ProbeTest {
    private static final URI SERVICE = URI.create("https://smba.trafficmanager.net/teams/v3/conversations");

    @TempDir
    Path folder;

    private ProbeResult look(LoginProxy proxy, TrustStores stores) {
        Network network = new Network(new Proxy.Explicit("127.0.0.1", proxy.port(), null, null), Trust.JDK_AND_OS);
        return new Probe(
                        network,
                        false,
                        stores,
                        Clock.systemUTC(),
                        System::nanoTime,
                        new RequestNotes(RequestKind.PROBE, request -> {}))
                .look(SERVICE);
    }

    private static RawServer server() {
        return new RawServer(TestTls.inspecting().getServerSocketFactory())
                .otherwise(RawServer.answer(401, "", "Date: Sun, 06 Nov 1994 08:49:37 GMT"));
    }

    @Test
    void anAuthorityOfTheSystemAloneIsNamed() throws Exception {
        try (RawServer server = server();
                LoginProxy proxy = LoginProxy.open().to(server.port())) {
            ProbeResult seen = look(proxy, new TrustStores(List.of(), List.of(TestTls.bundle(folder))));
            assertThat(seen.answered()).isTrue();
            assertThat(seen.status()).isEqualTo(401);
            assertThat(seen.trustedBy()).isEqualTo(TrustedBy.SYSTEM);
            assertThat(seen.issuer()).isNotBlank();
            assertThat(seen.route()).isEqualTo("127.0.0.1:" + proxy.port());
            assertThat(seen.clockAhead()).isGreaterThan(Duration.ofDays(10_000));
            assertThat(server.only().method()).isEqualTo("GET");
            assertThat(server.only().headers()).doesNotContainKeys("authorization", "cookie");
        }
    }

    @Test
    void anAuthorityThatNobodyKnowsIsNamedAndNothingIsSentToIt() throws Exception {
        try (RawServer server = server();
                LoginProxy proxy = LoginProxy.open().to(server.port())) {
            ProbeResult seen = look(proxy, new TrustStores(List.of(), List.of()));
            assertThat(seen.answered()).isFalse();
            assertThat(seen.obstacle()).isEqualTo(Obstacle.CERTIFICATE);
            assertThat(seen.trustedBy()).isEqualTo(TrustedBy.NOBODY);
            assertThat(seen.issuer()).isNotBlank();
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|<html><title>Sign in to the network</title></html>|true",
                "403|<html><title>Not allowed</title></html>|true",
                "200|{\"issuer\":\"x\"}|false",
                "401|{\"message\":\"Authorization has been denied for this request.\"}|false",
                "404|<html><title>Not Found</title></html>|false",
                "405|{\"message\":\"x\"}|false",
                "502|<html><title>Bad Gateway</title></html>|false",
                "511|{}|true"
            })
    void aPageInTheHostsPlaceIsKnown(int status, String body, boolean page) throws Exception {
        try (RawServer server = new RawServer(TestTls.inspecting().getServerSocketFactory())
                        .otherwise(RawServer.answer(status, body));
                LoginProxy proxy = LoginProxy.open().to(server.port())) {
            ProbeResult seen = look(proxy, new TrustStores(List.of(), List.of(TestTls.bundle(folder))));
            assertThat(seen.answered()).isTrue();
            assertThat(seen.page()).isEqualTo(page);
            if (page && body.startsWith("<")) {
                assertThat(Sentences.whole(seen.trouble())).contains(body.replaceAll("<[^>]+>", ""));
            }
        }
    }

    @Test
    void howAProxyAsksForALogin() throws Exception {
        String challenges = "Negotiate\r\nProxy-Authenticate: NTLM, Digest realm=\"a, Basic b\", nonce=\"x\"";
        try (LoginProxy proxy = LoginProxy.asking(challenges, "never")) {
            ProbeResult seen = look(proxy, new TrustStores(List.of(), List.of()));
            assertThat(seen.obstacle()).isEqualTo(Obstacle.PROXY_LOGIN);
            assertThat(seen.proxySchemes()).containsExactly("negotiate", "ntlm", "digest");
        }
    }
}
