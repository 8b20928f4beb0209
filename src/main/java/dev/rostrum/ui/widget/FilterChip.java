package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import java.text.NumberFormat;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/**
 * A filter that is on or off, with its count behind the word, or one that can be removed by its ×, Backspace or Delete.
 */
public final class FilterChip extends ToggleButton {
    private final Label word = new Label();
    private final Label count = new Label();
    private final HBox content = new HBox(word, count);
    private Runnable onRemove;

    public FilterChip() {
        getStyleClass().setAll("r-filter-chip");
        content.getStyleClass().add("r-filter-chip-content");
        content.setAlignment(Pos.CENTER);
        content.setMouseTransparent(true);
        count.getStyleClass().add("r-muted");
        Controls.show(count, false);
        setGraphic(content);
        setMinWidth(USE_PREF_SIZE);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (onRemove != null && (event.getCode() == KeyCode.BACK_SPACE || event.getCode() == KeyCode.DELETE)) {
                onRemove.run();
                event.consume();
            }
        });
    }

    public FilterChip(String text) {
        this();
        setWord(text);
    }

    /** A dashed chip that opens the choice of filters. */
    public static FilterChip adding(Runnable choose) {
        FilterChip chip = new FilterChip(Texts.of(FilterChip.class).get("filter.add"));
        chip.getStyleClass().add("r-filter-add");
        chip.setIcon("plus");
        chip.setOnAction(e -> {
            chip.setSelected(false);
            choose.run();
        });
        return chip;
    }

    public void setWord(String text) {
        word.setText(text);
        speak();
    }

    public String getWord() {
        return word.getText();
    }

    /** A Feather name. */
    public void setIcon(String name) {
        content.getChildren().removeIf(Icon.class::isInstance);
        content.getChildren().add(0, new Icon(name, Icon.Size.CHIP));
    }

    /** Exact, in the locale's digits; below 0 shows none. */
    public void setCount(long number) {
        count.setText(NumberFormat.getIntegerInstance(Locale.getDefault(Locale.Category.FORMAT))
                .format(number));
        Controls.show(count, number >= 0);
        speak();
    }

    /** The chip stands for a filter that is on, and a click, Backspace or Delete takes it away. */
    public void setOnRemove(Runnable remove) {
        onRemove = remove;
        setSelected(true);
        content.getChildren().add(new Icon("x", Icon.Size.CHIP));
        setOnAction(e -> {
            setSelected(true);
            remove.run();
        });
        speak();
    }

    private void speak() {
        String text = count.isManaged() ? word.getText() + ", " + count.getText() : word.getText();
        setAccessibleText(text);
        setAccessibleHelp(onRemove == null ? null : Texts.of(FilterChip.class).get("filter.remove"));
    }
}
