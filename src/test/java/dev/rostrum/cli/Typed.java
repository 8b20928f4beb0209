package dev.rostrum.cli;

import dev.rostrum.testing.Remains;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
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

    /** Standard output that takes so many bytes and then fails, as a full disk or a closed pipe does. */
    private static final class Failing extends FilterOutputStream {
        private final String why;
        private long room;

        Failing(OutputStream to, long room, String why) {
            super(to);
            this.room = room;
            this.why = why;
        }

        @Override
        public void write(int b) throws IOException {
            if (room-- <= 0) {
                throw new IOException(why);
            }
            out.write(b);
        }
    }

    private final ByteArrayOutputStream out = new Stream("stdout");
    private final ByteArrayOutputStream err = new Stream("stderr");
    private final Terminal terminal;

    private Typed(String input, boolean interactive, int width) {
        this(input, interactive, width, Long.MAX_VALUE, null);
    }

    private Typed(String input, boolean interactive, int width, long room, String why) {
        terminal = new Terminal(
                why == null ? out : new Failing(out, room, why),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new StringReader(input),
                interactive,
                width,
                Clock.system(ZONE));
    }

    /** Piped, as in a script. */
    static Typed piped(String input) {
        return new Typed(input, false, 80);
    }

    /** Piped to what fails after so many bytes. */
    static Typed failing(long room, String why) {
        return new Typed("", false, 80, room, why);
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
