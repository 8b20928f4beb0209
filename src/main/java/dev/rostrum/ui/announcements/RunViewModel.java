package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.widget.SortKey;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One run: totals that add up, why it waits, its deliveries; pause, resume and stop. */
final class RunViewModel implements AutoCloseable {
    /** People in flight who are named in the notice. */
    private static final int NAMED_IN_FLIGHT = 3;

    private static final int LOGGED = 200;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final List<String> EXPORTED = List.of(
            "name",
            "email",
            "userId",
            "kind",
            "state",
            "code",
            "cause",
            "conversationId",
            "activityId",
            "attempts",
            "healed",
            "updatedAt");

    /** What the one button for it offers. */
    enum RunAction {
        NONE,
        PAUSE,
        /** Pausing was asked for; what is in flight is awaited. */
        PAUSING,
        RESUME
    }

    /** @param showsDoubt offers to show the deliveries in doubt */
    record RunNotice(Tone tone, String icon, String what, String rest, boolean showsDoubt) {}

    /** A cause with how many people it hit. {@code code} may be null. */
    record CauseLine(DeliveryState state, String code, Reason reason, long count) {
        String what() {
            return Sentences.of(reason);
        }

        String step() {
            return Sentences.step(reason);
        }

        /** Exactly the people behind it. */
        DeliveryChoice people(long run) {
            return new DeliveryChoice(run, false, Set.of(state), code, reason.code(), "", Set.of());
        }
    }

    private final Texts texts = Texts.of(RunViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Ticker ticker;
    private final Clock clock;
    private final Times times;
    private final Dialogs dialogs;
    private final SaveFile saving;
    private final Consumer<Proposal> review;
    private final long runId;
    private final LatestTask jobReads = new LatestTask();
    private final LatestTask flightReads = new LatestTask();
    private final LatestTask reads = new LatestTask();
    private final LatestTask causeReads = new LatestTask();
    private final LatestTask latestReads = new LatestTask();

    private final Pages<DeliveryQuery.Row> deliveries;
    private final ReadOnlyObjectWrapper<RunSnapshot> snapshot = new ReadOnlyObjectWrapper<>(this, "snapshot");
    private final ReadOnlyObjectWrapper<RunQuery.Row> row = new ReadOnlyObjectWrapper<>(this, "row");
    private final ReadOnlyObjectWrapper<RunNotice> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ReadOnlyObjectWrapper<RunAction> action = new ReadOnlyObjectWrapper<>(this, "action", RunAction.NONE);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");
    private final ReadOnlyObjectWrapper<ShownTotals> counted =
            new ReadOnlyObjectWrapper<>(this, "counted", ShownTotals.NONE);
    private final ObservableList<CauseLine> causes = FXCollections.observableArrayList();
    private final ObjectProperty<StateGroup> filter = new SimpleObjectProperty<>(this, "filter");
    private final ReadOnlyObjectWrapper<CauseLine> cause = new ReadOnlyObjectWrapper<>(this, "cause");
    private final StringProperty search = new SimpleStringProperty(this, "search", "");

    private final ObservableList<RunQuery.Row> siblings = FXCollections.observableArrayList();
    private final BooleanProperty everybody = new SimpleBooleanProperty(this, "everybody");
    private ShownTotals latest = ShownTotals.NONE;
    private Map<MessageFate, Long> fates = Map.of();
    private long decided;
    private String inFlightNames = "";

    private List<Sort<DeliveryQuery.Column>> sort = List.of();
    private RowQuery<DeliveryQuery.Row> asked;
    private boolean pausing;
    private long refreshedAt;

    /** @param review shows what would be done, to be confirmed */
    RunViewModel(
            Workspace workspace,
            Tasks tasks,
            Ticker ticker,
            Clock clock,
            Dialogs dialogs,
            SaveFile saving,
            Consumer<Proposal> review,
            long runId) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.ticker = ticker;
        this.clock = clock;
        this.times = new Times(clock);
        this.dialogs = dialogs;
        this.saving = saving;
        this.review = review;
        this.runId = runId;
        this.deliveries = new Pages<>(tasks);
    }

    long runId() {
        return runId;
    }

