package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class SheetCellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+49 30",
                "-2",
                "@SUM(A1)",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff201",
                "\ufe66x",
                "  =1",
                "\u200b=1",
                "\u3000=1",
                "\u2003\u00a0=1",
                "\u2060\u00ad=1",
                "\ufeff@x",
                "\u3164=1",
                "\"=1"
            })
    void nothingBeginsAFormula(String value) {
        assertThat(SheetCell.of(value)).isEqualTo("'" + value);
    }

    static String[][] parts() {
        return new String[][] {
            {"Ada;=1+1", "Ada;'=1+1"},
            {"Ada; =1;@x", "Ada;' =1;'@x"},
            {";=1", ";'=1"},
            {"Ada;\"=1\"", "Ada;'\"=1\""},
            {"\t=1", "' =1"},
            {"\r=1", "' =1"},
            {"\n=1", "' =1"},
            {"\0=1", "'=1"},
            {"\u001b\u009b=1", "'=1"},
            {"\u202e=1", "'=1"},
            {"Ada\t=1", "Ada =1"},
            {"Ada\0\nLovelace", "Ada Lovelace"},
            {"Ada;", "Ada;"},
            {";;", ";;"}
        };
    }

    @ParameterizedTest
    @MethodSource("parts")
    void neitherDoesAPartThatAnotherSeparatorWouldMakeACellOf(String value, String cell) {
        assertThat(SheetCell.of(value)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "004930123456",
                "0049301234567890",
                "123456789012",
                "1577836800000",
                "12345678901234567890",
                " 123456789012 ",
                "123 456 789 012",
                "1234567.890.123.456",
                "00123",
                "12E5",
                "1.5e10",
                "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661\u0662"
            })
    void digitsThatWouldBeRoundedOrLostStayText(String value) {
        assertThat(SheetCell.of(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana\u00efs",
                "a=b",
                "29:1-x",
                "'quoted",
                " x",
                "",
                "0",
                "42",
                "12345678901",
                "2026-03-01T20:15:30.123+05:30",
                "8d1f7e2a-0000-4000-8000-123456789012",
                "true",
                "E5"
            })
    void otherValuesStay(String value) {
        assertThat(SheetCell.of(value)).isEqualTo(value);
    }
}
