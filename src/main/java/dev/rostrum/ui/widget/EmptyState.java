package dev.rostrum.ui.widget;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** What stands where rows would be: an icon, a bold sentence, a muted one, and the next step as a button. */
public final class EmptyState extends VBox {
    private final Icon picture;

    public EmptyState(String icon, String sentence, String further) {
        getStyleClass().add("r-empty");
        setAlignment(Pos.CENTER);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        picture = Icon.of(icon, Icon.Size.EMPTY, "r-muted");
        Label said = new Label(sentence);
        said.getStyleClass().add("r-bold");
        center(said);
        getChildren().addAll(picture, said);
        if (further != null && !further.isEmpty()) {
            Label more = new Label(further);
            more.getStyleClass().addAll("r-caption", "r-muted");
            center(more);
            getChildren().add(more);
        }
    }

    /** Something failed: the icon says so by colour too. */
    public static EmptyState failed(String sentence, String further) {
        EmptyState state = new EmptyState("alert-circle", sentence, further);
        state.picture.getStyleClass().setAll("ikonli-font-icon", "r-icon", "r-icon-24", "r-danger-icon");
        return state;
    }

    private static void center(Label label) {
        label.setWrapText(true);
        label.setTextAlignment(TextAlignment.CENTER);
        label.setAlignment(Pos.CENTER);
        label.setMinHeight(Region.USE_PREF_SIZE);
    }

    /** Adds the next step. */
    public EmptyState with(String words, String icon, boolean primary, Runnable action) {
        Button button = new Button(words, icon == null ? null : new Icon(icon));
        if (primary) {
            button.getStyleClass().add("accent");
        }
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(e -> action.run());
        VBox.setMargin(button, new javafx.geometry.Insets(8, 0, 0, 0));
        getChildren().add(button);
        return this;
    }
}
