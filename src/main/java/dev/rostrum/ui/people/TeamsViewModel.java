package dev.rostrum.ui.people;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.Ticker;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Task;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The teams and their syncs. Teams are synced one after another: the connection's rate is shared by all calls, so two at
 * once would be no faster.
 */
final class TeamsViewModel implements AutoCloseable {
    /** How many teams may wait for their sync. */
    static final int MAX_WAITING = 1000;

    private record TeamList(List<Team> teams, long everyone) {}

    private final Texts texts = Texts.of(TeamsViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Executor fx;
    private final Delay delay;
    private final Ticker ticker;
    private final LatestTask reads = new LatestTask();

    private final ObservableList<TeamLine> lines = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<TeamLine> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyObjectWrapper<TeamLine> syncing = new ReadOnlyObjectWrapper<>(this, "syncing");
    private final ObservableList<RosterSync.Result> news = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");
    private final ReadOnlyLongWrapper rosters = new ReadOnlyLongWrapper(this, "rosters");
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper(this, "loaded");

    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, Integer> agreed = new HashMap<>();
    private String selectedId;
    private String running;
    private Task<RosterSync.Result> sync;
    private int read;
    private Integer total;
    private boolean closed;

    TeamsViewModel(Workspace workspace, Tasks tasks, Executor fx, Delay delay, Ticker ticker) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.fx = fx;
        this.delay = delay;
        this.ticker = ticker;
        selected.set(TeamLine.everyone(0, 0));
    }

    /** Reads teams and counts anew. */
    void refresh() {
        if (closed) {
            return;
        }
        tasks.read(() -> new TeamList(
                        workspace.views().teams(),
                        workspace
                                .views()
                                .users()
                                .select(PeopleFilter.of(null, ""))
                                .count()))
                .onOk(this::show)
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .startIn(reads);
    }

    private void show(TeamList now) {
        List<TeamLine> all = new ArrayList<>();
        all.add(TeamLine.everyone(now.everyone(), now.teams().size()));
        for (Team team : now.teams()) {
            all.add(dressed(TeamLine.of(team)));
        }
        loaded.set(true);
        replace(all);
        select(selectedId);
    }

    /** Lines that stay where they are keep the focus of the list. */
    private void replace(List<TeamLine> all) {
        boolean sameTeams = lines.stream()
                .map(TeamLine::id)
                .toList()
                .equals(all.stream().map(TeamLine::id).toList());
        if (!sameTeams) {
            lines.setAll(all);
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            if (!lines.get(i).equals(all.get(i))) {
                lines.set(i, all.get(i));
            }
        }
    }

    /** The line with what the syncs add to it. */
    private TeamLine dressed(TeamLine line) {
        if (Objects.equals(line.id(), running)) {
            return line.syncing(read, total);
        }
        return waiting.contains(line.id()) ? line.waiting() : line;
    }

    private void redress(String id) {
        for (int i = 0; i < lines.size(); i++) {
            TeamLine line = lines.get(i);
            TeamLine now = id.equals(line.id()) ? dressed(line) : line;
            if (!now.equals(line)) {
                lines.set(i, now);
            }
        }
        select(selectedId);
    }

    /** @param id a team, or null for everyone; a team that is not there selects everyone */
    void select(String id) {
        TeamLine found = line(id).or(() -> line(null)).orElseGet(() -> TeamLine.everyone(0, 0));
        selectedId = lines.isEmpty() ? id : found.id();
        if (!found.equals(selected.get())) {
            selected.set(found);
        }
    }

    private Optional<TeamLine> line(String id) {
        return lines.stream().filter(line -> Objects.equals(line.id(), id)).findFirst();
    }

    /** The selected team, or with everyone selected all of them. */
    void syncSelected() {
        TeamLine chosen = selected.get();
        sync(
                chosen.isEveryone()
                        ? lines.stream()
                                .filter(line -> !line.isEveryone())
                                .map(TeamLine::id)
                                .toList()
                        : List.of(chosen.id()));
    }

    /** Syncs these one after another; those already under way are left alone. */
    void sync(Collection<String> ids) {
        if (closed) {
            return;
        }
        failure.set(null);
        if (running == null) {
            news.clear();
        }
        for (String id : ids) {
            if (!id.equals(running) && !waiting.contains(id) && waiting.size() < MAX_WAITING) {
                waiting.add(id);
                redress(id);
            }
        }
        next();
    }

    /** Syncs the team, and takes a roster of at least so many people though it is smaller than it should be. */
    void syncAgreeing(String id, int people) {
        agreed.put(id, people);
        sync(List.of(id));
    }

    private void next() {
        if (running != null || waiting.isEmpty() || closed) {
            return;
        }
        String id = waiting.poll();
        running = id;
        read = 0;
        total = null;
        Integer accepted = agreed.remove(id);
        int enough = accepted == null ? RosterSync.NOT_AGREED : accepted;
        progressed(id);
        Coalesced<RosterSync.Progress> progress = new Coalesced<>(fx, delay, ticker, this::progressed);
        sync = tasks.<RosterSync.Result>lengthy(
                        cancelled -> workspace.act().rosters().sync(id, enough, progress, cancelled))
                .onOk(news::add)
                .onFail(e -> {
                    if (!(e instanceof InterruptedException)) {
                        failure.set(texts.get(
                                "sync.failed", line(id).map(TeamLine::name).orElse(id), FailureTexts.words(e)));
                    }
                })
                .andFinally(() -> {
                    progress.close();
                    ended();
                });
        sync.start();
    }

    private void progressed(RosterSync.Progress progress) {
        if (progress.teamId().equals(running)) {
            read = progress.read();
            total = progress.total();
            progressed(running);
        }
    }

    private void progressed(String id) {
        redress(id);
        syncing.set(line(id).orElse(null));
    }

    private void ended() {
        running = null;
        read = 0;
        total = null;
        syncing.set(null);
        // The line goes on saying how far it came until the fresh one is read.
        refresh();
        rosters.set(rosters.get() + 1);
        next();
    }

    /** Ends the sync of this team, or takes it out of those that wait. What was known of it stays. */
    void cancel(String id) {
        if (id.equals(running)) {
            sync.cancel();
        } else if (waiting.remove(id)) {
            agreed.remove(id);
            refresh();
        }
    }

    /** Ends all syncs. */
    void cancelAll() {
        waiting.clear();
        agreed.clear();
        if (running != null) {
            sync.cancel();
        }
        refresh();
    }

    void dismissNews() {
        news.clear();
    }

    void dismissFailure() {
        failure.set(null);
    }

    /** Everyone first, then the teams by name. */
    ObservableList<TeamLine> lines() {
        return lines;
    }

    /** It is never null. */
    ReadOnlyObjectProperty<TeamLine> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** The team that is read now, or null. */
    ReadOnlyObjectProperty<TeamLine> syncingProperty() {
        return syncing.getReadOnlyProperty();
    }

    /** What the syncs that were asked for last, and those that came while they ran, changed; until dismissed. */
    ObservableList<RosterSync.Result> news() {
        return news;
    }

    /** Why the last read or sync failed, or null. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Rises when a roster may have changed. */
    ReadOnlyLongProperty rostersProperty() {
        return rosters.getReadOnlyProperty();
    }

    /** The teams were read once. */
    ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    /** How many teams wait for their sync. */
    int waitingCount() {
        return waiting.size();
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
        if (running != null) {
            sync.cancel();
        }
        reads.drop();
    }
}
