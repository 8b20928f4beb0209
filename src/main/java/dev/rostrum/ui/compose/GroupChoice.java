package dev.rostrum.ui.compose;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** A team or a list that is in the audience, or left out of it, or neither. */
public abstract class GroupChoice {
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen");
    private final BooleanProperty leftOut = new SimpleBooleanProperty(this, "leftOut");

    GroupChoice(boolean chosen, boolean leftOut) {
        this.chosen.set(chosen);
        this.leftOut.set(leftOut);
    }

    /** As it is shown. */
    public abstract String label();

    /** How many people are in it; null where that is not known yet. */
    public abstract Long people();

    public BooleanProperty chosenProperty() {
        return chosen;
    }

    /** Its people get nothing, however they came in. */
    public BooleanProperty leftOutProperty() {
        return leftOut;
    }
}
