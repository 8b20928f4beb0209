package dev.rostrum.testing;

import dev.rostrum.announce.Announcements;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.roster.Teams;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.Database;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.TeamStore;
import dev.rostrum.store.UserStore;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The real parts of one connection on a sandbox of its own: server, connector client, data file, use cases. For tests that
 * need everything below the window.
 */
public final class TestGraph implements AutoCloseable {
    private static final Ticker TICKER = System::nanoTime;

    private final SandboxServer sandbox;
    private final Path folder;
    private final Clock clock;
    private final Connection connection;
    private final Connectors connectors;
    private Parts parts;

    private record Parts(Database database, ConnectorClient connector, Ledger ledger, Workspace workspace) {}

    private TestGraph(SandboxServer sandbox, Path folder, Clock clock, double requestsPerSecond) {
        this.sandbox = sandbox;
        this.folder = folder;
        this.clock = clock;
        Secrets secrets = new Secrets(name -> null);
        secrets.give(Connection.SANDBOX, sandbox.clientSecret());
        connectors = new Connectors(secrets, clock, TICKER);
        connection = new Connection(
                Connection.SANDBOX,
                Connection.Kind.SANDBOX,
                sandbox.appId(),
                sandbox.tenantId(),
                ServiceUrl.parse(sandbox.serviceUrl(), true),
                new Connection.Credential.Secret(null),
                requestsPerSecond,
                Connection.DEFAULT_IN_FLIGHT,
                "sandbox.db");
    }

    /** A sandbox without rate limits and a connection without pacing. */
    public static TestGraph start(Path folder, Integer... teamSizes) throws IOException {
        return start(
                folder,
                SandboxOptions.defaults(folder.resolve("tenant"))
                        .withTeamSizes(teamSizes)
                        .withRateLimits(false),
                Double.POSITIVE_INFINITY,
                Clock.systemDefaultZone());
    }

    public static TestGraph start(Path folder, SandboxOptions options, double requestsPerSecond, Clock clock)
            throws IOException {
        TestGraph graph = new TestGraph(SandboxServer.start(options), folder, clock, requestsPerSecond);
        graph.open();
        return graph;
    }

    private void open() {
        Database database = Database.openForWriting(
                folder.resolve(connection.file()),
                new FileIdentity(true, connection.appId(), connection.tenantId()),
                "test",
                Duration.ofSeconds(5),
                holder -> {},
                clock);
        Ledger ledger = new Ledger(database);
        ledger.recover(clock.instant());
        TeamStore teams = new TeamStore(database);
        UserStore users = new UserStore(database);
        ConnectorClient connector = connectors.open(connection);
        Announcements announcements = new Announcements(ledger, connector, connection.inFlight(), clock, TICKER);
        Workspace workspace = new Workspace(
                connection,
                new Workspace.Views(
                        teams::list,
                        users::find,
                        users::me,
                        new UserQuery(database),
                        new ConversationQuery(database),
                        new DeliveryQuery(database),
                        new RunQuery(database)),
                Optional.of(new Workspace.Actions(
                        new Teams(connector, teams, connection.tenantId(), clock),
                        new RosterSync(connector, teams, clock),
                        announcements,
                        users::setMe)),
                null,
                sandbox.teams().stream()
                        .map(t -> new Workspace.SuggestedTeam(t.name(), t.memberCount(), t.link()))
                        .toList(),
                () -> {
                    announcements.close();
                    connector.close();
                    database.close();
                });
        parts = new Parts(database, connector, ledger, workspace);
    }

    /** Ends the workspace and opens its data file again, as a later start of the program does. */
    public Workspace reopen() {
        parts.workspace().close();
        open();
        return parts.workspace();
    }

    public SandboxServer sandbox() {
        return sandbox;
    }

    public Workspace workspace() {
        return parts.workspace();
    }

    public Announcements announcements() {
        return parts.workspace().act().announcements();
    }

    /** For looking behind the use cases. */
    public Ledger ledger() {
        return parts.ledger();
    }

    /** Adds a team of the sandbox and reads its roster. Returns its id. */
    public String addTeam(int number) throws InterruptedException {
        SandboxTeam team = sandbox.teams().get(number);
        Workspace.Actions actions = parts.workspace().act();
        actions.teams().add(List.of(team.link()), added -> {
            if (!added.ok()) {
                throw new AssertionError(added.trouble());
            }
        });
        actions.rosters().sync(team.id(), progress -> {}, () -> false);
        return team.id();
    }

    @Override
    public void close() throws IOException {
        parts.workspace().close();
        sandbox.close();
    }
}
