package dev.rostrum.announce;

import dev.rostrum.domain.Formatting;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Document;
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
import org.commonmark.node.Nodes;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.commonmark.parser.delimiter.DelimiterProcessor;
import org.commonmark.parser.delimiter.DelimiterRun;

/** A text as Markdown, for whoever draws it or says what there is to know of it: both see the same marks. */
public final class MarkdownText {
    /** What stands between two tildes on either side. */
    public static final class Strike extends CustomNode {}

    private static final Pattern BELOW_HEAD = Pattern.compile("\\s*\\|?\\s*:?-+:?\\s*(?:\\|\\s*:?-+:?\\s*)*\\|?\\s*");

    private static final Parser PARSER =
            Parser.builder().customDelimiterProcessor(new Tildes()).build();

    private MarkdownText() {}

    public static Document parse(String text) {
        return (Document) PARSER.parse(text);
    }

    /** Which way to format this node is; empty for what holds others, and for words. */
    public static Optional<Formatting> formatting(Node node) {
        if (node instanceof StrongEmphasis) {
            return Optional.of(Formatting.BOLD);
        } else if (node instanceof Emphasis) {
            return Optional.of(Formatting.ITALIC);
        } else if (node instanceof Heading) {
            return Optional.of(Formatting.HEADING);
        } else if (node instanceof Strike) {
            return Optional.of(Formatting.STRIKE);
        } else if (node instanceof ThematicBreak) {
            return Optional.of(Formatting.RULE);
        } else if (node instanceof BulletList) {
            return Optional.of(Formatting.BULLETS);
        } else if (node instanceof OrderedList) {
            return Optional.of(Formatting.NUMBERS);
        } else if (node instanceof Code) {
            return Optional.of(Formatting.CODE);
        } else if (node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock) {
            return Optional.of(Formatting.CODE_BLOCK);
        } else if (node instanceof BlockQuote) {
            return Optional.of(Formatting.QUOTE);
        } else if (node instanceof Link) {
            return Optional.of(Formatting.LINK);
        } else if (node instanceof Image) {
            return Optional.of(Formatting.IMAGE);
        } else if (node instanceof SoftLineBreak) {
            return Optional.of(Formatting.LINE_END);
        } else if (node instanceof HardLineBreak) {
            return Optional.of(Formatting.LINE_BREAK);
        } else if (node instanceof HtmlBlock || node instanceof HtmlInline) {
            return Optional.of(Formatting.HTML);
        } else if (node instanceof Paragraph) {
            return table(node)
                    ? Optional.of(Formatting.TABLE)
                    : node.getNext() instanceof Paragraph ? Optional.of(Formatting.PARAGRAPH) : Optional.empty();
        }
        return Optional.empty();
    }

    /** All ways to format that are in it. */
    public static Set<Formatting> in(String text) {
        Set<Formatting> found = EnumSet.noneOf(Formatting.class);
        collect(parse(text), found);
        return found;
    }

    private static void collect(Node parent, Set<Formatting> found) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            Optional<Formatting> formatting = formatting(node);
            formatting.ifPresent(found::add);
            // The lines of a table run together with it, and an image's description is read by nobody.
            if (formatting.isEmpty() || formatting.get() != Formatting.TABLE && formatting.get() != Formatting.IMAGE) {
                collect(node, found);
            }
        }
    }

    /** Whether a line of dashes and bars stands below one with bars. */
    private static boolean table(Node paragraph) {
        String above = "";
        for (String line : lines(paragraph)) {
            if (above.contains("|")
                    && line.contains("-")
                    && BELOW_HEAD.matcher(line).matches()) {
                return true;
            }
            above = line;
        }
        return false;
    }

    private static String[] lines(Node paragraph) {
        StringBuilder lines = new StringBuilder();
        paragraph.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                lines.append(text.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak end) {
                lines.append('\n');
            }

            @Override
            public void visit(HardLineBreak end) {
                lines.append('\n');
            }
        });
        return lines.toString().split("\n");
    }

    /** The words without their marks, on one line: what a chat list shows. */
    public static String oneLine(String text) {
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
            public void visit(HtmlInline html) {
                words.append(html.getLiteral());
            }

            @Override
            public void visit(HtmlBlock html) {
                words.append(html.getLiteral()).append(' ');
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

    /** Two tildes on either side strike out what is between. */
    private static final class Tildes implements DelimiterProcessor {
        @Override
        public char getOpeningCharacter() {
            return '~';
        }

        @Override
        public char getClosingCharacter() {
            return '~';
        }

        @Override
        public int getMinLength() {
            return 2;
        }

        @Override
        public int process(DelimiterRun opening, DelimiterRun closing) {
            if (opening.length() != 2 || closing.length() != 2) {
                return 0;
            }
            Node opener = opening.getOpener();
            Strike strike = new Strike();
            for (Node inside : Nodes.between(opener, closing.getCloser())) {
                strike.appendChild(inside);
            }
            opener.insertAfter(strike);
            return 2;
        }
    }
}
