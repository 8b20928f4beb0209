package dev.rostrum.architecture;

import dev.rostrum.architecture.TextScan.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads each bundle against its translation. Each finding is a line with the place, what is the matter and how to mend it. */
final class TranslationScan {
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)(?:,(\\w+)(?:,([^{}|#<]*#?[^{}|<]*))?)?");
    private static final Pattern PLACEHOLDER = Pattern.compile("%[ns%]|(?<=[ (=“„])--[a-z][a-z-]*");

    /** Words that no German sentence has; in commands and names they stand between quotation marks or behind dashes. */
    private static final Pattern ENGLISH = Pattern.compile("(?<![\\w./_-])"
            + "(?:the|and|of|is|are|with|from|for|to|by|this|that|has|have|been|not|your|you|it|its|or|at|on|no|as)"
            + "(?![\\w./_=-])");

    /** Nobody knows whether a message came: Teams says only that it took it. */
    private static final Pattern UNKNOWABLE = word("zugestellt\\w*|zustell\\w*|ausgeliefert\\w*|empfangen\\w*");

    private static final Pattern STYLE = word("ungültig\\w*|fehler aufgetreten|bitte|hoppla|erfolgreich\\w*");
    private static final long[] NUMBERS = {0, 1, 2, 21, 1_200};

    private final Path resources;
    private final String ending;
    private int read;

    /** @param language code that ends the names of the translated bundles */
    TranslationScan(Path resources, String language) {
        this.resources = resources;
        ending = "_" + language + ".properties";
    }

    /** How many texts the last look compared. */
    int read() {
        return read;
    }

    /**
     * @param same texts that are the same in both languages
     * @param unwanted uses of unwanted words that are right
     */
    List<String> findings(Set<String> same, List<TextScan.Allowance> unwanted) {
        List<String> findings = new ArrayList<>();
        Set<String> needed = new HashSet<>();
        read = 0;
        for (Path file : TextScan.files(resources, ".properties")) {
            String name = file.toString();
            if (name.endsWith(ending)) {
                Path base = Path.of(name.replace(ending, ".properties"));
                if (!Files.exists(base)) {
                    findings.add(resources.relativize(file) + ": there is no " + base.getFileName() + ". Delete it.");
                }
            } else {
                Path translated = Path.of(name.replace(".properties", ending));
                if (Files.exists(translated)) {
                    compare(file, translated, same, needed, unwanted, findings);
                } else {
                    findings.add(resources.relativize(file) + ": there is no " + translated.getFileName() + ".");
                }
            }
        }
        same.stream()
                .filter(each -> !needed.contains(each))
                .forEach(each ->
                        findings.add("nothing is \"" + each + "\" in both languages. Delete it from the test."));
        return findings;
    }

    private void compare(
            Path base,
            Path translated,
            Set<String> same,
            Set<String> needed,
            List<TextScan.Allowance> unwanted,
            List<String> findings) {
        Map<String, Text> theirs = new LinkedHashMap<>();
        for (Text text : TextScan.readBundle(resources, translated)) {
            if (theirs.put(text.key(), text) != null) {
                findings.add(text.place() + ": key \"" + text.key() + "\" is there twice. Delete one.");
            }
        }
        boolean formats = !base.getFileName().toString().equals("texts.properties");
        for (Text text : TextScan.readBundle(resources, base)) {
            Text german = theirs.remove(text.key());
            if (german == null) {
                findings.add(text.place() + ": \"" + text.key() + "\" is missing in " + translated.getFileName() + ": "
                        + text.value());
                continue;
            }
            read++;
            String at = german.place() + " (" + german.key() + "): ";
            if (german.value().equals(text.value()) && wordy(text.value())) {
                if (same.contains(text.value())) {
                    needed.add(text.value());
                } else {
                    findings.add(at + "as in English: " + text.value());
                }
            }
            form(text, german, formats).stream().map(at::concat).forEach(findings::add);
            words(german, unwanted).stream().map(at::concat).forEach(findings::add);
        }
        theirs.values()
                .forEach(text ->
                        findings.add(text.place() + ": no English text is \"" + text.key() + "\". Delete the line."));
    }

    /** Whether it has words: a command, an address, a unit and its number have none. */
    private static boolean wordy(String value) {
        String words = value.replaceAll("\\{[^{}]*\\}|%n", "").strip();
        return Pattern.compile("\\p{L}{2}").matcher(words).find()
                && !words.matches("rostrum [a-z].*|https://\\S+|(?:\\w+\\.)*contoso\\.com")
                && !words.matches("(?:\\W|h|in|min|ms|s|KB|MB)+");
    }

    private static List<String> form(Text english, Text german, boolean formats) {
        List<String> findings = new ArrayList<>();
        String from = english.value();
        String to = german.value();
        if (!matches(ARGUMENT, from, "$1").equals(matches(ARGUMENT, to, "$1"))) {
            findings.add("other arguments than the English " + from);
        } else if (!numbers(from).equals(numbers(to))) {
            findings.add("numbers are written in other ways than in the English " + from);
        }
        if (!matches(PLACEHOLDER, from, "$0").equals(matches(PLACEHOLDER, to, "$0"))) {
            findings.add("other options or line ends than the English " + from);
        }
        if (from.chars().filter(c -> c == '\t').count()
                != to.chars().filter(c -> c == '\t').count()) {
            findings.add("other columns than the English " + from);
        }
        if (!from.isBlank() && to.isBlank()) {
            findings.add("nothing is said");
        }
        if (from.startsWith(" ") != to.startsWith(" ") || from.endsWith(" ") != to.endsWith(" ")) {
            findings.add("other spaces at its ends than the English");
        }
        if (formats || to.matches("(?s).*\\{\\d.*")) {
            TextScan.messageFormat(german.value()).ifPresent(findings::add);
            if (findings.isEmpty()) {
                filled(to, findings);
            }
        } else if (to.contains("''")) {
            findings.add("without arguments '' is shown as two. Write one.");
        }
        return findings;
    }

    /** Each number of people must find its form. */
    private static void filled(String pattern, List<String> findings) {
        Set<String> numeric = matches(Pattern.compile("\\{(\\d),"), pattern, "$1");
        for (long number : NUMBERS) {
            Object[] arguments = new Object[10];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = numeric.contains(String.valueOf(i)) ? (Object) number : "x";
            }
            try {
                String said = new MessageFormat(pattern, Locale.GERMANY).format(arguments);
                if (said.contains("{") || said.contains("|")) {
                    findings.add("with " + number + " it says: " + said);
                    return;
                }
            } catch (IllegalArgumentException e) {
                findings.add("with " + number + " it cannot be filled: " + e.getMessage());
                return;
            }
        }
    }

    private static List<String> words(Text german, List<TextScan.Allowance> unwanted) {
        // What stands in quotation marks may be a command, a name or Teams' own words.
        String said = german.value()
                .replaceAll("“[^”]*”|\"[^\"]*\"|`[^`]*`|„[^“]*“", "")
                .replaceAll("rostrum [a-z].*", "");
        List<String> findings = new ArrayList<>();
        find(ENGLISH, said, "is English", findings);
        find(UNKNOWABLE, german.value(), "say \"von Teams angenommen\"", findings);
        find(STYLE, german.value(), "say what is the matter and what to do next", findings);
        findings.removeIf(finding -> unwanted.stream()
                .anyMatch(each -> german.place().file().endsWith(each.fileName())
                        && german.value().contains(each.text())));
        return findings;
    }

    private static void find(Pattern pattern, String text, String what, List<String> findings) {
        Matcher found = pattern.matcher(text);
        if (found.find()) {
            findings.add("\"" + found.group() + "\": " + what + ".");
        }
    }

    private static Set<String> matches(Pattern pattern, String text, String part) {
        Set<String> all = new TreeSet<>();
        Matcher each = pattern.matcher(text);
        while (each.find()) {
            all.add(part.equals("$1") ? each.group(1) : each.group());
        }
        return all;
    }

    /** How each number is written; which plurals a language has is its own affair. */
    private static Set<String> numbers(String text) {
        Set<String> all = new TreeSet<>();
        Matcher each = ARGUMENT.matcher(text);
        while (each.find()) {
            if (each.group(2) != null && !each.group(2).equals("choice")) {
                all.add(each.group(1) + " " + each.group(2) + " " + each.group(3));
            }
        }
        return all;
    }

    private static Pattern word(String alternatives) {
        return Pattern.compile(
                "(?<!\\p{L})(?:" + alternatives + ")(?!\\p{L})",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }
}
