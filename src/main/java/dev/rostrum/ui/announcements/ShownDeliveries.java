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
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace.Views;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

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

    private final Views views;
    private final long runId;
    private final Pages<DeliveryQuery.Row> rows;
    private final ReadOnlyObjectWrapper<StateGroup> filter = new ReadOnlyObjectWrapper<>(this, "filter");
    private final ReadOnlyObjectWrapper<CauseLine> cause = new ReadOnlyObjectWrapper<>(this, "cause");
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ReadOnlyBooleanWrapper everybody = new ReadOnlyBooleanWrapper(this, "everybody");
    private long announcement;
    private List<Sort<DeliveryQuery.Column>> sort = List.of();
    private RowQuery<DeliveryQuery.Row> asked;

    ShownDeliveries(Views views, Tasks tasks, long runId) {
        this.views = views;
        this.runId = runId;
        this.rows = new Pages<>(tasks);
    }

    /** Reads the same again. */
    void refresh() {
        if (asked == null) {
            query();
        } else {
            rows.refresh();
        }
    }

    /** Shows what filter and search find now. */
    void query() {
        RowQuery<DeliveryQuery.Row> question = question();
        if (rows.failureProperty().get() == null && question.equals(asked)) {
            return;
        }
        asked = question;
        rows.show(PageSource.of(question));
    }

    private RowQuery<DeliveryQuery.Row> question() {
        return everybody.get()
                ? views.outcomes().select(outcomes(), sort)
                : views.deliveries().select(conditions(), fate(), sort);
    }

    private Set<DeliveryState> states() {
        return filter.get() == null ? Set.of() : filter.get().states();
    }

    private MessageFate fate() {
        return filter.get() == null ? null : filter.get().fate();
    }

    private String code() {
        return cause.get() == null ? null : cause.get().code();
    }

    private String reason() {
        return cause.get() == null ? null : cause.get().reason().code();
    }

    private DeliveryChoice conditions() {
        return new DeliveryChoice(
                runId, false, states(), code(), reason(), search.get().strip(), Set.of());
    }

    private OutcomeQuery.Filter outcomes() {
        return new OutcomeQuery.Filter(
                announcement,
                Set.of(),
                states(),
                fate(),
                code(),
                reason(),
                search.get().strip());
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
        search.set("");
        cause.set(line);
        filter(line.group());
    }

    /** All people of the state again, not only those behind a cause. */
    void forgetCause() {
        cause.set(null);
        query();
    }

    void showAll() {
        search.set("");
        cause.set(null);
        filter(null);
    }

    void sort(List<SortKey> keys) {
        sort = keys.stream()
                .map(key -> new Sort<>(
                        DeliveryQuery.Column.valueOf(key.column().toUpperCase(Locale.ROOT)), key.ascending()))
                .toList();
        query();
    }

    boolean isFiltered() {
        return filter.get() != null || cause.get() != null || !search.get().isBlank();
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
        if (everybody.get()) {
            OutcomeQuery.Filter wanted = outcomes();
            return () -> rows(true, views.outcomes().messages(wanted));
        }
        if (fate() == null) {
            DeliveryChoice wanted = conditions();
            return () -> wanted;
        }
        RowQuery<DeliveryQuery.Row> wanted = question();
        return () -> {
            Set<Long> ids = new HashSet<>();
            wanted.each(row -> ids.add(row.id()));
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
        return question()::each;
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

    Pages<DeliveryQuery.Row> rows() {
        return rows;
    }

    /** The state that is shown alone, or null. */
    ReadOnlyObjectProperty<StateGroup> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /** The cause whose people are shown alone, or null. */
    ReadOnlyObjectProperty<CauseLine> causeProperty() {
        return cause.getReadOnlyProperty();
    }

    StringProperty searchProperty() {
        return search;
    }

    /** Whether one line per person with the latest outcome is shown instead of this job's rows. */
    ReadOnlyBooleanProperty everybodyProperty() {
        return everybody.getReadOnlyProperty();
    }

    @Override
    public void close() {
        rows.close();
    }
}
