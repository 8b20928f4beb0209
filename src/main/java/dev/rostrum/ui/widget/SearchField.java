package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import javafx.animation.PauseTransition;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/** A search: icon, prompt, the key that leads here, and × once there is text. Esc empties it before it leaves. */
public final class SearchField extends Region {
    private static final Duration REST = Duration.millis(150);

    private final TextField field = new TextField();
    private final Icon icon = Icon.of("search", Icon.Size.BUTTON, "r-muted");
    private final Label hint = new Label();
    private final Button clear = new Button(null, new Icon("x", Icon.Size.BUTTON));
    private final PauseTransition rest = new PauseTransition(REST);
    private Runnable onSearch = () -> {};

    public SearchField() {
        Texts texts = Texts.of(SearchField.class);
        getStyleClass().add("r-search");
        icon.setMouseTransparent(true);
        hint.getStyleClass().add("r-key");
        hint.setMouseTransparent(true);
        hint.setVisible(false);
        Controls.iconOnly(clear, texts.get("search.clear"), "r-search-clear");
        clear.setFocusTraversable(false);
        clear.setOnAction(e -> {
            field.clear();
            field.requestFocus();
        });
        clear.setVisible(false);
        field.textProperty().addListener((observable, before, after) -> {
            clear.setVisible(!after.isEmpty());
            hint.setVisible(after.isEmpty() && !hint.getText().isEmpty());
            requestLayout();
            rest.playFromStart();
        });
        rest.setOnFinished(e -> onSearch.run());
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                rest.stop();
                onSearch.run();
                event.consume();
            }
        });
        getChildren().addAll(field, icon, hint, clear);
    }

    public StringProperty textProperty() {
        return field.textProperty();
    }

    public String getText() {
        return field.getText();
    }

    public void setText(String text) {
        field.setText(text);
    }

    public String getPrompt() {
        return field.getPromptText();
    }

    public void setPrompt(String prompt) {
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
    }

    public String getHint() {
        return hint.getText();
    }

    /** The key that leads here, such as "Ctrl F". */
    public void setHint(String key) {
        hint.setText(key);
        hint.setVisible(!key.isEmpty() && field.getText().isEmpty());
    }

    /** Calls this 150 ms after the last key, and at once on Enter. */
    public void setOnSearch(Runnable search) {
        onSearch = search;
    }

    /** Calls this on the Down key, as where the list below takes over. */
    public void onDown(Runnable below) {
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN) {
                below.run();
                event.consume();
            }
        });
    }

    @Override
    public void requestFocus() {
        field.requestFocus();
        field.selectAll();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        field.resizeRelocate(0, 0, width, height);
        double em = field.getFont().getSize() / 13;
        icon.relocate(
                Math.rint(11 * em), Math.rint((height - icon.getLayoutBounds().getHeight()) / 2));
        double right = width - 8 * em;
        if (hint.isVisible()) {
            double w = Math.ceil(hint.prefWidth(-1));
            double h = Math.ceil(hint.prefHeight(-1));
            // Below this the prompt needs the room more.
            hint.setOpacity(width > w + 140 * em ? 1 : 0);
            hint.resizeRelocate(right - w, Math.rint((height - h) / 2), w, h);
        }
        double side = Math.rint(24 * em);
        clear.resizeRelocate(width - side - 4 * em, Math.rint((height - side) / 2), side, side);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 240 * field.getFont().getSize() / 13;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 120 * field.getFont().getSize() / 13;
    }

    @Override
    protected double computePrefHeight(double width) {
        return field.prefHeight(width);
    }

    @Override
    protected double computeMinHeight(double width) {
        return field.minHeight(width);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return field.prefHeight(width);
    }
}
