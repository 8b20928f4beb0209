package dev.rostrum.ui.widget;

import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Facts about one thing, in sections with a hairline between them. */
public final class DetailsPane extends VBox {
    public DetailsPane() {
        getStyleClass().add("r-details");
    }

    /** Empties the pane. */
    public void clear() {
        getChildren().clear();
    }

    /** Starts a section. Title and right side may be null. */
    public Section section(String title, Node right) {
        Section section = new Section(title, right);
        getChildren().add(section);
        return section;
    }

    /** One section of rows. */
    public static final class Section extends VBox {
        private Section(String title, Node right) {
            getStyleClass().add("r-details-section");
            if (title != null) {
                Label name = new Label(title);
                name.getStyleClass().add("r-bold");
                HBox line = new HBox(name);
                line.getStyleClass().add("r-details-title");
                line.setAlignment(Pos.CENTER_LEFT);
                if (right != null) {
                    HBox gap = new HBox();
                    HBox.setHgrow(gap, Priority.ALWAYS);
                    line.getChildren().addAll(gap, right);
                }
                getChildren().add(line);
            }
        }

        /** A key with a value. */
        public Section row(String key, String value) {
            return line(key, value, null, false, value);
        }

        /**
         * A key with a value that has more to say.
         *
         * @param tip its tooltip; where empty, the value itself
         */
        public Section row(String key, String value, String tip) {
            return line(key, value, null, false, tip.isEmpty() ? value : tip);
        }

        /** A key with an id: monospaced, shown short, whole in the tooltip and where it is copied. */
        public Section id(String key, String shown, Supplier<String> whole) {
            return line(key, shown, new CopyButton(key, () -> ClipboardText.value(whole.get())), true, whole.get());
        }

        /** A key with a value that can be copied. */
        public Section copyable(String key, String value) {
            return line(key, value, new CopyButton(key, () -> ClipboardText.value(value)), false, value);
        }

        public Section node(Node node) {
            getChildren().add(node);
            return this;
        }

        private Section line(String key, String value, Node right, boolean mono, String tip) {
            Label name = new Label(key);
            name.getStyleClass().addAll("r-caption", "r-muted", "r-details-key");
            Label said = new Label(value);
            said.getStyleClass().add(mono ? "r-mono" : "r-details-value");
            said.setMinWidth(0);
            said.setMaxWidth(Double.MAX_VALUE);
            if (tip != null && !tip.isEmpty()) {
                said.setTooltip(new Tooltip(tip));
            }
            name.setLabelFor(said);
            HBox.setHgrow(said, Priority.ALWAYS);
            HBox line = new HBox(name, said);
            line.setAlignment(Pos.CENTER_LEFT);
            line.getStyleClass().add("r-details-row");
            if (right != null) {
                line.getChildren().add(right);
            }
            getChildren().add(line);
            return this;
        }
    }
}
