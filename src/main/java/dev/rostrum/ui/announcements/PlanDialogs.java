package dev.rostrum.ui.announcements;

import dev.rostrum.announce.DryRun;
import dev.rostrum.announce.PeopleLeftOut;
import dev.rostrum.domain.PlannedPerson;
import dev.rostrum.domain.ShortId;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What stands behind the numbers of a plan, each with a search: everybody's requests, and whom a reason leaves out. */
final class PlanDialogs {
    private static Texts texts() {
        return Texts.of(PlanDialogs.class);
    }

    private PlanDialogs() {}

    /** A table, and below it the focused row's requests in full. */
    static void requests(
            DialogLayer dialogs, SoughtRows<DryRun, DryRun.Row> sought, Function<DryRun.Row, String> requestText) {
        PagedTable<DryRun.Row, Integer> table = new PagedTable<>();
        table.setName(texts().get("requests.title"));
        table.setColumns(List.of(
                Column.<DryRun.Row>of("name", texts().get("requests.name"), PlanDialogs::name)
                        .growing(1)
                        .unsorted(),
                Column.<DryRun.Row>of("conversation", texts().get("requests.conversation"), row -> texts().get(
                                        row.requests().get(0).reuse() ? "requests.reuse" : "requests.create"))
                        .unsorted(),
                Column.<DryRun.Row>of(
                                "bytes",
                                texts().get("requests.size"),
                                row -> Counts.of(row.requests().stream()
                                        .mapToLong(DryRun.Request::utf16Bytes)
                                        .sum()))
                        .number()
                        .wide(90)
                        .unsorted()));
        table.setSelection(DryRun.Row::number, new RowSelection<>(), false);
        TextArea full = new TextArea(texts().get("requests.choose"));
        full.setEditable(false);
        full.setWrapText(true);
        full.setPrefRowCount(12);
        full.getStyleClass().add("r-request");
        full.setAccessibleText(texts().get("requests.full"));
        Label head = new Label(texts().get("requests.full"));
        head.getStyleClass().addAll("r-caption", "r-muted");
        HBox line = new HBox(head, PlanLines.gap(), new CopyButton(texts().get("requests.copy"), full::getText));
        line.getStyleClass().add("r-line");
        Subscriptions shown = new Subscriptions();
        shown.onChange(table.focusedRowProperty(), row -> {
            if (row != null) {
                full.setText(requestText.apply(row));
                full.positionCaret(0);
            }
        });
        VBox form = form(sought, table, texts().get("requests.failed"), shown);
        form.getChildren().addAll(line, full);
        form.getStyleClass().add("r-requests");
        dialogs.show(texts().get("requests.title"), form, List.of(), null, answer -> shown.close());
    }

    private static String name(DryRun.Row row) {
        DryRun.Request request = row.requests().get(0);
        return request.name() == null ? ShortId.of(request.userId()) : BidiText.isolated(request.name());
    }

    /** @param reason in words */
    static void leftOut(DialogLayer dialogs, SoughtRows<PeopleLeftOut, PlannedPerson> sought, String reason) {
        PagedTable<PlannedPerson, String> table = new PagedTable<>();
        table.setName(texts().get("leftout.title"));
        table.setColumns(List.of(
                Column.<PlannedPerson>of(
                                "name",
                                texts().get("leftout.name"),
                                person -> person.name() == null
                                        ? texts().get("leftout.nameless")
                                        : BidiText.isolated(person.name()))
                        .growing(1)
                        .unsorted(),
                Column.<PlannedPerson>of(
                                "email",
                                texts().get("leftout.email"),
                                person -> person.email() == null ? "" : person.email())
                        .growing(1)
                        .unsorted(),
                Column.<PlannedPerson>of("user", texts().get("leftout.id"), person -> ShortId.of(person.userId()))
                        .copying(PlannedPerson::userId)
                        .wide(150)
                        .folded()
                        .unsorted()));
        table.setSelection(PlannedPerson::userId, new RowSelection<>(), false);
        Subscriptions shown = new Subscriptions();
        VBox form = form(sought, table, texts().get("leftout.failed"), shown);
        Label why = PlanLines.words(reason);
        why.setMinHeight(Label.USE_PREF_SIZE);
        form.getChildren().add(0, why);
        dialogs.show(texts().get("leftout.title"), form, List.of(), null, answer -> shown.close());
    }

    private static <P, R> VBox form(
            SoughtRows<P, R> sought, PagedTable<R, ?> table, String failed, Subscriptions shown) {
        SearchField search = new SearchField();
        search.setPrompt(texts().get("leftout.search"));
        search.setOnSearch(() -> sought.search(search.getText()));
        search.onDown(table::requestFocus);
        table.setEmpty(
                () -> new EmptyState("search", texts().get("leftout.nobody"), texts().get("leftout.nobody.more")));
        table.setFailed(e -> EmptyState.failed(failed, FailureTexts.words(e)));
        table.setRows(sought.rows());
        table.setPrefHeight(220);
        VBox form = new VBox(search, table);
        // A dialog stands outside of its screen, and has its own sheets.
        form.getStylesheets()
                .add(PlanDialogs.class.getResource("announcements.css").toExternalForm());
        form.getStyleClass().add("r-plan-dialog");
        shown.add(sought::close);
        return form;
    }
}
