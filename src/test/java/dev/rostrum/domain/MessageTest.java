package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.words.Sentences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static Message message(String text) {
        return new Message(text, TextFormat.MARKDOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\uFFFDb', text.message.replacement",
        "'a\u0000b', text.message.nul",
        "'a\u0007b', text.message.control",
        "'a\u001B[31mb', text.message.control",
        "'a\u0085b', text.message.control",
        "'a\u009Bb', text.message.control",
        "'\u200B\u2060\u00AD', text.message.invisible",
        "'\u3164\n\u2800', text.message.invisible",
        "'\u202E \uFE0F', text.message.invisible"
    })
    void whatCannotGoOutIsNamed(String text, String code) {
        assertThat(message(text).fault()).map(Reason::code).contains(code);
        assertThat(TextFault.ofTitle(text, false)).map(Reason::code).contains(code.replace("message", "title"));
    }

    // Not in a table: a half of a character does not survive being printed.
    @Test
    void halvesOfCharactersAreRefused() {
        String smile = "\ud83d\ude00";
        assertThat(message("a" + smile.charAt(0)).fault()).map(Reason::code).contains("text.message.surrogate");
        assertThat(message(smile.charAt(1) + "a").fault()).map(Reason::code).contains("text.message.surrogate");
        assertThat(message(smile).fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "B\u00fcro \u65e5\u672c",
                "tab\tand\nline",
                "\u202eabc",
                "1",
                ".",
                "\u2764\ufe0f",
                "\ud83c\udde9\ud83c\uddea"
            })
    void whatCanBeReadGoesOut(String text) {
        assertThat(message(text).fault()).isEmpty();
        assertThat(TextFault.ofTitle(text, false)).isEmpty();
    }

    @Test
    void theLineIsNamed() {
        assertThat(message("a\r\nb\r\rc\u0007").fault())
                .map(Sentences::of)
                .contains("Line 4 of the message holds the control character U+0007.");
        assertThat(new Message("a\ufffd", TextFormat.PLAIN, true).fault()).isEmpty();
        assertThat(new Message("a\ufffd\u0000", TextFormat.PLAIN, true).fault()).isPresent();
    }

    @Test
    void linesEndOneWay() {
        assertThat(message("a\r\nb\rc\n\r\nd").text()).isEqualTo("a\nb\nc\n\nd");
    }

    @Test
    void aCardIsKnown() {
        assertThat(message("""
                {"type":"AdaptiveCard","$schema":"http://adaptivecards.io/schemas/adaptive-card.json","version":"1.5",
                "body":[{"type":"TextBlock","text":"Planned maintenance"}]}""").looksLikeCard()).isTrue();
        assertThat(message(" { \"@type\" : \"MessageCard\" }").looksLikeCard()).isTrue();
        assertThat(message("{\"type\":\"message\",\"attachments\":[{\"contentType\":"
                                + "\"application/vnd.microsoft.card.adaptive\",\"content\":{}}]}")
                        .looksLikeCard())
                .isTrue();
        assertThat(message("Put {\"type\":\"AdaptiveCard\"} there").looksLikeCard())
                .isFalse();
        assertThat(message("{name}, read this").looksLikeCard()).isFalse();
    }

    @Test
    void aTitleIsMadeOfWhatThereIs() {
        assertThat(message("# **Closed** today\nmore").suggestedTitle()).isEqualTo("Closed today");
        assertThat(message("***").suggestedTitle()).isEqualTo("***");
    }
}
