package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Jobs;
import dev.rostrum.ui.fx.Latest;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.words.Counts;
import dev.rostrum.ui.words.Names;
import dev.rostrum.ui.words.Times;
import dev.rostrum.ui.words.Troubles;
import dev.rostrum.workspace.Workspace;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
     * @param requestsPerSecond the rate in force; infinite where pacing is lifted
     * @param body the request that each recipient's message makes
     */
    record Reviewed(Announcements.Plan plan, double requestsPerSecond, String body) {}

    private final Texts texts = Texts.of(ReviewViewModel.class);
    private final Workspace workspace;
    private final Jobs jobs;
    private final Draft draft;
    private final LongConsumer started;
    private final Coalesced<Long> progress;
    private final Latest reads = new Latest();
    private final Subscriptions subscriptions = new Subscriptions();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private final ReadOnlyObjectWrapper<Reviewed> reviewed = new ReadOnlyObjectWrapper<>(this, "reviewed");
    private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
    private final ReadOnlyBooleanWrapper unlocked = new ReadOnlyBooleanWrapper(this, "unlocked");
    private final ReadOnlyBooleanWrapper planning = new ReadOnlyBooleanWrapper(this, "planning");
    private final ReadOnlyLongWrapper planned = new ReadOnlyLongWrapper(this, "planned");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");

    /** @param started told the id of the run when it sends, or stands planned because it could not start */
    ReviewViewModel(
            Workspace workspace,
            Jobs jobs,
            Executor fx,
            Delay delay,
            Ticker ticker,
            Draft draft,
            LongConsumer started) {
        this.workspace = workspace;
        this.jobs = jobs;
        this.draft = draft;
        this.started = started;
        this.progress = new Coalesced<>(fx, delay, ticker, planned::set);
        subscriptions.changes(typed, now -> unlock());
    }

    /** Counts the plan; nothing is written. */
    void load() {
        record Answer(Reviewed reviewed, String obstacle) {}
        reads.run(
                jobs,
                () -> {
                    Announcements announcements = workspace.act().announcements();
                    Announcements.Plan plan = announcements.preview(draft.message(), draft.audience());
                    return new Answer(
                            new Reviewed(plan, announcements.requestsPerSecond(), announcements.body(draft.message())),
                            obstacle(announcements));
                },
                answer -> {
                    reviewed.set(answer.reviewed());
                    trouble.set(
                            answer.reviewed().plan().recipients() == 0
                                    ? texts.get("review.nobody")
                                    : answer.obstacle());
                    unlock();
                },
                this::failed);
    }

    private String obstacle(Announcements announcements) {
        if (!announcements.sending()) {
            return null;
        }
        Optional<RunSnapshot> other = announcements.current();
        return texts.get(
                "review.busy",
                other.map(RunSnapshot::title).map(Names::isolated).orElse(""));
    }

    private void unlock() {
        Reviewed now = reviewed.get();
        unlocked.set(now != null
                && trouble.get() == null
                && now.plan().recipients() > 0
                && (!mustType()
                        || digits(typed.get()).equals(Long.toString(now.plan().recipients()))));
    }

    /** Whether the number of recipients is typed before it can be sent. */
    boolean mustType() {
        Reviewed now = reviewed.get();
        return now != null && now.plan().recipients() > Announcements.TYPED_ABOVE;
    }

    /** A count with or without grouping, in any blank or mark that a locale groups with. */
    private static String digits(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f.,'\\u2019]", "");
    }

    /** What the button says: it repeats what happens. */
    String sendWords() {
        Reviewed now = reviewed.get();
        long recipients = now == null ? 0 : now.plan().recipients();
        Connection connection = workspace.connection();
        return connection.simulated()
                ? texts.get("review.send.simulated", recipients)
                : texts.get("review.send.tenant", recipients, Names.isolated(connection.name()));
    }

    /** Where the requests go: host, and for the sandbox that nobody is contacted. */
    String destination() {
        Connection connection = workspace.connection();
        String url = String.valueOf(connection.serviceUrl());
        return texts.get(connection.simulated() ? "review.to.simulated" : "review.to.tenant", url);
    }

    /** "About 9 min at 20 requests/s". */
    String timeWords() {
        Reviewed now = reviewed.get();
        if (now == null) {
            return "";
        }
        if (now.plan().time().isZero()) {
            return texts.get("review.time.lifted");
        }
        String about = Times.about(now.plan().time());
        return texts.get(
                "review.time",
                about.substring(0, 1).toUpperCase(java.util.Locale.getDefault()) + about.substring(1),
                Counts.rate(now.requestsPerSecond()));
    }

    /** Plans and starts. Only while unlocked, and once. */
    void send() {
        if (!unlocked.get() || planning.get()) {
            return;
        }
        long expected = reviewed.get().plan().recipients();
        cancelled.set(false);
        planned.set(0);
        trouble.set(null);
        planning.set(true);
        jobs.<Long>run(
                () -> {
                    Announcements announcements = workspace.act().announcements();
                    String obstacle = obstacle(announcements);
                    if (obstacle != null) {
                        throw Problem.failed(obstacle);
                    }
                    long runId = announcements.plan(
                            draft.title(),
                            draft.message(),
                            draft.audience(),
                            SendChoices.NONE,
                            expected,
                            progress::accept,
                            cancelled::get);
                    announcements.start(runId);
                    return runId;
                },
                runId -> {
                    planning.set(false);
                    started.accept(runId);
                },
                e -> {
                    planning.set(false);
                    typed.set("");
                    if (e instanceof InterruptedException) {
                        trouble.set(null);
                        unlock();
                    } else {
                        failed(e);
                    }
                });
    }

    /** Takes the plan back that is being written. */
    void cancel() {
        cancelled.set(true);
    }

    private void failed(Exception e) {
        trouble.set(Troubles.words(e));
        unlock();
    }

    Draft draft() {
        return draft;
    }

    /** Or null while it is counted. */
    ReadOnlyObjectProperty<Reviewed> reviewedProperty() {
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
