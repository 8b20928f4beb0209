package dev.rostrum.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.RosterOddity;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.UserQuery;
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
        return graph.workspace.views().users().count(new UserQuery.Filter(large.id(), ""));
    }

    private Team team() {
        return graph.workspace.act().teams().find(large.id()).orElseThrow();
    }

    @Test
    void aRosterIsReadPageByPageWithProgress() throws Exception {
        List<Integer> read = new ArrayList<>();

        RosterSync.Result result = rosters.sync(large.id(), p -> read.add(p.read()), () -> false);

        assertThat(read).containsExactly(500, 1000, 1200);
        assertThat(result).isEqualTo(new RosterSync.Result(large.id(), 1200, 1200, 0, 0));
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
                .hasMessageContaining("same page token twice")
                .hasMessageContaining("What was known stays");

        assertThat(people()).isEqualTo(1200);
        assertThat(team().trouble()).contains("token");
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
                .hasMessageContaining("not in this team");

        assertThat(people()).isEqualTo(1200);
        assertThat(team().syncedAt()).isEqualTo(before.syncedAt());
        assertThat(team().trouble()).contains("403");
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