    /** Reads everything again, keeping filter and position. */
    void refresh() {
        tasks.read(() ->
                        workspace.views().runs().find(runId).orElseThrow(() -> Problem.wrongUse(texts.get("run.gone"))))
                .onOk(found -> {
                    row.set(found);
                    readSiblings(found.announcementId());
                    show(sendingNow().orElseGet(() -> standing(found)));
                })
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .startIn(reads);
        refreshRows();
    }

    private void readSiblings(long announcement) {
        tasks.read(() -> workspace.views().runs().jobs(announcement))
                .onOk(all -> {
                    if (!siblings.equals(all)) {
                        siblings.setAll(all);
                    }
                })
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .startIn(jobReads);
    }

    /**
     * Why the rows stand as they stand: those that Teams did not accept, how many it did not accept but the admin, and what became of
     * the messages.
     */
    private record Reasons(List<CauseLine> causes, long decided, Map<MessageFate, Long> fates) {}

    private void refreshRows() {
        refreshedAt = ticker.nanos();
        if (asked == null) {
            query();
        } else {
            deliveries.refresh();
        }
        tasks.read(() -> new Reasons(
                        workspace.views().deliveries().causes(runId).stream()
                                .filter(cause -> cause.state() != DeliveryState.EXCLUDED)
                                .map(cause -> new CauseLine(cause.state(), cause.code(), cause.reason(), cause.count()))
                                .toList(),
                        workspace.views().runs().decided().getOrDefault(runId, 0L),
                        workspace.views().deliveries().fates(runId)))
                .onOk(read -> {
                    if (!causes.equals(read.causes())) {
                        causes.setAll(read.causes());
                    }
                    decided = read.decided();
                    fates = read.fates();
                    count();
                })
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .startIn(causeReads);
        if (everybody.get()) {
            readLatest();
        }
    }

    /** Reads how everybody stands by their latest outcome; list and numbers change to it together. */
    private void readLatest() {
        long announcement = row.get().announcementId();
        tasks.read(() -> {
                    OutcomeQuery outcomes = workspace.views().outcomes();
                    long people = outcomes.select(OutcomeQuery.Filter.of(announcement), List.of())
                            .count();
                    return ShownTotals.of(people, outcomes.standing(announcement));
                })
                .onOk(found -> {
                    latest = found;
                    everybody.set(true);
                    count();
                    query();
                })
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .startIn(latestReads);
    }

    /** The numbers are those of what is listed. */
    private void count() {
        if (everybody.get()) {
            counted.set(latest);
        } else if (snapshot.get() != null) {
            Totals totals = snapshot.get().totals();
            boolean cutOff = snapshot.get().state() == RunState.INTERRUPTED;
            counted.set(
                    ShownTotals.of(kind(), cutOff ? totals.cutOff(!kind().sendsMessages()) : totals, fates, decided));
        }
    }

    private Optional<RunSnapshot> sendingNow() {
        return workspace.actions().flatMap(actions -> actions.runs().atWork().stream()
                .filter(run -> run.runId() == runId)
                .findFirst());
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
        // This is done where nothing is shown yet, too: what is being read then may be from before the end, and would
        // stay.
        boolean ended =
                !now.active() && (snapshot.get() == null || snapshot.get().active());
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
        boolean halting = now.state() == RunState.STOPPING || (now.state() == RunState.RUNNING && pausing);
        if (!halting) {
            inFlightNames = "";
        } else if (inFlightNames.isEmpty()) {
            readInFlight();
        }
        snapshot.set(now);
        count();
        action.set(actionOf(now));
        notice.set(noticeOf(now));
    }

    private RunAction actionOf(RunSnapshot now) {
        return switch (now.state()) {
            case RUNNING -> pausing ? RunAction.PAUSING : RunAction.PAUSE;
            case PAUSED -> RunAction.RESUME;
            default -> RunAction.NONE;
        };
    }

