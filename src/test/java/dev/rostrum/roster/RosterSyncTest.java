package dev.rostrum.roster;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.PageInBetween;
import dev.rostrum.sandbox.RequestView;
import dev.rostrum.sandbox.RosterOddity;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.Said;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rosters through the real client, sandbox and data file. */
class RosterSyncTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam large;
    private RosterSync rosters;

    @BeforeEach
    void start() throws Exception {
        graph = TestGraph.start(folder, 12, 1200);
        large = graph.sandbox.teams().get(1);
        rosters = graph.workspace.act().rosters();
        graph.workspace.act().teams().add(List.of(large.link()), added -> {});
    }

    @AfterEach
    void stop() throws Exception {
        graph.close();
    }

    private long people() {
        return graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(large.id(), ""))
                .count();
    }

    private Team team() {
        return graph.workspace.act().teams().find(large.id()).orElseThrow();
    }

    @Test
    void aRosterIsReadPageByPageWithProgress() throws Exception {
        List<Integer> read = new ArrayList<>();

        RosterSync.Result result = rosters.sync(large.id(), p -> read.add(p.read()), () -> false);

        assertThat(read).containsExactly(500, 1000, 1200);
        assertThat(result).isEqualTo(new RosterSync.Result(large.id(), 1200, 1200, 0, 0, 0, 0, List.of(), 0, 0));
        assertThat(people()).isEqualTo(1200);
        assertThat(rosters.sync(large.id(), p -> {}, () -> false).joined()).isZero();
    }

    @Test
    void duplicatesLargerAndEmptyPagesDoNoHarm() throws Exception {
        graph.sandbox.rosterOddities(
                EnumSet.of(RosterOddity.DUPLICATE_ACROSS_PAGES, RosterOddity.LARGER_PAGE, RosterOddity.EMPTY_PAGE));

        RosterSync.Result result = rosters.sync(large.id(), p -> {}, () -> false);

        assertThat(result.people()).isEqualTo(1200);
        assertThat(people()).isEqualTo(1200);
    }

    @Test
    void aMemberWithoutIdIsCountedAndLeftOut() throws Exception {
        graph.sandbox.rosterOddities(Set.of(RosterOddity.MEMBER_WITHOUT_ID));

        RosterSync.Result result = rosters.sync(large.id(), p -> {}, () -> false);

        assertThat(result.withoutId()).isEqualTo(1);
        assertThat(result.people()).isEqualTo(1199);
    }

    @Test
    void aRosterThatNeverEndsIsGivenUpAndWhatWasKnownStays() throws Exception {
        rosters.sync(large.id(), p -> {}, () -> false);
        graph.sandbox.rosterOddities(Set.of(RosterOddity.REPEATED_TOKEN));

        assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .satisfies(says("same page token twice"));

        assertThat(people()).isEqualTo(1200);
        assertThat(team().trouble().code()).isEqualTo("roster.sameToken");
    }

    @Test
    void aSyncThatBreaksInTheMiddleChangesNothing() throws Exception {
        rosters.sync(large.id(), p -> {}, () -> false);
        Team before = team();
        AtomicInteger pages = new AtomicInteger();
        graph.sandbox.script(r -> r.route() == Route.MEMBERS && pages.incrementAndGet() >= 2
                ? Optional.of(
                        CannedAnswer.error(403, "BotNotInConversationRoster", "The bot is not part of the roster."))
                : Optional.empty());

        assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .satisfies(says("not in this team (403 BotNotInConversationRoster)"));

        assertThat(people()).isEqualTo(1200);
        assertThat(team().syncedAt()).isEqualTo(before.syncedAt());
        assertThat(team().trouble().code()).isEqualTo("answer.teamNotOpen");
    }

    private static boolean later(RequestView request) {
        return request.route() == Route.MEMBERS && request.query().contains("continuationToken");
    }

    @Test
    void aPageTokenThatIsRefusedOnceBeginsTheRosterAnew() throws Exception {
        List<Integer> read = new ArrayList<>();
        graph.sandbox.answerOnce(
                RosterSyncTest::later, CannedAnswer.error(400, "BadArgument", "Unknown continuation token"));

        RosterSync.Result result = rosters.sync(large.id(), p -> read.add(p.read()), () -> false);

        assertThat(read).containsExactly(500, 500, 1000, 1200);
        assertThat(result.people()).isEqualTo(1200);
    }

    @Test
    void aPageTokenThatIsRefusedTwiceIsNamedAsSuch() throws Exception {
        rosters.sync(large.id(), p -> {}, () -> false);
        graph.sandbox.answerTimes(
                2, RosterSyncTest::later, CannedAnswer.error(400, "BadArgument", "Unknown continuation token"));

        assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .satisfies(says("refused to go on with the roster twice (400 BadArgument)"))
                .satisfies(e -> assertThat(Said.words(e)).doesNotContain("message", "ids"));

        assertThat(people()).isEqualTo(1200);
        assertThat(rosters.sync(large.id(), p -> {}, () -> false).people()).isEqualTo(1200);
    }

    @Test
    void aRosterFarSmallerThanTheTeamIsTakenOnlyWhenAgreedTo() throws Exception {
        rosters.sync(large.id(), p -> {}, () -> false);
        AtomicInteger pages = new AtomicInteger();
        graph.sandbox.script(r -> r.route() == Route.MEMBERS && pages.incrementAndGet() % 2 == 0
                ? Optional.of(CannedAnswer.rosterEnds())
                : Optional.empty());
        // 1,000 of 1,200 are 83 %: people do leave.
        assertThat(rosters.sync(large.id(), p -> {}, () -> false).left()).isEqualTo(200);

        pages.set(1);
        assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .satisfies(says("ended the roster after 500 of 1,200 people"));
        assertThat(people()).isEqualTo(1000);
        assertThat(RosterSync.smaller(team().trouble())).hasValue(500);

        pages.set(1);
        assertThatThrownBy(() -> rosters.sync(large.id(), 501, p -> {}, () -> false))
                .as("agreed to more people than there are now")
                .isInstanceOf(Problem.class);
        pages.set(1);
        assertThat(rosters.sync(large.id(), 500, p -> {}, () -> false).people()).isEqualTo(500);
        assertThat(team().trouble()).isNull();
    }

    @Test
    void anEmptyRosterIsTakenOnlyWhenAgreedTo() throws Exception {
        rosters.sync(large.id(), p -> {}, () -> false);
        graph.sandbox.answerTimes(2, r -> r.route() == Route.MEMBERS, CannedAnswer.rosterEmpty());
        assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> false))
                .satisfies(says("an empty roster where 1,200 people should be"));
        assertThat(people()).isEqualTo(1200);
        assertThat(rosters.sync(large.id(), 0, p -> {}, () -> false).left()).isEqualTo(1200);
    }

    @Test
    void aPageOfSomethingInBetweenIsNotTheTeamsFault() throws Exception {
        // A gateway's 502 is asked again, as Teams' own is.
        for (PageInBetween page : EnumSet.complementOf(EnumSet.of(PageInBetween.GATEWAY))) {
            for (Route route : List.of(Route.TEAM, Route.MEMBERS)) {
                graph.sandbox.answerOnce(r -> r.route() == route, CannedAnswer.page(page));
                assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> false))
                        .as(page + " at " + route)
                        .satisfies(says("Something between here and Teams answered in its place"));
            }
        }
        List<Teams.Added> added = new ArrayList<>();
        graph.sandbox.answerOnce(r -> r.route() == Route.TEAM, CannedAnswer.page(PageInBetween.values()[0]));
        graph.workspace.act().teams().add(List.of(large.link()), added::add);
        assertThat(added.get(0).trouble().code()).startsWith("network.notFromTeams");
    }

    @Test
    void namesAreCutAndIdsLongerThanAnyOfTeamsLeftOut() throws Exception {
        SandboxTeam small = graph.sandbox.teams().get(0);
        graph.workspace.act().teams().add(List.of(small.link()), added -> {});
        String smile = "\ud83d\ude00";
        String page = "{\"members\":[{\"id\":\"29:1short\",\"name\":\"" + smile.repeat(5000) + "\",\"email\":\""
                + "a".repeat(300) + "@x.example\"},{\"id\":\"29:1" + "x".repeat(300) + "\",\"name\":\"Long\"}]}";
        graph.sandbox.answerOnce(
                r -> r.route() == Route.TEAM,
                CannedAnswer.of(
                        200,
                        "{\"id\":\"" + small.id() + "\",\"name\":\"" + "n".repeat(5000) + "\",\"memberCount\":2}"));
        graph.sandbox.answerOnce(r -> r.route() == Route.MEMBERS, CannedAnswer.of(200, page));

        RosterSync.Result result = rosters.sync(small.id(), p -> {}, () -> false);

        assertThat(result).isEqualTo(new RosterSync.Result(small.id(), 1, 1, 0, 0, 0, 1, List.of(), 0, 0));
        UserQuery.Row row = graph.workspace
                .views()
                .users()
                .select(PeopleFilter.of(small.id(), ""), List.of())
                .page(0, 10)
                .get(0);
        assertThat(row.name()).isEqualTo(smile.repeat(256));
        assertThat(row.email()).isNull();
        assertThat(graph.workspace.act().teams().find(small.id()).orElseThrow().name())
                .hasSize(256);
    }

    @Test
    void aCancelledSyncChangesNothing() {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> rosters.sync(large.id(), p -> {}, () -> asked.incrementAndGet() > 2))
                .isInstanceOf(InterruptedException.class);

        assertThat(people()).isZero();
        assertThat(team().syncedAt()).isNull();
        assertThat(team().trouble()).isNull();
    }
}
