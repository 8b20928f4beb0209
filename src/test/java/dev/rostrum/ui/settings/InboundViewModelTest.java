package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Reason;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.settings.InboundViewModel.Field;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.workspace.Workspace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page Inbound without a toolkit, over the program's own graph: what is saved holds at once. */
class InboundViewModelTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private InboundViewModel model;
    private final SettingsFixture around = new SettingsFixture();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12);
        graph.reopenAsWindow();
        model = model(graph.workspace);
    }

    private InboundViewModel model(Workspace workspace) {
        InboundViewModel made = new InboundViewModel(workspace, new InlineTasks(), around);
        made.shown();
        return made;
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private InboundSettings stored() {
        return graph.workspace.views().inbound();
    }

    private ListeningSwitch.State state() {
        return graph.workspace.act().listening().state();
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void allIsOffUntilItIsSavedAndThenItListensFromEachOpening() throws Exception {
        assertThat(model.listenProperty().get()).isFalse();
        assertThat(model.changedProperty().get()).isFalse();
        assertThat(model.addressProperty().get()).isEqualTo("http://127.0.0.1:3978/api/messages");
        int port = freePort();
        model.listenProperty().set(true);
        model.value(Field.PORT).set(" " + port + " ");
        assertThat(model.changedProperty().get()).isTrue();
        assertThat(state().phase()).as("not saved yet").isEqualTo(Phase.OFF);

        model.save();
        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(model.changedProperty().get()).isFalse();
        assertThat(around.told).hasSize(1);
        assertThat(stored().listen()).isTrue();
        assertThat(state().phase()).isEqualTo(Phase.LISTENING);

        graph.reopenAsWindow();
        assertThat(state().phase()).as("from each opening").isEqualTo(Phase.LISTENING);
        graph.reopen();
        assertThat(state().phase()).as("a command does not").isEqualTo(Phase.OFF);

        graph.reopenAsWindow();
        model = model(graph.workspace);
        model.listenProperty().set(false);
        model.save();
        assertThat(state().phase()).isEqualTo(Phase.OFF);
    }

    @Test
    void aPortThatIsTakenHindersNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            model.listenProperty().set(true);
            model.value(Field.PORT).set(String.valueOf(taken.getLocalPort()));
            model.save();
            assertThat(model.failureProperty().get()).as("it is saved").isEmpty();
            assertThat(state().phase()).isEqualTo(Phase.TROUBLE);
            graph.reopenAsWindow();
            assertThat(graph.workspace.actions()).as("it opens all the same").isPresent();
            assertThat(state().trouble().code()).isEqualTo("endpoint.port.taken");
        }
    }

    @Test
    void whatIsWrongIsSaidWithWhatToDo() {
        for (String port : List.of("", "0", "65536", "-1", "abc", "123456")) {
            model.value(Field.PORT).set(port);
            model.save();
            assertThat(model.portProblemProperty().get()).as(port).contains("1 to 65535");
        }
        model.value(Field.PORT).set("4000");
        assertThat(model.portProblemProperty().get()).isEmpty();
        model.value(Field.HOST).set("not a host");
        model.save();
        assertThat(model.failureProperty().get()).contains("no name or address");
        model.value(Field.HOST).set("0.0.0.0");
        assertThat(model.openWarningProperty().get()).contains("0.0.0.0", "firewall");
        for (String loopback : List.of("127.0.0.1", "localhost", "::1", " 127.0.0.1 ", "")) {
            model.value(Field.HOST).set(loopback);
            assertThat(model.openWarningProperty().get()).as(loopback).isEmpty();
        }
        model.value(Field.HOST).set("127.0.0.1");
        model.value(Field.STOP_WORDS).set("stop, start");
        model.save();
        assertThat(model.failureProperty().get()).contains("\u201cstart\u201d");
        assertThat(stored()).isEqualTo(InboundSettings.DEFAULT);
    }

    @Test
    void wordsAreEditedAndComeBack() {
        model.value(Field.STOP_WORDS).set("halt,  Schluss ;halt\n\u505c\u6b62");
        model.value(Field.CONFIRMATION).set(" Gut. ");
        model.save();
        assertThat(stored().stopWords()).containsExactly("halt", "Schluss", "\u505c\u6b62");
        assertThat(stored().confirmation().text()).isEqualTo("Gut.");
        model.usualWords();
        assertThat(stored().stopWords()).as("nothing is stored yet").hasSize(3);
        model.discard();
        assertThat(model.value(Field.STOP_WORDS).get()).isEqualTo("halt, Schluss, \u505c\u6b62");
        model.usualWords();
        model.save();
        assertThat(stored()).isEqualTo(InboundSettings.DEFAULT);
    }

    @Test
    void whatIsNotSavedIsAskedAbout() {
        List<String> left = new ArrayList<>();
        new Leaving(around).from(model, () -> left.add("unchanged"));
        model.repliesProperty().set(true);
        new Leaving(around).from(model, () -> left.add("cancelled"));
        around.answer = "leave";
        new Leaving(around).from(model, () -> left.add("left"));
        assertThat(left).containsExactly("unchanged", "left");
        assertThat(around.questions).hasSize(2);
        model.shown();
        assertThat(model.repliesProperty().get()).as("it was not saved").isFalse();
    }

    @Test
    void whatBecomesOfKeptRepliesIsAsked() throws Exception {
        model.repliesProperty().set(true);
        model.save();
        model.repliesProperty().set(false);
        model.save();
        assertThat(around.questions).as("none is kept").isEmpty();
        model.repliesProperty().set(true);
        model.save();
        ListeningSwitch listening = graph.workspace.act().listening();
        listening.follow(Optional.of(new Listening.Place("127.0.0.1", 0)));
        URI endpoint = listening.state().counts().address();
        String somebody = graph.sandbox
                .events()
                .truth()
                .teams()
                .get(0)
                .members()
                .iterator()
                .next();
        for (String text : List.of("One", "Two")) {
            assertThat(graph.post(endpoint, graph.sandbox.events().writes(somebody, text)))
                    .isEqualTo(200);
        }
        TestGraph.until("both are kept", () -> graph.workspace.views().replyCount() == 2);

        model.repliesProperty().set(false);
        around.answer = Dialogs.CANCEL;
        model.save();
        assertThat(around.questions).singleElement().satisfies(question -> assertThat(question.title())
                .contains("2 replies"));
        assertThat(stored().replies()).isTrue();
        around.answer = "keep";
        model.save();
        assertThat(stored().replies()).isFalse();
        assertThat(graph.workspace.views().replyCount()).isEqualTo(2);
        model.repliesProperty().set(true);
        model.save();
        model.repliesProperty().set(false);
        around.answer = "delete";
        model.save();
        assertThat(graph.workspace.views().replyCount()).isZero();
    }

    @Test
    void besideAnotherWritingProgramNothingIsChanged() {
        Workspace open = graph.workspace;
        InboundViewModel reading = model(new Workspace(
                open.connection(), open.views(), Optional.empty(), Reason.of("store.forReading"), List.of(), () -> {}));
        assertThat(reading.readOnlyWords()).isEqualTo("This was opened for reading only.");
        reading.listenProperty().set(true);
        reading.save();
        assertThat(stored()).isEqualTo(InboundSettings.DEFAULT);
        InboundViewModel closed = model(null);
        closed.save();
        assertThat(closed.readOnlyWords()).isEqualTo("No connection is open.");
    }
}
