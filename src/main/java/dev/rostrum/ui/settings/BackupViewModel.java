package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.records.Backups;
import dev.rostrum.records.Backups.Backup;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Sizes;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The backups of one connection's data file: which there are, a new one, and the way back to one. */
final class BackupViewModel {
    /**
     * A backup of the list.
     *
     * @param trouble why it cannot be used; empty when it is sound, null while it is being checked
     */
    record Row(Backup backup, String trouble) {}

    private record Found(List<Backup> backups, List<Backups.SetAside> setAside) {}

    private final Texts texts = Texts.of(BackupViewModel.class);
    private final SettingsServices services;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final SettingsHost host;
    private final Times times;
    private final LatestTask reads = new LatestTask();
    private final LatestTask checks = new LatestTask();

    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Backups.SetAside> setAside = FXCollections.observableArrayList();
    private final ObjectProperty<Row> selected = new SimpleObjectProperty<>(this, "selected");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyBooleanWrapper listed = new ReadOnlyBooleanWrapper(this, "listed");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private Connection connection;

    BackupViewModel(SettingsServices services, Tasks tasks, Dialogs dialogs, SettingsHost host) {
        this.services = services;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.host = host;
        this.times = new Times(services.clock());
    }

    /** Lists the backups of a connection at once, and checks one after the other. */
    void show(Connection shown) {
        connection = shown;
        selected.set(null);
        rows.clear();
        setAside.clear();
        listed.set(false);
        failure.set("");
        read();
    }

    private void read() {
        Connection of = connection;
        checks.drop();
        tasks.read(() -> new Found(
                        services.backups(of).list(), services.backups(of).setAside()))
                .onOk(found -> {
                    setAside.setAll(found.setAside());
                    list(found.backups());
                    check(of, found.backups());
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .startIn(reads);
    }

    private void check(Connection of, List<Backup> all) {
        tasks.<Row, Integer>lengthy(this::checked, (told, cancelled) -> {
                    Backups backups = services.backups(of);
                    for (Backup backup : all) {
                        if (cancelled.getAsBoolean()) {
                            break;
                        }
                        told.accept(new Row(
                                backup,
                                backups.trouble(backup).map(Sentences::of).orElse("")));
                    }
                    return all.size();
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .startIn(checks);
    }

    private void list(List<Backup> all) {
        String before = selected.get() == null ? "" : selected.get().backup().name();
        List<Row> fresh = new ArrayList<>();
        all.forEach(backup -> fresh.add(new Row(backup, null)));
        rows.setAll(fresh);
        listed.set(true);
        selected.set(fresh.stream()
                .filter(row -> row.backup().name().equals(before))
                .findFirst()
                .orElse(null));
    }

    private void checked(Row row) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).backup().name().equals(row.backup().name())) {
                boolean was = rows.get(i).equals(selected.get());
                rows.set(i, row);
                if (was) {
                    selected.set(row);
                }
            }
        }
    }

    /** Makes a backup, also while the connection is in use. */
    void backUp() {
        if (connection == null || working.get()) {
            return;
        }
        Connection of = connection;
        failure.set("");
        working.set(true);
        tasks.lengthy(() -> services.backups(of).create())
                .onOk(made -> {
                    dialogs.tell(texts.get("backup.made", size(made.bytes())));
                    read();
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .andFinally(() -> working.set(false))
                .start();
    }

    /** Asks with what is lost, then puts the selected backup in the data file's place. */
    void restore() {
        Row row = selected.get();
        if (row == null || working.get()) {
            return;
        }
        Connection of = connection;
        dialogs.ask(
                new Question(
                        texts.get("restore.title", times.moment(row.backup().at()), of.name()),
                        texts.get("restore.body"),
                        Choice.danger("restore", texts.get("restore.do"))),
                answer -> {
                    if (answer.equals("restore")) {
                        restore(of, row.backup(), false);
                    }
                });
    }

    /** @param without whether also where opt-outs and audit log of the present file cannot be read */
    private void restore(Connection of, Backup backup, boolean without) {
        failure.set("");
        host.whileClosed(
                of,
                () -> services.backups(of).restore(backup, without, Duration.ZERO, notice -> {}),
                restored -> {
                    dialogs.ask(
                            new Question(
                                    texts.get("restored.title"),
                                    restored.notes().stream()
                                            .map(Sentences::whole)
                                            .collect(Collectors.joining("\n\n"))),
                            answer -> {});
                    read();
                },
                e -> {
                    if (Backups.mustAsk(e)) {
                        askWithout(of, backup, (Problem) e);
                        return;
                    }
                    failure.set(FailureTexts.words(e));
                    dialogs.ask(new Question(texts.get("restore.failed"), FailureTexts.words(e)), answer -> {});
                });
    }

    private void askWithout(Connection of, Backup backup, Problem why) {
        dialogs.ask(
                new Question(
                        texts.get("restore.without.title"),
                        Sentences.of(why.reason()) + ".\n\n" + texts.get("restore.without.body"),
                        Choice.danger("without", texts.get("restore.without.do"))),
                answer -> {
                    if (answer.equals("without")) {
                        restore(of, backup, true);
                    }
                });
    }

    Times times() {
        return times;
    }

    /** A size as files are listed, to one digit after the point. */
    String size(long bytes) {
        return Sizes.of(bytes);
    }

    /** Opens the folder of what was set aside. */
    void openFolder() {
        if (!setAside.isEmpty()) {
            host.openFolder(setAside.get(0).file().toAbsolutePath().getParent());
        }
    }

    /** Data files that a restore or a repair has set aside, newest first. */
    ObservableList<Backups.SetAside> setAside() {
        return setAside;
    }

    ObservableList<Row> rows() {
        return rows;
    }

    ObjectProperty<Row> selectedProperty() {
        return selected;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** Whether the list was read: only then an empty one says that there is none. */
    ReadOnlyBooleanProperty listedProperty() {
        return listed.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What is checked is checked no further. */
    void close() {
        reads.drop();
        checks.drop();
    }
}
