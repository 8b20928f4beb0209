package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.InputFile;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Texts that a command is given as a file, or with {@code -} on standard input. It is UTF-8 of limited size. */
final class TextInput {
    private static final int MAX_CHARACTERS = 1024 * 1024;

    private TextInput() {}

    /**
     * The whole text, without a byte order mark.
     *
     * @throws Problem when it cannot be read, is no UTF-8 or is too long
     */
    static String read(String file, Terminal terminal) {
        boolean input = file.equals("-");
        try {
            if (input) {
                return all(terminal.rest(), Reason.of("input.input"));
            }
            try (Reader reader = new InputStreamReader(
                    Files.newInputStream(InputFile.named(file)), StandardCharsets.UTF_8.newDecoder())) {
                return all(reader, Reason.file(file));
            }
        } catch (CharacterCodingException e) {
            throw input ? Problem.wrongUse("input.notUtf8.input") : Problem.wrongUse("input.notUtf8.file", file);
        } catch (IOException e) {
            throw input
                    ? new Problem(Problem.Kind.WRONG_USE, Reason.of("input.unreadable.input"), e)
                    : Problem.failed(e, "import.unreadable", Reason.file(file));
        }
    }

    private static String all(Reader reader, Reason what) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        int read = reader.read(buffer);
        while (read >= 0) {
            text.append(buffer, 0, read);
            if (text.length() > MAX_CHARACTERS) {
                throw Problem.wrongUse("input.long", what, MAX_CHARACTERS);
            }
            read = reader.read(buffer);
        }
        return text.length() > 0 && text.charAt(0) == '\ufeff' ? text.substring(1) : text.toString();
    }
}
