package dev.rostrum.ui.compose;

import dev.rostrum.domain.Team;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** A team that is in the audience or not. */
public final class TeamChoice {
    private final Team team;
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");

    TeamChoice(Team team, boolean chosen) {
        this.team = team;
        this.chosen.set(chosen);
    }

    public Team team() {
        return team;
    }

    public BooleanProperty chosenProperty() {
        return chosen;
    }
}
