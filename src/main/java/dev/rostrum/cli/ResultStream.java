package dev.rostrum.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Standard output, which remembers why it took no more: a {@link java.io.PrintStream} above it tells nobody. From the first failure on
 * nothing is written any more, so that what was written has no gap.
 */
final class ResultStream extends OutputStream {
    private final OutputStream to;
    private final BooleanSupplier pipe;
    private volatile IOException failure;

    /** @param pipe whether a reader stands behind it, asked when a write has failed */
    ResultStream(OutputStream to, BooleanSupplier pipe) {
        this.to = to;
        this.pipe = pipe;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        require();
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        require();
        try {
            to.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void require() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    /**
     * Why something of the results is missing, in the system's words; empty where all was written, or where the reader went away, as
     * {@code head} does: it has what it wanted.
     */
    Optional<String> missing() {
        IOException why = failure;
        if (why == null) {
            return Optional.empty();
        }
        String words = String.valueOf(why.getMessage());
        // The system says it in its own language, so that what stands behind the stream is asked too.
        boolean readerLeft = words.toLowerCase(Locale.ROOT).contains("pipe") || pipe.getAsBoolean();
        return readerLeft ? Optional.empty() : Optional.of(words);
    }
}
