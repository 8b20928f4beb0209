package dev.rostrum.ui.compose;

import dev.rostrum.domain.Team;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** A team that is in the audience, or left out of it, or neither. */
public final class TeamChoice {
    private final Team team;
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");

    private final BooleanProperty leftOut = new SimpleBooleanProperty(this, "leftOut");

    TeamChoice(Team team, boolean chosen, boolean leftOut) {
        this.team = team;
        this.chosen.set(chosen);
        this.leftOut.set(leftOut);
    }

    public Team team() {
        return team;
    }

    public BooleanProperty chosenProperty() {
        return chosen;
    }

    /** Its people get nothing, however they came in. */
    public BooleanProperty leftOutProperty() {
        return leftOut;
    }
}
