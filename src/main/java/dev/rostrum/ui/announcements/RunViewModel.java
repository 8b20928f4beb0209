package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.ui.fx.Jobs;
import dev.rostrum.ui.fx.Latest;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.widget.SortKey;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.Look;
import dev.rostrum.ui.words.Looks;
import dev.rostrum.ui.words.Names;
import dev.rostrum.ui.words.Times;
import dev.rostrum.ui.words.Troubles;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One run: totals that add up, why it waits, its deliveries; pause, resume and stop. */
final class RunViewModel implements AutoCloseable {
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final List<String> EXPORTED = List.of(
            "name",
            "email",
            "userId",
            "state",
            "code",
            "cause",
            "conversationId",
            "activityId",
            "attempts",
            "healed",
            "updatedAt");

    /** What the one button for it offers. */
    enum Turn {
        NONE,
        PAUSE,
        /** Pausing was asked for; what is in flight is awaited. */
        PAUSING,
        RESUME
    }

    /** @param showsDoubt offers to show the deliveries in doubt */
    record Notice(Tone tone, String icon, String what, String rest, boolean showsDoubt) {}

    /** A cause, who can mend it, and how many people it hit. */
    record CauseLine(DeliveryState state, String what, String step, long count) {}

    private final Texts texts = Texts.of(RunViewModel.class);
    private final Workspace workspace;
    private final Jobs jobs;
    private final Ticker ticker;
    private final Clock clock;
    private final Times times;
    private final Dialogs dialogs;
    private final SaveFile saving;
    private final long runId;
    private final Latest reads = new Latest();
    private final Latest causeReads = new Latest();

    private final Pages<DeliveryQuery.Row> deliveries;
    private final ReadOnlyObjectWrapper<RunSnapshot> snapshot = new ReadOnlyObjectWrapper<>(this, "snapshot");
    private final ReadOnlyObjectWrapper<RunQuery.Row> row = new ReadOnlyObjectWrapper<>(this, "row");
    private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ReadOnlyObjectWrapper<Turn> turn = new ReadOnlyObjectWrapper<>(this, "turn", Turn.NONE);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");
    private final ObservableList<CauseLine> causes = FXCollections.observableArrayList();
    private final ObjectProperty<StateGroup> filter = new SimpleObjectProperty<>(this, "filter");
    private final StringProperty search = new SimpleStringProperty(this, "search", "");

    private List<Sort<DeliveryQuery.Column>> sort = List.of();
    private DeliveryQuery.Filter asked;
    private List<Sort<DeliveryQuery.Column>> askedSort;
    private boolean pausing;
    private long refreshedAt;

    RunViewModel(
            Workspace workspace, Jobs jobs, Ticker ticker, Clock clock, Dialogs dialogs, SaveFile saving, long runId) {
        this.workspace = workspace;
        this.jobs = jobs;
        this.ticker = ticker;
        this.clock = clock;
        this.times = new Times(clock);
        this.dialogs = dialogs;
        this.saving = saving;
        this.runId = runId;
        this.deliveries = new Pages<>(jobs);
    }

    long runId() {
        return runId;
    }

    /** Reads everything again, keeping filter and position. */
    void refresh() {
        reads.run(
                jobs,
                () -> workspace.views().runs().find(runId).orElseThrow(() -> Problem.wrongUse(texts.get("run.gone"))),
                found -> {
                    row.set(found);
                    show(sendingNow().orElseGet(() -> standing(found)));
                },
                e -> trouble.set(Troubles.words(e)));
        refreshRows();
    }

    private void refreshRows() {
        refreshedAt = ticker.nanos();
        if (asked == null) {
            query();
        } else {
            deliveries.refresh();
        }
        causeReads.run(
                jobs,
                () -> workspace.views().deliveries().causes(runId).stream()
                        .filter(cause -> cause.state() != DeliveryState.EXCLUDED)
                        .map(RunViewModel::line)
                        .toList(),
                lines -> {
                    if (!causes.equals(lines)) {
                        causes.setAll(lines);
                    }
                },
                e -> trouble.set(Troubles.words(e)));
    }

    /** The ledger keeps a cause and its step as one text; the first sentence is the cause. */
    private static CauseLine line(DeliveryQuery.CauseCount cause) {
        String words = cause.cause() == null ? String.valueOf(cause.code()) : cause.cause();
        int end = words.indexOf(". ");
        return end < 0
                ? new CauseLine(cause.state(), words.replaceFirst("\\.$", ""), "", cause.count())
                : new CauseLine(cause.state(), words.substring(0, end), words.substring(end + 2), cause.count());
    }

