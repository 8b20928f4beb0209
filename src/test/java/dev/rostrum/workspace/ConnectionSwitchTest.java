package dev.rostrum.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ConnectionSwitchTest {
    /** An opening of the sandbox's real data file. */
    private static final class Opening {
        private final Workspace workspace;
        private final AtomicBoolean closed = new AtomicBoolean();

        Opening(Workspace real) {
            workspace = new Workspace(
                    real.connection(),
                    real.views(),
                    real.actions(),
                    real.readOnlyBecause(),
                    real.suggestedTeams(),
                    () -> {
                        real.close();
                        closed.set(true);
                    });
        }
    }

    @TempDir
    Path folder;

    private final ExecutorService window = Executors.newSingleThreadExecutor();
    private final ConcurrentLinkedQueue<Object> told = new ConcurrentLinkedQueue<>();
    private final List<Opening> openings = new CopyOnWriteArrayList<>();
    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private final CountDownLatch opening = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicBoolean refuse = new AtomicBoolean();
    private final ConnectionSwitch leading = new ConnectionSwitch(this::open, window, new ConnectionSwitch.Listener() {
        @Override
        public void opened(Workspace workspace) {
            told.add(workspace);
        }

        @Override
        public void notOpened(Connection connection, Exception why) {
            told.add(why);
        }
    });
    private RostrumProgram program;
    private Connection sandbox;

    @BeforeEach
    void prepare() {
        program = RostrumProgram.open(folder, name -> null, notice -> {});
        sandbox = program.connections().find(Connection.SANDBOX);
    }

    @AfterEach
    void end() {
        gate.countDown();
        leading.close();
        window.shutdownNow();
    }

    /** Slow the first time, until the test opens the gate. */
    private Workspace open(Connection connection) {
        if (openings.stream().anyMatch(before -> !before.closed.get())) {
            trouble.add("one was opened while another was open");
        }
        opening.countDown();
        TestGraph.await(gate);
        if (refuse.get()) {
            throw Problem.failed("backup.none");
        }
        Opening made = new Opening(program.open(connection, request(Workspaces.Access.WRITE_OR_READ)));
        openings.add(made);
        return made.workspace;
    }

    private static Workspaces.Request request(Workspaces.Access access) {
        return new Workspaces.Request(access, "test", Duration.ZERO, notice -> {});
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void quickSwitchesEndWithTheLastOneOpenForWriting(int times) throws Exception {
        leading.to(sandbox);
        opening.await();
        for (int i = 1; i < times; i++) {
            leading.to(sandbox);
        }
        gate.countDown();
        TestGraph.until("the last one is told", () -> !told.isEmpty());

        // The first was under way, those in between were overtaken.
        assertThat(openings).hasSize(2);
        assertThat(openings.get(0).closed).isTrue();
        assertThat(openings.get(1).closed).isFalse();
        assertThat(told).containsExactly(openings.get(1).workspace);
        assertThat(leading.open()).isSameAs(openings.get(1).workspace);
        assertThat(openings)
                .allMatch(each -> each.workspace.readOnlyBecause() == null
                        && each.workspace.actions().isPresent());
        assertThat(trouble).isEmpty();
    }

    @Test
    void slowSwitchesEachCloseTheOneBefore() throws Exception {
        gate.countDown();
        for (int i = 1; i <= 3; i++) {
            int sofar = i;
            leading.to(sandbox);
            TestGraph.until("it is told", () -> told.size() == sofar);
        }
        assertThat(openings).extracting(each -> each.closed.get()).containsExactly(true, true, false);
        assertThat(trouble).isEmpty();
    }

    @Test
    void aFailureIsToldAndTheNextWishOpens() throws Exception {
        refuse.set(true);
        gate.countDown();
        leading.to(sandbox);
        TestGraph.until("the failure is told", () -> told.size() == 1);
        assertThat(told.poll()).isInstanceOf(Problem.class);
        assertThat(leading.open()).isNull();
        refuse.set(false);
        leading.to(sandbox);
        TestGraph.until("it is open", () -> told.size() == 1);
        assertThat(told.poll()).isSameAs(leading.open());
    }

    @Test
    void workInBetweenHasTheFileForItselfAlsoWhenItsWishIsOvertaken() throws Exception {
        gate.countDown();
        leading.to(sandbox);
        TestGraph.until("it is open", () -> told.size() == 1);
        List<String> done = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(2);
        leading.whileClosed(
                sandbox,
                () -> {
                    Workspace alone = program.open(sandbox, request(Workspaces.Access.WRITE));
                    alone.close();
                    return "restored";
                },
                what -> {
                    done.add(what);
                    all.countDown();
                },
                failure -> trouble.add(failure.toString()));
        leading.whileClosed(
                sandbox,
                () -> {
                    throw Problem.failed("backup.none");
                },
                what -> trouble.add("it cannot have worked"),
                failure -> {
                    done.add("failed");
                    all.countDown();
                });
        all.await();
        TestGraph.until("it is open again", () -> told.size() == 2);
        assertThat(done).containsExactly("restored", "failed");
        assertThat(openings).extracting(each -> each.closed.get()).containsExactly(true, false);
        assertThat(trouble).isEmpty();
    }

    @Test
    void workBesideLeavesWhatIsOpenAndHoldsTheNextSwitchBack() throws Exception {
        gate.countDown();
        leading.to(sandbox);
        TestGraph.until("it is open", () -> told.size() == 1);
        CountDownLatch working = new CountDownLatch(1);
        leading.beside(
                () -> {
                    working.await();
                    return openings.size() + " open";
                },
                told::add,
                told::add);
        leading.to(sandbox);
        assertThat(openings.get(0).closed).isFalse();
        working.countDown();
        TestGraph.until("both are told", () -> told.size() == 3);
        assertThat(told.toArray()[1]).isEqualTo("1 open");
        assertThat(told.toArray()[2]).isSameAs(leading.open());
    }

    @Test
    void closingTakesWithItWhatIsJustBeingOpened() throws Exception {
        leading.to(sandbox);
        opening.await();
        Thread closing = new Thread(leading::close);
        closing.start();
        TestGraph.until("it waits for the opening", () -> closing.getState() == Thread.State.TIMED_WAITING);
        gate.countDown();
        closing.join();
        assertThat(openings).singleElement().matches(each -> each.closed.get());
        assertThat(leading.open()).isNull();
        assertThat(told).isEmpty();
        leading.to(sandbox);
        assertThat(openings).hasSize(1);
    }
}
