package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.compose.AudienceViewModel;
import dev.rostrum.ui.compose.AudienceViewModel.PartKind;
import dev.rostrum.ui.compose.Check;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.QueuedTasks;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerViewModelTest {
    /** Guests in the large team of the sandbox, whom the guard leaves out. */
    private static final int GUESTS = 2;

    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam large;
    private SandboxTeam small;
    private ComposerViewModel model;

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 40, 12);
        large = graph.sync(0);
        small = graph.sync(1);
        model = new ComposerViewModel(graph.workspace, new InlineTasks(), Clock.systemUTC());
        model.refresh();
    }

    @AfterEach
    void close() throws Exception {
        model.close();
        graph.close();
    }

    private void choose(SandboxTeam team) {
        model.choice().teams().stream()
                .filter(choice -> choice.team().id().equals(team.id()))
                .forEach(choice -> choice.chosenProperty().set(true));
    }

    private List<String> people(SandboxTeam team) {
        return graph.workspace.views().users().ids(new UserQuery.Filter(team.id(), ""));
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(model.blockedProperty().get()).isEqualTo("Write a message and choose an audience first.");
        model.message().textProperty().set("Hello");
        assertThat(model.blockedProperty().get()).isEqualTo("Choose an audience first.");
        choose(small);
        assertThat(model.blockedProperty().get()).isNull();
        model.message().textProperty().set("  \n ");
        assertThat(model.blockedProperty().get()).isEqualTo("Write a message first.");
    }

    @Test
    void aTextThatLostLettersIsBlockedAndSaysWhere() {
        choose(small);
        model.message().textProperty().set("Hello\n\nB\ufffdro");
        assertThat(model.blockedProperty().get()).startsWith("Line 3 of the message holds U+FFFD");
        assertThat(model.checks())
                .anyMatch(check -> check.blocking() && check.what().startsWith("Line 3"));
        model.message().textProperty().set("B\u00fcro");
        assertThat(model.blockedProperty().get()).isNull();
        model.titleProperty().set("B\ufffdro");
        assertThat(model.blockedProperty().get()).startsWith("The title holds U+FFFD");
        model.titleProperty().set("");
        model.message().textProperty().set("\u200b\u3164");
        assertThat(model.blockedProperty().get()).startsWith("The message holds nothing that can be seen");
    }

    @Test
    void somebodyInTwoTeamsCountsOnce() {
        choose(large);
        choose(small);
        long both = people(large).stream().filter(people(small)::contains).count();
        assertThat(both).as("people in both teams").isPositive();
        assertThat(model.reachProperty().get().recipients()).isEqualTo(40 + 12 - both - GUESTS);
        assertThat(model.choice().in()).extracting(part -> part.kind()).containsOnly(PartKind.TEAM);
    }

    @Test
    void peopleAreAddedAndLeftOutOneByOne() {
        choose(small);
        String inside = people(small).get(0);
        String outside = people(large).stream()
                .filter(id -> !people(small).contains(id))
                .findFirst()
                .orElseThrow();
        model.choice().leaveOut(inside);
        assertThat(model.reachProperty().get().recipients()).isEqualTo(11);
        assertThat(model.choice().out()).hasSize(1);
        assertThat(model.choice().out().get(0).words()).isNotBlank().isNotEqualTo("Somebody");
        model.choice().add(outside);
        assertThat(model.reachProperty().get().recipients()).isEqualTo(12);
        model.choice().add(inside);
        assertThat(model.choice().out()).isEmpty();
        model.choice().remove(model.choice().in().get(0));
        assertThat(model.choice().teams())
                .noneMatch(choice -> choice.chosenProperty().get());
        assertThat(model.choice().audience()).isEqualTo(Audience.ofUsers(Set.of(inside, outside)));
    }

    @Test
    void peopleAreNamedByTheIdThatStaysTheirs() {
        UserQuery.Row some = graph.workspace
                .views()
                .users()
                .select(new UserQuery.Filter(small.id(), ""))
                .page(0, 1)
                .get(0);
        assertThat(some.id()).startsWith("29:");
        Audience lasting = Audience.ofUsers(Set.of(some.objectId()));
        model.setAudience(Audience.ofUsers(Set.of(some.id())));
        assertThat(model.choice().audience()).isEqualTo(lasting);
        assertThat(model.choice().in())
                .extracting(part -> part.words())
                .singleElement()
                .satisfies(words -> assertThat(words).contains(some.name()));
        model.choice().searchProperty().set(some.id());
        model.choice().find();
        assertThat(model.choice().found())
                .extracting(AudienceViewModel.PersonMatch::chosen)
                .containsExactly(true);
        model.clear();
        model.choice().searchProperty().set(some.id());
        model.choice().find();
        model.choice().add(model.choice().found().get(0).id());
        assertThat(model.choice().audience()).isEqualTo(lasting);
        model.choice().leaveOut(model.choice().found().get(0).id());
        assertThat(model.choice().audience().excludedUserIds()).containsExactly(some.objectId());
    }

    @Test
    void manyChosenPeopleAreOnePart() {
        model.setAudience(Audience.ofUsers(Set.copyOf(people(large))));
        assertThat(model.choice().in()).hasSize(1);
        assertThat(model.choice().in().get(0).words()).isEqualTo("40 people");
        assertThat(model.reachProperty().get().recipients()).isEqualTo(40 - GUESTS);
        model.choice().remove(model.choice().in().get(0));
        assertThat(model.choice().audience().isEmpty()).isTrue();
        assertThat(model.reachProperty().get()).isNull();
    }

    @Test
    void nobodyLeftIsSaid() {
        model.message().textProperty().set("Hello");
        String one = people(small).get(0);
        model.setAudience(new Audience(Set.of(), Set.of(one), Set.of(one)));
        assertThat(model.blockedProperty().get()).startsWith("Nobody is left");
        assertThat(model.checks().get(0).blocking()).isTrue();
    }

    @Test
    void theSearchFindsPeopleAndSaysHowMany() {
        model.choice().searchProperty().set("e");
        model.choice().find();
        assertThat(model.choice().found()).hasSize(6);
        assertThat(model.choice().foundWordsProperty().get()).contains("people match");
        AudienceViewModel.PersonMatch first = model.choice().found().get(0);
        model.choice().leaveOut(first.id());
        assertThat(model.choice().found().get(0).leftOut()).isTrue();
        model.choice().forget(first.id());
        assertThat(model.choice().found().get(0).leftOut()).isFalse();
        model.choice().searchProperty().set("nobody is called so");
        model.choice().find();
        assertThat(model.choice().foundWordsProperty().get()).startsWith("Nobody matches");
    }

    /** A draft from before keeps its people, and an address names each of them once. */
    @Test
    void afterNewIdsADraftReachesTheSamePeople() throws Exception {
        UserQuery.Row person = graph.workspace
                .views()
                .users()
                .select(new UserQuery.Filter(small.id(), ""))
                .page(0, 1)
                .get(0);
        model.message().textProperty().set("Hello");
        model.choice().add(person.id());
        graph.newIds(40, 12);
        graph.sync(0);
        graph.sync(1);
        model.choice().searchProperty().set(person.email());
        model.choice().find();
        assertThat(model.choice().found()).hasSize(1);
        assertThat(model.choice().found().get(0).id()).isNotEqualTo(person.id());
        model.choice().add(model.choice().found().get(0).id());
        assertThat(graph.planner()
                        .preview(new dev.rostrum.announce.JobRequest.Send(
                                "Hello",
                                model.draft().message(),
                                model.draft().audience(),
                                new dev.rostrum.domain.SendChoices(false, 0, true, null)))
                        .recipients())
                .isEqualTo(1);
    }

    @Test
    void tooLargeIsBlockedAndLargeIsWarnedOf() {
        choose(small);
        model.message().textProperty().set("x".repeat(20_000));
        assertThat(model.message().bytesProperty().get()).isBetween(Message.WARN_BYTES, Message.MAX_BYTES);
        assertThat(model.blockedProperty().get()).isNull();
        assertThat(model.checks()).anyMatch(check -> !check.passed() && !check.blocking());
        model.message().textProperty().set("x".repeat(50_000));
        assertThat(model.blockedProperty().get()).isEqualTo("The message is too large. Shorten it first.");
        Check worst = model.checks().get(0);
        assertThat(worst.blocking()).isTrue();
        assertThat(worst.what()).contains("too large");
    }

    @Test
    void linesThatWouldRunTogetherAreSaidForMarkdownOnly() {
        model.message().textProperty().set("one\ntwo");
        assertThat(model.checks()).anyMatch(check -> check.what().equals("Single line ends run together"));
        model.message().formatProperty().set(TextFormat.PLAIN);
        assertThat(model.checks()).noneMatch(check -> check.what().equals("Single line ends run together"));
    }

    @Test
    void aStaleCountIsDropped() {
        QueuedTasks tasks = new QueuedTasks();
        ComposerViewModel slow = new ComposerViewModel(graph.workspace, tasks, Clock.systemUTC());
        slow.setAudience(Audience.ofTeams(Set.of(large.id())));
        tasks.runAll();
        assertThat(slow.reachProperty().get().recipients()).isEqualTo(40 - GUESTS);
        slow.choice().remove(slow.choice().in().get(0));
        List<String> reached = people(small).stream()
                .filter(id ->
                        graph.planner().count(Audience.ofUsers(Set.of(id))).recipients() == 1)
                .toList();
        String one = reached.get(0);
        slow.choice().add(one);
        assertThat(slow.countingProperty().get()).isTrue();
        slow.choice().add(reached.get(1));
        // The newer count is answered first, the older one afterwards.
        while (tasks.waiting() > 0) {
            tasks.runAt(tasks.waiting() - 1);
        }
        assertThat(slow.reachProperty().get().recipients()).isEqualTo(2);
        assertThat(slow.countingProperty().get()).isFalse();
        slow.close();
    }

    @Test
    void afterSendingItStartsEmpty() {
        model.titleProperty().set("Title");
        model.message().textProperty().set("Hello");
        choose(small);
        model.clear();
        assertThat(model.isUntouched()).isTrue();
        assertThat(model.choice().teams())
                .noneMatch(choice -> choice.chosenProperty().get());
    }

    @Test
    void besideAnotherWritingProgramNothingCanBeSent() {
        Workspace open = graph.workspace;
        Workspace reading = new Workspace(
                open.connection(), open.views(), Optional.empty(), Reason.of("store.forReading"), List.of(), () -> {});
        ComposerViewModel readOnly = new ComposerViewModel(reading, new InlineTasks(), Clock.systemUTC());
        readOnly.refresh();
        readOnly.message().textProperty().set("Hello");
        readOnly.setAudience(Audience.ofTeams(Set.of(small.id())));
        assertThat(readOnly.blockedProperty().get()).isEqualTo("This was opened for reading only.");
        assertThat(readOnly.troubleProperty().get()).isNull();
        assertThat(readOnly.reachProperty().get().selected())
                .as("it is counted all the same")
                .isPositive();
        readOnly.close();
    }

    @Test
    void howToGetNoMoreIsOfferedWhileRepliesAreHeard() throws Exception {
        ComposerViewModel.StopOffer offer = model.stopOfferProperty().get();
        assertThat(offer.why()).contains("nothing came from Teams in the last 24 hours");
        model.addStopLine();
        assertThat(model.message().textProperty().get()).isEmpty();

        ListeningSwitch listening = graph.workspace.act().listening();
        listening.follow(Optional.of(new Listening.Place("127.0.0.1", 0)));
        assertThat(graph.post(
                        listening.state().counts().address(),
                        graph.sandbox
                                .events()
                                .installs(graph.sandbox
                                        .events()
                                        .truth()
                                        .teams()
                                        .get(0)
                                        .members()
                                        .iterator()
                                        .next())
                                .get(0)))
                .isEqualTo(200);
        model.refresh();
        assertThat(model.stopOfferProperty().get()).isEqualTo(new ComposerViewModel.StopOffer("STOP", null));
        model.message().textProperty().set("Hello\n");
        model.addStopLine();
        model.addStopLine();
        assertThat(model.message().textProperty().get())
                .as("once")
                .isEqualTo("Hello\n\nReply STOP to get no more of these messages");

        graph.workspace
                .act()
                .changeInbound(
                        now -> now.withWords(List.of("basta"), now.startWords(), now.confirmation(), now.again()));
        model.refresh();
        assertThat(model.stopOfferProperty().get().word()).isEqualTo("BASTA");

        ComposerViewModel later = new ComposerViewModel(
                graph.workspace, new InlineTasks(), Clock.offset(Clock.systemUTC(), Duration.ofHours(25)));
        later.refresh();
        assertThat(later.stopOfferProperty().get().why()).isNotNull();
        later.close();
    }

    @Test
    void theTitleComesFromTheMessage() {
        model.message().textProperty().set("# Fire drill\n\nOn Thursday.");
        assertThat(model.draft().name()).isEqualTo("Fire drill");
        model.titleProperty().set(" Drill ");
        assertThat(model.draft().name()).isEqualTo("Drill");
    }
}
