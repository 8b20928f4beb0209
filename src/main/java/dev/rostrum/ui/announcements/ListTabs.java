package dev.rostrum.ui.announcements;

import dev.rostrum.ui.widget.Controls;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** What of the announcements is listed, with how many there are of each. One is always chosen. */
public final class ListTabs extends HBox {
    /** The tabs, in their order. */
    enum Tab {
        ALL,
        UNDER_WAY,
        OVER,
        DRAFTS,
        /** There only while there are such messages. */
        AUTOMATIC
    }

    private final Texts texts = Texts.of(ListTabs.class);
    private final ToggleGroup group = new ToggleGroup();
    private final Map<Tab, ToggleButton> buttons = new EnumMap<>(Tab.class);
    private final Map<Tab, Label> counts = new EnumMap<>(Tab.class);

    public ListTabs() {
        getStyleClass().add("r-tabs");
        for (Tab tab : Tab.values()) {
            Label count = new Label("0");
            count.getStyleClass().add("r-tab-count");
            ToggleButton button = new ToggleButton(word(tab), count);
            button.setId("tab-" + tab.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().setAll("r-tab");
            button.setUserData(tab);
            button.setToggleGroup(group);
            buttons.put(tab, button);
            counts.put(tab, count);
            getChildren().add(button);
        }
        buttons.get(Tab.ALL).setSelected(true);
        setCount(Tab.AUTOMATIC, 0);
    }

    private String word(Tab tab) {
        return texts.get("tab." + tab.name().toLowerCase(Locale.ROOT));
    }

    /** Tells this when another one is chosen. */
    void setOnChoice(Consumer<Tab> told) {
        group.selectedToggleProperty().addListener((all, before, now) -> {
            if (now == null) {
                before.setSelected(true);
            } else {
                told.accept((Tab) now.getUserData());
            }
        });
    }

    Tab chosen() {
        return (Tab) group.getSelectedToggle().getUserData();
    }

    void choose(Tab tab) {
        buttons.get(tab).setSelected(true);
    }

    void focusChosen() {
        buttons.get(chosen()).requestFocus();
    }

    void setCount(Tab tab, long count) {
        if (tab == Tab.AUTOMATIC) {
            Controls.show(buttons.get(tab), count > 0 || chosen() == tab);
        }
        counts.get(tab).setText(Counts.of(count));
        buttons.get(tab).setAccessibleText(texts.get("tab.spoken", word(tab), count));
    }
}
