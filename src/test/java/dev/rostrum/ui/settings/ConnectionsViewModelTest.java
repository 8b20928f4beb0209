package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connectors;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineJobs;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings without a toolkit, against a real sandbox and its sign-in. */
class ConnectionsViewModelTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private ConnectionsViewModel model;
    private final List<String> changed = new ArrayList<>();
    private final Answering dialogs = new Answering();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12);
        graph.sync(0);
        model = new ConnectionsViewModel(
                graph.program.connections(),
                graph.program.secrets(),
                new ConnectionCheck(new Connectors(graph.program.secrets(), Clock.systemUTC(), System::nanoTime)),
                graph.workspace,
                new InlineJobs(),
                Runnable::run,
                dialogs,
                changed::add);
        model.refresh();
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private void fillForm(String secret) {
        model.addNew();
        model.nameProperty().set("Second");
        model.appIdProperty().set(" 28:" + graph.sandbox.appId() + " ");
        model.tenantIdProperty().set(graph.sandbox.tenantId());
        model.serviceUrlProperty().set(graph.sandbox.serviceUrl());
        model.secretProperty().set(secret);
    }

    @Test
    void aConnectionIsSavedTestedAndUsed() throws Exception {
        fillForm(graph.sandbox.clientSecret());

        model.saveAndTest();

        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(model.steps()).singleElement().matches(ConnectionCheck.Step::passed);
        assertThat(model.selectedProperty().get().connection().name()).isEqualTo("Second");
        assertThat(model.secretProperty().get()).as("the field keeps no secret").isEmpty();
        assertThat(dialogs.told).singleElement().asString().contains("app id", "blanks");
        model.use();
        assertThat(changed).contains("Second");
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as("no secret in " + file)
                        .doesNotContain(graph.sandbox.clientSecret());
            }
        }
    }

    @Test
    void aWrongSecretSaysSoAndACorrectedOneWorksAtOnce() {
        fillForm("wrong");
        model.saveAndTest();
        assertThat(model.steps()).singleElement().satisfies(step -> {
            assertThat(step.passed()).isFalse();
            assertThat(step.outcome()).contains("secret").doesNotContain("wrong\"");
        });

        model.secretProperty().set(graph.sandbox.clientSecret());
        model.test();

        assertThat(model.steps()).singleElement().matches(ConnectionCheck.Step::passed);
    }

    @Test
    void theOpenConnectionIsTestedWithATeam() {
        model.test();
        assertThat(model.steps()).hasSize(2).allMatch(ConnectionCheck.Step::passed);
        assertThat(model.steps().get(1).outcome()).contains("12 members");
    }

    @Test
    void eachWrongFieldSaysWhatToDoAndNothingIsStored() {
        record Wrong(Runnable spoil, String words) {}
        for (Wrong wrong : List.of(
                new Wrong(() -> model.nameProperty().set(" "), "name"),
                new Wrong(() -> model.nameProperty().set("sandbox"), "already a connection"),
                new Wrong(() -> model.appIdProperty().set("my bot"), "app id"),
                new Wrong(() -> model.tenantIdProperty().set(""), "tenant id"),
                new Wrong(() -> model.serviceUrlProperty().set("https://teams.example/"), "not one of Microsoft's"),
                new Wrong(() -> model.rateProperty().set("fast"), "is a number"),
                new Wrong(() -> model.inFlightProperty().set("1.5"), "whole number"),
                new Wrong(() -> model.secretProperty().set(""), "client secret is missing"))) {
            fillForm("x");
            wrong.spoil().run();
            model.saveAndTest();
            assertThat(model.failureProperty().get()).contains(wrong.words());
            assertThat(graph.program.connections().list()).hasSize(2);
        }
    }

    @Test
    void removingAsksAndKeepsTheDataFile() {
        fillForm(graph.sandbox.clientSecret());
        model.saveAndTest();
        dialogs.answer = Dialogs.CANCEL;
        model.remove();
        assertThat(graph.program.connections().list()).hasSize(3);
        dialogs.answer = "remove";
        model.remove();
        assertThat(graph.program.connections().list())
                .extracting(Connection::name)
                .containsExactly(Connection.SANDBOX, TestGraph.CONNECTION);
    }

    /** Answers every question with the given choice. */
    private static final class Answering implements Dialogs {
        private final List<String> told = new ArrayList<>();
        private String answer = CANCEL;

        @Override
        public void ask(Question question, Consumer<String> reply) {
            reply.accept(answer);
        }

        @Override
        public void tell(String news) {
            told.add(news);
        }
    }
}
