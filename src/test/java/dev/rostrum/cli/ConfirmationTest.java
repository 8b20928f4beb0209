package dev.rostrum.cli;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Problem;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ConfirmationTest {
    @Command
    static final class Holder {
        @Mixin
        private Confirmation confirmation;
    }

    private Connection sandbox;

    @BeforeEach
    void connection(@TempDir Path folder) {
        sandbox = new SettingsProgram(folder).connections().current();
    }

    private boolean given(Typed typed, long recipients, String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.confirmation.given(typed.terminal(), sandbox, Confirmation.Question.of(JobKind.SEND, recipients));
    }

    @ParameterizedTest
    @CsvSource({"y,true", "Y,true", "yes,true", "n,false", "'',false", "12,false", "yess,false"})
    void upToAHundredAYesIsEnough(String answer, boolean agreed) {
        Typed typed = Typed.interactive(answer + "\n", 80);
        assertThat(given(typed, 100)).isEqualTo(agreed);
        assertThat(typed.err()).contains("Send to 100 people on Sandbox (simulated)?");
    }

    @ParameterizedTest
    @CsvSource({"101,true", "'  101 ',true", "y,false", "yes,false", "100,false", "'',false"})
    void aboveAHundredTheNumberIsTyped(String answer, boolean agreed) {
        Typed typed = Typed.interactive(answer + "\n", 80);
        assertThat(given(typed, 101)).isEqualTo(agreed);
        assertThat(typed.err()).contains("Type the number").contains(agreed ? "" : "Nothing was sent.");
    }

    /** Numbers are shown as the locale writes them, and typed as they are shown. */
    @ParameterizedTest
    @CsvSource({"de-DE,1.204,true", "de-DE,'1,204',true", "en-US,1204,true", "en-US,1.204,false", "fr-FR,1204,true"})
    void theNumberIsTypedBareOrAsItIsShown(String locale, String answer, boolean agreed) {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag(locale));
        try {
            assertThat(given(Typed.interactive(answer + "\n", 80), 1204)).isEqualTo(agreed);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void theEndOfTheInputIsANo() {
        assertThat(given(Typed.interactive("", 80), 5)).isFalse();
    }

    @Test
    void yesAnswersAndAsksNothing() {
        Typed typed = Typed.interactive("", 80);
        assertThat(given(typed, 5000, "--yes")).isTrue();
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void expectRefusesAnotherNumberAlsoWithYes() {
        assertThat(given(Typed.piped(""), 250, "--expect", "250")).isTrue();
        for (String[] arguments : new String[][] {{"--expect", "249"}, {"--expect", "249", "--yes"}}) {
            assertThatThrownBy(() -> given(Typed.piped(""), 250, arguments))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                    .satisfies(says("There are 250 recipients, not 249"))
                    .satisfies(says("Nothing was sent. Check the audience."));
        }
    }

    @Test
    void withoutATerminalSilenceIsNoConsent() {
        assertThatThrownBy(() -> given(Typed.piped("y\n"), 3))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.WRONG_USE))
                .satisfies(says("Nothing was sent: without a terminal nobody can confirm. Add --expect 3"))
                .satisfies(says("--yes"));
    }
}
