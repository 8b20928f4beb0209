package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.InputFile;
import dev.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that a command reads more than once, or standard input as one: for {@code -} it is written to a private file, which is deleted
 * in the end.
 */
final class SpooledInput implements AutoCloseable {
    /** Characters of standard input at most: ten times what the largest table that is taken has. */
    private static final long MOST = 1L << 30;

    private final Path path;
    private final boolean spooled;

    private SpooledInput(Path path, boolean spooled) {
        this.path = path;
        this.spooled = spooled;
    }

    /** @throws Problem where it cannot be read, or is no UTF-8 */
    static SpooledInput of(String file, Terminal terminal) {
        if (!file.equals("-")) {
            return new SpooledInput(InputFile.named(file), false);
        }
        Path made = null;
        boolean whole = false;
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"));
            made = Files.createTempFile(folder, "rostrum-input-", ".txt", PrivateFile.mine(folder));
            write(terminal.rest(), made);
            whole = true;
            return new SpooledInput(made, true);
        } catch (CharacterCodingException e) {
            throw Problem.wrongUse("input.notUtf8.input");
        } catch (IOException e) {
            throw new Problem(Problem.Kind.WRONG_USE, Reason.of("input.unreadable.input"), e);
        } finally {
            if (!whole) {
                delete(made);
            }
        }
    }

    private static void write(Reader from, Path to) throws IOException {
        try (Writer out = Files.newBufferedWriter(to)) {
            char[] buffer = new char[8192];
            long all = 0;
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                all += read;
                if (all > MOST) {
                    throw Problem.wrongUse("input.long", Reason.of("input.input"), MOST);
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private static void delete(Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Another program holds it open; it is private, and in the folder of temporary files.
            return;
        }
    }

    /**
     * Reads it.
     *
     * @throws Problem of the reader, which knows nothing of standard input, in words that do
     */
    <T, E extends Exception> T read(Reading<T, E> reading) throws E {
        try {
            return reading.of(path);
        } catch (Problem e) {
            Reason file = Reason.file(path);
            if (!spooled || !e.reason().arguments().contains(file)) {
                throw e;
            }
            List<Object> arguments = new ArrayList<>(e.reason().arguments());
            arguments.replaceAll(argument -> argument.equals(file) ? Reason.of("input.input") : argument);
            throw new Problem(e.kind(), new Reason(e.reason().code(), arguments), e);
        }
    }

    /** What is read of a file. */
    @FunctionalInterface
    interface Reading<T, E extends Exception> {
        T of(Path path) throws E;
    }

    /** Whether a person may have said what its letters mean: standard input is UTF-8. */
    boolean spooled() {
        return spooled;
    }

    @Override
    public void close() {
        if (spooled) {
            delete(path);
        }
    }
}
