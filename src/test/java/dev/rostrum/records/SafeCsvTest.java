package dev.rostrum.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class SafeCsvTest {
    @TempDir
    Path folder;

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
                "\uff201",
                "  =1",
                "\u200b=1",
                "\ufeff@x"
            })
    void nothingBeginsAFormula(String value) {
        assertThat(SafeCsv.cell(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana\u00efs", "a=b", "29:1-x", "'quoted", " x", ""})
    void otherValuesStay(String value) {
        assertThat(SafeCsv.cell(value)).isEqualTo(value);
    }

    @Test
    void commasQuotesAndLineEndsComeBackAsTheyWere() throws IOException {
        Path file = folder.resolve("out.csv");
        long rows = SafeCsv.write(file, List.of("a", "b"), sink -> sink.accept(List.of("Doe, \"Jo\"", "two\nlines")));
        assertThat(rows).isEqualTo(1);
        try (var read = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            CSVRecord record = read.iterator().next();
            assertThat(record.get("a")).isEqualTo("Doe, \"Jo\"");
            assertThat(record.get("b")).isEqualTo("two\nlines");
        }
    }

    @Test
    void whatWasThereStaysWhenTheRowsFail() throws IOException {
        Path file = folder.resolve("out.csv");
        Files.writeString(file, "before");
        assertThatThrownBy(() -> SafeCsv.write(file, List.of("a"), sink -> {
                    sink.accept(List.of("1"));
                    throw Problem.failed("The data file cannot be read.");
                }))
                .isInstanceOf(Problem.class);
        assertThat(file).hasContent("before");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> SafeCsv.write(folder.resolve("none").resolve("out.csv"), List.of("a"), sink -> {}))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("out.csv");
    }
}
