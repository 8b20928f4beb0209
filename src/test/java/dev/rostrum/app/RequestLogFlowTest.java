package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.doctor.Examination;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.User;
import dev.rostrum.inbound.Listening;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxDay;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.security.CanarySearch;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of request leaves its row, whoever makes it, and nothing of a token, a text or a name is in it. */
@Timeout(120)
class RequestLogFlowTest {
    @TempDir
    Path folder;

    private TestGraph graph;

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder.resolve("graph"), 12, 120);
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private List<RequestQuery.Row> rows() {
        return graph.workspace
                .views()
                .requests()
                .select(RequestQuery.Filter.ALL)
                .page(0, 10_000);
    }

    private long rows(RequestKind kind) {
        return rows().stream().filter(row -> row.kind() == kind).count();
    }

    /** Waits for the log, which is written behind the requests. */
    private void awaitRows(RequestKind kind, long count) throws Exception {
        TestGraph.until(count + " rows of " + kind, () -> rows(kind) >= count);
        assertThat(rows(kind)).as("rows of " + kind).isEqualTo(count);
    }

    @Test
    void eachRequestLeavesOneRow() throws Exception {
        SandboxTeam team = graph.sync(1);
        awaitRows(RequestKind.SIGN_IN, 1);
        awaitRows(RequestKind.TEAM, graph.requests(Route.TEAM).size());
        awaitRows(RequestKind.MEMBERS, graph.requests(Route.MEMBERS).size());

        graph.run(graph.plan(team));
        awaitRows(RequestKind.CREATE, 120);
        awaitRows(RequestKind.SEND, 120);
        assertThat(rows().stream().filter(row -> row.kind() == RequestKind.SEND))
                .as("those of deliveries stand in the ledger alone")
                .allMatch(row -> row.key().n() > 0 && row.announcementId() != null);

        User me = graph.workspace.views().find(anybody()).orElseThrow();
        graph.workspace.act().setMe(me.id());
        graph.program
                .doctor()
                .run(Examination.of(graph.workspace.connection(), graph.workspace.forDoctor()), result -> {});
        awaitRows(RequestKind.CREATE, 121);
        assertThat(rows().stream()
                        .filter(row ->
                                row.kind() == RequestKind.CREATE && row.key().n() == 0))
                .as("the doctor's own")
                .singleElement()
                .satisfies(row -> assertThat(row.announcementId()).isNull());
        awaitRows(RequestKind.PROBE, 1);
        awaitRows(RequestKind.SIGN_IN, 2);
        awaitRows(RequestKind.TEAM, graph.requests(Route.TEAM).size());
        awaitRows(RequestKind.MEMBERS, graph.requests(Route.MEMBERS).size());

        new ConnectionCheck(graph.program.connectors()).run(graph.connection(), team.id(), step -> {});
        awaitRows(RequestKind.TEAM, graph.requests(Route.TEAM).size());
        graph.program.connectors().tenantId(graph.connection(), graph.sandbox.tenantDomain());
        awaitRows(RequestKind.TENANT, 1);

        try (Listening listening =
                graph.workspace.act().listening().open(new Listening.Place("127.0.0.1", 0), answered -> {})) {
            graph.sandbox
                    .day(SandboxDay.Options.to(listening.snapshot().address())
                            .withSeed(1)
                            .withEvents(40, 0))
                    .play(answer -> {});
            awaitRows(RequestKind.KEYS, 2);
            EventQuery events = graph.workspace.views().events();
            TestGraph.until("all events applied", () -> events.waiting() == 0);
            // Two edits of one message are one event, as far as can be told.
            assertThat(events.select(EventQuery.Filter.ALL, List.of()).count()).isBetween(36L, 40L);
        }
        assertThat(rows()).allMatch(row -> !row.failed());
        nothingSecretIsKept();
    }

    private String anybody() {
        return graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(null, ""), List.of())
                .page(0, 1)
                .get(0)
                .id();
    }

    private void nothingSecretIsKept() throws Exception {
        List<RequestQuery.Row> rows = rows();
        List<UserQuery.Row> people = graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(null, ""), List.of())
                .page(0, 1000);
        CanarySearch search = new CanarySearch();
        for (UserQuery.Row person : people) {
            search.add("id", person.id());
            if (person.name() != null) {
                search.add("name", person.name());
            }
            if (person.email() != null) {
                search.add("email", person.email());
            }
        }
        graph.sandbox.teams().forEach(team -> search.add("team", team.id()));
        search.add("text", TestGraph.HELLO.text());
        search.add("app", graph.connection().appId());
        String all = rows.stream().map(RequestQuery.Row::toString).collect(Collectors.joining("\n"));
        assertThat(search.text("request log", "rows", all)).isEmpty();
        assertThat(search.text("request log", "planted", all + people.get(0).id()))
                .isNotEmpty();

        graph.workspace.close();
        CanarySearch secrets = new CanarySearch()
                .add("secret", Canary.CLIENT_SECRET.text())
                .add("own secret", graph.sandbox.clientSecret())
                .add("token", "eyJhbGciOi");
        assertThat(secrets.file(graph.dataFile())).isEmpty();
        graph.reopen();
    }
}