    private Optional<RunSnapshot> sendingNow() {
        return workspace
                .actions()
                .flatMap(actions -> actions.announcements().current())
                .filter(s -> s.runId() == runId && s.active());
    }

    private static RunSnapshot standing(RunQuery.Row row) {
        return RunSnapshot.standing(
                row.id(), row.title(), row.state(), row.pauseReason(), row.pauseDetail(), row.totals());
    }

    /** A run has moved on; of other runs nothing is shown but that this one may be resumed. */
    void live(RunSnapshot now) {
        if (now.runId() != runId) {
            return;
        }
        boolean ended =
                !now.active() && snapshot.get() != null && snapshot.get().active();
        boolean began =
                now.active() && (snapshot.get() == null || !snapshot.get().active());
        show(now);
        if (ended || began) {
            refresh();
        } else if (ticker.nanos() - refreshedAt >= REFRESH_NANOS) {
            refreshRows();
        }
    }

    private void show(RunSnapshot now) {
        if (now.state() != RunState.RUNNING) {
            pausing = false;
        }
        snapshot.set(now);
        turn.set(turnOf(now));
        notice.set(noticeOf(now));
    }

    private Turn turnOf(RunSnapshot now) {
        return switch (now.state()) {
            case RUNNING -> pausing ? Turn.PAUSING : Turn.PAUSE;
            case PAUSED -> Turn.RESUME;
            default -> Turn.NONE;
        };
    }

    private Notice noticeOf(RunSnapshot now) {
        Totals totals = now.totals();
        if (!totals.addUp()) {
            return new Notice(
                    Tone.DANGER,
                    "alert-octagon",
                    texts.get("run.sum.wrong"),
                    texts.get("run.sum.wrong.rest", totals.sum(), totals.selected()),
                    false);
        }
        return switch (now.state()) {
            case RUNNING -> running(now);
            case STOPPING ->
                new Notice(
                        Tone.NEUTRAL,
                        "stop-circle",
                        texts.get("run.stopping"),
                        texts.get("run.awaited", totals.inFlight()),
                        false);
            case PAUSED -> paused(now);
            case STOPPED ->
                new Notice(
                        Tone.NEUTRAL,
                        "stop-circle",
                        texts.get("run.stopped"),
                        texts.get("run.stopped.rest", totals.cancelled(), totals.inDoubt()),
                        totals.inDoubt() > 0);
            case DONE ->
                totals.recipients() == 0
                        ? new Notice(Tone.NEUTRAL, "minus-circle", texts.get("run.nobody"), "", false)
                        : totals.inDoubt() > 0
                                ? new Notice(
                                        Tone.WARNING,
                                        "help-circle",
                                        texts.get("run.doubt", totals.inDoubt()),
                                        texts.get("run.doubt.rest"),
                                        true)
                                : null;
            default -> null;
        };
    }

    private Notice running(RunSnapshot now) {
        if (pausing) {
            return new Notice(
                    Tone.NEUTRAL,
                    "pause-circle",
                    texts.get("run.pausing"),
                    texts.get("run.awaited", now.totals().inFlight()),
                    false);
        }
        if (now.waiting() == null) {
            return null;
        }
        return switch (now.waiting().kind()) {
            case PAUSING, STOPPING ->
                new Notice(
                        Tone.NEUTRAL,
                        "pause-circle",
                        texts.get("run.pausing"),
                        texts.get("run.awaited", now.totals().inFlight()),
                        false);
            case RATE_LOWERED ->
                new Notice(
                        Tone.NEUTRAL,
                        "clock",
                        texts.get("run.slower"),
                        texts.get("run.slower.rest", String.format(Locale.ROOT, "%.1f", now.rateInForce())),
                        false);
            case TEAMS_ASKED -> until(now, texts.get("run.for.teams"));
            case NOT_CONNECTED -> until(now, texts.get("run.for.network"));
            case QUIET_HOURS -> until(now, texts.get("run.for.quiet"));
            case NOT_DUE -> until(now, texts.get("run.for.due"));
        };
    }

    private Notice until(RunSnapshot now, String what) {
        Duration left = Duration.between(clock.instant(), now.waitingUntil());
        return new Notice(
                Tone.NEUTRAL,
                "clock",
                texts.get("run.waiting", times.second(now.waitingUntil())),
                texts.get("run.waiting.rest", what, Times.exact(left)),
                false);
    }

