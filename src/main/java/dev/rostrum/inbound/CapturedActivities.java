package dev.rostrum.inbound;

import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ObjLongConsumer;

/**
 * Reads a file of activities that a bot elsewhere captured: one, an array of them, or one after the other, each in a line or spread
 * over several. What cannot be read is told with its line and does not hide what comes after it. Nobody proved such activities: a
 * file is data that anybody can write.
 */
public final class CapturedActivities {
    /** Activities of one file at most, as rows of people. */
    public static final int MAX_ACTIVITIES = 1_000_000;

    private static final int CHUNK = 1_000;
    private static final int BUFFER = 64 * 1024;
    private static final int BYTE_ORDER_MARK = 3;
    private static final int NONE = -1;

    /**
     * Something in the file that is no activity.
     *
     * @param line where it begins; the first is 1
     */
    public record NotTaken(long line, Reason reason) {}

    /**
     * What a file held.
     *
     * @param read activities that could be read
     * @param notTaken what else was in it
     */
    public record Result(long read, long notTaken) {}

    private final ObjLongConsumer<InboundEvent> events;
    private final Consumer<NotTaken> notTaken;
    private final LongConsumer progress;
    private long read;
    private long refused;

    private CapturedActivities(
            ObjLongConsumer<InboundEvent> events, Consumer<NotTaken> notTaken, LongConsumer progress) {
        this.events = events;
        this.notTaken = notTaken;
        this.progress = progress;
    }

    /**
     * Reads a file to its end. Memory does not grow with it.
     *
     * @param events told of each activity and the line in which it begins, in the order of the file
     * @param notTaken told of each thing that is none, in the order of the file
     * @param progress told how many of both there were, after each 1,000
     * @param cancelled asked again and again; what was told by then is all there is
     * @throws Problem when the file cannot be read to its end, or has too many
     */
    public static Result read(
            Path path,
            ObjLongConsumer<InboundEvent> events,
            Consumer<NotTaken> notTaken,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        CapturedActivities captured = new CapturedActivities(events, notTaken, progress);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            Charset carrier = carrier(in);
            Split split = captured.new Split(carrier);
            Reader reader = new InputStreamReader(in, carrier);
            char[] chars = new char[BUFFER];
            for (int length = reader.read(chars); length >= 0; length = reader.read(chars)) {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("The import was cancelled");
                }
                for (int i = 0; i < length; i++) {
                    split.take(chars[i]);
                }
            }
            split.end();
        } catch (NoSuchFileException e) {
            throw Problem.wrongUse("files.absent", path);
        } catch (IOException e) {
            throw Problem.failed(e, "import.unreadable", Reason.file(path));
        }
        return new Result(captured.read, captured.refused);
    }

    /**
     * How bytes become characters that only have to be told apart: those of UTF-8 one by one, so that the reader of activities gets
     * them as they stand. Shells of Windows write UTF-16, with a mark; a mark of UTF-8 is passed over.
     */
    private static Charset carrier(InputStream in) throws IOException {
        in.mark(BYTE_ORDER_MARK);
        byte[] mark = in.readNBytes(BYTE_ORDER_MARK);
        if (mark.length == BYTE_ORDER_MARK
                && (mark[0] & 0xff) == 0xef
                && (mark[1] & 0xff) == 0xbb
                && (mark[2] & 0xff) == 0xbf) {
            return StandardCharsets.ISO_8859_1;
        }
        in.reset();
        int first = mark.length < 2 ? 0 : (mark[0] & 0xff) << 8 | mark[1] & 0xff;
        return first == 0xfeff || first == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1;
    }

    private void activity(long line, byte[] bytes) {
        try {
            InboundEvent event = ActivityReader.read(bytes);
            read++;
            events.accept(event, line);
            counted();
        } catch (UnreadableActivity e) {
            refuse(line, e.reason());
        }
    }

    private void refuse(long line, Reason reason) {
        refused++;
        notTaken.accept(new NotTaken(line, reason));
        counted();
    }

    private void counted() {
        long all = read + refused;
        if (all > MAX_ACTIVITIES) {
            throw Problem.wrongUse("event.tooMany", MAX_ACTIVITIES);
        }
        if (all % CHUNK == 0) {
            progress.accept(all);
        }
    }

    /**
     * Finds where each object of the file begins and ends. One that does not end is given up where the next begins: in a line that is
     * indented no further than that in which the unfinished one began, and with nothing before the brace but brackets and commas.
     */
    private final class Split {
        private final Charset carrier;
        private final StringBuilder object = new StringBuilder();
        private boolean array;
        private boolean begun;
        private long line = 1;
        private int column;

        /** Of the line: where its first character stands, or {@link #NONE}; whether an object of the file can begin in it. */
        private int indent = NONE;

        private boolean opening = true;

        /** Of the object that is being read, and of one that was given up. */
        private long beginLine;

        private int beginIndent;
        private long depth;
        private boolean tooLong;
        private boolean inString;
        private boolean escaped;

        /** Whether what follows belongs to an object that was given up. */
        private boolean lost;

        private long toldLine;
        private boolean skipLine;

        private Split(Charset carrier) {
            this.carrier = carrier;
        }

        void take(char c) {
            boolean first = indent == NONE && " \t\r\n".indexOf(c) < 0;
            if (first) {
                indent = column;
            }
            if (c == '{' && opening && indent <= beginIndent) {
                giveUp();
                lost = false;
            }
            if (depth > 0) {
                inside(c);
            } else if (!lost) {
                between(c);
            } else if (first && column == 0 && "\"{}[],".indexOf(c) < 0) {
                tell();
            }
            opening &= " \t\r}],[".indexOf(c) >= 0;
            column++;
            if (c == '\n') {
                line++;
                column = 0;
                indent = NONE;
                opening = true;
                skipLine = false;
            }
        }

        private void inside(char c) {
            append(c);
            if (inString) {
                if (c == '\n') {
                    // No string of JSON goes on in the next line.
                    giveUp();
                    lost = true;
                } else if (escaped) {
                    escaped = false;
                } else if (c == '\\') {
                    escaped = true;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                finish();
            }
        }

        private void between(char c) {
            if (c == '\n') {
                inString = false;
                escaped = false;
            } else if (skipLine || c <= ' ') {
                return;
            } else if (inString) {
                inString = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '{') {
                begun = true;
                beginLine = line;
                beginIndent = indent;
                depth = 1;
                append(c);
            } else if (c == '[' || c == ']' || c == ',') {
                array |= c == '[' && !begun;
                begun = true;
            } else {
                begun = true;
                tell();
                // In a line of its own nothing good can follow; the next of an array may stand in the same line.
                skipLine = !array;
                inString = array && c == '"';
            }
        }

        private void append(char c) {
            tooLong |= object.length() >= ActivityReader.MAX_BYTES;
            if (!tooLong) {
                object.append(c);
            }
        }

        private void tell() {
            if (toldLine != line) {
                toldLine = line;
                refuse(line, Reason.of("event.notJson"));
            }
        }

        private void finish() {
            if (tooLong) {
                refuse(beginLine, ActivityReader.tooLarge());
            } else {
                Charset bytes = carrier.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_8 : carrier;
                activity(beginLine, object.toString().getBytes(bytes));
            }
            clear();
        }

        private void giveUp() {
            if (depth > 0) {
                refuse(beginLine, tooLong ? ActivityReader.tooLarge() : Reason.of("event.notJson"));
                clear();
            }
        }

        private void clear() {
            object.setLength(0);
            depth = 0;
            tooLong = false;
            inString = false;
            escaped = false;
        }

        void end() {
            giveUp();
        }
    }
}
