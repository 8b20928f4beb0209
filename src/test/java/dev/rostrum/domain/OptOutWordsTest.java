package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.OptOutWords.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class OptOutWordsTest {
    private static final OptOutWords USUAL = InboundSettings.DEFAULT.words();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                "  Stop\n",
                "Stop.",
                "\u00bfSTOP?!",
                "\u00abstop\u00bb",
                "\"Stop\"",
                "#stop",
                "/stop",
                "stop \ud83d\uded1",
                "\u26d4\ufe0f stop",
                "<at>Rostrum</at> stop",
                "<at id=\"0\">Rostrum Bot</at>&nbsp;STOP",
                "STOP <at>Rostrum</at>\n",
                "<p>Stop</p>",
                "<div><b>STOP</b>&nbsp;</div>\r\n",
                "stop&#160;",
                "&#xA0;stop",
                "&lt;stop&gt;",
                "\u00a0stop\u00a0",
                "\u200bstop\u200e",
                "\ufeffst\u00adop",
                "\uff33\uff34\uff2f\uff30",
                "\ud835\udc12\ud835\udc13\ud835\udc0e\ud835\udc0f",
                "unsubscribe",
                "UNSUBSCRIBE",
                "UNSUBSCR\u0130BE",
                "unsubscr\u0131be",
                "Stop all",
                "opt-out",
                "OPT  OUT",
                "Arr\u00eat",
                "ARRET",
                "arre\u0302t",
                "D\u00c9SABONNER",
                "desabonner",
                "Stopp!",
                "Abmelden",
                "BAJA",
                "\u0421\u0422\u041e\u041f",
                "\u505c\u6b62\u3002",
                "\u300c\u30b9\u30c8\u30c3\u30d7\u300d",
                "\uff7d\uff84\uff6f\uff8c\uff9f",
                "\u9000\u8ba2"
            })
    void asksForNoMessages(String text) {
        assertThat(USUAL.in(text)).contains(Word.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "START",
                "start!",
                "unstop",
                "<at>Rostrum</at>&nbsp;Start",
                "Opt-in",
                "ALTA",
                "\u0421\u0442\u0430\u0440\u0442"
            })
    void asksForMessagesAgain(String text) {
        assertThat(USUAL.in(text)).contains(Word.START);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!!!",
                "\ud83d\uded1",
                "<at>stop</at>",
                "<at>Rostrum</at>",
                "please stop",
                "stop it",
                "stop 1",
                "nonstop",
                "non-stop",
                "s t o p",
                "bus stop",
                "Stop the press, start the presses",
                "stop start",
                "yes",
                "cancel",
                "&#0;",
                "&#xffffff;",
                "&#9999999;"
            })
    void asksForNeither(String text) {
        assertThat(USUAL.in(text)).isEmpty();
    }

    @Test
    void whatIsNoTextOrTooLongAsksForNeither() {
        assertThat(USUAL.in(null)).isEmpty();
        assertThat(USUAL.in("stop" + " ".repeat(OptOutWords.MAX_TEXT))).isEmpty();
        assertThat(USUAL.in(" ".repeat(OptOutWords.MAX_TEXT - 4) + "stop")).contains(Word.STOP);
    }

    @Test
    void everyWordIsOneOfItsKindInAnySpelling() {
        Set<String> stop = new HashSet<>();
        for (String word : OptOutWords.DEFAULT_STOP) {
            assertThat(stop.add(OptOutWords.compared(word))).as(word).isTrue();
            for (String spelling : spellings(word)) {
                assertThat(USUAL.in(spelling)).as(spelling).contains(Word.STOP);
            }
        }
        for (String word : OptOutWords.DEFAULT_START) {
            assertThat(stop.add(OptOutWords.compared(word))).as(word).isTrue();
            for (String spelling : spellings(word)) {
                assertThat(USUAL.in(spelling)).as(spelling).contains(Word.START);
            }
        }
        assertThat(OptOutWords.DEFAULT_STOP.get(0)).isEqualTo("stop");
        assertThat(OptOutWords.DEFAULT_START.get(0)).isEqualTo("start");
    }

    /** As people of any language write it, with whatever their keyboards make of capitals. */
    private static List<String> spellings(String word) {
        Locale turkish = Locale.forLanguageTag("tr");
        return List.of(
                word.toUpperCase(Locale.ROOT),
                word.toUpperCase(turkish),
                word.toUpperCase(turkish).toLowerCase(Locale.ROOT),
                word.toUpperCase(Locale.ROOT).toLowerCase(turkish),
                "<p>" + word.toUpperCase(Locale.ROOT) + "!</p>\n");
    }

    @Test
    void whatTheAdminWroteCountsAlone() {
        OptOutWords own = new OptOutWords(List.of("Ruhe, bitte!", "%"), List.of("stop"));
        assertThat(own.in("ruhe bitte")).contains(Word.STOP);
        assertThat(own.in("STOP")).contains(Word.START);
        assertThat(own.in("%")).isEmpty();
    }

    @Test
    void aReaderSeesWhatWasWritten() {
        assertThat(OptOutWords.readable("<at>Rostrum</at>&nbsp;is 1 &lt; 2 &amp; 3 > 2?\n"))
                .isEqualTo("Rostrum is 1 < 2 & 3 > 2?");
        assertThat(OptOutWords.readable("&amp;lt; &unknown; $1 \\")).isEqualTo("&lt; &unknown; $1 \\");
        assertThat(OptOutWords.readable(" \n")).isNull();
        assertThat(OptOutWords.readable(null)).isNull();
        String smile = "\ud83d\ude00";
        assertThat(OptOutWords.readable(smile.repeat(OptOutWords.MAX_TEXT))).hasSize(2 * OptOutWords.MAX_TEXT);
        assertThat(OptOutWords.readable(smile.repeat(OptOutWords.MAX_TEXT + 1)))
                .isEqualTo(smile.repeat(OptOutWords.MAX_TEXT - 1) + "\u2026");
    }
}
