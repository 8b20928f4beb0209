package dev.rostrum.ui.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.SavedList;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.TakingBack;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The kept lists of people below the teams. */
final class ListsViewModel implements AutoCloseable {
    private final Workspace workspace;
    private final Tasks tasks;
    private final Consumer<Exception> failed;
    private final LatestTask reads = new LatestTask();
    private final ObservableList<SavedList> lists = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<SavedList> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private boolean closed;

    /** @param failed told what could not be read or done */
    ListsViewModel(Workspace workspace, Tasks tasks, Consumer<Exception> failed) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.failed = failed;
    }

    /** Reads names and counts anew. */
    void refresh() {
        if (closed) {
            return;
        }
        tasks.read(() -> workspace.views().lists())
                .onOk(this::show)
                .onFail(failed)
                .startIn(reads);
    }

    private void show(List<SavedList> now) {
        SavedList was = selected.get();
        if (!now.equals(lists)) {
            lists.setAll(now);
        }
        if (was != null) {
            select(now.stream()
                    .filter(list -> list.id() == was.id())
                    .findFirst()
                    .orElse(null));
        }
    }

    /** Shows the people of a list; null: of none. */
    void select(SavedList list) {
        if (!Objects.equals(list, selected.get())) {
            selected.set(list);
        }
    }

    /** @param name of the list from now on */
    void rename(SavedList list, String name) {
        tasks.control(() -> {
                    workspace.act().lists().rename(list, name);
                    return list;
                })
                .onOk(done -> refresh())
                .onFail(failed)
                .start();
    }

    /** @param done given what takes it back, when it is so */
    void delete(SavedList list, Consumer<TakingBack> done) {
        tasks.control(() -> {
                    workspace.act().lists().delete(list);
                    return list;
                })
                .onOk(gone -> {
                    refresh();
                    done.accept(
                            TakingBack.by(tasks, () -> workspace.act().lists().putBack(list), this::refresh));
                })
                .onFail(failed)
                .start();
    }

    /**
     * A model for making a list.
     *
     * @param audience whom it is made of; null where they are pasted
     * @param made told the new list
     */
    MakeListViewModel making(Audience audience, Consumer<SavedList> made) {
        return new MakeListViewModel(workspace, tasks, audience, list -> {
            refresh();
            made.accept(list);
        });
    }

    /** By name. */
    ObservableList<SavedList> lists() {
        return lists;
    }

    /** The list whose people are shown, or null. */
    ReadOnlyObjectProperty<SavedList> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    @Override
    public void close() {
        closed = true;
        reads.drop();
    }
}
