package dev.rostrum.files;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path folder;

    private static OutputFile.Content<Integer> text(String text) {
        return out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return text.length();
        };
    }

    private void alone(Path... expected) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(expected);
        }
    }

    private void posix() {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
    }

    @Test
    void isPrivateAlsoInALooseFolderAndOverALooseFile() throws IOException {
        posix();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = folder.resolve("report.txt");
        Files.writeString(file, "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(OutputFile.at(file, true).<Integer>write(text("new"))).isEqualTo(3);

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .as("a folder that was there keeps its rights")
                .isEqualTo("rwxrwxrwx");
        alone(file);
    }

    @Test
    void nothingThatIsThereIsReplacedUnasked() throws IOException {
        Path file = folder.resolve("report.txt");
        Files.writeString(file, "before");
        assertThatThrownBy(() -> OutputFile.at(file, false))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                .satisfies(says("already a file"))
                .satisfies(says("--force"));
        assertThat(file).hasContent("before");
    }

    @Test
    void whatAppearsWhileItIsWrittenIsNotReplacedEither() throws IOException {
        Path file = folder.resolve("report.txt");
        OutputFile output = OutputFile.at(file, false);
        assertThatThrownBy(() -> output.write(out -> {
                    out.write('x');
                    return Files.writeString(file, "somebody else's");
                }))
                .satisfies(says("already a file"));
        assertThat(file).hasContent("somebody else's");
        alone(file);
    }

    @Test
    void aSymbolicLinkIsNeverWrittenThrough() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "other");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), other);
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.txt"), folder.resolve("none.txt"));
        for (Path each : new Path[] {link, dangling}) {
            for (boolean replace : new boolean[] {false, true}) {
                assertThatThrownBy(() -> OutputFile.at(each, replace)).satisfies(says("is a symbolic link"));
            }
        }
        Path late = folder.resolve("late.txt");
        OutputFile output = OutputFile.at(late, true);
        assertThatThrownBy(() -> output.write(out -> Files.createSymbolicLink(late, other)))
                .satisfies(says("is a symbolic link"));
        assertThat(other).hasContent("other");
        assertThat(folder.resolve("none.txt")).doesNotExist();
        alone(other, link, dangling, late);
    }

    @Test
    void whatWasThereStaysUntilAllIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), "before");
        assertThatThrownBy(() -> OutputFile.at(file, true).write(this::half)).satisfies(says("cannot be written"));
        assertThat(file).hasContent("before");
        alone(file);
    }

    private Void half(OutputStream out) throws IOException {
        out.write(new byte[100_000]);
        throw new IOException("the disk is full");
    }

    @Test
    void namesThatAreNoFilesAreToldBeforeAnythingIsDone() {
        assertThatThrownBy(() -> OutputFile.at(folder, true)).satisfies(says("is a folder"));
        assertThatThrownBy(() -> OutputFile.named("a\0b", false)).satisfies(says("cannot be called"));
        assertThatThrownBy(() -> OutputFile.named("/", false)).satisfies(says("is a folder"));
        if (Files.exists(Path.of("/dev/null"))) {
            assertThatThrownBy(() -> OutputFile.named("/dev/null", true)).satisfies(says("no ordinary file"));
        }
        assertThatThrownBy(() -> OutputFile.at(folder.resolve("none").resolve("x.txt"), false))
                .satisfies(says("There is no folder"));
    }
}
