package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void namesCannotSteerTheTerminal() {
        Typed typed = Typed.piped("");
        typed.terminal().result("Ada\u001b[2J\u202eecalevoL\u009b31m\u0007");
        assertThat(typed.out()).isEqualTo("Ada\ufffd[2J\ufffdecalevoL\ufffd31m\ufffd" + System.lineSeparator());
        assertThat(Terminal.safe("Ada\tLovelace\n")).isEqualTo("Ada\tLovelace\n");
    }

    @Test
    void aNameMakesNoSecondLine() {
        Typed typed = Typed.piped("");
        typed.terminal().result("Ada\nok       Token: given");
        typed.terminal().note("Added X\r\n\tRestored");
        assertThat(typed.outLines()).containsExactly("Ada ok       Token: given");
        assertThat(typed.errLines()).containsExactly("Added X\ufffd  Restored");
    }

    @Test
    void resultsAndMessagesDoNotMix() {
        Typed typed = Typed.piped("");
        typed.terminal().result("row");
        typed.terminal().note("message");
        assertThat(typed.outLines()).containsExactly("row");
        assertThat(typed.errLines()).containsExactly("message");
    }

    @Test
    void aProgressLineIsOverwrittenAndWipedBeforeTheNextMessage() {
        Typed typed = Typed.interactive("", 60);
        typed.terminal().progress("1000 of 5000");
        typed.terminal().progress("5000");
        typed.terminal().note("done");
        assertThat(typed.err())
                .isEqualTo("\r1000 of 5000" + "\r5000" + " ".repeat(8) + "\r    \r" + "done" + System.lineSeparator());
    }

    @Test
    void aProgressLineNeverWraps() {
        Typed typed = Typed.interactive("", 40);
        typed.terminal().progress("田".repeat(40));
        assertThat(DisplayWidth.of(typed.err().replace("\r", ""))).isLessThan(40);
    }

    @Test
    void withoutATerminalNothingIsDrawn() {
        Typed typed = Typed.piped("");
        typed.terminal().progress("1 of 5");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void readsLinesWithEitherEnd() {
        Terminal terminal = Typed.piped("one\r\ntwo\nthree").terminal();
        assertThat(terminal.line()).isEqualTo("one");
        assertThat(terminal.secret("?")).isEqualTo("two");
        assertThat(terminal.line()).isEqualTo("three");
        assertThat(terminal.line()).isNull();
    }

    @Test
    void timesAreLocalForPeopleAndWithOffsetForPrograms() {
        Terminal terminal = Typed.piped("").terminal();
        Instant at = Instant.parse("2026-03-01T20:15:30.123456789Z");
        assertThat(terminal.time(at)).isEqualTo("2026-03-02 01:45:30");
        assertThat(terminal.stamp(at)).isEqualTo("2026-03-02T01:45:30.123+05:30");
        assertThat(terminal.time(null)).isEmpty();
        assertThat(terminal.stamp(null)).isNull();
    }

    @Test
    void aWaitThatEndsOnAnotherDayNamesIt() {
        Terminal terminal = new Terminal(
                new ByteArrayOutputStream(),
                System.err,
                new StringReader(""),
                false,
                80,
                Clock.fixed(Instant.parse("2026-03-01T18:00:00Z"), Typed.ZONE));
        assertThat(terminal.moment(Instant.parse("2026-03-01T18:15:30Z"))).isEqualTo("23:45:30");
        assertThat(terminal.moment(Instant.parse("2026-03-02T00:30:00Z")))
                .matches("2.Mar.* 06:00")
                .doesNotContain("2026");
    }
}
