package dev.rostrum.ui.welcome;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Three steps to a first announcement: a team is read, a message goes to five of its people, and one sees who got it. In the sandbox the
 * first is done by itself; nothing is sent before the admin presses.
 */
final class WelcomeViewModel implements AutoCloseable {
    private static final int PEOPLE = 5;

    /** How far it is. */
    enum Step {
        READING,
        READY,
        SENDING,
        DONE
    }

    /**
     * All that is shown.
     *
     * @param team what was read, in words; empty before
     * @param names of those who are to get it
     * @param outcome in words; empty before
     * @param trouble why a step failed, or empty
     * @param runId what was sent, or 0
     */
    record Shown(Step step, String team, List<String> names, String outcome, String trouble, long runId) {}

    private record Found(Team team, List<UserQuery.Row> people) {}

    private final Texts texts = Texts.of(WelcomeViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final LatestTask work = new LatestTask();
    private final StringProperty text = new SimpleStringProperty(this, "text", texts.get("text"));
    private final ReadOnlyObjectWrapper<Shown> shown =
            new ReadOnlyObjectWrapper<>(this, "shown", new Shown(Step.READING, "", List.of(), "", "", 0));
    private final Coalesced<RunSnapshot> live;
    private final Runs.Watch watch;
    private Set<String> ids = Set.of();

    WelcomeViewModel(Workspace workspace, Tasks tasks, Executor fx, Delay delay, Ticker ticker) {
        this.workspace = workspace;
        this.tasks = tasks;
        live = new Coalesced<>(fx, delay, ticker, RunSnapshot::runId, this::moved);
        watch = workspace.actions().map(actions -> actions.runs().watch(live)).orElse(() -> {});
    }

    /** Whether the steps can be gone here: only where nobody real could get anything, and things can be changed. */
    boolean canTry() {
        return workspace.connection().simulated() && workspace.actions().isPresent();
    }

    /** Reads the first team, or takes one that is there. */
    void begin() {
        if (!canTry() || shown.get().step() != Step.READING) {
            return;
        }
        tasks.lengthy(cancelled -> found(read(cancelled)))
                .onOk(this::ready)
                .onFail(e -> failed(Step.READING, e))
                .startIn(work);
    }

    private Team read(java.util.function.BooleanSupplier cancelled) throws InterruptedException {
        for (Team team : workspace.views().teams()) {
            if (team.people() > 0) {
                return team;
            }
        }
        List<String> added = new ArrayList<>();
        workspace
                .act()
                .teams()
                .add(
                        List.of(workspace.suggestedTeams().get(0).link()),
                        line -> added.add(line.team().id()));
        workspace.act().rosters().sync(added.get(0), progress -> {}, cancelled);
        return workspace.views().teams().stream()
                .filter(team -> team.id().equals(added.get(0)))
                .findFirst()
                .orElseThrow();
    }

    private Found found(Team team) {
        return new Found(
                team,
                workspace
                        .views()
                        .users()
                        .select(PeopleFilter.of(team.id(), "").ofKinds(Set.of(UserKind.MEMBER)))
                        .page(0, PEOPLE));
    }

    private void ready(Found found) {
        Set<String> chosen = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        for (UserQuery.Row row : found.people()) {
            chosen.add(row.lastingId());
            names.add(BidiText.isolated(row.name() == null ? row.lastingId() : row.name()));
        }
        ids = chosen;
        shown.set(new Shown(
                Step.READY,
                texts.get(
                        "team.read",
                        BidiText.isolated(found.team().name()),
                        found.team().people()),
                List.copyOf(names),
                "",
                "",
                0));
    }

    private void failed(Step back, Exception why) {
        Shown now = shown.get();
        shown.set(new Shown(back, now.team(), now.names(), "", FailureTexts.words(why), 0));
    }

    /** Tries again what failed. */
    void again() {
        Shown now = shown.get();
        shown.set(new Shown(now.step(), now.team(), now.names(), "", "", 0));
        begin();
    }

    boolean maySend() {
        return shown.get().step() == Step.READY && !ids.isEmpty() && !text.get().isBlank();
    }

    /** Sends it to the five. */
    void send() {
        if (!maySend()) {
            return;
        }
        Shown now = shown.get();
        shown.set(new Shown(Step.SENDING, now.team(), now.names(), "", "", 0));
        JobRequest.Send request = new JobRequest.Send(
                "", new Message(text.get(), TextFormat.MARKDOWN), Audience.ofUsers(ids), SendChoices.NONE);
        tasks.lengthy(cancelled -> {
                    JobPreview preview = workspace.act().planner().preview(request);
                    long run = workspace.act().planner().plan(request, null, preview, planned -> {}, cancelled);
                    workspace.act().runs().start(run);
                    return run;
                })
                .onOk(this::started)
                .onFail(e -> failed(Step.READY, e))
                .startIn(work);
    }

    private void started(long run) {
        Shown now = shown.get();
        shown.set(new Shown(Step.SENDING, now.team(), now.names(), "", "", run));
        // It may have come to its end before its number was known here.
        tasks.read(() -> workspace.views().runs().find(run).orElseThrow())
                .onOk(row -> ended(run, row.totals().sent(), row.totals().recipients(), row.endedAt() != null))
                .onFail(e -> failed(Step.READY, e))
                .start();
    }

    private void moved(RunSnapshot run) {
        if (run.runId() == shown.get().runId()) {
            ended(run.runId(), run.totals().sent(), run.totals().recipients(), !run.active());
        }
    }

    private void ended(long run, long accepted, long recipients, boolean over) {
        Shown now = shown.get();
        if (over && now.step() == Step.SENDING && now.runId() == run) {
            shown.set(
                    new Shown(Step.DONE, now.team(), now.names(), texts.get("outcome", accepted, recipients), "", run));
        }
    }

    StringProperty textProperty() {
        return text;
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    @Override
    public void close() {
        work.drop();
        watch.close();
        live.close();
    }
}
