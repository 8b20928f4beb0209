package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.testing.InstalledProgram;
import dev.rostrum.testing.InstalledProgram.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command starts with, by the real launcher: classes from the archive, no more of them than it needs. */
@Tag("crash")
@DisabledOnOs(OS.WINDOWS)
class ClassDataTest {
    @TempDir
    static Path folder;

    private static InstalledProgram program;
    private static Path archive;

    @TempDir
    Path here;

    @BeforeAll
    static void install() throws Exception {
        Path home = folder.resolve("program");
        program = new InstalledProgram(home);
        Outcome outcome =
                program.run(folder, Map.of("HOME", folder.toString()), "umask 077; rostrum class-data '" + home + "'");
        assertThat(outcome.status()).isZero();
        archive = home.resolve("class-data/classes.jsa");
        assertThat(archive).as(outcome.error()).isRegularFile();
        assertThat(outcome.error()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "conversation list", "connection list", "announcement list", "help announce"})
    void whatNeedsNoWindowAndNoServiceLoadsNoneOfThem(String command) throws Exception {
        Outcome outcome = program.run(
                here,
                Map.of("ROSTRUM_JAVA_OPTS", "-Xlog:class+load:file=loaded.txt"),
                "rostrum --data-dir=data " + command);
        assertThat(outcome.status()).as(outcome.error()).isZero();
        String loaded = Files.readString(here.resolve("loaded.txt"));
        assertThat(loaded)
                .containsPattern("dev\\.rostrum\\.app\\.Main source: shared objects file")
                .doesNotContain(" javafx.", " com.sun.javafx.", " com.microsoft.", " org.eclipse.jetty.");
    }

    /** Without a display it ends in words, and has tried the toolkit before. */
    @Test
    void theWindowHasAnArchiveWithTheToolkit() throws Exception {
        program.run(
                here,
                Map.of("ROSTRUM_JAVA_OPTS", "-Xlog:class+load:file=loaded.txt", "DISPLAY", ""),
                "rostrum --data-dir=data console");
        assertThat(Files.readString(here.resolve("loaded.txt")))
                .containsPattern("dev\\.rostrum\\.ui\\.[.\\w]+ source: shared objects file")
                .containsPattern("com\\.sun\\.javafx\\.tk\\.quantum\\.\\w+ source: shared objects file");
    }

    /** After an update of a library the names are made anew, see decision 0061. */
    @Test
    void nearlyAllNamesOfTheWindowsClassesAreThere() throws Exception {
        ClassLoader classes = getClass().getClassLoader();
        List<String> names;
        try (InputStream in = classes.getResourceAsStream("dev/rostrum/cli/window-classes.txt")) {
            names = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        List<String> gone = names.stream()
                .filter(name -> classes.getResource(name + ".class") == null)
                .toList();
        assertThat(names).hasSizeGreaterThan(2_000);
        assertThat(gone).hasSizeLessThan(names.size() / 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {": >", "head -c 100000 kept >", "head -c 5000 /dev/urandom >", "rm ", "mkdir ", "ln -s kept "})
    void anArchiveThatDoesNotFitIsNotTalkedAbout(String damage) throws Exception {
        Path kept = here.resolve("kept");
        Files.move(archive, kept);
        try {
            Outcome outcome = program.run(
                    here,
                    Map.of(),
                    (damage.equals("rm ") ? "" : damage + "'" + archive + "'; ")
                            + "rostrum --data-dir=data --version && rostrum --data-dir=data connection list");
            assertThat(outcome.status()).isZero();
            assertThat(outcome.output()).startsWith("Rostrum ").doesNotContain("archive", "cds", "warning");
            assertThat(outcome.error()).isEmpty();
        } finally {
            Files.deleteIfExists(archive);
            Files.move(kept, archive);
        }
    }

    @Test
    void aProgramThatWasMovedStartsWithoutItsArchive() throws Exception {
        Outcome outcome = program.run(
                here,
                Map.of("ROSTRUM_JAVA_OPTS", "-Xlog:class+load:file=loaded.txt"),
                "cp -R '" + archive.getParent().getParent() + "' moved && touch moved/lib/rostrum.jar"
                        + " && moved/bin/rostrum --data-dir=data --version");
        assertThat(outcome.status()).as(outcome.error()).isZero();
        assertThat(outcome.output()).startsWith("Rostrum ").hasLineCount(1);
        assertThat(outcome.error()).isEmpty();
        assertThat(Files.readString(here.resolve("loaded.txt")))
                .containsPattern("dev\\.rostrum\\.app\\.Main source: file");
    }

    @Test
    void whereThereCanBeNoArchiveThatIsToldAndIsNoFailure() throws Exception {
        Files.createDirectories(here.resolve("broken/lib"));
        Outcome outcome = program.run(here, Map.of(), "rostrum --data-dir=data class-data broken");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).contains("No archive of class data was made, so each start takes longer");
        assertThat(program.run(here, Map.of(), "rostrum --data-dir=data class-data nowhere")
                        .status())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', window",
        "console, window",
        "--connection announce, window",
        "--data-dir=x --connection y console, window",
        "--data-dir list -q, window",
        "--help, quick",
        "-V, quick",
        "conversation list, quick",
        "--connection console user list, quick",
        "-q doctor, quick",
        "announce --help, whole",
        "listen, whole"
    })
    void onlyTheWindowIsGivenJavaFx(String arguments, String kind) throws Exception {
        Path java = Files.createDirectories(here.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Outcome outcome = program.run(
                here,
                Map.of("JAVA_HOME", here.resolve("java").toString(), "HOME", here.toString()),
                "rostrum " + arguments);
        assertThat(outcome.output().contains("--module-path\n")).isEqualTo(kind.equals("window"));
        assertThat(outcome.output().contains("-XX:TieredStopAtLevel=1\n")).isEqualTo(kind.equals("quick"));
        Path expected = kind.equals("window") ? archive.resolveSibling("window.jsa") : archive;
        assertThat(outcome.output()).contains("-XX:SharedArchiveFile=" + expected + "\n");
    }
}
