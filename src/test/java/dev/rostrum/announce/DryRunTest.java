package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connector.RecordedRequest;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.RawServer;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.testing.TestGraph;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run against the requests that are really made afterwards. */
class DryRunTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Message CORRECTED = new Message("Corrected \uD83D\uDE00 \u017C", TextFormat.MARKDOWN);

    @TempDir
    Path folder;

    private final RawServer server = new RawServer();
    private ClockedGraph graph;

    private void open(int people) {
        server.otherwise(exchange -> {
            RawServer.Request request = exchange.read();
            String user = request.body().replaceAll("(?s).*\"members\":\\[\\{\"id\":\"([^\"]+)\".*", "$1");
            boolean create = request.target().endsWith("/conversations");
            exchange.write(RawServer.whole(201, "{\"id\":\"" + (create ? "a:" + user : "sent") + "\"}"));
        });
        graph = ClockedGraph.unpaced(folder.resolve("dry.db"), server.url() + "/teams/", CLOCK)
                .people(people, CLOCK);
    }

    @AfterEach
    void close() {
        graph.close();
        server.close();
    }

    private void run(long run) throws InterruptedException {
        graph.runs.start(run);
        assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
        assertThat(graph.runs.snapshot(run).state()).isEqualTo(RunState.DONE);
    }

    private static List<DryRun.Request> all(DryRun dryRun) {
        List<DryRun.Request> all = new ArrayList<>();
        dryRun.each(all::add);
        return all;
    }

    /** Method, address, headers and body of what was really made since so many requests. */
    private Set<List<Object>> made(int since) {
        List<RawServer.Request> requests = server.requests();
        return requests.subList(since, requests.size()).stream()
                .map(r -> {
                    Map<String, String> headers = new HashMap<>(r.headers());
                    headers.keySet().removeAll(Set.of("host", "connection", "content-length"));
                    headers.replace("authorization", "Bearer one-token", "Bearer ***");
                    return List.<Object>of(r.method(), server.url() + r.target(), headers, r.body());
                })
                .collect(Collectors.toSet());
    }

    private static Set<List<Object>> planned(List<DryRun.Request> requests) {
        return requests.stream()
                .map(r -> {
                    Map<String, String> headers = new HashMap<>();
                    r.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
                    String url = r.url()
                            .replace(
                                    RecordedRequest.UNKNOWN_ID,
                                    "a%3A29%3A" + r.userId().substring(3));
                    return List.<Object>of(r.method(), url, headers, r.body() == null ? "" : r.body());
                })
                .collect(Collectors.toSet());
    }

    private static JobRequest.Send send(Audience audience) {
        return new JobRequest.Send("Hello", ClockedGraph.HELLO, audience, SendChoices.NONE);
    }

    @Test
    void showsExactlyTheRequestsThatAreMadeAfterwardsAndMakesNone() throws Exception {
        open(5);
        Audience audience = Audience.ofUsers(Set.of("29:0", "29:1", "29:2"));
        DryRun fresh = graph.planner.dryRun(send(audience));
        List<DryRun.Request> first = all(fresh);

        assertThat(fresh.recipients()).isEqualTo(3);
        assertThat(first).hasSize(6).noneMatch(DryRun.Request::reuse);
        assertThat(first.stream().map(DryRun.Request::call)).startsWith(Call.CREATE, Call.SEND, Call.CREATE, Call.SEND);
        assertThat(first.get(0).name()).isEqualTo("Person 0");
        assertThat(first.get(1).url()).endsWith("/v3/conversations/ID-THAT-THE-CREATE-RETURNS/activities");
        assertThat(first).allSatisfy(r -> {
            assertThat(r.headers()).containsEntry("Authorization", "Bearer ***");
            assertThat(r.utf16Bytes()).isEqualTo(r.body().getBytes(StandardCharsets.UTF_16LE).length);
        });
        assertThat(server.connections()).as("nothing on the wire").isZero();
        assertThat(graph.tokensAsked).as("no token").hasValue(0);
        assertThat(StoreFixture.number(graph.database, "SELECT count(*) FROM job"))
                .isZero();
        assertThat(StoreFixture.number(graph.database, "SELECT count(*) FROM announcement"))
                .isZero();

        long run = TestGraph.plan(graph.planner, send(audience));
        run(run);
        assertThat(planned(first)).hasSize(6).isEqualTo(made(0));

        // Two of five are new now.
        Audience everybody = Audience.ofUsers(Set.of("29:0", "29:1", "29:2", "29:3", "29:4"));
        List<DryRun.Request> second = all(graph.planner.dryRun(send(everybody)));
        assertThat(second).hasSize(7);
        assertThat(second.stream().filter(DryRun.Request::reuse)).hasSize(3);

        int before = server.requests().size();
        JobRequest edit = new JobRequest.Edit(DeliveryChoice.ofRun(run), CORRECTED);
        JobRequest recall = new JobRequest.Recall(DeliveryChoice.ofRun(run));
        List<DryRun.Request> edits = all(graph.planner.dryRun(edit));
        List<DryRun.Request> recalls = all(graph.planner.dryRun(recall));
        List<DryRun.Request> resends =
                all(graph.planner.dryRun(new JobRequest.Resend(DeliveryChoice.ofRun(run), SendChoices.NONE)));
        assertThat(server.requests()).hasSize(before);

        run(TestGraph.plan(graph.planner, edit));
        assertThat(edits).hasSize(3).allMatch(r -> r.call() == Call.UPDATE);
        assertThat(planned(edits)).isEqualTo(made(before));
        before = server.requests().size();
        assertThat(resends).hasSize(3).allMatch(r -> r.call() == Call.SEND && r.reuse());

        run(TestGraph.plan(graph.planner, recall));
        assertThat(recalls).hasSize(3).allMatch(r -> r.call() == Call.DELETE && r.body() == null);
        assertThat(planned(recalls)).isEqualTo(made(before));
    }

    @Test
    void isReadPageByPageInTheOrderOfThePlan() {
        open(1_203);
        DryRun dryRun = graph.planner.dryRun(send(Audience.ofTeams(Set.of(ClockedGraph.TEAM))));
        assertThat(dryRun.recipients()).isEqualTo(1_203);
        List<DryRun.Request> all = all(dryRun);
        assertThat(all).hasSize(2_406);
        List<DryRun.Request> pages = new ArrayList<>();
        for (int from = 0; from < dryRun.recipients(); from += 100) {
            dryRun.page(from, 100).forEach(row -> pages.addAll(row.requests()));
        }
        assertThat(pages).isEqualTo(all);
        assertThat(dryRun.page(1_202, 100)).singleElement().satisfies(row -> {
            assertThat(row.number()).isEqualTo(1_203);
            assertThat(row.requests()).hasSize(2);
        });
        assertThat(dryRun.page(5_000, 100)).isEmpty();
        assertThat(server.connections()).isZero();
    }
}
