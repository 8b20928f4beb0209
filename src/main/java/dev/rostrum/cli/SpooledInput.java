package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

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
            try {
                return new SpooledInput(Path.of(file).toAbsolutePath(), false);
            } catch (InvalidPathException e) {
                throw Problem.wrongUse("input.noName", file);
            }
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

    Path path() {
        return path;
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
