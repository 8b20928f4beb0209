package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableSource;
import dev.rostrum.ui.table.TableViewModel;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** All announcements, newest first, and what of them needs the admin. */
final class RunListViewModel implements AutoCloseable {
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What is listed. */
    record Listed(AnnouncementQuery.Stage stage, Set<AnnouncementQuery.Only> only, String search) {
        Listed {
            only = Set.copyOf(only);
        }

        static Listed of(AnnouncementQuery.Stage stage) {
            return new Listed(stage, Set.of(), "");
        }
    }

    private record Source(AnnouncementQuery announcements) implements TableSource<AnnouncementQuery.Row, Listed, Long> {
        @Override
        public PageSource<AnnouncementQuery.Row> rows(Listed listed, List<SortKey> sort) {
            return PageSource.of(announcements.select(listed.search(), listed.stage(), listed.only()));
        }

        @Override
        public Long key(AnnouncementQuery.Row row) {
            return row.send().id();
        }

        @Override
        public Listed searching(Listed listed, String text) {
            return new Listed(listed.stage(), listed.only(), text);
        }

        @Override
        public void each(Listed listed, List<SortKey> sort, Predicate<? super AnnouncementQuery.Row> sink) {
            announcements.select(listed.search(), listed.stage(), listed.only()).each(Long.MAX_VALUE, sink);
        }
    }

    private final Texts texts = Texts.of(RunListViewModel.class);
    private final AnnouncementQuery query;
    private final RunQuery jobs;
    private final Tasks tasks;
    private final Ticker ticker;
    private final TableViewModel<AnnouncementQuery.Row, Listed, Long> table;
    private final LatestTask noticeReads = new LatestTask();
    private final ReadOnlyObjectWrapper<RunAttention> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ReadOnlyObjectWrapper<Map<AnnouncementQuery.Stage, Long>> counts =
            new ReadOnlyObjectWrapper<>(this, "counts", Map.of());
    private final LatestTask countReads = new LatestTask();
    private final boolean writable;

    // Of the runs at work, by job.
    private final Map<Long, RunSnapshot> live = new HashMap<>();
    private long refreshedAt;

    RunListViewModel(Workspace workspace, Tasks tasks, Ticker ticker) {
        this.query = workspace.views().announcements();
        this.jobs = workspace.views().runs();
        this.tasks = tasks;
        this.ticker = ticker;
        this.table = new TableViewModel<>(
                new Source(query), Listed.of(AnnouncementQuery.Stage.ALL), tasks, FailureTexts::words);
        this.refreshedAt = ticker.nanos();
        this.writable = workspace.actions().isPresent();
    }

    /** Reads again what may have changed. */
    void refresh() {
        refreshedAt = ticker.nanos();
        table.refresh();
        tasks.read(() -> RunAttention.of(jobs).orElse(null))
                .onOk(notice::set)
                .onFail(e -> notice.set(null))
                .startIn(noticeReads);
        tasks.read(() -> {
                    Map<AnnouncementQuery.Stage, Long> read = new EnumMap<>(AnnouncementQuery.Stage.class);
                    for (AnnouncementQuery.Stage each : AnnouncementQuery.Stage.values()) {
                        read.put(each, query.select("", each).count());
                    }
                    return read;
                })
                .onOk(counts::set)
                .onFail(e -> {})
                .startIn(countReads);
    }

    /** Lists those of another stage from now on; what was searched for and filtered holds. */
    void show(AnnouncementQuery.Stage stage) {
        Listed now = table.filterProperty().get();
        table.setWhole(Listed.of(stage));
        table.filterProperty().set(new Listed(stage, now.only(), ""));
        table.query();
    }

    /**
     * A resend to whoever was refused, or got nothing because it was stopped; of those in doubt it is decided first. Null where there
     * is nobody, or nothing can be sent from here.
     */
    Proposal resend(AnnouncementQuery.Row row) {
        Totals totals = row.totals();
        return !writable || totals.refused() + totals.cancelled() == 0
                ? null
                : new Proposal(
                        row.send().title(),
                        new JobRequest.Resend(
                                new DeliveryChoice(
                                        row.send().id(),
                                        true,
                                        Set.of(DeliveryState.REFUSED, DeliveryState.CANCELLED),
                                        null,
                                        null,
                                        "",
                                        Set.of()),
                                SendChoices.NONE));
    }