    private Notice paused(RunSnapshot now) {
        Totals totals = now.totals();
        PauseReason reason = now.pauseReason() == null ? PauseReason.ASKED : now.pauseReason();
        return switch (reason) {
            case ASKED ->
                new Notice(
                        Tone.NEUTRAL,
                        "pause-circle",
                        texts.get("run.paused"),
                        texts.get("run.paused.rest", totals.open()),
                        false);
            case NOT_STARTED ->
                new Notice(
                        Tone.WARNING,
                        "pause-circle",
                        texts.get("run.planned"),
                        texts.get("run.planned.rest", totals.open()),
                        false);
            case PROGRAM_ENDED ->
                new Notice(
                        Tone.WARNING,
                        "pause-circle",
                        texts.get("run.ended"),
                        texts.get("run.ended.rest", totals.inDoubt(), totals.open()),
                        totals.inDoubt() > 0);
            case CANARY ->
                new Notice(
                        Tone.ACCENT,
                        "pause-circle",
                        texts.get("run.canary"),
                        texts.get("run.canary.rest", totals.open()),
                        false);
            case STORAGE, LONG_WAIT, REFUSED_FOR_ALL, TOO_MANY_FAILED, NOT_CONNECTED, PROGRAM_FAULT ->
                new Notice(
                        Tone.DANGER,
                        "alert-circle",
                        texts.get("run.halted"),
                        now.detail() == null ? texts.get("run.halted.rest") : now.detail(),
                        false);
        };
    }

    /** The chip behind the title. */
    Look look() {
        RunSnapshot now = snapshot.get();
        return now == null
                ? null
                : Looks.of(now.state(), now.pauseReason(), now.totals().inDoubt(), now.waitingUntil() != null);
    }

    // ---------------------------------------------------------------- pause, resume, stop

    /** Does what the one button offers. */
    void turn() {
        switch (turn.get()) {
            case PAUSE -> pause();
            case RESUME -> act(announcements -> announcements.start(runId));
            case PAUSING, NONE -> {}
        }
    }

    private void pause() {
        pausing = true;
        show(snapshot.get());
        act(Announcements::pause);
    }

    /** Whether there is something to stop. */
    boolean stoppable() {
        RunSnapshot now = snapshot.get();
        return now != null && (now.state() == RunState.RUNNING || now.state() == RunState.PAUSED);
    }

    /** Asks, and stops at the admin's word. */
    void stop() {
        if (!stoppable() || workspace.actions().isEmpty()) {
            return;
        }
        Totals totals = snapshot.get().totals();
        dialogs.ask(
                new Question(
                        texts.get("stop.title", Names.isolated(snapshot.get().title())),
                        texts.get("stop.body", totals.waiting(), totals.inFlight(), totals.sent()),
                        Choice.danger("stop", texts.get("stop.yes", totals.waiting()))),
                answer -> {
                    if (answer.equals("stop")) {
                        act(announcements -> announcements.stop(runId));
                    }
                });
    }

    private interface Deed {
        void to(Announcements announcements);
    }

    private void act(Deed deed) {
        trouble.set(null);
        jobs.<Long>run(
                () -> {
                    deed.to(workspace.act().announcements());
                    return runId;
                },
                done -> refresh(),
                e -> {
                    pausing = false;
                    trouble.set(Troubles.words(e));
                    refresh();
                });
    }

    /** Why nothing can be changed here, or null. */
    String readOnlyBecause() {
        return workspace.actions().isPresent() ? null : workspace.readOnlyBecause();
    }

    /** The rate in force; infinite where pacing is lifted. */
    double limit() {
        return workspace
                .actions()
                .map(actions -> actions.announcements().requestsPerSecond())
                .orElse(Double.POSITIVE_INFINITY);
    }

    // ---------------------------------------------------------------- deliveries

    /** Shows what filter and search find now. */
    void query() {
        DeliveryQuery.Filter wanted = wanted();
        if (wanted.equals(asked)
                && sort.equals(askedSort)
                && deliveries.failureProperty().get() == null) {
            return;
        }
        asked = wanted;
        askedSort = sort;
        List<Sort<DeliveryQuery.Column>> order = sort;
        DeliveryQuery query = workspace.views().deliveries();
        deliveries.show(new PageSource<>() {
            @Override
            public long count() {
                return query.count(wanted);
            }

            @Override
            public List<DeliveryQuery.Row> page(long offset, int limit) {
                return query.page(wanted, order, offset, limit);
            }
        });
    }

