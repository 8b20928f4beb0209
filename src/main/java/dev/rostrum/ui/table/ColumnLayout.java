package dev.rostrum.ui.table;

import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;

/**
 * The columns of a {@link PagedTable}: which are chosen, which of those have room, and how wide they are. Where not all have the
 * width that they want, those that give way leave, in their order; what the admin chose by hand stays.
 */
final class ColumnLayout<R> {
    private static final double NARROWEST = 48;

    /** What a column without a word about giving way shrinks to at most. */
    private static final double LEAST = 80;

    private static final double CHECK_COLUMN = 40;
    /** The column of the check boxes is the left edge where there are none: texts then start 16 px from the side. */
    private static final double EDGE = 8;

    /** Room for the column chooser at the right end of the header. */
    private static final double CHOOSER = 28;

    private static final double SCROLL_BAR = 12;

    /** An entry of the chooser, which can be clicked beside its words too. */
    private static final double CHOICE = 140;

    private final Texts texts = Texts.of(ColumnLayout.class);
    private final TableView<R> table;
    private final DoubleSupplier em;
    private final TableColumn<R, R> checks = new TableColumn<>();
    private final Map<TableColumn<R, ?>, Column<R>> columns = new HashMap<>();
    private final Map<TableColumn<R, ?>, Double> widths = new HashMap<>();
    private final Set<TableColumn<R, ?>> fixedByHand = new HashSet<>();
    private final Set<TableColumn<R, ?>> chosen = new HashSet<>();
    private final Set<TableColumn<R, ?>> chosenByHand = new HashSet<>();
    private Runnable onChange = () -> {};
    private boolean arranging;

    /** @param em size of a pixel at the zoom of the place */
    ColumnLayout(TableView<R> table, DoubleSupplier em) {
        this.table = table;
        this.em = em;
        checks.setId("checks");
        checks.setSortable(false);
        checks.setReorderable(false);
        checks.setResizable(false);
        checks.setMinWidth(0);
        checks.getStyleClass().add("r-check-column");
        checks.setCellValueFactory(data -> new SimpleObjectProperty<>(data.getValue()));
        widths.put(checks, EDGE);
        table.getColumns().add(checks);
        table.setColumnResizePolicy(this::resize);
        table.widthProperty().addListener((observable, before, after) -> makeRoom());
    }

    /** Tells this when the admin has moved, widened, shown or hidden a column. */
    void setOnChange(Runnable changed) {
        onChange = changed;
        table.getColumns().addListener((ListChangeListener<TableColumn<R, ?>>) change -> {
            if (!arranging) {
                onChange.run();
            }
        });
    }

    TableColumn<R, R> checks() {
        return checks;
    }

    void setCheckBoxes(boolean shown) {
        widths.put(checks, shown ? CHECK_COLUMN : EDGE);
        makeRoom();
    }

    /** @param cells makes a cell of a column */
    void set(
            List<Column<R>> wanted,
            BiFunction<? super Column<R>, ? super TableColumn<R, R>, ? extends TableCell<R, R>> cells) {
        columns.keySet().forEach(widths::remove);
        columns.clear();
        fixedByHand.clear();
        chosen.clear();
        chosenByHand.clear();
        List<TableColumn<R, ?>> made = new ArrayList<>();
        made.add(checks);
        for (Column<R> column : wanted) {
            TableColumn<R, R> one = new TableColumn<>(column.title());
            one.setId(column.id());
            one.setSortable(column.sortable());
            one.setVisible(column.shown());
            one.setMinWidth(NARROWEST);
            one.setCellFactory(view -> cells.apply(column, one));
            one.setCellValueFactory(data -> new SimpleObjectProperty<>(data.getValue()));
            one.getStyleClass().add(column.numeric() ? "r-numeric" : "r-text");
            columns.put(one, column);
            widths.put(one, column.width());
            if (column.shown()) {
                chosen.add(one);
            }
            made.add(one);
        }
        table.getColumns().setAll(made);
        makeRoom();
    }

    /** What is known of the column, or null where it is none of the owner's. */
    Column<R> of(TableColumn<?, ?> column) {
        return column == null ? null : columns.get(column);
    }

    Map<TableColumn<R, ?>, Column<R>> all() {
        return columns;
    }

    Optional<TableColumn<R, ?>> byId(String id) {
        return table.getColumns().stream()
                .filter(column -> columns.containsKey(column) && id.equals(column.getId()))
                .findFirst();
    }

    /** Those in view, from left to right. */
    List<TableColumn<R, ?>> shown() {
        return table.getVisibleLeafColumns().stream()
                .filter(columns::containsKey)
                .collect(Collectors.toList());
    }

    /** The leftmost in view, or null. */
    TableColumn<R, ?> first() {
        List<TableColumn<R, ?>> shown = shown();
        return shown.isEmpty() ? null : shown.get(0);
    }

    List<ColumnState> state() {
        return table.getColumns().stream()
                .filter(columns::containsKey)
                .map(column -> new ColumnState(column.getId(), chosen.contains(column), widths.get(column)))
                .collect(Collectors.toList());
    }

