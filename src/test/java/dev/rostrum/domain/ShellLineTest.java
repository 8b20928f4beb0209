package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A real sh is given the line and says which arguments it made of it; the other shells are held to their rules. */
class ShellLineTest {
    private static List<String> bySh(String line) throws IOException, InterruptedException {
        Process sh = new ProcessBuilder("sh", "-s").start();
        // Each argument behind its length in bytes, so that any character may stand in it.
        String script =
                "LC_ALL=C\nshow() { for each; do printf '%s\\n%s\\n' \"${#each}\" \"$each\"; done; }\n" + line + "\n";
        sh.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        sh.getOutputStream().close();
        byte[] said = sh.getInputStream().readAllBytes();
        assertThat(new String(sh.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(sh.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sh.exitValue()).isZero();
        List<String> arguments = new ArrayList<>();
        int at = 0;
        while (at < said.length) {
            int end = at;
            while (said[end] != '\n') {
                end++;
            }
            int length = Integer.parseInt(new String(said, at, end - at, StandardCharsets.US_ASCII));
            arguments.add(new String(said, end + 1, length, StandardCharsets.UTF_8));
            at = end + 1 + length + 1;
        }
        return arguments;
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        3,
                        Arbitraries.strings()
                                .withChars("'\"\\$`!*?[]{}()<>|&;# \t\n~=%@^,:\u2019\u00e9\u7530-a1")
                                .ofMaxLength(12)),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.strings().alpha().numeric().ofMaxLength(8)),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.of("29:1qR7tZ-x_Kd2A", "$(touch x)", "`id`", "-n", "--", "a'; echo b", "\\", "")));
    }

    @Property(tries = 60)
    void aRealShellGivesBackWhatWasQuoted(@ForAll("values") String one, @ForAll("values") String two) throws Exception {
        List<String> arguments = List.of("show", one, two);
        String line = new ShellLine(arguments).in(ShellLine.Shell.SH).orElseThrow();
        assertThat(bySh(line)).containsExactly(one, two);
    }

    @Test
    void powerShellReadsEveryKindOfSingleQuote() {
        assertThat(new ShellLine(List.of("rostrum", "--title", "O\u2019Neil's $x `y`")).in(ShellLine.Shell.POWERSHELL))
                .contains("rostrum --title 'O\u2019\u2019Neil''s $x `y`'");
        assertThat(new ShellLine(List.of("rostrum", "@x", "-a:b", "", "29:x")).in(ShellLine.Shell.POWERSHELL))
                .contains("rostrum '@x' '-a:b' '' 29:x");
    }

    @Test
    void theCommandPromptIsGivenDoubleQuotes() {
        assertThat(new ShellLine(List.of("rostrum", "a & b | c", "C:\\My files\\")).in(ShellLine.Shell.CMD))
                .contains("rostrum \"a & b | c\" \"C:\\My files\\\\\"");
        assertThat(new ShellLine(List.of("rostrum", "19:a@thread.tacv2", "8:orgid:1")).in(ShellLine.Shell.CMD))
                .contains("rostrum 19:a@thread.tacv2 8:orgid:1");
    }

    @Test
    void whatABatchFileCannotBeGivenIsNotOffered() {
        for (String value : List.of("say \"hi\"", "100%", "two\nlines", "wow!")) {
            ShellLine line = new ShellLine(List.of("rostrum", "--text", value));
            assertThat(line.in(ShellLine.Shell.CMD)).as(value).isEmpty();
            assertThat(line.in(ShellLine.Shell.POWERSHELL)).as(value).isEmpty();
            assertThat(line.in(ShellLine.Shell.SH)).as(value).isPresent();
        }
        assertThat(new ShellLine(List.of("a\0b")).in(ShellLine.Shell.SH)).isEmpty();
    }
}
