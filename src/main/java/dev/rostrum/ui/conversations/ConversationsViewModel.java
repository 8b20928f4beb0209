package dev.rostrum.ui.conversations;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.Ticker;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.ConversationExport;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Watch;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Stored conversation ids: search, order, selection, export. */
final class ConversationsViewModel implements AutoCloseable {
    private static final List<Sort<ConversationQuery.Column>> BY_NAME =
            List.of(new Sort<>(ConversationQuery.Column.NAME, true));

    /**
     * What the person in detail wrote to the bot.
     *
     * @param kept whether what they write is kept just now
     * @param newest first
     */
    record Replies(boolean kept, List<Reply> newest) {
        Replies {
            newest = List.copyOf(newest);
        }
    }

    private record ListQuery(ConversationQuery.Filter filter, List<Sort<ConversationQuery.Column>> sort) {}

    private final Texts texts = Texts.of(ConversationsViewModel.class);
    private final Workspace.Views views;
    private final ConversationQuery conversations;
    private final ConversationExport export;
    private final Tasks tasks;
    private final Subscriptions subscriptions = new Subscriptions();

    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final Pages<ConversationQuery.Row> rows;
    private final RowSelection<ConversationQuery.Key> selection = new RowSelection<>();
    private final ReadOnlyObjectWrapper<ConversationQuery.Row> details = new ReadOnlyObjectWrapper<>(this, "details");
    private final ReadOnlyObjectWrapper<Replies> replies = new ReadOnlyObjectWrapper<>(this, "replies");
    private final LatestTask replyReads = new LatestTask();
    private final LatestTask shownReads = new LatestTask();
    private final Watch<ConversationQuery.Standing> watch;
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper(this, "subtitle", "");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");
    private final ReadOnlyBooleanWrapper exporting = new ReadOnlyBooleanWrapper(this, "exporting");

    private final Set<ConversationState> states = EnumSet.noneOf(ConversationState.class);

    private List<Sort<ConversationQuery.Column>> sort = BY_NAME;
    private ListQuery asked;
    /** Of what it was last learned which of the selected rows are shown. */
    private Object lookedFor;

    private ConversationQuery.Standing standing;

    /**
     * @param delay brings the next look at whether there is news
     * @param zone whose offset exported times carry
     */
    ConversationsViewModel(Workspace.Views views, Tasks tasks, Delay delay, Ticker ticker, ZoneId zone) {
        this.views = views;
        this.conversations = views.conversations();
        this.export = new ConversationExport(conversations, zone);
        this.tasks = tasks;
        this.rows = new Pages<>(tasks);
        this.watch = new Watch<>(tasks, delay, ticker, this::look, this::looked);
        subscriptions.onChange(rows.answersProperty(), answer -> answered());
        subscriptions.onChange(rows.failureProperty(), e -> {
            if (e != null) {
                failure.set(FailureTexts.words(e));
            }
        });
    }

    /** It is in view: what is shown follows what is committed, by this process or another one. */
    void shown() {
        refresh();
        watch.shown();
    }

    void hidden() {
        watch.hidden();
    }

    private Callable<ConversationQuery.Standing> look() {
        return rows.busyProperty().get() ? null : conversations::standing;
    }

    private void looked(ConversationQuery.Standing now) {
        boolean news = standing != null && !now.equals(standing);
        standing = now;
        if (news && asked != null) {
            rows.refresh();
        }
    }

    /** Reads what may have changed while the screen was out of view. */
    void refresh() {
        failure.set(null);
        if (asked == null) {
            query();
        } else {
            rows.refresh();
        }
    }

    /** Shows what the filter finds now. */
    void query() {
        ListQuery next = new ListQuery(filter(), sort);
        if (next.equals(asked) && rows.failureProperty().get() == null) {
            return;
        }
        asked = next;
        rows.show(PageSource.of(conversations.select(next.filter(), next.sort())));
    }

