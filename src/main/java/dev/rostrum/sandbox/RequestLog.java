package dev.rostrum.sandbox;

import dev.rostrum.domain.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The request log: JSON Lines, each in the hands of the operating system before the answer is written. At its limit the
 * file is renamed to {@code .1}, which replaces the one before. Safe for use by many threads.
 */
final class RequestLog implements Closeable {
    static final long DEFAULT_LIMIT = 256L * 1024 * 1024;

    private static final String FILE = "requests.jsonl";

    private final Path file;
    private final long limit;
    private AppendedLines lines;
    private long nextSeq;

    RequestLog(Path folder, long limit) throws IOException {
        this.file = folder.resolve(FILE);
        this.limit = limit;
        this.lines = AppendedLines.open(file);
        try {
            this.nextSeq = lastSeq() + 1;
        } catch (IOException e) {
            lines.close();
            throw Problem.failed(e, "sandbox.log.damaged", file);
        }
    }

    private long lastSeq() throws IOException {
        String last = lines.lastLine();
        if (last == null && Files.exists(rolled(file))) {
            try (AppendedLines before = AppendedLines.open(rolled(file))) {
                last = before.lastLine();
            }
        }
        return last == null ? 0 : LoggedRequest.fromJson(last).seq();
    }

    static Path rolled(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    Path file() {
        return file;
    }

    /** Adds a line; its number is given here, and is in what is returned. */
    synchronized LoggedRequest append(LoggedRequest request) throws IOException {
        if (lines.size() >= limit) {
            lines.close();
            try {
                Files.move(file, rolled(file), StandardCopyOption.REPLACE_EXISTING);
            } finally {
                lines = AppendedLines.open(file);
            }
        }
        LoggedRequest numbered = request.numbered(nextSeq);
        lines.append(numbered.toJson());
        nextSeq++;
        return numbered;
    }

    @Override
    public synchronized void close() throws IOException {
        lines.close();
    }
}
