package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.compose.AudienceViewModel;
import dev.rostrum.ui.compose.AudienceViewModel.PartKind;
import dev.rostrum.ui.compose.Check;
import dev.rostrum.ui.compose.PeopleListViewModel;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.QueuedTasks;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
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
        model = composer(new InlineTasks());
        model.refresh();
    }

    private ComposerViewModel composer(Tasks tasks) {
        return new ComposerViewModel(graph.workspace, tasks, Runnable::run, Clock.systemUTC(), 0, Draft.EMPTY);
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
        return graph.workspace.views().users().ids(PeopleFilter.of(team.id(), ""));
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
                .select(PeopleFilter.of(small.id(), ""))
                .page(0, 1)
                .get(0);
        assertThat(some.id()).startsWith("29:");
        Audience lasting = Audience.ofUsers(Set.of(some.objectId()));
        model.choice().set(Audience.ofUsers(Set.of(some.id())));
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
        model.choice().set(Audience.none());
        model.choice().searchProperty().set(some.id());
        model.choice().find();
        model.choice().add(model.choice().found().get(0).id());
        assertThat(model.choice().audience()).isEqualTo(lasting);
        model.choice().leaveOut(model.choice().found().get(0).id());
        assertThat(model.choice().audience().excludedUserIds()).containsExactly(some.objectId());
    }

    @Test
    void manyChosenPeopleAreOnePart() {
        model.choice().set(Audience.ofUsers(Set.copyOf(people(large))));
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
        model.choice().set(new Audience(Set.of(), Set.of(one), Set.of(one)));
        assertThat(model.blockedProperty().get()).startsWith("Nobody is left");
        assertThat(model.checks().get(0).blocking()).isTrue();
    }

    @Test
    void theSearchFindsPeopleAndSaysHowMany() {
        model.choice().searchProperty().set("example");
        model.choice().find();
        assertThat(model.choice().found()).hasSize(20);
        assertThat(model.choice().foundWordsProperty().get())
                .startsWith("1 to 20 of ")
                .endsWith(" people who match");
        assertThat(model.choice().earlierProperty().get()).isFalse();
        // All of them are reached, each once.
        Set<String> met = new HashSet<>();
        model.choice().found().forEach(person -> assertThat(met.add(person.id()))
                .isTrue());
        while (model.choice().laterProperty().get()) {
            model.choice().findLater();
            model.choice().found().forEach(person -> assertThat(met.add(person.id()))
                    .isTrue());
        }
        assertThat((long) met.size())
                .isGreaterThan(20)
                .isEqualTo(graph.workspace
                        .views()
                        .users()
                        .select(PeopleFilter.of(null, "example"))
                        .count());
        model.choice().findEarlier();
        model.choice().find();
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
                .select(PeopleFilter.of(small.id(), ""))
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
                                new SendChoices(false, 0, true, null)))
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
        ComposerViewModel slow = composer(tasks);
        slow.choice().set(Audience.ofTeams(Set.of(large.id())));
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

    private List<Draft> onDisk() {
        return graph.workspace.views().drafts().select("").page(0, 10).stream()
                .map(row -> graph.workspace.views().drafts().find(row.id()).orElseThrow())
                .toList();
    }

    @Test
    void whatIsTypedAndChosenIsOnDisk() throws Exception {
        assertThat(model.settled()).as("nothing yet").isNull();
        model.titleProperty().set("Title");
        model.message().textProperty().set("Hello");
        model.message().formatProperty().set(TextFormat.PLAIN);
        choose(small);
        model.choice().leaveOut(people(small).get(0));
        Draft written = new Draft(
                "Title",
                new Message("Hello", TextFormat.PLAIN),
                new Audience(Set.of(small.id()), Set.of(), Set.of(people(small).get(0))),
                SendChoices.NONE);
        TestGraph.until(
                "it is on disk",
                () -> onDisk().size() == 1
                        && onDisk().get(0)
                                .audience()
                                .teamIds()
                                .equals(written.audience().teamIds())
                        && onDisk().get(0).message().equals(written.message())
                        && onDisk().get(0).title().equals("Title")
                        && onDisk().get(0).audience().excludedUserIds().size() == 1);
        assertThat(model.keepingProperty().get().words()).isEqualTo("Kept as a draft");

        long id = model.draftId();
        Draft read = graph.workspace.views().drafts().find(id).orElseThrow();
        ComposerViewModel again =
                new ComposerViewModel(graph.workspace, new InlineTasks(), Runnable::run, Clock.systemUTC(), id, read);
        assertThat(again.titleProperty().get()).isEqualTo("Title");
        assertThat(again.message().message()).isEqualTo(written.message());
        assertThat(again.choice().audience()).isEqualTo(read.audience());
        assertThat(again.settled()).isEqualTo(id);
        again.close();
        assertThat(onDisk()).as("opening it changes nothing").containsExactly(read);
    }

    @Test
    void whatIsTypedLastIsOnDiskAfterTheConnectionWasClosed() {
        model.message().textProperty().set("Typed");
        model.message().textProperty().set("Typed at last");
        graph.reopen();
        assertThat(onDisk()).extracting(draft -> draft.message().text()).containsExactly("Typed at last");
    }

    @Test
    void theDraftGoesAsThePlanIsMadeAndWhatIsTypedThenIsNotKept() throws Exception {
        model.message().textProperty().set("Hello");
        choose(small);
        Proposal proposal = Proposal.of(model);
        graph.planner()
                .plan(
                        proposal.request(),
                        proposal.draft().call(),
                        graph.planner().preview(proposal.request()),
                        written -> {},
                        () -> false);
        assertThat(onDisk()).isEmpty();
        model.message().textProperty().set("Hello again");
        TestGraph.until("it is told", () -> model.keepingProperty().get().trouble());
        assertThat(model.keepingProperty().get().words()).contains("sent or deleted");
        assertThat(onDisk()).isEmpty();
    }

    /** But an override, which is given for a number that was looked at. */
    @Test
    void whatIsChosenInTheReviewStaysWithTheDraft() throws Exception {
        model.message().textProperty().set("Hello");
        choose(small);
        ReviewViewModel review = new ReviewViewModel(
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> task.run(),
                System::nanoTime,
                Proposal.of(model),
                run -> {});
        review.choices().outsidersProperty().set(true);
        review.choices().canaryOnProperty().set(true);
        review.choices().canaryProperty().set("3");
        review.close();
        long id = model.settled();
        SendChoices kept =
                graph.workspace.views().drafts().find(id).orElseThrow().choices();
        assertThat(kept).isEqualTo(new SendChoices(false, 3, true, null));
        assertThat(model.draft().choices()).isEqualTo(kept);
        ReviewViewModel again = new ReviewViewModel(
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> task.run(),
                System::nanoTime,
                Proposal.of(model),
                run -> {});
        assertThat(again.choices().chosen(null)).isEqualTo(kept);
        again.close();
    }

    @Test
    void wholeTeamsAreLeftOut() {
        choose(large);
        long all = model.reachProperty().get().recipients();
        long left = graph.planner()
                .count(new Audience(Set.of(large.id()), Set.of(), Set.copyOf(people(small))))
                .recipients();
        assertThat(left).isLessThan(all);
        model.choice().teams().stream()
                .filter(choice -> choice.team().id().equals(small.id()))
                .forEach(choice -> choice.leftOutProperty().set(true));
        assertThat(model.choice().audience().excludedTeamIds()).containsExactly(small.id());
        assertThat(model.reachProperty().get().recipients()).isEqualTo(left);
        assertThat(model.choice().out()).extracting(part -> part.kind()).containsExactly(PartKind.LEFT_OUT_TEAM);
        choose(small);
        assertThat(model.choice().out()).as("a team is in or out").isEmpty();
        model.choice().teams().forEach(choice -> choice.leftOutProperty().set(true));
        assertThat(model.choice().in()).isEmpty();
        model.choice().remove(model.choice().out().get(0));
        assertThat(model.choice().audience().excludedTeamIds()).hasSize(1);
    }

    @Test
    void aPastedListTakesNobodyBeforeEachUnknownNameWasTold() {
        List<UserQuery.Row> some = graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(small.id(), ""))
                .page(0, 4);
        PeopleListViewModel list = model.choice().pasted();
        assertThat(list.settledProperty().get()).isTrue();
        list.textProperty()
                .set(some.get(0).email().toUpperCase(java.util.Locale.ROOT) + "\n\nnobody@example.com\n  "
                        + some.get(1).objectId() + " ; X Y <" + some.get(2).userPrincipalName() + ">\n19:no-person\n");
        list.take(false);
        assertThat(list.answerProperty().get().trouble())
                .containsExactly("Line 3: nobody has nobody@example.com", "Line 5: nobody has 19:no-person");
        assertThat(list.answerProperty().get().done()).isFalse();
        assertThat(model.choice().audience().isEmpty()).as("nothing silently").isTrue();
        assertThat(list.settledProperty().get()).as("the dialog stays open").isFalse();
        list.takeKnown();
        assertThat(list.settledProperty().get()).isTrue();
        assertThat(list.answerProperty().get().done()).isTrue();
        assertThat(model.choice().audience().userIds())
                .containsExactlyInAnyOrder(
                        some.get(0).lastingId(),
                        some.get(1).lastingId(),
                        some.get(2).lastingId());
        list.textProperty().set(some.get(3).email() + "\n" + some.get(0).email());
        list.take(true);
        assertThat(list.answerProperty().get().done()).as("all known").isTrue();
        assertThat(model.choice().audience().excludedUserIds())
                .containsExactlyInAnyOrder(some.get(3).lastingId(), some.get(0).lastingId());
        assertThat(model.choice().audience().userIds()).hasSize(2);
        list.textProperty().set(" \n ");
        list.take(false);
        assertThat(list.answerProperty().get().trouble()).singleElement().satisfies(words -> assertThat(words)
                .startsWith("The list is empty"));
        list.textProperty().set("x\n".repeat(20_001));
        list.take(false);
        assertThat(list.answerProperty().get().trouble()).singleElement().satisfies(words -> assertThat(words)
                .contains("at most 20,000"));
    }

    @Test
    void theMessageIsTriedOnMeAloneFirst() throws Exception {
        model.message().textProperty().set("Hello **me**");
        assertThat(model.toMe().blocked(model.messageBlocked())).contains("Choose yourself first");
        UserQuery.Row me = graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(small.id(), ""))
                .page(0, 1)
                .get(0);
        graph.workspace.act().setMe(me.id());
        model.refresh();
        assertThat(model.toMe().blocked(model.messageBlocked())).isNull();
        model.toMe().send("Hello me", model.message().message());
        assertThat(model.toMe().outcomeProperty().get())
                .satisfies(outcome -> assertThat(outcome.accepted()).isTrue())
                .satisfies(outcome -> assertThat(outcome.words()).contains("Accepted by Teams"));
        assertThat(graph.posted()).hasSize(1);
        assertThat(graph.workspace.views().runs().select("").count())
                .as("it is no announcement")
                .isZero();
        assertThat(onDisk()).hasSizeLessThan(2);
        model.message().textProperty().set("");
        assertThat(model.toMe().blocked(model.messageBlocked())).isEqualTo("Write a message first.");
    }

    @Test
    void besideAnotherWritingProgramNothingCanBeSent() {
        Workspace open = graph.workspace;
        Workspace reading = new Workspace(
                open.connection(), open.views(), Optional.empty(), Reason.of("store.forReading"), List.of(), () -> {});
        ComposerViewModel readOnly =
                new ComposerViewModel(reading, new InlineTasks(), Runnable::run, Clock.systemUTC(), 0, Draft.EMPTY);
        readOnly.refresh();
        assertThat(readOnly.keepingProperty().get().trouble()).isTrue();
        assertThat(readOnly.keepingProperty().get().words()).contains("this window only reads");
        readOnly.message().textProperty().set("Hello");
        readOnly.choice().set(Audience.ofTeams(Set.of(small.id())));
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
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                Clock.offset(Clock.systemUTC(), Duration.ofHours(25)),
                0,
                Draft.EMPTY);
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
