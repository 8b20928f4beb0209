package dev.rostrum.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.entity.DeflateInputStream;

/**
 * Takes off what something on the way packed an answer in, although {@code identity} was asked for. What cannot be taken off is left
 * as it is.
 */
final class ContentCoding {
    /** The most codings of one answer: more than one was never seen, and each costs memory. */
    private static final int MOST = 2;

    /** An answer that is larger than it may be. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("More bytes than any answer has");
        }
    }

    private ContentCoding() {}

    /** The codings that this takes off, in the order in which they were put on; empty where one of them is unknown. */
    static List<String> of(String header) {
        List<String> codings = new ArrayList<>();
        for (String named : header == null ? new String[0] : header.split(",", MOST + 2)) {
            String coding = named.strip().toLowerCase(Locale.ROOT);
            switch (coding) {
                case "gzip", "x-gzip", "deflate" -> codings.add(coding);
                case "", "identity" -> {}
                default -> {
                    return List.of();
                }
            }
        }
        return codings.size() > MOST ? List.of() : codings;
    }

    /**
     * @param raw the answer as it comes. Its end is the answer's end only when it was read to it: what is packed may end earlier
     * @return to be closed, which leaves {@code raw} open
     */
    static InputStream decoded(InputStream raw, List<String> codings) throws IOException {
        InputStream in = new FilterInputStream(raw) {
            @Override
            public void close() {
                // Closing an answer reads it to its end, of which there may be none.
            }
        };
        for (int i = codings.size() - 1; i >= 0; i--) {
            in = unpacked(in, codings.get(i));
        }
        return in;
    }

    private static InputStream unpacked(InputStream packed, String coding) throws IOException {
        PushbackInputStream in = new PushbackInputStream(packed, 2);
        byte[] first = in.readNBytes(2);
        in.unread(first);
        if (first.length == 0) {
            return in;
        }
        if (coding.equals("deflate")) {
            // It comes with zlib's frame, as the standard says, or without, as some do.
            return new DeflateInputStream(in);
        }
        // Some unpack it and leave the header.
        boolean gzip = first.length == 2 && first[0] == (byte) 0x1f && first[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(in) : in;
    }

    /** Ends with {@link TooLarge} beyond so many bytes. */
    static InputStream atMost(InputStream in, int limit) {
        return new FilterInputStream(in) {
            private int left = limit;

            @Override
            public int read() throws IOException {
                int b = super.read();
                counted(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return counted(super.read(into, from, length));
            }

            private int counted(int n) throws IOException {
                left -= Math.max(0, n);
                if (left < 0) {
                    throw new TooLarge();
                }
                return n;
            }
        };
    }
}
