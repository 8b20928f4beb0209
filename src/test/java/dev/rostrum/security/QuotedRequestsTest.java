package dev.rostrum.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connectors;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.RequestView;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Edits, recalls, repetitions and sign-ins, as the window has them done, past a service that quotes in its refusals what it was sent
 * and names the person: with the program's log at its lowest level, no secret, token, name or text stands in it.
 */
class QuotedRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRONG_SECRET = Canary.WRONG_SECRET.value();
    private static final Message CORRECTED =
            new Message("Kanarivogel \"M\u00fcller\" & S\u00f6hne \u2603", TextFormat.PLAIN);

    @TempDir
    Path folder;

    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private Level before;
    private Path log;
    private TestGraph graph;

    @BeforeEach
    void start() throws Exception {
        log = folder.resolve("all.log");
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(logging);
        lines.setPattern("%-5level [%thread] %logger %msg%n%ex");
        lines.start();
        appender.setContext(logging);
        appender.setFile(log.toString());
        appender.setEncoder(lines);
        appender.start();
        ch.qos.logback.classic.Logger product = logging.getLogger("dev.rostrum");
        before = product.getLevel();
        product.setLevel(Level.TRACE);
        product.addAppender(appender);
        product.setAdditive(false);
        graph = TestGraph.start(folder, 12);
    }

    @AfterEach
    void stop() throws Exception {
        logging.getLogger("dev.rostrum").detachAppender(appender);
        logging.getLogger("dev.rostrum").setLevel(before);
        logging.getLogger("dev.rostrum").setAdditive(true);
        appender.stop();
        graph.close();
    }

    private Optional<CannedAnswer> quoting(RequestView request) {
        String bearer = request.headers().getOrDefault("authorization", "").replace("Bearer ", "");
        if (bearer.isEmpty()) {
            return Optional.empty();
        }
        tokens.add(bearer);
        boolean message =
                request.route() == Route.SEND || request.route() == Route.UPDATE || request.route() == Route.DELETE;
        int turn = message ? asked.incrementAndGet() : 0;
        if (turn % 3 != 1) {
            return Optional.empty();
        }
        User person = graph.workspace.views().find(request.userId()).orElseThrow();
        String all = person.name() + " <" + person.userPrincipalName() + "> " + request.headers() + request.body();
        String json = JSON.createObjectNode().put("x", all).path("x").toString();
        return Optional.of(
                turn % 2 == 0
                        ? CannedAnswer.of(403, "{\"error\":{\"code\":" + json + ",\"message\":" + json + "}}")
                                .withHeader("MS-CV", bearer)
                        : CannedAnswer.of(403, "<html><pre>" + all + "</pre></html>")
                                .withHeader("MS-CV", "x." + bearer));
    }

    private CanarySearch search(SandboxTeam team) {
        CanarySearch search =
                new CanarySearch().add("secret", graph.sandbox.clientSecret()).add("wrong secret", WRONG_SECRET);
        for (String token : tokens) {
            String[] parts = token.split("\\.");
            search.add("head of a token", parts[0])
                    .add("claims of a token", parts[1].substring(0, 24))
                    .add("signature of a token", parts[2]);
        }
        assertThat(tokens).as(team.name()).isNotEmpty();
        return search;
    }

    private CanarySearch personal(long run) {
        CanarySearch search =
                new CanarySearch().add("text", CORRECTED.text()).add("first text", TestGraph.HELLO.text());
        for (DeliveryQuery.Row row : graph.deliveries(run)) {
            User person = graph.workspace.views().find(row.userId()).orElseThrow();
            search.add("name", person.name()).add("UPN", person.userPrincipalName());
        }
        return search;
    }

    @Test
    void nothingQuotedReachesTheLog() throws Exception {
        signIn();
        SandboxTeam team = graph.sync(0);
        graph.sandbox.script(this::quoting);

        long run = graph.plan(team);
        run(run);
        DeliveryChoice refused = DeliveryChoice.ofStates(run, Set.of(DeliveryState.REFUSED));
        SendChoices everybody = new SendChoices(false, 0, true, null);
        JobRequest resend = new JobRequest.Resend(refused, everybody);
        assertThat(graph.planner().preview(resend).recipients()).isPositive();
        run(graph.plan(resend));
        DeliveryChoice sent = DeliveryChoice.ofRun(run);
        run(graph.plan(new JobRequest.Edit(sent, CORRECTED)));
        run(graph.plan(new JobRequest.Recall(sent)));
        assertThat(asked.get()).as("requests about messages").isGreaterThan(30);

        CanarySearch secrets = search(team);
        CanarySearch personal = personal(run);
        graph.workspace.close();
        List<String> found = new ArrayList<>(secrets.file(log));
        found.addAll(secrets.below(folder.resolve("data")));
        found.addAll(secrets.below(folder.resolve("sandbox")));
        shown.forEach(text -> found.addAll(secrets.text("shown", "shown", text)));
        found.addAll(personal.file(log));
        assertThat(found).isEmpty();

        assertThat(Files.readString(log)).contains("DEBUG", "INFO", "send", "Http4");
        assertThat(secrets.looked()).containsKeys("db", "json", "log", "shown");
        assertThat(personal.below(folder.resolve("data")))
                .as("names where they belong")
                .isNotEmpty();
        Files.writeString(log, "INFO " + tokens.iterator().next() + CORRECTED.text(), StandardOpenOption.APPEND);
        assertThat(secrets.file(log)).as("a planted token").isNotEmpty();
        assertThat(personal.file(log)).as("a planted text").isNotEmpty();
        graph.workspace = graph.program.open(
                graph.connection(),
                new dev.rostrum.workspace.Workspaces.Request(
                        dev.rostrum.workspace.Workspaces.Access.READ, "test", java.time.Duration.ZERO, notice -> {}));
    }

    private void run(long job) throws InterruptedException {
        // A run may pause where many are refused: as often as it takes, but no more.
        for (int i = 0; i < 10 && graph.run(job).state().isOpen(); i++) {
            shown.add(String.valueOf(graph.runs().snapshot(job).detail()));
        }
        graph.deliveries(job).forEach(row -> shown.add(row.toString()));
    }

    /** The service quotes the secret in each way a sign-in can be answered. */
    private void signIn() throws InterruptedException {
        String right = graph.sandbox.clientSecret();
        ConnectionCheck check =
                new ConnectionCheck(new Connectors(graph.program.secrets(), Clock.systemUTC(), System::nanoTime));
        for (String secret : List.of(WRONG_SECRET, right)) {
            String quoted = JSON.createObjectNode().put("x", secret).path("x").toString();
            for (CannedAnswer answer : List.of(
                    CannedAnswer.of(400, "{\"error\":" + quoted + ",\"error_description\":" + quoted + "}"),
                    CannedAnswer.of(401, "{\"error\":\"invalid_client\",\"error_codes\":[" + quoted + "]}"),
                    CannedAnswer.of(502, "<html>client_secret=" + secret + "</html>")
                            .withHeader("Content-Type", "text/html"),
                    CannedAnswer.of(200, "{\"token_type\":" + quoted + ",\"expires_in\":" + quoted + "}"),
                    CannedAnswer.of(200, "client_secret=" + secret))) {
                graph.program.secrets().give(graph.connection(), secret);
                graph.sandbox.answerOnce(request -> request.route() == Route.TOKEN, answer);
                check.run(graph.connection(), null, step -> shown.add(step.toString()));
            }
        }
        assertThat(shown).hasSizeGreaterThan(2).noneMatch(step -> step.contains("passed=true"));
    }
}
