package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.testing.Said;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever is pasted is a team or is named; nothing else happens, and soon. */
@Tag("locale")
class TeamLinkProperties {
    private static final List<String> PIECES = List.of(
            "https://",
            "HTTP://",
            "msteams:",
            "teams.microsoft.com",
            "teams.microsoft.com/l/team/",
            "/l/team/",
            "/dl/launcher/launcher.html?url=",
            "eur01.safelinks.protection.outlook.com/?url=",
            "19:abc@thread.tacv2",
            "19%3aabc%40thread.tacv2",
            "19%253aabc%2540thread.tacv2",
            "19:abc@thread.v2",
            "%2F",
            "%253A",
            "%",
            "%zz",
            "#",
            "?",
            "&",
            "&amp;",
            "groupId=",
            "tenantId=x",
            "url=",
            "77777777-7777-4777-8777-777777777777",
            "<",
            ">",
            "[a](",
            ")",
            "\"",
            " ",
            ".",
            "@",
            ";messageid=1",
            "\u200b",
            "\u0130",
            "\ud83d");

    @Provide
    Arbitrary<String> pasted() {
        return Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(4))
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 5000)
    void anythingIsATeamOrIsNamed(@ForAll("pasted") String text) {
        try {
            TeamLink link = TeamLink.parse(text);
            assertThat(link.teamId()).matches("19:[A-Za-z0-9_-]+@thread\\.(tacv2|skype)");
        } catch (Problem e) {
            assertThat(e.kind()).isEqualTo(Problem.Kind.WRONG_USE);
            assertThat(Said.words(e)).isNotBlank();
        }
    }

    @Example
    void longTextsEndSoon() {
        for (String piece : PIECES) {
            String text = piece.repeat(8000 / piece.length());
            assertThatThrownBy(() -> TeamLink.parse(text)).as(piece).isInstanceOf(Problem.class);
        }
        assertThatThrownBy(() -> TeamLink.parse("a.".repeat(4000))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TeamLink.parse("https://" + "a.".repeat(4000))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TeamLink.parse("19:" + "a".repeat(201) + "@thread.tacv2"))
                .isInstanceOf(Problem.class);
    }
}