    void setState(List<ColumnState> states) {
        List<TableColumn<R, ?>> order = new ArrayList<>();
        order.add(checks);
        for (ColumnState state : states) {
            byId(state.id()).ifPresent(column -> {
                choose(column, state.shown());
                if (state.width() != columns.get(column).width()) {
                    widths.put(column, Math.max(NARROWEST, state.width()));
                    fixedByHand.add(column);
                }
                order.add(column);
            });
        }
        table.getColumns().stream().filter(c -> !order.contains(c)).forEach(order::add);
        arranging = true;
        table.getColumns().setAll(order);
        arranging = false;
        makeRoom();
    }

    private void choose(TableColumn<R, ?> column, boolean now) {
        if (now) {
            chosen.add(column);
            if (!columns.get(column).shown() || !column.isVisible()) {
                chosenByHand.add(column);
            }
        } else {
            chosen.remove(column);
            chosenByHand.remove(column);
        }
    }

    // ---------------------------------------------------------------- widths

    /** Shows what is chosen as far as there is room, and makes that as wide as it can be. */
    void makeRoom() {
        double room = table.getWidth() / em.getAsDouble() - SCROLL_BAR - CHOOSER - widths.get(checks);
        Set<TableColumn<R, ?>> stays = new HashSet<>(chosen);
        if (table.getWidth() > 0) {
            List<TableColumn<R, ?>> going = chosen.stream()
                    .filter(column -> columns.get(column).givesWay() > 0 && !chosenByHand.contains(column))
                    .sorted(Comparator.comparingInt(
                            column -> columns.get(column).givesWay()))
                    .toList();
            for (TableColumn<R, ?> column : going) {
                if (stays.stream().mapToDouble(widths::get).sum() > room) {
                    stays.remove(column);
                }
            }
        }
        boolean changed = columns.keySet().stream().anyMatch(column -> column.isVisible() != stays.contains(column));
        columns.keySet().forEach(column -> column.setVisible(stays.contains(column)));
        fit();
        if (changed) {
            // Rows that are there already count the cell of a hidden column once more, are too wide, and bring a scroll
            // bar.
            table.refresh();
        }
    }

    private void fit() {
        resize(new TableView.ResizeFeatures<>(table, null, 0.0));
    }

    private Boolean resize(TableView.ResizeFeatures<R> request) {
        TableColumn<R, ?> dragged = request.getColumn();
        double em = this.em.getAsDouble();
        if (dragged != null) {
            double wanted = Math.max(NARROWEST, dragged.getWidth() / em + request.getDelta() / em);
            widths.put(dragged, wanted);
            fixedByHand.add(dragged);
            onChange.run();
        }
        List<TableColumn<R, ?>> shown =
                table.getColumns().stream().filter(TableColumn::isVisible).collect(Collectors.toList());
        double sum = 0;
        double shares = 0;
        for (TableColumn<R, ?> column : shown) {
            sum += widths.getOrDefault(column, 120.0) * em;
            shares += share(column);
        }
        double left = request.getContentWidth() - CHOOSER * em - sum;
        for (TableColumn<R, ?> column : shown) {
            double width = widths.getOrDefault(column, 120.0) * em;
            if (shares > 0 && request.getContentWidth() > 0) {
                width += left * share(column) / shares;
            }
            double least = column == checks ? 0 : Math.min(LEAST, widths.get(column)) * em;
            request.setColumnWidth(column, Math.rint(Math.max(least, width)));
        }
        return true;
    }

    private double share(TableColumn<R, ?> column) {
        Column<R> known = columns.get(column);
        return known == null || fixedByHand.contains(column) ? 0 : known.grow();
    }

    // ---------------------------------------------------------------- the chooser

    /** Lets the admin choose one column after the other; the last one stays. */
    void openChooser(ButtonBelow below) {
        ContextMenu menu = new ContextMenu();
        List<CheckBox> boxes = new ArrayList<>();
        for (TableColumn<R, ?> column : table.getColumns()) {
            Column<R> known = columns.get(column);
            if (known == null) {
                continue;
            }
            boolean noRoom = chosen.contains(column) && !column.isVisible();
            CheckBox box = new CheckBox(noRoom ? texts.get("table.columns.noRoom", known.title()) : known.title());
            box.setSelected(column.isVisible());
            // The entry hears of mouse and keys, so that both mean the same.
            box.setMouseTransparent(true);
            box.setFocusTraversable(false);
            boxes.add(box);
            StackPane entry = new StackPane(box);
            entry.setAlignment(Pos.CENTER_LEFT);
            entry.setMinWidth(CHOICE * em.getAsDouble());
            CustomMenuItem item = new CustomMenuItem(entry, false);
            item.setOnAction(e -> {
                boolean last = boxes.stream().filter(CheckBox::isSelected).count() == 1;
                if (box.isSelected() && last) {
                    return;
                }
                box.setSelected(!box.isSelected());
                choose(column, box.isSelected());
                makeRoom();
                onChange.run();
                boxes.forEach(one -> one.setDisable(one.isSelected()
                        && boxes.stream().filter(CheckBox::isSelected).count() == 1));
            });
            menu.getItems().add(item);
        }
        below.show(menu, Side.BOTTOM);
    }

    /** Where the chooser opens. */
    interface ButtonBelow {
        void show(ContextMenu menu, Side side);
    }
}
