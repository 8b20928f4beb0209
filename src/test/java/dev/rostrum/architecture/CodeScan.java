package dev.rostrum.architecture;

import dev.rostrum.architecture.JavaStrings.Literal;
import dev.rostrum.architecture.TextScan.Allowance;
import dev.rostrum.architecture.TextScan.Said;
import dev.rostrum.architecture.TextScan.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the codes of reasons and problems against the bundles that word them: {@code words/PREFIX.properties} for codes that begin
 * with the prefix. Sentences that stand in Java instead are findings too.
 */
final class CodeScan {
    /** A code that is put together: what it begins with, every end that it can have, and how it comes about. */
    record Composed(String begin, Set<String> ends, String reason) {}

    private static final String WORDS = "dev/rostrum/words/";
    private static final String STORE = "dev/rostrum/store/";

    /** Where the words for people stand, or words that are not ours: those of Teams. */
    private static final List<String> SPEAKING =
            List.of(WORDS, "dev/rostrum/ui/", "dev/rostrum/cli/", "dev/rostrum/sandbox/");

    /** What {@code Sentences} looks up beside a code itself. */
    private static final List<String> BESIDE = List.of(".step", ".resend", ".all");

    private static final Pattern CODE = Pattern.compile("[a-z]\\w*(?:\\.\\w[\\w-]*)+");

    /** Calls whose first argument is a code; {@code throw} and {@code return} stand right before their names. */
    private static final Pattern TAKES_CODE = Pattern.compile(".*(?:Reason\\.of|Problem\\.(?:failed|wrongUse))");

    /** Names of files are no codes. */
    private static final Pattern FILE = Pattern.compile("\\w+\\.(?:json|db|lock)");

    private static final Pattern BLANK = Pattern.compile("\\s");

    /** Two words beside each other, as no name, path or pattern has them. */
    private static final Pattern TWO_WORDS =
            Pattern.compile("(?<![\\p{L}\\d_.:%$@\\\\-])\\p{L}[\\p{Ll}'\u2019-]+[,;:]? +\\p{Ll}+(?![\\w.(=:])");

    private static final Pattern ONE_WORD = Pattern.compile("\\p{Lu}\\p{Ll}+[.!?\u2026]");
    private static final Pattern SQL = Pattern.compile(
            "\\b(?:SELECT|INSERT|UPDATE|DELETE|VALUES|FROM|JOIN|WHERE|AND|OR|ORDER|CASE|CREATE|PRAGMA|ON|AS|DROP|IN)\\b");

    /** What is written for programmers: the log, exceptions that nobody is shown, and texts of others that are compared with. */
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile("(?:.*\\.)?(?:trace|debug|info|warn|error)"
            + "|.*new[A-Z][\\w.]*(?:Exception|Error)|super"
            + "|.*\\.(?:equals|equalsIgnoreCase|startsWith|endsWith|contains)");

    private final TextScan scan;
    private final Set<String> wordless;
    private final Map<String, Map<String, Text>> bundles = new LinkedHashMap<>();
    private final Set<String> otherKeys = new HashSet<>();

    /** @param wordless codes that need no words of their own */
    CodeScan(TextScan scan, Set<String> wordless) {
        this.scan = scan;
        this.wordless = wordless;
        for (Text text : scan.texts()) {
            String file = text.place().file();
            String name = file.substring(file.lastIndexOf('/') + 1).replace(".properties", "");
            if (name.equals("texts")) {
                otherKeys.add(text.key());
            } else if (file.startsWith(WORDS)) {
                bundles.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(text.key(), text);
            }
        }
    }

    int codes() {
        return bundles.values().stream().mapToInt(Map::size).sum();
    }

