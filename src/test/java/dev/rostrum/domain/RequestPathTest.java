package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {
    private static String connector(String address) {
        return RequestPath.ofConnector(URI.create(address));
    }

    @ParameterizedTest
    @CsvSource({
        "https://smba.trafficmanager.net/teams/v3/conversations, /v3/conversations",
        "https://smba.trafficmanager.net/teams/v3/teams/19%3AabcdefghijKLMNop%40thread.tacv2, /v3/teams/19:abcdef…acv2",
        "http://127.0.0.1:1/v3/conversations/19%3Aabcdefghij%40thread.tacv2/pagedmembers?pageSize=500,"
                + " /v3/conversations/19:abcdef…acv2/pagedmembers?pageSize=500",
        "http://127.0.0.1:1/v3/conversations/x/pagedmembers?pageSize=50&continuationToken=b2JqZWN0,"
                + " /v3/conversations/x/pagedmembers?pageSize=50&continuationToken=…"
    })
    void idsOfTheConnectorAreShortenedAndParametersHidden(String address, String shown) {
        assertThat(connector(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/72F988BF-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/token,"
                + " login.microsoftonline.com/72F988BF-…db47/oauth2/v2.0/token",
        "https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration,"
                + " login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration",
        "https://graph.example/v1.0/users/anna%40contoso.com/chats, graph.example/v1.0/users/…/chats",
        "https://graph.example/v1.0/users/anna@contoso.com, graph.example/v1.0/users/…",
        "https://graph.example/x?filter=mail%20eq%20anna&$top=5, graph.example/x?filter=…&$top=5"
    })
    void hostsAreNamedAndAddressesOfPeopleAreNot(String address, String shown) {
        assertThat(RequestPath.ofHost(URI.create(address))).isEqualTo(shown);
    }

    @Test
    void whatIsDecodedSteersNothing() {
        assertThat(connector("http://127.0.0.1:1/v3/conversations/a%3Aab%0A%1b%5B2J%e2%80%aexyz/activities"))
                .isEqualTo("/v3/conversations/a:ab [2Jxyz/activities");
        assertThat(connector("http://127.0.0.1:1/v3/" + "x/".repeat(400))).hasSize(300);
    }

    @Test
    void deliveriesGoWhereTheirCallLeads() {
        String chat = "a:1qR7tZabcdefghijklmnKd2A";
        assertThat(RequestPath.ofDelivery(Call.CREATE, chat, null)).isEqualTo("/v3/conversations");
        assertThat(RequestPath.ofDelivery(Call.SEND, chat, null))
                .isEqualTo("/v3/conversations/a:1qR7tZa…Kd2A/activities");
        assertThat(RequestPath.ofDelivery(Call.DELETE, null, "1612345678901"))
                .isEqualTo("/v3/conversations/…/activities/1612345678901");
    }
}
