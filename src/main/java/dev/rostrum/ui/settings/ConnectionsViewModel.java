package dev.rostrum.ui.settings;

import dev.rostrum.connection.AppPackage;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.ExpiryWarning;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.FieldProblem;
import dev.rostrum.connection.FormProblem;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.connection.doctor.OpenConnection;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.OutputFile;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.settings.Prompts.Kind;
import dev.rostrum.ui.settings.Prompts.Line;
import dev.rostrum.ui.settings.Prompts.Part;
import dev.rostrum.ui.settings.Prompts.Prompt;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The connections: which there are, which one is in use; adding, changing, testing, moving and removing them. */
final class ConnectionsViewModel implements Unsaved {
    /**
     * One connection of the list.
     *
     * @param inUse whether the window works on it
     * @param secretKnown whether it can sign in without asking
     * @param stale whether the window works on it as it was before it was changed
     * @param locked whether its secrets lie in the file whose passphrase was not given yet
     * @param expiry present from 30 days before its secret or certificate ends, else null
     */
    record ConnectionRow(
            Connection connection,
            boolean inUse,
            boolean secretKnown,
            boolean stale,
            boolean locked,
            ExpiryWarning expiry,
            ConnectionMark mark) {
        boolean sandbox() {
            return connection.kind() == Connection.Kind.SANDBOX;
        }
    }

    /**
     * The worst that is to be said about the selected connection.
     *
     * @param button words of its button, or empty for none
     */
    record ConnectionNotice(Tone tone, String words, String button, Runnable action) {}

    /** What came of checking and storing a form. */
    private record Saved(List<FieldProblem> problems, Connections.Added added) {}

    private final Texts texts = Texts.of(ConnectionsViewModel.class);
    private final SettingsServices services;
    private final Connections connections;
    private final Secrets secrets;
    private final Workspace open;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Prompts prompts;
    private final SettingsHost host;
    private final DoctorViewModel doctor;

    private final ObservableList<ConnectionRow> entries = FXCollections.observableArrayList();
    private final ObjectProperty<ConnectionRow> selected = new SimpleObjectProperty<>(this, "selected");
    private final BooleanProperty adding = new SimpleBooleanProperty(this, "adding");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private final ReadOnlyObjectWrapper<ConnectionNotice> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ObservableList<String> notes = FXCollections.observableArrayList();
    private final ConnectionFormModel form = new ConnectionFormModel();

    /** The connection that was stored last, while its secret could not be kept where the admin wanted. */
    private String notKept = "";

    /**
     * @param open the connection that the window works on, or null while none is open
     */
    ConnectionsViewModel(
            SettingsServices services,
            Workspace open,
            Tasks tasks,
            Dialogs dialogs,
            Prompts prompts,
            SettingsHost host) {
        this.services = services;
        this.connections = services.connections();
        this.secrets = services.secrets();
        this.open = open;
        this.tasks = tasks;
        this.doctor = new DoctorViewModel(services.doctor(), tasks, dialogs, prompts, host::examined, services.clock());
        this.dialogs = dialogs;
        this.prompts = prompts;
        this.host = host;
        tasks.lengthy(secrets::usualPlace)
                .onOk(form::setUsualPlace)
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .start();
    }

    /** Reads the list again and keeps the selection where it can; what was typed stays. */
    void refresh() {
        ConnectionRow before = selected.get();
        refresh(before == null ? null : before.connection().id(), false);
    }

