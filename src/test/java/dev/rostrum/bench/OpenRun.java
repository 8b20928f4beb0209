package dev.rostrum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.domain.RunState;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.ui.announcements.ShownRuns;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** How long it takes from opening a data file, whose run was cut off, until its list can be seen. */
final class OpenRun {
    private static final String NAME = "Bench tenant";
    private static final int UNDER_WAY = 64;

    private OpenRun() {}

    /** Two data folders alike, with a run that was under way when its process was gone. */
    static void make(Path folder, int rows) throws SQLException, InterruptedException, java.io.IOException {
        for (String each : new String[] {"cold", "warm"}) {
            RostrumProgram program = program(folder.resolve(each));
            program.connections()
                    .add(new Connections.NewConnection(
                            NAME, Tenant.APP, Tenant.TENANT, "http://127.0.0.1:9", 0.0, null, null, true));
            Connection connection = program.connections().find(NAME);
            Path file = Files.createDirectories(folder.resolve(each).resolve("connections"))
                    .resolve(connection.file());
            Tenant.make(file, true, rows);
            try (Tenant tenant = new Tenant(file, 9, 0, 1)) {
                Clock clock = Clock.systemUTC();
                long run = tenant.plan(0);
                Ledger ledger = tenant.ledger();
                ledger.jobs()
                        .setState(run, RunState.RUNNING, null, null, clock.instant())
                        .join();
                for (DueDelivery row : ledger.deliveries().due(run, clock.instant(), UNDER_WAY, Deliveries.EVERY_ROW)) {
                    if (!ledger.claims().sending(row, clock.instant()).join()) {
                        throw new IllegalStateException("the row did not move");
                    }
                }
            }
        }
    }

    private static RostrumProgram program(Path folder) {
        return RostrumProgram.open(folder, name -> null, notice -> {});
    }

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        Path folder = Path.of(settings.text("folder"));
        int rows = settings.number("rows");
        double cold = open(folder.resolve("cold"), rows);
        double warm = open(folder.resolve("warm"), rows);
        System.out.println("result "
                + new ObjectMapper().writeValueAsString(Map.of("milliseconds", cold, "warmMilliseconds", warm)));
        System.exit(0);
    }

    private static double open(Path folder, int rows) {
        RostrumProgram program = program(folder);
        Connection connection = program.connections().find(NAME);
        long begun = System.nanoTime();
        try (Workspace workspace = program.open(
                connection,
                new Workspaces.Request(Workspaces.Access.WRITE, "bench", Duration.ofSeconds(5), notice -> {}))) {
            int shown = ShownRuns.deliveries(workspace);
            double milliseconds = (System.nanoTime() - begun) / 1e6;
            if (shown != rows) {
                throw new IllegalStateException(shown + " rows are shown, not " + rows);
            }
            return milliseconds;
        }
    }
}
