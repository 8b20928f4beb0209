package dev.rostrum.ui.settings;

import dev.rostrum.ui.widget.Icon;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A field with its label above, a hint at the right of the label, and below it what is wrong with it. */
public final class FormField extends VBox {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final Label label = new Label();
    private final Label hint = new Label();
    private final Label error = new Label();
    private TextField field = new TextField();

    public FormField() {
        getStyleClass().add("r-field");
        label.getStyleClass().add("r-field-label");
        label.setMinWidth(Region.USE_PREF_SIZE);
        hint.getStyleClass().addAll("r-caption", "r-muted");
        hint.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        error.getStyleClass().add("r-field-error");
        error.setGraphic(new Icon("alert-circle"));
        error.setWrapText(true);
        error.setMinHeight(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, label, gap, hint);
        getChildren().addAll(head, field, error);
        label.setLabelFor(field);
        setError(null);
    }

    /** Shows dots instead of what is typed. */
    public void setSecret(boolean secret) {
        TextField now = secret ? new PasswordField() : new TextField();
        getChildren().set(1, now);
        now.setAccessibleText(label.getText());
        now.setPromptText(field.getPromptText());
        label.setLabelFor(now);
        field = now;
    }

    public boolean isSecret() {
        return field instanceof PasswordField;
    }

    public String getLabel() {
        return label.getText();
    }

    public void setLabel(String words) {
        label.setText(words);
        field.setAccessibleText(words);
    }

    public String getHint() {
        return hint.getText();
    }

    public void setHint(String words) {
        hint.setText(words);
    }

    public String getPrompt() {
        return field.getPromptText();
    }

    public void setPrompt(String words) {
        field.setPromptText(words);
    }

    /** Ids are easier to compare in one width. */
    public void setMono(boolean mono) {
        if (mono) {
            field.getStyleClass().add("r-mono");
        }
    }

    public boolean isMono() {
        return field.getStyleClass().contains("r-mono");
    }

    /** @param words what is wrong and what to do, or null */
    void setError(String words) {
        error.setText(words == null ? "" : words);
        error.setVisible(words != null);
        error.setManaged(words != null);
        field.pseudoClassStateChanged(DANGER, words != null);
        field.setAccessibleHelp(words);
    }

    StringProperty textProperty() {
        return field.textProperty();
    }

    TextField field() {
        return field;
    }
}
