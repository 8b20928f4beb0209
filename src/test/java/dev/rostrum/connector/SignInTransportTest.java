package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.domain.ServiceUrl;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The secret goes to the login host, or to the loopback server that stands in for it, and nowhere else. */
class SignInTransportTest {
    private static final URI LOGIN = URI.create("https://login.microsoftonline.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.microsoftonline.com.evil.example/t/oauth2/v2.0/token",
                "https://evil.example/t/oauth2/v2.0/token",
                "https://login.microsoftonline.com@evil.example/t",
                "https://a@login.microsoftonline.com/t",
                "https://login.microsoftonline.com:444/t",
                "http://login.microsoftonline.com/t",
                "https://login.windows.net/t"
            })
    void noOtherHostGetsAByte(String uri) {
        try (RawServer server = new RawServer();
                SignInTransport local = transport(server.url(), true);
                SignInTransport real = transport(ServiceUrl.PUBLIC, false)) {
            assertThatIllegalStateException().isThrownBy(() -> local.send("POST", URI.create(uri), Map.of(), "secret"));
            assertThatIllegalStateException().isThrownBy(() -> real.send("POST", URI.create(uri), Map.of(), "secret"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aLocalConnectionCarriesItToItsOwnOrigin() throws Exception {
        try (RawServer server = new RawServer();
                SignInTransport local = transport(server.url() + "/emea", true)) {
            server.then(RawServer.answer(200, "{\"a\":\"\u00fc\"}", "X-One: 1"));

            SignInTransport.Reply reply = local.send(
                    "POST",
                    URI.create("https://login.microsoftonline.com:443/t%20x/token?a=b%26"),
                    Map.of("Host", "login.microsoftonline.com", "X-Two", "2", "Content-Length", "999"),
                    "k=v");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"a\":\"\u00fc\"}");
            assertThat(reply.headers()).containsKey("x-one");
            RawServer.Request request = server.only();
            assertThat(request.target()).isEqualTo("/t%20x/token?a=b%26");
            assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
            assertThat(request.header("X-Two")).isEqualTo("2");
            assertThat(request.body()).isEqualTo("k=v");
        }
    }

    /** It was sent a secret, so nothing of what it says goes on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|<html><title>Sign in to the network</title></html>",
                "403|<title>Blocked: s3cret~value</title>",
                "401|OK",
                "200|{\"access_token\":\"canary",
                "200|",
                "302|<a href=x>here</a>",
                "511|{}"
            })
    void whatIsNoSignInIsNotFromThere(int status, String body) throws Exception {
        try (RawServer server = new RawServer();
                SignInTransport local = transport(server.url(), true)) {
            server.then(RawServer.answer(status, body == null ? "" : body));
            NotFromTeams page = catchThrowableOfType(
                    NotFromTeams.class,
                    () -> local.send("POST", URI.create(LOGIN + "/t/oauth2/v2.0/token"), Map.of(), "a=s3cret~value"));
            assertThat(page.status()).isEqualTo(status);
            assertThat(page.excerpt()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"400|{\"error\":\"x\"}", "302|", "401|", "503|<html>busy</html>", "429|<html>"})
    void whatTheSignInMaySayIsLeftToItsReader(int status, String body) throws Exception {
        try (RawServer server = new RawServer();
                SignInTransport local = transport(server.url(), true)) {
            server.then(RawServer.answer(status, body == null ? "" : body));
            assertThat(local.send("GET", URI.create(LOGIN + "/t"), Map.of(), null)
                            .status())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.microsoftonline.com", "https://a:1", "https://u@a", "login"})
    void aLoginHostIsHttpsOnItsDefaultPort(String loginHost) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignInTransport(
                        URI.create(loginHost),
                        ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                        CallLimits.SIGN_IN,
                        Network.DEFAULT,
                        System::nanoTime));
    }

    private static SignInTransport transport(String serviceUrl, boolean local) {
        return new SignInTransport(
                LOGIN, ServiceUrl.parse(serviceUrl, local), CallLimits.SIGN_IN, Network.DEFAULT, System::nanoTime);
    }
}
