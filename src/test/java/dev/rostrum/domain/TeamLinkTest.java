package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What admins paste: links and ids of teams, and everything that Teams lets one copy instead. */
@Tag("locale")
class TeamLinkTest {
    private static final String THREAD = "19:ExampleTeamThread000000000000000000000000001@thread.tacv2";
    private static final String GROUP = "77777777-7777-4777-8777-777777777777";
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String QUERY = "?groupId=" + GROUP + "&tenantId=" + TENANT;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://teams.microsoft.com/l/team/19%3aExampleTeamThread000000000000000000000000001%40thread.tacv2"
                        + "/conversations" + QUERY,
                "https://teams.microsoft.com/l/team/19%3AExampleTeamThread000000000000000000000000001%40thread.tacv2"
                        + "/conversations" + QUERY,
                "https://teams.microsoft.com/l/team/" + THREAD + "/conversations" + QUERY,
                "https://teams.microsoft.com/l/team/" + THREAD + QUERY,
                "HTTPS://Teams.Microsoft.COM/l/TEAM/" + THREAD + "/conversations" + QUERY,
                "https://teams.cloud.microsoft/l/team/" + THREAD + "/conversations" + QUERY,
                "https://gov.teams.microsoft.us/l/team/" + THREAD + "/conversations" + QUERY,
                " \"https://teams.microsoft.com/l/team/" + THREAD + "/conversations" + QUERY + "\"\u200b\n",
                "https://teams.microsoft.com/l/team/" + THREAD + "/conversations?GROUPID={" + GROUP
                        + "}&TenantID=11111111-AAAA-4BBB-8CCC-222222222222&x=y#fragment",
                "https://teams.microsoft.com/l/team/" + THREAD + "/conversations?tenantId=" + TENANT + "&groupId="
                        + GROUP
            })
    void links(String link) {
        assertThat(TeamLink.parse(link)).isEqualTo(new TeamLink(THREAD, GROUP, TENANT));
    }

    @Test
    void anOldTeamsLink() {
        assertThat(TeamLink.parse("https://teams.microsoft.com/l/team/"
                        + "19%3a0123456789abcdef0123456789abcdef%40thread.skype/conversations" + QUERY))
                .isEqualTo(new TeamLink("19:0123456789abcdef0123456789abcdef@thread.skype", GROUP, TENANT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                THREAD,
                "  " + THREAD + "\u00a0",
                "19%3AExampleTeamThread000000000000000000000000001%40thread.tacv2",
                "19%3aExampleTeamThread000000000000000000000000001%40thread.tacv2",
                "https://teams.microsoft.com/l/team/" + THREAD
            })
    void ids(String id) {
        assertThat(TeamLink.parse(id)).isEqualTo(new TeamLink(THREAD, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://teams.microsoft.com/l/channel/19%3AExampleChannel2%40thread.tacv2/Announcements" + QUERY
                        + "|link of a channel",
                "https://teams.microsoft.com/l/message/19:ExampleChannel2@thread.tacv2/1772442903000?tenantId=" + TENANT
                        + "&teamName=Example%20Team|link of a message",
                "https://teams.microsoft.com/l/chat/0/0?users=28:99999999-9999-4999-8999-999999999999|link of a chat",
                "https://teams.microsoft.com/l/chat/19:abc@thread.v2/conversations|link of a chat",
                "https://teams.microsoft.com/l/app/99999999-9999-4999-8999-999999999999|link of an app",
                "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0|does not name a team",
                "https://teams.microsoft.com/|does not name a team",
                "https://teams.microsoft.com|does not name a team",
                "https://teams.microsoft.com/v2/|does not name a team",
                "https://example.org/l/team/" + THREAD + "/conversations" + QUERY + "|not a link of Teams",
                "https://teams.microsoft.com.evil.example/l/team/" + THREAD + "|not a link of Teams",
                "https://teams.microsoft.com@evil.example/l/team/" + THREAD + "|not a link of Teams",
                "https://teams.microsoft.com:444/l/team/" + THREAD + "|not a link of Teams",
                "http://teams.microsoft.com/l/team/" + THREAD + "|begins with https://",
                "msteams://teams.microsoft.com/l/team/" + THREAD + "|begins with https://",
                "https://teams.microsoft.com/l/team/|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/19%3AExample|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/19%253AExample%2540thread.tacv2|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/19:x@thread.v2/conversations|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/19:a%2F..%2Fb@thread.tacv2/x|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/%zz/x|link is damaged",
                "https://teams.microsoft.com/l/team/" + THREAD + "/x?groupId=77777777|is not whole",
                "https://teams.microsoft.com/l/team/" + THREAD + "/x?tenantId=|is not whole",
                "77777777-7777-4777-8777-777777777777|group id",
                "{77777777-7777-4777-8777-777777777777}|group id",
                "19:abc@thread.v2|id of a chat",
                "19:a_b@unq.gbl.spaces|id of a chat",
                "19:Example@thread.tac|not a whole team id",
                "19:Exam ple@thread.tacv2|not a whole team id",
                "19%253AExample%2540thread.tacv2|neither a team link nor a team id",
                "The Example Team|neither a team link nor a team id",
                "29:1abc|neither a team link nor a team id"
            })
    void everythingElseIsNamed(String pasted, String said) {
        assertThatThrownBy(() -> TeamLink.parse(pasted))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                .hasMessageContaining(said);
    }

    @Test
    void nothingAndTooMuch() {
        assertThatThrownBy(() -> TeamLink.parse(null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TeamLink.parse(" \u200b")).hasMessageContaining("No team link");
        assertThatThrownBy(() -> TeamLink.parse(THREAD + "x".repeat(3000))).hasMessageContaining("longer");
        assertThatThrownBy(() -> TeamLink.parse("19%3a".repeat(400))).isInstanceOf(Problem.class);
    }
}
