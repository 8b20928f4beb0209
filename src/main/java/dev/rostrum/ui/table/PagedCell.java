package dev.rostrum.ui.table;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** What a {@link Column} shows of a row; a bar while the row is on its way. */
final class PagedCell<R> extends TableCell<R, R> {
    private static final PseudoClass NUMERIC = PseudoClass.getPseudoClass("numeric");

    private final Column<R> column;
    private final Region bar = new Region();
    private final Tooltip tip = new Tooltip();

    PagedCell(Column<R> column) {
        this.column = column;
        bar.getStyleClass().add("r-row-bar");
        if (column.style() != null) {
            getStyleClass().add(column.style());
        }
        pseudoClassStateChanged(NUMERIC, column.numeric());
    }

    @Override
    protected void updateItem(R row, boolean nothing) {
        super.updateItem(row, nothing);
        explain(nothing ? null : row);
        if (nothing) {
            setText(null);
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        if (row == null) {
            setText(null);
            setGraphic(bar);
            setAccessibleText(null);
            return;
        }
        String text = column.text().apply(row);
        Node node = column.graphic() == null ? null : column.graphic().apply(row);
        setText(node == null ? text : null);
        setGraphic(node);
        setAccessibleText(column.title() + ": " + (text == null ? "" : text));
    }

    private void explain(R row) {
        String words = row == null || column.tip() == null ? "" : column.tip().apply(row);
        tip.setText(words);
        setTooltip(words.isEmpty() ? null : tip);
    }
}