    private void refresh(String select, boolean fill) {
        tasks.read(() -> connections.list().stream().map(this::entry).toList())
                .onOk(found -> {
                    entries.setAll(found);
                    boolean first = selected.get() == null;
                    selected.set(found.stream()
                            .filter(e -> select == null
                                    ? e.inUse()
                                    : e.connection().id().equals(select))
                            .findFirst()
                            .orElse(found.get(0)));
                    if (!adding.get() && (fill || first)) {
                        form.fill(selected.get().connection());
                    }
                    showNotice();
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .start();
    }

    private ConnectionRow entry(Connection connection) {
        boolean inUse = isOpen(connection);
        boolean sandbox = connection.kind() == Connection.Kind.SANDBOX;
        boolean locked = connection.secretStorage().location() == SecretLocation.FILE
                && !connection.neededSecrets().isEmpty()
                && secrets.file().exists()
                && !secrets.file().unlocked();
        return new ConnectionRow(
                connection,
                inUse,
                sandbox ? inUse : secrets.known(connection),
                inUse && !sandbox && !connection.equals(open.connection()),
                locked,
                connection.expiryWarning(services.clock()).orElse(null),
                connections.marks().of(connection));
    }

    private boolean isOpen(Connection connection) {
        return open != null && open.connection().id().equals(connection.id());
    }

    /** Shows another connection; asks before it drops what was typed. */
    void select(ConnectionRow entry) {
        if (entry != null) {
            leaving(() -> {
                adding.set(false);
                selected.set(entry);
                form.fill(entry.connection());
                clearOutcome();
                notes.clear();
                showNotice();
            });
        }
    }

    /** An empty form. */
    void addNew() {
        leaving(() -> {
            form.clear();
            clearOutcome();
            notes.clear();
            adding.set(true);
            showNotice();
        });
    }

    private void leaving(Runnable leave) {
        new Leaving(dialogs).from(this, leave);
    }

    @Override
    public boolean isChanged() {
        return form.changed();
    }

    @Override
    public void drop() {
        discard();
    }

    private void clearOutcome() {
        doctor.clear();
        working.set(false);
        failure.set("");
    }

    /** The form as it is stored. */
    void discard() {
        adding.set(false);
        clearOutcome();
        if (selected.get() != null) {
            form.fill(selected.get().connection());
        }
        showNotice();
    }

    private void showNotice() {
        ConnectionRow entry = selected.get();
        List<ConnectionNotice> all = new ArrayList<>();
        if (entry != null && !adding.get()) {
            ExpiryWarning expiry = entry.expiry();
            if (expiry != null && expiry.level() == ExpiryWarning.Level.ENDED) {
                all.add(new ConnectionNotice(Tone.DANGER, Sentences.whole(expiry.reason()), "", () -> {}));
            }
            if (entry.locked() && !entry.secretKnown()) {
                all.add(new ConnectionNotice(
                        Tone.WARNING, texts.get("notice.locked"), texts.get("notice.unlock"), this::unlock));
            }
            if (!notKept.isEmpty()) {
                all.add(new ConnectionNotice(Tone.WARNING, notKept, "", () -> {}));
            }
            if (expiry != null && expiry.level() == ExpiryWarning.Level.URGENT) {
                all.add(new ConnectionNotice(Tone.WARNING, Sentences.whole(expiry.reason()), "", () -> {}));
            }
            if (entry.stale()) {
                all.add(new ConnectionNotice(
                        Tone.ACCENT,
                        texts.get("notice.stale"),
                        texts.get("notice.reopen"),
                        () -> host.changed(entry.connection().name())));
            }
            if (expiry != null && expiry.level() == ExpiryWarning.Level.NOTICE) {
                all.add(new ConnectionNotice(Tone.ACCENT, Sentences.whole(expiry.reason()), "", () -> {}));
            }
        }
        notice.set(all.isEmpty() ? null : all.get(0));
    }

    // --- storing

    /**
     * Checks the whole form, names everything that is wrong at once, and else stores it and keeps its secrets.
     *
     * @param andTest whether the connection is tried then
     */
    void save(boolean andTest) {
        if (working.get()) {
            return;
        }
        clearOutcome();
        notes.clear();
        notKept = "";
        String name = adding.get() ? null : selected.get().connection().name();
        ConnectionForm wanted = form.form();
        TypedSecrets typed = form.typed();
        boolean missing = name == null
                && form.shows(Field.SECRET)
                && form.get(Field.SECRET).isBlank()
                && form.get(Field.SECRET_VARIABLE).isBlank();
        boolean moves = name != null
                && selected.get().secretKnown()
                && selected.get().connection().secretStorage().location() != SecretLocation.FILE;
        boolean file = form.keepsInFile()
                && (form.anyTyped() || moves)
                && !secrets.file().unlocked();
        working.set(true);
        tasks.lengthy(() -> problems(name, wanted, typed, missing))
                .onOk(wrong -> {
                    if (!wrong.isEmpty()) {
                        typed.close();
                        refuse(wrong);
                    } else if (file) {
                        working.set(false);
                        passphrase("", () -> store(name, wanted, typed, andTest));
                    } else {
                        store(name, wanted, typed, andTest);
                    }
                })
                .onFail(e -> {
                    typed.close();
                    failed(e);
                })
                .start();
    }

    private List<FieldProblem> problems(String name, ConnectionForm wanted, TypedSecrets typed, boolean missing) {
        Connections.Checked checked =
                name == null ? connections.check(wanted, typed) : connections.check(name, wanted, typed);
        List<FieldProblem> wrong = new ArrayList<>(checked.problems());
        if (missing) {
            wrong.add(new FieldProblem(Field.SECRET, Reason.of("connection.secret.missing")));
        }
        return wrong;
    }

    private void refuse(List<FieldProblem> wrong) {
        working.set(false);
        form.mark(wrong);
        failure.set(texts.get(
                "wrong.fields",
                wrong.stream().map(FieldProblem::field).distinct().count()));
    }

    private void failed(Exception e) {
        working.set(false);
        failure.set(FailureTexts.words(e));
    }

    private void store(String name, ConnectionForm wanted, TypedSecrets typed, boolean andTest) {
        working.set(true);
        tasks.lengthy(() -> {
                    try {
                        return new Saved(
                                List.of(),
                                name == null ? connections.add(wanted, typed) : connections.edit(name, wanted, typed));
                    } catch (FormProblem e) {
                        return new Saved(e.problems(), null);
                    } finally {
                        typed.close();
                    }
                })
                .onOk(saved -> {
                    if (saved.added() == null) {
                        refuse(saved.problems());
                        return;
                    }
                    stored(saved.added(), andTest);
                })
                .onFail(this::failed)
                .start();
    }

    private void stored(Connections.Added added, boolean andTest) {
        working.set(false);
        adding.set(false);
        form.forgetTyped();
        form.fill(added.connection());
        if (added.secretsKept()) {
            notes.setAll(words(added.warnings()));
        } else {
            notKept = String.join(" ", words(added.warnings()));
        }
        if (!andTest) {
            dialogs.tell(texts.get("saved", added.connection().name()));
        }
        refresh(added.connection().id(), true);
        host.changed(null);
        if (andTest) {
            examine(added.connection());
        }
    }

    private static List<String> words(List<Reason> reasons) {
        return reasons.stream().map(Sentences::whole).toList();
    }

    /** Asks for the passphrase of the file of secrets, or for a new one where there is no file yet. */
    private void passphrase(String trouble, Runnable then) {
        boolean fresh = !secrets.file().exists();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Kind.HIDDEN, texts.get("passphrase"), fresh ? texts.get("passphrase.hint") : "", ""));
        if (fresh) {
            lines.add(new Line(Kind.HIDDEN, texts.get("passphrase.again"), "", ""));
        }
        prompts.ask(
                new Prompt(
                        texts.get(fresh ? "passphrase.choose.title" : "passphrase.title"),
                        texts.get(fresh ? "passphrase.choose.body" : "passphrase.body"),
                        lines,
                        trouble,
                        texts.get(fresh ? "passphrase.choose.do" : "passphrase.do")),
                typed -> {
                    if (fresh && !typed.get(0).equals(typed.get(1))) {
                        passphrase(texts.get("passphrase.differ"), then);
                        return;
                    }
                    working.set(true);
                    tasks.lengthy(() -> {
                                char[] passphrase = typed.get(0).toCharArray();
                                try {
                                    secrets.file().unlock(passphrase);
                                    return true;
                                } finally {
                                    Arrays.fill(passphrase, '\0');
                                }
                            })
                            .onOk(unlocked -> {
                                working.set(false);
                                then.run();
                            })
                            .onFail(e -> {
                                working.set(false);
                                passphrase(FailureTexts.words(e), then);
                            })
                            .start();
                });
    }

