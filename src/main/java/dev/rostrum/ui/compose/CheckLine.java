package dev.rostrum.ui.compose;

import dev.rostrum.ui.widget.Icon;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** One check on a line: how it stands, what was looked at, and what to do. */
public final class CheckLine extends HBox {
    public CheckLine(Check check) {
        getStyleClass().add("r-check-line");
        ComposeSheet.on(this);
        Icon icon = check.passed()
                ? Icon.of("check-circle", Icon.Size.BUTTON, "r-success-icon")
                : check.blocking()
                        ? Icon.of("circle", Icon.Size.BUTTON, "r-muted")
                        : Icon.of("alert-triangle", Icon.Size.BUTTON, "r-warning-icon");
        Label what = new Label(check.what());
        what.setMinWidth(Region.USE_PREF_SIZE);
        Label more = new Label(check.more());
        more.getStyleClass().addAll("r-caption", "r-muted");
        more.setTooltip(check.more().isEmpty() ? null : new Tooltip(check.more()));
        more.setMinWidth(0);
        getChildren().addAll(icon, what, more);
    }
}
