package dev.rostrum.ui.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.EventState;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.HeldDelay;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.Watch;
import dev.rostrum.ui.table.SortKey;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model of the Activity screen on a real sandbox and data file, without a toolkit. */
@Timeout(60)
class ActivityViewModelTest {
    @TempDir
    Path folder;

    private final HeldDelay delay = new HeldDelay();
    private TestGraph graph;
    private SandboxTeam team;
    private ActivityViewModel model;
    /** Requests that were made before the screen was opened. */
    private int base;

    private boolean atTop = true;
    private long nanos;
    private long step;

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder.resolve("graph"), 12);
        team = graph.sync(0);
        RequestQuery requests = graph.workspace.views().requests();
        base = 1
                + graph.requests(Route.TEAM).size()
                + graph.requests(Route.MEMBERS).size();
        TestGraph.until(
                "sign-in, team, roster in the log",
                () -> requests.select(RequestQuery.Filter.ALL).count() == base);
        model = new ActivityViewModel(
                requests, graph.workspace.views().events(), new InlineTasks(), delay, () -> nanos += step);
        model.requests().setAtTop(() -> atTop);
        model.events().setAtTop(() -> atTop);
        model.shown();
    }

    @AfterEach
    void close() throws Exception {
        model.close();
        graph.close();
    }

    private List<RequestKind> kinds() {
        return model.requests().table().rows().stream()
                .map(RequestQuery.Row::kind)
                .toList();
    }

    /** Requests a second apart, from now on. */
    private void requests(int count) throws SQLException {
        graph.change(
                "INSERT INTO request (at, kind, path, status, latency_ms) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                        + " SELECT i + 1 FROM n WHERE i < " + count
                        + ") SELECT (SELECT max(at) FROM request) + i * 1000,"
                        + " 'PROBE', 'host' || i || '/', 200, 5 FROM n");
    }

    private void event(String type, String eventType, EventState state) throws SQLException {
        graph.change(
                "INSERT INTO event (key, type, event_type, activity_id, received_at, source, state, content, reason)"
                        + " VALUES (randomblob(32), '" + type + "', "
                        + (eventType == null ? "NULL" : "'" + eventType + "'")
                        + ", 'f:1', 1, 'ENDPOINT', '" + state + "', " + (state == EventState.PENDING ? "'{}'" : "NULL")
                        + ", "
                        + (state == EventState.FAILED ? "'event.content'" : "NULL") + ")");
    }

    @Test
    void newRowsComeToTheTopWhileNobodyLooks() throws Exception {
        assertThat(kinds()).hasSize(base).contains(RequestKind.SIGN_IN, RequestKind.TEAM, RequestKind.MEMBERS);
        graph.run(graph.plan(team));
        delay.pass();
        assertThat(model.requests().table().rows()).hasSize(base + 24);
        assertThat(kinds().get(0)).isEqualTo(RequestKind.SEND);
        assertThat(model.requests().freshProperty().get()).isZero();
        delay.pass();
        assertThat(delay.rests()).containsOnly(Watch.REST);
    }

    @Test
    void nothingMovesWhileSomebodyLooks() throws Exception {
        requests(500);
        delay.pass();
        List<RequestQuery.Row> before =
                List.copyOf(model.requests().table().rows().subList(0, 200));
        atTop = false;
        requests(300);
        delay.pass();
        assertThat(model.requests().freshProperty().get()).isEqualTo(300);
        assertThat(model.requests().table().rows()).hasSize(base + 500);
        // The page is read now, behind the new rows.
        RequestQuery.Row later = model.requests().table().rows().get(350);
        later = later == null ? model.requests().table().rows().get(350) : later;
        assertThat(model.requests().table().rows().subList(0, 200)).isEqualTo(before);
        assertThat(later.path()).isEqualTo("host" + (500 - 350) + "/");

        model.newest();
        assertThat(model.requests().freshProperty().get()).isZero();
        assertThat(model.requests().table().rows()).hasSize(base + 800);
        assertThat(model.requests().table().rows().peek(0).path()).isEqualTo("host300/");
    }

    @Test
    void anotherOrderIsNotFollowed() throws Exception {
        requests(3);
        model.requests().table().sort(List.of(new SortKey("time", true)));
        assertThat(model.requests().table().rows()).hasSize(base + 3);
        assertThat(model.requests().table().rows().peek(base + 2).path()).isEqualTo("host3/");
        requests(2);
        delay.pass();
        assertThat(model.requests().table().rows()).hasSize(base + 3);
        assertThat(model.requests().freshProperty().get()).isEqualTo(2);
        model.requests().table().sort(List.of());
        assertThat(model.requests().table().rows()).hasSize(base + 5);
    }

    @Test
    void outOfViewNobodyAsks() throws Exception {
        model.hidden();
        requests(1);
        delay.pass();
        assertThat(delay.waiting()).isEmpty();
        assertThat(model.requests().table().rows()).hasSize(base);
        model.shown();
        assertThat(model.requests().table().rows()).hasSize(base + 1);
        assertThat(delay.waiting()).hasSize(1);
    }

    @Test
    void aLookThatTakesLongIsFollowedByALongRest() {
        step = Duration.ofMillis(400).toNanos();
        delay.pass();
        assertThat(delay.rests()).containsExactly(Watch.REST, Duration.ofSeconds(4));
    }

    @Test
    void filtersHoldAndAreTakenOff() throws Exception {
        graph.change("INSERT INTO request (at, kind, path, status, code) VALUES (1, 'SIGN_IN', 'x/y', 401, 'AADSTS1')");
        model.requests().table().filterProperty().set(new Log.Question("", true, null));
        assertThat(kinds()).containsExactly(RequestKind.SIGN_IN);
        assertThat(model.requests().table().isFiltered()).isTrue();
        model.requests().table().filterProperty().set(Log.Question.ALL);
        model.requests().table().searchProperty().set("pagedmembers");
        model.requests().table().query();
        assertThat(kinds()).containsOnly(RequestKind.MEMBERS);
        model.requests().table().clearFilter();
        assertThat(model.requests().table().rows()).hasSize(base + 1);
        assertThat(model.requests().table().isFiltered()).isFalse();
    }

    @Test
    void eventsAreReadWhenTheyAreShownAndAppliedOnesChangeInTheirPlace() throws Exception {
        event("message", null, EventState.APPLIED);
        event("conversationupdate", "teammemberadded", EventState.PENDING);
        model.show(true);
        assertThat(model.ofEventsProperty().get()).isTrue();
        assertThat(model.events().table().rows()).hasSize(2);
        EventQuery.Row waiting = model.events().table().rows().peek(0);
        assertThat(waiting.state()).isEqualTo(EventState.PENDING);
        model.events().table().focus(waiting);
        atTop = false;
        while (!delay.waiting().isEmpty() && delay.rests().size() < 5) {
            delay.waiting().remove().run();
        }
        graph.change("UPDATE event SET state = 'APPLIED', content = NULL, changes = 'PERSON_ADDED:2' WHERE id = 2");
        event("message", null, EventState.FAILED);
        delay.waiting().remove().run();
        assertThat(model.events().table().rows()).hasSize(2);
        assertThat(model.events().table().rows().peek(0).state()).isEqualTo(EventState.APPLIED);
        assertThat(model.events().table().detailsProperty().get().state()).isEqualTo(EventState.APPLIED);
        assertThat(model.events().freshProperty().get()).isEqualTo(1);

        List<EventQuery.Type> types = new ArrayList<>();
        model.types(types::addAll);
        assertThat(types)
                .containsExactly(
                        new EventQuery.Type("conversationupdate", "teammemberadded"),
                        new EventQuery.Type("message", null));
        model.events().table().filterProperty().set(new Log.Question("", false, types.get(1)));
        assertThat(model.events().table().rows()).hasSize(2);
        model.events().table().filterProperty().set(new Log.Question("", true, types.get(1)));
        assertThat(model.events().table().rows()).hasSize(1);
        model.show(false);
        assertThat(model.requests().table().rows()).hasSize(base);
    }
}
