package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name is shown as a name, whatever its owner made of it. */
class MentionTextTest {
    private static String plain(String name) {
        return MentionText.filled(new Message("{mentioner}", TextFormat.PLAIN), name, "Somebody")
                .text();
    }

    private static String markdown(String name) {
        return MentionText.filled(new Message("{mentioner}", TextFormat.MARKDOWN), name, "Somebody")
                .text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Anna Müller|Anna Müller",
                "Jean-Luc O'Neil, Jr.|Jean-Luc O'Neil, Jr.",
                "J.R. Smith|J. R. Smith",
                "王小明|王小明",
                "محمد|محمد",
                "नरेन्द्र|नरेन्द्र",
                "<at>Everyone</at>|atEveryoneat",
                "https://evil.example/x?y=1|httpsevil. examplexy1",
                "www.evil.com|www. evil. com",
                "evil。com|evilcom",
                "evil．com|evil. com",
                "@all|all",
                "[click](javascript:x)|click(javascriptx)",
                "**bold** `code` #1|bold code 1",
                "1. first|1 first",
                "- item|item",
                "&lt;b&gt;|ltbgt",
                "Smith & Sons|Smith & Sons",
                "Anna\u202egnp.exe|Annagnp. exe",
                "A\u200bB\u0007C|ABC",
                "A.\u202e0|A. 0"
            })
    void ofANameStaysWhatIsReadAsOne(String name, String shown) {
        assertThat(plain(name)).isEqualTo(shown);
    }

    @Test
    void linesAndTabsAreSpaces() {
        assertThat(plain("two\nlines\t\ttabs")).isEqualTo("two lines tabs");
    }

    @Test
    void whereNothingIsLeftItIsSomebody() {
        for (String name :
                new String[] {null, "", "   ", "***", "\u200b\u202e", "....", "@@", "\u3164\u1160", "\u115f\uffa0"}) {
            assertThat(plain(name)).as("%s", name).isEqualTo("Somebody");
        }
    }

    @Test
    void aLongOneIsCutAndATowerOfMarksFalls() {
        assertThat(plain("x".repeat(300))).hasSize(MentionText.LONGEST_NAME + 1).endsWith("x\u2026");
        assertThat(plain("a" + "\u0316".repeat(40))).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void eachPlaceholderIsFilledAndTheRestStays() {
        Message message = MentionText.filled(
                new Message("**{mentioner}** and {mentioner}: {other}", TextFormat.MARKDOWN),
                "svc_bot (IT)",
                "Somebody");
        assertThat(message.text()).isEqualTo("**svc\\_bot \\(IT\\)** and svc\\_bot \\(IT\\): {other}");
        assertThat(message.format()).isEqualTo(TextFormat.MARKDOWN);
    }

    @Test
    void aNameThatIsThePlaceholderIsNoPlaceholder() {
        assertThat(plain("{mentioner}")).isEqualTo("mentioner");
    }

    /** In Markdown it is text and nothing else, the same as in plain text. */
    @Property(tries = 2_000)
    void noNameSetsTextOrLeadsAnywhere(@ForAll String name) {
        String plain = plain(name);
        assertThat(plain.codePoints()).noneMatch(c -> c < ' ' || "<>@:/\\`*#[]{}|~=".indexOf(c) >= 0);
        assertThat(plain.codePoints()
                        .filter(c -> Character.getType(c) == Character.FORMAT)
                        .filter(c -> c != 0x200c && c != 0x200d)
                        .count())
                .isZero();
        assertThat(plain).doesNotContainPattern("\\.[\\p{L}\\p{N}]");
        List<String> other = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Parser.builder().build().parse(markdown(name)).accept(new AbstractVisitor() {
            @Override
            public void visit(Text node) {
                text.append(node.getLiteral());
            }

            private void met(Node node) {
                other.add(node.toString());
            }

            @Override
            public void visit(Link node) {
                met(node);
            }

            @Override
            public void visit(Image node) {
                met(node);
            }

            @Override
            public void visit(Emphasis node) {
                met(node);
            }

            @Override
            public void visit(StrongEmphasis node) {
                met(node);
            }

            @Override
            public void visit(Code node) {
                met(node);
            }

            @Override
            public void visit(Heading node) {
                met(node);
            }

            @Override
            public void visit(ListItem node) {
                met(node);
            }

            @Override
            public void visit(HtmlInline node) {
                met(node);
            }

            @Override
            public void visit(HtmlBlock node) {
                met(node);
            }

            @Override
            public void visit(CustomNode node) {
                met(node);
            }
        });
        assertThat(other).isEmpty();
        assertThat(text.toString()).isEqualTo(plain);
    }
}
