package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.roster.Teams;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.testing.TestSettings;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full in the middle of a run of the real dispatcher: {@code max_page_count} on the live writer. */
@Tag("storage")
@Timeout(180)
class FullDiskTest {
    private static final int PEOPLE = 250;
    private static final int TOGETHER = 16;

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private Database database;
    private ConnectorClient connector;
    private Planner planner;
    private Runs runs;
    private Ledger ledger;
    private SandboxTeam team;
    private final AtomicInteger filler = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(PEOPLE)
                .withRateLimits(false));
        open();
        team = sandbox.teams().get(0);
        new Teams(connector, new TeamStore(database), null, sandbox.tenantId(), Clock.systemUTC())
                .add(List.of(team.link()), added -> assertThat(added.ok()).isTrue());
        new RosterSync(
                        new dev.rostrum.roster.ConnectorRosters(connector),
                        new TeamStore(database),
                        StoreFixture.optOuts(database),
                        Clock.systemUTC())
                .sync(team.id(), progress -> {}, () -> false);
    }

    private void open() {
        database = StoreFixture.open(folder.resolve("data").resolve("x.db"));
        ledger = Ledger.of(database);
        ledger.jobs().recover(Clock.systemUTC().instant());
        TestSettings settings = new TestSettings(folder.resolve("settings"), Map.of());
        Connections connections = settings.connections;
        if (connections.list().size() == 1) {
            connections.add(new Connections.NewConnection(
                    "x", sandbox.appId(), sandbox.tenantId(), sandbox.serviceUrl(), 0.0, 64, null, false));
        }
        Connection connection = connections.find("x");
        settings.secrets.give(connection, sandbox.clientSecret());
        connector = settings.connectors.open(connection);
        planner = new Planner(database, ledger, connector, Clock.systemUTC());
        runs = new Runs(
                ledger,
                connector,
                connection.inFlight(),
                () -> SendingRules.DEFAULT,
                Clock.systemUTC(),
                System::nanoTime);
    }

    private void close() {
        runs.close();
        connector.close();
        database.close();
    }

    @AfterEach
    void stop() throws IOException {
        close();
        sandbox.close();
    }

    /** Guests too: the guard has tests of its own. */
    private static final SendChoices EVERYBODY = new SendChoices(false, 0, true, null);

    private long plan() throws Exception {
        Message message = new Message("Hello", TextFormat.PLAIN);
        Audience audience = Audience.ofTeams(Set.of(team.id()));
        return TestGraph.plan(planner, new JobRequest.Send("Hello", message, audience, EVERYBODY));
    }

    /** The file may not grow any more, and the pages that stand free in it are taken. */
    private void fillDisk() {
        database.write(session -> {
            session.script("PRAGMA max_page_count = " + session.number("PRAGMA page_count"));
            return null;
        });
        for (int bytes : new int[] {3_900, 900, 100}) {
            boolean room = true;
            while (room) {
                room = fits(bytes);
            }
        }
    }

    private boolean fits(int bytes) {
        try {
            int n = filler.incrementAndGet();
            database.write(session -> session.update(
                    "INSERT INTO setting (key, value) VALUES (?, hex(zeroblob(?)))", "filler" + n, bytes / 2));
            return true;
        } catch (StoreFailure e) {
            assertThat(e.what()).isEqualTo(StoreFailure.Cause.FULL);
            return false;
        }
    }

    private void freeDisk() {
        database.write(session -> {
            session.script("PRAGMA max_page_count = 1073741823");
            return null;
        });
    }

    private RunSnapshot ended(long run) throws Exception {
        assertThat(runs.await(Duration.ofSeconds(60))).isTrue();
        return runs.snapshot(run);
    }

    private List<String> posted() throws IOException {
        return LoggedRequest.readAll(sandbox.requestLog()).stream()
                .filter(LoggedRequest::posted)
                .map(LoggedRequest::userId)
                .toList();
    }

    private List<String> in(long run, DeliveryState... states) {
        return StoreFixture.texts(
                database,
                "SELECT u.user_id FROM delivery d JOIN user u ON u.id = d.user WHERE d.job = " + run
                        + " AND d.state IN ("
                        + List.of(states).stream()
                                .map(state -> "'" + state + "'")
                                .collect(Collectors.joining(","))
                        + ")");
    }

    /** Room is made, the program starts again, the run is resumed: everybody is sent to at most once, nobody is forgotten. */
    private void everybodyOnceAfterwards(long run) throws Exception {
        assertThat(StoreFixture.text(database, "PRAGMA integrity_check")).isEqualTo("ok");
        List<String> before = posted();
        assertThat(before).doesNotHaveDuplicates();
        close();
        open();
        assertThat(ledger.jobs().totals(run).addUp()).isTrue();
        assertThat(in(run, DeliveryState.SENT, DeliveryState.IN_DOUBT))
                .as("what went out is accepted or in doubt")
                .containsAll(before);
        runs.start(run);
        RunSnapshot end = ended(run);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(posted()).doesNotHaveDuplicates();
        assertThat(end.totals().sent() + end.totals().inDoubt()).isEqualTo(PEOPLE);
        assertThat(in(run, DeliveryState.SENT)).as("accepted means accepted").isSubsetOf(posted());
        assertThat(posted()).hasSizeGreaterThanOrEqualTo((int) end.totals().sent());
    }

    @Test
    void fullAtTheIntentNothingIsSent() throws Exception {
        long run = plan();
        fillDisk();
        runs.start(run);
        RunSnapshot paused = ended(run);

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.STORAGE);
        assertThat(Sentences.whole(paused.detail())).contains("no room left").contains("Free space");
        List<String> sent = posted();
        assertThat(sent.size()).as("it stopped early").isLessThan(PEOPLE);
        assertThat(in(run, DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.IN_DOUBT))
                .as("every message that went out had its intent on disk")
                .containsAll(sent);
        freeDisk();
        everybodyOnceAfterwards(run);
    }

    @Test
    void fullAtTheOutcomeAndAtTheEndTheRowsAreInDoubt() throws Exception {
        long run = plan();
        List<String> unknown = pausesWithAnswersThatFindNoRoom(run);
        close();
        // A new start is not held to the old number of pages.
        open();
        assertThat(in(run, DeliveryState.IN_DOUBT)).containsAll(unknown);
        everybodyOnceAfterwards(run);
    }

    @Test
    void fullAtTheOutcomeNothingIsLostWhereRoomIsMade() throws Exception {
        long run = plan();
        List<String> accepted = pausesWithAnswersThatFindNoRoom(run);
        freeDisk();
        runs.start(run);
        RunSnapshot end = ended(run);
        assertThat(end.state()).isEqualTo(RunState.DONE);
        assertThat(in(run, DeliveryState.SENT)).hasSize(PEOPLE).containsAll(accepted);
        assertThat(posted()).hasSize(PEOPLE).doesNotHaveDuplicates();
        assertThat(ledger.jobs().recount(run)).isEqualTo(ledger.jobs().totals(run));
    }

    /** Whom Teams answered for, while there was no room to write that down. */
    private List<String> pausesWithAnswersThatFindNoRoom(long run) throws Exception {
        CountDownLatch together = new CountDownLatch(TOGETHER);
        CountDownLatch full = new CountDownLatch(1);
        // The server has the messages of many; their answers, which take room, leave after the disk is full.
        sandbox.answerAlways(
                request -> request.route() == Route.SEND,
                CannedAnswer.usual().withHeader("MS-CV", "vector".repeat(60)));
        sandbox.onSend(received -> {
            together.countDown();
            try {
                assertThat(full.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        runs.start(run);
        assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
        fillDisk();
        full.countDown();
        RunSnapshot paused = ended(run);

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.pauseReason()).isEqualTo(PauseReason.STORAGE);
        List<String> unknown = in(run, DeliveryState.SENDING);
        assertThat(unknown).as("sends whose outcome found no room").isNotEmpty();
        assertThat(Sentences.whole(paused.detail())).contains("Free space").contains("could not be written");
        return unknown;
    }
}
