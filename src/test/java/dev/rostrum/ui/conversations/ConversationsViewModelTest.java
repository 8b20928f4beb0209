package dev.rostrum.ui.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Reply;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.HeldDelay;
import dev.rostrum.ui.fx.InlineTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of the Conversations screen on a real sandbox and data file, without a toolkit. */
class ConversationsViewModelTest {
    @TempDir
    Path folder;

    private final HeldDelay delay = new HeldDelay();
    private TestGraph graph;
    private ConversationsViewModel model;

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder.resolve("graph"), 12, 30);
        SandboxTeam team = graph.sync(0);
        graph.run(graph.plan(team));
        model = new ConversationsViewModel(graph.workspace.views(), new InlineTasks(), delay, System::nanoTime);
        model.table().refresh();
    }

    @AfterEach
    void close() throws IOException {
        model.close();
        graph.close();
    }

    @Test
    void everyStoredIdIsFoundByIdAndPerson() {
        assertThat(model.table().rows()).hasSize(12);
        assertThat(model.subtitleProperty().get()).isEqualTo("12 stored ids");
        ConversationQuery.Row row = model.table().rows().peek(5);
        model.table().searchProperty().set(row.id());
        model.table().query();
        assertThat(model.table().rows()).containsExactly(row);
        assertThat(model.subtitleProperty().get()).isEqualTo("1 found");
        model.table().clearFilter();
        assertThat(model.table().rows()).hasSize(12);
    }

    @Test
    void aSearchDropsTheDetailsOfWhatItDoesNotShow() {
        ConversationQuery.Row shown = model.table().rows().peek(3);
        ConversationQuery.Row other = model.table().rows().peek(8);
        model.table().focus(shown);
        model.table().searchProperty().set(shown.id());
        model.table().query();
        assertThat(model.table().detailsProperty().get()).isEqualTo(shown);
        model.table().searchProperty().set(other.id());
        model.table().query();
        assertThat(model.table().detailsProperty().get()).isNull();
        assertThat(model.repliesProperty().get()).isNull();
    }

    @Test
    void whatIsCommittedIsFollowedWhileItIsInView() throws Exception {
        model.shown();
        model.table().focus(model.table().rows().peek(2));
        delay.pass();
        long answers = model.table().rows().answersProperty().get();
        delay.pass();
        assertThat(model.table().rows().answersProperty().get())
                .as("nothing new")
                .isEqualTo(answers);

        SandboxTeam second = graph.sync(1);
        graph.run(graph.plan(second));
        delay.pass();
        assertThat(model.table().rows().size()).isGreaterThan(12);
        assertThat(model.subtitleProperty().get())
                .isEqualTo(model.table().rows().size() + " stored ids");
        ConversationQuery.Row inDetail = model.table().detailsProperty().get();
        assertThat(inDetail).isNotNull();

        String id = inDetail.id();
        graph.change("UPDATE conversation SET last_status = 503, last_call_at = last_call_at + 100000"
                + " WHERE conversation_id = '" + id + "'");
        delay.pass();
        assertThat(model.table().detailsProperty().get().lastStatus()).isEqualTo(503);
        model.hidden();
    }

    @Test
    void theSelectionIsCopiedAndAnnouncedTo() {
        model.table().selection().set(model.table().rows().peek(8).key(), true);
        model.table().selection().set(model.table().rows().peek(2).key(), true);
        List<String> copied = new ArrayList<>();
        model.copySelected(copied::addAll);
        assertThat(copied)
                .containsExactly(
                        model.table().rows().peek(2).id(),
                        model.table().rows().peek(8).id());
        List<Audience> audiences = new ArrayList<>();
        model.audience(audiences::add);
        assertThat(audiences.get(0).userIds())
                .containsExactlyInAnyOrder(
                        model.table().rows().peek(2).lastingId(),
                        model.table().rows().peek(8).lastingId());
        model.table().selectAll();
        assertThat(model.table().selection().size()).isEqualTo(12);
    }

    @Test
    void whatThePersonWroteIsShownByTimeWhileItIsKept() throws Exception {
        ConversationQuery.Row row = model.table().rows().peek(0);
        model.table().focus(row);
        assertThat(model.repliesProperty().get()).isEqualTo(new ConversationsViewModel.Replies(false, List.of()));
        graph.workspace.act().changeInbound(now -> now.withReplies(true));
        ListeningSwitch listening = graph.workspace.act().listening();
        listening.follow(Optional.of(new Listening.Place("127.0.0.1", 0)));
        for (String text : List.of("First", "Second")) {
            assertThat(graph.post(
                            listening.state().counts().address(),
                            graph.sandbox.events().writes(row.userId(), text)))
                    .isEqualTo(200);
        }
        TestGraph.until("both are kept", () -> graph.workspace.views().replyCount() == 2);
        model.table().refresh();
        assertThat(model.repliesProperty().get().kept()).isTrue();
        assertThat(model.repliesProperty().get().newest())
                .extracting(Reply::text)
                .containsExactly("Second", "First");
        model.table().focus(model.table().rows().peek(1));
        assertThat(model.repliesProperty().get().newest()).isEmpty();
        graph.workspace.act().changeInbound(now -> now.withReplies(false));
        model.table().focus(row);
        assertThat(model.repliesProperty().get().newest())
                .as("until their time")
                .hasSize(2);
        assertThat(model.repliesProperty().get().kept()).isFalse();
    }
}