    private RunNotice noticeOf(RunSnapshot now) {
        Totals totals = now.totals();
        if (!totals.addUp()) {
            return new RunNotice(
                    Tone.DANGER,
                    "alert-octagon",
                    texts.get("run.sum.wrong"),
                    texts.get("run.sum.wrong.rest", totals.sum(), totals.selected()),
                    false);
        }
        return switch (now.state()) {
            case RUNNING -> running(now);
            case STOPPING ->
                new RunNotice(Tone.NEUTRAL, "stop-circle", texts.get("run.stopping"), awaited(totals), false);
            case PAUSED -> paused(now);
            case INTERRUPTED ->
                new RunNotice(Tone.WARNING, "alert-triangle", texts.get("run.interrupted"), interrupted(totals), false);
            case STOPPED ->
                new RunNotice(
                        Tone.NEUTRAL,
                        "stop-circle",
                        now.detail() == null
                                ? texts.get("run.stopped")
                                : texts.get("run.stopped.for", Sentences.whole(now.detail())),
                        texts.get("run.stopped.rest", totals.cancelled(), totals.inDoubt()),
                        totals.inDoubt() > 0);
            case DONE ->
                totals.recipients() == 0
                        ? new RunNotice(Tone.NEUTRAL, "minus-circle", texts.get("run.nobody"), "", false)
                        : totals.inDoubt() > 0
                                ? new RunNotice(
                                        Tone.WARNING,
                                        "help-circle",
                                        texts.get("run.doubt", totals.inDoubt()),
                                        texts.get(kind().sendsMessages() ? "run.doubt.rest" : "run.doubt.change.rest"),
                                        true)
                                : null;
            default -> null;
        };
    }

    private String interrupted(Totals totals) {
        Totals left = totals.cutOff(!kind().sendsMessages());
        return texts.get("interrupted.rest", left.waiting(), left.inDoubt() - totals.inDoubt());
    }

    /** Who is in flight, by name as far as there is room. */
    private String awaited(Totals totals) {
        return totals.inFlight() == 0 || inFlightNames.isEmpty()
                ? texts.get("run.awaited", totals.inFlight())
                : texts.get("run.awaited.names", totals.inFlight(), inFlightNames);
    }

    private void readInFlight() {
        tasks.read(() -> {
                    DeliveryChoice flight = DeliveryChoice.ofStates(runId, StateGroup.IN_FLIGHT.states());
                    RowQuery.Found<DeliveryQuery.Row> some = workspace
                            .views()
                            .deliveries()
                            .select(flight, List.of())
                            .find(NAMED_IN_FLIGHT, 0);
                    long more = some.count() - some.rows().size();
                    String names = some.rows().stream()
                            .map(row -> BidiText.isolated(label(row)))
                            .collect(Collectors.joining(", "));
                    return more > 0 ? texts.get("run.awaited.more", names, more) : names;
                })
                .onOk(names -> {
                    inFlightNames = names;
                    if (snapshot.get() != null) {
                        notice.set(noticeOf(snapshot.get()));
                    }
                })
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .startIn(flightReads);
    }

