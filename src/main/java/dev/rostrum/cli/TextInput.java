package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Texts that a command is given as a file, or with {@code -} on standard input. UTF-8, of limited size. */
final class TextInput {
    private static final int MAX_CHARACTERS = 1024 * 1024;

    private TextInput() {}

    /**
     * The whole text, without a byte order mark.
     *
     * @throws Problem when it cannot be read, is no UTF-8 or is too long
     */
    static String read(String file, Terminal terminal) {
        try {
            if (file.equals("-")) {
                return all(terminal.rest(), "Standard input");
            }
            try (Reader reader = new InputStreamReader(
                    Files.newInputStream(Path.of(file)),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT))) {
                return all(reader, "The file " + file);
            }
        } catch (NoSuchFileException e) {
            throw Problem.wrongUse("There is no file " + file + ". Check the path.");
        } catch (InvalidPathException e) {
            throw Problem.wrongUse("A file cannot be called " + Words.quoted(file) + ". Check the path.");
        } catch (CharacterCodingException e) {
            throw Problem.wrongUse("The file " + file + " is not UTF-8 text. Save it as UTF-8 and try again.");
        } catch (IOException e) {
            throw new Problem(
                    Problem.Kind.WRONG_USE,
                    Reason.of(
                            "The file " + file + " cannot be read. Check that it is a file and that you may read it."),
                    e);
        }
    }

    private static String all(Reader reader, String what) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        int read = reader.read(buffer);
        while (read >= 0) {
            text.append(buffer, 0, read);
            if (text.length() > MAX_CHARACTERS) {
                throw Problem.wrongUse(what + " is longer than " + Words.number(MAX_CHARACTERS) + " characters.");
            }
            read = reader.read(buffer);
        }
        return text.length() > 0 && text.charAt(0) == '\ufeff' ? text.substring(1) : text.toString();
    }
}
