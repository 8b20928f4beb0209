package dev.rostrum.cli;

import dev.rostrum.domain.IsoTime;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Times;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Where a command writes and reads. Results go to standard output; progress, questions and messages to standard error. What
 * comes from outside (names, error texts) cannot steer the terminal: control characters are replaced.
 */
public final class Terminal {
    private static final int DEFAULT_WIDTH = 80;
    private static final int MIN_WIDTH = 40;
    private static final int MAX_WIDTH = 1000;
    private static final int MAX_LINE = 64 * 1024;

    private final ResultStream results;
    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final boolean interactive;
    private final int width;
    private final Clock clock;
    private final ZoneId zone;
    private final Times times;
    private final Console console;
    private BooleanSupplier quiet = () -> false;
    private int drawn;

    /**
     * @param interactive whether a person sits before it: then ids are short, progress is drawn and questions are asked
     * @param width columns of a line
     * @param clock whose zone the times have that are shown, and which day is today
     */
    public Terminal(OutputStream out, PrintStream err, Reader in, boolean interactive, int width, Clock clock) {
        this(new ResultStream(out, () -> false), err, in, interactive, width, clock, null);
    }

    private Terminal(
            ResultStream results,
            PrintStream err,
            Reader in,
            boolean interactive,
            int width,
            Clock clock,
            Console console) {
        this.results = results;
        this.out = new PrintStream(results, true, StandardCharsets.UTF_8);
        this.err = err;
        this.in = in instanceof BufferedReader buffered ? buffered : new BufferedReader(in);
        this.interactive = interactive;
        this.width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
        this.clock = clock;
        this.zone = clock.getZone();
        this.times = new Times(clock);
        this.console = console;
    }

    /** What time it is, in the zone that times are shown in. */
    Clock clock() {
        return clock;
    }

    /** The terminal of this process, in UTF-8. */
    public static Terminal system(UnaryOperator<String> environment, Clock clock) {
        Console console = System.console();
        boolean interactive = console != null && isTerminal(console) && !"dumb".equals(environment.apply("TERM"));
        return new Terminal(
                new ResultStream(new FileOutputStream(FileDescriptor.out), Terminal::pipe),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                // A decoder of its own fails where the input is not UTF-8; the charset alone would put U+FFFD there.
                new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()),
                interactive,
                interactive ? width(environment.apply("COLUMNS")) : DEFAULT_WIDTH,
                clock,
                interactive ? console : null);
    }

    /** Tells a terminal from a mere console: from Java 22 on there is one without a terminal too, and {@code isTerminal}, which tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Whether standard output is a pipe or a socket, where the system shows it as Linux does. */
    private static boolean pipe() {
        try {
            String what = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return what.startsWith("pipe:") || what.startsWith("socket:");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static int width(String columns) {
        try {
            return Integer.parseInt(columns == null ? "" : columns.strip());
        } catch (NumberFormatException e) {
            return new UsageMessageSpec().autoWidth(true).width();
        }
    }

    public boolean interactive() {
        return interactive;
    }

    /** Leaves out messages and progress from now on, where this says so. */
    void quiet(BooleanSupplier asked) {
        quiet = asked;
    }

    /** Columns of a line. */
    public int width() {
        return width;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** Whether results are taken no more. */
    boolean deaf() {
        return out.checkError();
    }

    /** Gives what {@link ResultStream#missing} gives, once all was handed to the system. */
    Optional<String> missing() {
        out.flush();
        return results.missing();
    }

    /** A line of the result. */
    void result(String line) {
        clear();
        out.println(oneLine(line));
    }

    /** A message; none where the admin wants none. */
    public void note(String line) {
        if (!quiet.getAsBoolean()) {
            warn(line);
        }
    }

    /** A message of what went wrong, or may: it is always said. */
    public void warn(String line) {
        clear();
        err.println(oneLine(line));
    }

    /** A line that the next one overwrites; nothing where there is no terminal. */
    void progress(String line) {
        if (!interactive || quiet.getAsBoolean()) {
            return;
        }
        String shown = DisplayWidth.cut(safe(line), width - 1);
        int columns = DisplayWidth.of(shown);
        err.print("\r" + shown + " ".repeat(Math.max(0, drawn - columns)));
        err.flush();
        drawn = columns;
    }

    /** Wipes the line of {@link #progress}. */
    void clear() {
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }

    /** Asks and waits for a line; null at the end of the input. */
    String ask(String question) {
        clear();
        err.print(safe(question) + " ");
        err.flush();
        return line();
    }

    /** A secret of one line: typed unseen at a terminal, else from standard input; null at the end of the input. */
    String secret(String question) {
        if (console != null) {
            err.print(safe(question) + " ");
            err.flush();
            char[] typed = console.readPassword();
            if (typed == null) {
                return null;
            }
            String secret = new String(typed);
            if (secret.indexOf('\ufffd') >= 0) {
                throw Problem.wrongUse("input.secret");
            }
            return secret;
        }
        return line();
    }

    /** The next line of standard input, without its end; null at the end of the input. */
    String line() {
        try {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            if (c < 0) {
                return null;
            }
            while (c >= 0 && c != '\n') {
                if (line.length() >= MAX_LINE) {
                    throw Problem.wrongUse("input.longLine", MAX_LINE);
                }
                line.append((char) c);
                c = in.read();
            }
            int length = line.length();
            return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
        } catch (CharacterCodingException e) {
            throw Problem.wrongUse("input.notUtf8.input");
        } catch (IOException e) {
            throw new Problem(Problem.Kind.WRONG_USE, Reason.of("input.unreadable.input"), e);
        }
    }

    /** What is left of standard input. */
    Reader rest() {
        return in;
    }

    /** A time for people, in the local zone; empty for none. */
    String time(Instant at) {
        return times.sorted(at);
    }

    /** A time within a line that is read at once: the time of day, and the day where it is not today. */
    String moment(Instant at) {
        return times.moment(at);
    }

    /** The zone of every time that is printed. */
    ZoneId zone() {
        return zone;
    }

    /** A time for programs: ISO 8601 with offset, to the millisecond; null for none. */
    String stamp(Instant at) {
        return at == null ? null : IsoTime.of(at, zone);
    }

    /** What is in a name makes no second line. */
    static String oneLine(String text) {
        return safe(text).replace('\n', ' ').replace('\t', ' ');
    }

    /** The text without what could steer a terminal: control characters and changes of the writing direction. */
    static String safe(String text) {
        return PlainText.shown(text);
    }
}
