package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A screen as the real ones are built, over 10,000 made-up rows. */
final class SampleScreen implements Screen {
    record Row(int number, String name, String email, String health, String last) {}

    private static final List<String> FIRST =
            List.of("Abebe", "Agnieszka", "Богдан", "Daniela", "Δέσποινα", "Elif", "Amira", "Anaïs", "דבורה", "Aoife");
    private static final List<String> FAMILY =
            List.of("Tesfaye", "Wróbel", "Петренко", "Fuchs", "Καραλή", "Demir", "حداد", "Lefèvre");

    private final VBox root = new VBox();
    private final PagedTable<Row, Integer> table = new PagedTable<>();
    private final RowSelection<Void, Integer> selection = new RowSelection<>();
    private final Pages<Row> pages;
    private final SearchField search = new SearchField();
    private final Subscriptions subscriptions = new Subscriptions();
    private boolean closed;
    private int homes;

    SampleScreen(Tasks tasks, ShellViewModel shell) {
        pages = new Pages<>(tasks);
        Label title = new Label("All staff");
        title.getStyleClass().add("r-title");
        Label count = new Label("10,000 of 10,000 people shown");
        count.getStyleClass().addAll("r-caption", "r-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox header = new HBox(
                title,
                count,
                gap,
                new Button("Sync", new Icon("refresh-cw")),
                new Button("Export…", new Icon("download")));
        header.getStyleClass().add("r-screen-header");
        search.setPrompt("Name, email or id");
        search.setHint("Ctrl F");
        FilterChip guests = new FilterChip("Guests hidden");
        guests.setOnRemove(() -> {});
        HBox filters = new HBox(search, guests, FilterChip.adding(() -> {}));
        filters.getStyleClass().add("r-filter-row");
        table.setColumns(List.of(
                Column.<Row>of("name", "Name", Row::name).wide(170).growing(1),
                Column.<Row>of("email", "Email", Row::email)
                        .wide(220)
                        .growing(2)
                        .muted(),
                Column.<Row>of("health", "Conversation", Row::health)
                        .wide(130)
                        .showing(r -> StateChip.plain(
                                r.health().equals("Stale") ? "alert-triangle" : "check-circle",
                                r.health(),
                                r.health().equals("Stale") ? Tone.WARNING : Tone.SUCCESS)),
                Column.<Row>of("tries", "Tries", r -> Integer.toString(r.number() % 4))
                        .wide(70)
                        .number(),
                Column.<Row>of("last", "Last sent", Row::last).wide(90).muted()));
        table.setSelection(Row::number, selection, true);
        table.setSort(List.of(new SortKey("email", true)));
        table.setRows(pages);
        VBox.setVgrow(table, Priority.ALWAYS);
        Label selected = new Label();
        selected.getStyleClass().add("r-bold");
        Button announce = new Button("Announce…", new Icon("send"));
        announce.getStyleClass().add("accent");
        Region middle = new Region();
        HBox.setHgrow(middle, Priority.ALWAYS);
        HBox bar = new HBox(selected, middle, announce);
        bar.getStyleClass().add("r-selection-bar");
        subscriptions.observe(selection.sizeProperty(), size -> {
            bar.setVisible(size.intValue() > 0);
            bar.setManaged(size.intValue() > 0);
            selected.setText(size + " selected");
            announce.setText("Announce to " + size + " people…");
            shell.selectionProperty().set(size.intValue() == 0 ? "" : size + " of 10,000 selected");
        });
        root.getChildren().addAll(header, filters, table, bar);
        pages.show(source());
    }

    private static PageSource<Row> source() {
        return PageSource.of(
                IntStream.range(0, 10_000).mapToObj(SampleScreen::row).toList());
    }

    private static Row row(int i) {
        String name = FIRST.get(i % FIRST.size()) + " " + FAMILY.get(i % FAMILY.size());
        String email = String.format(Locale.ROOT, "person%05d@tarn.example", i);
        return new Row(i, name, email, i % 7 == 4 ? "Stale" : "Healthy", 1 + i % 28 + " Nov");
    }

    PagedTable<Row, Integer> table() {
        return table;
    }

    RowSelection<Void, Integer> selection() {
        return selection;
    }

    Pages<Row> pages() {
        return pages;
    }

    int homes() {
        return homes;
    }

    @Override
    public void home() {
        homes++;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Node root() {
        return root;
    }

    @Override
    public Node firstFocus() {
        return table;
    }

    @Override
    public List<Node> panes() {
        return List.of(search, table);
    }

    @Override
    public List<Action> actions() {
        return List.of(Action.of("Shortcut+F", "Search", search::requestFocus));
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.close();
        pages.close();
    }
}