    private void answered() {
        failure.set(null);
        subtitle.set(texts.get(
                asked.filter().equals(ConversationQuery.Filter.ALL) ? "headline.all" : "headline.found",
                rows.countProperty().get()));
        ConversationQuery.Filter filter = asked.filter();
        Object question = List.of(filter, rows.countProperty().get());
        if (!question.equals(lookedFor)) {
            lookedFor = question;
            selection.look(tasks, () -> keys(filter), e -> failure.set(FailureTexts.words(e)));
        }
        ConversationQuery.Row shown = details.get();
        if (shown == null) {
            return;
        }
        boolean[] loaded = {false};
        rows.forEachLoaded((index, row) -> {
            if (row.key().equals(shown.key())) {
                loaded[0] = true;
                details.set(row);
            }
        });
        if (loaded[0]) {
            readReplies();
            return;
        }
        // What is no longer shown is no longer in detail.
        tasks.read(() -> conversations.shows(filter, shown.key()))
                .onOk(still -> {
                    if (!still && shown.equals(details.get())) {
                        focus(null);
                    }
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .startIn(shownReads);
    }

    private List<ConversationQuery.Key> keys(ConversationQuery.Filter filter) {
        List<ConversationQuery.Key> keys = new ArrayList<>();
        conversations.select(filter, BY_NAME).each(row -> keys.add(row.key()));
        return keys;
    }

    private ConversationQuery.Filter filter() {
        return new ConversationQuery.Filter(search.get().strip(), states);
    }

    /** Shows all, whatever was searched for and filtered. */
    void clearFilter() {
        search.set("");
        states.clear();
        query();
    }

    /** Shows those in this state, beside those in other chosen ones; with none chosen all are shown. */
    void choose(ConversationState state, boolean chosen) {
        if (chosen ? states.add(state) : states.remove(state)) {
            query();
        }
    }

    boolean chosen(ConversationState state) {
        return states.contains(state);
    }

    /** @param keys columns by their names in lower case; none: by name */
    void sort(List<SortKey> keys) {
        sort = keys.isEmpty()
                ? BY_NAME
                : keys.stream()
                        .map(key -> new Sort<>(
                                ConversationQuery.Column.valueOf(key.column().toUpperCase(Locale.ROOT)),
                                key.ascending()))
                        .toList();
        query();
    }

    /** All that the filter shows, also what is not loaded. */
    void selectAll() {
        ConversationQuery.Filter found = filter();
        selection.selectAll(tasks, () -> keys(found), e -> failure.set(FailureTexts.words(e)));
    }

    /** Shows this conversation in detail; null: none. */
    void focus(ConversationQuery.Row row) {
        details.set(row);
        replies.set(null);
        readReplies();
    }

    private void readReplies() {
        ConversationQuery.Row row = details.get();
        if (row == null) {
            replyReads.drop();
            return;
        }
        tasks.read(() -> new Replies(views.inbound().replies(), views.replies(row.userId())))
                .onOk(replies::set)
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .startIn(replyReads);
    }

    /** Those whose conversations are selected. */
    Audience audience() {
        return Audience.ofUsers(
                selection.keys().stream().map(ConversationQuery.Key::person).collect(Collectors.toSet()));
    }

    /**
     * The conversation ids of the selection, one a line, in the order of names.
     *
     * @param ok told the ids and how many they are
     */
    void copySelected(Consumer<List<String>> ok) {
        Set<ConversationQuery.Key> wanted = selection.keys();
        tasks.read(() -> {
                    List<String> ids = new ArrayList<>();
                    conversations.select(ConversationQuery.Filter.ALL, BY_NAME).each(row -> {
                        if (wanted.contains(row.key())) {
                            ids.add(row.id());
                        }
                    });
                    return ids;
                })
                .onOk(ok)
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .start();
    }

    /**
     * Writes all that the filter shows as CSV.
     *
     * @param ok told how many rows were written
     */
    void export(Path file, Consumer<Long> ok) {
        if (exporting.get()) {
            return;
        }
        ConversationQuery.Filter found = filter();
        List<Sort<ConversationQuery.Column>> order = sort;
        exporting.set(true);
        failure.set(null);
        tasks.lengthy(() -> export.write(found, order, OutputFile.at(file, true)))
                .onOk(ok)
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .andFinally(() -> exporting.set(false))
                .start();
    }

    void dismissFailure() {
        failure.set(null);
    }

    StringProperty searchProperty() {
        return search;
    }

    Pages<ConversationQuery.Row> rows() {
        return rows;
    }

    RowSelection<ConversationQuery.Key> selection() {
        return selection;
    }

    /** The conversation in detail, or null. */
    ReadOnlyObjectProperty<ConversationQuery.Row> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** What the person in detail wrote, or null while that is being read. */
    ReadOnlyObjectProperty<Replies> repliesProperty() {
        return replies.getReadOnlyProperty();
    }

    ReadOnlyStringProperty subtitleProperty() {
        return subtitle.getReadOnlyProperty();
    }

    /** Why the last read or export failed, or null. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty exportingProperty() {
        return exporting.getReadOnlyProperty();
    }

    @Override
    public void close() {
        subscriptions.close();
        replyReads.drop();
        shownReads.drop();
        watch.close();
        rows.close();
    }
}
