package dev.rostrum.ui.widget;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A name and, smaller, what is said of it: all their words, on as many lines as the width asks for. Takes the room left in a row. */
public final class CaptionedName extends TextFlow {
    private final Text first;

    public CaptionedName(String name, String said) {
        first = new Text(said.isEmpty() ? name : name + "  ");
        first.getStyleClass().add("r-phrase-name");
        Text second = new Text(said);
        second.getStyleClass().addAll("r-caption", "r-muted");
        getChildren().addAll(first, second);
        getStyleClass().add("r-phrase");
        setMinWidth(0);
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(said.isEmpty() ? name : name + ". " + said);
        HBox.setHgrow(this, Priority.ALWAYS);
    }

    /** Gives the name's text a style class too. */
    public CaptionedName withName(String styleClass) {
        first.getStyleClass().add(styleClass);
        return this;
    }
}
