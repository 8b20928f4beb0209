package dev.rostrum.ui.table;

import dev.rostrum.words.Texts;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;

/** The box of a row, where the screen acts on a selection. */
final class CheckCell<R, K> extends TableCell<R, R> {
    private final Texts texts = Texts.of(CheckCell.class);
    private final TableChoice<R, K> choice;
    private final CheckBox box = new CheckBox();

    CheckCell(TableChoice<R, K> choice) {
        this.choice = choice;
        box.getStyleClass().add("r-check");
        // The row handles the click, so that Shift and Ctrl mean the same here as beside it.
        box.setMouseTransparent(true);
        box.setFocusTraversable(false);
        getStyleClass().add("r-check-cell");
    }

    @Override
    protected void updateItem(R row, boolean nothing) {
        super.updateItem(row, nothing);
        show(!nothing && row != null, choice.holds(row));
    }

    void show(boolean present, boolean chosen) {
        setGraphic(present && choice.byBoxes() ? box : null);
        box.setSelected(chosen);
        box.setAccessibleText(texts.get("table.select.row"));
    }
}
