package dev.rostrum.store;

import java.text.Collator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the store keeps beside a text, so that SQL can sort and search it by bytes alone: a collation key and a folded
 * form. Both depend on nothing but the text, never on the system's language.
 */
public final class TextKeys {
    /** Longer names sort by their beginning. */
    private static final int KEY_LENGTH = 120;

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    private static final Collator COLLATOR = collator();

    private TextKeys() {}

    private static Collator collator() {
        Collator collator = Collator.getInstance(Locale.ROOT);
        collator.setStrength(Collator.TERTIARY);
        collator.setDecomposition(Collator.CANONICAL_DECOMPOSITION);
        return collator;
    }

    /** Bytes that compare as the text sorts among names in any script. */
    public static byte[] sortKey(String text) {
        String bounded = text == null ? "" : text.strip();
        if (bounded.length() > KEY_LENGTH) {
            bounded = bounded.substring(0, KEY_LENGTH);
        }
        // One collator, whose keys are made under its own lock.
        return COLLATOR.getCollationKey(bounded).toByteArray();
    }

    /**
     * The text without regard to case, marks and compatibility forms. Upper case first: that turns the sharp s into
     * ss and the dotless i into i. The final sigma becomes a plain one.
     */
    public static String fold(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                .replaceAll("")
                .replace('\u03c2', '\u03c3');
    }

    /** The folded texts, each on a line of its own, so that no search matches across two of them. */
    public static String fold(String... texts) {
        StringBuilder folded = new StringBuilder();
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                folded.append(fold(text)).append('\n');
            }
        }
        return folded.toString();
    }

    /** An address as it is looked up: without regard to case and surrounding blanks; null stays null. */
    public static String addressKey(String address) {
        return address == null || address.isBlank() ? null : address.strip().toLowerCase(Locale.ROOT);
    }
}
