package dev.rostrum.ui.conversations;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.Ticker;
import dev.rostrum.records.Exports;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Watch;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableSource;
import dev.rostrum.ui.table.TableViewModel;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** Stored conversation ids: those in the table, and what the person in detail wrote. */
final class ConversationsViewModel implements AutoCloseable {
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

    private record Source(ConversationQuery conversations)
            implements TableSource<ConversationQuery.Row, ConversationQuery.Filter, ConversationQuery.Key> {
        private RowQuery<ConversationQuery.Row> select(ConversationQuery.Filter filter, List<SortKey> sort) {
            return conversations.select(
                    filter,
                    sort.stream()
                            .map(key -> Sort.of(ConversationQuery.Column.class, key.column(), key.ascending()))
                            .toList());
        }

        @Override
        public PageSource<ConversationQuery.Row> rows(ConversationQuery.Filter filter, List<SortKey> sort) {
            return PageSource.of(select(filter, sort));
        }

        @Override
        public ConversationQuery.Key key(ConversationQuery.Row row) {
            return row.key();
        }

        @Override
        public ConversationQuery.Filter searching(ConversationQuery.Filter filter, String text) {
            return new ConversationQuery.Filter(text, filter.states());
        }

        @Override
        public void each(
                ConversationQuery.Filter filter, List<SortKey> sort, Predicate<? super ConversationQuery.Row> sink) {
            select(filter, sort).each(Long.MAX_VALUE, sink);
        }

        @Override
        public long count(List<ConversationQuery.Filter> filters) {
            return conversations.count(filters);
        }

        @Override
        public Set<ConversationQuery.Key> shown(
                List<ConversationQuery.Filter> filters, Collection<ConversationQuery.Key> keys) {
            return conversations.shown(filters, keys);
        }
    }

    private final Texts texts = Texts.of(ConversationsViewModel.class);
    private final Workspace.Views views;
    private final ConversationQuery conversations;
    private final Tasks tasks;
    private final Subscriptions subscriptions = new Subscriptions();
    private final TableViewModel<ConversationQuery.Row, ConversationQuery.Filter, ConversationQuery.Key> table;
    private final ReadOnlyObjectWrapper<Replies> replies = new ReadOnlyObjectWrapper<>(this, "replies");
    private final LatestTask replyReads = new LatestTask();
    private final Watch<ConversationQuery.Standing> watch;
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper(this, "subtitle", "");

    private ConversationQuery.Standing standing;

    /** @param delay brings the next look at whether there is news */
    ConversationsViewModel(Workspace.Views views, Tasks tasks, Delay delay, Ticker ticker) {
        this.views = views;
        this.conversations = views.conversations();
        this.tasks = tasks;
        this.table = new TableViewModel<>(
                new Source(conversations), ConversationQuery.Filter.ALL, tasks, FailureTexts::words);
        this.watch = new Watch<>(tasks, delay, ticker, this::look, this::looked);
        subscriptions.onChange(table.rows().answersProperty(), answer -> answered());
        subscriptions.onChange(table.detailsProperty(), row -> {
            replies.set(null);
            readReplies();
        });
    }

    /** It is in view: what is shown follows what is committed, by this process or another one. */
    void shown() {
        table.refresh();
        watch.shown();
    }

    void hidden() {
        watch.hidden();
    }

    private Callable<ConversationQuery.Standing> look() {
        return table.rows().busyProperty().get() ? null : conversations::standing;
    }

    private void looked(ConversationQuery.Standing now) {
        boolean news = standing != null && !now.equals(standing);
        standing = now;
        if (news && table.asked() != null) {
            table.rows().refresh();
        }
    }

    private void answered() {
        long found = table.rows().countProperty().get();
        subtitle.set(texts.get(
                table.asked().equals(ConversationQuery.Filter.ALL) ? "headline.all" : "headline.found", found));
        readReplies();
    }

    private void readReplies() {
        ConversationQuery.Row row = table.detailsProperty().get();
        if (row == null) {
            replyReads.drop();
            return;
        }
        tasks.read(() -> new Replies(views.inbound().replies(), views.replies(row.userId())))
                .onOk(replies::set)
                .onFail(table::failed)
                .startIn(replyReads);
    }

    /**
     * The people whose conversations are selected. They are read: no audience says "who has a conversation of this kind" of several at
     * once.
     *
     * @param ok told the audience
     */
    void audience(Consumer<Audience> ok) {
        table.readSelected(
                ConversationQuery.Row::lastingId, people -> ok.accept(Audience.ofUsers(new LinkedHashSet<>(people))));
    }

    /**
     * The conversation ids of the selection, in the order of names.
     *
     * @param ok told the ids
     */
    void copySelected(Consumer<List<String>> ok) {
        table.readSelected(ConversationQuery.Row::id, ok);
    }

    TableViewModel<ConversationQuery.Row, ConversationQuery.Filter, ConversationQuery.Key> table() {
        return table;
    }

    /** What the person in detail wrote, or null while that is being read. */
    ReadOnlyObjectProperty<Replies> repliesProperty() {
        return replies.getReadOnlyProperty();
    }

    ReadOnlyStringProperty subtitleProperty() {
        return subtitle.getReadOnlyProperty();
    }

    @Override
    public void close() {
        subscriptions.close();
        replyReads.drop();
        watch.close();
        table.close();
    }

    /** Notes that rows were written to a file. @return how many */
    long exported(Path file, long rows) {
        return views.exports().noted(Exports.Kind.CONVERSATIONS, file, rows);
    }
}
