package dev.rostrum.ui.announcements;

import dev.rostrum.ui.widget.Icon;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The lines of the cards that a plan is shown in. */
final class PlanLines {
    private PlanLines() {}

    /** Words at the left, a number at the right. */
    static HBox counted(String words, String number, boolean strong) {
        Label what = words(words);
        Label count = new Label(number);
        count.setMinWidth(Region.USE_PREF_SIZE);
        if (strong) {
            what.getStyleClass().add("r-bold");
            count.getStyleClass().add("r-bold");
        }
        return line(null, what, gap(), count);
    }

    /** @param icon or null */
    static HBox line(String icon, Node... parts) {
        HBox line = new HBox();
        line.getStyleClass().add("r-rows-line");
        if (icon != null) {
            line.getChildren().add(Icon.of(icon, Icon.Size.BUTTON, "r-muted"));
        }
        line.getChildren().addAll(parts);
        return line;
    }

    static Label words(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        return label;
    }

    static Region gap() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    /** What a colour of the bar stands for. */
    static HBox legend(String style, String words) {
        Region mark = new Region();
        mark.getStyleClass().addAll("r-legend-mark", style);
        Label label = new Label(words);
        label.getStyleClass().add("r-caption");
        HBox item = new HBox(mark, label);
        item.getStyleClass().add("r-legend-item");
        return item;
    }
}
