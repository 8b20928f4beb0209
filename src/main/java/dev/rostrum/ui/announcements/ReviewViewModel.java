package dev.rostrum.ui.announcements;

import dev.rostrum.announce.DryRun;
import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.PeopleLeftOut;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.Runs;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PlannedPerson;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.ShellLine;
import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Task;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What goes out and to how many, and the word to send it. */
final class ReviewViewModel implements AutoCloseable {
    /**
     * @param plan the numbers
     * @param requestsPerSecond the rate in force, or the lower one that was chosen; infinite where pacing is lifted
     * @param body the request that each recipient's message makes; empty where it has none
     * @param before what an edit replaces, else null
     * @param address where the requests go
     * @param cautions as {@link Planner#cautions}
     */
    record ReviewedPlan(
            JobPreview plan,
            double requestsPerSecond,
            String body,
            Message before,
            ServiceUrl address,
            List<Reason> cautions) {
        ReviewedPlan {
            cautions = List.copyOf(cautions);
        }
    }

    private final Texts texts = Texts.of(ReviewViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Proposal proposal;
    private final LongConsumer started;
    private final Coalesced<Long> progress;
    private final LatestTask reads = new LatestTask();
    private final Subscriptions subscriptions = new Subscriptions();
    private Task<Long> sending;

    private final ReadOnlyObjectWrapper<ReviewedPlan> reviewed = new ReadOnlyObjectWrapper<>(this, "reviewed");
    private final ReviewChoices choices;
    private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
    private final ReadOnlyBooleanWrapper unlocked = new ReadOnlyBooleanWrapper(this, "unlocked");
    private final ReadOnlyBooleanWrapper planning = new ReadOnlyBooleanWrapper(this, "planning");
    private final ReadOnlyLongWrapper planned = new ReadOnlyLongWrapper(this, "planned");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");
    private String override;
    private long overridden;

    /** @param started told the id of the run when it sends, or stands planned because it could not start */
    ReviewViewModel(
            Workspace workspace,
            Tasks tasks,
            Executor fx,
            Delay delay,
            Ticker ticker,
            Proposal proposal,
            LongConsumer started) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.proposal = proposal;
        this.started = started;
        this.choices = new ReviewChoices(
                proposal.request().choices(),
                workspace.connection().serviceUrl().local());
        this.progress = new Coalesced<>(fx, delay, ticker, planned::set);
        subscriptions.onChange(typed, now -> unlock());
        choices.all().forEach(choice -> subscriptions.onChange(choice, now -> tellChoices()));
        subscriptions.onChange(choices.canaryOnProperty(), now -> unlock());
        subscriptions.onChange(choices.canaryProperty(), now -> unlock());
        subscriptions.onChange(choices.rateOnProperty(), now -> rateChanged());
        subscriptions.onChange(choices.rateProperty(), now -> rateChanged());
        subscriptions.onChange(choices.outsidersProperty(), now -> countAnew());
        subscriptions.onChange(choices.unknownKindProperty(), now -> countAnew());
    }

    /** Who takes part has changed, so that an override that was typed for a number no longer holds. */
    private void countAnew() {
        forgetOverride();
        load();
    }

    /** An override is told to nobody: it was typed for the number that was there. */
    private void tellChoices() {
        if (choices.readable()) {
            proposal.chosen().accept(choices.chosen(null));
        }
    }

    /** The estimate is another one; who takes part is not. */
    private void rateChanged() {
        unlock();
        if (choices.readable()) {
            load();
        }
    }

    /** Counts the plan; nothing is written. */
    void load() {
        record Answer(ReviewedPlan reviewed, String obstacle) {}
        JobRequest request = request();
        tasks.read(() -> {
                    Planner planner = workspace.act().planner();
                    Runs runs = workspace.act().runs();
                    JobPreview plan = planner.preview(request);
                    return new Answer(
                            new ReviewedPlan(
                                    plan,
                                    Math.min(
                                            runs.requestsPerSecond(),
                                            Objects.requireNonNullElse(
                                                    request.choices().rate(), Double.POSITIVE_INFINITY)),
                                    request.kind() == JobKind.RECALL ? "" : planner.body(plan.message()),
                                    request instanceof JobRequest.Edit edit ? planner.messageNow(edit.choice()) : null,
                                    planner.serviceUrl(),
                                    planner.cautions(request)),
                            obstacle(runs));
                })
                .onOk(answer -> {
                    reviewed.set(answer.reviewed());
                    trouble.set(troubleOf(answer.reviewed(), answer.obstacle()));
                    unlock();
                })
                .onFail(this::failed)
                .startIn(reads);
    }

