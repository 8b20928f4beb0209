package dev.rostrum.ui.announcements;

import dev.rostrum.domain.Team;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** A team that is in the audience or not. */
final class TeamChoice {
    private final Team team;
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");

    TeamChoice(Team team, boolean chosen) {
        this.team = team;
        this.chosen.set(chosen);
    }

    Team team() {
        return team;
    }

    BooleanProperty chosenProperty() {
        return chosen;
    }
}
