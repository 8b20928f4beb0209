package dev.rostrum.ui.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Reply;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.widget.SortKey;
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

    private TestGraph graph;
    private ConversationsViewModel model;

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder.resolve("graph"), 12, 30);
        SandboxTeam team = graph.sync(0);
        graph.run(graph.plan(team));
        model = new ConversationsViewModel(graph.workspace.views(), new InlineTasks(), ZoneId.of("Asia/Kathmandu"));
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
