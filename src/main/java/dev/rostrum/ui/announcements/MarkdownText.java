package dev.rostrum.ui.announcements;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Document;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/** Markdown as far as its preview needs it. */
final class MarkdownText {
    private static final Parser PARSER = Parser.builder().build();
    private static final TextContentRenderer PLAIN = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.STRIP)
            .build();

    private MarkdownText() {}

    static Document parse(String text) {
        return (Document) PARSER.parse(text);
    }

    /** The words without their marks, on one line: what a chat list shows. */
    static String oneLine(String text) {
        return PLAIN.render(parse(text)).replaceAll("\\s+", " ").strip();
    }

    /** Whether single line ends would run together: in Markdown a new line takes a blank line or two blanks at the end. */
    static boolean joinsLines(String text) {
        boolean[] found = {false};
        Node document = parse(text);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(SoftLineBreak softLineBreak) {
                found[0] = true;
            }
        });
        return found[0];
    }
}
