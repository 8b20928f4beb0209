package dev.rostrum.ui.settings;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A field with its label above, a hint beside the label, and below it what is wrong with it. */
final class FieldRow extends VBox {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final Label label;
    private final Label trouble = new Label(null, new Icon("alert-circle"));
    private final Node field;

    /**
     * @param hint may be empty
     * @param beside at the right of the field
     */
    FieldRow(String words, String hint, Node field, Node... beside) {
        this.field = field;
        getStyleClass().add("r-field");
        setMinWidth(0);
        label = new Label(words);
        label.getStyleClass().add("r-field-label");
        label.setLabelFor(field);
        label.setMinWidth(USE_PREF_SIZE);
        HBox top = new HBox(8, label);
        top.setAlignment(Pos.BASELINE_LEFT);
        if (!hint.isEmpty()) {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            Label beginning = new Label(hint);
            beginning.getStyleClass().addAll("r-caption", "r-muted");
            beginning.setMinWidth(0);
            top.getChildren().addAll(gap, beginning);
        }
        HBox line = new HBox(8, field);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getChildren().addAll(beside);
        if (field instanceof Control control) {
            control.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(control, Priority.ALWAYS);
            control.setAccessibleHelp(hint.isEmpty() ? null : hint);
        }
        trouble.getStyleClass().add("r-field-error");
        trouble.setWrapText(true);
        trouble.setMinHeight(USE_PREF_SIZE);
        trouble.setAlignment(Pos.TOP_LEFT);
        getChildren().addAll(top, line, trouble);
        trouble("", hint);
    }

    /** Shows what is wrong, as long as the bag is open. */
    FieldRow follow(Subscriptions subscriptions, ObservableValue<String> problem, String hint) {
        subscriptions.observe(problem, words -> trouble(words, hint));
        return this;
    }

    private void trouble(String words, String hint) {
        boolean wrong = !words.isEmpty();
        trouble.setText(words);
        Controls.show(trouble, wrong);
        field.pseudoClassStateChanged(DANGER, wrong);
        field.setAccessibleHelp(wrong ? words : hint.isEmpty() ? null : hint);
    }

    void words(String words) {
        label.setText(words);
    }

    Node field() {
        return field;
    }

    void show(boolean visible) {
        Controls.show(this, visible);
    }
}
