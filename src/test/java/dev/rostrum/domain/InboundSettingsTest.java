package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.words.Sentences;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboundSettingsTest {
    private static final InboundSettings NONE = InboundSettings.DEFAULT;

    private static Message message(String text) {
        return new Message(text, TextFormat.PLAIN);
    }

    private static void refused(InboundSettings settings, String why) {
        assertThat(settings.fault().map(Sentences::whole))
                .hasValueSatisfying(words -> assertThat(words).contains(why));
    }

    private static InboundSettings words(List<String> stop, List<String> start) {
        return NONE.withWords(stop, start, NONE.confirmation(), NONE.again());
    }

    @Test
    void theDefaultIsOffAndFitForUse() {
        assertThat(NONE.fault()).isEmpty();
        assertThat(NONE.off()).isEqualTo(NONE);
        InboundSettings all = NONE.withListening(true, "::1", 0)
                .withWelcome(message("Hello"), true, true)
                .withMention(message("{mentioner} mentioned you"), true, Set.of("29:a"), Set.of("19:t"))
                .withReplies(true);
        assertThat(all.fault()).isEmpty();
        assertThat(all.off())
                .isEqualTo(NONE.withListening(false, "::1", 0)
                        .withWelcome(message("Hello"), false, false)
                        .withMention(message("{mentioner} mentioned you"), false, Set.of("29:a"), Set.of("19:t")));
    }

    @Test
    void whatCannotBeUsedIsNamedWithWhatToDo() {
        refused(NONE.withListening(false, "127.0.0.1", 65_536), "A port is 0 to 65535, not 65536");
        refused(NONE.withListening(false, " ", 1), "Name one of this computer");
        refused(NONE.withListening(false, "a b", 1), "Name one of this computer");
        refused(NONE.withWelcome(message(" "), true, false), "The welcome message cannot be used. It is empty.");
        refused(NONE.withWelcome(message(" "), false, true), "The welcome message cannot be used. It is empty.");
        refused(NONE.withWelcome(message("a\u0000"), false, false), "NUL");
        refused(NONE.withWelcome(message("x".repeat(40_961)), false, false), "more than 40");
        refused(
                NONE.withMention(message("Somebody mentioned you"), true, Set.of(), Set.of()),
                "Write {mentioner} where the name is to stand");
        refused(NONE.withMention(message(""), false, ids(501), Set.of()), "Mentions of at most 500 people can count");
        refused(NONE.withMention(message(""), false, Set.of(), ids(201)), "at most 200 teams");
        refused(
                NONE.withWords(NONE.stopWords(), NONE.startWords(), message(""), NONE.again()),
                "The answer to a stop word cannot be used. It is empty.");
        refused(
                NONE.withWords(NONE.stopWords(), NONE.startWords(), NONE.again(), message("\u200b")),
                "The answer to a start word cannot be used. The message holds nothing that can be seen.");
        refused(words(List.of(), List.of("start")), "Name one of each");
        refused(words(List.of("stop"), List.of()), "Name one of each");
        refused(words(List.of("stop", "!?"), List.of("start")), "It needs a letter or a digit");
        refused(words(List.of("stop"), List.of("start", "x".repeat(41))), "at most 40 characters");
        refused(words(List.of("stop"), List.of("a\nb")), "can be no such word");
        refused(words(List.of("stop"), List.of("Stop!")), "would both stop messages and bring them back");
        refused(words(Collections.nCopies(201, "stop"), List.of("start")), "at most 200 words");
    }

    private static Set<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "29:" + i).collect(Collectors.toSet());
    }
}
