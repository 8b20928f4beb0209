package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a bearer token may go, and the many places that only look like it. */
@Tag("locale")
class ServiceUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://smba.trafficmanager.net/teams/, https://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net/teams, https://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net, https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/emea/, https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/emea/11111111-aaaa-4bbb-8ccc-222222222222/,"
                + "https://smba.trafficmanager.net/emea/11111111-aaaa-4bbb-8ccc-222222222222/",
        "HTTPS://SMBA.TrafficManager.NET/Teams/, https://smba.trafficmanager.net/Teams/",
        "https://smba.trafficmanager.net:443/teams/, https://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net:/teams/, https://smba.trafficmanager.net/teams/",
        "' \u201chttps://smba.trafficmanager.net/teams/\u201d\u200b', https://smba.trafficmanager.net/teams/",
        "https://smba.infra.gcc.teams.microsoft.com/teams, https://smba.infra.gcc.teams.microsoft.com/teams/",
        "https://smba.infra.gov.teams.microsoft.us/teams, https://smba.infra.gov.teams.microsoft.us/teams/",
        "https://smba.infra.dod.teams.microsoft.us/teams, https://smba.infra.dod.teams.microsoft.us/teams/"
    })
    void takesMicrosoftsHosts(String given, String kept) {
        ServiceUrl url = ServiceUrl.parse(given, false);
        assertThat(url).hasToString(kept);
        assertThat(url.local()).isFalse();
        assertThatThrownBy(() -> ServiceUrl.parse(given, true)).isInstanceOf(Problem.class);
        assertThat(ServiceUrl.isLoopback(given)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://smba.trafficmanager.net/emea/, true",
        "https://smba.trafficmanager.net/emea, true",
        "https://smba.trafficmanager.net/teams/, true",
        "https://SMBA.trafficmanager.net:443/in/11111111-aaaa-4bbb-8ccc-222222222222/, true",
        "https://smba.trafficmanager.net/, false",
        "https://smba.trafficmanager.net/emea/99999999-aaaa-4bbb-8ccc-222222222222/, false",
        "https://smba.trafficmanager.net/11111111-aaaa-4bbb-8ccc-222222222222/, false",
        "https://smba.trafficmanager.net/emea/11111111-aaaa-4bbb-8ccc-222222222222/v3, false",
        "https://smba.trafficmanager.net/emea/x/11111111-aaaa-4bbb-8ccc-222222222222/, false",
        "https://smba.trafficmanager.net/../, false",
        "https://smba.trafficmanager.net/emea/?x=, false",
        "http://smba.trafficmanager.net/emea/, false",
        "https://smba.infra.gcc.teams.microsoft.com/teams/, false",
        "https://evil.trafficmanager.net/emea/, false",
        "https://smba.trafficmanager.net@evil.example/emea/, false",
        "'', false"
    })
    void aRegionIsAPathOnTheSameHost(String named, boolean taken) {
        String tenant = "11111111-aaaa-4bbb-8ccc-222222222222";
        ServiceUrl url = ServiceUrl.parse(ServiceUrl.PUBLIC, false);
        assertThat(url.inRegion(named, tenant).isPresent()).isEqualTo(taken);
        url.inRegion(named, tenant)
                .ifPresent(other -> assertThat(other.origin()).isEqualTo(url.origin()));
        assertThat(ServiceUrl.parse("http://127.0.0.1:8080/", true).inRegion("http://127.0.0.1:8080/emea/", tenant))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "smba.trafficmanager.net/teams/",
                "//smba.trafficmanager.net/teams/",
                "https:smba.trafficmanager.net/teams/",
                "https:/smba.trafficmanager.net/teams/",
                "https:///smba.trafficmanager.net/teams/",
                "http://smba.trafficmanager.net/teams/",
                "ftp://smba.trafficmanager.net/teams/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://smba.trafficmanager.net@evil.example/teams/",
                "https://evil.example@smba.trafficmanager.net/teams/",
                "https://user:pass@smba.trafficmanager.net/teams/",
                "https://@smba.trafficmanager.net/teams/",
                "https://smba.trafficmanager.net%40evil.example/teams/",
                "https://smba.trafficmanager.net.evil.example/teams/",
                "https://evilsmba.trafficmanager.net/teams/",
                "https://evil.trafficmanager.net/teams/",
                "https://x.smba.trafficmanager.net/teams/",
                "https://trafficmanager.net/teams/",
                "https://smba-trafficmanager.net/teams/",
                "https://smba.trafficmanager.net./teams/",
                "https://.smba.trafficmanager.net/teams/",
                "https://smba.trafficmanager.net:444/teams/",
                "https://smba.trafficmanager.net:80/teams/",
                "https://smba.trafficmanager.net:0/teams/",
                "https://smba.trafficmanager.net:4430/teams/",
                "https://smba.trafficmanager.net:-1/teams/",
                "https://smba.trafficmanager.net:443:443/teams/",
                "https://smba.trafficmanager.net/teams/?a=b",
                "https://smba.trafficmanager.net/teams/?",
                "https://smba.trafficmanager.net/teams/#a",
                "https://smba.trafficmanager.net/teams/#",
                "https://evil.example/#https://smba.trafficmanager.net/teams/",
                "https://evil.example/?https://smba.trafficmanager.net/teams/",
                "https://smba.trafficmanager.net\\@evil.example/teams/",
                "https:\\\\smba.trafficmanager.net\\teams\\",
                "https://smba.trafficmanager.net/\\evil.example",
                "https://smba.traffic\tmanager.net/teams/",
                "https://smba.trafficmanager.net\n.evil.example/teams/",
                "https://smba.trafficmanager.net/te ams/",
                "https://smba.trafficmanager.net/teams/\r\nHost: evil.example",
                "https://smba.traffic\u200bmanager.net/teams/",
                "https://\u0455mba.trafficmanager.net/teams/",
                "https://smba\u3002trafficmanager\u3002net/teams/",
                "https://\uff53mba.trafficmanager.net/teams/",
                "https://xn--mba-i5d.trafficmanager.net/teams/",
                "https://smba%2etrafficmanager.net/teams/",
                "https://smba.trafficmanager.net/%2e%2e/teams/",
                "https://smba.trafficmanager.net/../teams/",
                "https://smba.trafficmanager.net/teams/..",
                "https://smba.trafficmanager.net/./teams/",
                "https://smba.trafficmanager.net//evil.example/",
                "https://smba.trafficmanager.net/teams//",
                "https://smba.trafficmanager.net/teams%2f",
                "https://[::1]/teams/",
                "https://[::ffff:127.0.0.1]/teams/",
                "https://127.0.0.1/teams/",
                "https://169.254.169.254/metadata",
                "https://2130706433/teams/",
                "https://0x7f000001/teams/",
                "https://localhost/teams/",
                "https://smba.trafficmanager.net,evil.example/teams/",
                "https://smba_trafficmanager.net/teams/",
                "https://smba.infra.gcc.teams.microsoft.com.evil.example/teams",
                "https://teams.microsoft.com/teams",
                "https://amer-client-ss.msg.skype.com/teams",
                "https://login.microsoftonline.com/teams/"
            })
    void refusesEverythingElse(String form) {
        assertThatThrownBy(() -> ServiceUrl.parse(form, false)).isInstanceOf(Problem.class);
    }

    @Test
    void refusesALongOne() {
        assertThatThrownBy(() -> ServiceUrl.parse("https://smba.trafficmanager.net/" + "a".repeat(2100), false))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ServiceUrl.parse(null, false)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/emea/, http://127.0.0.1:8080/emea/",
        "http://localhost:1, http://localhost:1/",
        "http://LOCALHOST:65535/a/b, http://localhost:65535/a/b/",
        "https://localhost, https://localhost/",
        "http://[::1]:8080/, http://[::1]:8080/"
    })
    void takesThisComputerForALocalConnection(String given, String kept) {
        ServiceUrl url = ServiceUrl.parse(given, true);
        assertThat(url).hasToString(kept);
        assertThat(url.local()).isTrue();
        assertThat(ServiceUrl.isLoopback(given)).isTrue();
        assertThatThrownBy(() -> ServiceUrl.parse(given, false)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:8080/",
                "http://0.0.0.0:8080/",
                "http://[::]:8080/",
                "http://localhost.evil.example/",
                "http://127.0.0.1.evil.example/",
                "http://127.1/",
                "http://127.0.0.1@evil.example/",
                "http://192.168.0.1/",
                "ftp://127.0.0.1/",
                "127.0.0.1:8080",
                "http://127.0.0.1:65536/",
                "http://127.0.0.1:99999/",
                "http://127.0.0.1:0/",
                "http://127.0.0.1:8080/?a",
                "http://127.0.0.1:8080/../"
            })
    void takesNothingElseForALocalConnection(String form) {
        assertThatThrownBy(() -> ServiceUrl.parse(form, true)).isInstanceOf(Problem.class);
        assertThat(ServiceUrl.isLoopback(form)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://smba.trafficmanager.net/teams/, https://smba.trafficmanager.net/teams/v3/teams/x",
        "https://smba.trafficmanager.net/emea/t, https://smba.trafficmanager.net/emea/t/v3/teams/x",
        "https://smba.trafficmanager.net, https://smba.trafficmanager.net/v3/teams/x"
    })
    void keepsItsPathInCalls(String base, String call) {
        assertThat(ServiceUrl.parse(base, false).at("/v3/teams/x")).isEqualTo(URI.create(call));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v3/teams", "/v4/teams", "//evil.example/v3/", "@evil.example/v3/", ".evil.example/v3/", ""})
    void callsBeginWithTheVersion(String path) {
        ServiceUrl url = ServiceUrl.parse(ServiceUrl.PUBLIC, false);
        assertThatIllegalArgumentException().isThrownBy(() -> url.at(path));
    }

    @Test
    void itsOriginHasNoPath() {
        assertThat(ServiceUrl.parse("http://localhost:81/a/b", true).origin())
                .isEqualTo(URI.create("http://localhost:81"));
        assertThat(ServiceUrl.parse("https://SMBA.trafficmanager.net:443/a", false)
                        .origin())
                .isEqualTo(URI.create("https://smba.trafficmanager.net"));
        assertThat(ServiceUrl.parse("http://[::1]:81/a/b", true).host()).isEqualTo("[::1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19:ExampleTeamThread000000000000000000000000001@thread.tacv2"
                        + "|19%3AExampleTeamThread000000000000000000000000001%40thread.tacv2",
                "19:ExampleChannel2@thread.tacv2;messageid=1772442903000"
                        + "|19%3AExampleChannel2%40thread.tacv2%3Bmessageid%3D1772442903000",
                "29:1User_one-x|29%3A1User_one-x",
                "aaaaaaaa-0000-4000-8000-000000000001|aaaaaaaa-0000-4000-8000-000000000001",
                "ada.example@example.org|ada.example%40example.org",
                "emea_3f000000|emea_3f000000",
                "a/b\\c?d#e%f+g h&i=j|a%2Fb%5Cc%3Fd%23e%25f%2Bg%20h%26i%3Dj",
                "~*.-_|~%2A.-_",
                "\u0130\u0131|%C4%B0%C4%B1"
            })
    void idsAreOneSegment(String id, String segment) {
        assertThat(ServiceUrl.segment(id)).isEqualTo(segment);
    }
}
