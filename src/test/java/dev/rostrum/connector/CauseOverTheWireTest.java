package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.auth.ClientCredential;
import dev.rostrum.auth.MsalTokenSource;
import dev.rostrum.auth.TokenEndpoint;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.Script;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each answer of {@link CauseTest} as the sandbox gives it: what the client hears of it leads to the same row of the table. */
@Timeout(60)
class CauseOverTheWireTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);

    private static SandboxServer sandbox;
    private static MsalTokenSource tokens;
    private static ConnectorClient client;
    private static final Pacer PACER = new Pacer(Double.POSITIVE_INFINITY, System::nanoTime);
    private static String team;
    private static String pageToken;
    private static String person;
    private static String chat;
    private static String activity;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        sandbox = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(120).withRateLimits(false));
        ServiceUrl url = ServiceUrl.parse(sandbox.serviceUrl(), true);
        tokens = new MsalTokenSource(
                url,
                sandbox.appId(),
                TokenEndpoint.publicCloud(sandbox.tenantId()),
                ClientCredential.secret(sandbox.clientSecret().toCharArray()),
                Clock.systemUTC(),
                System::nanoTime);
        client = new ConnectorClient(
                new ConnectorTarget(url, sandbox.appId(), sandbox.tenantId()),
                tokens,
                PACER,
                Clock.systemUTC(),
                System::nanoTime);
        team = sandbox.teams().get(0).id();
        MembersPage first = client.members(team, ConnectorClient.MIN_PAGE, null).value();
        pageToken = first.next();
        person = first.members().get(0).id();
        chat = client.createConversation(permit(), person).value();
        activity = client.send(permit(), chat, HELLO).value().orElseThrow();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        tokens.close();
        sandbox.close();
    }

    private static Pacer.Permit permit() throws InterruptedException {
        return PACER.acquire(() -> false).orElseThrow();
    }

    static Stream<String> answers() {
        return CauseTest.ANSWERS.stream();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void theSameCauseIsHeard(String line) {
        String[] answer = line.split(", ");
        Call call = Call.valueOf(answer[0]);
        AtomicBoolean once = new AtomicBoolean(true);
        // A read that is throttled waits and reads again: it is answered so once.
        boolean waits = call.reads() && answer[4].equals("THROTTLED");
        Script script = request -> request.route() == route(call) && (!waits || once.getAndSet(false))
                ? Optional.of(canned(Integer.parseInt(answer[1]), answer[2], answer[3]))
                : Optional.empty();
        sandbox.script(script);
        ConnectorFailure heard;
        try {
            heard = catchThrowableOfType(ConnectorFailure.class, () -> make(call));
        } finally {
            sandbox.unscript(script);
        }

        if (waits) {
            assertThat(heard).isNull();
            assertThat(once).isFalse();
            return;
        }
        Cause cause = Cause.of(call, heard);

        assertThat(cause.kind()).as(heard.toString()).isEqualTo(Cause.Kind.valueOf(answer[4]));
        assertThat(cause.reason())
                .isEqualTo(Reason.of(
                        "answer." + answer[5],
                        Integer.parseInt(answer[1]),
                        // No code has a blank in it: the status stands in its place.
                        answer[2].contains(" ") ? "Http" + answer[1] : answer[2]));
    }

    /** What the connector's client makes up for an answer without an envelope stands in the table as {@code Http} and the status. */
    private static CannedAnswer canned(int status, String code, String message) {
        if (status == 307) {
            return CannedAnswer.redirect(URI.create("https://elsewhere.example/"));
        }
        boolean bare = code.startsWith("Http") && !message.contains("privileges");
        return status < 300
                ? CannedAnswer.of(status, "{}")
                : bare ? CannedAnswer.of(status, "") : CannedAnswer.error(status, code, message);
    }

    private static Route route(Call call) {
        return switch (call) {
            case CREATE -> Route.CREATE;
            case SEND -> Route.SEND;
            case UPDATE -> Route.UPDATE;
            case DELETE -> Route.DELETE;
            case TEAM -> Route.TEAM;
            case ROSTER, ROSTER_PAGE -> Route.MEMBERS;
        };
    }

    private static void make(Call call) throws Exception {
        switch (call) {
            case CREATE -> client.createConversation(permit(), person);
            case SEND -> client.send(permit(), chat, HELLO);
            case UPDATE -> client.update(permit(), chat, activity, HELLO);
            case DELETE -> client.delete(permit(), chat, activity);
            case TEAM -> client.team(team);
            case ROSTER -> client.members(team, ConnectorClient.MIN_PAGE, null);
            case ROSTER_PAGE -> client.members(team, ConnectorClient.MIN_PAGE, pageToken);
        }
    }
}
