package dev.rostrum.ui.announcements;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.words.Texts;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

/** One chip for each state that somebody listed is in, and one for the cause whose people are shown alone. */
final class FilterChips {
    private final Texts texts = Texts.of(FilterChips.class);
    private final ShownDeliveries shown;
    private final Map<StateGroup, FilterChip> filters = new EnumMap<>(StateGroup.class);
    private final FilterChip onlyCause = new FilterChip();
    private final FilterChip all = new FilterChip();

    FilterChips(ShownDeliveries shown, FlowPane pane, Subscriptions subscriptions) {
        this.shown = shown;
        all.setWord(texts.get("run.all"));
        all.setOnAction(e -> filter(null));
        pane.getChildren().add(all);
        for (StateGroup group : StateGroup.values()) {
            FilterChip filter = new FilterChip(group.stateLabel().word());
            filter.setIcon(group.stateLabel().icon());
            filter.setTooltip(new Tooltip(group.stateLabel().meaning()));
            filter.setOnAction(e -> filter(shown.filterProperty().get() == group ? null : group));
            filters.put(group, filter);
            pane.getChildren().add(filter);
        }
        onlyCause.setOnRemove(shown::forgetCause);
        pane.getChildren().add(onlyCause);
        subscriptions.observe(
                pane.widthProperty(), width -> pane.setPrefWrapLength(Math.max(200, width.doubleValue())));
        subscriptions.observe(shown.filterProperty(), now -> select());
        subscriptions.observe(shown.causeProperty(), this::show);
    }

    private void show(CauseLine cause) {
        Controls.show(onlyCause, cause != null);
        if (cause != null) {
            onlyCause.setWord(texts.get("run.cause.only", cause.what()));
            onlyCause.setTooltip(new Tooltip(cause.what()));
        }
    }

    private void filter(StateGroup group) {
        shown.filter(group);
        select();
    }

    private void select() {
        StateGroup on = shown.filterProperty().get();
        all.setSelected(on == null);
        filters.forEach((group, filter) -> {
            filter.setSelected(group == on);
            if (group == on) {
                Controls.show(filter, true);
            }
        });
    }

    /**
     * States that nobody is in take no room, but for the one that is asked for.
     *
     * @param sending nobody can look at what is in flight for less than a second
     */
    void show(ShownTotals counts, String acceptedWord, boolean sending) {
        filters.get(StateGroup.SENT).setWord(acceptedWord);
        all.setCount(counts.sum());
        filters.forEach((group, filter) -> {
            long count = counts.of(group);
            filter.setCount(count);
            boolean passing = group == StateGroup.IN_FLIGHT && sending;
            Controls.show(filter, (count > 0 && !passing) || filter.isSelected() || filter.isFocused());
        });
    }

    Node first() {
        return all;
    }
}
