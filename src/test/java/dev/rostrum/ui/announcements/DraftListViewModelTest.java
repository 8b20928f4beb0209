package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.Drafts;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.shell.HeardDialogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftListViewModelTest {
    private static final Drafts.Listener NOBODY = new Drafts.Listener() {
        @Override
        public void kept() {}

        @Override
        public void notKept(Exception why) {}

        @Override
        public void gone() {}
    };

    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam team;
    private DraftListViewModel model;
    private final HeardDialogs dialogs = new HeardDialogs();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 5);
        team = graph.sync(0);
        model = new DraftListViewModel(graph.workspace, new InlineTasks(), dialogs);
        model.refresh();
    }

    @AfterEach
    void close() throws Exception {
        model.close();
        graph.close();
    }

    private long add(String text) throws InterruptedException {
        Drafts.Open one = graph.workspace.act().drafts().begin(Draft.EMPTY, NOBODY);
        one.change(new Draft(
                "", new Message(text, TextFormat.MARKDOWN), Audience.ofTeams(Set.of(team.id())), SendChoices.NONE));
        return one.settled();
    }

    private List<String> names() {
        model.refresh();
        return graph.workspace.views().drafts().select("").page(0, 10).stream()
                .map(DraftQuery.Row::name)
                .toList();
    }

    private DraftQuery.Row row(long id) {
        return graph.workspace.views().drafts().select("").page(0, 10).stream()
                .filter(row -> row.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeletedDraftIsPutBackOnce() throws Exception {
        long first = add("First");
        long second = add("Second");
        model.refresh();
        assertThat(model.allProperty().get()).isEqualTo(2);
        model.delete(row(first));
        assertThat(names()).containsExactly("Second");
        assertThat(dialogs.told).singleElement().asString().contains("First").contains("was deleted");
        dialogs.undo();
        assertThat(names()).containsExactlyInAnyOrder("First", "Second");
        dialogs.undo();
        assertThat(names()).hasSize(2);
        model.delete(row(first));
        model.delete(row(second));
        dialogs.undo();
        assertThat(names()).as("the one that was deleted last").containsExactly("Second");
        model.close();
        dialogs.undo();
        assertThat(graph.workspace.views().drafts().select("").count())
                .as("also where the screen is closed by then")
                .isEqualTo(2);
    }

    @Test
    void aCopyLeavesTheFirstAsItIs() throws Exception {
        long first = add("First");
        List<Long> made = new ArrayList<>();
        model.duplicate(row(first), made::add);
        assertThat(names()).containsExactly("First", "First");
        assertThat(made).singleElement().isNotEqualTo(first);
    }

    @Test
    void whatWasSentBecomesADraftForTheSamePeople() throws Exception {
        long run = graph.plan(team);
        graph.run(run);
        List<Long> made = new ArrayList<>();
        model.ofAnnouncement(
                graph.workspace.views().runs().find(run).orElseThrow().announcementId(), made::add);
        Draft draft = graph.workspace.views().drafts().find(made.get(0)).orElseThrow();
        assertThat(draft.message()).isEqualTo(TestGraph.HELLO);
        assertThat(draft.audience()).isEqualTo(Audience.ofTeams(Set.of(team.id())));
        assertThat(draft.choices()).as("chosen anew").isEqualTo(SendChoices.NONE);
    }

    @Test
    void aDraftInWhichOnlySomebodyIsChosenHasAName() throws Exception {
        long id = add("");
        assertThat(model.name(row(id))).isEqualTo("(nothing written yet)");
    }

    @Test
    void whatAConnectionHoldsIsItsOwn() throws Exception {
        add("Of this tenant");
        Path other = java.nio.file.Files.createDirectory(folder.resolve("other"));
        try (TestGraph second = TestGraph.start(other, 5)) {
            assertThat(second.workspace.views().drafts().select("").count()).isZero();
        }
    }
}
