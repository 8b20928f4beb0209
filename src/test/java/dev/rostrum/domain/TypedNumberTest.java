package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class TypedNumberTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "5;5",
                "0.5;0.5",
                "0,5;0.5",
                " 20 ;20",
                "0.125;0.125",
                "1.25;1.25",
                "0;0",
                "1000;1000",
                "1000.5;1000.5"
            })
    void aDecimalPointAndACommaAreTheSame(String typed, double number) {
        assertThat(TypedNumber.decimal(typed)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,000",
                "1.000",
                "12,500",
                "1,000.5",
                "1e3",
                "-1",
                "+1",
                "NaN",
                "Infinity",
                "0x10",
                "",
                " ",
                ".5",
                "5."
            })
    void whatCouldBeTwoNumbersIsNone(String typed) {
        assertThat(TypedNumber.decimal(typed)).isEmpty();
    }

    @Test
    void timesForProgramsHaveOneShape() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        assertThat(IsoTime.of(Instant.EPOCH, zone)).isEqualTo("1970-01-01T05:30:00.000+05:30");
        assertThat(IsoTime.of(Instant.parse("2026-03-01T20:15:30.1239Z"), zone))
                .isEqualTo("2026-03-02T01:45:30.123+05:30");
        assertThat(IsoTime.of(Instant.EPOCH, ZoneId.of("UTC"))).isEqualTo("1970-01-01T00:00:00.000Z");
    }
}
