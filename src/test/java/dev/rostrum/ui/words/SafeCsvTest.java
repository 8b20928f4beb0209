package dev.rostrum.ui.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeCsvTest {
    @TempDir
    Path folder;

    @Test
    void noCellIsAFormula() throws Exception {
        Path file = folder.resolve("out.csv");
        long rows = SafeCsv.write(file, List.of("a", "b"), sink -> {
            sink.accept(List.of("=1+1", "plain, with comma"));
            sink.accept(Arrays.asList(" @x", null));
            sink.accept(List.of("\uff1dx", "29:1abc"));
        });
        assertThat(rows).isEqualTo(3);
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .isEqualTo("a,b\r\n'=1+1,\"plain, with comma\"\r\n' @x,\r\n'\uff1dx,29:1abc\r\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatCannotBeWrittenLeavesWhatWasThere() throws Exception {
        Path file = folder.resolve("out.csv");
        Files.writeString(file, "before");
        assertThatThrownBy(() -> SafeCsv.write(file, List.of("a"), sink -> {
                    throw Problem.failed("The data file cannot be read.");
                }))
                .isInstanceOf(Problem.class);
        assertThat(Files.readString(file)).isEqualTo("before");
        assertThatThrownBy(() -> SafeCsv.write(folder.resolve("no/out.csv"), List.of("a"), sink -> {}))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be written");
    }
}
