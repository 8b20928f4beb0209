package dev.rostrum.ui.announcements;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.store.Database;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.workspace.Workspaces;
import java.time.Clock;
import java.time.Duration;

/** A run that was under way when the process was gone, and the data file opened again. */
final class CrashedRun {
    private CrashedRun() {}

    /** @param underWay rows whose message was on its way */
    static void leave(TestGraph graph, long run, int underWay) {
        leave(graph, run, underWay, Workspaces.Access.WRITE);
    }

    /** @param then what the data file is opened for afterwards: only who writes puts the run in order */
    static void leave(TestGraph graph, long run, int underWay, Workspaces.Access then) {
        beside(graph, then, (ledger, clock) -> {
            ledger.jobs()
                    .setState(run, RunState.RUNNING, null, null, clock.instant())
                    .join();
            int number = 0;
            for (DueDelivery row : ledger.deliveries().due(run, clock.instant(), underWay, Deliveries.EVERY_ROW)) {
                CallResult created = new CallResult(clock.instant(), clock.instant(), 201, null, null, 1, null);
                if (!ledger.claims().opening(row, clock.instant()).join()
                        || !ledger.claims()
                                .openedAndSending(row, "a:lost" + number++, created, clock.instant())
                                .join()) {
                    throw new AssertionError("The row did not move");
                }
            }
        });
    }

    /** Leaves the run as it stands after such a pause. */
    static void pause(TestGraph graph, long run, PauseReason reason, String detail) {
        beside(graph, Workspaces.Access.WRITE, (ledger, clock) -> {
            ledger.jobs()
                    .setState(run, RunState.RUNNING, null, null, clock.instant())
                    .join();
            ledger.jobs()
                    .setState(
                            run,
                            RunState.PAUSED,
                            reason,
                            detail == null ? null : Reason.of("audit.words", detail),
                            clock.instant())
                    .join();
        });
    }

    private interface Deed {
        void on(Ledger ledger, Clock clock);
    }

    private static void beside(TestGraph graph, Workspaces.Access then, Deed deed) {
        Clock clock = Clock.systemDefaultZone();
        Connection connection = graph.connection();
        graph.workspace.close();
        try (Database database = Database.openForWriting(
                graph.dataFile(),
                new FileIdentity(connection.simulated(), connection.appId(), connection.tenantId()),
                "test",
                Duration.ofSeconds(5),
                holder -> {},
                clock,
                System::nanoTime)) {
            deed.on(Ledger.of(database), clock);
        }
        graph.workspace = graph.program.open(
                connection, new Workspaces.Request(then, "test", Duration.ofSeconds(5), notice -> {}));
    }
}
