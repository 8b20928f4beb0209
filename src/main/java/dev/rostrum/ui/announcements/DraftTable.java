package dev.rostrum.ui.announcements;

import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.TableAction;
import dev.rostrum.ui.table.TableNotice;
import dev.rostrum.ui.table.TablePane;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The table of drafts. */
final class DraftTable {
    private static final Texts TEXTS = Texts.of(DraftTable.class);

    private DraftTable() {}

    /** @param none what stands there while there is no draft */
    static TablePane<DraftQuery.Row, String, Long> of(
            DraftListViewModel model, Times times, ListPage.Steps steps, Supplier<Node> none) {
        TablePane<DraftQuery.Row, String, Long> pane = new TablePane<>(model.table(), false);
        pane.setTitle(TEXTS.get("title"));
        pane.table().setId("draftTable");
        pane.table().setName(TEXTS.get("draft.list.name"));
        pane.setPrompt(TEXTS.get("list.search"));
        pane.setColumns(
                List.of(
                        Column.<DraftQuery.Row>of("title", TEXTS.get("list.column.title"), model::name)
                                .copying(DraftQuery.Row::name)
                                .wide(260)
                                .growing(3)
                                .unsorted(),
                        Column.<DraftQuery.Row>of("audience", TEXTS.get("list.column.audience"), DraftTable::audience)
                                .muted()
                                .wide(260)
                                .growing(3)
                                .unsorted(),
                        Column.<DraftQuery.Row>of(
                                        "changed",
                                        TEXTS.get("draft.column.changed"),
                                        row -> times.moment(row.changedAt()))
                                .copying(row -> times.iso(row.changedAt()))
                                .muted()
                                .wide(132)
                                .unsorted()),
                List.of());
        // Of one that cannot be read it is told why.
        pane.setOnOpen(row -> steps.openDraft(row.id()));
        pane.setEmpty(none);
        pane.setNotices(() -> trouble(model));
        pane.rowActions()
                .setAll(
                        TableAction.of("edit-3", row -> TEXTS.get("list.menu.open"), row -> steps.openDraft(row.id())),
                        TableAction.<DraftQuery.Row>of(
                                        "copy",
                                        row -> TEXTS.get("list.menu.duplicate"),
                                        row -> model.duplicate(row, steps::openDraft))
                                .offered(row -> model.writable())
                                .when(DraftQuery.Row::readable),
                        TableAction.<DraftQuery.Row>of("trash-2", row -> TEXTS.get("draft.menu.delete"), model::delete)
                                .offered(row -> model.writable()));
        pane.table().addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            DraftQuery.Row row = pane.table().focusedRow();
            if (event.getCode() == KeyCode.DELETE && row != null && model.writable()) {
                event.consume();
                model.delete(row);
            }
        });
        return pane;
    }

    private static TableNotice trouble(DraftListViewModel model) {
        String words = model.troubleProperty().get();
        return words.isEmpty() ? null : TableNotice.of(Tone.WARNING, words).closable(model::forget);
    }

    private static String audience(DraftQuery.Row row) {
        if (!row.readable()) {
            return TEXTS.get("draft.unreadable");
        }
        String names = Sentences.of(row.audience());
        return names.isEmpty() ? TEXTS.get("draft.nobody") : names;
    }
}
