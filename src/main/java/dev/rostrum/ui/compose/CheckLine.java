package dev.rostrum.ui.compose;

import dev.rostrum.ui.widget.Icon;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** One check: how it stands, what was looked at, and what to do. It takes as many lines as its words need. */
public final class CheckLine extends HBox {
    public CheckLine(Check check) {
        getStyleClass().add("r-check-line");
        ComposeSheet.on(this);
        Icon icon =
                switch (check.state()) {
                    case PASSED -> Icon.of("check-circle", Icon.Size.BUTTON, "r-success-icon");
                    case FAILED -> Icon.of("x-circle", Icon.Size.BUTTON, "r-danger-icon");
                    case TO_DO -> Icon.of("circle", Icon.Size.BUTTON, "r-muted");
                    case OPEN -> Icon.of("alert-triangle", Icon.Size.BUTTON, "r-warning-icon");
                };
        Text what = new Text(check.what() + (check.more().isEmpty() ? "" : "   "));
        what.getStyleClass().add(check.state() == Check.State.FAILED ? "r-check-failed" : "r-md-text");
        Text more = new Text(check.more());
        more.getStyleClass().add("r-check-more");
        TextFlow words = new TextFlow(what, more);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(icon, words);
        setAccessibleText(check.what() + ". " + check.more());
    }
}