    private String troubleOf(ReviewedPlan now, String obstacle) {
        if (now.plan().recipients() == 0) {
            return texts.get("review.nobody." + proposal.kind().name().toLowerCase(Locale.ROOT));
        }
        if (override != null && now.plan().overridden() != overridden) {
            forgetOverride();
            return texts.get("review.override.changed", now.plan().overridden());
        }
        return obstacle;
    }

    /** The line that does the same in the terminal; empty while the plan is not counted yet. */
    Optional<ShellLine> command() {
        return Optional.ofNullable(reviewed.get())
                .flatMap(now -> JobCommand.of(
                        workspace.connection().name(),
                        request(),
                        now.plan().recipients(),
                        now.plan().overridden()));
    }

    /** The request with what is chosen now. */
    private JobRequest request() {
        return proposal.request().with(choices.chosen(override));
    }

    /** People whom the guard leaves out and an override would bring back. */
    long overridable() {
        ReviewedPlan now = reviewed.get();
        return now == null || override != null ? 0 : now.plan().overridable();
    }

    /** The reason of the override in force, or null. */
    String override() {
        return override;
    }

    /**
     * Overrides the guard.
     *
     * @param reason why, in the admin's words
     * @param people the number that was typed
     */
    void override(String reason, long people) {
        if (reason.isBlank() || people != overridable()) {
            return;
        }
        override = reason.strip();
        overridden = people;
        load();
    }

    void takeBackOverride() {
        forgetOverride();
        load();
    }

    private void forgetOverride() {
        override = null;
        overridden = 0;
    }

    private String obstacle(Runs runs) {
        return runs.startedByAdmin().size() < Runs.MOST_AT_WORK ? null : texts.get("review.busy", Runs.MOST_AT_WORK);
    }

    private void unlock() {
        ReviewedPlan now = reviewed.get();
        unlocked.set(now != null
                && trouble.get() == null
                && choices.readable()
                && now.plan().recipients() > 0
                && (!mustType()
                        || digits(typed.get()).equals(Long.toString(now.plan().recipients()))));
    }

    /** Why it cannot be sent yet, where no notice says so; or null. */
    String lockedBecause() {
        if (unlocked.get() || trouble.get() != null || reviewed.get() == null) {
            return null;
        }
        if (!choices.readable()) {
            return Objects.requireNonNullElse(choices.canaryTrouble(), choices.rateTrouble());
        }
        return mustType() ? texts.get("review.locked") : null;
    }

    /** Whether the number of recipients is typed before it can be sent. */
    boolean mustType() {
        ReviewedPlan now = reviewed.get();
        return now != null
                && (proposal.kind() == JobKind.RECALL
                        || now.plan().recipients() > Planner.TYPED_ABOVE
                        || workspace.mark().production());
    }

    /** A count with or without grouping, in any blank or mark that a locale groups with. */
    static String digits(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f.,'\\u2019]", "");
    }

    /** What the button says: it repeats what happens. */
    String sendWords() {
        ReviewedPlan now = reviewed.get();
        long recipients = now == null ? 0 : now.plan().recipients();
        int first = choices.firstPeople();
        Connection connection = workspace.connection();
        String where = connection.simulated()
                ? texts.get("review.where.simulated")
                : texts.get("review.where.tenant", BidiText.isolated(connection.name()));
        return first > 0 && first < recipients
                ? texts.get("review.do.first", first, recipients, where)
                : texts.get("review.do." + proposal.kind().name().toLowerCase(Locale.ROOT), recipients, where);
    }

    /** Where the requests go, and for the sandbox that nobody is contacted. */
    String destination() {
        ReviewedPlan now = reviewed.get();
        return now == null
                ? ""
                : texts.get(
                        workspace.connection().simulated() ? "review.to.simulated" : "review.to.tenant",
                        now.address().toString());
    }

    /** "About 9 min at 20 requests/s". */
    String timeWords() {
        ReviewedPlan now = reviewed.get();
        if (now == null || now.plan().requests() == 0) {
            return "";
        }
        if (now.plan().time().isZero()) {
            return texts.get("review.time.lifted");
        }
        return texts.get("review.time", capital(Times.about(now.plan().time())), Counts.rate(now.requestsPerSecond()));
    }

