package dev.rostrum.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks for strings in bytes, whatever wrote them: as UTF-8, UTF-16 of both orders, ISO 8859-1, Base64 of either alphabet at each
 * alignment, percent-encoded, escaped as in JSON and in XML. Archives are looked into as well. It counts what it looked at, so that
 * a search of nothing is seen.
 */
public final class CanarySearch {
    private static final int KEY = 4;
    /** Shorter forms would be found by chance. */
    private static final int SHORTEST = 6;

    /** Files are read in pieces, archives as a whole. */
    private static final int PIECE = 4 << 20;

    private static final int LARGEST_ARCHIVE = 512 << 20;

    private final Map<Integer, List<Form>> forms = new HashMap<>();
    /** Which beginnings can be a form's, by a hash: almost every place is none. */
    private final BitSet begins = new BitSet(1 << 22);

    private int longest = KEY;
    private final Map<String, Integer> looked = new TreeMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Form(String label, byte[] bytes) {}

    /** Looks for this string too; the label says which it is in the findings, in place of the string. */
    public CanarySearch add(String label, String canary) {
        for (Map.Entry<String, byte[]> form : encoded(canary).entrySet()) {
            byte[] bytes = form.getValue();
            if (bytes.length >= SHORTEST) {
                int key = key(bytes, 0);
                begins.set(hash(key));
                longest = Math.max(longest, bytes.length);
                forms.computeIfAbsent(key, k -> new ArrayList<>()).add(new Form(label + " as " + form.getKey(), bytes));
            }
        }
        return this;
    }

    /** The forms that a string may be written in, without those that say nothing new. */
    static Map<String, byte[]> encoded(String text) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        all.put("UTF-8", utf8);
        for (Charset charset :
                List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.ISO_8859_1)) {
            if (charset.newEncoder().canEncode(text)) {
                all.put(charset.name(), text.getBytes(charset));
            }
        }
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[utf8.length + shift];
            System.arraycopy(utf8, 0, shifted, shift, utf8.length);
            // The first and the last group hold bits of what stands beside.
            int from = shift == 0 ? 0 : 4;
            int to = shifted.length / 3 * 4;
            if (to - from >= SHORTEST) {
                all.put(
                        "Base64 at " + shift,
                        ascii(Base64.getEncoder().encodeToString(shifted).substring(from, to)));
                all.put(
                        "Base64 for URLs at " + shift,
                        ascii(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to)));
            }
        }
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        all.put("form field", ascii(form));
        all.put("percent-encoded", ascii(form.replace("+", "%20")));
        all.put("percent-encoded, small", ascii(form.replace("+", "%20").toLowerCase(Locale.ROOT)));
        all.put("JSON", json(text, false).getBytes(StandardCharsets.UTF_8));
        all.put("JSON in ASCII", ascii(json(text, true)));
        all.put("JSON in JSON", json(json(text, false), false).getBytes(StandardCharsets.UTF_8));
        all.put(
                "XML",
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .getBytes(StandardCharsets.UTF_8));
        all.put("CSV", text.replace("\"", "\"\"").getBytes(StandardCharsets.UTF_8));
        Set<String> seen = new LinkedHashSet<>();
        all.values().removeIf(bytes -> !seen.add(new String(bytes, StandardCharsets.ISO_8859_1)));
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String json(String text, boolean asciiOnly) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < 0x20 || (asciiOnly && c > 0x7e)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static int key(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    private static int hash(int key) {
        return key * 0x9E3779B1 >>> 10;
    }

    /** Everything found in these bytes, once per form. */
    Set<String> in(byte[] bytes) {
        Set<String> found = new LinkedHashSet<>();
        in(bytes, bytes.length, found);
        return found;
    }

    private void in(byte[] bytes, int length, Set<String> found) {
        int key = 0;
        for (int last = 0; last < length; last++) {
            key = key << 8 | bytes[last] & 0xff;
            if (last < KEY - 1 || !begins.get(hash(key))) {
                continue;
            }
            int at = last - KEY + 1;
            for (Form form : forms.getOrDefault(key, List.of())) {
                int end = at + form.bytes.length;
                if (end <= length && Arrays.equals(bytes, at, end, form.bytes, 0, form.bytes.length)) {
                    found.add(form.label);
                }
            }
        }
    }

    /** Everything found in a text, as "where: what". */
    public List<String> text(String kind, String where, String text) {
        return bytes(kind, where, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> bytes(String kind, String where, byte[] bytes) {
        if (bytes.length > 0) {
            looked.merge(kind, 1, Integer::sum);
        }
        List<String> found = new ArrayList<>();
        in(bytes).forEach(what -> found.add(where + ": " + what));
        if (archive(bytes)) {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    found.addAll(bytes("archive entry", where + "!" + entry.getName(), zip.readAllBytes()));
                }
            } catch (IOException e) {
                throw new IllegalStateException("cannot be looked into: " + where, e);
            }
        }
        return found;
    }

    private static boolean archive(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    /** Everything found in a file, its name included. */
    public List<String> file(Path file) throws IOException {
        List<String> found = new ArrayList<>(
                bytes("name", "name of " + file, file.getFileName().toString().getBytes(StandardCharsets.UTF_8)));
        Set<String> inside = new LinkedHashSet<>();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begun = in.readNBytes(PIECE);
            if (archive(begun)) {
                byte[] all = Arrays.copyOf(begun, (int) Math.min(Files.size(file), LARGEST_ARCHIVE));
                if (in.readNBytes(all, begun.length, all.length - begun.length) + begun.length < all.length
                        || in.read() >= 0) {
                    throw new IllegalStateException("cannot be looked into as a whole: " + file);
                }
                found.addAll(bytes(kind(file), file.toString(), all));
                return found;
            }
            if (begun.length > 0) {
                looked.merge(kind(file), 1, Integer::sum);
            }
            byte[] piece = Arrays.copyOf(begun, PIECE + longest);
            int length = begun.length;
            while (length > 0) {
                in(piece, length, inside);
                // The end of a piece may hold the beginning of a form.
                int kept = Math.min(longest, length);
                System.arraycopy(piece, length - kept, piece, 0, kept);
                int more = in.readNBytes(piece, kept, PIECE);
                length = more > 0 ? kept + more : 0;
            }
        }
        inside.forEach(what -> found.add(file + ": " + what));
        return found;
    }

    /** Everything found in the files below a folder. */
    public List<String> below(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            found.addAll(file(file));
        }
        return found;
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        if (name.startsWith("hs_err")) {
            return "crash report";
        }
        if (file.toString().contains("backup") && !name.endsWith(".json")) {
            return "backup";
        }
        int dash = name.lastIndexOf('-');
        if (dash > 0 && file.getParent().endsWith("noted")) {
            return name.substring(0, dash);
        }
        if (name.endsWith("-wal") || name.endsWith("-shm")) {
            return name.substring(dash);
        }
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How many non-empty things of each kind were looked at: extensions of files, and the kinds of texts. */
    public Map<String, Integer> looked() {
        return looked;
    }
}
