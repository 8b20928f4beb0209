package dev.rostrum.domain;

import static dev.rostrum.testing.Said.says;
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
    private static final String ENCODED = "19%3aExampleTeamThread000000000000000000000000001%40thread.tacv2";
    private static final String TWICE = "19%253aExampleTeamThread000000000000000000000000001%2540thread.tacv2";
    private static final String THRICE = "19%25253aExampleTeamThread000000000000000000000000001%252540thread.tacv2";
    private static final String WRAPPED = "https%3A%2F%2Fteams.microsoft.com%2Fl%2Fteam%2F" + TWICE
            + "%2Fconversations%3FgroupId%3D77777777-7777-4777-8777-777777777777%26tenantId%3D"
            + "11111111-aaaa-4bbb-8ccc-222222222222";
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
                        + GROUP,
                // What people have in their hands: the browser's page, mail, notes.
                "<https://teams.microsoft.com/l/team/" + THREAD + "/conversations" + QUERY + ">",
                "Example Team: https://teams.microsoft.com/l/team/" + ENCODED + "/conversations" + QUERY + ".",
                "[Example (Team)](https://teams.microsoft.com/l/team/" + ENCODED + "/conversations" + QUERY + ")",
                "Join us!\thttps://teams.microsoft.com/l/team/" + ENCODED + "/conversations?groupId=" + GROUP
                        + "&amp;tenantId=" + TENANT + "; thanks",
                "teams.microsoft.com/l/team/" + ENCODED + "/conversations" + QUERY,
                "msteams://teams.microsoft.com/l/team/" + ENCODED + "/conversations" + QUERY,
                "msteams:/l/team/" + ENCODED + "/conversations" + QUERY,
                "msteams:teams.microsoft.com/l/team/" + THREAD + "/conversations" + QUERY,
                "MS-Teams:/l/team/" + THREAD + "/conversations" + QUERY,
                "https://teams.microsoft.com/l/team/19%253AExampleTeamThread000000000000000000000000001%2540thread.tacv2"
                        + "/conversations" + QUERY,
                "https%3A%2F%2Fteams.microsoft.com%2Fl%2Fteam%2F" + TWICE + "%2Fconversations%3FgroupId%3D" + GROUP
                        + "%26tenantId%3D" + TENANT,
                "https://teams.microsoft.com/l/team/" + ENCODED + "/conversations%3FgroupId%3D" + GROUP
                        + "%26tenantId%3D" + TENANT,
                "https://teams.microsoft.com/_#/l/team/" + THREAD + "/conversations" + QUERY,
                "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fteam%2F" + ENCODED
                        + "%2Fconversations%3FgroupId%3D" + GROUP + "%26tenantId%3D" + TENANT
                        + "&type=team&deeplinkId=f0ba41aa-0000-4000-8000-000000000001&directDl=true&msLaunch=true",
                "https://gov.teams.microsoft.us/dl/launcher/launcher.html?url=%2f_%23%2fl%2fteam%2f" + TWICE
                        + "%2fconversations%3fgroupId%3d" + GROUP + "%26tenantId%3d" + TENANT + "&type=team",
                "https://teams.microsoft.com/dl/launcher/launcher.html?url=/_#/l/team/" + THREAD + "/conversations"
                        + QUERY + "&type=team&directDl=true",
                "https://eur01.safelinks.protection.outlook.com/?url=" + WRAPPED
                        + "&data=05%7C02%7Cann%40x.example%7C0&sdata=abc%2Bdef%3D&reserved=0",
                "https://gcc02.safelinks.protection.outlook.com/ap/t-59584e83/?url=" + WRAPPED + "&data=05%7C02",
                "https://usg02.safelinks.protection.office365.us/?url=" + WRAPPED + "&data=05",
                "https://can01.safelinks.protection.outlook.com/?url=" + WRAPPED + "&amp;data=05%7C02&amp;reserved=0",
                "https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html?url=" + WRAPPED
                        + "&locale=en-us",
                "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fdl%2Flauncher"
                        + "%2Flauncher.html%3Furl%3D%252F_%2523%252Fl%252Fteam%252F" + THRICE
                        + "%252Fconversations%253FgroupId%253D" + GROUP + "%2526tenantId%253D" + TENANT
                        + "%26type%3Dteam&data=05",
                "https://www.example.org/news and https://teams.microsoft.com/l/team/" + THREAD + "/x" + QUERY,
                "https://teams.microsoft.com/l/team/" + THREAD + "/x" + QUERY + " <https://teams.microsoft.com/l/team/"
                        + ENCODED + "/x" + QUERY + ">"
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
                "19%253aExampleTeamThread000000000000000000000000001%2540thread.tacv2",
                "<" + THREAD + ">",
                "The team is " + THREAD + ", I think.",
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
                "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0|link of a meeting",
                "https://teams.microsoft.com/meet/2345678901234?p=abc|link of a meeting",
                "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3Ameeting_x"
                        + "%40thread.v2%2F0&type=meetup-join|link of a meeting",
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fchannel"
                        + "%2F19%253aX%2540thread.tacv2%2FGeneral&data=05|link of a channel",
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F&data=05|"
                        + "leads to example.org",
                "https://eur01.safelinks.protection.outlook.com/?data=05|link of a mail filter (eur01.safelinks",
                "https://teams.microsoft.com/l/entity/com.example.app/tab?context=%7B%7D|link of a tab",
                "https://teams.microsoft.com/l/file/ABC?tenantId=x|link of a file",
                "https://teams.microsoft.com/l/call/0/0?users=a@x.example|link of a call",
                "https://teams.microsoft.com/_#/school/conversations/General?threadId=19:x@thread.tacv2&ctx=channel|"
                        + "address of a page",
                "https://contoso.sharepoint.com/sites/Example/Shared%20Documents|link of SharePoint",
                "https://contoso-my.sharepoint.us/personal/ann|link of SharePoint",
                "https://admin.teams.microsoft.com/teams/manage|page of an admin center",
                "https://teams.live.com/meet/9345|Teams for home",
                "https://teams.live.com.evil.example/|leads to teams.live.com.evil.example",
                "https://evil.example/?url=" + WRAPPED + "|leads to evil.example",
                "https://safelinks.protection.outlook.com.evil.example/?url=" + WRAPPED + "|leads to safelinks",
                "https://evil.example/x.safelinks.protection.outlook.com/?url=" + WRAPPED + "|leads to evil.example",
                "https://teams.microsoft.com/l/team/" + THREAD + " https://teams.microsoft.com/l/team/"
                        + "19:Another@thread.tacv2|names 2 teams",
                "https://teams.microsoft.com/|does not name a team",
                "https://teams.microsoft.com|does not name a team",
                "https://teams.microsoft.com/v2/|does not name a team",
                "https://example.org/l/team/" + THREAD + "/conversations" + QUERY + "|not a link of Teams: it leads to",
                "https://teams.microsoft.com.evil.example/l/team/" + THREAD + "|not a link of Teams: it leads to",
                "https://teams.microsoft.com@evil.example/l/team/" + THREAD + "|not a link of Teams: it leads to",
                "https://teams.microsoft.com:444/l/team/" + THREAD + "|not a link of Teams: it leads to",
                "http://teams.microsoft.com/l/team/" + THREAD + "|begins with https://",
                "https://teams.microsoft.com/l/team/|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/19%3AExample|team id in this link is not whole",
                "https://teams.microsoft.com/l/team/19%253AExample%2540thread.v2|team id in this link is not whole",
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
                "19%253AExample%2540thread.tac|not a whole team id",
                "19:meeting_abc@thread.v2|id of a meeting's chat",
                "19:abc@thread.tacv2;messageid=1772442903000|link of a message",
                "abcd.contoso.onmicrosoft.com@emea.teams.ms|mail address",
                "The Example Team|neither a team link nor a team id",
                "29:1abc|id of a person"
            })
    void everythingElseIsNamed(String pasted, String said) {
        assertThatThrownBy(() -> TeamLink.parse(pasted))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                .satisfies(says(said))
                .satisfies(says(said.startsWith("names") ? "one team a line" : "Get link to team"));
    }

    @Test
    void nothingAndTooMuch() {
        assertThatThrownBy(() -> TeamLink.parse(null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TeamLink.parse(" \u200b")).satisfies(says("No team link"));
        assertThatThrownBy(() -> TeamLink.parse(THREAD + "x".repeat(9000))).satisfies(says("longer"));
        assertThatThrownBy(() -> TeamLink.parse("19%3a".repeat(1600))).isInstanceOf(Problem.class);
    }
}
