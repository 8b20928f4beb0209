package dev.rostrum.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.SortKey;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All controls and their states on one sheet, to be looked at, and what can be checked of it by machine. */
@Tag("ui")
class ComponentSheetTest {
    private record Person(String name, String note, String health) {}

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    @Test
    void sheetOfComponents() {
        Screenshots.take("components", ComponentSheetTest::sheet, () -> true);
        Region sheet = Screenshots.onFx(ComponentSheetTest::sheet);
        assertThat(sheet.getChildrenUnmodifiable()).hasSize(2);
    }

    private static Region sheet() {
        VBox left = new VBox(12, buttons(), table(), empties());
        VBox right = new VBox(12, notices(), states(), fields(), chips());
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        left.setPrefWidth(640);
        right.setPrefWidth(600);
        HBox sheet = new HBox(12, left, right);
        sheet.setStyle("-fx-padding: 16;");
        return sheet;
    }

    private static VBox card(String title, Node... content) {
        Label name = new Label(title);
        name.getStyleClass().add("r-section");
        VBox card = new VBox(name);
        card.getStyleClass().add("r-card");
        card.getChildren().addAll(content);
        return card;
    }

    private static Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static VBox buttons() {
        GridPane grid = new GridPane();
        grid.setHgap(24);
        grid.setVgap(12);
        String[] heads = {"Default", "Hover", "Focus", "Disabled", "Working"};
        for (int i = 0; i < heads.length; i++) {
            grid.add(label(heads[i], "r-caption", "r-muted"), i + 1, 0);
        }
        String[][] kinds = {{"Standard", ""}, {"Primary", "accent"}, {"Danger", "danger"}, {"Flat", "flat"}};
        for (int row = 0; row < kinds.length; row++) {
            grid.add(label(kinds[row][0], "r-caption", "r-muted"), 0, row + 1);
            for (int i = 0; i < heads.length; i++) {
                Button button = i == 4 ? new WorkingButton("Sync", null) : new Button("Export…");
                if (!kinds[row][1].isEmpty()) {
                    button.getStyleClass().add(kinds[row][1]);
                }
                switch (i) {
                    case 1 -> button.pseudoClassStateChanged(PseudoClass.getPseudoClass("hover"), true);
                    case 2 -> button.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), true);
                    case 3 -> button.setDisable(true);
                    case 4 -> ((WorkingButton) button).setWorking(true);
                    default -> {}
                }
                grid.add(button, i + 1, row + 1);
            }
        }
        return card("Buttons", grid);
    }

    private static VBox table() {
        PagedTable<Person, String> table = new PagedTable<>();
        table.setColumns(List.of(
                Column.<Person>of("name", "Name", Person::name).wide(200).growing(1),
                Column.<Person>of("email", "Email", Person::note)
                        .wide(200)
                        .growing(1)
                        .muted(),
                Column.<Person>of("health", "Conversation", Person::health)
                        .wide(180)
                        .showing(p -> StateChip.plain("check-circle", p.health(), Tone.SUCCESS))));
        Pages<Person> pages = new Pages<>(new InlineTasks());
        RowSelection<Void, String> selection = new RowSelection<>();
        table.setSelection(Person::name, selection, false);
        table.setRows(pages);
        pages.show(PageSource.of(List.of(
                new Person("Daniela Fuchs", "Default", "Healthy"),
                new Person("Elif Demir", "Hover", "Healthy"),
                new Person("Emeka Obi", "Selected", "Healthy"),
                new Person("Hana Kim", "Selected and focused", "Healthy"))));
        table.setSort(List.of(new SortKey("name", true), new SortKey("health", false)));
        selection.addAll(List.of("Emeka Obi", "Hana Kim"));
        table.focusRow(3);
        table.setPrefHeight(162);
        table.setMinHeight(162);
        VBox card = card("Table rows", table);
        return card;
    }

    private static HBox empties() {
        EmptyState none = new EmptyState("users", "No people yet", "Add a team to read its members.")
                .with("Add a team…", "plus", true, () -> {});
        EmptyState match = new EmptyState("search", "Nobody matches “zoë k”", "2 filters are on as well.")
                .with("Clear search and filters", null, false, () -> {});
        EmptyState failed = EmptyState.failed(
                        "Roster not read", "The bot is not in this team (403). Known people are kept.")
                .with("Try again", "refresh-cw", false, () -> {});
        HBox row = new HBox(12);
        for (EmptyState state : List.of(none, match, failed)) {
            VBox card = new VBox(state);
            card.setAlignment(Pos.CENTER);
            card.getStyleClass().add("r-card");
            card.setStyle("-fx-padding: 0");
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(205);
            row.getChildren().add(card);
        }
        return row;
    }

    private static VBox notices() {
        NoticeBar news = new NoticeBar();
        news.show(Tone.ACCENT, "", "Field engineers was synced: 2 joined, 1 left.");
        news.setButton("Announce to 2…", () -> {});
        news.setClosable(true);
        NoticeBar warning = new NoticeBar();
        warning.show(Tone.WARNING, "", "The secret expires in 9 days.");
        warning.setButton("Replace…", () -> {});
        NoticeBar danger = new NoticeBar();
        danger.show(Tone.DANGER, "Paused after 5 refusals in a row", "with one cause.");
        danger.setButton("See why", () -> {});
        danger.setMore(2);
        return new VBox(8, news, warning, danger);
    }

    private static VBox states() {
        GridPane grid = new GridPane();
        grid.setHgap(24);
        grid.setVgap(8);
        List<StateChip> chips = List.of(
                new StateChip("clock", "Waiting", Tone.NEUTRAL),
                new StateChip("message-square", "Opening", Tone.ACCENT),
                new StateChip("send", "Sending", Tone.ACCENT),
                new StateChip("check-circle", "Sent", Tone.SUCCESS),
                new StateChip("refresh-cw", "Sent, healed", Tone.SUCCESS),
                new StateChip("user-check", "Sent, decided", Tone.SUCCESS),
                new StateChip("help-circle", "In doubt", Tone.WARNING),
                new StateChip("x-circle", "Refused", Tone.DANGER),
                new StateChip("minus-circle", "Excluded", Tone.OUTLINE),
                new StateChip("slash", "Cancelled", Tone.OUTLINE));
        List<String> meanings = List.of(
                "Not tried yet",
                "Opening the conversation",
                "No answer yet",
                "Accepted by Teams",
                "After a renewed id",
                "You said it arrived",
                "May have arrived",
                "Teams said no",
                "Left out by plan",
                "Stopped before");
        for (int i = 0; i < chips.size(); i++) {
            grid.add(chips.get(i), i / 5 * 2, i % 5);
            grid.add(label(meanings.get(i), "r-caption", "r-muted"), i / 5 * 2 + 1, i % 5);
        }
        StackedBar bar = new StackedBar();
        bar.setSegments(List.of(
                new StackedBar.Segment(6214, "r-bar-sent"),
                new StackedBar.Segment(11, "r-bar-doubt"),
                new StackedBar.Segment(118, "r-bar-refused"),
                new StackedBar.Segment(8, "r-bar-flight"),
                new StackedBar.Segment(3391, "r-bar-waiting"),
                new StackedBar.Segment(0, "r-bar-cancelled"),
                new StackedBar.Segment(296, "r-bar-hatched")));
        return card("Delivery states", grid, bar);
    }

    private static VBox fields() {
        SearchField usual = new SearchField();
        usual.setPrompt("Name, email or id");
        usual.setHint("Ctrl F");
        SearchField focus = new SearchField();
        focus.setText("zoe");
        focus.lookup(".text-field").pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), true);
        TextField error = new TextField("https://teams.example/l/channel/…");
        error.pseudoClassStateChanged(PseudoClass.getPseudoClass("danger"), true);
        Label why = label("This is the link of a channel. Copy the link of the team.", "r-field-error");
        why.setGraphic(new Icon("alert-circle"));
        TextField disabled = new TextField("20 requests/s");
        disabled.setDisable(true);
        return card("Fields", usual, focus, new VBox(5, error, why), disabled);
    }

    private static VBox chips() {
        FilterChip refused = new FilterChip("Refused");
        refused.setCount(118);
        FilterChip doubt = new FilterChip("In doubt");
        doubt.setCount(11);
        doubt.setSelected(true);
        FilterChip hidden = new FilterChip("Guests hidden");
        hidden.setOnRemove(() -> {});
        HBox filters = new HBox(12, refused, doubt, hidden, FilterChip.adding(() -> {}));
        CheckBox on = new CheckBox();
        on.setSelected(true);
        CheckBox some = new CheckBox();
        some.setIndeterminate(true);
        RadioButton radio = new RadioButton("Text");
        radio.setSelected(true);
        ToggleButton text = new ToggleButton("Text");
        text.setSelected(true);
        HBox choice = new HBox(text, new ToggleButton("Card"));
        choice.getStyleClass().add("r-segment-choice");
        HBox choices = new HBox(12, new CheckBox("Off"), on, some, radio, choice);
        choices.setAlignment(Pos.CENTER_LEFT);
        ProgressBar progress = new ProgressBar(0.48);
        progress.setMaxWidth(Double.MAX_VALUE);
        VBox read = new VBox(6, progress, label("200 of 412 read", "r-caption", "r-muted"));
        DetailsPane details = new DetailsPane();
        details.section("Conversation", StateChip.plain("check-circle", "Healthy", Tone.SUCCESS))
                .id("User id", "29:1qR7tZ…Kd2A", () -> "29:1qR7tZ-whole-Kd2A")
                .copyable("UPN", "anais.lefevre@tarn.example")
                .row("Last sent", "12 Nov, 09:14:07");
        details.setMaxWidth(304);
        return card("Chips, choices, progress", filters, choices, read, details);
    }
}
