package dev.rostrum.app;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.announce.DoNotContact;
import dev.rostrum.announce.Drafts;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.RemoteRuns;
import dev.rostrum.announce.RequestListener;
import dev.rostrum.announce.Runs;
import dev.rostrum.cli.Program;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.LanguageSetting;
import dev.rostrum.connection.LocalOriginMark;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.connection.ServiceAddress;
import dev.rostrum.connection.SettingsFile;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.connection.doctor.OpenConnection;
import dev.rostrum.connection.doctor.ProgramEnvironment;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.PassphraseFile;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.SavedFilter;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.User;
import dev.rostrum.files.CloudFolder;
import dev.rostrum.files.FolderPlace;
import dev.rostrum.files.Rights;
import dev.rostrum.inbound.ActivityImport;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.inbound.MessagingEndpoint.Answered;
import dev.rostrum.inbound.Recipient;
import dev.rostrum.records.BackupChecks;
import dev.rostrum.records.Backups;
import dev.rostrum.records.Exports;
import dev.rostrum.records.PersonErase;
import dev.rostrum.records.PersonExport;
import dev.rostrum.roster.ConnectorRosters;
import dev.rostrum.roster.ConversationCheck;
import dev.rostrum.roster.PeopleImport;
import dev.rostrum.roster.RosterChanges;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.roster.SavedLists;
import dev.rostrum.roster.Teams;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.Holder;
import dev.rostrum.store.RequestLog;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.ledger.Jobs;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.EventStore;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.InboundStore;
import dev.rostrum.store.people.KeptConversations;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.PeopleFilters;
import dev.rostrum.store.people.PeopleLists;
import dev.rostrum.store.people.PersonErasing;
import dev.rostrum.store.people.RosterHistory;
import dev.rostrum.store.people.TeamRemoval;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.store.people.ToldAddress;
import dev.rostrum.store.people.UserStore;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.ConversationHistory;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.PersonRecords;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.settings.SettingsServices;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Actions;
import dev.rostrum.workspace.Workspace.MessageToMe;
import dev.rostrum.workspace.Workspace.SuggestedTeam;
import dev.rostrum.workspace.Workspace.Views;
import dev.rostrum.workspace.Workspaces;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one object graph, over one data folder. Everything is made here, by plain constructors. */
public final class RostrumProgram implements Program, Workspaces, SettingsServices {
    private static final Logger LOG = LoggerFactory.getLogger(RostrumProgram.class);
    private static final String FILES = "connections";
    /** With this environment variable set to {@link #NEW_IDS}, the built-in sandbox is one whose Teams channel was made anew. */
    private static final String SANDBOX = "ROSTRUM_SANDBOX";

    private static final String NEW_IDS = "new-ids";

    private final Path folder;
    private final UnaryOperator<String> environment;
    // Its zone is for quiet hours.
    private final Clock clock = Clock.systemDefaultZone();
    private final Ticker ticker = System::nanoTime;
    private final SettingsFile settings;
    private final SendingSettings sending;
    private final Connections connections;
    private final Keychain keychain = new Keychain();
    private final Secrets secrets;
    private final Connectors connectors;
    private final LocalOriginMark typedHere;
    private final AuditLog audit = AuditLog.ofThisUser();
    private final DataFiles files;
    private final BackupChecks backupChecks = new BackupChecks();
    /** That another process has taken a data file; a window ends with a failure then. */
    private volatile Reason lost;

    private RostrumProgram(Path folder, UnaryOperator<String> environment, Consumer<String> notices) {
        this.folder = folder;
        this.environment = environment;
        this.settings = new SettingsFile(folder, clock, notice -> notices.accept(Sentences.whole(notice)));
        this.sending = new SendingSettings(settings);
        this.files = new DataFiles(folder.resolve(FILES));
        this.secrets = new Secrets(
                environment, keychain, new PassphraseFile(folder.resolve("secrets.json"), new SecureRandom()));
        this.connectors = new Connectors(secrets, clock, ticker);
        this.typedHere = new LocalOriginMark(folder, new SecureRandom());
        this.connections = new Connections(
                settings,
                typedHere,
                secrets,
                connectors,
                files,
                () -> UUID.randomUUID().toString(),
                clock);
    }

    /**
     * @param environment looks up an environment variable; null where it is not set
     * @param notices told in sentences what the admin should know
     */
    public static RostrumProgram open(Path folder, UnaryOperator<String> environment, Consumer<String> notices) {
        RostrumProgram program = new RostrumProgram(FolderPlace.usable(folder), environment, notices);
        program.archive().sweep();
        program.connections.begin();
        return program;
    }

