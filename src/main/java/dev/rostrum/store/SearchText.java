package dev.rostrum.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an entry is found by, made of its folded text: name, address and UPN on the one hand, ids on the other. A person's ids hold any
 * three letters by chance; so an id is found by its beginning or its end only.
 */
record SearchText(String text, List<String> ids) {
    /** Begins the line of a pairwise id. */
    static final String PAIRWISE = "29:";

    /** So much of an id is in the index, from its beginning and from its end. */
    static final int ID_LETTERS = 16;

    /** What stands before a word's beginning. After a dot or an at sign none begins: all addresses of a tenant end alike. */
    static final String BEFORE_WORDS = "\n\t _'\"()/,&+;[\u2019\u2010\u2013-";

    /** Nothing is found by it. */
    static final SearchText NONE = new SearchText("", List.of());

    /**
     * @param folded of an entry, as {@link TextKeys#fold(String...)} made it; null: none
     * @param objectId of it, or null
     */
    static SearchText of(String folded, String objectId) {
        if (folded == null || folded.isEmpty()) {
            return NONE;
        }
        String object = objectId == null ? null : objectId.toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder();
        List<String> ids = new ArrayList<>(2);
        Set<String> seen = new LinkedHashSet<>();
        boolean names = true;
        for (String line : folded.split("\n")) {
            if (line.startsWith(PAIRWISE) || line.equals(object)) {
                // What stands behind an id is one too.
                names = false;
            }
            if (!names) {
                ids.add(line);
            } else if (seen.add(line)) {
                text.append(line).append('\n');
            }
        }
        return new SearchText(text.toString(), ids);
    }

    /** Tokens for the index of beginnings: of words, of ids and of their ends. */
    String keys() {
        Set<String> keys = new LinkedHashSet<>();
        int[] letters = text.codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
            int letter = letters[i];
            if (letter == '\n' || letter == ' ' || !(SearchWord.anywhere(letter) || beginsAt(letters, i))) {
                continue;
            }
            keys.add(SearchWord.shortKey(letters, i, 1));
            if (i + 1 < letters.length && !SearchWord.blank(letters[i + 1])) {
                keys.add(SearchWord.shortKey(letters, i, 2));
            }
        }
        for (String id : ids) {
            keys.add(SearchWord.beginningKey(id));
            keys.add(SearchWord.endKey(id));
        }
        return String.join(" ", keys);
    }

    private static boolean beginsAt(int[] letters, int at) {
        return at == 0 || BEFORE_WORDS.indexOf(letters[at - 1]) >= 0;
    }

    /** Whether a word is found in the name, the address or the UPN. */
    boolean holds(SearchWord word) {
        int at = text.indexOf(word.word());
        if (!word.isShort() || at < 0 || SearchWord.anywhere(word.word().codePointAt(0))) {
            return at >= 0;
        }
        while (at >= 0) {
            if (at == 0 || BEFORE_WORDS.indexOf(text.charAt(at - 1)) >= 0) {
                return true;
            }
            at = text.indexOf(word.word(), at + 1);
        }
        return false;
    }

    /** Whether one of the ids is found by the word. */
    boolean identifiedBy(SearchWord word) {
        if (!word.isOfId()) {
            return false;
        }
        String asked = SearchWord.bareId(word.word());
        boolean pairwise = word.word().startsWith(PAIRWISE);
        for (String id : ids) {
            String bare = SearchWord.bareId(id);
            if (pairwise ? id.startsWith(word.word()) : bare.startsWith(asked) || bare.endsWith(asked)) {
                return true;
            }
        }
        return false;
    }
}
