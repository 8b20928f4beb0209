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
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.records.Exports;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryDetails;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.ui.announcements.RunNotices.RunNotice;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One run: totals that add up, why it waits, its deliveries; pause, resume and stop. */
final class RunViewModel implements AutoCloseable {
    /** People in flight who are named in the notice. */
    private static final int NAMED_IN_FLIGHT = 3;

    private static final int LOGGED = 200;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What the one button for it offers. */
    enum RunAction {
        NONE,
        PAUSE,
        /** Pausing was asked for; what is in flight is awaited. */
        PAUSING,
        RESUME
    }

    private final Texts texts = Texts.of(RunViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Ticker ticker;
    private final Times times;
    private final Dialogs dialogs;
    private final SaveFile saving;
    private final Consumer<Proposal> review;
    private final long runId;
    private final RunNotices notices;
    private final DoubtDecisions decisions;
    private final ShownDeliveries deliveries;
    private final LatestTask jobReads = new LatestTask();
    private final LatestTask flightReads = new LatestTask();
    private final LatestTask reads = new LatestTask();
    private final LatestTask countReads = new LatestTask();
    private final LatestTask detailReads = new LatestTask();
    private final LatestTask choiceReads = new LatestTask();

    private final ReadOnlyObjectWrapper<RunSnapshot> snapshot = new ReadOnlyObjectWrapper<>(this, "snapshot");
    private final ReadOnlyObjectWrapper<RunQuery.Row> row = new ReadOnlyObjectWrapper<>(this, "row");
    private final ReadOnlyObjectWrapper<RunNotice> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ReadOnlyObjectWrapper<RunAction> action = new ReadOnlyObjectWrapper<>(this, "action", RunAction.NONE);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");
    private final ReadOnlyObjectWrapper<ShownTotals> counted =
            new ReadOnlyObjectWrapper<>(this, "counted", ShownTotals.NONE);
    private final ReadOnlyObjectWrapper<DeliveryDetails> details = new ReadOnlyObjectWrapper<>(this, "details");
    private final ObservableList<CauseLine> causes = FXCollections.observableArrayList();
    private final ObservableList<RunQuery.Row> siblings = FXCollections.observableArrayList();
    private ShownTotals latest = ShownTotals.NONE;
    private Map<MessageFate, Long> fates = Map.of();
    private long decided;
    private String inFlightNames = "";
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
        this.times = new Times(clock);
        this.dialogs = dialogs;
        this.saving = saving;
        this.review = review;
        this.runId = runId;
        this.notices = new RunNotices(times, clock);
        this.decisions = new DoubtDecisions(() -> workspace.act().runs(), tasks, dialogs, this::refresh, this::failed);
        this.deliveries = new ShownDeliveries(workspace.views(), tasks, runId);
    }

    long runId() {
        return runId;
    }

    private void failed(Exception e) {
        trouble.set(FailureTexts.words(e));
    }

    // ---------------------------------------------------------------- what is read

    /** Reads everything again, keeping filter and position. */
    void refresh() {
        tasks.read(() -> workspace.views().runs().find(runId).orElseThrow(() -> Problem.failed("announcement.gone")))
                .onOk(found -> {
                    row.set(found);
                    readSiblings(found.announcementId());
                    show(sendingNow().orElseGet(() -> standing(found)));
                })
                .onFail(this::failed)
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
                .onFail(this::failed)
                .startIn(jobReads);
    }

    /**
     * Why those listed stand as they stand, and how many of them where.
     *
     * @param everybody the numbers over all jobs, or null where this job's rows are listed
     * @param decided of this job, accepted by the admin's decision
     * @param fates of this job's accepted messages
     */
    private record Read(List<CauseLine> causes, ShownTotals everybody, long decided, Map<MessageFate, Long> fates) {}

    private void refreshRows() {
        refreshedAt = ticker.nanos();
        deliveries.refresh();
        if (everybody()) {
            readEverybody();
            return;
        }
        tasks.read(() -> new Read(
                        causes(workspace.views().deliveries().causes(runId)),
                        null,
                        workspace.views().runs().decided().getOrDefault(runId, 0L),
                        workspace.views().deliveries().fates(runId)))
                .onOk(read -> {
                    decided = read.decided();
                    fates = read.fates();
                    showCounts(read);
                })
                .onFail(this::failed)
                .startIn(countReads);
    }

    private static List<CauseLine> causes(List<DeliveryQuery.CauseCount> counts) {
        return counts.stream().map(CauseLine::of).toList();
    }

