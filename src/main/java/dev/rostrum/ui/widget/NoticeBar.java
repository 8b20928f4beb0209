package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** One sentence that a screen has to say, with one button. Hidden until there is something to say. */
public final class NoticeBar extends HBox {
    private final Icon icon = new Icon("info", Icon.Size.NAV);
    private final Text strong = new Text();
    private final Text sentence = new Text();
    private final TextFlow flow = new TextFlow(strong, sentence);
    private final Label more = new Label();
    private final Button button = new Button();
    private final Button close = new Button(null, new Icon("x"));
    private Tone tone = Tone.NEUTRAL;
    private Runnable onClose = () -> {};

    public NoticeBar() {
        Texts texts = Texts.of(NoticeBar.class);
        getStyleClass().addAll("r-notice", tone.style());
        setAlignment(Pos.CENTER_LEFT);
        setAccessibleRole(AccessibleRole.TEXT);
        strong.getStyleClass().add("r-bold");
        HBox.setHgrow(flow, Priority.ALWAYS);
        flow.setMinWidth(0);
        flow.setMaxHeight(Region.USE_PREF_SIZE);
        more.getStyleClass().add("r-muted");
        more.setMinWidth(USE_PREF_SIZE);
        button.getStyleClass().add("r-small-button");
        button.setMinWidth(USE_PREF_SIZE);
        Controls.iconOnly(close, texts.get("notice.close"), "r-small-button");
        close.setOnAction(e -> {
            clear();
            onClose.run();
        });
        getChildren().addAll(icon, flow, more, button, close);
        setMore(0);
        noButton();
        setClosable(false);
        clear();
    }

    /**
     * Shows the notice, without a button.
     *
     * @param what said in bold first; may be empty
     * @param rest the rest of the sentence
     */
    public void show(Tone newTone, String what, String rest) {
        getStyleClass().remove(tone.style());
        tone = newTone;
        getStyleClass().add(tone.style());
        icon.setIcon(
                switch (newTone) {
                    case WARNING -> "alert-triangle";
                    case DANGER -> "x-circle";
                    case SUCCESS -> "check-circle";
                    case NEUTRAL, OUTLINE -> "clock";
                    case ACCENT -> "info";
                });
        strong.setText(what.isEmpty() || rest.isEmpty() ? what : what + " ");
        sentence.setText(rest);
        setAccessibleText(strong.getText() + rest);
        noButton();
        Controls.show(this, true);
    }

    public void setIcon(String name) {
        icon.setIcon(name);
    }

    /** The one button. */
    public void setButton(String words, Runnable action) {
        button.setText(words);
        button.setOnAction(e -> action.run());
        Controls.show(button, true);
    }

    private void noButton() {
        Controls.show(button, false);
    }

    /** How many further notices wait behind this one. */
    public void setMore(int others) {
        more.setText(others > 0 ? Texts.of(NoticeBar.class).get("notice.more", others) : "");
        Controls.show(more, others > 0);
    }

    public void setClosable(boolean closable) {
        Controls.show(close, closable);
    }

    /** Tells this when the admin has closed the notice. */
    public void setOnClose(Runnable closed) {
        onClose = closed;
    }

    /** Hides it: there is nothing to say. */
    public void clear() {
        Controls.show(this, false);
    }
}
