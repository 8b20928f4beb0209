package dev.rostrum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.MembersPage;
import dev.rostrum.roster.ConnectorRosters;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.TeamStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The process that syncs: the same pages alone and into a new data file, in turns. */
public final class RosterSyncing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int teams;
    private final int port;
    private final Path folder;

    private RosterSyncing(Settings settings) {
        this.teams = settings.number("teams");
        this.port = settings.number("port");
        this.folder = Path.of(settings.text("folder"));
    }

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        RosterSyncing syncing = new RosterSyncing(settings);
        Files.createDirectories(syncing.folder);
        ObjectNode result = JSON.createObjectNode();
        var pairs = result.putArray("pairs");
        syncing.sync(0, JSON.createObjectNode());
        for (int i = 1; i <= settings.number("pairs"); i++) {
            ObjectNode pair = pairs.addObject();
            double cpu = cpuSeconds();
            pair.put("bareSeconds", syncing.bare());
            pair.put("bareCpu", cpuSeconds() - cpu);
            syncing.sync(i, pair);
        }
        System.out.println("result " + JSON.writeValueAsString(result));
        System.exit(0);
    }

    private double bare() throws Exception {
        ConnectorClient connector = Tenant.client(port, 0);
        long begun = System.nanoTime();
        for (int team = 0; team < teams; team++) {
            connector.team(RosterServer.team(team));
            String token = null;
            do {
                MembersPage page = connector
                        .members(RosterServer.team(team), RosterServer.PAGE, token)
                        .value();
                token = page.next();
            } while (token != null);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private void sync(int number, ObjectNode into) throws Exception {
        Path file = folder.resolve(number + ".db");
        Clock clock = Clock.systemUTC();
        try (Database database = Tenant.open(file)) {
            RosterSync syncs = new RosterSync(
                    new ConnectorRosters(Tenant.client(port, 0)),
                    new TeamStore(database),
                    new OptOuts(database, AuditLog.ofThisUser(), clock),
                    clock);
            database.write(session -> session.update("INSERT INTO setting (key, value) VALUES ('bench', '0')"));
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong longest = new AtomicLong();
            Thread other = new Thread(() -> {
                while (!over.get()) {
                    long begun = System.nanoTime();
                    database.write(
                            session -> session.update("UPDATE setting SET value = ? WHERE key = 'bench'", "" + begun));
                    longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                    try {
                        TimeUnit.MILLISECONDS.sleep(5);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            other.start();
            double cpu = cpuSeconds();
            into.put("syncSeconds", all(syncs));
            into.put("syncCpu", cpuSeconds() - cpu);
            into.put("againSeconds", into.has("bareSeconds") ? all(syncs) : 0);
            over.set(true);
            other.join();
            into.put("longestWait", longest.get() / 1e6);
        }
        for (String end : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
        }
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private double all(RosterSync syncs) throws InterruptedException {
        long begun = System.nanoTime();
        for (int team = 0; team < teams; team++) {
            syncs.sync(RosterServer.team(team), progress -> {}, () -> false);
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