    /** A recall of every message that may be in Teams; null where there is none, or nothing can be done from here. */
    Proposal recall(AnnouncementQuery.Row row) {
        return !writable || row.accepted() + row.totals().inDoubt() <= row.recalled()
                ? null
                : new Proposal(
                        row.send().title(),
                        new JobRequest.Recall(
                                DeliveryChoice.ofAnnouncement(row.send().id())));
    }

    /** A run has moved on; the list is read again at most once a second, and at a run's end. */
    void live(RunSnapshot snapshot) {
        boolean ended = !snapshot.active();
        if (ended) {
            live.remove(snapshot.runId());
        } else {
            live.put(snapshot.runId(), snapshot);
        }
        if (table.asked() != null && (ended || ticker.nanos() - refreshedAt >= REFRESH_NANOS)) {
            refresh();
        }
    }

    /** The job that is shown when the announcement is opened: the one that waits or is at work, else the first. */
    static long opened(AnnouncementQuery.Row row) {
        return row.open() == null ? row.send().id() : row.open().id();
    }

    /** State of a row as its chip shows it. */
    StateLabel stateLabel(AnnouncementQuery.Row row) {
        if (row.open() != null) {
            RunSnapshot now = live.get(row.open().id());
            return StateLabels.of(
                    row.open().kind(),
                    row.open().state(),
                    row.open().pauseReason(),
                    row.open().seen(),
                    now == null || now.waiting() == null ? null : now.waiting().kind());
        }
        if (row.accepted() > 0 && row.recalled() >= row.accepted() && inDoubt(row) == 0) {
            return StateLabels.recalled();
        }
        Totals totals = row.totals();
        return row.doubtful() > 0 && row.send().state() == RunState.DONE
                ? StateLabels.needsYou()
                : StateLabels.of(JobKind.SEND, row.send().state(), null, totals, null);
    }

    private static long inDoubt(AnnouncementQuery.Row row) {
        return row.totals().inDoubt() + row.doubtful();
    }

    /** The share that Teams accepted, rounded down; nothing before the first outcome. */
    String percent(AnnouncementQuery.Row row) {
        Totals totals = row.totals();
        return totals.recipients() == 0 || totals.waiting() == totals.recipients()
                ? ""
                : Counts.percent(totals.sent(), totals.recipients());
    }

    /**
     * What did not go through, and what was done to the messages since: "11 in doubt, recalled 9,499 of 9,500". What needs the admin
     * comes first.
     */
    String outcome(AnnouncementQuery.Row row) {
        Totals totals = row.totals();
        List<String> parts = new ArrayList<>();
        if (inDoubt(row) > 0) {
            parts.add(texts.get("list.doubt", inDoubt(row)));
        }
        if (row.recalled() > 0) {
            parts.add(texts.get("list.recalled", row.recalled(), row.accepted()));
        }
        if (row.changed() > 0) {
            parts.add(texts.get("list.changed", row.changed(), row.accepted()));
        }
        if (totals.refused() > 0) {
            parts.add(texts.get("list.refused", totals.refused()));
        }
        if (totals.cancelled() > 0) {
            parts.add(texts.get("list.cancelled", totals.cancelled()));
        }
        return String.join(", ", parts);
    }

    TableViewModel<AnnouncementQuery.Row, Listed, Long> table() {
        return table;
    }

    /** What needs the admin most, or null. */
    ReadOnlyObjectProperty<RunAttention> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** How many announcements there are of each stage, whatever is searched for. */
    ReadOnlyObjectProperty<Map<AnnouncementQuery.Stage, Long>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    @Override
    public void close() {
        noticeReads.drop();
        countReads.drop();
        table.close();
    }
}
