package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.Check;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.connection.doctor.CheckResult;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.connection.doctor.Examination;
import dev.rostrum.connection.doctor.OpenConnection;
import dev.rostrum.files.OutputFile;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Reports;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The doctor's checks of one connection, in running order, and the report of them. */
final class DoctorViewModel {
    /**
     * One check.
     *
     * @param result null while it is not there
     * @param underWay whether it is the one that runs now
     * @param open whether meaning and fix are shown
     */
    record Line(Check check, CheckResult result, boolean underWay, boolean open) {
        /** Whether there is more to say than its finding. */
        boolean more() {
            return result != null && !(result.meaning() == null && result.fix() == null);
        }
    }

    private record ExaminationTarget(Connection connection, OpenConnection openConnection) {}

    private final Texts texts = Texts.of(DoctorViewModel.class);
    private final Doctor doctor;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Prompts prompts;
    private final BiConsumer<Connection, Diagnosis> told;
    private final Times times;
    private final LatestTask runs = new LatestTask();

    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final ReadOnlyObjectWrapper<Diagnosis> diagnosis = new ReadOnlyObjectWrapper<>(this, "diagnosis");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private ExaminationTarget asked;

    /** @param told each diagnosis that came to its end */
    DoctorViewModel(
            Doctor doctor,
            Tasks tasks,
            Dialogs dialogs,
            Prompts prompts,
            BiConsumer<Connection, Diagnosis> told,
            Clock clock) {
        this.told = told;
        this.doctor = doctor;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.prompts = prompts;
        this.times = new Times(clock);
    }

    /** Forgets what was found, and does not wait for what runs. */
    void clear() {
        runs.drop();
        asked = null;
        running.set(false);
        diagnosis.set(null);
        failure.set("");
        lines.clear();
    }

    /** Runs every check that sends nothing. */
    void run(Connection connection, OpenConnection openConnection) {
        run(new ExaminationTarget(connection, openConnection), false);
    }

    private void run(ExaminationTarget what, boolean messageMe) {
        clear();
        asked = what;
        running.set(true);
        List<Line> fresh = new ArrayList<>();
        Arrays.stream(Check.values()).forEach(c -> fresh.add(new Line(c, null, fresh.isEmpty(), false)));
        lines.setAll(fresh);
        tasks.<CheckResult, Diagnosis>lengthy(
                        this::found,
                        (each, cancelled) -> doctor.run(
                                new Examination(what.connection(), what.openConnection(), null, messageMe), each))
                .onOk(all -> {
                    all.results().forEach(this::found);
                    running.set(false);
                    diagnosis.set(all);
                    told.accept(what.connection(), all);
                })
                .onFail(e -> {
                    running.set(false);
                    lines.removeIf(line -> line.result() == null);
                    failure.set(FailureTexts.words(e));
                })
                .startIn(runs);
    }

    private void found(CheckResult result) {
        int at = result.check().ordinal();
        if (lines.get(at).result() != null) {
            return;
        }
        // An earlier one that matters less (no keychain) would else hide it.
        boolean failed = result.outcome() == CheckOutcome.FAILED;
        lines.set(at, new Line(result.check(), result, false, failed));
        if (at + 1 < lines.size() && lines.get(at + 1).result() == null) {
            lines.set(at + 1, new Line(lines.get(at + 1).check(), null, true, false));
        }
    }

    /** Opens or closes meaning and fix of a check. */
    void toggle(Check check) {
        Line line = lines.get(check.ordinal());
        if (line.more()) {
            lines.set(check.ordinal(), new Line(check, line.result(), false, !line.open()));
        }
    }

    /** Whether a message to "me" can be tried: only by a connection that is open, and once the conversation is there. */
    boolean canMessageMe() {
        return asked != null
                && asked.openConnection().message() != null
                && diagnosis.get() != null
                && lines.get(Check.CONVERSATION.ordinal()).result().outcome() == CheckOutcome.OK;
    }

    /** Asks, then runs all checks and the message to "me" too. */
    void messageMe() {
        if (!canMessageMe()) {
            return;
        }
        ExaminationTarget what = asked;
        dialogs.ask(
                new Question(
                        texts.get("doctor.message.title"),
                        texts.get("doctor.message.body"),
                        Choice.standard("send", texts.get("doctor.message.do"))),
                answer -> {
                    if (answer.equals("send")) {
                        run(what, true);
                    }
                });
    }

    /** Writes the report for support to a file. */
    void saveReport() {
        Diagnosis found = diagnosis.get();
        if (found != null) {
            prompts.save(
                    texts.get("doctor.save.title"),
                    "rostrum-doctor.txt",
                    target -> save(Reports.of(found.report()), target));
        }
    }

    private void save(String report, Path target) {
        failure.set("");
        tasks.lengthy(() -> OutputFile.at(target, true).write(out -> {
                    out.write(report.getBytes(StandardCharsets.UTF_8));
                    return target.getFileName();
                }))
                .onOk(name -> dialogs.tell(texts.get("doctor.saved", name)))
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .start();
    }

    /** Where the log files are. */
    Path logFolder() {
        return doctor.programEnvironment().logFolder();
    }

    Times times() {
        return times;
    }

    /** When it was run and how long it took; empty while it was not. */
    String when() {
        Diagnosis found = diagnosis.get();
        if (found == null) {
            return "";
        }
        long millis = found.took().toMillis();
        String took = millis < 1000 ? texts.get("doctor.millis", millis) : texts.get("doctor.seconds", millis / 1000.0);
        return texts.get("doctor.when", times.moment(found.begun()), took);
    }

    ObservableList<Line> lines() {
        return lines;
    }

    ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** What was found, or null. */
    ReadOnlyObjectProperty<Diagnosis> diagnosisProperty() {
        return diagnosis.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }
}
