package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** All announcements, newest first, and what of them needs the admin. */
final class RunListViewModel implements AutoCloseable {
    /** How many of the newest announcements are looked through for what needs the admin. */
    static final int LOOKED_THROUGH = 200;

    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What needs the admin most.
     *
     * @param runId the announcement behind it
     * @param more how many others need the admin too
     */
    record RunListNotice(String what, String rest, long runId, int more) {}

    private final Texts texts = Texts.of(RunListViewModel.class);
    private final AnnouncementQuery query;
    private final RunQuery jobs;
    private final Tasks tasks;
    private final Ticker ticker;
    private final Pages<AnnouncementQuery.Row> runs;
    private final LatestTask noticeReads = new LatestTask();
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ReadOnlyObjectWrapper<RunListNotice> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ReadOnlyObjectWrapper<Map<AnnouncementQuery.Stage, Long>> counts =
            new ReadOnlyObjectWrapper<>(this, "counts", Map.of());
    private final LatestTask countReads = new LatestTask();
    private final boolean writable;
    private AnnouncementQuery.Stage stage = AnnouncementQuery.Stage.ALL;
    private Set<AnnouncementQuery.Only> only = Set.of();

    // Of the runs at work, by job.
    private final Map<Long, RunSnapshot> live = new HashMap<>();
    private RowQuery<AnnouncementQuery.Row> asked;
    private long refreshedAt;

    RunListViewModel(Workspace workspace, Tasks tasks, Ticker ticker) {
        this.query = workspace.views().announcements();
        this.jobs = workspace.views().runs();
        this.tasks = tasks;
        this.ticker = ticker;
        this.runs = new Pages<>(tasks);
        this.refreshedAt = ticker.nanos();
        this.writable = workspace.actions().isPresent();
    }

    /** Reads again what may have changed. */
    void refresh() {
        refreshedAt = ticker.nanos();
        if (asked == null) {
            query();
        } else {
            runs.refresh();
        }
        tasks.read(() -> worst(jobs.select("").page(0, LOOKED_THROUGH)))
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

    /** Shows what the search finds now. */
    void query() {
        RowQuery<AnnouncementQuery.Row> wanted = query.select(search.get().strip(), stage, only);
        if (wanted.equals(asked) && runs.failureProperty().get() == null) {
            return;
        }
        asked = wanted;
        runs.show(PageSource.of(wanted));
    }

    /** Lists these from now on. */
    void show(AnnouncementQuery.Stage which, Set<AnnouncementQuery.Only> conditions) {
        stage = which;
        only = Set.copyOf(conditions);
        query();
    }

    /** Whether fewer are listed than there are. */
    boolean isFiltered() {
        return !search.get().isBlank() || !only.isEmpty();
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
        if (asked != null && (ended || ticker.nanos() - refreshedAt >= REFRESH_NANOS)) {
            refresh();
        }
    }

    private RunListNotice worst(List<RunQuery.Row> rows) {
        List<RunListNotice> all = new ArrayList<>();
        for (RunQuery.Row row : rows) {
            if (row.state() == RunState.INTERRUPTED
                    || (row.state() == RunState.PAUSED && row.pauseReason() != PauseReason.ASKED)) {
                all.add(paused(row));
            }
        }
        if (all.isEmpty()) {
            return null;
        }
        RunListNotice first = all.get(0);
        return new RunListNotice(first.what(), first.rest(), first.runId(), all.size() - 1);
    }

    private RunListNotice paused(RunQuery.Row row) {
        String title = title(row);
        Totals totals = row.totals();
        if (row.state() == RunState.INTERRUPTED) {
            return new RunListNotice(
                    texts.get("list.interrupted", title),
                    texts.get(
                            "interrupted.rest", row.seen().waiting(), row.seen().inDoubt() - totals.inDoubt()),
                    row.id(),
                    0);
        }
        if (row.pauseReason() == PauseReason.PROGRAM_ENDED) {
            return totals.inDoubt() > 0
                    ? new RunListNotice(
                            texts.get("list.ended.doubt", totals.inDoubt(), title),
                            texts.get("list.ended.doubt.rest", totals.inDoubt()),
                            row.id(),
                            0)
                    : new RunListNotice(
                            texts.get("list.ended", title), texts.get("list.waiting", totals.open()), row.id(), 0);
        }
        if (row.pauseReason() == PauseReason.NOT_STARTED) {
            return new RunListNotice(
                    texts.get("list.planned", title), texts.get("list.waiting", totals.open()), row.id(), 0);
        }
        return new RunListNotice(
                texts.get("list.paused", title),
                row.pauseDetail() == null
                        ? texts.get("list.waiting", totals.open())
                        : Sentences.whole(row.pauseDetail()),
                row.id(),
                0);
    }

    /** The announcement's title, and for a later job what it does. */
    private String title(RunQuery.Row row) {
        String title = BidiText.isolated(row.title());
        return row.kind() == JobKind.SEND
                ? title
                : texts.get("list.kind." + row.kind().name().toLowerCase(Locale.ROOT), title);
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

    Pages<AnnouncementQuery.Row> runs() {
        return runs;
    }

    StringProperty searchProperty() {
        return search;
    }

    /** What needs the admin most, or null. */
    ReadOnlyObjectProperty<RunListNotice> noticeProperty() {
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
        runs.close();
    }
}
