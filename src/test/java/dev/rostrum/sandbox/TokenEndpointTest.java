package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rostrum.contract.SchemaCheck;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEndpointTest {
    @TempDir
    static Path folder;

    private static SandboxServer server;
    private static Caller caller;

    @BeforeAll
    static void start() throws Exception {
        server = SandboxServer.start(SandboxOptions.defaults(folder).withTeamSizes(12));
        caller = new Caller(server);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void givesATokenForTheSecret() throws Exception {
        for (String tenant : new String[] {server.tenantId(), "MERIDIAN.example"}) {
            HttpResponse<String> answer = caller.tokenAnswer(tenant, caller.goodForm());
            assertThat(answer.statusCode()).isEqualTo(200);
            SchemaCheck.assertFits("token-response", answer.body());
            JsonNode body = Caller.JSON.readTree(answer.body());
            assertThat(body.path("expires_in").asInt()).isEqualTo(3599);
            JWTClaimsSet claims =
                    SignedJWT.parse(body.path("access_token").asText()).getJWTClaimsSet();
            assertThat(claims.getAudience()).containsExactly("https://api.botframework.com");
            assertThat(claims.getStringClaim("appid")).isEqualTo(server.appId());
            assertThat(claims.getStringClaim("tid")).isEqualTo(server.tenantId());
            assertThat(claims.getIssuer()).isEqualTo("https://sts.windows.net/" + server.tenantId() + "/");
            assertThat(Duration.between(
                            claims.getIssueTime().toInstant(),
                            claims.getExpirationTime().toInstant()))
                    .isEqualTo(Duration.ofSeconds(3599));
            assertThat(answer.headers().firstValue("Cache-Control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        }
    }

    @Test
    void takesTheScopesThatLibrariesAddAndParametersItDoesNotKnow() throws Exception {
        String form = caller.goodForm() + "%20openid%20profile%20offline_access&client_info=1";
        assertThat(caller.tokenAnswer(server.tenantId(), form).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_secret=[^&]* | client_secret=wrong | 401 invalid_client 7000215",
                "client_secret=[^&]* | client_secret= | 401 invalid_client 7000215",
                "&client_secret=[^&]* | '' | 401 invalid_client 7000218",
                "client_id=[^&]* | client_id=11111111-aaaa-4bbb-8ccc-222222222222 | 400 unauthorized_client 700016",
                "&client_id=[^&]* | '' | 400 invalid_request 900144",
                "scope=.* | scope=https%3A%2F%2Fgraph.microsoft.com%2F.default | 400 invalid_scope 70011",
                "scope=.* | scope=openid | 400 invalid_scope 70011",
                "&scope=.* | '' | 400 invalid_request 900144",
                "client_credentials | password | 400 unsupported_grant_type 70003",
                "^ | grant_type=client_credentials& | 400 invalid_request 9000411",
                "^.*$ | '' | 400 invalid_request 900144",
                "^.*$ | %zz=%zz | 400 invalid_request 900144",
            })
    void refusesWithEntrasNumbers(String part, String instead, String expected) throws Exception {
        check(caller.tokenAnswer(server.tenantId(), caller.goodForm().replaceFirst(part, instead)), expected);
    }

    @ParameterizedTest
    @CsvSource({"11111111-aaaa-4bbb-8ccc-222222222222", "common", "meridian.example.org"})
    void knowsItsOwnTenantOnly(String tenant) throws Exception {
        check(caller.tokenAnswer(tenant, caller.goodForm()), "400 invalid_request 90002");
    }

    @Test
    void takesPostedFormsOnly() throws Exception {
        URI uri = URI.create(server.loginUrl() + server.tenantId() + "/oauth2/v2.0/token");
        check(caller.send(HttpRequest.newBuilder(uri).GET()), "400 invalid_request 900561");
        check(
                caller.send(HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(caller.goodForm()))),
                "400 invalid_request 900144");
    }

    private static void check(HttpResponse<String> answer, String expected) throws Exception {
        SchemaCheck.assertFits("token-error", answer.body());
        JsonNode body = Caller.JSON.readTree(answer.body());
        int number = body.path("error_codes").get(0).asInt();
        assertThat(answer.statusCode() + " " + body.path("error").asText() + " " + number)
                .isEqualTo(expected);
        assertThat(body.path("error_description").asText()).startsWith("AADSTS" + number + ": ");
        assertThat(answer.body()).doesNotContain(server.clientSecret());
    }
}
