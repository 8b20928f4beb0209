package dev.rostrum.ui.compose;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Markdown as far as its preview needs it. */
final class MarkdownText {
    private static final Parser PARSER = Parser.builder().build();

    private MarkdownText() {}

    static Document parse(String text) {
        return (Document) PARSER.parse(text);
    }

    /** The words without their marks, on one line: what a chat list shows. */
    static String oneLine(String text) {
        StringBuilder words = new StringBuilder();
        parse(text).accept(new AbstractVisitor() {
            @Override
            protected void visitChildren(Node parent) {
                super.visitChildren(parent);
                if (parent instanceof Block) {
                    words.append(' ');
                }
            }

            @Override
            public void visit(Text literal) {
                words.append(literal.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock code) {
                words.append(code.getLiteral()).append(' ');
            }

            @Override
            public void visit(IndentedCodeBlock code) {
                words.append(code.getLiteral()).append(' ');
            }

            @Override
            public void visit(SoftLineBreak softLineBreak) {
                words.append(' ');
            }

            @Override
            public void visit(HardLineBreak hardLineBreak) {
                words.append(' ');
            }
        });
        return words.toString().replaceAll("\\s+", " ").strip();
    }
}
