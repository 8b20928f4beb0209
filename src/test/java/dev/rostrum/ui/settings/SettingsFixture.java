package dev.rostrum.ui.settings;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.LanguageSetting;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.records.Backups;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.TakingBack;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What stands around the view-models of Settings in tests: answers given beforehand, and notes of what was asked. */
final class SettingsFixture implements Dialogs, Prompts, SettingsHost {
    final List<Question> questions = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<Prompt> prompts = new ArrayList<>();
    final List<List<Part>> reports = new ArrayList<>();
    final List<String> changed = new ArrayList<>();
    final List<Diagnosis> examined = new ArrayList<>();
    final List<Path> folders = new ArrayList<>();
    final List<String> closedFor = new ArrayList<>();
    /** Answers to forms, in order; none left: cancelled. */
    final Deque<List<String>> typed = new ArrayDeque<>();
    /** Files chosen, in order; none left: cancelled. */
    final Deque<Path> files = new ArrayDeque<>();

    String answer = CANCEL;

    static SettingsServices services(RostrumProgram program, Clock clock) {
        return new SettingsServices() {
            @Override
            public Connections connections() {
                return program.connections();
            }

            @Override
            public Secrets secrets() {
                return program.secrets();
            }

            @Override
            public Doctor doctor() {
                return program.doctor();
            }

            @Override
            public ConnectionArchive archive() {
                return program.archive();
            }

            @Override
            public SendingSettings sending() {
                return program.sending();
            }

            @Override
            public LanguageSetting language() {
                return program.language();
            }

            @Override
            public Backups backups(Connection connection) {
                return program.backups(connection);
            }

            @Override
            public Clock clock() {
                return clock;
            }
        };
    }

    @Override
    public void ask(Question question, Consumer<String> reply) {
        questions.add(question);
        reply.accept(question.choices().isEmpty() ? CANCEL : answer);
    }

    @Override
    public void done(String words, TakingBack back) {
        told.add(words);
    }

    @Override
    public void tell(String news) {
        told.add(news);
    }

    @Override
    public void report(String title, List<Part> parts) {
        reports.add(parts);
    }

    @Override
    public void ask(Prompt prompt, Consumer<List<String>> reply) {
        prompts.add(prompt);
        if (!typed.isEmpty()) {
            reply.accept(typed.poll());
        }
    }

    @Override
    public void open(String title, List<String> endings, Consumer<Path> chosen) {
        if (!files.isEmpty()) {
            chosen.accept(files.poll());
        }
    }

    @Override
    public void save(String title, String suggested, Consumer<Path> chosen) {
        open(title, List.of(), chosen);
    }

    @Override
    public void changed(String use) {
        changed.add(use);
    }

    @Override
    public void marked(Connection connection) {
        told.add("marked " + connection.name());
    }

    @Override
    public void examined(Connection connection, Diagnosis found) {
        examined.add(found);
    }

    @Override
    public void whileClosed(
            Connection connection,
            Callable<Backups.Restored> work,
            Consumer<Backups.Restored> ok,
            Consumer<Exception> fail) {
        closedFor.add(connection.name());
        Backups.Restored restored;
        try {
            restored = work.call();
        } catch (Exception e) {
            fail.accept(e);
            return;
        }
        ok.accept(restored);
    }

    @Override
    public void openFolder(Path folder) {
        folders.add(folder);
    }
}
