package dev.rostrum.ui.table;

import dev.rostrum.words.Texts;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableRow;

/** A row of a {@link PagedTable}: whether it is selected, and what a screen reader says of it. */
final class PagedRow<R, K> extends TableRow<R> {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final Texts texts = Texts.of(PagedRow.class);
    private final PagedTable<R, K> owner;
    private final ColumnLayout<R> columns;
    private final TableChoice<R, K> choice;

    PagedRow(PagedTable<R, K> owner, ColumnLayout<R> columns, TableChoice<R, K> choice) {
        this.owner = owner;
        this.columns = columns;
        this.choice = choice;
    }

    @Override
    protected void updateItem(R row, boolean nothing) {
        super.updateItem(row, nothing);
        if (!nothing && row == null) {
            owner.waits();
        }
        showChosen();
    }

    void showChosen() {
        R row = isEmpty() ? null : getItem();
        boolean chosen = choice.holds(row);
        pseudoClassStateChanged(CHOSEN, chosen);
        if (isEmpty()) {
            setAccessibleText(null);
            return;
        }
        Column<R> first = columns.of(columns.first());
        String name = row == null || first == null
                ? texts.get("table.row.loading")
                : first.text().apply(row);
        String spoken =
                texts.get("table.row.named", getIndex() + 1, owner.rows().size(), name == null ? "" : name);
        setAccessibleText(chosen ? spoken + ", " + texts.get("table.row.selected") : spoken);
        for (Node cell : getChildrenUnmodifiable()) {
            if (cell instanceof CheckCell<?, ?> check) {
                check.show(row != null, chosen);
            }
        }
    }
}
