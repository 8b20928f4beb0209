package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.inbound.ActivityImport;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No message goes where a file says, unless Teams says the same. */
@Timeout(120)
class ImportedConversationTest {
    private static final SendChoices EVERYBODY = new SendChoices(false, 0, true, null);

    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam team;

    @BeforeEach
    void start() throws Exception {
        graph = TestGraph.start(folder, 12);
        team = graph.sync(0);
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private Map<String, ConversationQuery.Row> conversations() {
        return graph
                .workspace
                .views()
                .conversations()
                .select(ConversationQuery.Filter.ALL, List.of())
                .page(0, 50)
                .stream()
                .collect(Collectors.toMap(ConversationQuery.Row::userId, row -> row));
    }

    @Test
    void anImportedIdIsUsedOnceACreateGaveTheSame() throws Exception {
        List<String> people = graph.workspace.views().users().select(PeopleFilter.of(null, "")).page(0, 12).stream()
                .map(UserQuery.Row::id)
                .toList();
        String honest = people.get(0);
        String robbed = people.get(1);
        String thief = people.get(2);
        List<SandboxEvent> installed = graph.sandbox.events().installs(honest);
        List<SandboxEvent> thiefs = graph.sandbox.events().installs(thief);
        String right = installed.get(0).conversationId();
        String wrong = thiefs.get(0).conversationId();
        Path file = Files.writeString(
                folder.resolve("captured.jsonl"),
                installed.get(0).json() + "\n"
                        + thiefs.get(0).json().replace(thief, robbed).replaceAll(",?\"aadObjectId\":\"[^\"]*\"", "")
                        + "\n");

        ActivityImport.Result result =
                graph.workspace.act().activities().run(file, false, each -> {}, count -> {}, () -> false);

        assertThat(result.conversations()).isEqualTo(2);
        assertThat(result.people()).isZero();
        assertThat(conversations().get(honest).state()).isEqualTo(ConversationState.UNCONFIRMED);
        assertThat(conversations().get(robbed).id()).isEqualTo(wrong);
        JobRequest request =
                new JobRequest.Send("Hello", TestGraph.HELLO, Audience.ofUsers(Set.of(honest, robbed)), EVERYBODY);
        JobPreview preview = graph.planner().preview(request);
        assertThat(preview.withConversation()).isZero();
        assertThat(preview.requests()).isEqualTo(4);
        assertThat(graph.planner().dryRun(request).page(0, 10)).hasSize(2);

        graph.run(graph.plan(request));

        assertThat(graph.requests(Route.CREATE)).hasSize(2);
        assertThat(graph.posted())
                .extracting(LoggedRequest::userId, LoggedRequest::conversationId)
                .contains(org.assertj.core.api.Assertions.tuple(honest, right))
                .doesNotContain(org.assertj.core.api.Assertions.tuple(robbed, wrong));
        assertThat(graph.posted()).extracting(LoggedRequest::userId).containsExactlyInAnyOrder(honest, robbed);
        assertThat(conversations().values())
                .hasSize(2)
                .allMatch(row -> row.origin() == ConversationOrigin.CREATED)
                .allMatch(row -> row.state() == ConversationState.CURRENT);
        assertThat(conversations().get(honest).id()).isEqualTo(right);

        Message again = new Message("Again", TextFormat.PLAIN);
        graph.run(graph.plan(new JobRequest.Send("Again", again, Audience.ofUsers(Set.of(honest)), EVERYBODY)));
        assertThat(graph.requests(Route.CREATE)).as("it is known now").hasSize(2);
    }

    @Test
    void aTeamThatTheBotLeftIsToldBeforeAPlan() throws Exception {
        JobRequest request =
                new JobRequest.Send("Hello", TestGraph.HELLO, Audience.ofTeams(Set.of(team.id())), EVERYBODY);
        assertThat(graph.planner().cautions(request)).isEmpty();
        graph.change("UPDATE team SET bot_left_at = 1000");
        assertThat(graph.planner().cautions(request)).singleElement().satisfies(caution -> assertThat(caution.code())
                .isEqualTo("plan.botLeft"));
        assertThat(graph.planner().preview(request).recipients()).isEqualTo(12);
    }
}
