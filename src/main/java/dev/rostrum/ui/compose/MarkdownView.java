package dev.rostrum.ui.compose;

import dev.rostrum.announce.MarkdownText;
import dev.rostrum.domain.Formatting;
import dev.rostrum.domain.TextFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.ThematicBreak;

/** Draws Markdown as a client of Teams shows it ({@link Formatting}), in JavaFX nodes. Links are coloured and lead nowhere. */
final class MarkdownView {
    /** Deeper nesting is drawn flat. */
    private static final int DEEPEST = 8;

    private final Formatting.Client client;

    private MarkdownView(Formatting.Client client) {
        this.client = client;
    }

    /** The blocks of the text, top to bottom. */
    static List<javafx.scene.Node> of(String text, Formatting.Client client) {
        return new MarkdownView(client).blocks(MarkdownText.parse(text), 0);
    }

    /** The text as it is, for messages that are not Markdown. */
    static List<javafx.scene.Node> plain(String text) {
        return List.of(new TextFlow(word(text, List.of())));
    }

    /** Whether it is seen as it was meant. */
    private boolean formatted(Node node) {
        return MarkdownText.formatting(node)
                .map(way -> way.look(TextFormat.MARKDOWN, client) == Formatting.Look.FORMATTED)
                .orElse(true);
    }

    private List<javafx.scene.Node> blocks(Node parent, int depth) {
        List<javafx.scene.Node> drawn = new ArrayList<>();
        for (Node block = parent.getFirstChild(); block != null; block = block.getNext()) {
            if (formatted(block)) {
                drawn.add(block(block, depth));
            } else {
                drawn.addAll(words(block, depth));
            }
        }
        return drawn;
    }

    private javafx.scene.Node block(Node block, int depth) {
        if (depth > DEEPEST) {
            return flow(block, List.of());
        }
        if (block instanceof Heading) {
            return flow(block, List.of("r-md-heading"));
        }
        if (block instanceof BulletList || block instanceof OrderedList) {
            return list(block, depth);
        }
        if (block instanceof FencedCodeBlock code) {
            return code(code.getLiteral());
        }
        if (block instanceof IndentedCodeBlock code) {
            return code(code.getLiteral());
        }
        if (block instanceof BlockQuote) {
            VBox quote = new VBox();
            quote.getStyleClass().add("r-md-quote");
            quote.getChildren().setAll(blocks(block, depth + 1));
            return quote;
        }
        if (block instanceof ThematicBreak) {
            Region rule = new Region();
            rule.getStyleClass().add("r-md-rule");
            return rule;
        }
        return flow(block, List.of());
    }

    /** What is left of a block where its look is lost. */
    private List<javafx.scene.Node> words(Node block, int depth) {
        if (block instanceof ThematicBreak) {
            return List.of();
        }
        if (block instanceof FencedCodeBlock code) {
            return plain(code.getLiteral().stripTrailing());
        }
        if (block instanceof IndentedCodeBlock code) {
            return plain(code.getLiteral().stripTrailing());
        }
        if (block instanceof HtmlBlock html) {
            return plain(html.getLiteral());
        }
        if (depth > DEEPEST) {
            return List.of(flow(block, List.of()));
        }
        if (block instanceof BlockQuote) {
            return blocks(block, depth + 1);
        }
        if (block instanceof BulletList || block instanceof OrderedList) {
            VBox items = new VBox();
            items.getStyleClass().add("r-md-list");
            for (Node item = block.getFirstChild(); item != null; item = item.getNext()) {
                items.getChildren().addAll(blocks(item, depth + 1));
            }
            return List.of(items);
        }
        return List.of(flow(block, List.of()));
    }

    private javafx.scene.Node list(Node list, int depth) {
        VBox items = new VBox();
        items.getStyleClass().add("r-md-list");
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            Label mark = new Label(list instanceof OrderedList ? number++ + "." : "\u2022");
            mark.setMinWidth(Region.USE_PREF_SIZE);
            VBox content = new VBox();
            content.getStyleClass().add("r-md-list");
            content.getChildren().setAll(blocks(item, depth + 1));
            HBox.setHgrow(content, Priority.ALWAYS);
            content.setMinWidth(0);
            HBox line = new HBox(mark, content);
            line.getStyleClass().add("r-md-item");
            items.getChildren().add(line);
        }
        return items;
    }

    private static javafx.scene.Node code(String literal) {
        TextFlow flow = new TextFlow(word(literal.stripTrailing(), List.of("r-md-code")));
        flow.getStyleClass().add("r-md-block");
        return flow;
    }

    private TextFlow flow(Node block, List<String> styles) {
        TextFlow flow = new TextFlow();
        block.accept(new Words(flow, styles));
        return flow;
    }

    private static Text word(String text, List<String> styles) {
        Text word = new Text(text);
        word.getStyleClass().add("r-md-text");
        word.getStyleClass().addAll(styles);
        return word;
    }

    /** Inline marks, as style classes on the words inside them. */
    private final class Words extends AbstractVisitor {
        private final TextFlow flow;
        private final Deque<String> styles = new ArrayDeque<>();

        Words(TextFlow flow, List<String> styles) {
            this.flow = flow;
            this.styles.addAll(styles);
        }

        private void add(String text) {
            flow.getChildren().add(word(text, List.copyOf(styles)));
        }

        /** @param style of what is inside, where it is seen as meant */
        private void inside(String style, Node node) {
            boolean formatted = formatted(node);
            if (formatted) {
                styles.push(style);
            }
            visitChildren(node);
            if (formatted) {
                styles.pop();
            }
        }

        @Override
        public void visit(Paragraph paragraph) {
            if (!flow.getChildren().isEmpty()) {
                add("\n");
            }
            visitChildren(paragraph);
        }

        @Override
        public void visit(org.commonmark.node.Text text) {
            add(text.getLiteral());
        }

        @Override
        public void visit(Emphasis emphasis) {
            inside("r-md-emphasis", emphasis);
        }

        @Override
        public void visit(StrongEmphasis strong) {
            inside("r-md-strong", strong);
        }

        @Override
        public void visit(CustomNode strike) {
            inside("r-md-strike", strike);
        }

        @Override
        public void visit(Link link) {
            inside("r-md-link", link);
        }

        @Override
        public void visit(Image image) {
            inside("r-md-link", image);
        }

        @Override
        public void visit(Code code) {
            boolean formatted = formatted(code);
            if (formatted) {
                styles.push("r-md-code");
            }
            add(code.getLiteral());
            if (formatted) {
                styles.pop();
            }
        }

        @Override
        public void visit(HtmlInline html) {
            add(html.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak end) {
            add(formatted(end) ? "\n" : " ");
        }

        @Override
        public void visit(HardLineBreak end) {
            add(formatted(end) ? "\n" : " ");
        }
    }
}
