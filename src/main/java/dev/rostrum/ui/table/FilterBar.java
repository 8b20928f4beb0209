package dev.rostrum.ui.table;

import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Side;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

/** The conditions of a table's filter as chips: those that are always there, those that are on, and "+ Filter" for the rest. */
final class FilterBar<F> {
    private static final double CHIP = 52;
    private static final double LETTER = 7;
    private static final double MOST = 480;

    private final Texts texts = Texts.of(FilterBar.class);
    private final FlowPane pane;
    private final ObjectProperty<F> filter;
    private final FilterChip add = FilterChip.adding(this::choose);
    private final Map<FilterOption<F>, FilterChip> pinned = new LinkedHashMap<>();
    private List<FilterOption<F>> options = List.of();
    private Map<FilterOption<F>, Long> counts = Map.of();

    FilterBar(FlowPane pane, ObjectProperty<F> filter) {
        this.pane = pane;
        this.filter = filter;
        add.setTooltip(new Tooltip(texts.get("filter.choose")));
        add.setId("add-filter");
    }

    void setOptions(List<FilterOption<F>> all) {
        options = List.copyOf(all);
        pinned.clear();
        for (FilterOption<F> option : options) {
            if (option.pinned()) {
                FilterChip chip = chip(option);
                chip.setOnAction(e -> set(option, chip.isSelected()));
                pinned.put(option, chip);
            }
        }
        show();
    }

    /** How many rows each would show; one without a number shows none. */
    void setCounts(Map<FilterOption<F>, Long> numbers) {
        counts = Map.copyOf(numbers);
        pinned.forEach((option, chip) -> chip.setCount(counts.getOrDefault(option, -1L)));
    }

    private FilterChip chip(FilterOption<F> option) {
        FilterChip chip = new FilterChip(option.chip().apply(filter.get()));
        if (option.icon() != null) {
            chip.setIcon(option.icon());
        }
        if (option.meaning() != null) {
            chip.setTooltip(new Tooltip(option.meaning()));
        }
        return chip;
    }

    private void set(FilterOption<F> option, boolean on) {
        filter.set(option.with().apply(filter.get(), on));
    }

    /** The filter has changed. */
    void show() {
        pinned.forEach((option, chip) -> chip.setSelected(option.on().test(filter.get())));
        int focused = pane.getChildren()
                .indexOf(pane.getScene() == null ? null : pane.getScene().getFocusOwner());
        List<FilterChip> chips = new ArrayList<>(pinned.values());
        for (FilterOption<F> option : options) {
            if (!option.pinned() && option.chip() != null && option.on().test(filter.get())) {
                FilterChip chip = chip(option);
                chip.setOnRemove(() -> set(option, false));
                chips.add(chip);
            }
        }
        if (options.stream().anyMatch(option -> option.word() != null)) {
            chips.add(add);
        }
        if (pane.getChildren().equals(chips)) {
            return;
        }
        pane.getChildren().setAll(chips);
        // About what they take; the search has the rest of the row.
        double wanted = chips.stream()
                .mapToDouble(chip -> CHIP + LETTER * chip.getWord().length())
                .sum();
        pane.setPrefWrapLength(Math.min(MOST, wanted));
        if (focused >= 0) {
            // A chip that was removed by a key leaves the focus beside it.
            chips.get(Math.min(focused, chips.size() - 1)).requestFocus();
        }
    }

    boolean isEmpty() {
        return options.isEmpty();
    }

    /** Opens "+ Filter". */
    void choose() {
        if (!pane.getChildren().contains(add)) {
            pinned.values().stream().findFirst().ifPresent(FilterChip::requestFocus);
            return;
        }
        ContextMenu menu = new ContextMenu();
        Map<String, Menu> groups = new LinkedHashMap<>();
        for (FilterOption<F> option : options) {
            if (option.word() == null) {
                continue;
            }
            CheckMenuItem item = new CheckMenuItem(option.word());
            item.setMnemonicParsing(false);
            item.setSelected(option.on().test(filter.get()));
            item.setOnAction(e -> set(option, item.isSelected()));
            List<MenuItem> into = option.group() == null
                    ? menu.getItems()
                    : groups.computeIfAbsent(option.group(), name -> {
                                Menu group = new Menu(name);
                                menu.getItems().add(group);
                                return group;
                            })
                            .getItems();
            into.add(item);
        }
        add.requestFocus();
        menu.show(add, Side.BOTTOM, 0, 4);
    }
}