    /** "First 20 people: about 2 s, then it waits for you"; empty where all are sent to at once. */
    String firstWords() {
        ReviewedPlan now = reviewed.get();
        int first = choices.firstPeople();
        if (now == null || first <= 0 || first >= now.plan().recipients()) {
            return "";
        }
        // Which of them have a conversation is known when they are sent to; each new one costs a request more.
        long requests = first + Math.min(first, now.plan().conversationsToOpen());
        return Double.isInfinite(now.requestsPerSecond())
                ? texts.get("review.time.first.lifted", first)
                : texts.get("review.time.first", first, Times.about(Duration.ofMillis((long)
                        (1000 * requests / now.requestsPerSecond()))));
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.getDefault()) + words.substring(1);
    }

    /** Plans and starts. It does so only while unlocked, and once. */
    void send() {
        if (!unlocked.get() || planning.get()) {
            return;
        }
        JobPreview confirmed = reviewed.get().plan();
        JobRequest request = request();
        planned.set(0);
        trouble.set(null);
        planning.set(true);
        sending = tasks.<Long>lengthy(cancelled -> {
                    Runs runs = workspace.act().runs();
                    String obstacle = obstacle(runs);
                    if (obstacle != null) {
                        throw Problem.failed(obstacle);
                    }
                    Long draft = proposal.draft().call();
                    long runId = workspace.act().planner().plan(request, draft, confirmed, progress::accept, cancelled);
                    runs.start(runId);
                    return runId;
                })
                .onOk(runId -> {
                    planning.set(false);
                    started.accept(runId);
                })
                .onFail(e -> {
                    planning.set(false);
                    typed.set("");
                    if (e instanceof InterruptedException) {
                        trouble.set(null);
                        unlock();
                    } else {
                        failed(e);
                    }
                });
        sending.start();
    }

    /** The requests of everybody with what is chosen now, read page by page. Whoever shows them closes them. */
    SoughtRows<DryRun, DryRun.Row> requests() {
        JobRequest request = request();
        return new SoughtRows<>(
                tasks,
                new PlanSource<>(() -> workspace.act().planner().dryRun(request), DryRun::recipients, DryRun::page),
                DryRun::matching);
    }

    /** Those whom the plan leaves out for a reason, read page by page. Whoever shows them closes them. */
    SoughtRows<PeopleLeftOut, PlannedPerson> leftOut(String code) {
        JobRequest request = request();
        return new SoughtRows<>(
                tasks,
                new PlanSource<>(
                        () -> workspace.act().planner().leftOut(request, code),
                        PeopleLeftOut::count,
                        PeopleLeftOut::page),
                PeopleLeftOut::matching);
    }

    /** A row's requests in full, one after the other. */
    String requestText(DryRun.Row row) {
        StringBuilder text = new StringBuilder();
        for (DryRun.Request request : row.requests()) {
            text.append(text.isEmpty() ? "" : "\n\n")
                    .append(request.method())
                    .append(' ')
                    .append(request.url());
            request.headers()
                    .forEach((name, value) ->
                            text.append('\n').append(name).append(": ").append(value));
            if (request.body() != null) {
                text.append("\n\n").append(request.body()).append('\n');
                text.append(texts.get("requests.bytes", request.utf16Bytes()));
            }
        }
        return text.toString();
    }

    /** Takes the plan back that is being written. */
    void cancel() {
        if (sending != null) {
            sending.cancel();
        }
    }

    private void failed(Exception e) {
        trouble.set(FailureTexts.words(e));
        unlock();
    }

    Proposal proposal() {
        return proposal;
    }

    /** What is chosen beyond message and people. */
    ReviewChoices choices() {
        return choices;
    }

    /** The plan; null while it is counted. */
    ReadOnlyObjectProperty<ReviewedPlan> reviewedProperty() {
        return reviewed.getReadOnlyProperty();
    }

    StringProperty typedProperty() {
        return typed;
    }

    ReadOnlyBooleanProperty unlockedProperty() {
        return unlocked.getReadOnlyProperty();
    }

    /** The plan is being written. */
    ReadOnlyBooleanProperty planningProperty() {
        return planning.getReadOnlyProperty();
    }

    /** People written into the plan so far. */
    ReadOnlyLongProperty plannedProperty() {
        return planned.getReadOnlyProperty();
    }

    /** Why it cannot be sent, or null. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    @Override
    public void close() {
        // Whoever leaves while the plan is written has not seen it start.
        cancel();
        subscriptions.close();
        reads.drop();
        progress.close();
    }
}
