package dev.rostrum.app;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the operating system tells of the arguments, where Java's own reading lost letters. */
class ArgumentsTest {
    private static Supplier<byte[]> told(Charset charset, String... words) {
        return () -> (String.join("\0", words) + "\0").getBytes(charset);
    }

    @Test
    void utf8UnderAsciiIsRead() {
        String[] given = {"--text", "B\ufffd\ufffdro", ""};
        assertThat(Arguments.decoded(
                        given,
                        StandardCharsets.US_ASCII,
                        told(StandardCharsets.UTF_8, "java", "-cp", "x", "Main", "--text", "Büro", "")))
                .containsExactly("--text", "Büro", "");
    }

    @Test
    void aReplacementCharacterThatWasTypedIsKept() {
        String[] given = {"--text", "a\ufffd"};
        assertThat(Arguments.decoded(
                        given, StandardCharsets.UTF_8, told(StandardCharsets.UTF_8, "Main", "--text", "a\ufffd")))
                .containsExactly("--text", "a\ufffd");
    }

    @Test
    void latinBytesUnderUtf8AreRefused() {
        String[] given = {"--title=B\ufffdro"};
        assertThatThrownBy(() -> Arguments.decoded(
                        given, StandardCharsets.UTF_8, told(StandardCharsets.ISO_8859_1, "Main", "--title=Büro")))
                .satisfies(says("The value of --title is not UTF-8"));
    }

    @Test
    void aLatinLocaleIsBelievedWhereItsBytesAreNoUtf8() {
        String[] given = {"Büro"};
        assertThat(Arguments.decoded(
                        given, StandardCharsets.ISO_8859_1, told(StandardCharsets.ISO_8859_1, "Main", "Büro")))
                .containsExactly("Büro");
        String[] utf8 = {"BÃ¼ro"};
        assertThatThrownBy(() -> Arguments.decoded(
                        utf8, StandardCharsets.ISO_8859_1, told(StandardCharsets.UTF_8, "Main", "Büro")))
                .satisfies(says("reads one way as UTF-8 and another way as ISO-8859-1"));
    }

    @Test
    void whereNobodyTellsLostLettersAreRefused() {
        assertThatThrownBy(() ->
                        Arguments.decoded(new String[] {"--search", "B\ufffdro"}, StandardCharsets.UTF_8, () -> null))
                .satisfies(says("The value of --search lost letters"));
        assertThat(Arguments.decoded(new String[] {"Büro"}, StandardCharsets.UTF_8, () -> null))
                .containsExactly("Büro");
    }

    @Test
    void windowsIsAskedForTheWideCommandLine() {
        String[] given = {"--text", "B\u00fcro ??"};
        String[] all = {"C:\\Java\\bin\\java.exe", "-cp", "x", "dev.rostrum.app.Main", "--text", "Büro 日本"};
        assertThat(Arguments.wide(given, () -> all)).containsExactly("--text", "Büro 日本");
        // Java put names of files in the place of the star.
        assertThat(Arguments.wide(new String[] {"--text", "a.txt", "b.txt"}, () ->
                        new String[] {"java", "dev.rostrum.app.Main", "--text", "*.txt"}))
                .containsExactly("--text", "*.txt");
        assertThat(Arguments.wide(given, () -> new String[] {"Rostrum.exe", "--text", "Büro 日本"}))
                .containsExactly("--text", "Büro 日本");
        assertThatThrownBy(() -> Arguments.wide(given, () -> null)).satisfies(says("The value of --text lost letters"));
        assertThat(Arguments.wide(new String[] {"user", "list"}, () -> null)).containsExactly("user", "list");
    }
}
