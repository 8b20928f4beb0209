package dev.rostrum.announce;

import dev.rostrum.domain.Formatting;
import dev.rostrum.domain.Formatting.Client;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is worth knowing of a message before it goes out, and does not keep it back. */
public final class Advice {
    /** What nobody types but for Markdown; dashes and numbers before lines are read as well without it. */
    private static final Set<Formatting> MARKS = EnumSet.of(
            Formatting.BOLD,
            Formatting.ITALIC,
            Formatting.HEADING,
            Formatting.STRIKE,
            Formatting.CODE,
            Formatting.LINK,
            Formatting.IMAGE,
            Formatting.TABLE,
            Formatting.HTML);

    private Advice() {}

    /** @param bytes size of the request as Teams counts, or 0 where that is not known yet */
    public static List<Reason> of(Message message, int bytes) {
        List<Reason> advice = new ArrayList<>();
        boolean card = message.looksLikeCard();
        if (card) {
            advice.add(Reason.of("text.card"));
        } else if (message.format() == TextFormat.MARKDOWN) {
            for (Formatting formatting : MarkdownText.in(message.text())) {
                if (!formatting.lost().isEmpty()) {
                    advice.add(lost(formatting));
                }
            }
        } else if (!Collections.disjoint(MarkdownText.in(message.text()), MARKS)) {
            advice.add(Reason.of("text.marks"));
        }
        if (bytes > Message.WARN_BYTES) {
            advice.add(Reason.of("text.large"));
        }
        return advice;
    }

    private static Reason lost(Formatting formatting) {
        return formatting == Formatting.LINE_END
                ? Reason.of("text.joined")
                : Reason.of("text.format." + formatting.name().toLowerCase(Locale.ROOT), where(formatting.lost()));
    }

    private static Reason where(Set<Client> lost) {
        if (lost.equals(EnumSet.of(Client.ANDROID))) {
            return Reason.of("text.where.android");
        }
        if (lost.equals(EnumSet.of(Client.IOS, Client.ANDROID))) {
            return Reason.of("text.where.phones");
        }
        // There is no word for some computers; whoever reads it there is told too much, and never too little.
        return Reason.of("text.where.everywhere");
    }
}
