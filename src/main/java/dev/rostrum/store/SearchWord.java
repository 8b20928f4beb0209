package dev.rostrum.store;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One folded word of a search for people. Of three letters or more it is looked for anywhere in name, address and UPN; a shorter one
 * where a word begins, in scripts without blanks anywhere. What looks like an id is also looked for at both ends of ids.
 */
record SearchWord(String word) {
    /** Fewer letters say nothing of an id, unless the id's mark stands before them. */
    private static final int LEAST_OF_ID = 4;

    private static final int TRIGRAM = 3;

    /** Written without blanks between words. */
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** Of a row of user: where its ids begin, counted in a line feed and its folded text. */
    private static String idsAt(String row) {
        return ("min(ifnull(nullif(instr(char(10) || u.folded, char(10) || '29:'), 0), 1 << 40),"
                        + " ifnull(nullif(instr(char(10) || u.folded, char(10) || u.object_id || char(10)), 0), 1 << 40))")
                .replace("u.", row + ".");
    }

    boolean isShort() {
        return word.codePointCount(0, word.length()) < TRIGRAM;
    }

    /** Whether ids are looked at. A word of letters alone is a name's. */
    boolean isOfId() {
        return word.startsWith(SearchText.PAIRWISE)
                || (word.length() >= LEAST_OF_ID
                        && word.chars().anyMatch(c -> c >= '0' && c <= '9')
                        && word.chars().allMatch(SearchWord::isIdLetter));
    }

    private static boolean isIdLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** Whether a short word with that first letter is found anywhere. */
    static boolean anywhere(int letter) {
        return letter >= 0x0e00 && UNSPACED.contains(UnicodeScript.of(letter));
    }

    /** What parts the words of a search. */
    static boolean blank(int letter) {
        return letter == ' ' || (letter >= '\t' && letter <= '\r');
    }

    /** Words in which the index finds the text: a phrase of its tokenizer. */
    String textPhrase() {
        return quoted(word);
    }

    /** The token of a short word. */
    String shortPhrase() {
        int[] letters = word.codePoints().toArray();
        return quoted(shortKey(letters, 0, letters.length));
    }

    /** Tokens of ids that this one may be the beginning or the end of. */
    String idPhrase() {
        String beginning = quoted(beginningKey(word)) + "*";
        return word.startsWith(SearchText.PAIRWISE)
                ? beginning
                : beginning + " OR " + quoted(beginningKey(SearchText.PAIRWISE + word)) + "* OR " + quoted(endKey(word))
                        + "*";
    }

    /** Whether the ids that the index finds need a second look. */
    boolean isLongId() {
        return bareId(word).length() > SearchText.ID_LETTERS;
    }

    private static String quoted(String token) {
        return '"' + token.replace("\"", "\"\"") + '"';
    }

    static String bareId(String id) {
        return id.startsWith(SearchText.PAIRWISE) ? id.substring(SearchText.PAIRWISE.length()) : id;
    }

    static String shortKey(int[] letters, int from, int length) {
        StringBuilder key = new StringBuilder("s");
        for (int i = from; i < from + length; i++) {
            coded(letters[i], key);
        }
        return key.toString();
    }

    static String beginningKey(String id) {
        String bare = bareId(id);
        return coded(
                id.startsWith(SearchText.PAIRWISE) ? "p" : "b",
                bare.substring(0, Math.min(bare.length(), SearchText.ID_LETTERS)));
    }

    static String endKey(String id) {
        String bare = bareId(id);
        return coded(
                "e", new StringBuilder(bare).reverse().substring(0, Math.min(bare.length(), SearchText.ID_LETTERS)));
    }

    private static String coded(String kind, String letters) {
        StringBuilder key = new StringBuilder(kind);
        letters.chars().forEach(letter -> coded(letter, key));
        return key.toString();
    }

    /** In letters of which the tokenizer takes none for the end of a token. */
    private static void coded(int letter, StringBuilder key) {
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            key.append((char) letter);
        } else {
            key.append('_').append(Integer.toHexString(letter)).append('_');
        }
    }

    /** The same in SQL, without the index: whether the text of a row of user holds it. */
    String ofText(String row, List<Object> arguments) {
        boolean beginning = isShort() && !anywhere(word.codePointAt(0));
        arguments.add(beginning ? beginningPattern() : word);
        String argument = "?" + arguments.size();
        return beginning
                ? "substr(char(10) || " + row + ".folded, 1, " + idsAt(row) + ") GLOB " + argument
                : "instr(" + row + ".folded, " + argument + ") BETWEEN 1 AND " + idsAt(row) + " - 1";
    }

    /** Whether an id of a row of user is found by it. */
    String ofIds(String row, List<Object> arguments) {
        String ids = "substr(char(10) || " + row + ".folded, " + idsAt(row) + ")";
        arguments.add(bareId(word));
        String argument = "?" + arguments.size();
        String pairwise = "instr(" + ids + ", char(10) || '29:' || " + argument + ") > 0";
        return word.startsWith(SearchText.PAIRWISE)
                ? pairwise
                : pairwise + " OR instr(" + ids + ", char(10) || " + argument + ") > 0 OR instr(" + ids + ", "
                        + argument + " || char(10)) > 0";
    }

    private String beginningPattern() {
        StringBuilder pattern = new StringBuilder("*[" + SearchText.BEFORE_WORDS.replace("[", "") + "]");
        // A bracket is the first of its class, and the hyphen the last.
        pattern.insert(2, '[');
        for (char c : word.toCharArray()) {
            pattern.append("*?[".indexOf(c) < 0 ? String.valueOf(c) : "[" + c + "]");
        }
        return pattern.append('*').toString();
    }
}
