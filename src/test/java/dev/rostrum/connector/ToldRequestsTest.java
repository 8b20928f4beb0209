package dev.rostrum.connector;

import static dev.rostrum.http.RawServer.answer;
import static dev.rostrum.http.RawServer.closeAfterReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.TextFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of which requests the request log is told, and what. */
@Timeout(60)
class ToldRequestsTest {
    private static final String TEAM = "{\"id\":\"" + Rig.TEAM + "\"}";

    private static String shown(MadeRequest request) {
        return request.kind() + " " + MadeRequest.ended(request.status(), request.code()) + " after " + request.after();
    }

    @Test
    void eachTryOfAReadIsToldWithWhatItRepeats() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(
                    answer(503, "{}"),
                    closeAfterReading(),
                    answer(429, "{}", "Retry-After: 0"),
                    answer(401, "{\"error\":{\"code\":\"BadArgument\",\"message\":\"token-1 is old\"}}"),
                    answer(200, TEAM, "MS-CV: vector.0"));
            rig.client.team(Rig.TEAM);
            assertThat(rig.made)
                    .extracting(ToldRequestsTest::shown)
                    .containsExactly(
                            "TEAM 503 after null",
                            "TEAM ConnectionLost after 503",
                            "TEAM 429 Throttled after ConnectionLost",
                            "TEAM 401 BadArgument after 429 Throttled",
                            "TEAM 200 after 401 BadArgument");
            assertThat(rig.made.get(4).msCv()).isEqualTo("vector.0");
            assertThat(rig.made.toString()).doesNotContain("token-").doesNotContain(Rig.TEAM);
        }
    }

    @Test
    void aPageIsToldWithoutItsToken() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(200, "{\"members\":[]}"));
            rig.client.members(Rig.TEAM, 500, "a-token-of-a-page");
            assertThat(rig.made).singleElement().satisfies(request -> {
                assertThat(request.kind()).isEqualTo(RequestKind.MEMBERS);
                assertThat(request.path())
                        .startsWith("/v3/conversations/")
                        .endsWith("/pagedmembers?pageSize=500&continuationToken=\u2026");
            });
        }
    }

    @Test
    void whatTheLedgerKeepsIsNotTold() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(
                    answer(201, "{\"id\":\"a:1\"}"),
                    answer(201, "{\"id\":\"1\"}"),
                    answer(200, "{\"id\":\"1\"}"),
                    answer(200, ""));
            Message message = new Message("Hello", TextFormat.PLAIN);
            rig.client.createConversation(rig.permit(), Rig.USER);
            rig.client.send(rig.permit(), "a:1", message);
            rig.client.update(rig.permit(), "a:1", "1", message);
            rig.client.delete(rig.permit(), "a:1", "1");
            assertThat(rig.made).isEmpty();
        }
    }

    @Test
    void aConversationThatIsOpenedOutsideOfDeliveriesIsTold() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(201, "{\"id\":\"a:1\"}"), answer(403, "{\"error\":{\"code\":\"Blocked\"}}"));
            assertThat(rig.client.openConversation(Rig.USER).value()).isEqualTo("a:1");
            assertThatThrownBy(() -> rig.client.openConversation(Rig.USER))
                    .isInstanceOf(ConnectorFailure.Refused.class);
            assertThat(rig.made)
                    .extracting(ToldRequestsTest::shown)
                    .isEqualTo(List.of("CREATE 201 after null", "CREATE 403 Blocked after null"));
        }
    }
}
