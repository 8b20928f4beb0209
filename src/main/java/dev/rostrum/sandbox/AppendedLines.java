package dev.rostrum.sandbox;

import dev.rostrum.files.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A text file that only grows, line by line. A line is handed to the operating system before {@link #append} returns, so
 * it outlives the death of this process at any moment; a line that was cut short by one is removed on the next opening.
 * Not safe for use by many threads.
 */
final class AppendedLines implements Closeable {
    private static final int LOOK_BACK = 64 * 1024;
    private static final int LINE_BLOCK = 1024;

    private final FileChannel channel;
    private long size;

    private AppendedLines(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static AppendedLines open(Path file) throws IOException {
        FileChannel channel = PrivateFile.open(file);
        try {
            long end = endOfLastLine(channel);
            channel.truncate(end);
            channel.position(end);
            return new AppendedLines(channel, end);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        return afterLineEnd(channel, channel.size());
    }

    /** Position after the last line end before a position; 0 if there is none. */
    private static long afterLineEnd(FileChannel channel, long before) throws IOException {
        for (long to = before; to > 0; ) {
            long from = Math.max(0, to - LOOK_BACK);
            ByteBuffer block = ByteBuffer.allocate((int) (to - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {
                // read on until the block is full
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return 0;
    }

    /** The last line, or null if there is none. */
    String lastLine() throws IOException {
        if (size == 0) {
            return null;
        }
        long start = afterLineEnd(channel, size - 1);
        ByteBuffer line = ByteBuffer.allocate((int) Math.min(size - 1 - start, LOOK_BACK));
        while (line.hasRemaining() && channel.read(line, start + line.position()) >= 0) {
            // read on until the line is complete
        }
        return new String(line.array(), 0, line.position(), StandardCharsets.UTF_8);
    }

    /** The whole line that begins at a place where {@link #append} put one. */
    String lineAt(long place) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer block = ByteBuffer.allocate(LINE_BLOCK);
        for (long at = place; channel.read(block, at) > 0; block.clear()) {
            for (int i = 0; i < block.position(); i++) {
                if (block.get(i) == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(block.get(i));
            }
            at += block.position();
        }
        throw new EOFException("a line is missing in the file");
    }

    /** Bytes in the file. */
    long size() {
        return size;
    }

    void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        int length = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            size += length;
        } catch (IOException e) {
            // A part of a line would spoil the next one.
            channel.truncate(size);
            channel.position(size);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
