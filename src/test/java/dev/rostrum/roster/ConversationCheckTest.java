package dev.rostrum.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.ConversationHealth;
import dev.rostrum.roster.ConversationCheck.Checked;
import dev.rostrum.roster.ConversationCheck.Outcome;
import dev.rostrum.roster.ConversationCheck.Target;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored conversations that are asked for anew, through the real client, sandbox and data file. */
class ConversationCheckTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private ConversationCheck check;

    @BeforeEach
    void start() throws Exception {
        graph = TestGraph.start(folder, 3);
        graph.sync(0);
        graph.change(
                "INSERT INTO conversation (user, conversation_id, origin, created_at, last_accepted_at, last_call_at,"
                        + " last_status, inactive_at) SELECT id, 'a:stale' || id, 'CREATED', 1, 2, 2, 201, iif(id = 1, 3, NULL) FROM user");
        check = graph.workspace.act().conversations();
    }

    @AfterEach
    void stop() throws Exception {
        graph.close();
    }

    private List<ConversationQuery.Row> rows() {
        List<ConversationQuery.Row> rows = new ArrayList<>();
        graph.workspace
                .views()
                .conversations()
                .select(ConversationQuery.Filter.ALL, List.of())
                .each(rows::add);
        return rows;
    }

    private List<Target> targets() {
        return rows().stream().map(row -> new Target(row.id(), row.userId())).toList();
    }

    private List<Checked> checked() throws Exception {
        List<Checked> all = new ArrayList<>();
        check.check(targets(), all::add, () -> false);
        return all;
    }

    @Test
    void aChangedIdIsStoredAndWhatOnlyAMessageShowsStays() throws Exception {
        assertThat(checked()).hasSize(3).allSatisfy(one -> assertThat(one.outcome())
                .isEqualTo(Outcome.CHANGED));
        assertThat(rows()).noneSatisfy(row -> assertThat(row.id()).startsWith("a:stale"));
        assertThat(rows()).filteredOn(row -> row.inactiveAt() != null).hasSize(1);
        assertThat(graph.workspace.views().conversations().healths(ConversationQuery.Filter.ALL))
                .isEqualTo(Map.of(ConversationHealth.NEVER_USED, 2L, ConversationHealth.INACTIVE, 1L));
        assertThat(checked()).hasSize(3).allSatisfy(one -> assertThat(one.outcome())
                .isEqualTo(Outcome.SAME));
    }

    @Test
    void aRefusalOfOneIsKeptAndTheOthersAreAskedFor() throws Exception {
        graph.sandbox.answerTimes(1, r -> r.route() == Route.CREATE, CannedAnswer.writesBlocked());
        assertThat(checked()).extracting(Checked::outcome).containsOnlyOnce(Outcome.REFUSED);
    }

    @Test
    void cancelledItEndsBeforeTheNext() {
        List<Checked> all = new ArrayList<>();
        assertThatThrownBy(() -> check.check(targets(), all::add, () -> all.size() == 2))
                .isInstanceOf(InterruptedException.class);
        assertThat(all).hasSize(2);
        assertThat(rows()).filteredOn(row -> row.id().startsWith("a:stale")).hasSize(1);
    }

    @Test
    void forgottenOnesComeBackAsTheyWereButNotOverANewerOne() throws Exception {
        List<ConversationQuery.Row> before = rows();
        ConversationCheck.Undo undo = check.forget(targets());
        assertThat(rows()).isEmpty();
        assertThat(undo.putBack()).isEqualTo(3);
        assertThat(rows()).isEqualTo(before);
        undo = check.forget(targets().subList(0, 2));
        graph.change("INSERT INTO conversation (user, conversation_id, origin, created_at)"
                + " SELECT id, 'a:newer', 'EVENT', 5 FROM user WHERE user_id = '"
                + before.get(0).userId() + "'");
        assertThat(undo.putBack()).isEqualTo(1);
    }
}
