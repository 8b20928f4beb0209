package dev.rostrum.connection;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Names of files from names of connections, such that Windows takes them too. */
final class FileNames {
    private static final int MAX_SLUG = 40;
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    /** A bare name: no folder, no drive, no other computer. */
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}\\.db");

    private FileNames() {}

    /** Whether this can be the name of a data file, wherever it comes from. */
    static boolean is(String name) {
        return BARE.matcher(name).matches();
    }

    /** A data file's name. */
    static String of(String name) {
        return slug(name) + ".db";
    }

    /** The name of the n-th data file for the same name, n from 2. */
    static String of(String name, int n) {
        return slug(name) + "-" + n + ".db";
    }

    private static String slug(String name) {
        String slug = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        if (slug.length() > MAX_SLUG) {
            slug = slug.substring(0, MAX_SLUG);
        }
        if (!slug.equals(name) || slug.equals("sandbox") || DEVICES.contains(slug)) {
            CRC32 crc = new CRC32();
            crc.update(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            slug = (slug.isEmpty() ? "connection" : slug) + String.format(Locale.ROOT, "-%08x", crc.getValue());
        }
        return slug;
    }
}
