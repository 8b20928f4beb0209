package dev.rostrum.roster;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a text file prove about its encoding. A byte order mark proves one, and so does a whole file that is UTF-8.
 * Nothing proves a code page such as Windows-1252: almost every file can be read as one, so that only a person can say it.
 *
 * @param charset what is proven, or null where the bytes are neither
 * @param plain whether nothing but ASCII was seen, which every code page reads alike
 * @param line the line in which the bytes stop being UTF-8; 0 where they do not
 */
public record TextEncoding(Charset charset, boolean plain, long line) {
    /** What a spreadsheet of western Europe writes where it is asked for plain CSV. */
    public static final Charset WESTERN = Charset.forName("windows-1252");

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_SAMPLES = 3;
    private static final int MAX_SAMPLE = 40;

    /**
     * The charset of this name.
     *
     * @throws Problem when there is none
     */
    public static Charset named(String name) {
        try {
            return Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Problem.wrongUse("import.encoding.unknown", name);
        }
    }

    /**
     * Reads the file to its end, where it is a file; of a pipe, which can be read only once, nothing is said but UTF-8.
     *
     * @throws Problem when it cannot be read
     */
    public static TextEncoding of(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            return new TextEncoding(StandardCharsets.UTF_8, true, 0);
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(BUFFER);
            Optional<Charset> marked = marked(start);
            return marked.isPresent() ? new TextEncoding(marked.get(), false, 0) : utf8(start, in);
        } catch (NoSuchFileException e) {
            throw Problem.wrongUse("files.absent", path);
        } catch (IOException e) {
            throw Problem.failed(e, "import.unreadable", Reason.file(path));
        }
    }

    /** Tells it by its mark; text of two bytes a character, whose first is ASCII, shows itself without one too. */
    private static Optional<Charset> marked(byte[] start) {
        int first = start.length > 1 ? start[0] & 0xff : -1;
        int second = start.length > 1 ? start[1] & 0xff : -1;
        if ((first == 0xff && second == 0xfe) || (first > 0 && second == 0)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if ((first == 0xfe && second == 0xff) || (first == 0 && second > 0)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        boolean utf8 = first == 0xef && second == 0xbb && start.length > 2 && (start[2] & 0xff) == 0xbf;
        return utf8 ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
    }

    private static TextEncoding utf8(byte[] start, InputStream in) throws IOException {
        CharsetDecoder decoder = strict(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(2 * BUFFER);
        CharBuffer text = CharBuffer.allocate(2 * BUFFER);
        byte[] read = start;
        boolean plain = true;
        long line = 1;
        char before = '\n';
        while (true) {
            boolean end = read.length == 0;
            bytes.put(read).flip();
            CoderResult result = decoder.decode(bytes, text, end);
            bytes.compact();
            text.flip();
            while (text.hasRemaining()) {
                char c = text.get();
                plain &= c < 0x80;
                if (c == '\r' || (c == '\n' && before != '\r')) {
                    line++;
                }
                before = c;
            }
            text.clear();
            if (result.isError()) {
                return new TextEncoding(null, false, line);
            }
            if (end) {
                return new TextEncoding(StandardCharsets.UTF_8, plain, 0);
            }
            read = in.readNBytes(BUFFER);
        }
    }

    /** Whether reading the file so would contradict its bytes. */
    boolean contradicts(Charset chosen) {
        boolean widths = chosen.equals(StandardCharsets.UTF_16)
                && (StandardCharsets.UTF_16LE.equals(charset) || StandardCharsets.UTF_16BE.equals(charset));
        return charset != null && !plain && !charset.equals(chosen) && !widths;
    }

    /** The text of the file from behind its mark; what is no character of the charset fails. */
    static Reader reader(Path path, Charset charset) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(Files.newInputStream(path), strict(charset)));
        try {
            text.mark(1);
            if (text.read() != '\ufeff') {
                text.reset();
            }
            return text;
        } catch (IOException e) {
            text.close();
            throw e;
        }
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Words of the file that are not ASCII, read in this charset: by them a person sees whether it is the right one. Empty where
     * the file cannot be read in it.
     */
    public static List<String> samples(Path path, Charset charset) {
        List<String> samples = new ArrayList<>();
        try (Reader text = reader(path, charset)) {
            StringBuilder word = new StringBuilder();
            boolean foreign = false;
            for (int c = text.read(); c >= 0 && samples.size() < MAX_SAMPLES; c = text.read()) {
                if (c < ' ' || ",;|\"".indexOf(c) >= 0) {
                    if (foreign) {
                        samples.add(word.toString().strip());
                    }
                    word.setLength(0);
                    foreign = false;
                } else if (word.length() < MAX_SAMPLE) {
                    foreign |= c >= 0x80;
                    word.append((char) c);
                }
            }
            return samples;
        } catch (IOException e) {
            return List.of();
        }
    }
}
