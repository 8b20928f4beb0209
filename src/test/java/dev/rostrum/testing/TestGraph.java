package dev.rostrum.testing;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.roster.Teams;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxSignIn;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.Holder;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.sqlite.SQLiteConfig;

/**
 * The program's own object graph on a data folder of the test, connected to a sandbox of the test: real HTTP, real sign-in,
 * real SQLite. Pacing is lifted and the sandbox limits no rates, unless a test asks for it.
 */
public final class TestGraph implements AutoCloseable {
    public static final String CONNECTION = "Test tenant";
    public static final Message HELLO = new Message("Hello **there**", TextFormat.MARKDOWN);
    private static final SendChoices AGAIN = new SendChoices(false, 0, true, "The same test sends again");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    public final Path folder;
    public SandboxServer sandbox;
    public final RostrumProgram program;
    public Workspace workspace;

    private TestGraph(Path folder, SandboxServer sandbox, Double rate) {
        this.folder = folder;
        this.sandbox = sandbox;
        this.program = RostrumProgram.open(folder.resolve("data"), name -> null, notice -> {});
        program.connections()
                .add(new Connections.NewConnection(
                        CONNECTION,
                        sandbox.appId(),
                        sandbox.tenantId(),
                        sandbox.serviceUrl(),
                        rate,
                        null,
                        null,
                        false));
        program.secrets().give(connection(), Canary.CLIENT_SECRET.value());
        this.workspace = open();
    }

    /** With pacing lifted. */
    public static TestGraph start(Path folder, Integer... teamSizes) throws IOException {
        return start(folder, 0.0, teamSizes);
    }