    /** Reads how everybody stands by their latest outcome; list, causes and numbers change to it together. */
    private void readEverybody() {
        long announcement = row.get().announcementId();
        tasks.read(() -> {
                    OutcomeQuery outcomes = workspace.views().outcomes();
                    long people = outcomes.select(OutcomeQuery.Filter.of(announcement), List.of())
                            .count();
                    return new Read(
                            causes(outcomes.causes(announcement)),
                            ShownTotals.of(people, outcomes.standing(announcement)),
                            0,
                            Map.of());
                })
                .onOk(read -> {
                    latest = read.everybody();
                    deliveries.showEverybody(announcement);
                    showCounts(read);
                })
                .onFail(this::failed)
                .startIn(countReads);
    }

    private void showCounts(Read read) {
        if (!causes.equals(read.causes())) {
            causes.setAll(read.causes());
        }
        count();
    }

    /** The numbers are those of what is listed. */
    private void count() {
        if (everybody()) {
            counted.set(latest);
        } else if (snapshot.get() != null) {
            Totals totals = snapshot.get().totals();
            boolean cutOff = snapshot.get().state() == RunState.INTERRUPTED;
            counted.set(
                    ShownTotals.of(kind(), cutOff ? totals.cutOff(!kind().sendsMessages()) : totals, fates, decided));
        }
        if (snapshot.get() != null) {
            notice.set(noticeOf(snapshot.get()));
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
    }

    private RunAction actionOf(RunSnapshot now) {
        return switch (now.state()) {
            case RUNNING -> pausing ? RunAction.PAUSING : RunAction.PAUSE;
            case PAUSED -> RunAction.RESUME;
            default -> RunAction.NONE;
        };
    }

    private RunNotice noticeOf(RunSnapshot now) {
        return notices.of(
                new RunNotices.Shown(now, kind(), canary(), pausing, inFlightNames, counted.get(), everybody()));
    }

    /** How many are tried first, while they are; else 0. */
    private int canary() {
        return row.get() == null || row.get().canaryPassed()
                ? 0
                : row.get().choices().canary();
    }

    private void readInFlight() {
        tasks.read(() -> {
                    DeliveryChoice flight = DeliveryChoice.ofStates(runId, StateGroup.IN_FLIGHT.states());
                    Snapshot<DeliveryQuery.Row> some = workspace
                            .views()
                            .deliveries()
                            .select(flight, List.of())
                            .open(NAMED_IN_FLIGHT, 0);
                    List<DeliveryQuery.Row> named = some.page(0, NAMED_IN_FLIGHT);
                    long more = some.count() - named.size();
                    String names = named.stream()
                            .map(each -> BidiText.isolated(DeliveryWords.label(each)))
                            .collect(Collectors.joining(", "));
                    return more > 0 ? texts.get("run.awaited.more", names, more) : names;
                })
                .onOk(names -> {
                    inFlightNames = names;
                    if (snapshot.get() != null) {
                        notice.set(noticeOf(snapshot.get()));
                    }
                })
                .onFail(this::failed)
                .startIn(flightReads);
    }

    /** The chip behind the title. */
    StateLabel stateLabel() {
        RunSnapshot now = snapshot.get();
        if (now == null) {
            return null;
        }
        ShownTotals shown = counted.get();
        if (now.state() == RunState.DONE && (everybody() || kind().sendsMessages())) {
            if (shown.of(StateGroup.IN_DOUBT) > 0) {
                return StateLabels.needsYou();
            }
            if (shown.accepted() > 0 && shown.of(StateGroup.RECALLED) == shown.accepted()) {
                return StateLabels.recalled();
            }
        }
        return StateLabels.of(
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
        boolean sends = kind().sendsMessages();
        List<String> parts = new ArrayList<>();
        parts.add(texts.get(sends ? "stop.waiting" : "stop.change.waiting", totals.waiting()));
        if (totals.inFlight() > 0) {
            parts.add(texts.get("stop.flight", totals.inFlight()));
        }
        if (totals.sent() > 0) {
            parts.add(texts.get(sends ? "stop.done" : "stop.change.done", totals.sent()));
        }
        parts.add(texts.get("stop.final"));
        dialogs.ask(
                new Question(
                        texts.get("stop.title", BidiText.isolated(snapshot.get().title())),
                        String.join(" ", parts),
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
                    failed(e);
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

    /** The rows that are listed, with filter and search. */
    ShownDeliveries shown() {
        return deliveries;
    }

    /** Shows one line per person with the latest outcome over all jobs, or this job's rows again. */
    void showEverybody(boolean yes) {
        if (yes && row.get() != null) {
            readEverybody();
        } else if (!yes) {
            countReads.drop();
            deliveries.showJob();
            refreshRows();
            count();
        }
    }

    /** Asks for a place and writes what the table shows. */
    void export() {
        Consumer<Consumer<DeliveryQuery.Row>> rows = deliveries.all();
        saving.choose(texts.get("export.title"), "deliveries-" + runId + ".csv", file -> {
            trouble.set(null);
            tasks.lengthy(() -> workspace
                            .views()
                            .exports()
                            .noted(Exports.Kind.DELIVERIES, file, ShownDeliveries.write(file, rows, times)))
                    .onOk(written -> dialogs.tell(texts.get("export.done", written, file.getFileName())))
                    .onFail(this::failed)
                    .start();
        });
    }

    /** Reads what is known of a delivery; null forgets it. What was read before stays until then. */
    void open(DeliveryQuery.Row delivery) {
        if (delivery == null) {
            detailReads.drop();
            details.set(null);
            return;
        }
        tasks.read(() -> workspace.views().deliveries().details(delivery.id()).orElse(null))
                .onOk(details::set)
                .onFail(this::failed)
                .startIn(detailReads);
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

    /** Sends again to exactly those who are shown. */
    void resendShown() {
        ofShown(choice -> new JobRequest.Resend(choice, SendChoices.NONE));
    }

    /** Takes back the messages of exactly those who are shown. */
    void recallShown() {
        ofShown(JobRequest.Recall::new);
    }

    void editShown(Message changed) {
        ofShown(choice -> new JobRequest.Edit(choice, changed));
    }

    private void ofShown(Function<DeliveryChoice, JobRequest.FollowUp> request) {
        ShownDeliveries.Choosing choosing = deliveries.choosing();
        tasks.read(() -> Optional.ofNullable(choosing.get()))
                .onOk(choice -> choice.ifPresentOrElse(
                        some -> propose(request.apply(some)), () -> dialogs.tell(texts.get("run.shown.nobody"))))
                .onFail(this::failed)
                .startIn(choiceReads);
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

    /** Takes back the messages of all jobs of the announcement, whatever is shown. */
    void recall() {
        propose(new JobRequest.Recall(DeliveryChoice.ofAnnouncement(runId)));
    }

    void recall(DeliveryQuery.Row delivery) {
        propose(new JobRequest.Recall(only(delivery)));
    }

    /** What the announcement says now, whatever job is in view: a change begins with it. */
    void messageNow(Consumer<Message> told) {
        tasks.read(() -> workspace.views().planner().messageNow(DeliveryChoice.ofAnnouncement(runId)))
                .onOk(told)
                .onFail(this::failed)
                .start();
    }

    /** Changes the messages of all jobs of the announcement, whatever is shown. */
    void edit(Message changed) {
        propose(new JobRequest.Edit(DeliveryChoice.ofAnnouncement(runId), changed));
    }

    void edit(DeliveryQuery.Row delivery, Message changed) {
        propose(new JobRequest.Edit(only(delivery), changed));
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
        decisions.decide(DeliveryChoice.ofStates(runId, Set.of(DeliveryState.IN_DOUBT)), kind().sendsMessages());
    }

    void decide(CauseLine cause) {
        decisions.decide(cause.people(runId), kind().sendsMessages());
    }

    /** The admin's word about one delivery in doubt. */
    void decide(DeliveryQuery.Row delivery, Decision decision) {
        trouble.set(null);
        decisions.decide(delivery, decision);
    }

    /** What the audit log says of this run: when, and who did what. */
    record LogLine(Instant at, String words) {}

    /** Tells the audit lines of this run, newest first, as sentences. */
    void log(Consumer<List<LogLine>> told) {
        tasks.read(() -> workspace.views().audit().ofRun(runId).page(0, LOGGED).stream()
                        .map(this::logLine)
                        .toList())
                .onOk(told)
                .onFail(this::failed)
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
        return deliveries.table().rows();
    }

    /** Whether the numbers and rows are those of the latest outcome over all jobs. */
    boolean everybody() {
        return deliveries.everybodyProperty().get();
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

    /** The delivery that was opened, or null. */
    ReadOnlyObjectProperty<DeliveryDetails> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** What failed, or null. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** Causes of refused, doubtful and left-out deliveries of those listed, most first. */
    ObservableList<CauseLine> causes() {
        return causes;
    }

    /** All jobs of the announcement, oldest first. */
    ObservableList<RunQuery.Row> siblings() {
        return siblings;
    }

    @Override
    public void close() {
        for (LatestTask each : List.of(reads, countReads, jobReads, flightReads, detailReads, choiceReads)) {
            each.drop();
        }
        deliveries.close();
    }
}