    /** Opens the file of secrets for this session. */
    void unlock() {
        passphrase("", () -> {
            refresh();
            host.changed(null);
        });
    }

    // --- testing

    /** Tries the selected connection as it is stored. */
    void test() {
        ConnectionRow entry = selected.get();
        if (entry == null || working.get() || adding.get()) {
            return;
        }
        clearOutcome();
        if (entry.sandbox() && !entry.inUse()) {
            failure.set(texts.get("sandbox.closed"));
        } else if (entry.locked() && !entry.secretKnown()) {
            passphrase("", () -> {
                refresh();
                host.changed(null);
                examine(entry.connection());
            });
        } else {
            examine(entry.sandbox() ? open.connection() : entry.connection());
        }
    }

    /** Tries it by its open connector only while it is as it was opened: one changed meanwhile is tried as it is stored. */
    private void examine(Connection connection) {
        boolean lends = isOpen(connection) && connection.equals(open.connection());
        doctor.run(connection, lends ? open.forDoctor() : OpenConnection.NONE);
    }

    // --- the rest

    /** Leads the window to the selected connection. */
    void use() {
        ConnectionRow entry = selected.get();
        if (entry != null && !entry.inUse()) {
            leaving(() -> host.changed(entry.connection().name()));
        }
    }

    /** From now on the admin wants to be so careful with the selected connection; it is opened anew where it is open. */
    void mark(ConnectionMark mark) {
        ConnectionRow entry = selected.get();
        if (entry == null || adding.get() || entry.mark().equals(mark)) {
            return;
        }
        tasks.control(() -> {
                    connections.marks().set(entry.connection(), mark);
                    return entry.connection();
                })
                .onOk(marked -> {
                    refresh();
                    host.marked(marked);
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .start();
    }

    /** Asks, then takes the selected connection off the list. */
    void remove() {
        ConnectionRow entry = selected.get();
        if (entry == null || entry.sandbox()) {
            return;
        }
        String gone = entry.connection().name();
        dialogs.ask(
                new Question(
                        texts.get("remove.title", gone),
                        texts.get("remove.body", entry.connection().file()),
                        Choice.danger("remove", texts.get("remove.do"))),
                answer -> {
                    if (answer.equals("remove")) {
                        tasks.lengthy(() -> connections.removeWithSecrets(gone))
                                .onOk(removed -> {
                                    clearOutcome();
                                    notKept = "";
                                    notes.setAll(words(removed.warnings()));
                                    refresh(null, true);
                                    host.changed(entry.inUse() ? Connection.SANDBOX : null);
                                })
                                .onFail(this::failed)
                                .start();
                    }
                });
    }

    /** Chooses the certificate's file, or that of its key. */
    void chooseFile(Field field) {
        prompts.open(
                texts.get(field == Field.CERTIFICATE ? "choose.certificate" : "choose.key"),
                field == Field.CERTIFICATE ? List.of("*.pfx", "*.p12", "*.pem") : List.of("*.pem", "*.key"),
                chosen -> form.value(field).set(chosen.toString()));
    }

    /** Writes the selected connection to one file for another computer. */
    void export() {
        ConnectionRow entry = selected.get();
        if (entry == null || entry.sandbox()) {
            return;
        }
        String name = entry.connection().name();
        exportSealed(name, "");
    }

    /** Asks for the passphrase of the seal; without one the file is not sealed. */
    private void exportSealed(String name, String trouble) {
        prompts.ask(
                new Prompt(
                        texts.get("export.title", name),
                        texts.get("export.body") + " " + Sentences.whole(ConnectionArchive.twoCopies()),
                        List.of(
                                new Line(
                                        Kind.HIDDEN,
                                        texts.get("export.passphrase"),
                                        texts.get("export.passphrase.hint"),
                                        ""),
                                new Line(Kind.HIDDEN, texts.get("passphrase.again"), "", "")),
                        trouble,
                        texts.get("export.do")),
                typed -> {
                    if (!typed.get(0).equals(typed.get(1))) {
                        exportSealed(name, texts.get("passphrase.differ"));
                    } else {
                        prompts.save(
                                texts.get("export.save"),
                                fileName(name) + ".rostrum",
                                target -> export(name, target, typed.get(0)));
                    }
                });
    }

    private void export(String name, Path target, String passphrase) {
        failure.set("");
        working.set(true);
        tasks.lengthy(() -> withPassphrase(
                        passphrase, sealing -> services.archive().export(name, OutputFile.at(target, true), sealing)))
                .onOk(exported -> {
                    working.set(false);
                    notes.setAll(
                            texts.get(exported.withData() ? "export.done" : "export.done.empty", exported.file()),
                            texts.get(exported.sealed() ? "export.sealed" : "export.unsealed"),
                            Sentences.whole(ConnectionArchive.twoCopies()));
                })
                .onFail(this::failed)
                .start();
    }

    private static <T> T withPassphrase(String typed, Function<char[], T> work) {
        char[] passphrase = typed.isEmpty() ? null : typed.toCharArray();
        try {
            return work.apply(passphrase);
        } finally {
            if (passphrase != null) {
                Arrays.fill(passphrase, '\0');
            }
        }
    }

    private static String fileName(String name) {
        String bare = name.replaceAll("[^\\p{L}\\p{N} _.-]", "_").strip();
        return bare.isEmpty() ? "connection" : bare;
    }

    /** Takes in a connection from another computer. */
    void importFile() {
        leaving(() -> prompts.open(texts.get("import.choose"), List.of("*.rostrum"), this::importFrom));
    }

    /** Asks what the file may not say, then takes it in. */
    void importFrom(Path file) {
        importAs(file, List.of("", "", "", ""), "");
    }

    private void importAs(Path file, List<String> before, String trouble) {
        prompts.ask(
                new Prompt(
                        texts.get("import.title"),
                        texts.get("import.body", String.valueOf(file.getFileName())) + " "
                                + Sentences.whole(ConnectionArchive.twoCopies()),
                        List.of(
                                line(Kind.TEXT, "import.name", before.get(0)),
                                line(Kind.HIDDEN, "import.passphrase", ""),
                                line(Kind.TEXT, "import.url", before.get(2)),
                                line(Kind.TEXT, "import.host", before.get(3))),
                        trouble,
                        texts.get("import.do")),
                typed -> {
                    working.set(true);
                    tasks.lengthy(() -> withPassphrase(typed.get(1), passphrase -> services.archive()
                                    .importFrom(
                                            file,
                                            new ConnectionArchive.Typed(
                                                    typed.get(0).isBlank() ? null : typed.get(0),
                                                    typed.get(2),
                                                    typed.get(3)),
                                            passphrase)))
                            .onOk(this::imported)
                            .onFail(e -> {
                                working.set(false);
                                importAs(file, typed, FailureTexts.words(e));
                            })
                            .start();
                });
    }

    private Line line(Kind kind, String key, String value) {
        return new Line(kind, texts.get(key), texts.get(key + ".hint"), value);
    }

    private void imported(ConnectionArchive.Imported imported) {
        working.set(false);
        adding.set(false);
        clearOutcome();
        notKept = "";
        notes.clear();
        refresh(imported.connection().id(), true);
        host.changed(null);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                imported.origin() == ConnectionArchive.Origin.SEALED ? Tone.SUCCESS : Tone.WARNING,
                Sentences.of(imported.origin().reason()) + ".",
                List.of(Sentences.step(imported.origin().reason()))));
        parts.add(new Part(null, texts.get("import.came"), List.of(Sentences.whole(imported.came()))));
        if (!imported.leftOut().isEmpty()) {
            parts.add(new Part(
                    null,
                    texts.get("import.left_out"),
                    words(imported.leftOut().stream()
                            .map(ConnectionArchive.LeftOut::reason)
                            .toList())));
        }
        parts.add(new Part(null, texts.get("import.now"), words(imported.notes())));
        prompts.report(texts.get("import.report", imported.connection().name()), parts);
    }

