package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.JobKind;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.AnnouncementQuery.Only;
import dev.rostrum.store.query.AnnouncementQuery.Stage;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tabs and filters of the list, and what can be done with a row as its state allows. */
class RunListStepsTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private RunListViewModel model;

    private AnnouncementQuery.Row row(long run) {
        return graph.workspace.views().announcements().select("", Stage.ALL).page(0, 10).stream()
                .filter(row -> row.send().id() == run)
                .findFirst()
                .orElseThrow();
    }

    private List<Long> listed(Stage stage, Set<Only> only) {
        return graph.workspace.views().announcements().select("", stage, only).page(0, 10).stream()
                .map(row -> row.send().id())
                .toList();
    }

    @Test
    void tabsCountWhatTheyListAndARowOffersWhatItsStateAllows() throws Exception {
        try (TestGraph opened = TestGraph.start(folder, 6)) {
            graph = opened;
            SandboxTeam team = graph.sync(0);
            long done = graph.plan(team);
            graph.run(done);
            long planned = graph.plan(team);
            long stopped = graph.plan(team);
            graph.change("UPDATE job SET state = 'STOPPED', pause_reason = NULL WHERE id = " + stopped);
            graph.change("UPDATE delivery SET state = 'CANCELLED', open = 0 WHERE job = " + stopped);
            graph.change("UPDATE job_total SET cancelled = selected - excluded, waiting = 0 WHERE job = " + stopped);
            graph.change("UPDATE delivery SET state = 'IN_DOUBT', activity_id = NULL WHERE id ="
                    + " (SELECT min(id) FROM delivery WHERE state = 'SENT')");
            graph.change("UPDATE job_total SET in_doubt = 1, sent = sent - 1 WHERE job = " + done);

            model = new RunListViewModel(graph.workspace, new InlineTasks(), System::nanoTime);
            model.refresh();
            assertThat(model.countsProperty().get())
                    .containsEntry(Stage.ALL, 3L)
                    .containsEntry(Stage.UNDER_WAY, 1L)
                    .containsEntry(Stage.OVER, 2L);
            assertThat(listed(Stage.UNDER_WAY, Set.of())).containsExactly(planned);
            assertThat(listed(Stage.OVER, Set.of())).containsExactly(stopped, done);
            assertThat(listed(Stage.ALL, Set.of(Only.DOUBTFUL))).containsExactly(done);
            assertThat(listed(Stage.ALL, Set.of(Only.STOPPED))).containsExactly(stopped);
            assertThat(listed(Stage.OVER, Set.of(Only.STOPPED, Only.DOUBTFUL))).isEmpty();
            model.show(Stage.OVER);
            model.table().filterProperty().set(new RunListViewModel.Listed(Stage.OVER, Set.of(Only.STOPPED), ""));
            assertThat(model.table().rows().countProperty().get()).isEqualTo(1);

            assertThat(model.recall(row(planned))).as("nothing was sent").isNull();
            assertThat(model.resend(row(planned))).isNull();
            assertThat(model.resend(row(done))).as("nobody was refused").isNull();
            assertThat(graph.planner()
                            .preview(model.recall(row(done)).request())
                            .recipients())
                    .isEqualTo(row(done).accepted());
            Proposal again = model.resend(row(stopped));
            assertThat(again.kind()).isEqualTo(JobKind.RESEND);
            assertThat(graph.planner().preview(again.request()).selected())
                    .isEqualTo(row(stopped).totals().cancelled());
            model.close();
        }
    }
}
