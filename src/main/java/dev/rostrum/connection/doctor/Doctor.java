package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries everything that a send needs, in running order. A check that failed leaves out those that need it. Nothing is sent to anybody but
 * "me", and that only where it is asked for; everything else reads, except that the conversation with me is opened.
 *
 * <p>Works for every kind of connection, also while a run sends and while the data file cannot be opened: what does not apply says so.
 */
public final class Doctor {
    /** The most that one check takes. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** The most that this computer's clock may differ from the service's. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    private final Connectors connectors;
    private final DataFiles files;
    private final Keychain keychain;
    private final ProgramEnvironment programEnvironment;
    private final Clock clock;
    private final Ticker ticker;
    private final Duration limit;

    public Doctor(
            Connectors connectors,
            DataFiles files,
            Keychain keychain,
            ProgramEnvironment programEnvironment,
            Clock clock,
            Ticker ticker) {
        this(connectors, files, keychain, programEnvironment, clock, ticker, LIMIT);
    }

    Doctor(
            Connectors connectors,
            DataFiles files,
            Keychain keychain,
            ProgramEnvironment programEnvironment,
            Clock clock,
            Ticker ticker,
            Duration limit) {
        this.connectors = connectors;
        this.files = files;
        this.keychain = keychain;
        this.programEnvironment = programEnvironment;
        this.clock = clock;
        this.ticker = ticker;
        this.limit = limit;
    }

    /** Where the program runs, its log folder among it. */
    public ProgramEnvironment programEnvironment() {
        return programEnvironment;
    }

    /**
     * Runs all checks on a thread of its own and waits for them. To stop it, interrupt the calling thread.
     *
     * @param each told of each result when it is there, in running order, on the calling thread
     * @throws InterruptedException when it was stopped
     */
    public Diagnosis run(Examination asked, Consumer<CheckResult> each) throws InterruptedException {
        Instant begun = clock.instant();
        long began = ticker.nanos();
        List<CheckResult> results = new ArrayList<>();
        Connection connection = asked.connection();
        FolderCheck folder = new FolderCheck(connection, files, programEnvironment);
        NetworkChecks network = new NetworkChecks(connection, connectors, programEnvironment, clock, ticker);
        try (LocalChecks local = new LocalChecks(connection, files, keychain, clock);
                TeamsChecks teams = new TeamsChecks(asked, connectors, files, clock)) {
            for (Check check : Check.values()) {
                CheckResult result =
                        one(check, () -> result(check, asked, folder, local, network, teams), local::close);
                network.note(result);
                teams.note(result, network);
                LOG.info("doctor: {} {} {} in {} ms", check.id(), result.outcome(), result.code(), result.millis());
                results.add(result);
                each.accept(result);
            }
        }
        Duration took = Duration.ofNanos(ticker.nanos() - began);
        return new Diagnosis(
                results, begun, took, new SupportReport(programEnvironment, connection).of(results, begun, took));
    }

    private static CheckResult result(
            Check check,
            Examination asked,
            FolderCheck folder,
            LocalChecks local,
            NetworkChecks network,
            TeamsChecks teams)
            throws InterruptedException {
        return switch (check) {
            case CLOCK -> network.clock();
            case DATA_FILE -> local.dataFile();
            case FOLDER -> folder.run();
            case DISK -> local.disk();
            case KEYCHAIN -> local.keychain();
            case PROXY -> network.proxy();
            case TLS -> network.tls();
            case HOST_TRUST -> network.hostTrust(asked.openConnection().address());
            case TOKEN -> teams.token();
            case TEAM -> teams.team();
            case ROSTER -> teams.roster();
            case CONVERSATION -> teams.conversation();
            case MESSAGE -> teams.message();
        };
    }

    /** A check on a thread of its own: whatever it is blocked in, the next one comes in time. */
    private CheckResult one(Check check, Callable<CheckResult> work, Runnable giveUp) throws InterruptedException {
        long began = ticker.nanos();
        FutureTask<CheckResult> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "doctor-" + check.id());
        thread.setDaemon(true);
        thread.start();
        CheckResult result;
        try {
            result = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            giveUp.run();
            result = CheckResult.failed(
                    check,
                    Reason.of("doctor.noEnd", limit),
                    Reason.of("doctor.noEnd.meaning"),
                    Reason.of("doctor.noEnd.fix"),
                    Responsible.YOU);
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            // Its text may quote what it was given.
            LOG.warn("doctor: {} broke off", check.id(), e.getCause());
            result = CheckResult.failed(
                    check,
                    Reason.of("doctor.brokeOff", e.getCause().getClass().getSimpleName()),
                    Reason.of("doctor.brokeOff.meaning"),
                    Reason.of("doctor.brokeOff.fix"),
                    Responsible.YOU);
        }
        return result.took(TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - began));
    }
}
