package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.testing.Said;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.StringLength;

@Tag("locale")
class ServiceUrlProperties {
    private static final ServiceUrl BASE = ServiceUrl.parse("https://smba.trafficmanager.net/emea/", false);

    @Property(tries = 2000)
    void anySegmentComesBackWhole(@ForAll("ids") String id) {
        String segment = ServiceUrl.segment(id);
        assertThat(segment).matches("[A-Za-z0-9._~%-]*");
        assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(id);
    }

    @Property(tries = 2000)
    void noIdLeavesItsSegmentOrTheHost(@ForAll("ids") String id) {
        URI call = BASE.at("/v3/conversations/" + ServiceUrl.segment(id) + "/activities");
        assertThat(call.getHost()).isEqualTo("smba.trafficmanager.net");
        assertThat(call.getRawAuthority()).isEqualTo("smba.trafficmanager.net");
        assertThat(call.getRawQuery()).isNull();
        assertThat(call.getRawFragment()).isNull();
        assertThat(call.getRawPath().split("/", -1)).hasSize(6);
    }

    @Property(tries = 5000)
    void whateverIsTakenIsTrusted(@ForAll("forms") String form, @ForAll boolean local) {
        ServiceUrl url;
        try {
            url = ServiceUrl.parse(form, local);
        } catch (Problem e) {
            return;
        }
        URI call = url.at("/v3/teams/x");
        assertThat(call.getRawUserInfo()).isNull();
        assertThat(call.getHost()).isEqualTo(url.host());
        if (local) {
            assertThat(url.host()).isIn("127.0.0.1", "localhost", "[::1]");
        } else {
            assertThat(call.getScheme()).isEqualTo("https");
            assertThat(call.getPort()).isEqualTo(-1);
            assertThat(ServiceUrl.TRUSTED_HOSTS).contains(call.getHost());
        }
        assertThat(ServiceUrl.parse(url.toString(), local)).isEqualTo(url).hasSameHashCodeAs(url);
    }

    @Property(tries = 1000)
    void anythingElseEndsInAProblem(@ForAll @StringLength(max = 60) String form, @ForAll boolean local) {
        try {
            ServiceUrl.parse(form, local);
        } catch (Problem e) {
            assertThat(Said.words(e)).doesNotContain("null");
        }
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .excludeChars(surrogates())
                .ofMaxLength(60)
                .edgeCases(edges -> edges.add("..", "/", "%2F", "a:1@evil.example:80/", "\u0000", "\ud83d\ude00"));
    }

    /** Half a pair has no UTF-8: such an id cannot come from JSON nor go into an address. */
    private static char[] surrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    /** Addresses put together from parts that matter. */
    @Provide
    Arbitrary<String> forms() {
        Arbitrary<String> part = Arbitraries.of(
                "https",
                "http",
                "HTTPS",
                "://",
                ":",
                "/",
                "//",
                "@",
                "smba.trafficmanager.net",
                "SMBA.trafficmanager.net",
                "smba.infra.gcc.teams.microsoft.com",
                "evil.example",
                "127.0.0.1",
                "localhost",
                "[::1]",
                ":443",
                ":444",
                ":8080",
                ":99999",
                "/teams",
                "/emea/",
                "..",
                ".",
                "?",
                "#",
                "%2e",
                "%40",
                "\\",
                "\t",
                "\u200b",
                " ",
                "a");
        Arbitrary<String> usual = Arbitraries.of(
                "https://smba.trafficmanager.net",
                "https://smba.trafficmanager.net/teams/",
                "http://127.0.0.1:8080",
                "http://[::1]:8080/emea/");
        return Arbitraries.oneOf(
                part.list().ofMinSize(1).ofMaxSize(8).map(parts -> String.join("", parts)),
                usual.flatMap(head -> part.list().ofMaxSize(3).map(parts -> head + String.join("", parts))),
                usual.flatMap(tail -> part.list().ofMaxSize(3).map(parts -> String.join("", parts) + tail)));
    }
}