    /** Name, else email, else id. */
    static String label(DeliveryQuery.Row row) {
        for (String candidate : new String[] {row.name(), row.email()}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return row.userId();
    }

    private RunNotice running(RunSnapshot now) {
        if (pausing) {
            return new RunNotice(Tone.NEUTRAL, "pause-circle", texts.get("run.pausing"), awaited(now.totals()), false);
        }
        if (now.waiting() == null) {
            return null;
        }
        return switch (now.waiting().kind()) {
            case PAUSING, STOPPING ->
                new RunNotice(
                        Tone.NEUTRAL,
                        "pause-circle",
                        texts.get("run.pausing"),
                        texts.get("run.awaited", now.totals().inFlight()),
                        false);
            case RATE_LOWERED ->
                new RunNotice(
                        Tone.NEUTRAL,
                        "clock",
                        texts.get("run.slower"),
                        texts.get("run.slower.rest", String.format(Locale.ROOT, "%.1f", now.rateInForce())),
                        false);
            case OWN_SEND ->
                new RunNotice(
                        Tone.NEUTRAL, "clock", texts.get("run.afterSend"), texts.get("run.afterSend.rest"), false);
            case TEAMS_ASKED -> until(now, texts.get("run.for.teams"));
            case NOT_CONNECTED -> until(now, texts.get("run.for.network"));
            case QUIET_HOURS -> until(now, texts.get("run.for.quiet"));
            case NOT_DUE -> until(now, texts.get("run.for.due"));
        };
    }

    private RunNotice until(RunSnapshot now, String what) {
        Duration left = Duration.between(clock.instant(), now.waitingUntil());
        return new RunNotice(
                Tone.NEUTRAL,
                "clock",
                texts.get("run.waiting", times.moment(now.waitingUntil())),
                texts.get("run.waiting.rest", what, Times.exact(left)),
                false);
    }

    private RunNotice paused(RunSnapshot now) {
        Totals totals = now.totals();
        PauseReason reason = now.pauseReason() == null ? PauseReason.ASKED : now.pauseReason();
        return switch (reason) {
            case ASKED ->
                new RunNotice(
                        Tone.NEUTRAL,
                        "pause-circle",
                        now.detail() == null ? texts.get("run.paused") : Sentences.whole(now.detail()),
                        texts.get("run.paused.rest", totals.open()),
                        false);
            case NOT_STARTED ->
                new RunNotice(
                        Tone.WARNING,
                        "pause-circle",
                        texts.get("run.planned"),
                        texts.get("run.planned.rest", totals.open()),
                        false);
            case PROMPTED ->
                new RunNotice(
                        Tone.NEUTRAL, "clock", States.of(reason), texts.get("run.prompted.rest", totals.open()), false);
            case PROGRAM_ENDED ->
                new RunNotice(
                        Tone.WARNING,
                        "pause-circle",
                        texts.get("run.ended"),
                        texts.get("run.ended.rest", totals.inDoubt(), totals.open()),
                        totals.inDoubt() > 0);
            case CANARY ->
                new RunNotice(
                        Tone.ACCENT,
                        "pause-circle",
                        texts.get("run.canary"),
                        texts.get("run.canary.rest", totals.open()),
                        false);
            case SOMETHING_BETWEEN ->
                new RunNotice(
                        Tone.DANGER,
                        "alert-circle",
                        texts.get("run.between"),
                        now.detail() == null ? texts.get("run.halted.rest") : Sentences.whole(now.detail()),
                        totals.inDoubt() > 0);
            case STORAGE,
                    LONG_WAIT,
                    REFUSED_FOR_ALL,
                    TOO_MANY_FAILED,
                    NOT_CONNECTED,
                    PROGRAM_FAULT,
                    RESTORED,
                    LOCK_LOST ->
                new RunNotice(
                        Tone.DANGER,
                        "alert-circle",
                        texts.get("run.halted"),
                        now.detail() == null ? texts.get("run.halted.rest") : Sentences.whole(now.detail()),
                        false);
        };
    }

    /** The chip behind the title. */
    StateLabel stateLabel() {
        RunSnapshot now = snapshot.get();
        return now == null
                ? null
                : StateLabels.of(
                        kind(),
                        now.state(),
                        now.pauseReason(),
                        now.totals(),
                        now.waiting() == null ? null : now.waiting().kind());
    }

    // ---------------------------------------------------------------- pause, resume, stop

    /** Does what the one button offers. */
    void pauseOrResume() {
        switch (action.get()) {
            case PAUSE -> pause();
            case RESUME -> act(runs -> runs.start(runId));
            case PAUSING, NONE -> {}
        }
    }

    private void pause() {
        pausing = true;
        show(snapshot.get());
        act(runs -> runs.pause(runId));
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
                        texts.get("stop.title", BidiText.isolated(snapshot.get().title())),
                        texts.get("stop.body", totals.waiting(), totals.inFlight(), totals.sent()),
                        Choice.danger("stop", texts.get("stop.yes", totals.waiting()))),
                answer -> {
                    if (answer.equals("stop")) {
                        act(runs -> runs.stop(runId));
                    }
                });
    }

    private void act(Consumer<Runs> command) {
        trouble.set(null);
        tasks.control(() -> {
                    command.accept(workspace.act().runs());
                    return runId;
                })
                .onOk(done -> refresh())
                .onFail(e -> {
                    pausing = false;
                    trouble.set(FailureTexts.words(e));
                    refresh();
                })
                .start();
    }

    /** Why nothing can be changed here, or null. */
    String readOnlyBecause() {
        return workspace.actions().isPresent() ? null : Sentences.whole(workspace.readOnlyBecause());
    }

    /** The rate that was chosen for this run, or null. */
    Double chosenRate() {
        return row.get() == null ? null : row.get().choices().rate();
    }

    /** The rate in force; infinite where pacing is lifted. */
    double limit() {
        return workspace
                .actions()
                .map(actions -> actions.runs().requestsPerSecond(runId))
                .orElse(Double.POSITIVE_INFINITY);
    }

    // ---------------------------------------------------------------- deliveries

    /** Shows what filter and search find now. */
    void query() {
        RowQuery<DeliveryQuery.Row> question = rowsShown();
        if (deliveries.failureProperty().get() == null && question.equals(asked)) {
            return;
        }
        asked = question;
        deliveries.show(PageSource.of(question));
    }

    /** One job's rows, or one row per person with the latest outcome over all jobs of the announcement. */
    private RowQuery<DeliveryQuery.Row> rowsShown() {
        return everybody.get()
                ? workspace.views().outcomes().select(outcomes(), sort)
                : workspace
                        .views()
                        .deliveries()
                        .select(
                                wanted(),
                                filter.get() == null ? null : filter.get().fate(),
                                sort);
    }

    private OutcomeQuery.Filter outcomes() {
        return new OutcomeQuery.Filter(
                row.get() == null ? 0 : row.get().announcementId(),
                Set.of(),
                states(),
                filter.get() == null ? null : filter.get().fate(),
                cause.get() == null ? null : cause.get().code(),
                cause.get() == null ? null : cause.get().reason().code(),
                search.get().strip());
    }

    private Set<DeliveryState> states() {
        return filter.get() == null ? Set.of() : filter.get().states();
    }

    private DeliveryChoice wanted() {
        return shown(false);
    }

    /** Shows one line per person with the latest outcome over all jobs, or this job's rows again. */
    void showEverybody(boolean yes) {
        if (!yes) {
            showJob();
            query();
        } else if (row.get() != null) {
            readLatest();
        }
    }

    private void showJob() {
        latestReads.drop();
        everybody.set(false);
        count();
    }

    /** Shows this state only, or with null all. */
    void filter(StateGroup group) {
        if (cause.get() != null
                && (group == null || !group.states().contains(cause.get().state()))) {
            cause.set(null);
        }
        filter.set(group);
        query();
    }

    /** The people behind a cause. */
    void show(CauseLine line) {
        search.set("");
        cause.set(line);
        showJob();
        filter(Arrays.stream(StateGroup.values())
                .filter(group -> group.states().contains(line.state()))
                .findFirst()
                .orElse(null));
    }

    /** All people again, not only those behind a cause. */
    void forgetCause() {
        cause.set(null);
        query();
    }

    /** The cause whose people are shown alone, or null. */
    ReadOnlyObjectProperty<CauseLine> causeProperty() {
        return cause.getReadOnlyProperty();
    }

    void clearSearch() {
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

    /** What became of one delivery, in words. */
    String happened(DeliveryQuery.Row delivery) {
        String cause = Sentences.outcome(delivery.state(), delivery.reason());
        if (delivery.state() == DeliveryState.WAITING && delivery.notBefore() != null && !cause.isEmpty()) {
            return texts.get("happened.again", cause, times.moment(delivery.notBefore()));
        }
        if (!cause.isEmpty()) {
            return cause;
        }
        if (delivery.healed() && delivery.state() == DeliveryState.SENT) {
            return texts.get("happened.healed");
        }
        return delivery.opened() ? texts.get("happened.opened") : "";
    }

    /** Asks for a place and writes what the table shows. */
    void export() {
        Consumer<Consumer<DeliveryQuery.Row>> rows = rowsShown()::each;
        String stem = "deliveries-" + runId;
        saving.choose(texts.get("export.title"), stem + ".csv", file -> {
            trouble.set(null);
            tasks.lengthy(() -> write(file, rows))
                    .onOk(written -> dialogs.tell(texts.get("export.done", written, file.getFileName())))
                    .onFail(e -> trouble.set(FailureTexts.words(e)))
                    .start();
        });
    }

    private long write(Path file, Consumer<Consumer<DeliveryQuery.Row>> rows) {
        return SafeCsv.write(
                OutputFile.at(file, true),
                EXPORTED,
                sink -> rows.accept(d -> sink.accept(Arrays.asList(
                        d.name(),
                        d.email(),
                        d.userId(),
                        d.kind().name(),
                        d.state().name(),
                        d.code(),
                        Sentences.outcome(d.state(), d.reason()),
                        d.conversationId(),
                        d.kind().sendsMessages() ? d.activityId() : d.target(),
                        Integer.toString(d.attempts()),
                        Boolean.toString(d.healed()),
                        times.iso(d.updatedAt())))));
    }

    // ---------------------------------------------------------------- resend, change, recall, decide

    /** Whether jobs can follow from this run now. */
    boolean followable() {
        RunSnapshot now = snapshot.get();
        return workspace.actions().isPresent()
                && now != null
                && (now.state() == RunState.DONE || now.state() == RunState.STOPPED || now.state() == RunState.PAUSED);
    }

    JobKind kind() {
        return row.get() == null ? JobKind.SEND : row.get().kind();
    }

    /** The deliveries that filter and search show now. */
    private DeliveryChoice shown() {
        return shown(everybody.get());
    }

    private DeliveryChoice shown(boolean wholeAnnouncement) {
        return new DeliveryChoice(
                runId,
                wholeAnnouncement,
                states(),
                cause.get() == null ? null : cause.get().code(),
                cause.get() == null ? null : cause.get().reason().code(),
                search.get().strip(),
                Set.of());
    }

    void resendShown() {
        resend(shown());
    }

    void resend(CauseLine cause) {
        resend(cause.people(runId));
    }

    void resend(DeliveryQuery.Row delivery) {
        resend(only(delivery));
    }

    private void resend(DeliveryChoice choice) {
        propose(new JobRequest.Resend(choice, SendChoices.NONE));
    }

    /** Takes back the messages of all jobs of the announcement; where a filter is on, only of the deliveries shown. */
    void recall() {
        propose(new JobRequest.Recall(messages()));
    }

    void recall(DeliveryQuery.Row delivery) {
        propose(new JobRequest.Recall(only(delivery)));
    }

    void edit(Message changed) {
        propose(new JobRequest.Edit(messages(), changed));
    }

    void edit(DeliveryQuery.Row delivery, Message changed) {
        propose(new JobRequest.Edit(only(delivery), changed));
    }

    private DeliveryChoice messages() {
        return isFiltered() ? shown() : DeliveryChoice.ofAnnouncement(runId);
    }

    private static DeliveryChoice only(DeliveryQuery.Row delivery) {
        return DeliveryChoice.ofRows(delivery.runId(), Set.of(delivery.id()));
    }

    private void propose(JobRequest.FollowUp request) {
        if (followable()) {
            review.accept(new Proposal(row.get().title(), request));
        }
    }

    /** Asks what became of all deliveries in doubt of this run. */
    void decideAll() {
        decide(DeliveryChoice.ofStates(runId, Set.of(DeliveryState.IN_DOUBT)));
    }

    void decide(CauseLine cause) {
        decide(cause.people(runId));
    }

    private void decide(DeliveryChoice choice) {
        tasks.read(() -> workspace.act().runs().inDoubt(choice))
                .onOk(doubts -> {
                    if (doubts > 0) {
                        askDecision(doubts, decision -> confirm(choice, doubts, decision));
                    }
                })
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .start();
    }

    private void askDecision(long doubts, Consumer<Decision> decided) {
        dialogs.ask(
                new Question(
                        texts.get(kind().sendsMessages() ? "decide.title" : "decide.change.title", doubts),
                        texts.get("decide.body", doubts),
                        Choice.standard(
                                "arrived",
                                texts.get(kind().sendsMessages() ? "decide.arrived" : "decide.change.done", doubts)),
                        Choice.standard(
                                "again", texts.get(kind().sendsMessages() ? "decide.again" : "decide.change.again"))),
                answer -> {
                    if (answer.equals("arrived")) {
                        decided.accept(Decision.ARRIVED);
                    } else if (answer.equals("again")) {
                        decided.accept(Decision.SEND_AGAIN);
                    }
                });
    }

    private void confirm(DeliveryChoice choice, long doubts, Decision decision) {
        askAgain(
                kind().sendsMessages(),
                doubts,
                decision,
                () -> resolved(runs -> runs.resolveAll(choice, decision, doubts)));
    }

    /** For more than one delivery the admin types the number. */
    private void askAgain(boolean sends, long doubts, Decision decision, Runnable sure) {
        boolean again = decision == Decision.SEND_AGAIN;
        String stem = again ? "decide.again" : "decide.arrived";
        if (!sends) {
            stem = again ? "decide.change.again" : "decide.change.done";
        }
        String yes = texts.get(stem + ".yes", doubts);
        Question question = new Question(
                texts.get(stem + ".title", doubts),
                texts.get(stem + ".body"),
                again && sends ? Choice.danger("yes", yes) : Choice.standard("yes", yes));
        dialogs.ask(doubts > 1 ? question.typing(Counts.of(doubts)) : question, answer -> {
            if (answer.equals("yes")) {
                sure.run();
            }
        });
    }

    /** The admin's word about one delivery in doubt. */
    void decide(DeliveryQuery.Row delivery, Decision decision) {
        askAgain(
                delivery.kind().sendsMessages(),
                1,
                decision,
                () -> resolved(runs -> runs.resolve(delivery.id(), delivery.attempts(), decision) ? 1 : 0));
    }

    private void resolved(ToLongFunction<Runs> command) {
        trouble.set(null);
        tasks.control(() -> command.applyAsLong(workspace.act().runs()))
                .onOk(done -> {
                    dialogs.tell(texts.get("decide.done", done));
                    refresh();
                })
                .onFail(e -> {
                    trouble.set(FailureTexts.words(e));
                    refresh();
                })
                .start();
    }

    /** What the audit log says of this run: when, and who did what. */
    record LogLine(Instant at, String words) {}

    /** Tells the audit lines of this run, newest first, as sentences. */
    void log(Consumer<List<LogLine>> told) {
        tasks.read(() -> workspace.views().audit().ofRun(runId).page(0, LOGGED).stream()
                        .map(this::logLine)
                        .toList())
                .onOk(told)
                .onFail(e -> trouble.set(FailureTexts.words(e)))
                .start();
    }

    private LogLine logLine(AuditQuery.Row entry) {
        String act = States.of(entry.act());
        List<String> parts = new ArrayList<>(List.of(act));
        if (entry.people() != null) {
            parts.add(texts.get("log.people", entry.people()));
        }
        if (entry.detail() != null) {
            parts.add(Sentences.of(entry.detail()));
        }
        return new LogLine(
                entry.at(), texts.get("log.line", BidiText.isolated(entry.osUser()), String.join(", ", parts)));
    }

    // ---------------------------------------------------------------- what is shown

    /** "10,038 selected: 6,214 accepted by Teams, …", for a screen reader. */
    String spokenTotals() {
        return snapshot.get() == null ? "" : counted.get().spoken();
    }

    /** One word for those that were accepted and stand so. What the admin decided is not said to be the word of Teams. */
    String acceptedWord() {
        long byDecision = counted.get().decided();
        return byDecision > 0
                ? texts.get("run.decided", byDecision)
                : StateGroup.SENT.stateLabel().word();
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

    /** The run as it is now; null until it is read. */
    ReadOnlyObjectProperty<RunSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<RunQuery.Row> rowProperty() {
        return row.getReadOnlyProperty();
    }

    /** What the admin should know first, or null. */
    ReadOnlyObjectProperty<RunNotice> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<RunAction> actionProperty() {
        return action.getReadOnlyProperty();
    }

    /** How many of those listed stand where. */
    ReadOnlyObjectProperty<ShownTotals> countedProperty() {
        return counted.getReadOnlyProperty();
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

    /** All jobs of the announcement, oldest first. */
    ObservableList<RunQuery.Row> siblings() {
        return siblings;
    }

    /** Whether one line per person with the latest outcome is shown instead of this job's rows. */
    ReadOnlyBooleanProperty everybodyProperty() {
        return everybody;
    }

    boolean isFiltered() {
        return filter.get() != null || cause.get() != null || !search.get().isBlank();
    }

    @Override
    public void close() {
        reads.drop();
        causeReads.drop();
        jobReads.drop();
        flightReads.drop();
        latestReads.drop();
        deliveries.close();
    }
}
