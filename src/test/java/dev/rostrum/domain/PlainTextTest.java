package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class PlainTextTest {
    /** C0, DEL, C1, each control of the writing direction, both separators, half a pair. */
    private static final String STEERING =
            "\u0000\u001b\u007f\u0085\u009b\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
                    + "\u2066\u2067\u2068\u2069\u2028\u2029\ud800";

    @Test
    void everyCharacterThatSteersIsKnown() {
        assertThat(STEERING.codePoints()).allMatch(PlainText::steers);
        assertThat("Zürich 山 👩\u200d💻 İı \u00a0 29:1-x".codePoints()).noneMatch(PlainText::steers);
        for (int c = 0; c < 0x20; c++) {
            assertThat(PlainText.steers(c)).isTrue();
        }
    }

    @Test
    void escapedItReadsAsJsonDoes() {
        assertThat(PlainText.escaped("a\u009b2J\u202eb\u2028\ud800c")).isEqualTo("a\\u009b2J\\u202eb\\u2028\\ud800c");
        assertThat(PlainText.escaped("Zürich \ud83d\ude00")).isEqualTo("Zürich \ud83d\ude00");
    }

    @Test
    void oneLineHasNoneOfThem() {
        assertThat(PlainText.oneLine("a" + STEERING + "b").codePoints()).noneMatch(PlainText::steers);
        assertThat(PlainText.oneLine("two\r\nlines\tand\u2028more\u0000")).isEqualTo("two lines and more");
    }

    @Test
    void onTheScreenTheyAreSeen() {
        assertThat(PlainText.shown("a\u001b[2J\u202e\n\tb")).isEqualTo("a\ufffd[2J\ufffd\n\tb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forbidden", "AADSTS7000222", "Http502", "Bad-Argument_1.2"})
    void ownShapedCodesStay(String code) {
        assertThat(PlainText.code(code)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"<script>x,_script_x", "Ünbekannt,_nbekannt", "a b\u001b[31m,a_b_31m", "ada@example.com,ada_example.com"
    })
    void othersBecomeOfThatShape(String code, String plain) {
        assertThat(PlainText.code(code)).isEqualTo(plain);
        assertThat(PlainText.code("x".repeat(500))).hasSize(64);
    }
}
