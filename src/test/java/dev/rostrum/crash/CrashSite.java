package dev.rostrum.crash;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.LocalOriginMark;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.ReceivedSend;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.people.InboundStore;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.ChildProgram.Launch;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A sandbox in this process, and the program in others, which are killed at the moment asked for. The sandbox's side of a
 * moment is exact: the thread that serves the request kills the sender before it goes on.
 */
final class CrashSite implements AutoCloseable {
    static final String CONNECTION = "lab";
    static final Duration LIMIT = Duration.ofSeconds(90);

    /** Where a kill strikes. */
    enum Place {
        /** So many milliseconds after the start. */
        TIME,
        /** So many milliseconds after the first request of this process, however long the machine took for its start. */
        LATER,
        /** The N-th send of this process was read, and nothing done yet. */
        READ,
        /** The N-th send, edit or recall of this process is done, and not answered. */
        POSTED,
        /** The program is about to queue the N-th intent. */
        BEFORE_INTENT,
        /** The N-th intent is committed, and its request not made. */
        AFTER_INTENT,
        /** The answer is there, its outcome not yet queued. */
        BEFORE_OUTCOME,
        /** The N-th commit of the process stands before its COMMIT. */
        BEFORE_COMMIT,
        /** The N-th commit is durable, and nobody told of it. */
        AFTER_COMMIT,
        /** A step of a migration is about to run. */
        STEP,
        /** It ran, and the file does not have its number yet. */
        STEPPED,
        /** It has the number, and neither is committed. */
        NUMBERED,
        /** Both are. */
        MIGRATED,
        /** The N-th page of a roster is read by the server, and not answered. */
        PAGE;

        /** Whether the program itself stops there. */
        boolean inside() {
            return ordinal() >= BEFORE_INTENT.ordinal() && this != PAGE;
        }
    }

    record Moment(Place place, int n) {
        static Moment never() {
            return new Moment(Place.TIME, Integer.MAX_VALUE);
        }

        private boolean timed() {
            return place == Place.LATER || place == Place.TIME && n < LIMIT.toMillis();
        }

        @Override
        public String toString() {
            return place == Place.TIME && !timed() ? "no kill" : place + " " + n;
        }
    }

    /**
     * How a process ended.
     *
     * @param killed whether the moment came; else it ended by itself
     */
    record End(boolean killed, int status, String output, String error) {}

    private static final class Armed {
        private final Place place;
        private final AtomicInteger left;
        private final ChildProgram child;
        private final CompletableFuture<Void> heard = new CompletableFuture<>();
        private volatile boolean struck;

        Armed(Moment moment, ChildProgram child) {
            this.place = moment.place();
            this.left = new AtomicInteger(moment.n());
            this.child = child;
        }

