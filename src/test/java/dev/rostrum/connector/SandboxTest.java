package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.auth.ClientCredential;
import dev.rostrum.auth.MsalTokenSource;
import dev.rostrum.auth.TokenEndpoint;
import dev.rostrum.auth.TokenSource;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.RosterOddity;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Client, msal4j and the simulated tenant together: nothing in between is made up. */
@Tag("locale")
@Timeout(60)
class SandboxTest {
    private static SandboxServer sandbox;

    private final Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, System::nanoTime);
    private MsalTokenSource tokens;
    private ConnectorClient client;

    @BeforeAll
    static void startSandbox(@TempDir Path folder) throws Exception {
        sandbox = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(12, 250, 120).withRateLimits(false));
    }

    @AfterAll
    static void stopSandbox() throws Exception {
        sandbox.close();
    }

    @BeforeEach
    void connect() {
        tokens = tokens(sandbox.clientSecret(), sandbox.tenantId());
        client = client(tokens);
    }

    @AfterEach
    void disconnect() {
        client.close();
        tokens.close();
        sandbox.rosterOddities(Set.of());
    }

    @Test
    void theWholeWayToAMessage() throws Exception {
        SandboxTeam team = sandbox.teams().get(0);
        List<String> texts = new CopyOnWriteArrayList<>();
        sandbox.onSend(received -> texts.add(received.text()));

        TeamDetails details = client.team(team.id()).value();
        assertThat(details).isEqualTo(new TeamDetails(team.id(), team.name(), team.groupId(), team.memberCount()));
        User user = roster(team.id()).stream()
                .filter(u -> u.kind() == UserKind.MEMBER)
                .findFirst()
                .orElseThrow();
        String chat = client.createConversation(permit(), user.id()).value();
        assertThat(client.createConversation(permit(), user.id()).value())
                .as("create is get-or-create")
                .isEqualTo(chat);
        Answer<java.util.Optional<String>> sent =
                client.send(permit(), chat, new Message("Caf\u00e9 \ud83d\ude00", TextFormat.MARKDOWN));

        assertThat(sent.value()).isPresent();
        assertThat(sent.msCv()).isNotBlank();
        assertThat(texts).containsExactly("Caf\u00e9 \ud83d\ude00");
    }

    @Test
    void aRosterOverPages() throws Exception {
        SandboxTeam team = sandbox.teams().get(1);
        List<User> members = roster(team.id());
        assertThat(members).hasSize(250).doesNotHaveDuplicates();
        assertThat(members).extracting(User::kind).contains(UserKind.MEMBER, UserKind.GUEST);
    }

    @Test
    void anOddRosterOverPages() throws Exception {
        SandboxTeam team = sandbox.teams().get(2);
        sandbox.rosterOddities(
                Set.of(RosterOddity.DUPLICATE_ACROSS_PAGES, RosterOddity.EMPTY_PAGE, RosterOddity.MEMBER_WITHOUT_ID));

        List<User> members = roster(team.id());

        assertThat(new HashSet<>(members.stream().map(User::id).toList())).hasSize(119);
        assertThat(members.size()).as("duplicates pass through").isGreaterThan(119);
    }

    @Test
    void aWrongSecretIsNamed() {
        try (MsalTokenSource wrong = tokens("wrong-" + sandbox.clientSecret(), sandbox.tenantId());
                ConnectorClient refused = client(wrong)) {
            assertThatThrownBy(() -> refused.team(sandbox.teams().get(0).id()))
                    .isInstanceOfSatisfying(NoToken.class, e -> {
                        assertThat(e.status()).isEqualTo(401);
                        assertThat(e.code()).isEqualTo("AADSTS7000215");
                    });
        }
    }

    @Test
    void aWrongTenantIsNamed() {
        try (MsalTokenSource wrong = tokens(sandbox.clientSecret(), "22222222-aaaa-4bbb-8ccc-222222222222");
                ConnectorClient refused = client(wrong)) {
            assertThatThrownBy(() -> refused.team(sandbox.teams().get(0).id()))
                    .isInstanceOfSatisfying(
                            NoToken.class, e -> assertThat(e.code()).startsWith("AADSTS"));
        }
    }

    @Test
    void theDomainIsATenantToo() throws Exception {
        try (MsalTokenSource byDomain = tokens(sandbox.clientSecret(), sandbox.tenantDomain())) {
            assertThat(byDomain.token()).isNotBlank();
        }
    }

    @Test
    void a401IsMendedByANewToken() throws Exception {
        String id = sandbox.teams().get(0).id();
        String first = tokens.token();
        sandbox.answerOnce(request -> request.route() == Route.TEAM, CannedAnswer.unauthorized());

        assertThat(client.team(id).status()).isEqualTo(200);

        assertThat(tokens.token()).isNotEqualTo(first);
    }

    @Test
    void aShortTokenIsRenewed() throws Exception {
        sandbox.tokenLifetime(Duration.ofSeconds(1));
        try {
            String id = sandbox.teams().get(0).id();
            Set<String> seen = new HashSet<>();
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (seen.size() < 3 && System.nanoTime() < until) {
                client.team(id);
                seen.add(tokens.token());
            }
            assertThat(seen).hasSizeGreaterThanOrEqualTo(3);
        } finally {
            sandbox.tokenLifetime(Duration.ofSeconds(3599));
        }
    }

    @Test
    void refusalsComeThrough() throws Exception {
        assertThatThrownBy(() -> client.team("19:Nobody@thread.tacv2")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> client.createConversation(permit(), "29:1fromAnotherBot"))
                .isInstanceOfSatisfying(Refused.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.getMessage()).contains("decrypt pairwise id");
                });
        sandbox.answerOnce(request -> request.route() == Route.CREATE, CannedAnswer.writesBlocked());
        assertThatThrownBy(() -> client.createConversation(permit(), member().id()))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("MessageWritesBlocked"));
        sandbox.answerOnce(request -> request.route() == Route.CREATE, CannedAnswer.throttled(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> client.createConversation(permit(), member().id()))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void anEmptyAnswerToASendIsAccepted() throws Exception {
        String chat = client.createConversation(permit(), member().id()).value();
        sandbox.answerOnce(request -> request.route() == Route.SEND, CannedAnswer.emptyAccepted());
        assertThat(client.send(permit(), chat, new Message("x", TextFormat.PLAIN))
                        .value())
                .isEmpty();
    }

    @Test
    void aSendThatWasPostedAndNotAnsweredIsInDoubt() throws Exception {
        String chat = client.createConversation(permit(), member().id()).value();
        sandbox.answerOnce(
                request -> request.route() == Route.SEND,
                CannedAnswer.usual().processedFirst().thenReset());
        assertThatThrownBy(() -> client.send(permit(), chat, new Message("x", TextFormat.PLAIN)))
                .isInstanceOf(Unanswered.class);
    }

    private User member() throws Exception {
        return roster(sandbox.teams().get(0).id()).stream()
                .filter(u -> u.kind() == UserKind.MEMBER)
                .findFirst()
                .orElseThrow();
    }

    private List<User> roster(String teamId) throws Exception {
        List<User> all = new ArrayList<>();
        String next = null;
        for (int page = 0; page < 20; page++) {
            MembersPage got = client.members(teamId, 50, next).value();
            all.addAll(got.members());
            next = got.next();
            if (next == null) {
                return all;
            }
        }
        throw new AssertionError("the roster has no end");
    }

    private Pacer.Permit permit() throws InterruptedException {
        return pacer.acquire(() -> false).orElseThrow();
    }

    private static ServiceUrl serviceUrl() {
        return ServiceUrl.parse(sandbox.serviceUrl(), true);
    }

    private static MsalTokenSource tokens(String secret, String tenant) {
        return new MsalTokenSource(
                serviceUrl(),
                sandbox.appId(),
                TokenEndpoint.publicCloud(tenant),
                ClientCredential.secret(secret.toCharArray()),
                Clock.systemUTC(),
                System::nanoTime);
    }

    private ConnectorClient client(TokenSource source) {
        return new ConnectorClient(
                new ConnectorTarget(serviceUrl(), sandbox.appId(), sandbox.tenantId()),
                source,
                pacer,
                Clock.systemUTC(),
                System::nanoTime);
    }
}
