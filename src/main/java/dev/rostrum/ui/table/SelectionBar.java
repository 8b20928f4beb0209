package dev.rostrum.ui.table;

import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** How many rows are selected, and what can be done with them. It is there while there are any. */
final class SelectionBar<R, F, K> extends HBox {
    /** Further actions are behind the button for more. */
    private static final int BUTTONS = 2;

    private final Texts texts = Texts.of(SelectionBar.class);
    private final List<TableAction<RowSelection<F, K>>> actions;
    private final Label selected = new Label();
    private final Hyperlink selectAll = new Hyperlink();
    private final HBox steps = new HBox();

    /** @param actions as they are at each {@link #show} */
    SelectionBar(TableViewModel<R, F, K> model, List<TableAction<RowSelection<F, K>>> actions) {
        this.actions = actions;
        setId("selectionBar");
        getStyleClass().add("r-selection-bar");
        selected.getStyleClass().add("r-bold");
        selected.setMinWidth(Region.USE_PREF_SIZE);
        selectAll.setId("selectAll");
        selectAll.getStyleClass().add("r-link");
        selectAll.setOnAction(e -> model.selectAll());
        Hyperlink clear = new Hyperlink(texts.get("clear"));
        clear.getStyleClass().add("r-link");
        clear.setMinWidth(Region.USE_PREF_SIZE);
        clear.setOnAction(e -> model.selection().clear());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        steps.getStyleClass().add("r-table-buttons");
        getChildren().addAll(selected, selectAll, clear, gap, steps);
        Controls.show(this, false);
    }

    /** @param rows how many rows the filter shows */
    void show(RowSelection<F, K> selection, long rows) {
        boolean any = !selection.isEmpty() && !actions.isEmpty();
        Controls.show(this, any);
        if (!any) {
            return;
        }
        selected.setText(selection.words());
        selectAll.setText(texts.get("select.all", rows));
        Controls.show(selectAll, rows > selection.size() - selection.hidden());
        List<TableAction<RowSelection<F, K>>> offered = actions.stream()
                .filter(action -> action.offered().test(selection))
                .toList();
        List<Button> buttons = new ArrayList<>();
        if (offered.size() > BUTTONS) {
            buttons.add(more(offered.subList(BUTTONS, offered.size()), selection));
        }
        for (int i = Math.min(BUTTONS, offered.size()) - 1; i >= 0; i--) {
            buttons.add(button(offered.get(i), selection));
        }
        if (same(buttons)) {
            return;
        }
        boolean focused = steps.getChildren().stream().anyMatch(Node::isFocused);
        steps.getChildren().setAll(buttons);
        if (focused) {
            buttons.get(buttons.size() - 1).requestFocus();
        }
    }

    private Button more(List<TableAction<RowSelection<F, K>>> rest, RowSelection<F, K> selection) {
        Button more = new Button(null, new Icon("more-horizontal"));
        more.setId("more-actions");
        Controls.iconOnly(more, texts.get("more"));
        more.setOnAction(e -> {
            ContextMenu menu = new ContextMenu();
            rest.forEach(action -> menu.getItems().add(action.item(selection)));
            menu.show(more, Side.TOP, 0, 0);
        });
        return more;
    }

    private static <T> Button button(TableAction<T> action, T target) {
        Button button = new Button(action.words().apply(target), new Icon(action.icon()));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setDisable(!action.enabled().test(target));
        button.setOnAction(e -> action.run().accept(target));
        if (action.accent()) {
            button.getStyleClass().add("accent");
        }
        return button;
    }

    /** Buttons that say the same stay: whoever is about to press one would lose it. */
    private boolean same(List<Button> buttons) {
        List<Node> before = steps.getChildren();
        if (before.size() != buttons.size()) {
            return false;
        }
        for (int i = 0; i < buttons.size(); i++) {
            Button old = (Button) before.get(i);
            if (!Objects.equals(old.getText(), buttons.get(i).getText())
                    || old.isDisable() != buttons.get(i).isDisable()) {
                return false;
            }
        }
        return true;
    }
}
