package dev.rostrum.domain;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a message is nothing but a word by which somebody asks not to be written to, or to be written to again. Letters are compared by
 * Unicode's rules, on a computer of any language: also the dotted and dotless i of Turkish are one letter, and accents are
 * left out, since many write capitals without.
 */
public final class OptOutWords {
    /** What a message asks for. */
    public enum Word {
        STOP,
        START
    }

    /** Characters of a text that are looked at, and kept of a reply: more than anybody types. */
    public static final int MAX_TEXT = 4_000;

    /**
     * By language, what messaging services of many countries take, and what the words of their own are. Left out are "cancel", "end",
     * "quit" and "yes", which some of them take too: these also answer what an announcement asks, as does a word that means something else in
     * another language.
     */
    private static final Map<String, List<String>> STOP = Map.ofEntries(
            Map.entry("en", List.of("stop", "stop all", "stopall", "unsubscribe", "opt out", "optout", "revoke")),
            Map.entry("de", List.of("stopp", "abmelden", "abbestellen", "austragen")),
            Map.entry(
                    "fr",
                    List.of("arr\u00eat", "arr\u00eater", "d\u00e9sabonner", "se d\u00e9sabonner", "d\u00e9sinscrire")),
            Map.entry("es", List.of("baja", "parar", "detener")),
            Map.entry("it", List.of("basta", "ferma", "disiscrivi", "disiscrivimi")),
            Map.entry("nl", List.of("stoppen", "afmelden", "uitschrijven")),
            Map.entry("pt", List.of("parar", "pare", "sair", "descadastrar")),
            Map.entry("pl", List.of("rezygnuj\u0119", "wypisz", "wypisz mnie")),
            Map.entry("sv", List.of("stopp", "avregistrera")),
            Map.entry("da", List.of("afmeld", "frameld")),
            Map.entry("nb", List.of("stopp", "avmeld", "meld av")),
            Map.entry("fi", List.of("lopeta")),
            Map.entry("cs", List.of("odhl\u00e1sit")),
            Map.entry("hu", List.of("le\u00e1ll\u00edt", "leiratkoz\u00e1s")),
            Map.entry("ro", List.of("opre\u0219te", "dezabonare")),
            Map.entry("tr", List.of("durdur")),
            Map.entry("el", List.of("\u03b4\u03b9\u03b1\u03ba\u03bf\u03c0\u03ae")),
            Map.entry(
                    "ru",
                    List.of(
                            "\u0441\u0442\u043e\u043f",
                            "\u043e\u0442\u043f\u0438\u0441\u0430\u0442\u044c\u0441\u044f")),
            Map.entry(
                    "uk",
                    List.of(
                            "\u0441\u0442\u043e\u043f",
                            "\u0432\u0456\u0434\u043f\u0438\u0441\u0430\u0442\u0438\u0441\u044f")),
            Map.entry("ja", List.of("\u505c\u6b62", "\u914d\u4fe1\u505c\u6b62", "\u30b9\u30c8\u30c3\u30d7")),
            Map.entry("zh", List.of("\u505c\u6b62", "\u9000\u8ba2", "\u9000\u8a02")));

    private static final Map<String, List<String>> START = Map.ofEntries(
            Map.entry("en", List.of("start", "unstop", "subscribe", "resubscribe", "opt in", "optin")),
            Map.entry("de", List.of("starten", "anmelden")),
            Map.entry("fr", List.of("reprendre", "r\u00e9abonner", "se r\u00e9abonner")),
            Map.entry("es", List.of("alta", "reanudar")),
            Map.entry("it", List.of("riprendi", "iscrivi", "iscrivimi")),
            Map.entry("nl", List.of("starten", "aanmelden", "inschrijven")),
            Map.entry("pt", List.of("voltar", "retomar", "iniciar")),
            Map.entry("pl", List.of("wzn\u00f3w", "zapisz", "zapisz mnie")),
            Map.entry("sv", List.of("starta", "anm\u00e4l")),
            Map.entry("da", List.of("tilmeld")),
            Map.entry("nb", List.of("p\u00e5meld", "meld p\u00e5")),
            Map.entry("fi", List.of("aloita", "jatka")),
            Map.entry("cs", List.of("p\u0159ihl\u00e1sit", "obnovit")),
            Map.entry("hu", List.of("ind\u00edt", "feliratkoz\u00e1s")),
            Map.entry("ro", List.of("porne\u0219te", "abonare")),
            Map.entry("tr", List.of("ba\u015flat")),
            Map.entry("el", List.of("\u03ad\u03bd\u03b1\u03c1\u03be\u03b7")),
            Map.entry(
                    "ru",
                    List.of(
                            "\u0441\u0442\u0430\u0440\u0442",
                            "\u043f\u043e\u0434\u043f\u0438\u0441\u0430\u0442\u044c\u0441\u044f")),
            Map.entry(
                    "uk",
                    List.of(
                            "\u0441\u0442\u0430\u0440\u0442",
                            "\u043f\u0456\u0434\u043f\u0438\u0441\u0430\u0442\u0438\u0441\u044f")),
            Map.entry("ja", List.of("\u518d\u958b", "\u914d\u4fe1\u518d\u958b", "\u30b9\u30bf\u30fc\u30c8")),
            Map.entry("zh", List.of("\u5f00\u59cb", "\u6062\u590d", "\u8ba2\u9605", "\u8a02\u95b1")));

