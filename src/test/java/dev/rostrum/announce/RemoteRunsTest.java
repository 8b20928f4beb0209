package dev.rostrum.announce;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.Database;
import dev.rostrum.store.Holder;
import dev.rostrum.store.RequestFiles;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.words.Sentences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has the data file open is asked by files beside it, and does only what it was asked itself, lately, in a form it knows. */
@Timeout(60)
class RemoteRunsTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Database writing;
    private Database reading;
    private RequestListener listener;
    private RequestFiles files;

    @BeforeEach
    void open() {
        writing = Database.openForWriting(
                folder.resolve("x.db"),
                StoreFixture.IDENTITY,
                "test",
                Duration.ZERO,
                (Holder holder) -> {},
                CLOCK,
                System::nanoTime);
        reading = Database.openForReading(folder.resolve("x.db"), StoreFixture.IDENTITY);
        files = new RequestFiles(reading.file(), CLOCK, System::nanoTime);
        listener = new RequestListener(
                writing,
                Map.of(
                        RemoteRuns.PAUSE,
                        (request, asker) -> {
                            asked.add(RemoteRuns.run(request) + " " + asker.arguments());
                            return RequestJson.object().put(RemoteRuns.AT_WORK, RemoteRuns.run(request) == 7);
                        },
                        RemoteRuns.STOP,
                        (request, asker) -> {
                            throw Problem.wrongUse("announcement.nothingToStop");
                        }),
                CLOCK,
                System::nanoTime);
    }

    @AfterEach
    void close() {
        listener.close();
        reading.close();
        writing.close();
    }

    private RemoteRuns remote() {
        return new RemoteRuns(reading, CLOCK, System::nanoTime);
    }

    private long besides() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(found -> found.toString().contains(".request-")
                            || found.toString().contains(".answer-"))
                    .count();
        }
    }

    @Test
    void whoHasTheFileDoesItAndKnowsWhoAsked() throws Exception {
        long begun = System.nanoTime();
        assertThat(remote().pause(7, "announcement pause", LIMIT)).isEqualTo(RemoteRuns.PauseAnswer.PAUSES);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(asked)
                .containsExactly(
                        "7 [announcement pause, " + ProcessHandle.current().pid() + "]");
        assertThat(besides()).isZero();
        assertThat(remote().pause(8, "announcement pause", LIMIT))
                .as("it says whether the run is at work")
                .isEqualTo(RemoteRuns.PauseAnswer.NOT_AT_WORK);
    }

    /** A command cannot resume beside a process that sends: it can only wait for it. In the window somebody can. */
    @Test
    void aPausedRunGoesOnWhereItCan() {
        long pid = ProcessHandle.current().pid();
        assertThat(Sentences.of(remote().goingOn(7)))
                .isEqualTo(
                        "To go on: wait until process " + pid + " (test) is done, then: rostrum announcement resume 7");
        listener.close();
        writing.close();
        assertThat(Sentences.of(remote().goingOn(7))).isEqualTo("To go on: rostrum announcement resume 7");
        writing = Database.openForWriting(
                folder.resolve("x.db"),
                StoreFixture.IDENTITY,
                Holder.WINDOW,
                Duration.ZERO,
                (Holder holder) -> {},
                CLOCK,
                System::nanoTime);
        assertThat(Sentences.of(remote().goingOn(7)))
                .isEqualTo("To go on: resume announcement 7 in the window (process " + pid
                        + "), which has the data file open.");
    }

    @Test
    void itsProblemIsTold() {
        assertThatThrownBy(() -> remote().stop(7, "announcement stop", LIMIT))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                .satisfies(says("This announcement is not waiting for anything"));
    }

    @Test
    void whereNobodyHasTheFileNobodyIsAsked() throws Exception {
        listener.close();
        writing.close();
        assertThat(remote().pause(7, "announcement pause", LIMIT)).isEqualTo(RemoteRuns.PauseAnswer.NOBODY);
        assertThat(besides()).isZero();
    }

    @Test
    void whoDoesNotAnswerIsNamed() throws Exception {
        listener.close();
        assertThatThrownBy(() -> remote().pause(7, "announcement pause", Duration.ofMillis(300)))
                .satisfies(says("Process " + ProcessHandle.current().pid() + " (test, since "));
        assertThat(besides()).as("it is not done later").isZero();
    }

    @Test
    void whatIsNoRequestOfNowToThisProcessIsRemovedAndNotDone() throws Exception {
        String mine = writing.instance();
        long now = CLOCK.millis();
        String good = "{'instance':'" + mine + "','at':" + now
                + ",'pid':1,'command':'announcement pause','what':'pause','run':7}";
        for (String bad : List.of(
                good.replace(mine, "1-2-3"),
                good.replace(Long.toString(now), Long.toString(now - 31_000)),
                good.replace(Long.toString(now), Long.toString(now + 31_000)),
                good.replace("'what':'pause'", "'what':'erase'"),
                good.replace("announcement pause", "rm -rf /; \\u001b[2J"),
                good.replace("'pid':1", "'pid':'me'"),
                good.replace("'run':7", "'run':7,'run':8"),
                good.replace("'run':7", "'run':" + "[".repeat(100) + "]".repeat(100)),
                good + "{}",
                "[]",
                "pause",
                "")) {
            files.ask(bad.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        TestGraph.until("all to be looked at", () -> besides() == 0);
        assertThat(asked).isEmpty();

        files.ask(good.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        TestGraph.until("the good one to be done", () -> !asked.isEmpty());
        String id = files.ask(
                good.replace("'run':7", "'run':7.5").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        TestGraph.until("the last to be answered", () -> {
            try {
                return files.answer(id).flatMap(RequestJson::answer).isPresent();
            } catch (Problem e) {
                return e.reason().code().equals("request.unreadable");
            }
        });
        assertThat(asked).hasSize(1);
    }
}
