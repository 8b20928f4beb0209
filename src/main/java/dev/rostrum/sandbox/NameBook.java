package dev.rostrum.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of the simulated people: numbered combinations of given and family names of several cultures. */
final class NameBook {
    private static final String FILE = "names.txt";
    private static final int GIVEN = 24;
    private static final int FAMILY = 36;
    private static final int PAIRS = GIVEN * FAMILY;
    private static final Map<Character, String> SPELLED =
            Map.of('ł', "l", 'ø', "o", 'ß', "ss", 'æ', "ae", 'đ', "d", 'ð', "d", 'þ', "th", 'ı', "i");

    private final List<Culture> cultures;

    private NameBook(List<Culture> cultures) {
        this.cultures = cultures;
    }

    /** @throws IllegalStateException if the program's own file of names is not as expected */
    static NameBook load() {
        List<String> lines;
        try (InputStream in = NameBook.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        List<Culture> cultures = new ArrayList<>();
        for (int i = 0; i + 2 < lines.size(); i += 3) {
            List<Part> given = parts(lines.get(i + 1));
            List<Part> family = parts(lines.get(i + 2));
            if (given.size() != GIVEN || family.size() != FAMILY) {
                throw new IllegalStateException(FILE + ": wrong number of names for " + lines.get(i));
            }
            cultures.add(new Culture(lines.get(i).endsWith("family-first"), given, family));
        }
        return new NameBook(List.copyOf(cultures));
    }

    /**
     * The name with this number, from zero. Up to 11,232 each pair of names occurs once; then people get a second given
     * name, and above 269,568 a number in their address.
     */
    Name name(int number) {
        Culture culture = cultures.get(number % cultures.size());
        int rest = number / cultures.size();
        int pair = rest % PAIRS;
        int round = rest / PAIRS;
        int g = pair % GIVEN;
        // Each step takes the next given and the next family name; every pair comes once as 25 and 36 share no factor.
        int f = (pair / GIVEN + pair) % FAMILY;
        Part given = culture.given.get(g);
        Part family = culture.family.get(f);
        String address = given.ascii;
        String givenName = given.text;
        if (round % GIVEN > 0) {
            Part second = culture.given.get((g + round) % GIVEN);
            givenName += (culture.familyFirst ? "" : " ") + second.text;
            address += "." + second.ascii;
        }
        address += "." + family.ascii;
        if (round / GIVEN > 0) {
            address += round / GIVEN + 1;
        }
        String name = culture.familyFirst ? family.text + givenName : givenName + " " + family.text;
        return new Name(name, givenName, family.text, address);
    }

    private static List<Part> parts(String line) {
        List<Part> parts = new ArrayList<>();
        for (String entry : line.split(",")) {
            int equals = entry.indexOf('=');
            parts.add(
                    equals < 0
                            ? new Part(entry, ascii(entry))
                            : new Part(entry.substring(0, equals), ascii(entry.substring(equals + 1))));
        }
        return parts;
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            out.append(SPELLED.getOrDefault(c, String.valueOf(c)));
        }
        return Normalizer.normalize(out, Normalizer.Form.NFD).replaceAll("[^a-z0-9]", "");
    }

    /**
     * A person's name.
     *
     * @param display as a Teams client would show it
     * @param address ASCII form for the part of an address before the at sign
     */
    record Name(String display, String given, String family, String address) {}

    private record Part(String text, String ascii) {}

    private record Culture(boolean familyFirst, List<Part> given, List<Part> family) {}
}
