package dev.rostrum.ui.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.SavedList;
import dev.rostrum.roster.PeopleList;
import dev.rostrum.roster.SavedLists;
import dev.rostrum.ui.fx.Task;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** A list of people while it is being made. Nothing is made before the admin knows which rows it does not take. */
final class MakeListViewModel implements AutoCloseable {
    /** Rows that are told one by one. */
    static final int TOLD = 200;

    private final Texts texts = Texts.of(MakeListViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Audience audience;
    private final Consumer<SavedList> made;
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final BooleanProperty keep = new SimpleBooleanProperty(this, "keep");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyBooleanWrapper asked = new ReadOnlyBooleanWrapper(this, "asked");
    private final ReadOnlyBooleanWrapper objectIds = new ReadOnlyBooleanWrapper(this, "objectIds");
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper(this, "words", "");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");
    private final ObservableList<String> notTaken = FXCollections.observableArrayList();
    private final BooleanBinding ready;
    private SavedLists.Found found;
    private Task<?> work;

    MakeListViewModel(Workspace workspace, Tasks tasks, Audience audience, Consumer<SavedList> made) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.audience = audience;
        this.made = made;
        this.ready = Bindings.createBooleanBinding(
                () -> !busy.get()
                        && !name.get().isBlank()
                        && (audience != null || !text.get().isBlank()),
                busy,
                name,
                text);
        // What was told is of another text by then.
        text.subscribe((was, now) -> forget());
    }

    private void forget() {
        found = null;
        asked.set(false);
        objectIds.set(false);
        notTaken.clear();
        words.set("");
    }

    /** Whether rows are pasted: else the people are known. */
    boolean pastes() {
        return audience == null;
    }

    /** Makes the list; where rows are not taken they are told first, and a second call makes it without them. */
    void make() {
        if (!ready.get()) {
            return;
        }
        failure.set(null);
        if (audience != null) {
            create(audience, null);
        } else if (found == null) {
            look();
        } else {
            create(null, found);
        }
    }

    private void look() {
        List<PeopleList.Named> rows = PeopleList.pasted(text.get());
        if (rows.size() > PeopleList.MAX_NAMES) {
            failure.set(texts.get("list.make.tooMany", rows.size(), PeopleList.MAX_NAMES));
            return;
        }
        busy.set(true);
        words.set(texts.get("list.make.looking", rows.size()));
        Task<SavedLists.Found> task = tasks.<SavedLists.Found>lengthy(
                        cancelled -> SavedLists.find(workspace.views()::find, rows, cancelled))
                .onOk(this::looked)
                .onFail(this::failed);
        work = task;
        task.andFinally(() -> ended(task));
        task.start();
    }

    private void looked(SavedLists.Found now) {
        found = now;
        List<String> told = new ArrayList<>();
        for (SavedLists.NotTaken row : now.notTaken()) {
            told.add(texts.get("list.make.row", row.row().line(), row.row().name(), Sentences.whole(row.reason())));
        }
        notTaken.setAll(told.subList(0, Math.min(TOLD, told.size())));
        objectIds.set(!now.objectIds().isEmpty());
        if (told.isEmpty() && now.objectIds().isEmpty()) {
            create(null, now);
            return;
        }
        asked.set(true);
        words.set(texts.get(
                "list.make.found",
                now.people().size(),
                told.size(),
                now.objectIds().size()));
    }

    /** @param of whom it is made of; null where that is whom the rows name */
    private void create(Audience of, SavedLists.Found named) {
        busy.set(true);
        String called = name.get();
        boolean keeps = keep.get();
        Task<SavedList> task = tasks.<SavedList>lengthy(cancelled -> {
                    SavedLists lists = workspace.act().lists();
                    Audience whom = of == null ? Audience.ofUsers(lists.keep(named, keeps)) : of;
                    return lists.create(called, whom, written -> {}, cancelled);
                })
                .onOk(made)
                .onFail(this::failed);
        work = task;
        task.andFinally(() -> ended(task));
        task.start();
    }

    /** One step may have begun the next. */
    private void ended(Task<?> task) {
        if (work == task) {
            busy.set(false);
        }
    }

    private void failed(Exception e) {
        if (!(e instanceof InterruptedException)) {
            failure.set(FailureTexts.words(e));
        }
    }

    StringProperty nameProperty() {
        return name;
    }

    /** What was pasted. */
    StringProperty textProperty() {
        return text;
    }

    /** Whether people are kept of whom only the object id is known. */
    BooleanProperty keepProperty() {
        return keep;
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether it was told what is not taken; the next step makes the list without that. */
    ReadOnlyBooleanProperty askedProperty() {
        return asked.getReadOnlyProperty();
    }

    /** Whether some rows are object ids of people who are not known. */
    ReadOnlyBooleanProperty objectIdsProperty() {
        return objectIds.getReadOnlyProperty();
    }

    /** How far it is, or what was found. */
    ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    /** Why it was not made, or null. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Rows that are not taken, with line and reason; the first 200 of them. */
    ObservableList<String> notTaken() {
        return notTaken;
    }

    BooleanBinding readyBinding() {
        return ready;
    }

    @Override
    public void close() {
        if (work != null) {
            work.cancel();
        }
    }
}
