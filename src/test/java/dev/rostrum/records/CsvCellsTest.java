package dev.rostrum.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class CsvCellsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+49 30",
                "-2",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff201"
            })
    void nothingBeginsAFormula(String value) {
        assertThat(CsvCells.safe(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana\u00efs", "a=b", "29:1-x", "'quoted", " =1"})
    void otherValuesStay(String value) {
        assertThat(CsvCells.safe(value)).isEqualTo(value);
    }

    @Test
    void nullIsEmpty() {
        assertThat(CsvCells.safe(null)).isEmpty();
        assertThat(CsvCells.time(null, ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void timesCarryTheOffset() {
        assertThat(CsvCells.time(Instant.parse("2026-07-01T10:15:30.5Z"), ZoneId.of("Europe/Berlin")))
                .isEqualTo("2026-07-01T12:15:30.5+02:00");
    }

    @Test
    void commasQuotesAndLineEndsComeBackAsTheyWere() throws IOException {
        StringWriter out = new StringWriter();
        try (CSVPrinter printer = CsvCells.open(out, "a", "b")) {
            printer.printRecord("Doe, \"Jo\"", "two\nlines");
        }
        try (var read = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(out.toString()))) {
            var record = read.iterator().next();
            assertThat(record.get("a")).isEqualTo("Doe, \"Jo\"");
            assertThat(record.get("b")).isEqualTo("two\nlines");
        }
    }
}
