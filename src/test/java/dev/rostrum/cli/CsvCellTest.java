package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "\n=1",
                "＝1+1",
                "＋1",
                "－1",
                "＠A1",
                " =1+1",
                "\ufeff=1",
                "=",
                "\u200b=1"
            })
    void nothingBeginsAFormula(String cell) {
        assertThat(CsvCell.of(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ada", "ada@example.org", "a:1abc", "29:1-x", "O'Neil", " Ada", " ", "a=b", "1-2"})
    void everythingElseStaysAsItIs(String cell) {
        assertThat(CsvCell.of(cell)).isEqualTo(cell);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(CsvCell.of(null)).isNull();
    }
}
