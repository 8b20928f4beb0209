package dev.rostrum.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Looks for texts in a file, whatever the file is. Never in one that SQLite has open: closing it here would drop SQLite's locks. */
final class ByteSearch {
    private static final int BLOCK = 1 << 20;

    private ByteSearch() {}

    /** Whether the file holds one of these texts, in UTF-8. */
    static boolean found(Path file, Collection<String> texts) throws IOException {
        List<List<byte[]>> byFirst = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            byFirst.add(List.of());
        }
        int longest = 1;
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0) {
                longest = Math.max(longest, bytes.length);
                List<byte[]> known = new ArrayList<>(byFirst.get(bytes[0] & 0xff));
                known.add(bytes);
                byFirst.set(bytes[0] & 0xff, known);
            }
        }
        byte[] block = new byte[BLOCK + longest];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int read;
            while ((read = in.readNBytes(block, kept, BLOCK)) > 0) {
                int end = kept + read;
                for (int at = 0; at < end; at++) {
                    for (byte[] text : byFirst.get(block[at] & 0xff)) {
                        if (at + text.length <= end
                                && Arrays.equals(block, at, at + text.length, text, 0, text.length)) {
                            return true;
                        }
                    }
                }
                // What begins at the end of this block may go on in the next one.
                kept = Math.min(longest - 1, end);
                System.arraycopy(block, end - kept, block, 0, kept);
            }
        }
        return false;
    }
}
