package dev.rostrum.records;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.OutputFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class SafeCsvTest {
    @TempDir
    Path folder;

    @Test
    void commasAndQuotesComeBackAsTheyWereAndARowStaysALine() throws IOException {
        Path file = folder.resolve("out.csv");
        long rows = SafeCsv.write(
                OutputFile.at(file, false),
                List.of("a", "b"),
                sink -> sink.accept(List.of("Doe, \"Jo\"", "two\nlines")));
        assertThat(rows).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("\ufeffa,b\r\n\"Doe, \"\"Jo\"\"\",two lines\r\n");
        try (var read = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(Files.readString(file).substring(1)))) {
            CSVRecord record = read.iterator().next();
            assertThat(record.get("a")).isEqualTo("Doe, \"Jo\"");
            assertThat(record.get("b")).isEqualTo("two lines");
        }
    }

    @Test
    void whatWasThereStaysWhenTheRowsFail() throws IOException {
        Path file = folder.resolve("out.csv");
        Files.writeString(file, "before");
        assertThatThrownBy(() -> SafeCsv.write(OutputFile.at(file, true), List.of("a"), sink -> {
                    sink.accept(List.of("1"));
                    throw Problem.failed(Reason.EARLIER, "The data file cannot be read.");
                }))
                .isInstanceOf(Problem.class);
        assertThat(file).hasContent("before");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> SafeCsv.write(
                        OutputFile.at(folder.resolve("none").resolve("out.csv"), false), List.of("a"), sink -> {}))
                .isInstanceOf(Problem.class)
                .satisfies(says("none"));
    }
}
