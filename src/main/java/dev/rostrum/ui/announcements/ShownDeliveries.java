package dev.rostrum.ui.announcements;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableSource;
import dev.rostrum.ui.table.TableViewModel;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace.Views;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The deliveries that a run's page lists: those of the job, or one of each person over all jobs, as filter and search say. */
final class ShownDeliveries implements AutoCloseable {
    private static final List<String> EXPORTED = List.of(
            "name",
            "email",
            "userId",
            "kind",
            "state",
            "fate",
            "code",
            "cause",
            "conversationId",
            "activityId",
            "attempts",
            "tries",
            "healed",
            "updatedAt");

    /**
     * What is listed.
     *
     * @param announcement whose people are listed by their latest outcome; 0 for the rows of the job
     * @param group the state that is shown alone, or null
     * @param cause whose people are shown alone, or null
     */
    private record Shown(long announcement, StateGroup group, CauseLine cause, String search) {
        private Set<DeliveryState> states() {
            return group == null ? Set.of() : group.states();
        }

        private MessageFate fate() {
            return group == null ? null : group.fate();
        }

        private String code() {
            return cause == null ? null : cause.code();
        }

        private String reason() {
            return cause == null ? null : cause.reason().code();
        }

        private DeliveryChoice conditions(long runId) {
            return new DeliveryChoice(runId, false, states(), code(), reason(), search, Set.of());
        }

        private OutcomeQuery.Filter outcomes() {
            return new OutcomeQuery.Filter(announcement, Set.of(), states(), fate(), code(), reason(), search);
        }
    }

    private record Source(Views views, long runId) implements TableSource<DeliveryQuery.Row, Shown, Long> {
        private RowQuery<DeliveryQuery.Row> select(Shown shown, List<SortKey> keys) {
            List<Sort<DeliveryQuery.Column>> sort = keys.stream()
                    .map(key -> Sort.of(DeliveryQuery.Column.class, key.column(), key.ascending()))
                    .toList();
            return shown.announcement() != 0
                    ? views.outcomes().select(shown.outcomes(), sort)
                    : views.deliveries().select(shown.conditions(runId), shown.fate(), sort);
        }

        @Override
        public PageSource<DeliveryQuery.Row> rows(Shown shown, List<SortKey> sort) {
            return PageSource.of(select(shown, sort));
        }

        @Override
        public Long key(DeliveryQuery.Row row) {
            return row.id();
        }

        @Override
        public Shown searching(Shown shown, String text) {
            return new Shown(shown.announcement(), shown.group(), shown.cause(), text);
        }

        @Override
        public void each(Shown shown, List<SortKey> sort, Predicate<? super DeliveryQuery.Row> sink) {
            select(shown, sort).each(Long.MAX_VALUE, sink);
        }
    }

    private final Source source;
    private final long runId;
    private final TableViewModel<DeliveryQuery.Row, Shown, Long> table;
    private final ReadOnlyObjectWrapper<StateGroup> filter = new ReadOnlyObjectWrapper<>(this, "filter");
    private final ReadOnlyObjectWrapper<CauseLine> cause = new ReadOnlyObjectWrapper<>(this, "cause");
    private final ReadOnlyBooleanWrapper everybody = new ReadOnlyBooleanWrapper(this, "everybody");
    private long announcement;

    ShownDeliveries(Views views, Tasks tasks, long runId) {
        this.runId = runId;
        this.source = new Source(views, runId);
        this.table = new TableViewModel<>(source, new Shown(0, null, null, ""), tasks, FailureTexts::words);
    }

    /** Reads the same again. */
    void refresh() {
        table.refresh();
    }

    /** Shows what filter and search find now. */
    void query() {
        table.filterProperty().set(new Shown(everybody.get() ? announcement : 0, filter.get(), cause.get(), ""));
        table.query();
    }

    /** One line per person with the latest outcome over all jobs of an announcement. */
    void showEverybody(long ofAnnouncement) {
        announcement = ofAnnouncement;
        everybody.set(true);
        query();
    }

    /** This job's rows again. */
    void showJob() {
        everybody.set(false);
        query();
    }

    /** Shows this state only, or with null all. */
    void filter(StateGroup group) {
        if (cause.get() != null && cause.get().group() != group) {
            cause.set(null);
        }
        filter.set(group);
        query();
    }

    /** The people behind a cause. */
    void show(CauseLine line) {
        table.searchProperty().set("");
        cause.set(line);
        filter(line.group());
    }

    /** All people of the state again, not only those behind a cause. */
    void forgetCause() {
        cause.set(null);
        query();
    }

    void showAll() {
        table.searchProperty().set("");
        cause.set(null);
        filter(null);
    }

    boolean isFiltered() {
        return filter.get() != null
                || cause.get() != null
                || !table.searchProperty().get().isBlank();
    }

    /**
     * Exactly those that are shown now, to be asked for off the FX thread: conditions where they say it, else the rows themselves.
     * Nothing where nobody is shown.
     */
    Choosing choosing() {
        if (!isFiltered()) {
            DeliveryChoice all = everybody.get() ? DeliveryChoice.ofAnnouncement(runId) : DeliveryChoice.ofRun(runId);
            return () -> all;
        }
        Shown now = table.shownFilter();
        if (everybody.get()) {
            return () -> rows(true, source.views().outcomes().messages(now.outcomes()));
        }
        if (now.fate() == null) {
            DeliveryChoice wanted = now.conditions(runId);
            return () -> wanted;
        }
        return () -> {
            Set<Long> ids = new HashSet<>();
            source.each(now, List.of(), row -> ids.add(row.id()));
            return rows(false, ids);
        };
    }

    private DeliveryChoice rows(boolean whole, Set<Long> ids) {
        // Without ids a choice would be everything.
        return ids.isEmpty() ? null : new DeliveryChoice(runId, whole, Set.of(), null, null, "", ids);
    }

    /** Says who is shown; reads, and may take a while. */
    interface Choosing {
        /** Null for nobody. */
        DeliveryChoice get();
    }

    /** Everything that is shown, in its order. */
    Consumer<Consumer<DeliveryQuery.Row>> all() {
        return source.select(table.shownFilter(), table.sort())::each;
    }

    /** Writes such rows, and tells how many. */
    static long write(Path file, Consumer<Consumer<DeliveryQuery.Row>> rows, Times times) {
        return SafeCsv.write(
                OutputFile.at(file, true),
                EXPORTED,
                sink -> rows.accept(d -> sink.accept(Arrays.asList(
                        d.name(),
                        d.email(),
                        d.userId(),
                        d.kind().name(),
                        d.state().name(),
                        d.fate() == null ? null : d.fate().name(),
                        d.code(),
                        Sentences.outcome(d.state(), d.reason()),
                        d.conversationId(),
                        DeliveryWords.message(d),
                        Integer.toString(d.attempts()),
                        Integer.toString(d.tries()),
                        Boolean.toString(d.healed()),
                        times.iso(d.updatedAt())))));
    }

    TableViewModel<DeliveryQuery.Row, ?, Long> table() {
        return table;
    }

    /** The state that is shown alone, or null. */
    ReadOnlyObjectProperty<StateGroup> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /** The cause whose people are shown alone, or null. */
    ReadOnlyObjectProperty<CauseLine> causeProperty() {
        return cause.getReadOnlyProperty();
    }

    /** Whether one line per person with the latest outcome is shown instead of this job's rows. */
    ReadOnlyBooleanProperty everybodyProperty() {
        return everybody.getReadOnlyProperty();
    }

    @Override
    public void close() {
        table.close();
    }
}
