package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticViewModelTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam team;
    private AutomaticViewModel model;
    private final SettingsFixture around = new SettingsFixture();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12);
        team = graph.sync(0);
        model = model();
    }

    private AutomaticViewModel model() {
        AutomaticViewModel made = new AutomaticViewModel(graph.workspace, new InlineTasks(), around);
        made.shown();
        return made;
    }

    @AfterEach
    void close() throws Exception {
        model.close();
        graph.close();
    }

    private InboundSettings stored() {
        return graph.workspace.views().inbound();
    }

    @Test
    void theWelcomeIsComposedCheckedAndSaved() {
        assertThat(model.welcomeOnProperty().get()).isFalse();
        assertThat(model.welcomeChecks()).as("what is off may be empty").isEmpty();
        model.welcomeOnProperty().set(true);
        assertThat(model.welcomeChecks()).singleElement().satisfies(check -> assertThat(check.blocking())
                .isTrue());
        model.save();
        assertThat(model.failureProperty().get()).contains("welcome message", "empty");
        assertThat(stored()).isEqualTo(InboundSettings.DEFAULT);

        model.welcome().textProperty().set("Hello **there**");
        model.teamMembersProperty().set(true);
        assertThat(model.welcomeChecks()).singleElement().satisfies(check -> assertThat(check.what())
                .startsWith("Size"));
        model.save();
        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(stored().welcome()).isEqualTo(new Message("Hello **there**", TextFormat.MARKDOWN));
        assertThat(stored().welcomeOn()).isTrue();
        assertThat(stored().welcomeTeamMembers()).isTrue();

        model.close();
        model = model();
        assertThat(model.welcome().message().text()).isEqualTo("Hello **there**");
        assertThat(model.changedProperty().get()).isFalse();
    }

    @Test
    void theMentionMessageNamesWhoMentionsAndWhoseMentionsCount() {
        model.mentionOnProperty().set(true);
        model.mention().textProperty().set("You were mentioned");
        model.save();
        assertThat(model.failureProperty().get()).contains("{mentioner}");
        model.mention().textProperty().set("*{mentioner}* mentioned you");
        assertThat(model.mentionSample().text()).isEqualTo("*Ana\u00efs Lef\u00e8vre* mentioned you");
        assertThat(model.mentionChecks()).anyMatch(check -> check.what().contains("Nobody"));
        UserQuery.Row somebody = graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(team.id(), ""))
                .page(0, 1)
                .get(0);
        model.mentioners().add(somebody.lastingId());
        model.mentioners().teams().get(0).chosenProperty().set(true);
        assertThat(model.mentionChecks()).noneMatch(check -> check.what().contains("Nobody"));
        model.save();
        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(stored().mentionPeople()).containsExactly(somebody.lastingId());
        assertThat(stored().mentionTeams()).containsExactly(team.id());
        model.close();
        model = model();
        assertThat(model.mentioners().in()).hasSize(2);
        assertThat(model.changedProperty().get()).isFalse();
        model.discard();
        assertThat(model.changedProperty().get()).isFalse();
        model.mentioners().forget(somebody.lastingId());
        assertThat(model.changedProperty().get()).isTrue();
    }

    @Test
    void thePagesChangeEachItsOwnPart() {
        InboundViewModel other = new InboundViewModel(graph.workspace, new InlineTasks(), around);
        other.shown();
        model.welcome().textProperty().set("Hello");
        other.repliesProperty().set(true);
        other.save();
        model.save();
        assertThat(stored().replies()).isTrue();
        assertThat(stored().welcome().text()).isEqualTo("Hello");
        other.repliesProperty().set(false);
        other.save();
        assertThat(stored().welcome().text()).isEqualTo("Hello");
    }
}