    /** Makes the Teams app package of the selected connection. */
    void appPackage() {
        ConnectionRow entry = selected.get();
        if (entry != null && !entry.sandbox()) {
            String name = entry.connection().name();
            appPackage(entry.connection(), List.of(name, "", "", "", "", "1.0.0", ""), "");
        }
    }

    private void appPackage(Connection connection, List<String> before, String trouble) {
        List<Line> lines = new ArrayList<>();
        for (String key : List.of("name", "developer", "website", "privacy", "terms", "version")) {
            lines.add(new Line(
                    Kind.TEXT,
                    texts.get("package." + key),
                    texts.get("package.hint." + key),
                    before.get(lines.size())));
        }
        lines.add(new Line(Kind.TICK, texts.get("package.replies"), "", before.get(6)));
        prompts.ask(
                new Prompt(
                        texts.get("package.title"), texts.get("package.body"), lines, trouble, texts.get("package.do")),
                typed -> {
                    AppPackage.Made made;
                    try {
                        made = AppPackage.make(connection, details(typed), Sentences::of);
                    } catch (dev.rostrum.domain.Problem e) {
                        appPackage(connection, typed, Sentences.of(e));
                        return;
                    }
                    prompts.save(
                            texts.get("package.save"), fileName(made.name()) + ".zip", target -> write(made, target));
                });
    }

