package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the way in: a text that lost characters is not sent, and what is worth knowing of a text is told. */
class TextRulesTest extends CommandsOnSandbox {
    private static final String CARD = "{\"type\":\"AdaptiveCard\",\"version\":\"1.5\",\"body\":[]}";

    @BeforeEach
    void sync() {
        synced(small);
    }

    private String[] with(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "--team";
        all[1] = small.id();
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    @Test
    void lostAndUnseenCharactersAreRefusedInTextTitleFileAndInput() throws Exception {
        assertWrong("Line 1 of the message holds U+FFFD", run("announce --yes", with("--text", "B\ufffd\ufffdro")));
        assertWrong(
                "Line 2 of the message holds the control character U+001B",
                run("announce --yes", with("--text", "a\nb\u001b[2J")));
        assertWrong("half of a character", run("announce --yes", with("--text", "a\ud83d")));
        assertWrong("nothing that can be seen", run("announce --yes", with("--text", "\u200b")));
        assertWrong("The title holds U+FFFD", run("announce --yes", with("--text", "a", "--title", "B\ufffdro")));
        assertWrong("The title holds U+FFFD", run("announce --dry-run", with("--text", "a", "--title", "B\ufffdro")));
        Path file = folder.resolve("text.md");
        Files.write(file, "a\u0000b".getBytes(StandardCharsets.UTF_8));
        assertWrong("holds a NUL", run("announce --yes", with("--text-file", file.toString())));
        assertWrong(
                "Line 1 of the message holds U+FFFD",
                run(Typed.piped("B\ufffdro"), "announce --yes --text-file -", with()));
        nothingWasSent();
    }

    @Test
    void aReplacementCharacterThatIsMeantIsSent() throws Exception {
        run("announce --include-outsiders --yes --allow-replacement", with("--text", "a \ufffd b", "--title", "\ufffd"))
                .is(0);
        assertThat(log(Route.SEND)).hasSize(12);
        // Its text may as well be one that an earlier version took, so a resend says how to go on.
        assertThat(run("announcement resend 1 --yes --state sent").is(2).err())
                .contains("Line 1 of the message holds U+FFFD");
        assertWrong("holds U+FFFD", run("announcement edit 1 --yes", "--text", "B\ufffdro"));
    }

    @Test
    void lineEndsAreOneAndTheWarningStandsInBothForms() throws Exception {
        Said told = run(
                        "announce --include-outsiders --dry-run --json",
                        with("--text", "Line one\r\nline two\rline three"))
                .is(0);
        JsonNode plan = told.rows().get(0);
        assertThat(plan.path("warnings")).hasSize(1);
        assertThat(plan.path("warnings").get(0).path("code").textValue()).isEqualTo("text.joined");
        assertThat(plan.path("warnings").get(0).path("cause").textValue()).isEqualTo("Single line ends run together");
        assertThat(told.rows().get(told.rows().size() - 1).at("/body/text").textValue())
                .isEqualTo("Line one\nline two\nline three");
        assertThat(run("announce --include-outsiders --dry-run", with("--text", "a\nb"))
                        .is(0)
                        .out())
                .contains("Warning     Single line ends run together. A new line takes an empty line before it, or two"
                        + " blanks at the end.");
        assertThat(run("announce --include-outsiders --dry-run --format plain", with("--text", "a\nb"))
                        .is(0)
                        .out())
                .noneMatch(line -> line.startsWith("Warning"));
        JsonNode sent = run("announce --include-outsiders --yes --json", with("--text", "a\nb"))
                .is(0)
                .rows()
                .get(0);
        assertThat(sent.path("warnings").get(0).path("code").textValue()).isEqualTo("text.joined");
        Said edited = run("announcement edit 1 --yes --json", "--text", "c\nd").is(0);
        assertThat(edited.err()).contains("Single line ends run together");
        assertThat(edited.rows().get(0).path("warnings").get(0).path("code").textValue())
                .isEqualTo("text.joined");
    }

    @Test
    void aCardGivenAsTextIsAskedAbout() throws Exception {
        assertWrong(
                "The message is the JSON of a card", run("announce --include-outsiders --yes", with("--text", CARD)));
        Said no = run(Typed.interactive("n\n", 120), "announce --include-outsiders --yes", with("--text", CARD))
                .is(1);
        assertThat(no.err()).contains("This is the JSON of a card. Send its code as text? [y/N]", "Nothing was sent.");
        nothingWasSent();
        assertThat(run("announce --include-outsiders --dry-run", with("--text", CARD))
                        .is(0)
                        .out())
                .anyMatch(line -> line.contains("This is the JSON of a card"));
        run(Typed.interactive("y\n", 120), "announce --include-outsiders --yes", with("--text", CARD))
                .is(0);
        assertWrong("The message is the JSON of a card", run("announcement edit 1 --yes", "--text", CARD));
        run("announcement edit 1 --yes --card-as-text", "--text", CARD).is(0);
        assertThat(log(Route.SEND)).hasSize(12);
    }

    @Test
    void aFileThatIsNoUtf8IsNamed() throws IOException {
        Path file = folder.resolve("latin.txt");
        Files.write(file, "B\u00fcro".getBytes(StandardCharsets.ISO_8859_1));
        assertWrong("latin.txt is not UTF-8 text", run("announce --yes", with("--text-file", file.toString())));
        nothingWasSent();
    }
}
