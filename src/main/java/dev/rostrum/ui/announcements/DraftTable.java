package dev.rostrum.ui.announcements;

import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Fills the table of drafts. */
final class DraftTable {
    private final Texts texts = Texts.of(DraftTable.class);
    private final PagedTable<DraftQuery.Row, Long> table;
    private final DraftListViewModel model;
    private final ListPage.Steps steps;

    /** @param none what stands there while there is no draft, or none that the search finds */
    DraftTable(
            PagedTable<DraftQuery.Row, Long> table,
            DraftListViewModel model,
            Times times,
            ListPage.Steps steps,
            Supplier<Node> none) {
        this.table = table;
        this.model = model;
        this.steps = steps;
        table.setName(texts.get("draft.list.name"));
        table.setColumns(List.of(
                Column.<DraftQuery.Row>of("title", texts.get("list.column.title"), model::name)
                        .copying(DraftQuery.Row::name)
                        .wide(260)
                        .growing(3)
                        .unsorted(),
                Column.<DraftQuery.Row>of("audience", texts.get("list.column.audience"), this::audience)
                        .muted()
                        .wide(260)
                        .growing(3)
                        .unsorted(),
                Column.<DraftQuery.Row>of(
                                "changed", texts.get("draft.column.changed"), row -> times.moment(row.changedAt()))
                        .copying(row -> times.iso(row.changedAt()))
                        .muted()
                        .wide(132)
                        .unsorted()));
        table.setSelection(DraftQuery.Row::id, new RowSelection<>(), false);
        table.setRows(model.rows());
        table.setOnOpen(this::open);
        table.setMenu(this::menu);
        table.setEmpty(none::get);
        table.setFailed(e -> EmptyState.failed(texts.get("draft.list.failed"), FailureTexts.words(e))
                .with(texts.get("list.again"), "refresh-cw", false, model::refresh));
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DELETE && focused() != null && model.writable()) {
                event.consume();
                model.delete(focused());
            }
        });
    }

    private DraftQuery.Row focused() {
        return table.focusedRowProperty().get();
    }

    private String audience(DraftQuery.Row row) {
        if (!row.readable()) {
            return texts.get("draft.unreadable");
        }
        String names = Sentences.of(row.audience());
        return names.isEmpty() ? texts.get("draft.nobody") : names;
    }

    private void open(DraftQuery.Row row) {
        // Of one that cannot be read it is told why.
        steps.openDraft(row.id());
    }

    private List<MenuItem> menu() {
        DraftQuery.Row row = focused();
        MenuItem open = item("list.menu.open", "edit-3", () -> open(row));
        if (!model.writable()) {
            return List.of(open);
        }
        MenuItem duplicate = item("list.menu.duplicate", "copy", () -> model.duplicate(row, steps::openDraft));
        duplicate.setDisable(!row.readable());
        return List.of(open, duplicate, item("draft.menu.delete", "trash-2", () -> model.delete(row)));
    }

    private MenuItem item(String key, String icon, Runnable action) {
        MenuItem item = new MenuItem(texts.get(key), new Icon(icon));
        item.setOnAction(e -> action.run());
        return item;
    }
}
