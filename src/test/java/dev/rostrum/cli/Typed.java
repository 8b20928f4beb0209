package dev.rostrum.cli;

import dev.rostrum.testing.Remains;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A terminal on byte arrays, with what was typed into it. What is written is kept for the search of the build too. */
final class Typed {
    private static final class Stream extends ByteArrayOutputStream {
        private final String kind;
        private Optional<Path> file;

        Stream(String kind) {
            this.kind = kind;
        }

        @Override
        public synchronized void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            if (file == null) {
                file = Remains.file(kind);
            }
            try {
                if (file.isPresent()) {
                    Files.write(
                            file.get(),
                            Arrays.copyOfRange(bytes, from, from + length),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private final ByteArrayOutputStream out = new Stream("stdout");
    private final ByteArrayOutputStream err = new Stream("stderr");
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
