package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.testing.InstalledProgram;
import dev.rostrum.testing.InstalledProgram.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program by its launcher, in real processes under each kind of locale, and in folders with odd names. */
@Tag("crash")
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String TEXT = "Büro 日本 🎉 50% !NAME! *";

    @TempDir
    static Path folder;

    private static InstalledProgram program;

    @TempDir
    Path here;

    @BeforeAll
    static void install() throws IOException {
        program = new InstalledProgram(folder.resolve("program"));
    }

    /** A word that is no command is repeated, which is the quickest way to see how it arrived. */
    private Outcome say(Map<String, String> environment, byte[] argument) throws Exception {
        byte[] before = "rostrum --data-dir data '".getBytes(StandardCharsets.UTF_8);
        byte[] script = new byte[before.length + argument.length + 1];
        System.arraycopy(before, 0, script, 0, before.length);
        System.arraycopy(argument, 0, script, before.length, argument.length);
        script[script.length - 1] = '\'';
        return program.run(here, environment, script);
    }

    @ParameterizedTest
    @CsvSource({
        "LC_ALL, C",
        "LC_ALL, POSIX",
        "LANG, POSIX",
        "NOTHING, SET",
        "LC_CTYPE, C",
        "LC_ALL, de_XX.UTF-8",
        "LC_ALL, C.UTF-8"
    })
    void anArgumentArrivesWhole(String variable, String locale) throws Exception {
        Outcome outcome = say(Map.of(variable, locale), TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.error()).contains("\u201c" + TEXT + "\u201d");
    }

    @Test
    void aLatinLocaleIsBelievedWhereTheBytesCannotBeUtf8() throws Exception {
        // Where the system can make one; elsewhere the name stands for no locale, which is as C.
        Outcome made = program.run(
                here,
                Map.of(),
                "mkdir locales && localedef -i en_US -f ISO-8859-1 locales/en_US.ISO-8859-1 && echo made");
        Map<String, String> latin = Map.of(
                "LC_ALL", "en_US.ISO-8859-1", "LOCPATH", here.resolve("locales").toString());
        Outcome ours = say(latin, "Büro".getBytes(StandardCharsets.UTF_8));
        Outcome theirs = say(latin, "Büro".getBytes(StandardCharsets.ISO_8859_1));
        if (made.output().contains("made")) {
            assertThat(ours.error()).contains("Argument 3 of the command line reads one way as UTF-8 and another way");
            // Its terminal has no such quotation marks.
            assertThat(theirs.error()).contains("There is no command ").contains("Büro");
        } else {
            assertThat(ours.error()).contains("\u201cBüro\u201d");
            assertThat(theirs.error()).contains("Argument 3 of the command line is not UTF-8 text");
        }
    }

    @Test
    void whatIsNoUtf8IsRefusedByTheNameOfItsOption() throws Exception {
        for (String command : List.of("announce --yes --text", "announce --text x --title", "user list --search")) {
            Outcome outcome = program.run(
                    here,
                    Map.of("LC_ALL", "C"),
                    ("rostrum --data-dir data " + command + " 'B\u00fcro'").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.error())
                    .contains("The value of " + command.substring(command.lastIndexOf(' ') + 1) + " is not UTF-8 text")
                    .contains("Nothing was done");
        }
        assertThat(say(Map.of("LC_ALL", "C.UTF-8"), "B\u00fcro".getBytes(StandardCharsets.ISO_8859_1))
                        .error())
                .contains("Argument 3 of the command line is not UTF-8 text");
    }

    /** A system without any UTF-8 locale: its {@code locale} says so, and the JVM really runs in C. */
    private Map<String, String> asciiOnly() throws IOException {
        Path commands = Files.createDirectories(here.resolve("commands"));
        Path locale = commands.resolve("locale");
        if (Files.notExists(locale)) {
            Files.writeString(locale, "#!/bin/sh\n[ \"$1\" = -a ] && exit 0\necho ANSI_X3.4-1968\n");
            Files.setPosixFilePermissions(locale, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return Map.of("LC_ALL", "C", "PATH", commands + ":" + System.getenv("PATH"));
    }

    @Test
    void whereNoLocaleIsUtf8TheProgramReadsItsArgumentsItself() throws Exception {
        Outcome outcome = say(asciiOnly(), TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.error()).contains("\u201c" + TEXT + "\u201d");
        Outcome latin = program.run(
                here,
                asciiOnly(),
                "rostrum --data-dir data announce --text='B\u00fcro'".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin.status()).isEqualTo(2);
        assertThat(latin.error()).contains("The value of --text is not UTF-8 text");
        Outcome named = program.run(here, asciiOnly(), "rostrum --data-dir data announce --text-file Büro.txt");
        assertThat(named.status()).isEqualTo(2);
        assertThat(named.error()).contains("A file cannot be called “Büro.txt” here");
        Outcome home = program.run(here, asciiOnly(), "ROSTRUM_HOME=Büro rostrum user list");
        assertThat(home.status()).isEqualTo(2);
        assertThat(home.error()).contains("cannot name the folder Büro");
        try (Stream<Path> made = Files.list(here)) {
            assertThat(made.map(file -> file.getFileName().toString()).filter(name -> name.contains("\ufffd")))
                    .isEmpty();
        }
    }

    @Test
    void inputAndFilesThatAreNoUtf8AreRefused() throws Exception {
        Outcome outcome = program.run(here, Map.of("LC_ALL", "C"), """
                printf 'B\\374ro' >latin
                rostrum --data-dir data announce --user x --text-file latin; echo $?
                rostrum --data-dir data announce --user x --text-file - <latin; echo $?
                """);
        assertThat(outcome.output().lines()).as(outcome.error()).containsExactly("2", "2");
        assertThat(outcome.error())
                .contains("The file latin is not UTF-8 text", "Standard input is not UTF-8 text")
                .doesNotContain("A part of Rostrum failed");
    }

    @Test
    void theFolderOfTheProgramMayHaveAnyName() throws Exception {
        Outcome outcome = program.run(folder, Map.of("LC_ALL", "C"), """
                last=program
                for name in 'a b' '100% %p %% !x! y' "ö 日本 it's" '$HOME [a] * ; b&c'; do
                  mv "$last" "$name" || exit 9
                  last=$name
                  "$name/bin/rostrum" --version || echo "failed in $name"
                done
                (cd "$last/bin" && ./rostrum --version) || echo "failed inside $last"
                mv "$last" 'a:b'
                'a:b/bin/rostrum' --version
                echo "status $?"
                mv 'a:b' 'a!'
                'a!/bin/rostrum' --version
                echo "status $?"
                mv 'a!' program
                """);
        assertThat(outcome.output().lines().filter(line -> line.startsWith("Rostrum ")))
                .as(outcome.output() + outcome.error())
                .hasSize(5);
        assertThat(outcome.output()).doesNotContain("failed in").endsWith("status 1\nstatus 1\n");
        assertThat(outcome.error())
                .contains("Java takes a colon for the end of a path", "Java takes an exclamation mark at the end");
    }

    @ParameterizedTest
    @CsvSource({"0, data", "022, 'data ö'"})
    void anEmptyHeapEndsTheProgramWithOneAndLeavesItsReportInTheFolderOfTheLog(String mask, String data)
            throws Exception {
        Path work = Files.createDirectories(here.resolve("work"));
        Outcome outcome = program.run(
                work,
                Map.of("LC_ALL", "C", "ROSTRUM_JAVA_OPTS", "-Xmx7m -XX:+UseSerialGC"),
                "umask " + mask + "; ulimit -c unlimited 2>/dev/null; rostrum --data-dir '../" + data
                        + "' demo; s=$?; ls -A; cd ..; ls -ld '" + data + "' '" + data + "/logs' '" + data
                        + "/logs/'hs_err*; exit $s");
        assertThat(outcome.status()).as(outcome.error()).isEqualTo(1);
        assertThat(outcome.output() + outcome.error()).contains("OutOfMemoryError");
        List<String> listed = outcome.output()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("["))
                .toList();
        assertThat(listed.stream().filter(line -> line.matches("core.*|hs_err.*|heap.*")))
                .isEmpty();
        assertThat(listed.stream().filter(line -> line.startsWith("drwx------")))
                .hasSize(2);
        assertThat(listed.stream().filter(line -> line.matches("-rw-------.*/logs/hs_err_\\d+\\.log")))
                .as(outcome.output())
                .hasSize(1);
    }

    @Test
    void outputThatIsLostIsAFailureAndAClosedInputIsTold() throws Exception {
        Outcome outcome = program.run(here, Map.of(), """
                rostrum --data-dir data connection list >/dev/full; echo "full $?"
                rostrum --data-dir data connection list >&-; echo "closed $?"
                rostrum --data-dir data announce --help >&-; echo "help $?"
                { rostrum --data-dir data connection list; echo "left $?" >&2; } | true
                rostrum --data-dir data announce --yes --text-file - --user x <&-; echo "input $?"
                rostrum --data-dir data connection list 2>&- | grep -c Sandbox
                """);
        assertThat(outcome.output()).isEqualTo("full 1\nclosed 1\nhelp 1\ninput 2\n1\n");
        assertThat(outcome.error())
                .contains("left 0", "Standard input cannot be read")
                .containsPattern("Standard output took no more \\(No space left on device\\)")
                .containsPattern("Standard output took no more \\(Bad file descriptor\\)");
    }

    @Test
    void homeIsWhereTheEnvironmentSays() throws Exception {
        Outcome outcome = program.run(here, Map.of("HOME", here + "/my home"), """
                rostrum connection list >/dev/null; echo "status $?"; ls -A "$HOME/.local/share/rostrum"; ls -A
                """);
        assertThat(outcome.output()).startsWith("status 0").contains("logs").endsWith("my home\n");
    }

    /** A folder of a log that is somebody else's, or a link to another place, gets no pieces of memory. */
    @Test
    void aLinkInPlaceOfTheFolderOfTheLogGetsNothing() throws Exception {
        Path elsewhere = Files.createDirectories(here.resolve("elsewhere"));
        Path data = Files.createDirectories(here.resolve("data"));
        Files.createSymbolicLink(data.resolve("logs"), elsewhere);
        Outcome outcome = program.run(
                here,
                Map.of("ROSTRUM_JAVA_OPTS", "-Xmx7m"),
                "rostrum --data-dir data demo; s=$?; ls -A . elsewhere; exit $s");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).doesNotContain("hs_err");
    }
}