        /** Waits for the first request, or the program's end. */
        void awaitRequest() throws InterruptedException {
            try {
                CompletableFuture.anyOf(heard, child.end()).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }

        void strike(Place here) {
            if (here == place && left.decrementAndGet() == 0) {
                struck = true;
                try {
                    child.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    final Path folder;
    final SandboxServer sandbox;
    private final int inFlight;
    private final RostrumProgram program;
    private final Path file;
    private final ConcurrentLinkedQueue<String> hasty = new ConcurrentLinkedQueue<>();
    private volatile LedgerCheck.Intents intents;
    private volatile Armed armed;

    /** With a connection to the sandbox, and no roster yet. */
    CrashSite(Path folder, int inFlight, Duration latency, FaultPlan faults, Integer... teamSizes) throws IOException {
        this.folder = folder;
        this.inFlight = inFlight;
        this.sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("service"))
                .withTeamSizes(teamSizes)
                .withSignIn(Canary.signIn())
                .withRateLimits(false)
                .withLatency(latency)
                .withFaults(faults));
        sandbox.onSend(this::read);
        sandbox.onProcessed(this::processed);
        this.program = RostrumProgram.open(folder.resolve("admin"), name -> Canary.CLIENT_SECRET.value(), notice -> {});
        program.connections()
                .add(new Connections.NewConnection(
                        CONNECTION,
                        sandbox.appId(),
                        sandbox.tenantId(),
                        sandbox.serviceUrl(),
                        0.0,
                        inFlight,
                        "SANDBOX_SECRET",
                        false));
        program.connections().use(CONNECTION);
        this.file = folder.resolve("admin")
                .resolve("connections")
                .resolve(connection().file());
    }

    private void read(ReceivedSend send) {
        Armed now = armed;
        if (now != null) {
            now.strike(Place.READ);
        }
        LedgerCheck.Intents watching = intents;
        if (watching != null && !watching.stands(send.conversationId())) {
            hasty.add(send.userId());
        }
    }

    private void processed(LoggedRequest request) {
        Armed now = armed;
        if (now == null) {
            return;
        }
        now.heard.complete(null);
        boolean message =
                request.route() == Route.SEND || request.route() == Route.UPDATE || request.route() == Route.DELETE;
        if (message && request.processed()) {
            now.strike(Place.POSTED);
        } else if (request.route() == Route.MEMBERS) {
            now.strike(Place.PAGE);
        }
    }

    Connection connection() {
        return program.connections().find(CONNECTION);
    }

    Path file() {
        return file;
    }

    SandboxTeam team() {
        return sandbox.teams().get(0);
    }

    int inFlight() {
        return inFlight;
    }

    LedgerCheck check() {
        return new LedgerCheck(file, sandbox.requestLog());
    }

    /** Opens the data file in this process and does something with it. */
    void act(Consumer<Workspace> what) {
        try (Workspace workspace = program.open(
                connection(),
                new Workspaces.Request(Workspaces.Access.WRITE, "test", Duration.ofSeconds(10), notice -> {}))) {
            what.accept(workspace);
        }
    }

    /** Changes what the bot does when people write to it, as the admin does. */
    void change(UnaryOperator<InboundSettings> change) {
        Clock clock = Clock.systemUTC();
        try (Database database = Database.openForWriting(
                file,
                DataFiles.identity(connection()),
                "test",
                Duration.ofSeconds(10),
                holder -> {},
                clock,
                System::nanoTime)) {
            String here = new LocalOriginMark(folder.resolve("admin"), new SecureRandom()).ofDataFiles();
            new InboundStore(database, AuditLog.ofThisUser(), here, clock).change(change);
        }
    }

    /** Adds the team and reads its roster, in this process. */
    void sync() {
        act(workspace -> {
            try {
                workspace.act().teams().add(List.of(team().link()), added -> {
                    if (!added.ok()) {
                        throw new AssertionError(added.trouble());
                    }
                });
                workspace.act().rosters().sync(team().id(), progress -> {}, () -> false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        });
    }

    /** From now on each send that arrives is looked up in the ledger: its intent must stand there. */
    void watchIntents() throws SQLException {
        intents = new LedgerCheck.Intents(file);
    }

    /** Whose sends arrived before their intent stood in the ledger. */
    List<String> hasty() {
        return List.copyOf(hasty);
    }

    ChildProgram start(Launch launch, String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        all[0] = "--data-dir";
        all[1] = folder.resolve("admin").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        ChildProgram child = ChildProgram.start(launch, Map.of("SANDBOX_SECRET", Canary.CLIENT_SECRET.value()), all);
        child.endInput();
        return child;
    }

    /** Runs a command until the moment comes, and kills it then; or until it ends by itself. */
    End run(Launch launch, Moment moment, String... arguments) throws IOException, InterruptedException {
        Launch pointed = launch;
        boolean inside = moment.place().inside();
        if (inside) {
            pointed = launch.with("-Drostrum.point=" + moment.place() + ":" + moment.n());
        }
        try (ChildProgram child = start(pointed, arguments)) {
            Armed now = new Armed(moment, child);
            armed = now;
            try {
                boolean killed = false;
                if (moment.place() == Place.LATER) {
                    now.awaitRequest();
                }
                if (moment.timed()
                        ? !child.ended(Duration.ofMillis(moment.n()))
                        : inside && child.says(Point.told(moment.place().name()), LIMIT)) {
                    child.kill();
                    killed = true;
                }
                if (!child.ended(LIMIT)) {
                    throw new AssertionError("Neither " + moment + " nor its end came for " + List.of(arguments)
                            + "\nout:\n" + child.output() + "\nerr:\n" + child.error());
                }
                return new End(killed || now.struck, child.exit(Duration.ofSeconds(5)), child.output(), child.error());
            } finally {
                armed = null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        LedgerCheck.Intents watching = intents;
        intents = null;
        try {
            sandbox.close();
            if (watching != null) {
                watching.close();
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
