package dev.rostrum.connector;

import static dev.rostrum.http.RawServer.answer;
import static dev.rostrum.http.RawServer.closeAfterReading;
import static dev.rostrum.http.RawServer.halfBody;
import static dev.rostrum.http.RawServer.hang;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.http.Transport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rosters and teams, and how reads repeat themselves. */
@Tag("locale")
@Timeout(60)
class ConnectorReadsTest {
    private static final String EMPTY_PAGE = "{\"members\":[]}";
    private static final String TEAM = "{\"id\":\"" + Rig.TEAM + "\",\"name\":\"Example Team\",\"aadGroupId\":"
            + "\"7777777A-7777-4777-8777-777777777777\",\"channelCount\":2,\"memberCount\":250,\"type\":\"standard\"}";

    @Test
    void readsAPage() throws Exception {
        try (Rig rig = new Rig("/emea", Duration.ofSeconds(20))) {
            rig.server.then(answer(
                    200,
                    "{\"continuationToken\":\"ZXhh+/=&?\",\"members\":["
                            + "{\"id\":\"29:1a\",\"objectId\":\"AAAAAAAA-0000-4000-8000-000000000001\",\"name\":\"Ada\","
                            + "\"givenName\":\"A\",\"surname\":\"da\",\"email\":\"ada@example.org\","
                            + "\"userPrincipalName\":\"ada@example.org\",\"tenantId\":\"" + Rig.TENANT
                            + "\",\"userRole\":\"user\",\"new\":{\"x\":1}},"
                            + "{\"id\":\"29:1b\",\"objectId\":\"00000000-0000-0000-0000-000000000000\","
                            + "\"aadObjectId\":\"aaaaaaaa-0000-4000-8000-000000000002\","
                            + "\"userPrincipalName\":\"ben_example.net#EXT#@example.org\",\"email\":\"\"},"
                            + "{\"id\":\"29:1a\"},"
                            + "{\"name\":\"Nobody\"},{\"id\":\"  \"},{\"id\":null},"
                            + "{\"id\":\"29:1c\",\"tenantId\":\"22222222-aaaa-4bbb-8ccc-222222222222\",\"userRole\":\"USER\","
                            + "\"objectId\":\"no guid\"},"
                            + "{\"id\":\"29:1d\",\"userRole\":\"anonymous\"}]}"));

            Answer<MembersPage> answer = rig.client.members(Rig.TEAM, 500, null);

            MembersPage page = answer.value();
            assertThat(page.next()).isEqualTo("ZXhh+/=&?");
            assertThat(page.withoutId()).isEqualTo(3);
            assertThat(page.members())
                    .containsExactly(
                            new User(
                                    "29:1a",
                                    "aaaaaaaa-0000-4000-8000-000000000001",
                                    "Ada",
                                    "A",
                                    "da",
                                    "ada@example.org",
                                    "ada@example.org",
                                    Rig.TENANT,
                                    UserKind.MEMBER),
                            new User(
                                    "29:1b",
                                    "aaaaaaaa-0000-4000-8000-000000000002",
                                    null,
                                    null,
                                    null,
                                    null,
                                    "ben_example.net#EXT#@example.org",
                                    null,
                                    UserKind.GUEST),
                            new User("29:1a", null, null, null, null, null, null, null, UserKind.UNKNOWN),
                            new User(
                                    "29:1c",
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    "22222222-aaaa-4bbb-8ccc-222222222222",
                                    UserKind.EXTERNAL),
                            new User("29:1d", null, null, null, null, null, null, null, UserKind.ANONYMOUS));
            assertThat(rig.server.only().target())
                    .isEqualTo("/emea/v3/conversations/19%3AExampleTeamThread000000000000000000000000001%40thread.tacv2"
                            + "/pagedmembers?pageSize=500");
            assertThat(rig.server.only().header("Authorization")).isEqualTo("Bearer token-1");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,50", "0,50", "49,50", "50,50", "123,123", "500,500", "501,500", "2147483647,500"})
    void pageSizesAreClamped(int asked, int sent) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(200, EMPTY_PAGE));
            rig.client.members(Rig.TEAM, asked, null);
            assertThat(rig.server.only().target()).endsWith("?pageSize=" + sent);
        }
    }

    @Test
    void aContinuationTokenIsEncoded() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(200, EMPTY_PAGE));
            rig.client.members(Rig.TEAM, 100, "a+b/c==&pageSize=1 \u00fc");
            assertThat(rig.server.only().target())
                    .endsWith("?pageSize=100&continuationToken=a%2Bb%2Fc%3D%3D%26pageSize%3D1%20%C3%BC");
        }
    }

    @Test
    void anEmptyPageMayHaveANextOne() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(
                    answer(200, "{\"continuationToken\":\"t\",\"members\":[]}"),
                    answer(200, "{\"continuationToken\":\"\",\"members\":[]}"),
                    answer(200, "{\"continuationToken\":null,\"members\":[]}"));
            assertThat(rig.client.members(Rig.TEAM, 50, null).value().next()).isEqualTo("t");
            assertThat(rig.client.members(Rig.TEAM, 50, "t").value().next()).isNull();
            assertThat(rig.client.members(Rig.TEAM, 50, "t").value().next()).isNull();
        }
    }

    @Test
    void aPageMayBeLargerThanAskedFor() throws Exception {
        try (Rig rig = new Rig()) {
            StringBuilder members = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                members.append(i == 0 ? "" : ",")
                        .append("{\"id\":\"29:1x")
                        .append(i)
                        .append("\"}");
            }
            rig.server.then(answer(200, "{\"members\":[" + members + "]}"));
            assertThat(rig.client.members(Rig.TEAM, 50, null).value().members()).hasSize(2000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void whatIsNoPageIsRefused(String body) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(200, body));
            assertThatThrownBy(() -> rig.client.members(Rig.TEAM, 50, null))
                    .isInstanceOfSatisfying(Refused.class, e -> {
                        assertThat(e.code()).isEqualTo("UnreadableAnswer");
                        assertThat(e.status()).isEqualTo(200);
                    });
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void readsATeam() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(200, TEAM), answer(200, "{\"id\":\"19:x\",\"memberCount\":-1,\"name\":\" \"}"));
            assertThat(rig.client.team(" " + Rig.TEAM).value())
                    .isEqualTo(new TeamDetails(Rig.TEAM, "Example Team", "7777777a-7777-4777-8777-777777777777", 250));
            assertThat(rig.client.team(Rig.TEAM).value()).isEqualTo(new TeamDetails("19:x", null, null, null));
            assertThat(rig.server.requests().get(0).target())
                    .isEqualTo("/v3/teams/19%3AExampleTeamThread000000000000000000000000001%40thread.tacv2");
        }
    }

    @Test
    void a401IsRepeatedOnceWithANewToken() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(401, "{}"), answer(200, TEAM));
            rig.client.team(Rig.TEAM);
            assertThat(rig.server.requests())
                    .extracting(r -> r.header("authorization"))
                    .containsExactly("Bearer token-1", "Bearer token-2");
        }
    }

    @Test
    void aSecond401IsTheEnd() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(401, "{\"message\":\"no\"}"));
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.status()).isEqualTo(401));
            assertThat(rig.server.requests()).hasSize(2);
            assertThat(rig.tokens.refused).containsExactly("token-1", "token-2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {412, 502, 503, 504})
    void troubleIsTriedThreeTimes(int status) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(status, "{}"));
            assertThatThrownBy(() -> rig.client.members(Rig.TEAM, 50, null))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.status()).isEqualTo(status));
            assertThat(rig.server.requests()).hasSize(3);
            assertThat(rig.slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
    }

    @Test
    void troubleThatAsksToWaitGetsIt() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(503, "{}", "Retry-After: 30"), answer(200, TEAM));
            rig.client.team(Rig.TEAM);
            assertThat(rig.slept).containsExactly(Duration.ofSeconds(30));
        }
    }

    @Test
    void troubleThatAsksForTooLongIsTheEnd() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(503, "{}", "Retry-After: 300"));
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM)).isInstanceOf(Refused.class);
            assertThat(rig.slept).isEmpty();
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void aLostAnswerIsAskedForAgain() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(halfBody(200), halfBody(503), answer(200, TEAM));
            rig.client.team(Rig.TEAM);
            assertThat(rig.server.requests()).hasSize(3);
            assertThat(rig.slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
    }

    @Test
    void aServerThatOnlyHangsUpIsGivenUp() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(closeAfterReading());
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM)).isInstanceOf(Unanswered.class);
            assertThat(rig.server.requests()).hasSize(3);
            assertThat(rig.slept).hasSize(2);
        }
    }

    @Test
    void anAnswerWithoutEndIsNotAskedForAgain() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(200, "{\"members\":[\"" + "x".repeat(Transport.MAX_ANSWER) + "\"]}"));
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM))
                    .isInstanceOfSatisfying(
                            Unanswered.class, e -> assertThat(e.code()).isEqualTo("AnswerTooLarge"));
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413, 500})
    void otherRefusalsAreFinal(int status) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(status, "{}"));
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM)).isInstanceOf(Refused.class);
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void a429WaitsAtThePacer() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(429, "{}", "Retry-After: 1"), answer(200, TEAM));
            long begun = System.nanoTime();
            rig.client.team(Rig.TEAM);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
            assertThat(rig.slept).isEmpty();
        }
    }

    @Test
    void the429sOfAReadAreCounted() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(429, "{}", "Retry-After: 0"));
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM)).isInstanceOf(Refused.class);
            assertThat(rig.server.requests()).hasSize(5);
        }
    }

    @Test
    void a429ThatAsksForTooLongIsTheEnd() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(429, "{}", "Retry-After: 600"));
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(600)));
            assertThat(rig.server.requests()).hasSize(1);
            assertThat(rig.pacer.state().heldFor()).isGreaterThan(Duration.ofSeconds(590));
        }
    }

    @Test
    void aReadCanBeStopped() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(hang());
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                try {
                    rig.client.team(Rig.TEAM);
                } catch (ConnectorFailure | InterruptedException e) {
                    thrown.set(e);
                }
            });
            reader.start();
            rig.server.awaitRequests(1);
            reader.interrupt();
            reader.join(10_000);
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        }
    }
}
