package dev.rostrum.ui.compose;

import dev.rostrum.announce.MarkdownText;
import dev.rostrum.domain.Formatting;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** How a message will look to people: a line of the chat list, a toast, the message in the chat. */
public final class MessagePreview extends VBox {
    private static final int PREVIEWED = 20_000;
    private static final int LINE = 160;
    private static final int TOAST = 60;

    private final Texts texts = Texts.of(MessagePreview.class);

    @FXML
    private Label chatTime;

    @FXML
    private Label chatLine;

    @FXML
    private Label toastLine;

    @FXML
    private Label bubbleHead;

    @FXML
    private VBox bubble;

    @FXML
    private ClientChoice client;

    private Message message = new Message("", TextFormat.MARKDOWN);

    public MessagePreview() {
        getStyleClass().add("r-message-preview");
        ComposeSheet.on(this);
        getChildren().add(Fxml.load(MessagePreview.class, "MessagePreview", this));
        client.clientProperty().subscribe(this::showBubble);
    }

    /** Shows the message as if it came now. */
    public void show(Message now, Clock clock) {
        message = now;
        showBubble();
        String time = new Times(clock).minute(clock.instant());
        chatTime.setText(time);
        bubbleHead.setText(texts.get("preview.bot") + " " + time);
        String line = cut(
                message.format() == TextFormat.MARKDOWN
                        ? MarkdownText.oneLine(cut(message.text(), PREVIEWED))
                        : cut(message.text(), PREVIEWED).replaceAll("\\s+", " ").strip(),
                LINE);
        chatLine.setText(BidiText.isolated(line));
        toastLine.setText(
                BidiText.isolated(line.length() > TOAST ? cut(line, TOAST).stripTrailing() + "\u2026" : line));
    }

    private void showBubble() {
        if (message.isEmpty()) {
            Label sample = new Label(texts.get("preview.sample"));
            sample.getStyleClass().add("r-muted");
            sample.setWrapText(true);
            bubble.getChildren().setAll(sample);
        } else {
            bubble.getChildren().setAll(body(message, client.clientProperty().get()));
        }
        client.setDisable(message.format() == TextFormat.PLAIN);
    }

    /** The message as it stands in the chat, its beginning where it is very long. */
    public static List<Node> body(Message message, Formatting.Client client) {
        String text = cut(message.text(), PREVIEWED);
        return message.format() == TextFormat.MARKDOWN ? MarkdownView.of(text, client) : MarkdownView.plain(text);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
