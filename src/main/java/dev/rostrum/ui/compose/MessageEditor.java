package dev.rostrum.ui.compose;

import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.OwnKeys;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The text of a message, with tools for Markdown above it where it is Markdown. */
public final class MessageEditor extends VBox {
    private final Texts texts = Texts.of(MessageEditor.class);
    private final Label label = new Label(texts.get("editor.text"));
    private final Label hint = new Label();
    private final HBox tools = new HBox();
    private final TextArea text = new TextArea();

    public MessageEditor() {
        getStyleClass().add("r-field");
        ComposeSheet.on(this);
        label.getStyleClass().add("r-field-label");
        label.setLabelFor(text);
        hint.getStyleClass().addAll("r-caption", "r-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        tools.getStyleClass().add("r-editor-tools");
        tools.getChildren()
                .addAll(
                        tool("bold", "editor.bold", () -> around("**")),
                        tool("italic", "editor.italic", () -> around("_")),
                        tool("list", "editor.list", this::bullets),
                        tool("link", "editor.link", this::link));
        text.setId("text");
        text.setWrapText(true);
        text.setPromptText(texts.get("editor.prompt"));
        VBox.setVgrow(text, Priority.ALWAYS);
        VBox box = new VBox(tools, text);
        box.getStyleClass().add("r-editor");
        VBox.setVgrow(box, Priority.ALWAYS);
        getChildren().addAll(new HBox(label, gap, hint), box);
        Controls.tabLeaves(text);
        OwnKeys.set(
                text,
                List.of(
                        Action.of("Shortcut+B", texts.get("editor.bold"), () -> mark("**")),
                        Action.of("Shortcut+I", texts.get("editor.italic"), () -> mark("_"))));
    }

    /** By key: where the text has no bold and italic, the key does nothing; it never leaves the text. */
    private void mark(String with) {
        if (tools.isVisible() && text.isEditable()) {
            around(with);
        }
    }

    private Button tool(String icon, String key, Runnable action) {
        Button button = new Button(null, new Icon(icon));
        Controls.iconOnly(button, texts.get(key), "r-small-button");
        button.setOnAction(e -> action.run());
        return button;
    }

    /** Follows the message, and changes it. */
    public void edit(MessageViewModel model, Subscriptions subscriptions) {
        subscriptions.bindBoth(text.textProperty(), model.textProperty());
        subscriptions.observe(model.formatProperty(), format -> {
            Controls.show(tools, format == TextFormat.MARKDOWN);
            hint.setText(format == TextFormat.MARKDOWN ? texts.get("format.markdown") : "");
        });
    }

    /** Names the text, for the eye and for screen readers. */
    public void setName(String words) {
        label.setText(words);
    }

    /** The place where the text is typed. */
    public TextArea text() {
        return text;
    }

    /** Puts words where the caret is. */
    public void insert(String words) {
        replace(selected -> words);
    }

    private void link() {
        replace(selected -> "[" + (selected.isEmpty() ? texts.get("editor.link.words") : selected) + "](https://)");
        text.positionCaret(text.getCaretPosition() - 1);
    }

    private void bullets() {
        int start =
                text.getText().lastIndexOf('\n', Math.max(0, text.getSelection().getStart() - 1)) + 1;
        if (text.getSelection().getLength() == 0) {
            text.insertText(start, "- ");
        } else {
            text.selectRange(start, text.getSelection().getEnd());
            replace(selected -> "- " + selected.replace("\n", "\n- "));
        }
        text.requestFocus();
    }

    private void around(String mark) {
        int start = text.getSelection().getStart() + mark.length();
        int end = text.getSelection().getEnd() + mark.length();
        replace(selected -> mark + selected + mark);
        // The words stay selected, so that a second mark goes around them too.
        text.selectRange(start, end);
    }

    private void replace(UnaryOperator<String> change) {
        text.replaceSelection(change.apply(text.getSelectedText()));
        text.requestFocus();
    }
}