    private DeliveryQuery.Filter wanted() {
        StateGroup group = filter.get();
        return new DeliveryQuery.Filter(
                runId, group == null ? Set.of() : group.states(), search.get().strip());
    }

    /** Only this state, or with null all. */
    void filter(StateGroup group) {
        filter.set(group);
        query();
    }

    /** The people behind a cause. */
    void show(CauseLine cause) {
        search.set(cause.what());
        filter(Arrays.stream(StateGroup.values())
                .filter(group -> group.states().contains(cause.state()))
                .findFirst()
                .orElse(null));
    }

    void clearSearch() {
        search.set("");
        filter(null);
    }

    void sort(List<SortKey> keys) {
        sort = keys.stream()
                .map(key -> new Sort<>(
                        DeliveryQuery.Column.valueOf(key.column().toUpperCase(Locale.ROOT)), key.ascending()))
                .toList();
        query();
    }

    /** What became of one delivery, in words. */
    String happened(DeliveryQuery.Row delivery) {
        if (delivery.state() == DeliveryState.WAITING && delivery.notBefore() != null && delivery.cause() != null) {
            return texts.get("happened.again", delivery.cause(), times.second(delivery.notBefore()));
        }
        if (delivery.cause() != null && !delivery.cause().isBlank()) {
            return delivery.cause();
        }
        if (delivery.healed() && delivery.state() == DeliveryState.SENT) {
            return texts.get("happened.healed");
        }
        return delivery.opened() ? texts.get("happened.opened") : "";
    }

    /** Asks for a place and writes what the table shows. */
    void export() {
        DeliveryQuery.Filter what = wanted();
        List<Sort<DeliveryQuery.Column>> order = sort;
        String stem = "deliveries-" + runId;
        saving.choose(texts.get("export.title"), stem + ".csv", file -> {
            trouble.set(null);
            jobs.<Long>run(
                    () -> write(file, what, order),
                    rows -> dialogs.tell(texts.get("export.done", rows, file.getFileName())),
                    e -> trouble.set(Troubles.words(e)));
        });
    }

    private long write(Path file, DeliveryQuery.Filter what, List<Sort<DeliveryQuery.Column>> order) {
        return SafeCsv.write(file, EXPORTED, sink -> workspace
                .views()
                .deliveries()
                .each(
                        what,
                        order,
                        d -> sink.accept(Arrays.asList(
                                d.name(),
                                d.email(),
                                d.userId(),
                                d.state().name(),
                                d.code(),
                                d.cause(),
                                d.conversationId(),
                                d.activityId(),
                                Integer.toString(d.attempts()),
                                Boolean.toString(d.healed()),
                                times.iso(d.updatedAt())))));
    }

    // ---------------------------------------------------------------- what is shown

    /** "10,038 selected: 6,214 sent, …", for a screen reader. */
    String spokenTotals() {
        RunSnapshot now = snapshot.get();
        if (now == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (StateGroup group : StateGroup.values()) {
            long count = group.of(now.totals());
            if (count > 0) {
                parts.add(texts.get("totals.part", count, group.look().word().toLowerCase(Locale.getDefault())));
            }
        }
        return texts.get("totals.spoken", now.totals().selected(), String.join(", ", parts));
    }

    /** When it began, or null. */
    Instant startedAt() {
        return row.get() == null ? null : row.get().startedAt();
    }

    /** When it ended, or null. */
    Instant endedAt() {
        return row.get() == null ? null : row.get().endedAt();
    }

    Pages<DeliveryQuery.Row> deliveries() {
        return deliveries;
    }

    /** Or null until it is read. */
    ReadOnlyObjectProperty<RunSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<RunQuery.Row> rowProperty() {
        return row.getReadOnlyProperty();
    }

    /** Or null. */
    ReadOnlyObjectProperty<Notice> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Turn> turnProperty() {
        return turn.getReadOnlyProperty();
    }

    /** What failed, or null. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** Causes of refused and doubtful deliveries, most first. */
    ObservableList<CauseLine> causes() {
        return causes;
    }

    /** The state that is shown alone, or null. */
    ReadOnlyObjectProperty<StateGroup> filterProperty() {
        return filter;
    }

    StringProperty searchProperty() {
        return search;
    }

    boolean isFiltered() {
        return filter.get() != null || !search.get().isBlank();
    }

    @Override
    public void close() {
        reads.drop();
        causeReads.drop();
        deliveries.close();
    }
}