    private static AppPackage.Details details(List<String> typed) {
        return new AppPackage.Details(
                null,
                typed.get(5),
                typed.get(0),
                null,
                null,
                null,
                typed.get(1),
                typed.get(2),
                typed.get(3),
                typed.get(4),
                null,
                null,
                typed.get(6).equals("true"));
    }

    private void write(AppPackage.Made made, Path target) {
        failure.set("");
        tasks.lengthy(() -> {
                    AppPackage.write(made, OutputFile.at(target, true));
                    return target;
                })
                .onOk(written -> notes.setAll(texts.get("package.done", written)))
                .onFail(this::failed)
                .start();
    }

    // --- what is shown

    ObservableList<ConnectionRow> entries() {
        return entries;
    }

    ReadOnlyObjectProperty<ConnectionRow> selectedProperty() {
        return selected;
    }

    BooleanProperty addingProperty() {
        return adding;
    }

    ConnectionFormModel form() {
        return form;
    }

    DoctorViewModel doctor() {
        return doctor;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** What is wrong beyond single fields and what to do; empty when nothing is. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** The worst that is to be said about the selected connection, or null. */
    ReadOnlyObjectProperty<ConnectionNotice> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** What was changed on the way, or done, a sentence each. */
    ObservableList<String> notes() {
        return notes;
    }
}
