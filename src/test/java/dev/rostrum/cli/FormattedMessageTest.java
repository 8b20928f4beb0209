package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.Advice;
import dev.rostrum.announce.MarkdownText;
import dev.rostrum.domain.Formatting;
import dev.rostrum.domain.Formatting.Client;
import dev.rostrum.domain.Formatting.Look;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.compose.MessagePreview;
import dev.rostrum.ui.compose.MessageViewModel;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.words.Sentences;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Preview, check and terminal of each way to format: all say what the one table says. */
@Tag("ui")
class FormattedMessageTest extends CommandsOnSandbox {
    /** What is drawn where it is seen as meant; line ends and paragraphs are seen in the text. */
    private static final Map<Formatting, String> DRAWN = Map.ofEntries(
            Map.entry(Formatting.BOLD, "r-md-strong"),
            Map.entry(Formatting.ITALIC, "r-md-emphasis"),
            Map.entry(Formatting.HEADING, "r-md-heading"),
            Map.entry(Formatting.STRIKE, "r-md-strike"),
            Map.entry(Formatting.RULE, "r-md-rule"),
            Map.entry(Formatting.BULLETS, "r-md-item"),
            Map.entry(Formatting.NUMBERS, "r-md-item"),
            Map.entry(Formatting.CODE, "r-md-code"),
            Map.entry(Formatting.CODE_BLOCK, "r-md-block"),
            Map.entry(Formatting.QUOTE, "r-md-quote"),
            Map.entry(Formatting.LINK, "r-md-link"));

    /** A drawn message: its words, a line for each block, and its style classes. */
    private record Drawn(String words, Set<String> styles) {
        static Drawn of(Message message, Client client) {
            return Screenshots.onFx(() -> {
                StringBuilder words = new StringBuilder();
                Set<String> styles = new HashSet<>();
                for (Node block : MessagePreview.body(message, client)) {
                    collect(block, words, styles);
                    words.append('\n');
                }
                return new Drawn(words.toString().strip(), styles);
            });
        }

        private static void collect(Node node, StringBuilder words, Set<String> styles) {
            styles.addAll(node.getStyleClass());
            if (node instanceof Text text) {
                words.append(text.getText());
            } else if (node instanceof Label label) {
                words.append(label.getText()).append(' ');
            } else if (node instanceof Parent parent) {
                for (Node child : parent.getChildrenUnmodifiable()) {
                    collect(child, words, styles);
                    words.append(child instanceof Text ? "" : "\n");
                }
            }
        }
    }

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    @Test
    void previewCheckAndTerminalSayWhatTheTableSays() {
        synced(small);
        for (Formatting entry : Formatting.values()) {
            previewCheckAndTerminal(entry);
        }
    }

    private void previewCheckAndTerminal(Formatting entry) {
        Message message = new Message(entry.markdown(), TextFormat.MARKDOWN);
        assertThat(MarkdownText.in(message.text())).contains(entry);
        for (Client client : Client.values()) {
            preview(entry, message, client);
        }

        List<String> told = Advice.of(message, 0).stream().map(Sentences::whole).toList();
        Set<Client> lost = entry.lost();
        if (lost.isEmpty()) {
            assertThat(told).isEmpty();
        } else if (entry == Formatting.LINE_END) {
            assertThat(told).singleElement().asString().startsWith("Single line ends run together.");
        } else {
            String where = lost.equals(EnumSet.allOf(Client.class))
                    ? " in Teams"
                    : lost.equals(EnumSet.of(Client.ANDROID)) ? " on Android phones" : " on phones";
            assertThat(told).singleElement().asString().contains(where + ".").doesNotContain("text.");
        }
        assertThat(checks(message)).containsExactlyElementsOf(told);
        Said said = run(
                        "announce --dry-run --format markdown --team",
                        small.id(),
                        "--text",
                        // A dash at its beginning is an option's.
                        "x\n\n" + message.text())
                .is(0);
        String plan = String.join(" ", said.out()).replaceAll("\\s+", " ");
        told.forEach(words -> assertThat(plan).contains(words));
        if (lost.isEmpty()) {
            assertThat(plan).doesNotContain("in Teams.", "phones.", "run together");
        }
    }

    private static void preview(Formatting entry, Message message, Client client) {
        Drawn drawn = Drawn.of(message, client);
        Look look = entry.look(message.format(), client);
        String meant = DRAWN.get(entry);
        if (meant != null) {
            assertThat(drawn.styles().contains(meant))
                    .as(entry + " as " + meant + " on " + client)
                    .isEqualTo(look == Look.FORMATTED);
        }
        switch (look) {
            case TYPED ->
                assertThat(drawn.words().replaceAll("\\s+", " "))
                        .isEqualTo(message.text().replaceAll("\\s+", " "));
            case WORDS -> assertThat(drawn.words()).doesNotContain("#", "~~", "***", "- ", "1.", "![");
            case FORMATTED -> assertThat(drawn.words()).doesNotContain("**", "_", "~~", "`", "](", "> ");
        }
        switch (entry) {
            case LINE_END -> assertThat(drawn.words()).isEqualTo("8:00 9:00");
            case LINE_BREAK, PARAGRAPH -> assertThat(drawn.words()).isEqualTo("8:00\n9:00");
            case IMAGE -> assertThat(drawn.words()).isEqualTo("Map");
            default -> {}
        }
    }

    /** Tags are for the format that Rostrum does not send: in Markdown and in plain text they are told of. */
    @Test
    void tagsStandAsTypedAndAreToldOf() {
        for (Formatting entry : Formatting.values()) {
            Message tags = new Message(entry.html(), TextFormat.MARKDOWN);
            assertThat(Drawn.of(tags, Client.DESKTOP).words().replaceAll("\\s+", ""))
                    .isEqualTo(tags.text().replaceAll("\\s+", ""));
            assertThat(checks(tags)).anyMatch(check -> check.startsWith("What stands in < > may be seen as typed"));
            assertThat(checks(new Message(entry.html(), TextFormat.PLAIN)))
                    .containsExactly(
                            "Marks such as ** stand as typed. Choose Markdown to have them read, or take them out");
        }
    }

    @Test
    void plainTextIsShownAsTyped() {
        for (Formatting entry : Formatting.values()) {
            Message plain = new Message(entry.markdown(), TextFormat.PLAIN);
            for (Client client : Client.values()) {
                assertThat(Drawn.of(plain, client).words()).isEqualTo(entry.markdown());
            }
        }
    }

    @Test
    void plainTextWithMarksIsToldOfInTheTerminalToo() {
        synced(small);
        Said said = run("announce --dry-run --format plain --team", small.id(), "--text", "**closed** on Monday")
                .is(0);
        assertThat(said.out()).anySatisfy(line -> assertThat(line).contains("Marks such as ** stand as typed"));
        assertThat(run("announce --dry-run --format plain --team", small.id(), "--text", "- 5 o'clock\n- 6 o'clock")
                        .is(0)
                        .out())
                .as("what is read as well without Markdown")
                .noneMatch(line -> line.contains("as typed"));
    }

    private static List<String> checks(Message message) {
        try (MessageViewModel model = new MessageViewModel(any -> 0, new InlineTasks(), () -> {}, e -> {
            throw new IllegalStateException(e);
        })) {
            model.set(message);
            return model.checks().stream()
                    .filter(check -> !check.passed())
                    .map(check -> check.what() + ". " + check.more())
                    .toList();
        }
    }
}