    /** English first, then by the name of the language. */
    public static final List<String> DEFAULT_STOP = all(STOP);

    public static final List<String> DEFAULT_START = all(START);

    private static final Pattern AT = Pattern.compile("(?i)<at(?:\\s[^<>]*)?>([^<>]*)</at>");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]*>");
    private static final Pattern ENTITY =
            Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,6}));");
    private static final Map<String, String> NAMED = Map.of(
            "nbsp", "\u00a0", "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "shy", "\u00ad", "zwj",
            "\u200d", "zwnj", "\u200c");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\ufe00-\\ufe0f\\u20e3]+");
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final Set<String> stop;
    private final Set<String> start;

    /** Takes words in any spelling. */
    public OptOutWords(List<String> stop, List<String> start) {
        this.stop = compared(stop);
        this.start = compared(start);
    }

    private static List<String> all(Map<String, List<String>> words) {
        return Stream.concat(
                        words.get("en").stream(),
                        words.keySet().stream().sorted().flatMap(language -> words.get(language).stream()))
                .distinct()
                .toList();
    }

    private static Set<String> compared(List<String> words) {
        return words.stream()
                .map(OptOutWords::compared)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the whole message is; empty where it is anything else. */
    public Optional<Word> in(String text) {
        if (text == null || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        String word = compared(TAG.matcher(AT.matcher(text).replaceAll(" ")).replaceAll(" "));
        if (stop.contains(word)) {
            return Optional.of(Word.STOP);
        }
        return start.contains(word) ? Optional.of(Word.START) : Optional.empty();
    }

    /** By what words are compared: two of which this is the same are one word; empty where there is no letter in it. */
    public static String compared(String word) {
        String plain = UNSEEN.matcher(Normalizer.normalize(characters(word), Normalizer.Form.NFKD))
                .replaceAll("");
        String folded =
                ACCENTS.matcher(plain).replaceAll("").toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return BETWEEN.matcher(ACCENTS.matcher(folded).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }

    /**
     * What somebody wrote, for a reader: who is mentioned by name, with the characters that references stand for, cut to {@value #MAX_TEXT}; null where nothing is left.
     */
    public static String readable(String text) {
        if (text == null) {
            return null;
        }
        String plain = characters(AT.matcher(text).replaceAll("$1"))
                .replace('\u00a0', ' ')
                .strip();
        String cut = plain.codePointCount(0, plain.length()) > MAX_TEXT
                ? plain.substring(0, plain.offsetByCodePoints(0, MAX_TEXT - 1)) + "\u2026"
                : plain;
        return cut.isEmpty() ? null : cut;
    }

    private static String characters(String text) {
        return ENTITY.matcher(text).replaceAll(OptOutWords::character);
    }

    private static String character(MatchResult entity) {
        String named = entity.group(3);
        if (named != null) {
            return Matcher.quoteReplacement(NAMED.getOrDefault(named.toLowerCase(Locale.ROOT), entity.group()));
        }
        int code = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        boolean character =
                Character.isValidCodePoint(code) && code != 0 && Character.getType(code) != Character.SURROGATE;
        return Matcher.quoteReplacement(character ? Character.toString(code) : entity.group());
    }
}
