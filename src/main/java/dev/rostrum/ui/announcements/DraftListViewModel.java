package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Drafts;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.TakingBack;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableSource;
import dev.rostrum.ui.table.TableViewModel;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The drafts, the one that was changed last first. */
final class DraftListViewModel implements AutoCloseable {
    /** The filter is the search. */
    private record Source(DraftQuery drafts) implements TableSource<DraftQuery.Row, String, Long> {
        @Override
        public PageSource<DraftQuery.Row> rows(String search, List<SortKey> sort) {
            return PageSource.of(drafts.select(search));
        }

        @Override
        public Long key(DraftQuery.Row row) {
            return row.id();
        }

        @Override
        public String searching(String before, String text) {
            return text;
        }

        @Override
        public void each(String search, List<SortKey> sort, Predicate<? super DraftQuery.Row> sink) {
            drafts.select(search).each(Long.MAX_VALUE, sink);
        }
    }

    private final Texts texts = Texts.of(DraftListViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final TableViewModel<DraftQuery.Row, String, Long> table;
    private final LatestTask counts = new LatestTask();
    private final ReadOnlyLongWrapper all = new ReadOnlyLongWrapper(this, "all");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble", "");
    private final Dialogs dialogs;
    private boolean closed;

    DraftListViewModel(Workspace workspace, Tasks tasks, Dialogs dialogs) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.table = new TableViewModel<>(new Source(workspace.views().drafts()), "", tasks, FailureTexts::words);
    }

    /** Reads again what may have changed. */
    void refresh() {
        if (closed) {
            return;
        }
        table.refresh();
        DraftQuery drafts = workspace.views().drafts();
        tasks.read(() -> drafts.select("").count())
                .onOk(all::set)
                .onFail(e -> {})
                .startIn(counts);
    }

    /** What the list calls a draft. */
    String name(DraftQuery.Row row) {
        return name(row.name());
    }

    /** The same where it is called so; what has no name yet gets words. */
    String name(String called) {
        return called.isBlank() ? texts.get("draft.unnamed") : BidiText.isolated(called);
    }

    /** Whether drafts can be changed here. */
    boolean writable() {
        return workspace.actions().isPresent();
    }

    /** Deletes a draft, which can be taken back. */
    void delete(DraftQuery.Row row) {
        String name = name(row);
        tasks.control(() -> workspace.act().drafts().delete(row.id()))
                .onOk(undo -> deleted(name, undo.orElse(null)))
                .onFail(this::failed)
                .start();
    }

    /** A draft was deleted. @param undo takes that back, or null where there was nothing on disk */
    void deleted(String name, Drafts.Undo undo) {
        if (undo != null) {
            dialogs.done(texts.get("draft.deleted", name), TakingBack.by(tasks, undo::putBack, this::refresh));
        }
        refresh();
    }

    /** Makes a second draft like this one. @param made told its number */
    void duplicate(DraftQuery.Row row, LongConsumer made) {
        make(() -> workspace.act().drafts().duplicate(row.id()), made);
    }

    /** Makes a draft of what an announcement says now. @param made told its number */
    void ofAnnouncement(long announcementId, LongConsumer made) {
        make(() -> workspace.act().drafts().ofAnnouncement(announcementId), made);
    }

    private void make(Callable<Optional<Long>> work, LongConsumer made) {
        tasks.control(work)
                .onOk(id -> {
                    refresh();
                    id.ifPresent(made::accept);
                })
                .onFail(this::failed)
                .start();
    }

    /** Tells why something could not be done. */
    void failed(Exception why) {
        trouble.set(FailureTexts.words(why));
    }

    /** Says no more why. */
    void forget() {
        trouble.set("");
    }

    TableViewModel<DraftQuery.Row, String, Long> table() {
        return table;
    }

    /** How many drafts there are, whatever is searched for. */
    ReadOnlyLongProperty allProperty() {
        return all.getReadOnlyProperty();
    }

    /** Why something could not be done, or "". */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    @Override
    public void close() {
        closed = true;
        counts.drop();
        table.close();
    }
}
