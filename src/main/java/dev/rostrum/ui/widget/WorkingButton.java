package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressIndicator;

/** A button that shows a small spinner in place of its icon and takes no press while its work is under way. */
public final class WorkingButton extends Button {
    private static final PseudoClass WORKING = PseudoClass.getPseudoClass("working");

    private final BooleanProperty working = new SimpleBooleanProperty(this, "working");
    private Node usual;
    private double usualWidth;

    public WorkingButton() {
        working.addListener((observable, before, after) -> show(after));
    }

    public WorkingButton(String text, Node graphic) {
        this();
        setText(text);
        setGraphic(graphic);
    }

    private void show(boolean now) {
        pseudoClassStateChanged(WORKING, now);
        if (now) {
            usual = getGraphic();
            usualWidth = getMinWidth();
            if (getWidth() > 0) {
                // Not narrower than before, and wider where its words are longer now.
                setMinWidth(getWidth());
            }
            ProgressIndicator spinner = new ProgressIndicator();
            spinner.getStyleClass().addAll("r-spinner", "r-button-spinner");
            setGraphic(spinner);
            setAccessibleText(Texts.of(WorkingButton.class).get("working", getText()));
        } else {
            setGraphic(usual);
            setMinWidth(usualWidth);
            setAccessibleText(null);
        }
    }

    /** A press counts only when nothing is under way; disabling would throw the focus away. */
    @Override
    public void fire() {
        if (!working.get()) {
            super.fire();
        }
    }

    public BooleanProperty workingProperty() {
        return working;
    }

    public boolean isWorking() {
        return working.get();
    }

    public void setWorking(boolean now) {
        working.set(now);
    }
}
