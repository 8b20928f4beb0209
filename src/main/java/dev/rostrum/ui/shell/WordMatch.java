package dev.rostrum.ui.shell;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Whether all words that were typed stand in a text, whatever their case and accents, and where: each letter of it. */
final class WordMatch {
    private final List<String> words = new ArrayList<>();

    WordMatch(String typed) {
        for (String word : typed.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(fold(word));
            }
        }
    }

    /** One letter for each letter, so that places stay. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (char letter : text.toCharArray()) {
            String plain = Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFD)
                    .toLowerCase(Locale.ROOT);
            folded.append(plain.isEmpty() ? letter : plain.charAt(0));
        }
        return folded.toString();
    }

    boolean isIn(String text) {
        String folded = fold(text);
        return words.stream().allMatch(folded::contains);
    }

    /** Whether a word of the text begins with the first that was typed: such ones stand first. */
    boolean begins(String text) {
        return words.isEmpty() || (" " + fold(text)).contains(" " + words.get(0));
    }

    /** The letters that were found. */
    BitSet places(String text) {
        BitSet found = new BitSet();
        String folded = fold(text);
        for (String word : words) {
            for (int at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length())) {
                found.set(at, at + word.length());
            }
        }
        return found;
    }
}
