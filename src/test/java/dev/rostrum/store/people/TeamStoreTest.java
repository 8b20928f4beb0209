package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.TeamStore.RosterChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeamStoreTest {
    @TempDir
    Path folder;

    private Database database;
    private TeamStore teams;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        teams = new TeamStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void addsOnceAndKeepsWhatIsNotToldAgain() {
        assertThat(teams.add("19:b", "Berta", "g", 7, T0)).isTrue();
        assertThat(teams.add("19:a", null, null, null, T0)).isTrue();
        assertThat(teams.add("19:b", null, null, 8, at(5))).isFalse();
        assertThat(teams.list()).extracting(Team::id).containsExactly("19:a", "19:b");
        assertThat(teams.find("19:b")).contains(new Team("19:b", "Berta", "g", 8, T0, null, 0, 0, 0, null, null));
        assertThat(teams.find("19:none")).isEmpty();
        teams.add("19:b", "Abba", null, null, at(5));
        teams.add("19:a", "Zeta", null, null, at(5));
        assertThat(teams.list()).extracting(Team::name).containsExactly("Abba", "Zeta");
    }

    @Test
    void countsWhoJoinedAndLeftAndKeepsSince() {
        assertThat(roster(database, "19:a", at(1), user("29:a", "A", "Anna"), user("29:b", null, "Bert")))
                .isEqualTo(new RosterChange(2, 0, 0, 2, List.of(), 0, 0));
        assertThat(roster(database, "19:a", at(2), user("29:b", null, "Bert"), user("29:c", null, "Carl")))
                .isEqualTo(new RosterChange(1, 1, 0, 2, List.of(), 0, 0));
        Team team = teams.find("19:a").orElseThrow();
        assertThat(team.syncedAt()).isEqualTo(at(2));
        assertThat(List.of(team.joined(), team.left(), team.people())).containsExactly(1, 1, 2);
        assertThat(texts(
                        database,
                        "SELECT u.user_id || ' ' || m.since FROM membership m JOIN user u ON u.id = m.user ORDER BY 1"))
                .containsExactly("29:b " + at(1).toEpochMilli(), "29:c " + at(2).toEpochMilli());
        // Who left stays cached.
        assertThat(new UserStore(database).find("29:a")).isPresent();
        assertThat(number(database, "SELECT count(*) FROM staged")).isZero();
    }

    @Test
    void nothingChangesBeforeTheEnd() {
        roster(database, "19:a", at(1), user("29:a", null, "Anna"));
        Reason trouble = Reason.of("roster.smaller", 3, 12);
        teams.trouble("19:a", trouble);
        try (TeamStore.Staging staging = teams.stage("19:a", T0)) {
            staging.append(List.of(user("29:a", null, "Changed"), user("29:z", null, "New")));
            assertThat(new UserStore(database).find("29:z")).isEmpty();
            assertThat(new UserStore(database).find("29:a").orElseThrow().name())
                    .isEqualTo("Anna");
        }
        assertThat(teams.find("19:a").orElseThrow().people()).isEqualTo(1);
        assertThat(teams.find("19:a").orElseThrow().trouble()).isEqualTo(trouble);
        assertThat(new UserStore(database).find("29:z")).isEmpty();
        assertThat(number(database, "SELECT count(*) FROM staged")).isZero();
        assertThat(number(database, "SELECT count(*) FROM roster")).isEqualTo(1);
        roster(database, "19:a", at(3), user("29:a", null, "Anna"));
        assertThat(teams.find("19:a").orElseThrow().trouble()).isNull();
    }

    @Test
    void aSentenceOfAnEarlierVersionIsShownAsItIs() {
        roster(database, "19:a", at(1), user("29:a", null, "Anna"));
        database.write(session -> session.update("UPDATE team SET trouble = 'The bot is not there. Add it.'"));
        assertThat(teams.find("19:a").orElseThrow().trouble())
                .isEqualTo(Reason.of(Reason.EARLIER, "The bot is not there. Add it."));
    }

    @Test
    void whatACrashLeftOfASyncGoes() {
        teams.add("19:a", "A", null, null, T0);
        TeamStore.Staging staging = teams.stage("19:a", T0);
        staging.append(List.of(user("29:a", null, "Anna")));
        database.close();
        open();
        assertThat(number(database, "SELECT count(*) FROM staged")).isZero();
        assertThat(number(database, "SELECT count(*) FROM user")).isZero();
    }

    @Test
    void aPersonMetTwiceCountsOnceAndTheLaterEntryHolds() {
        teams.add("19:a", "A", null, null, T0);
        try (TeamStore.Staging staging = teams.stage("19:a", T0)) {
            staging.append(List.of(user("29:a", "OBJ", "Old"), user("29:a", "OBJ", "Newer")));
            staging.append(List.of(user("29:a", null, "Newest")));
            assertThat(staging.finish(T0, StoreFixture.optOuts(database)))
                    .isEqualTo(new RosterChange(1, 0, 0, 1, List.of(), 0, 0));
            assertThatThrownBy(() -> staging.append(List.of())).isInstanceOf(IllegalStateException.class);
        }
        assertThat(new UserStore(database).find("29:a").orElseThrow().name()).isEqualTo("Newest");
    }

    @Test
    void knownObjectIdsAreNotForgottenAndUnchangedPeopleNotWritten() {
        roster(database, "19:a", at(1), user("29:a", "OBJ", "Anna"));
        roster(database, "19:a", at(2), user("29:a", null, "Anna"));
        assertThat(text(database, "SELECT object_id || ' ' || changed_at FROM user"))
                .isEqualTo(StoreFixture.objectId("OBJ") + " " + at(1).toEpochMilli());
        roster(
                database,
                "19:a",
                at(3),
                new User("29:a", null, "Anna", "An", "Na", null, "ANNA@x", "t", UserKind.GUEST));
        assertThat(new UserStore(database).find("29:a"))
                .contains(new User(
                        "29:a", StoreFixture.objectId("obj"), "Anna", "An", "Na", null, "ANNA@x", "t", UserKind.GUEST));
        assertThat(text(database, "SELECT first_seen_at || ' ' || changed_at FROM user"))
                .isEqualTo(at(1).toEpochMilli() + " " + at(3).toEpochMilli());
    }

    @Test
    void manyPeopleComeInChunks() {
        List<User> people = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            people.add(user("29:" + i, "o" + i, "Name " + i));
        }
        assertThat(roster(database, "19:a", T0, people))
                .isEqualTo(new RosterChange(2_500, 0, 0, 2_500, List.of(), 0, 0));
        assertThat(roster(database, "19:a", T0, people.subList(0, 10)))
                .isEqualTo(new RosterChange(0, 2_490, 0, 10, List.of(), 0, 0));
        assertThat(roster(database, "19:a", T0, List.of())).isEqualTo(new RosterChange(0, 10, 0, 0, List.of(), 0, 0));
    }

    @Test
    void anUnknownTeamIsNamed() {
        assertThatThrownBy(() -> teams.stage("19:none", T0))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                .satisfies(says("Add it first"));
    }
}
