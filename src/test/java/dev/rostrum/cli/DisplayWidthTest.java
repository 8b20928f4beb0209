package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({
        "Ada,3",
        "Łukasz,6",
        "田中太郎,8",
        "김민준,6",
        "Μαρία,5",
        "ｆｕｌｌ,8",
        "ﾊﾝｶｸ,4",
        "e\u0301te\u0301,3",
        "👍,2",
        "नमस्ते,4",
        "a\u200bb,2",
        "\u1112\u1161\u11ab,2"
    })
    void countsColumns(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void theEdgesOfTheWideRangesAreWideAndTheirNeighboursAreNot() {
        assertThat(DisplayWidth.of(0x1100)).isEqualTo(2);
        assertThat(DisplayWidth.of(0x115F)).isEqualTo(2);
        assertThat(DisplayWidth.of(0x10FF)).isEqualTo(1);
        assertThat(DisplayWidth.of(0x267F)).isEqualTo(2);
        assertThat(DisplayWidth.of(0x2680)).isEqualTo(1);
        assertThat(DisplayWidth.of(0xAC00)).isEqualTo(2);
        assertThat(DisplayWidth.of(0xD7A4)).isEqualTo(1);
        assertThat(DisplayWidth.of(0x3FFFD)).isEqualTo(2);
        assertThat(DisplayWidth.of(0x3FFFE)).isEqualTo(1);
    }

    @Test
    void cutsByColumnsAndNeverThroughACharacter() {
        assertThat(DisplayWidth.cut("Ada Lovelace", 12)).isEqualTo("Ada Lovelace");
        assertThat(DisplayWidth.cut("Ada Lovelace", 8)).isEqualTo("Ada Lov…");
        assertThat(DisplayWidth.cut("Ada Lovelace", 5)).isEqualTo("Ada…");
        assertThat(DisplayWidth.cut("田中太郎", 6)).isEqualTo("田中…");
        assertThat(DisplayWidth.cut("👍👍👍", 4)).isEqualTo("👍…");
        assertThat(DisplayWidth.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
    }

    @Test
    void padsByColumns() {
        assertThat(DisplayWidth.left("田中", 6)).isEqualTo("田中  ");
        assertThat(DisplayWidth.right("田中", 6)).isEqualTo("  田中");
    }
}