    @Override
    public String version() {
        String version = RostrumProgram.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public Path dataFolder() {
        return folder;
    }

    @Override
    public Optional<Path> launcher() {
        // The launcher says where its native library lies, since it is started by many names and links.
        String library = System.getProperty("rostrum.native");
        if (library == null) {
            return Optional.empty();
        }
        Path home =
                Path.of(library).toAbsolutePath().normalize().resolve("../..").normalize();
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Optional.of(home.resolve("bin").resolve(windows ? "rostrum.cmd" : "rostrum"))
                .filter(Files::isRegularFile);
    }

    @Override
    public Connections connections() {
        return connections;
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public ConnectionCheck check() {
        return new ConnectionCheck(connectors);
    }

    @Override
    public Doctor doctor() {
        return new Doctor(
                connectors,
                files,
                keychain,
                new ProgramEnvironment(version(), folder, RunLog.folder(folder), environment, System::getProperty),
                clock,
                ticker);
    }

    @Override
    public ConnectionArchive archive() {
        return new ConnectionArchive(connections, files, clock, new SecureRandom());
    }

    @Override
    public SendingSettings sending() {
        return sending;
    }

    @Override
    public LanguageSetting language() {
        return new LanguageSetting(settings);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Workspaces workspaces() {
        return this;
    }

    @Override
    public Optional<Reason> lost() {
        return Optional.ofNullable(lost);
    }

    @Override
    public Optional<Reason> console(String connectionName, boolean lookOnly) {
        Optional<Reason> noWindow = Console.run(this, connectionName, lookOnly);
        lost().ifPresent(why -> {
            throw new Problem(Problem.Kind.FAILED, why, null);
        });
        return noWindow;
    }

    @Override
    public Backups backups(Connection connection) {
        return new Backups(files.of(connection), DataFiles.identity(connection), audit, backupChecks, clock);
    }

    @Override
    public Program at(Path other) {
        return new RostrumProgram(other, environment, notice -> {});
    }

    SettingsFile settings() {
        return settings;
    }

    Connectors connectors() {
        return connectors;
    }

    @Override
    public Workspace open(Connection connection, Request request) {
        ConnectionMark mark = connections.marks().of(connection);
        return openAs(connection, request, mark).marked(mark);
    }

    private Workspace openAs(Connection connection, Request request, ConnectionMark mark) {
        Path file = files.of(connection);
        FileIdentity identity = DataFiles.identity(connection);
        boolean lookOnly = mark.lookOnly() || request.access() == Access.LOOK;
        switch (request.access()) {
            case READ:
                return reading(connection, file, identity, request, Reason.of("store.forReading"));
            case WRITE:
                if (lookOnly) {
                    throw Problem.failed("store.lookOnly", connection.name());
                }
                return writing(connection, file, identity, request);
            default:
                if (lookOnly) {
                    return reading(connection, file, identity, request, Reason.of("store.lookOnly", connection.name()));
                }
                try {
                    return writing(
                            connection,
                            file,
                            identity,
                            new Request(Access.WRITE, request.command(), Duration.ZERO, request.notices()));
                } catch (StoreFailure e) {
                    if (e.what() != StoreFailure.Cause.IN_USE && e.what() != StoreFailure.Cause.UNSAFE) {
                        throw e;
                    }
                    return reading(connection, file, identity, request, e.reason());
                }
        }
    }

    private Workspace reading(
            Connection connection, Path file, FileIdentity identity, Request request, Reason readOnlyBecause) {
        if (!Files.exists(file)) {
            Database.openForWriting(file, identity, request.command(), request.patience(), holder -> {}, clock, ticker)
                    .close();
        }
        Database database = Database.openForReading(file, identity);
        ReadingPlanner planner = new ReadingPlanner(connection, database, request);
        return new Workspace(
                connection, views(database, planner::get), Optional.empty(), readOnlyBecause, List.of(), () -> {
                    planner.close();
                    database.close();
                });
    }

    /** Previews beside a process that writes; made when it is asked for, since most readings preview nothing. */
    private final class ReadingPlanner implements AutoCloseable {
        private final Connection connection;
        private final Database database;
        private final Request request;
        private ConnectorClient connector;
        private Planner planner;

        ReadingPlanner(Connection connection, Database database, Request request) {
            this.connection = connection;
            this.database = database;
            this.request = request;
        }

        synchronized Planner get() {
            if (planner == null) {
                tellUntyped(connection, request);
                Connection led = connection.kind() == Connection.Kind.SANDBOX ? withoutItsPort(connection) : connection;
                connector = connectors.open(led, address(led, database)::url);
                planner = new Planner(
                        database,
                        Ledger.of(database, () -> sending.of(connection).guard(), audit),
                        connector,
                        clock);
            }
            return planner;
        }

        @Override
        public synchronized void close() {
            if (connector != null) {
                connector.close();
            }
        }
    }

    /** The sandbox as it can be previewed for without being started: only its port is not known. */
    private Connection withoutItsPort(Connection sandbox) {
        SandboxOptions options = SandboxOptions.defaults(folder.resolve("sandbox"));
        return sandbox.at(
                ServiceUrl.parse(SandboxServer.serviceUrlWithoutPort(), true),
                SandboxServer.appId(options),
                SandboxServer.tenantId(options));
    }

    private Workspace writing(Connection connection, Path file, FileIdentity identity, Request request) {
        if (request.command().equals(Listening.COMMAND)) {
            ListenerLoan.refuseSecond(file);
        }
        Optional<Listening.Place> lent = ListenerLoan.ask(file, identity, request, clock, ticker);
        Request patient = lent.isEmpty() || request.patience().compareTo(ListenerLoan.PATIENCE) >= 0
                ? request
                : new Request(request.access(), request.command(), ListenerLoan.PATIENCE, request.notices());
        Workspace opened = owning(connection, file, identity, patient);
        ListeningSwitch listening = opened.act().listening();
        if (lent.isPresent()) {
            holdFor(lent.get(), listening, request);
        } else if (window(request)) {
            listening.follow(opened.views().inbound());
        }
        return opened;
    }

    private static boolean window(Request request) {
        return request.command().equals(Holder.WINDOW);
    }

    /** That it cannot listen is told, and hinders nothing. */
    private static void holdFor(Listening.Place service, ListeningSwitch listening, Request request) {
        listening.holdFor(service);
        Reason trouble = listening.state().trouble();
        if (trouble != null) {
            request.notices().accept(Sentences.whole(trouble));
        }
    }

    private Workspace owning(Connection connection, Path file, FileIdentity identity, Request request) {
        Database database = Database.openForWriting(
                file,
                identity,
                new Database.Waiting(request.command(), request.patience(), holder -> request.notices()
                        .accept(Sentences.whole(holder.waiting()))),
                clock,
                ticker,
                reason -> tell(request, reason));
        try {
            tellUntyped(connection, request);
            warnings(database.file()).forEach(warning -> request.notices().accept(Sentences.whole(warning)));
            // They are read now: the writing thread asks at each claim, and settings that cannot be used are said at
            // once.
            sending.of(connection);
            Ledger ledger = Ledger.of(database, () -> sending.of(connection).guard(), audit);
            Jobs.Recovery recovery = ledger.jobs().recover(clock.instant());
            if (recovery.inDoubt() > 0) {
                request.notices().accept(Sentences.of(Reason.of("store.leftInDoubt", recovery.inDoubt())));
            }
            return connection.kind() == Connection.Kind.SANDBOX
                    ? inSandbox(connection, database, ledger, request)
                    : connected(connection, database, ledger, request, List.of(), () -> {});
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void tellUntyped(Connection connection, Request request) {
        connection.untyped().forEach(reason -> request.notices().accept(Sentences.whole(reason)));
    }

    /** What makes the places of a data file less safe than they should be. */
    private List<Reason> warnings(Path file) {
        List<Reason> warnings = new ArrayList<>();
        for (Path place : List.of(folder, file.getParent(), folder.resolve("settings.json"))) {
            Rights.warning(place).ifPresent(warnings::add);
        }
        CloudFolder.warning(file.getParent(), environment).ifPresent(warnings::add);
        return warnings;
    }

    private void tell(Request request, Reason reason) {
        if (reason.code().equals(Database.LOST) || reason.code().equals(Database.REPLACED)) {
            lost = reason;
        }
        request.notices().accept(Sentences.whole(reason));
    }

    private Workspace inSandbox(Connection connection, Database database, Ledger ledger, Request request) {
        boolean newIds = newIds();
        if (newIds) {
            request.notices().accept(Sentences.whole(Reason.of("sandbox.newIds", SANDBOX, NEW_IDS)));
        }
        SandboxServer server = SandboxServer.start(
                SandboxOptions.defaults(folder.resolve("sandbox")).withNewIds(newIds));
        try {
            Connection led =
                    connection.at(ServiceUrl.parse(server.serviceUrl(), true), server.appId(), server.tenantId());
            secrets.give(connection, server.clientSecret());
            List<SuggestedTeam> teams = server.teams().stream()
                    .map(team -> new SuggestedTeam(team.name(), team.memberCount(), team.link()))
                    .toList();
            return connected(led, database, ledger, request, teams, () -> end(server));
        } catch (RuntimeException e) {
            end(server);
            throw e;
        }
    }

    private boolean newIds() {
        String set = environment.apply(SANDBOX);
        if (set == null || set.isBlank()) {
            return false;
        }
        if (!set.equals(NEW_IDS)) {
            throw Problem.wrongUse("sandbox.variable", SANDBOX, NEW_IDS, set);
        }
        return true;
    }

    private static void end(SandboxServer server) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the sandbox did not close in order", e);
        }
    }

    private Workspace connected(
            Connection connection,
            Database database,
            Ledger ledger,
            Request request,
            List<SuggestedTeam> suggestedTeams,
            Runnable closeLast) {
        RequestLog requestLog = new RequestLog(database, clock);
        connectors.keepLog(connection, requestLog);
        InboundStore inbound = inbound(database);
        ServiceAddress address = address(connection, database);
        ConnectorClient connector = connectors.open(connection, address::url);
        TeamStore teamStore = new TeamStore(database);
        UserStore people = new UserStore(database);
        OptOuts optOuts = new OptOuts(database, audit, clock);
        ImportStore imports = new ImportStore(database, optOuts);
        Planner planner = new Planner(database, ledger, connector, clock);
        Runs runs = new Runs(ledger, connector, connection.inFlight(), () -> sending.of(connection), clock, ticker);
        TestMessage toMe = new TestMessage(planner, runs, new DeliveryQuery(database));
        Drafts drafts = new Drafts(ledger.drafts(), clock);
        AutomaticMessages automatic = new AutomaticMessages(
                ledger,
                runs,
                new AutomaticTexts(inbound::read),
                connector::signIn,
                () -> inbound.prune(clock.instant()),
                clock,
                ticker);
        ListeningSwitch listening = new ListeningSwitch(
                (place, each) -> listen(connection, database, inbound, automatic::wake, place, each),
                neverListens(connection).orElse(null),
                clock);
        Actions actions = new StoreActions(
                new Teams(connector, teamStore, new TeamRemoval(database, audit, clock), connection.tenantId(), clock),
                new RosterSync(new ConnectorRosters(connector), teamStore, optOuts, clock),
                new ConversationCheck(connector, new KeptConversations(database, audit, clock)),
                planner,
                runs,
                drafts,
                automatic,
                new SavedLists(new PeopleLists(database), imports, connector, connection.tenantId(), clock),
                new PeopleFilters(database),
                new DoNotContact(optOuts),
                people,
                new PersonErase(
                        database,
                        DataFiles.identity(connection),
                        new PersonErasing(database, audit, clock),
                        new Exports(database.file(), clock)),
                new PeopleImport(imports, connection.appId(), connection.tenantId(), connection.serviceUrl(), clock),
                new ActivityImport(imports, recipient(connection), clock),
                listening,
                inbound,
                window(request),
                toMe,
                new OpenConnection(connector, address, toMe));
        RequestListener requests = new RequestListener(
                database,
                RequestListener.of(runs, asker -> listening
                        .current()
                        .filter(one -> request.command().equals(Listening.COMMAND))
                        .map(one -> lend(one, asker))),
                clock,
                ticker);
        if (request.command().equals(Listening.COMMAND) || window(request)) {
            // A command that only comes by begins nothing.
            automatic.begin();
        }
        return new Workspace(
                connection, views(database, () -> planner), Optional.of(actions), null, suggestedTeams, () -> {
                    drafts.close();
                    requests.close();
                    listening.close();
                    automatic.close();
                    runs.close();
                    connector.close();
                    connectors.dropLog(connection, requestLog);
                    requestLog.close();
                    database.close();
                    closeLast.run();
                });
    }

    private static RemoteRuns.Lent lend(Listening listening, Reason asker) {
        listening.want(asker);
        URI address = listening.snapshot().address();
        return new RemoteRuns.Lent(address.getHost(), address.getPort());
    }

    /** Why there is no listening for this connection, wherever. */
    private static Optional<Reason> neverListens(Connection connection) {
        if (connection.kind() == Connection.Kind.SANDBOX) {
            Listening.Place usual = Listening.Place.LOOPBACK;
            return Optional.of(Reason.of("endpoint.sandbox", usual.url()));
        }
        try {
            connection.requireIds();
        } catch (Problem e) {
            return Optional.of(e.reason());
        }
        // Whoever could write its settings would choose whose events are believed.
        return connection.barred();
    }

    private Listening listen(
            Connection connection,
            Database database,
            InboundStore inbound,
            Runnable prompted,
            Listening.Place place,
            Consumer<Answered> each) {
        return new Listening(
                place,
                recipient(connection),
                connectors.network(connection),
                new EventStore(database, inbound, new OptOuts(database, audit, clock)),
                inbound::read,
                prompted,
                clock,
                ticker,
                connectors.noting(connection),
                each);
    }

    private InboundStore inbound(Database database) {
        return new InboundStore(database, audit, typedHere.ofDataFiles(), clock);
    }

    private ServiceAddress address(Connection connection, Database database) {
        return new ServiceAddress(connection, () -> ToldAddress.read(database), ticker);
    }

    private static Recipient recipient(Connection connection) {
        return new Recipient(connection.appId(), connection.tenantId(), connection.cloud(), connection.serviceUrl());
    }

    private Views views(Database database, Supplier<Planner> previews) {
        return new StoreViews(
                new TeamStore(database),
                new UserStore(database),
                new RosterChanges(new RosterHistory(database)),
                new PeopleLists(database),
                new PeopleFilters(database),
                new UserQuery(database),
                new ConversationQuery(database),
                new ConversationHistory(database),
                new DeliveryQuery(database),
                new OutcomeQuery(database),
                new AnnouncementQuery(database),
                new RunQuery(database),
                new DraftQuery(database),
                new AuditQuery(database),
                new RequestQuery(database),
                new EventQuery(database),
                previews,
                new RemoteRuns(database, clock, ticker),
                inbound(database),
                new PersonExport(
                        new PersonRecords(database),
                        new Exports(database.file(), clock),
                        clock,
                        ZoneId.systemDefault()),
                new Exports(database.file(), clock));
    }

    private record StoreViews(
            TeamStore teamStore,
            UserStore people,
            RosterChanges rosterChanges,
            PeopleLists peopleLists,
            PeopleFilters peopleFilters,
            UserQuery users,
            ConversationQuery conversations,
            ConversationHistory conversationHistory,
            DeliveryQuery deliveries,
            OutcomeQuery outcomes,
            AnnouncementQuery announcements,
            RunQuery runs,
            DraftQuery drafts,
            AuditQuery audit,
            RequestQuery requests,
            EventQuery events,
            Supplier<Planner> previews,
            RemoteRuns remoteRuns,
            InboundStore inboundStore,
            PersonExport personExport,
            Exports exports)
            implements Views {
        @Override
        public InboundSettings inbound() {
            return inboundStore.read();
        }

        @Override
        public Optional<Instant> lastEventAt() {
            return inboundStore.lastAuthentic();
        }

        @Override
        public List<Reply> replies(String userId) {
            return inboundStore.replies(userId);
        }

        @Override
        public long replyCount() {
            return inboundStore.replyCount();
        }

        @Override
        public List<SavedList> lists() {
            return peopleLists.all();
        }

        @Override
        public List<SavedFilter> filters() {
            return peopleFilters.all();
        }

        @Override
        public Planner planner() {
            return previews.get();
        }

        @Override
        public List<Team> teams() {
            return teamStore.list();
        }

        @Override
        public Optional<User> find(String name) {
            return people.find(name);
        }

        @Override
        public List<User> named(String name) {
            return people.named(name);
        }

        @Override
        public Optional<User> me() {
            return people.me();
        }
    }

    private record StoreActions(
            Teams teams,
            RosterSync rosters,
            ConversationCheck conversations,
            Planner planner,
            Runs runs,
            Drafts drafts,
            AutomaticMessages automatic,
            SavedLists lists,
            PeopleFilters filters,
            DoNotContact doNotContact,
            UserStore people,
            PersonErase erase,
            PeopleImport imports,
            ActivityImport activities,
            ListeningSwitch listening,
            InboundStore inbound,
            boolean window,
            MessageToMe messageToMe,
            OpenConnection doctor)
            implements Actions {
        @Override
        public InboundSettings changeInbound(UnaryOperator<InboundSettings> change) {
            InboundSettings now = inbound.change(change);
            if (window) {
                listening.follow(now);
            }
            automatic.tryAgain();
            return now;
        }

        @Override
        public SavedFilter saveFilter(String name, PeopleFilter filter) {
            return filters.save(name, filter);
        }

        @Override
        public void renameFilter(SavedFilter filter, String name) {
            filters.rename(filter.id(), name);
        }

        @Override
        public void deleteFilter(SavedFilter filter) {
            filters.delete(filter.id());
        }

        @Override
        public void deleteReplies() {
            inbound.deleteReplies();
        }

        @Override
        public void indexAnew() {
            people.indexAnew();
        }

        @Override
        public void setMe(String userId) {
            people.setMe(userId);
        }
    }
}
