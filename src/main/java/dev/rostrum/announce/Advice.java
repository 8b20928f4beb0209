package dev.rostrum.announce;

import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.parser.Parser;

/** What is worth knowing of a message before it goes out, and does not keep it back. */
public final class Advice {
    private static final Parser PARSER = Parser.builder().build();

    private Advice() {}

    /** @param bytes size of the request as Teams counts, or 0 where that is not known yet */
    public static List<Reason> of(Message message, int bytes) {
        List<Reason> advice = new ArrayList<>();
        if (message.looksLikeCard()) {
            advice.add(Reason.of("text.card"));
        }
        if (message.format() == TextFormat.MARKDOWN && joinsLines(message.text())) {
            advice.add(Reason.of("text.joined"));
        }
        if (bytes > Message.WARN_BYTES) {
            advice.add(Reason.of("text.large"));
        }
        return advice;
    }

    /** In Markdown a new line takes an empty line, or two blanks at the end; Teams shows other lines as one. */
    private static boolean joinsLines(String text) {
        boolean[] found = {false};
        PARSER.parse(text).accept(new AbstractVisitor() {
            @Override
            public void visit(SoftLineBreak softLineBreak) {
                found[0] = true;
            }
        });
        return found[0];
    }
}
