package dev.rostrum.ui.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.UserKind;
import dev.rostrum.roster.Teams;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.QueuedTasks;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.HeardDialogs;
import dev.rostrum.ui.table.FilterOption;
import dev.rostrum.ui.table.RowRule;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of the People screen on a real sandbox and data file, without a toolkit. */
class PeopleViewModelTest {
    private static final String CHANNEL = "https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General";

    @TempDir
    Path folder;

    private TestGraph graph;
    private final List<PeopleViewModel> models = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        graph = TestGraph.start(folder, 12, 40);
    }

    @AfterEach
    void close() throws IOException {
        models.forEach(PeopleViewModel::close);
        graph.close();
    }

    private PeopleViewModel model(Tasks tasks) {
        return model(graph.workspace, tasks);
    }

    private PeopleViewModel model(Workspace workspace, Tasks tasks) {
        PeopleViewModel made =
                new PeopleViewModel(workspace, tasks, Runnable::run, (delay, task) -> task.run(), System::nanoTime);
        models.add(made);
        made.refresh();
        return made;
    }

    private SandboxTeam team(int number) {
        return graph.sandbox.teams().get(number);
    }

    private static TeamLine line(PeopleViewModel model, SandboxTeam team) {
        return model.teams().lines().stream()
                .filter(line -> team.id().equals(line.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newTeamsAreSyncedAtOnceAndFailedLinesStayToBeMended() {
        PeopleViewModel model = model(new InlineTasks());
        assertThat(model.table().rows()).isEmpty();
        AddTeamsViewModel adding = model.adding();
        assertThat(adding.readyProperty().getValue()).isFalse();
        adding.textProperty().set(team(0).link() + "\n\n" + CHANNEL + "\n  " + team(1).id() + "\n");
        assertThat(adding.linesProperty().get()).isEqualTo(3);

        adding.add();

        assertThat(adding.results()).extracting(Teams.Added::ok).containsExactly(true, false, true);
        assertThat(adding.results().get(1).trouble().arguments())
                .containsExactly(Reason.of("team.pasted.channel", "teams.microsoft.com"));
        assertThat(adding.textProperty().get()).isEqualTo(CHANNEL);
        assertThat(model.teams().lines()).hasSize(3);
        assertThat(line(model, team(0)).phase()).isEqualTo(TeamLine.Phase.SYNCED);
        assertThat(line(model, team(1)).people()).isEqualTo(40);
        long everyone = model.teams().lines().get(0).people();
        assertThat(model.table().rows()).hasSize((int) everyone);
        assertThat(model.noticeProperty().get().kind()).isEqualTo(PeopleViewModel.PeopleNotice.Kind.NEWS);
        model.dismissNotice();
        assertThat(model.noticeProperty().get()).isNull();

        adding.textProperty().set(team(0).link());
        adding.add();
        assertThat(adding.results()).extracting(Teams.Added::isNew).containsExactly(false);
        assertThat(adding.textProperty().get()).isEmpty();
    }

    @Test
    void aTeamThatCannotBeReadKeepsItsPeopleAndSaysWhy() throws Exception {
        graph.sync(0);
        PeopleViewModel model = model(new InlineTasks());
        model.teams().select(team(0).id());
        graph.sandbox.answerOnce(
                request -> request.route() == Route.TEAM,
                CannedAnswer.error(
                        403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."));

        model.teams().syncSelected();

        assertThat(line(model, team(0)).phase()).isEqualTo(TeamLine.Phase.TROUBLE);
        assertThat(model.table().rows()).hasSize(12);
        assertThat(model.noticeProperty().get().kind()).isEqualTo(PeopleViewModel.PeopleNotice.Kind.TROUBLE);
        assertThat(model.noticeProperty().get().text()).contains("403").contains("Teams admin");

        model.teams().syncSelected();
        assertThat(line(model, team(0)).phase()).isEqualTo(TeamLine.Phase.SYNCED);
        assertThat(model.noticeProperty().get().kind()).isEqualTo(PeopleViewModel.PeopleNotice.Kind.NEWS);
    }

    /** As when the bot's Teams channel was made anew. */
    @Test
    void newIdsAreToldAndPeopleAreFoundByAddress() throws Exception {
        graph.sync(0);
        PeopleViewModel model = model(new InlineTasks());
        model.teams().select(team(0).id());
        UserQuery.Row before = model.table().rows().get(0);
        model.table().focus(before);
        model.makeMe();
        graph.newIds(12, 40);

        model.teams().syncSelected();

        assertThat(model.noticeProperty().get().text())
                .contains("12 people have new ids")
                .doesNotContain("joined");
        assertThat(line(model, team(0)).joined()).isZero();
        assertThat(line(model, team(0)).left()).isZero();
        assertThat(model.table().rows()).hasSize(12);
        for (String search : List.of(before.email(), before.objectId(), before.id())) {
            model.table().searchProperty().set(search);
            model.table().query();
            assertThat(model.table().rows()).as(search).hasSize(1);
            assertThat(model.table().rows().get(0).id()).isNotEqualTo(before.id());
            assertThat(model.table().rows().get(0).objectId()).isEqualTo(before.objectId());
        }
        model.table().focus(model.table().rows().get(0));
        assertThat(model.detailsProperty().get().earlierIds()).containsExactly(before.id());
        assertThat(model.detailsProperty().get().me()).isTrue();
    }

    /** What the first of them found is not lost with the second. */
    @Test
    void newIdsOfSeveralTeamsAreToldTogether() throws Exception {
        graph.sync(0);
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        model.teams().select(null);
        graph.newIds(12, 40);

        model.teams().syncSelected();

        UserQuery users = graph.workspace.views().users();
        long known = List.of(team(0), team(1)).stream()
                .flatMap(team -> users.select(PeopleFilter.of(team.id(), "")).page(0, 100).stream())
                .filter(user -> user.objectId() != null)
                .count();
        assertThat(model.noticeProperty().get().text())
                .startsWith("2 teams were synced; ")
                .contains(known + " people have new ids");
        model.dismissNotice();
        assertThat(model.noticeProperty().get()).isNull();
        model.teams().select(team(0).id());
        model.teams().syncSelected();
        assertThat(model.noticeProperty().get().text()).endsWith("12 people, no change.");
    }

    @Test
    void whoIsErasedIsNotShownAnyMore() throws Exception {
        graph.sync(0);
        graph.change("INSERT INTO user (object_id, name, kind, name_key, folded, first_seen_at, changed_at)"
                + " VALUES ('dddddddd-0000-4000-8000-000000000004', 'Dora', 'MEMBER', x'00', 'dora', 0, 0)");
        graph.change("INSERT INTO unverified (user, imported_at) SELECT id, 0 FROM user WHERE name = 'Dora'");
        PeopleViewModel model = model(new InlineTasks());
        model.table().searchProperty().set("dora");
        model.table().query();
        UserQuery.Row dora = model.table().rows().get(0);
        assertThat(dora.id()).as("known by object id alone").isEqualTo(dora.objectId());
        model.erasing().erase(dora.lastingId(), false, progress -> {}, done -> model.erased(dora.lastingId()));
        assertThat(model.table().rows()).isEmpty();
        assertThat(graph.workspace.views().find(dora.id())).isEmpty();
        model.table().searchProperty().set("");
        model.table().query();
        model.erasing().look("29:nobody", preview -> {});
        assertThat(model.table().failureProperty().get()).contains("29:nobody");
        assertThat(model.table().rows()).hasSize(12);
    }

    @Test
    void aRosterThatEndsEarlyIsTakenOnlyWhenTheAdminAgrees() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        model.teams().select(team(1).id());
        graph.sandbox.answerTimes(3, request -> request.route() == Route.MEMBERS, CannedAnswer.rosterEmpty());

        model.teams().syncSelected();

        assertThat(model.table().rows()).hasSize(40);
        assertThat(model.noticeProperty().get().kind()).isEqualTo(PeopleViewModel.PeopleNotice.Kind.TROUBLE);
        assertThat(model.noticeProperty().get().text()).contains("an empty roster where 40 people should be");
        assertThat(model.smaller()).hasValue(0);

        // What was agreed to holds for one sync, after a start of the program too.
        PeopleViewModel next = model(new InlineTasks());
        next.teams().select(team(1).id());
        next.takeSmaller();
        assertThat(line(next, team(1)).phase()).isEqualTo(TeamLine.Phase.SYNCED);
        assertThat(line(next, team(1)).people()).isZero();
        assertThat(next.smaller()).isEmpty();
        next.teams().syncSelected();
        assertThat(line(next, team(1)).trouble().code()).isEqualTo("roster.empty");
    }

    @Test
    void aCancelledSyncChangesNothingAndAWaitingOneIsTakenOut() throws Exception {
        graph.workspace.act().teams().add(List.of(team(0).link(), team(1).link()), added -> {});
        QueuedTasks tasks = new QueuedTasks();
        PeopleViewModel model = model(tasks);
        tasks.runAll();
        model.teams().syncSelected();
        TeamLine running = model.teams().syncingProperty().get();
        TeamLine waits = model.teams().lines().stream()
                .filter(line -> line.phase() == TeamLine.Phase.WAITING)
                .findFirst()
                .orElseThrow();
        assertThat(running.phase()).isEqualTo(TeamLine.Phase.SYNCING);

        model.teams().cancel(waits.id());
        model.teams().cancel(running.id());
        tasks.runAll();

        assertThat(model.teams().lines().subList(1, 3))
                .extracting(TeamLine::phase)
                .containsOnly(TeamLine.Phase.NEVER_SYNCED);
        assertThat(model.teams().syncingProperty().get()).isNull();
        assertThat(model.noticeProperty().get()).isNull();
        assertThat(model.table().rows()).isEmpty();
    }

    @Test
    void selectionOutlivesTheSearchAndNamesTheAudience() throws Exception {
        graph.sync(0);
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        assertThat(audience(model)).isNull();
        model.teams().select(team(1).id());
        assertThat(model.table().rows()).hasSize(40);
        assertThat(audience(model)).isEqualTo(Audience.ofTeams(Set.of(team(1).id())));

        UserQuery.Row wanted = model.table().rows().peek(7);
        model.table().searchProperty().set(wanted.id());
        model.table().query();
        assertThat(model.table().rows()).hasSize(1);
        assertThat(model.subtitleProperty().get()).isEqualTo("1 of 40 people shown");
        model.table().selectAll();
        model.table().clearFilter();
        assertThat(model.table().rows()).hasSize(40);
        assertThat(audience(model)).isEqualTo(Audience.ofUsers(Set.of(wanted.lastingId())));

        model.table().selectAll();
        assertThat(model.table().selection().size()).isEqualTo(40);
    }

    @Test
    void aSearchDropsTheDetailsOfWhomItDoesNotShow() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        UserQuery.Row shown = model.table().rows().peek(3);
        UserQuery.Row other = model.table().rows().peek(9);
        model.table().focus(shown);
        model.table().searchProperty().set(shown.id());
        model.table().query();
        assertThat(model.detailsProperty().get().user().lastingId()).isEqualTo(shown.lastingId());
        model.table().searchProperty().set(other.id());
        model.table().query();
        assertThat(model.detailsProperty().get()).isNull();
        model.table().clearFilter();
        assertThat(model.detailsProperty().get())
                .as("nobody asked for them again")
                .isNull();
    }

    @Test
    void whatASearchHidesOfTheSelectionIsNamed() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        UserQuery.Row first = model.table().rows().peek(0);
        model.table()
                .selection()
                .addAll(List.of(
                        first.lastingId(),
                        model.table().rows().peek(1).lastingId(),
                        model.table().rows().peek(2).lastingId()));
        assertThat(model.table().selection().words()).isEqualTo("3 selected");
        model.table().searchProperty().set(first.id());
        model.table().query();
        assertThat(model.table().selection().words()).isEqualTo("3 selected, 2 of them not shown");
        model.table().searchProperty().set(model.table().rows().peek(0).email());
        model.table().query();
        model.table().clearFilter();
        model.table().searchProperty().set("no such person");
        model.table().query();
        assertThat(model.table().selection().words()).isEqualTo("3 selected, 3 of them not shown");
        model.table().searchProperty().set("");
        model.table().query();
        UserQuery.Row last = model.table().rows().peek(39);
        model.table().searchProperty().set(last.id());
        model.table().query();
        model.table().selectAll();
        assertThat(model.table().selection().words())
                .as("all that is shown is added")
                .isEqualTo("4 selected, 3 of them not shown");
        assertThat(audience(model).userIds()).hasSize(4).contains(first.lastingId(), last.lastingId());
    }

    @Test
    void whoAskedNotToBeWrittenToIsMarkedAndTold() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        UserQuery.Row person = model.table().rows().peek(5);
        model.table().focus(person);
        List<String> told = new ArrayList<>();
        model.keepOut(person.lastingId(), OptOut.Asker.PERSON, back -> told.add("kept out"));
        assertThat(told).containsExactly("kept out");
        assertThat(model.table().rows().peek(5).doNotContact().asker()).isEqualTo(OptOut.Asker.PERSON);
        assertThat(model.detailsProperty().get().doNotContact()).isNotNull();
        model.letIn(person.lastingId(), "", back -> told.add("without a reason"));
        assertThat(told).containsExactly("kept out");
        assertThat(model.table().failureProperty().get()).isNotNull();
        model.dismissNotice();
        model.letIn(person.lastingId(), "They wrote to me", back -> told.add("let in"));
        assertThat(told).containsExactly("kept out", "let in");
        assertThat(model.table().rows().peek(5).doNotContact()).isNull();
    }

    @Test
    void whatIsNotedAboutWritingIsTakenBackUnlessItChangedSince() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        String person = model.table().rows().peek(5).lastingId();
        HeardDialogs dialogs = new HeardDialogs();
        model.keepOut(person, OptOut.Asker.PERSON, back -> dialogs.done("kept out", back));
        OptOut kept = model.table().rows().peek(5).doNotContact();
        model.letIn(person, "They wrote to me", back -> dialogs.done("let in", back));
        assertThat(model.table().rows().peek(5).doNotContact()).isNull();
        dialogs.undo();
        assertThat(model.table().rows().peek(5).doNotContact()).isEqualTo(kept);
        dialogs.undo();
        assertThat(model.table().rows().peek(5).doNotContact()).isNull();
        assertThat(dialogs.told).endsWith("taken back: let in", "taken back: kept out");

        model.keepOut(person, OptOut.Asker.ADMIN, back -> dialogs.done("kept out", back));
        graph.workspace.act().doNotContact().set(person, OptOut.Asker.PERSON, null);
        dialogs.undo();
        assertThat(dialogs.told).last().asString().contains("Something else was noted");
        assertThat(graph.workspace
                        .act()
                        .doNotContact()
                        .find(person)
                        .orElseThrow()
                        .asker())
                .isEqualTo(OptOut.Asker.PERSON);
    }

    @Test
    void rowsComeInTheOrderAskedFor() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        model.table().sort(List.of(new SortKey("email", false)));
        List<String> emails = model.table().rows().stream()
                .map(UserQuery.Row::email)
                .filter(java.util.Objects::nonNull)
                .toList();
        assertThat(emails).hasSizeGreaterThan(20).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void onePersonIsShownInDetailAndBecomesMe() throws Exception {
        SandboxTeam team = graph.sync(0);
        graph.run(graph.plan(team));
        PeopleViewModel model = model(new InlineTasks());
        String someone = model.table().rows().peek(3).id();
        model.table().focus(model.table().rows().peek(3));
        UserQuery.Details details = model.detailsProperty().get();
        assertThat(details.user().id()).isEqualTo(someone);
        assertThat(details.contact().conversationId()).startsWith("a:");
        assertThat(details.deliveries()).hasSize(1);
        assertThat(details.me()).isFalse();

        model.makeMe();

        assertThat(model.detailsProperty().get().me()).isTrue();
        assertThat(graph.workspace.views().me()).map(user -> user.id()).contains(someone);
    }

    @Test
    void withoutTheRightToWriteItSaysWhyAndOffersNothing() throws Exception {
        graph.sync(0);
        Workspace open = graph.workspace;
        Workspace reading = new Workspace(
                open.connection(), open.views(), Optional.empty(), Reason.of("store.forReading"), List.of(), () -> {});
        PeopleViewModel model = model(reading, new InlineTasks());
        assertThat(model.canAct()).isFalse();
        assertThat(model.table().rows()).hasSize(12);
        assertThat(model.noticeProperty().get().kind()).isEqualTo(PeopleViewModel.PeopleNotice.Kind.READ_ONLY);
        model.teams().syncSelected();
        assertThat(model.noticeProperty().get().text()).contains("for reading only");
    }

    @Test
    void initialsComeFromTheFirstAndLastWord() {
        assertThat(PersonDetails.initials("Ana\u00efs Lef\u00e8vre")).isEqualTo("AL");
        assertThat(PersonDetails.initials("\u7530\u4e2d")).isEqualTo("\u7530");
        assertThat(PersonDetails.initials("istanbul.ofis@x.example")).isEqualTo("IE");
    }

    @Test
    void conditionsNarrowTheListAndAllThatTheyShowIsSelectedByThem() throws Exception {
        graph.sync(1);
        PeopleViewModel model = model(new InlineTasks());
        model.teams().select(team(1).id());
        PeopleFilter inTeam = model.table().filterProperty().get();
        List<FilterOption<PeopleFilter>> options = PeopleFilters.of(new Times(Clock.systemUTC()), Clock.systemUTC());
        FilterOption<PeopleFilter> guests = options.stream()
                .filter(option -> "Kind".equals(option.group()) && option.word().equals("Guest"))
                .findFirst()
                .orElseThrow();
        assertThat(guests.chip().apply(inTeam)).isEqualTo("Kind: Guest");
        model.table().filterProperty().set(guests.with().apply(inTeam, true));
        int some = model.table().rows().size();
        assertThat(some).isBetween(1, 39);
        assertThat(model.table().rows()).allMatch(row -> row.kind() == UserKind.GUEST);
        assertThat(model.subtitleProperty().get()).isEqualTo(some + " of 40 people shown");
        model.table().selectAll();
        assertThat(model.table().selection().rule())
                .isEqualTo(new RowRule<>(inTeam.ofKinds(Set.of(UserKind.GUEST)), Set.of(), Set.of()));
        model.table().clearFilter();
        assertThat(model.table().filterProperty().get()).as("the team stays").isEqualTo(inTeam);
        assertThat(model.table().rows()).hasSize(40);
        assertThat(model.table().selection().words()).isEqualTo(some + " selected");
        String guest = model.table().rows().stream()
                .filter(row -> row.kind() == UserKind.GUEST)
                .findFirst()
                .orElseThrow()
                .lastingId();
        assertThat(model.table().selection().contains(guest)).isTrue();
        assertThat(options.stream()
                        .filter(option -> option.word() == null && option.on().test(inTeam)))
                .isEmpty();
        PeopleFilter since = inTeam;
        for (FilterOption<PeopleFilter> option : options) {
            if ("Joined".equals(option.group())) {
                since = option.with().apply(since, true);
            }
        }
        assertThat(since.joinedSince()).isNotNull();
        model.table().filterProperty().set(since);
        assertThat(model.table().rows()).as("all joined just now").hasSize(40);
    }

    private static Audience audience(PeopleViewModel model) {
        AtomicReference<Audience> told = new AtomicReference<>();
        model.audience(told::set);
        return told.get();
    }
}
