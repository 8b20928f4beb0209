package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.User;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pairwise id that names another person when the plan is written than when it was looked at. */
class ChangedHandsTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    private ClockedGraph graph;

    @BeforeEach
    void open() {
        graph = ClockedGraph.unpaced(folder.resolve("hands.db"), "http://127.0.0.1:9", CLOCK);
        roster(StoreFixture.user("29:a", "anna", "Anna"), StoreFixture.user("29:b", "bert", "Bert"));
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private void roster(User... people) {
        StoreFixture.roster(graph.database, ClockedGraph.TEAM, CLOCK.instant(), people);
    }

    /** Looks at an announcement, lets the two change ids, and plans it. Returns who gets it. */
    private String plannedAfterTheChange(Audience audience) throws InterruptedException {
        JobRequest.Send send = new JobRequest.Send("x", ClockedGraph.HELLO, audience, SendChoices.NONE);
        JobPreview looked = graph.planner.preview(send);
        roster(StoreFixture.user("29:b", "anna", "Anna"), StoreFixture.user("29:a", "bert", "Bert"));
        long run = graph.planner.plan(send, looked, written -> {}, () -> false);
        return String.join(
                " ",
                StoreFixture.texts(
                        graph.database,
                        "SELECT name FROM delivery WHERE job = ? AND state = 'WAITING' ORDER BY 1",
                        run));
    }

    @Test
    void whoWasChosenGetsIt() throws InterruptedException {
        assertThat(plannedAfterTheChange(Audience.ofUsers(Set.of("29:a")))).isEqualTo("Anna");
    }

    @Test
    void whoWasTakenOutGetsNothing() throws InterruptedException {
        assertThat(plannedAfterTheChange(new Audience(Set.of(ClockedGraph.TEAM), Set.of(), Set.of("29:a"))))
                .isEqualTo("Bert");
    }

    @Test
    void onlyPairwiseIdsOfThoseWithAnObjectIdBecomeOthers() {
        roster(
                StoreFixture.user("29:a", "anna", "Anna"),
                StoreFixture.user("29:b", "bert", "Bert"),
                StoreFixture.user("29:c", null, "Cleo"));
        String anna = StoreFixture.objectId("anna");
        String bert = StoreFixture.objectId("bert");
        assertThat(graph.planner.lasting(new Audience(Set.of("29:a"), Set.of("29:b", anna, "29:c"), Set.of("29:no"))))
                .isEqualTo(Map.of("29:b", bert));
    }
}
