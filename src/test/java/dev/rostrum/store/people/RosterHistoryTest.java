package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RosterDifference;
import dev.rostrum.domain.SyncedRoster;
import dev.rostrum.domain.TeamState;
import dev.rostrum.domain.User;
import dev.rostrum.roster.RosterChanges;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who joined and left since earlier syncs; teams taken out of the list and put back. */
class RosterHistoryTest {
    private static final User ANNA = user("29:a", "A", "Anna");
    private static final User BERT = user("29:b", "B", "Bert");
    private static final User CARL = user("29:c", "C", "Carl");

    @TempDir
    Path folder;

    private Database database;
    private TeamStore teams;
    private RosterChanges changes;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("data.db"));
        teams = new TeamStore(database);
        changes = new RosterChanges(new RosterHistory(database));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<String> names(List<RosterDifference.Person> people) {
        return people.stream().map(person -> person.user().name()).toList();
    }

    private String since(Instant moment) {
        RosterDifference difference = changes.since("19:a", moment);
        RosterDifference.Counts counts = changes.counts("19:a", moment);
        assertThat(List.of(counts.joined(), counts.left()))
                .containsExactly(difference.joined().size(), difference.left().size());
        return names(difference.joined()) + " " + names(difference.left());
    }

    @Test
    void whoJoinedAndLeftSinceAnyEarlierSync() {
        roster(database, "19:a", at(1), ANNA, BERT);
        roster(database, "19:b", at(1), BERT);
        roster(database, "19:a", at(2), ANNA, CARL);
        roster(database, "19:a", at(3), ANNA, BERT);
        List<SyncedRoster> syncs = changes.syncs("19:a");
        assertThat(syncs).extracting(SyncedRoster::at).containsExactly(at(3), at(2), at(1));
        assertThat(syncs).extracting(SyncedRoster::joined).containsExactly(1, 1, 2);
        assertThat(syncs).extracting(SyncedRoster::left).containsExactly(1, 1, 0);
        // Bert left and came back: since the first sync he is no news.
        assertThat(since(at(1))).isEqualTo("[] []");
        assertThat(since(at(2))).isEqualTo("[Bert] [Carl]");
        assertThat(since(at(3))).isEqualTo("[] []");
        assertThat(changes.ofSync("19:a", syncs.get(1).number())).isEqualTo(at(2));
        assertThat(changes.beforeLast("19:a")).isEqualTo(at(2));
        long ofAnother = changes.syncs("19:b").get(0).number();
        assertThatThrownBy(() -> changes.ofSync("19:a", ofAnother)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> changes.since("19:a", at(1).minusMillis(1))).isInstanceOf(Problem.class);
    }

    @Test
    void aNewIdIsNobodyNew() {
        roster(database, "19:a", at(1), ANNA, BERT);
        roster(database, "19:a", at(2), user("29:new", "A", "Anna"), BERT);
        assertThat(since(at(1))).isEqualTo("[] []");
    }

    @Test
    void aBrokenSyncLeavesNothing() {
        roster(database, "19:a", at(1), ANNA);
        try (TeamStore.Staging staging = teams.stage("19:a", at(2))) {
            staging.append(List.of(BERT));
        }
        assertThat(changes.syncs("19:a")).hasSize(1);
        assertThat(since(at(1))).isEqualTo("[] []");
        assertThat(texts(database, "SELECT state FROM roster ORDER BY id")).containsExactly("CURRENT");
        assertThat(number(database, "SELECT count(*) FROM roster_member")).isEqualTo(1);
    }

    @Test
    void rostersThatWereReplacedKeepNoMembersAndHistoryEnds() {
        roster(database, "19:a", at(1), ANNA);
        roster(database, "19:a", at(2), BERT);
        assertThat(texts(database, "SELECT state FROM roster ORDER BY id")).containsExactly("PAST", "CURRENT");
        assertThat(number(database, "SELECT count(*) FROM roster_member")).isEqualTo(1);
        roster(database, "19:a", at(1).plus(RosterRemains.KEPT), BERT);
        assertThat(changes.syncs("19:a")).hasSize(2);
        roster(database, "19:a", at(2).plus(RosterRemains.KEPT).plusSeconds(2), BERT);
        assertThat(number(database, "SELECT count(*) FROM roster_change")).isZero();
    }

    private static TeamRemoval removal(Database database, Instant now) {
        return new TeamRemoval(database, AuditLog.ofThisUser(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private List<String> standing() {
        return texts(
                database,
                "SELECT t.team_id || ' ' || t.id || ' ' || t.people || ' ' || t.joined_count || ' ' || t.synced_at || ' '"
                        + " || (SELECT group_concat(m.user || ':' || m.since) FROM membership m WHERE m.team = t.id) FROM team t ORDER BY t.id");
    }

    @Test
    void aRemovedTeamComesBackAsItWas() {
        roster(database, "19:a", at(1), ANNA, BERT);
        roster(database, "19:b", at(2), ANNA);
        List<String> before = standing();
        TeamRemoval.Undo undo = removal(database, T0).remove("19:a");
        assertThat(teams.find("19:a")).isEmpty();
        assertThat(standing()).containsExactly(before.get(1));
        undo.putBack();
        assertThat(standing()).isEqualTo(before);
        assertThat(since(at(1))).isEqualTo("[] []");
        assertThatThrownBy(undo::putBack).isInstanceOf(Problem.class);
    }

    @Test
    void laterNothingOfItIsLeftAndItsNumberIsNotGivenAgain() {
        roster(database, "19:b", at(1), ANNA);
        roster(database, "19:a", at(2), ANNA, BERT);
        long number = number(database, "SELECT id FROM team WHERE team_id = '19:a'");
        TeamRemoval.Undo undo = removal(database, T0).remove("19:a");
        removal(database, T0.plus(TeamRemoval.OFFERED).plus(Duration.ofSeconds(1)))
                .clear();
        assertThat(number(database, "SELECT count(*) FROM roster_member")).isEqualTo(1);
        assertThat(number(database, "SELECT count(*) FROM roster")).isEqualTo(1);
        assertThatThrownBy(undo::putBack).isInstanceOf(Problem.class);
        teams.add("19:a", "A", null, null, T0);
        assertThat(number(database, "SELECT id FROM team WHERE team_id = '19:a'"))
                .isEqualTo(number + 1);
        assertThat(teams.find("19:a").orElseThrow().state()).isEqualTo(TeamState.NOT_SYNCED);
        assertThat(teams.find("19:a").orElseThrow().people()).isZero();
    }

    @Test
    void addedAgainSoonItIsAsItWas() {
        roster(database, "19:a", at(1), ANNA, BERT);
        removal(database, T0).remove("19:a");
        teams.add("19:a", "A", null, null, T0);
        assertThat(teams.find("19:a").orElseThrow().people()).isEqualTo(2);
        assertThat(teams.find("19:a").orElseThrow().state()).isEqualTo(TeamState.SYNCED);
    }
}
