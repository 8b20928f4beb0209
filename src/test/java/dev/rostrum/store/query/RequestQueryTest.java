package dev.rostrum.store.query;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.get;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.running;
import static dev.rostrum.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestQueryTest {
    private static final String STALE = "a:stale-conversation-id-00000000";
    private static final String FRESH = "a:fresh-conversation-id-11111111";

    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private RequestQuery query;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = StoreFixture.unguarded(database);
        query = new RequestQuery(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static CallResult result(long from, int status, String code) {
        return new CallResult(at(from), at(from + 1), status, code, "cv." + from, 40, null);
    }

    /** A person whose stored id is stale: a send that was refused, a create, a send that waits, and one that is accepted. */
    private long healed() {
        roster(database, "19:t", T0, user("29:1", "o1", "Anna"));
        StoreFixture.conversation(database, "29:1", STALE, T0);
        long run = running(ledger, Audience.ofTeams(Set.of("19:t")));
        DueDelivery row = due(run, 1);
        get(ledger.claims().sending(row, at(1)));
        get(ledger.outcomes().heal(row, result(1, 404, "ConversationNotFound"), at(2)));
        row = due(run, 3);
        get(ledger.claims().opening(row, at(3)));
        get(ledger.claims().openedAndSending(row, FRESH, result(3, 201, null), at(5)));
        get(ledger.outcomes()
                .settle(
                        row,
                        result(5, 429, "TooManyRequests"),
                        new CallOutcome.Again(at(9), "TooManyRequests", Reason.of("answer.slower"))));
        row = due(run, 10);
        get(ledger.claims().sending(row, at(10)));
        get(ledger.outcomes().settle(row, result(10, 201, null), new CallOutcome.Sent("act")));
        return run;
    }

    private DueDelivery due(long run, long second) {
        return ledger.deliveries().due(run, at(second), 1, Deliveries.EVERY_ROW).get(0);
    }

    private void request(long second, String kind, String path, Integer status, String code, String after) {
        change(
                database,
                "INSERT INTO request (at, kind, path, status, code, ms_cv, latency_ms, after)"
                        + " VALUES (?, ?, ?, ?, ?, 'MSCV.own', 7, ?)",
                at(second),
                kind,
                path,
                status,
                code,
                after);
    }

    private List<RequestQuery.Row> rows(RequestQuery.Filter filter) {
        RequestQuery.Filter all = filter;
        List<RequestQuery.Row> rows = query.select(all).page(0, 100);
        assertThat(query.select(all).count()).isEqualTo(rows.size());
        return rows;
    }

    private static String shown(RequestQuery.Row row) {
        return row.kind() + " " + row.path() + " " + row.status() + " " + row.code() + " after " + row.after();
    }

    @Test
    void attemptsAndOtherRequestsStandInOneOrder() {
        healed();
        request(4, "MEMBERS", "/v3/conversations/19:abcdef…acv2/pagedmembers", 200, null, null);
        request(11, "SIGN_IN", "login.microsoftonline.com/x/oauth2/v2.0/token", null, "Timeout", "Timeout");
        assertThat(rows(RequestQuery.Filter.ALL))
                .extracting(RequestQueryTest::shown)
                .containsExactly(
                        "SIGN_IN login.microsoftonline.com/x/oauth2/v2.0/token 0 Timeout after Timeout",
                        "SEND /v3/conversations/a:fresh-c…1111/activities 201 null after 429 TooManyRequests",
                        "SEND /v3/conversations/a:fresh-c…1111/activities 429 TooManyRequests after null",
                        "MEMBERS /v3/conversations/19:abcdef…acv2/pagedmembers 200 null after null",
                        "CREATE /v3/conversations 201 null after 404 ConversationNotFound",
                        // The stale id is forgotten; the one that the delivery has now is another.
                        "SEND /v3/conversations/…/activities 404 ConversationNotFound after null");
        RequestQuery.Row first = rows(RequestQuery.Filter.ALL).get(5);
        assertThat(first.at()).isEqualTo(at(1));
        assertThat(first.key().n()).isEqualTo(1);
        assertThat(first.msCv()).isEqualTo("cv.1");
        assertThat(first.announcementId()).isEqualTo(1);
        assertThat(query.select(RequestQuery.Filter.ALL, true).page(0, 100))
                .extracting(RequestQuery.Row::at)
                .isSorted();
        assertThat(query.newest()).isEqualTo(at(11));
        assertThat(query.select(RequestQuery.Filter.ALL).page(2, 2))
                .isEqualTo(rows(RequestQuery.Filter.ALL).subList(2, 4));
    }

    @Test
    void filtersAndSearchHoldForBoth() {
        healed();
        request(4, "TEAM", "/v3/teams/19:abcdef…acv2", 200, null, null);
        request(11, "SIGN_IN", "login.microsoftonline.com/x", 401, "AADSTS7000215", null);
        assertThat(kinds(new RequestQuery.Filter("", true, null)))
                .containsExactly(RequestKind.SIGN_IN, RequestKind.SEND, RequestKind.SEND);
        request(0, "PROBE", "host/", 401, null, null);
        assertThat(kinds(new RequestQuery.Filter("", true, null)))
                .as("whoever looks at the way to a host needs any answer")
                .doesNotContain(RequestKind.PROBE);
        assertThat(kinds(new RequestQuery.Filter("aadsts", false, null))).containsExactly(RequestKind.SIGN_IN);
        assertThat(kinds(new RequestQuery.Filter("429", false, null))).containsExactly(RequestKind.SEND);
        assertThat(kinds(new RequestQuery.Filter("CV.10", false, null))).containsExactly(RequestKind.SEND);
        assertThat(kinds(new RequestQuery.Filter("mscv.own", false, null)))
                .containsExactly(RequestKind.SIGN_IN, RequestKind.TEAM, RequestKind.PROBE);
        assertThat(kinds(new RequestQuery.Filter(FRESH, false, null)))
                .as("the whole id of a conversation")
                .hasSize(4);
        assertThat(kinds(new RequestQuery.Filter("19:abcdefGHIJKLMN@thread.tacv2", false, null)))
                .as("the whole id of a team, of which only ends are kept")
                .containsExactly(RequestKind.TEAM);
        assertThat(kinds(new RequestQuery.Filter("", false, at(5))))
                .containsExactly(
                        RequestKind.SEND, RequestKind.TEAM, RequestKind.CREATE, RequestKind.SEND, RequestKind.PROBE);
        assertThat(kinds(new RequestQuery.Filter("nothing", true, at(5)))).isEmpty();
        assertThat(query.select(new RequestQuery.Filter("x", true, at(5))))
                .isEqualTo(query.select(new RequestQuery.Filter("x", true, at(5))));
    }

    private List<RequestKind> kinds(RequestQuery.Filter filter) {
        return rows(filter).stream().map(RequestQuery.Row::kind).toList();
    }

    @Test
    void anEmptyLogHasNoNewestRow() {
        assertThat(query.newest()).isNull();
        assertThat(rows(RequestQuery.Filter.ALL)).isEmpty();
    }

    @Test
    void aCallThatAProgramsEndCutOffHasNoAnswer() {
        roster(database, "19:t", T0, user("29:1", "o1", "Anna"));
        StoreFixture.conversation(database, "29:1", STALE, T0);
        long run = running(ledger, Audience.ofTeams(Set.of("19:t")));
        get(ledger.claims().sending(due(run, 1), at(1)));
        ledger.jobs().recover(at(60));
        RequestQuery.Row row = rows(RequestQuery.Filter.ALL).get(0);
        assertThat(row.status()).isZero();
        assertThat(row.code()).isNull();
        assertThat(row.latencyMillis()).isNull();
        assertThat(row.failed()).isTrue();
    }

    /** A page walks two indices, newest first, and sorts nothing, whatever stands in the file. */
    @Test
    void aPageWalksTheIndicesOfTime() {
        for (Instant until : new Instant[] {null, at(100)}) {
            RequestQuery.Filter filter = new RequestQuery.Filter("", false, until);
            for (boolean oldestFirst : new boolean[] {false, true}) {
                assertThat(plan(query.select(filter, oldestFirst)))
                        .contains("MERGE (UNION ALL)")
                        .contains("attempt_time")
                        .contains("request_time")
                        .doesNotContain("B-TREE");
            }
        }
    }

    private String plan(RowQuery<RequestQuery.Row> rows) {
        return String.join("; ", StoreFixture.explained(database, rows.rows()));
    }

    /** Attempts of 10,000 deliveries that were made in another order than deliveries have, and requests among them. */
    @Test
    @Tag("storage")
    void aMillionAttemptsArePagedByTime() {
        roster(database, "19:t", T0, user("29:1", "o1", "Anna"));
        running(ledger, Audience.ofTeams(Set.of("19:t")));
        change(
                database,
                "INSERT INTO delivery (job, user, name_key, folded, state, message, updated_at) WITH RECURSIVE n (i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)"
                        + " SELECT 1, 1, x'00', '', 'SENT', i, 0 FROM n");
        change(
                database,
                "INSERT INTO attempt (delivery, n, call, started_at, ended_at, status, ms_cv, latency_ms)"
                        + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                        + " SELECT d.id, n.i, 'SEND', ?1 + 10 * ((d.id * 100 + n.i) * 7919 % 1000003), 0, 201,"
                        + " 'Zk3bq0pXkE2xvTq9R1mK4w.0', 40 FROM delivery d CROSS JOIN n",
                T0);
        change(
                database,
                "INSERT INTO request (at, kind, path, status) WITH RECURSIVE n (i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                        + " SELECT ?1 + 200 * i + 5, 'MEMBERS', '/v3/x', 200 FROM n",
                T0);
        long all = 1_050_000;
        RowQuery<RequestQuery.Row> rows = query.select(new RequestQuery.Filter("", false, query.newest()));
        assertThat(rows.count()).isEqualTo(all);
        for (long offset : new long[] {0, 200, all / 2, all - 200}) {
            long begun = System.nanoTime();
            List<RequestQuery.Row> page = rows.page(offset, 200);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(page)
                    .hasSize(200)
                    .extracting(RequestQuery.Row::at)
                    .isSortedAccordingTo((a, b) -> b.compareTo(a));
            assertThat(page.stream().anyMatch(row -> row.kind() == RequestKind.MEMBERS))
                    .isTrue();
            assertThat(took).as("a page at " + offset).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(rows.page(all / 2 - 1, 1).get(0).at())
                .isAfterOrEqualTo(rows.page(all / 2, 1).get(0).at());
    }
}
