package dev.rostrum.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** A terminal on byte arrays, with what was typed into it. */
final class Typed {
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    private Typed(String input, boolean interactive, int width) {
        terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new StringReader(input),
                interactive,
                width,
                ZONE);
    }

    /** Piped, as in a script. */
    static Typed piped(String input) {
        return new Typed(input, false, 80);
    }

    /** A person before it. */
    static Typed interactive(String input, int width) {
        return new Typed(input, true, width);
    }

    Terminal terminal() {
        return terminal;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> outLines() {
        return out().lines().toList();
    }

    List<String> errLines() {
        return err().lines().toList();
    }
}