    /** With the given pacing. */
    public static TestGraph start(Path folder, Double rate, Integer... teamSizes) throws IOException {
        SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(teamSizes)
                .withSignIn(Canary.signIn())
                .withRateLimits(false));
        return new TestGraph(folder, sandbox, rate);
    }

    /** With pacing lifted, and a sandbox that this can sign in to. */
    public static TestGraph start(Path folder, SandboxSignIn signIn, Integer... teamSizes) throws IOException {
        SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(teamSizes)
                .withSignIn(signIn)
                .withRateLimits(false));
        return new TestGraph(folder, sandbox, 0.0);
    }

    /** The bot's Teams channel is made anew: everybody has another id, at the same address. */
    public void newIds(Integer... teamSizes) throws IOException {
        int port = URI.create(sandbox.serviceUrl()).getPort();
        sandbox.close();
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(teamSizes)
                .withSignIn(Canary.signIn())
                .withRateLimits(false)
                .withPort(port)
                .withNewIds(true));
    }

    private Workspace open() {
        return open("test");
    }

    private Workspace open(String command) {
        return program.open(
                connection(),
                new Workspaces.Request(Workspaces.Access.WRITE, command, Duration.ofSeconds(5), notice -> {}));
    }

    /** Closes the data file and opens it again, as the window does. */
    public void reopenAsWindow() {
        workspace.close();
        workspace = open(Holder.WINDOW);
    }

    /** Posts an event of the sandbox, signed by it; gives the status of the answer. */
    public int post(URI endpoint, SandboxEvent event) throws IOException, InterruptedException {
        return EventPost.post(endpoint, sandbox.eventAuthorization(), event.json());
    }

    public Connection connection() {
        return program.connections().find(CONNECTION);
    }

    public Path dataFile() {
        return folder.resolve("data")
                .resolve("connections")
                .resolve(connection().file());
    }

    /** Changes the data file under the program's hands, by a connection of the test's own. */
    public void change(String sql) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) LIMIT.toMillis());
        try (java.sql.Connection own = DriverManager.getConnection("jdbc:sqlite:" + dataFile(), config.toProperties());
                Statement statement = own.createStatement()) {
            statement.executeUpdate(sql);
            // What the program's own writer keeps up with each commit does not follow this one.
            statement.executeUpdate("UPDATE people_index SET version = 0");
            statement.executeUpdate("INSERT INTO people_change (users) VALUES (NULL)");
        }
    }

    /** Closes the data file and opens it again, as a new start of the program does. */
    public void reopen() {
        workspace.close();
        workspace = open();
    }

    public Planner planner() {
        return workspace.act().planner();
    }

    public Runs runs() {
        return workspace.act().runs();
    }

    /** Adds a team by its link and reads its roster. */
    public SandboxTeam sync(int index) throws InterruptedException {
        return sync(workspace, sandbox.teams().get(index));
    }

    /** Adds a team to this connection and reads its roster. */
    public static SandboxTeam sync(Workspace workspace, SandboxTeam team) throws InterruptedException {
        List<Teams.Added> added = new ArrayList<>();
        workspace.act().teams().add(List.of(team.link()), added::add);
        if (!added.get(0).ok()) {
            throw new AssertionError(added.get(0).trouble());
        }
        workspace.act().rosters().sync(team.id(), progress -> {}, () -> false);
        return team;
    }

    /** Plans an announcement to a whole team, guests included, whatever they were sent before. */
    public long plan(SandboxTeam team) throws InterruptedException {
        return plan(planner(), team);
    }

    /** Plans what a preview counted. */
    public long plan(JobRequest request) throws InterruptedException {
        return plan(planner(), request);
    }

    /** The same on a connection of the test's own. */
    public static long plan(Planner planner, JobRequest request) throws InterruptedException {
        return planner.plan(request, planner.preview(request), written -> {}, () -> false);
    }

    /** Plans what a preview counted, which are so many. */
    public long plan(JobRequest request, long expected) throws InterruptedException {
        JobPreview preview = planner().preview(request);
        return planner().plan(request, confirmed(preview, expected, preview.overridden()), written -> {}, () -> false);
    }

    /** As if these numbers had been looked at. */
    public static JobPreview confirmed(JobPreview counted, long recipients, long overridden) {
        return new JobPreview(
                counted.message(),
                counted.selected(),
                counted.leftOut(),
                overridden,
                recipients,
                counted.withConversation(),
                counted.requests(),
                counted.time(),
                counted.lastingIds(),
                counted.bytes());
    }

    /** The same on a connection of the test's own. */
    public static long plan(Planner planner, SandboxTeam team) throws InterruptedException {
        return plan(planner, new JobRequest.Send("Hello", HELLO, Audience.ofTeams(Set.of(team.id())), AGAIN));
    }

    /** Starts or resumes a run and waits until it has ended, paused or stopped. */
    public RunSnapshot run(long runId) throws InterruptedException {
        runs().start(runId);
        return ended(runId);
    }

    public RunSnapshot ended(long runId) throws InterruptedException {
        if (!runs().await(runId, LIMIT)) {
            throw new AssertionError("The run did not end: " + runs().snapshot(runId));
        }
        RunSnapshot end = runs().snapshot(runId);
        if (!end.totals().addUp() || !runs().recount(runId).equals(end.totals())) {
            throw new AssertionError("Totals do not add up: " + end.totals() + " / " + runs().recount(runId));
        }
        return end;
    }

    public List<DeliveryQuery.Row> deliveries(long runId) {
        return workspace
                .views()
                .deliveries()
                .select(DeliveryChoice.ofRun(runId), List.of())
                .page(0, 1_000_000);
    }

    public List<LoggedRequest> log(Predicate<LoggedRequest> which) throws IOException {
        return LoggedRequest.readAll(sandbox.requestLog()).stream()
                .filter(which)
                .toList();
    }

    /** Messages that appeared in chats, as the sandbox wrote them down. */
    public List<LoggedRequest> posted() throws IOException {
        return log(LoggedRequest::posted);
    }

    public List<LoggedRequest> requests(Route route) throws IOException {
        return log(request -> request.route() == route);
    }

    /** Waits for a condition, looking again every 10 ms. */
    public static void until(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + LIMIT + ": " + what);
            }
            Thread.sleep(10);
        }
    }

    /** For a server that holds an answer back until the test tells it to answer. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("it was not told to answer");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        workspace.close();
        sandbox.close();
    }
}
