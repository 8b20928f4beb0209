package dev.rostrum.ui.people;

import dev.rostrum.domain.Team;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.roster.Teams;
import dev.rostrum.ui.fx.Task;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.SuggestedTeam;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Adding teams by links or ids, one a line, and by what the connection suggests. */
final class AddTeamsViewModel implements AutoCloseable {

    /** A team that the connection suggests. */
    static final class Suggestion {
        private final SuggestedTeam team;
        private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper(this, "known");
        private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");

        Suggestion(SuggestedTeam team, boolean known) {
            this.team = team;
            this.known.set(known);
        }

        SuggestedTeam team() {
            return team;
        }

        /** Added before. */
        boolean known() {
            return known.get();
        }

        ReadOnlyBooleanProperty knownProperty() {
            return known.getReadOnlyProperty();
        }

        BooleanProperty chosenProperty() {
            return chosen;
        }
    }

    private final Workspace workspace;
    private final Tasks tasks;
    private final Consumer<List<String>> added;

    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final List<Suggestion> suggestions;
    private final ObservableList<Teams.Added> results = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper(this, "ready");
    private final ReadOnlyIntegerWrapper lines = new ReadOnlyIntegerWrapper(this, "lines");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");
    private Task<List<Teams.Added>> adding;

    /**
     * @param known ids of the teams that are there
     * @param added told the ids of new teams when a round is done
     */
    AddTeamsViewModel(Workspace workspace, Tasks tasks, Collection<String> known, Consumer<List<String>> added) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.added = added;
        Set<String> there = Set.copyOf(known);
        suggestions = workspace.suggestedTeams().stream()
                .map(team -> new Suggestion(
                        team, there.contains(TeamLink.parse(team.link()).teamId())))
                .toList();
        text.subscribe(now -> count());
        suggestions.forEach(suggestion -> suggestion.chosenProperty().subscribe(now -> count()));
        working.subscribe(now -> count());
    }

    private void count() {
        lines.set(asked().size());
        ready.set(lines.get() > 0 && !working.get());
    }

    /** Chooses every suggestion that is not there yet. */
    void chooseAll() {
        suggestions.forEach(suggestion -> suggestion.chosenProperty().set(!suggestion.known()));
    }

    private List<String> asked() {
        List<String> asked = new ArrayList<>();
        for (Suggestion suggestion : suggestions) {
            if (suggestion.chosenProperty().get()) {
                asked.add(suggestion.team().link());
            }
        }
        text.get().lines().filter(line -> !line.isBlank()).forEach(asked::add);
        return asked;
    }

    /** Asks Teams for each line. Lines that fail stay in the text to be mended. */
    void add() {
        if (!ready.get()) {
            return;
        }
        List<String> asked = asked();
        results.clear();
        failure.set(null);
        working.set(true);
        adding = tasks.<Teams.Added, List<Teams.Added>>lengthy(results::add, (told, cancelled) -> {
                    List<Teams.Added> done = new ArrayList<>();
                    workspace.act().teams().add(asked, line -> {
                        done.add(line);
                        told.accept(line);
                        if (cancelled.getAsBoolean()) {
                            throw new CancellationException("Adding was cancelled");
                        }
                    });
                    return done;
                })
                .onOk(this::done)
                .onFail(e -> {
                    // What was added until then is kept and shown.
                    done(List.copyOf(results));
                    if (!(e instanceof CancellationException)) {
                        failure.set(FailureTexts.words(e));
                    }
                });
        adding.start();
    }

    private void done(List<Teams.Added> round) {
        Set<String> good =
                round.stream().filter(Teams.Added::ok).map(Teams.Added::input).collect(Collectors.toSet());
        for (Suggestion suggestion : suggestions) {
            if (good.contains(suggestion.team().link())) {
                suggestion.known.set(true);
                suggestion.chosenProperty().set(false);
            }
        }
        text.set(text.get()
                .lines()
                .filter(line -> !line.isBlank() && !good.contains(line))
                .collect(Collectors.joining("\n")));
        working.set(false);
        List<String> fresh = round.stream()
                .filter(line -> line.ok() && line.isNew())
                .map(Teams.Added::team)
                .map(Team::id)
                .distinct()
                .toList();
        added.accept(fresh);
    }

    /** What is pasted, one link or id a line. */
    StringProperty textProperty() {
        return text;
    }

    List<Suggestion> suggestions() {
        return suggestions;
    }

    /** What became of each line of the last round, in its order, growing while Teams is asked. */
    ObservableList<Teams.Added> results() {
        return results;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** There is something to add, and nothing is under way. */
    BooleanExpression readyProperty() {
        return ready.getReadOnlyProperty();
    }

    /** How many lines would be asked. */
    ReadOnlyIntegerProperty linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /** Why the whole round failed, or null. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Lets the line under way end and asks no more. */
    @Override
    public void close() {
        if (adding != null) {
            adding.cancel();
        }
    }
}
