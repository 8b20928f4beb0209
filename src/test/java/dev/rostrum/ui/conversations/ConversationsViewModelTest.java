package dev.rostrum.ui.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Reply;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.HeldDelay;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.table.SortKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
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
        model = new ConversationsViewModel(
                graph.workspace.views(), new InlineTasks(), delay, System::nanoTime, ZoneId.of("Asia/Kathmandu"));
        model.refresh();
    }

    @AfterEach
    void close() throws IOException {
        model.close();
        graph.close();
    }

    @Test
    void everyStoredIdIsFoundByIdAndPerson() {
        assertThat(model.rows()).hasSize(12);
        assertThat(model.subtitleProperty().get()).isEqualTo("12 stored ids");
        ConversationQuery.Row row = model.rows().peek(5);
        model.searchProperty().set(row.id());
        model.query();
        assertThat(model.rows()).containsExactly(row);
        assertThat(model.subtitleProperty().get()).isEqualTo("1 found");
        model.clearFilter();
        assertThat(model.rows()).hasSize(12);
    }

    @Test
    void aSearchDropsTheDetailsOfWhatItDoesNotShow() {
        ConversationQuery.Row shown = model.rows().peek(3);
        ConversationQuery.Row other = model.rows().peek(8);
        model.focus(shown);
        model.searchProperty().set(shown.id());
        model.query();
        assertThat(model.detailsProperty().get()).isEqualTo(shown);
        model.searchProperty().set(other.id());
        model.query();
        assertThat(model.detailsProperty().get()).isNull();
        assertThat(model.repliesProperty().get()).isNull();
    }

    @Test
    void whatIsCommittedIsFollowedWhileItIsInView() throws Exception {
        model.shown();
        model.focus(model.rows().peek(2));
        delay.pass();
        long answers = model.rows().answersProperty().get();
        delay.pass();
        assertThat(model.rows().answersProperty().get()).as("nothing new").isEqualTo(answers);

        SandboxTeam second = graph.sync(1);
        graph.run(graph.plan(second));
        delay.pass();
        assertThat(model.rows().size()).isGreaterThan(12);
        assertThat(model.subtitleProperty().get()).isEqualTo(model.rows().size() + " stored ids");
        ConversationQuery.Row inDetail = model.detailsProperty().get();
        assertThat(inDetail).isNotNull();

        String id = inDetail.id();
        graph.change("UPDATE conversation SET last_status = 503, last_call_at = last_call_at + 100000"
                + " WHERE conversation_id = '" + id + "'");
        delay.pass();
        assertThat(model.detailsProperty().get().lastStatus()).isEqualTo(503);
        model.hidden();
    }

    @Test
    void theSelectionIsCopiedAndAnnouncedTo() {
        model.selection().set(model.rows().peek(8).key(), true);
        model.selection().set(model.rows().peek(2).key(), true);
        List<String> copied = new ArrayList<>();
        model.copySelected(copied::addAll);
        assertThat(copied)
                .containsExactly(model.rows().peek(2).id(), model.rows().peek(8).id());
        assertThat(model.audience().userIds())
                .containsExactlyInAnyOrder(
                        model.rows().peek(2).lastingId(), model.rows().peek(8).lastingId());
        model.selectAll();
        assertThat(model.selection().size()).isEqualTo(12);
    }

    @Test
    void theExportHoldsWhatTheSearchShowsInTheOrderOfTheTable() throws IOException {
        model.sort(List.of(new SortKey("id", false)));
        Path file = folder.resolve("out.csv");
        List<Long> written = new ArrayList<>();
        model.export(file, written::add);
        assertThat(written).containsExactly(12L);
        List<CSVRecord> records;
        try (var parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(Files.readString(file).substring(1)))) {
            assertThat(parser.getHeaderNames())
                    .containsExactly(
                            "conversationId",
                            "userId",
                            "name",
                            "email",
                            "origin",
                            "createdAt",
                            "lastAcceptedAt",
                            "unverified",
                            "state");
            records = parser.getRecords();
        }
        assertThat(records)
                .extracting(record -> record.get("conversationId"))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .containsExactlyElementsOf(
                        model.rows().stream().map(ConversationQuery.Row::id).toList());
        CSVRecord first = records.get(0);
        assertThat(first.get("origin")).isEqualTo("CREATED");
        assertThat(first.get("createdAt")).endsWith("+05:45");
        assertThat(OffsetDateTime.parse(first.get("createdAt")).toInstant())
                .isEqualTo(model.rows().peek(0).createdAt());

        model.searchProperty().set(model.rows().peek(0).userId());
        model.query();
        model.export(file, written::add);
        assertThat(written).containsExactly(12L, 1L);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaid() {
        List<Long> written = new ArrayList<>();
        model.export(folder.resolve("none").resolve("out.csv"), written::add);
        assertThat(written).isEmpty();
        assertThat(model.failureProperty().get()).contains("out.csv");
        assertThat(model.exportingProperty().get()).isFalse();
    }

    @Test
    void whatThePersonWroteIsShownByTimeWhileItIsKept() throws Exception {
        ConversationQuery.Row row = model.rows().peek(0);
        model.focus(row);
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
        model.refresh();
        assertThat(model.repliesProperty().get().kept()).isTrue();
        assertThat(model.repliesProperty().get().newest())
                .extracting(Reply::text)
                .containsExactly("Second", "First");
        model.focus(model.rows().peek(1));
        assertThat(model.repliesProperty().get().newest()).isEmpty();
        graph.workspace.act().changeInbound(now -> now.withReplies(false));
        model.focus(row);
        assertThat(model.repliesProperty().get().newest())
                .as("until their time")
                .hasSize(2);
        assertThat(model.repliesProperty().get().kept()).isFalse();
    }
}