    /** The literals that stand at this place of these calls in a file, as ends of codes that are put together there. */
    Set<String> ends(String fileName, String call, int argument) {
        return scan.said().stream()
                .filter(said -> said.place().file().endsWith("/" + fileName))
                .map(Said::literal)
                .filter(literal -> literal.call().matches("(?:.*\\.)?(?:" + call + ")")
                        && literal.argument() == argument
                        && !literal.before().endsWith("+"))
                .map(Literal::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Codes without words, words without a code, and what is wrong with a bundle. */
    List<String> codes(List<Composed> composed) {
        List<String> findings = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        Set<String> begun = new HashSet<>();
        for (Said said : scan.said()) {
            Literal literal = said.literal();
            String value = literal.value();
            begun.add(value);
            boolean code = TAKES_CODE.matcher(literal.call()).matches() && literal.argument() == 0;
            boolean begins = composed.stream().anyMatch(c -> c.begin().equals(value));
            if (scan.looksUp(literal) || begins && value.endsWith(".")) {
                continue;
            }
            if (known(value)) {
                used.add(value);
            } else if (code && BLANK.matcher(value).find()) {
                findings.add(said.place() + ": a sentence stands where a code belongs. Put it into " + WORDS
                        + "PREFIX.properties.");
            } else if (looksLikeCode(literal, code) && (code || !isOtherKey(value))) {
                findings.add(said.place() + ": "
                        + (value.endsWith(".")
                                ? "codes that begin with \"" + value
                                        + "\" are put together. Name their ends in the test."
                                : "the code \"" + value + "\" has no words. Add \"" + value + " = \u2026\" to " + WORDS
                                        + prefix(value) + ".properties."));
            }
        }
        for (Said stored : scan.migrations()) {
            String code = stored.literal().value();
            if (known(code)) {
                used.add(code);
            } else if (bundles.containsKey(prefix(code))) {
                findings.add(stored.place() + ": the code \"" + code + "\" has no words.");
            }
        }
        for (Composed each : composed) {
            if (!begun.contains(each.begin())) {
                findings.add("\"" + each.begin() + "\" begins no code any more. Delete it from the test.");
            }
            for (String end : each.ends()) {
                if (known(each.begin() + end)) {
                    used.add(each.begin() + end);
                } else {
                    findings.add("the code \"" + each.begin() + end + "\" has no words (" + each.reason()
                            + "). Add them to " + WORDS + prefix(each.begin()) + ".properties.");
                }
            }
        }
        bundles.forEach((name, texts) -> texts.values().forEach(text -> bundled(name, text, used, findings)));
        return findings;
    }

    /** Whether it is a key of a bundle beside a package, or begins one. */
    private boolean isOtherKey(String value) {
        return otherKeys.contains(value)
                || value.endsWith(".") && otherKeys.stream().anyMatch(key -> key.startsWith(value));
    }

    private boolean looksLikeCode(Literal literal, boolean code) {
        String value = literal.value();
        String whole = value.endsWith(".") ? value + "x" : value;
        return CODE.matcher(whole).matches()
                && !wordless.contains(value)
                && (code
                        || bundles.containsKey(prefix(value))
                                && !FILE.matcher(value).matches());
    }

    private void bundled(String name, Text text, Set<String> used, List<String> findings) {
        String key = text.key();
        if (!prefix(key).equals(name)) {
            findings.add(text.place() + ": \"" + key + "\" is looked for in " + prefix(key) + ".properties. Move it.");
        }
        TextScan.messageFormat(text.value())
                .map(what -> text.place() + ": " + what)
                .ifPresent(findings::add);
        if (!used.contains(key) && beside(key).filter(used::contains).isEmpty()) {
            findings.add(text.place() + ": no code is \"" + key + "\". Delete the line, or use it.");
        }
    }

    private static Optional<String> beside(String key) {
        return BESIDE.stream()
                .filter(key::endsWith)
                .map(end -> key.substring(0, key.length() - end.length()))
                .findFirst();
    }

    private boolean known(String code) {
        return bundles.getOrDefault(prefix(code), Map.of()).containsKey(code);
    }

    private static String prefix(String code) {
        int dot = code.indexOf('.');
        return dot < 0 ? code : code.substring(0, dot);
    }

    /** Sentences for people that stand in Java. An allowance that a file no longer needs is a finding too. */
    List<String> sentences(Collection<Allowance> allowances) {
        List<String> findings = new ArrayList<>();
        Set<Allowance> needed = new HashSet<>();
        for (Said said : scan.said()) {
            String file = said.place().file();
            if (!isSentence(said.literal().value())
                    || SPEAKING.stream().anyMatch(file::startsWith)
                    || FOR_PROGRAMMERS.matcher(said.literal().call()).matches()
                    || file.startsWith(STORE)
                            && SQL.matcher(said.literal().value()).find()) {
                continue;
            }
            List<Allowance> matching = allowances.stream()
                    .filter(a -> file.endsWith("/" + a.fileName())
                            && said.literal().value().contains(a.text()))
                    .toList();
            needed.addAll(matching);
            if (matching.isEmpty()) {
                findings.add(said.place() + ": the words \"" + said.literal().value()
                        + "\" stand in Java. Give a code, and put them into a bundle.");
            }
        }
        Stream<Allowance> useless = allowances.stream().filter(a -> !needed.contains(a));
        useless.forEach(a ->
                findings.add(a.fileName() + ": nothing there needs the allowance \"" + a.text() + "\". Delete it."));
        return findings;
    }

    private static boolean isSentence(String value) {
        String text = value.replaceAll("\\\\u[0-9a-fA-F]{4}", "\u2019").replaceAll("\\\\n|\\s", " ");
        return TWO_WORDS.matcher(text).find() || ONE_WORD.matcher(text.strip()).matches();
    }
}
