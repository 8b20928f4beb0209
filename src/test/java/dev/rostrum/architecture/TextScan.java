package dev.rostrum.architecture;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the texts of the program as committed: bundles, FXML, string literals. Each finding is a line with the place, what
 * is the matter and how to mend it. A file may look keys up in the bundle of its own package, and in that of a class which it
 * names in {@code Texts.of(…)}.
 */
final class TextScan {
    /** A use of an unwanted word that is right where it stands. */
    record Allowance(String fileName, String text, String reason) {}

    private static final String UI = "dev/rostrum/ui/";
    private static final Pattern TRANSLATED = Pattern.compile("_[a-z]{2}\\.properties$");
    private static final String BUNDLE = "texts.properties";

    /** Packages whose texts stand in bundles beside them. */
    private static final List<String> SPEAKING =
            List.of(UI, "dev/rostrum/cli/", "dev/rostrum/words/", "dev/rostrum/app/");

    /** Packages whose texts speak of the outcome of a message. */
    private static final List<String> OUTCOME_PACKAGES = List.of(
            UI,
            "dev/rostrum/cli/",
            "dev/rostrum/announce/",
            "dev/rostrum/workspace/",
            "dev/rostrum/records/",
            "dev/rostrum/domain/");

    /** The sandbox speaks with the words of Teams, good or bad. */
    private static final String SANDBOX = "dev/rostrum/sandbox/";

    private static final Pattern OUTCOME = word("delivered|received");
    private static final Pattern STYLE = word("invalid|error occurred|please|oops|successfully");
    private static final Pattern LOOKUP = Pattern.compile(
            "(?:\\b\\w*[tT](?:exts|EXTS)(?:\\(\\))?\\.(?:get|has|text|format|planLine)|(?<![\\w.])text)\\($|\\bdescriptionKey=$");
    /** What looks like a key: it may reach its look-up by a choice, as the heading of a table, as the label of a card. */
    private static final Pattern KEY = Pattern.compile("([a-z]\\w*)(?:\\.(?!(?:css|fxml)$)[\\w-]+)+");

    private static final Pattern PICOCLI = Pattern.compile("(?:rostrum\\.(?:[\\w-]+\\.)*)?usage\\.[\\w.]+");
    private static final Pattern SQL_VALUE = Pattern.compile("'(\\w+(?:\\.\\w+)+)'");
    private static final Pattern FXML_KEY = Pattern.compile("(?:=\\s*[\"']|>\\s*)%([\\w.\\-]+)");
    private static final Pattern FXML_TEXT = Pattern.compile(
            "\\b(?:text|promptText|title|headerText|accessibleText|accessibleHelp)\\s*=\\s*[\"']([^\"'%$#@\\\\][^\"']*)[\"']");

    record Place(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    record Text(Place place, String key, String value) {}

    private record FxmlKey(Place place, String key) {}

    record Said(Place place, JavaStrings.Literal literal) {}

    private final List<Text> texts = new ArrayList<>();
    private final List<FxmlKey> fxmlKeys = new ArrayList<>();
    private final Map<String, Set<String>> anchors = new LinkedHashMap<>();
    private final List<Said> literals = new ArrayList<>();
    private final List<Said> migrations = new ArrayList<>();
    private final List<String> fxmlFindings = new ArrayList<>();

    /**
     * @param resources folder that mirrors the packages, with bundles and FXML
     * @param sources folder of the Java sources
     */
    TextScan(Path resources, Path sources) {
        for (Path file : files(resources, ".properties")) {
            // What stands in other languages is for TranslationScan.
            if (!TRANSLATED.matcher(file.toString()).find()) {
                texts.addAll(readBundle(resources, file));
            }
        }
        for (Path file : files(resources, ".fxml")) {
            readFxml(resources, file);
        }
        for (Path file : files(resources, ".sql")) {
            readMigration(resources, file);
        }
        for (Path file : files(sources, ".java")) {
            String source = read(file);
            String name = name(sources, file);
            anchors.put(name, anchors(source, folder(name)));
            for (JavaStrings.Literal literal : JavaStrings.of(source)) {
                literals.add(new Said(new Place(name, literal.line()), literal));
            }
        }
    }

    int literals() {
        return literals.size();
    }

    List<Text> texts() {
        return texts;
    }

    List<Said> said() {
        return literals;
    }

    /** What migrations write that may be a code. */
    List<Said> migrations() {
        return migrations;
    }

    /** Whether it is a key of a bundle that stands beside a package. */
    boolean looksUp(JavaStrings.Literal literal) {
        return LOOKUP.matcher(literal.near()).find();
    }

    /** Keys that are used but missing, there but unused, or there twice; values that do not read as message formats. */
    List<String> keys() {
        List<String> findings = new ArrayList<>();
        Map<String, Map<String, Place>> bundles = new LinkedHashMap<>();
        for (Text text : ownTexts()) {
            Place first = bundles.computeIfAbsent(folder(text.place().file()), f -> new LinkedHashMap<>())
                    .putIfAbsent(text.key(), text.place());
            if (first != null) {
                findings.add(text.place() + ": key \"" + text.key() + "\" is also at " + first
                        + ", and only one of them counts. Delete one, or give it a key of its own.");
            }
            format(text).ifPresent(findings::add);
        }
        Set<String> known = texts.stream().map(Text::key).collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (FxmlKey key : fxmlKeys) {
            used.add(key.key());
            String folder = folder(key.place().file());
            if (!bundles.getOrDefault(folder, Map.of()).containsKey(key.key())) {
                findings.add(key.place() + ": %" + key.key() + " is missing. Add \"" + key.key() + " = …\" to " + folder
                        + BUNDLE + ".");
            }
        }
        for (Said said : literals) {
            String file = said.place().file();
            if (SPEAKING.stream().noneMatch(file::startsWith)) {
                continue;
            }
            JavaStrings.Literal literal = said.literal();
            String value = literal.value();
            boolean open = literal.after() == '+';
            Predicate<String> matches = key -> key.equals(value)
                    || (open && value.endsWith(".") && key.startsWith(value))
                    || (literal.before().endsWith("+") && value.startsWith(".") && key.endsWith(value));
            bundles.values().forEach(b -> b.keySet().stream().filter(matches).forEach(used::add));
            if ((LOOKUP.matcher(literal.near()).find()
                            || (!known.contains(value) && isOfSection(value, bundles.get(folder(file)))))
                    && seenBy(file).stream()
                            .flatMap(f -> bundles.getOrDefault(f, Map.of()).keySet().stream())
                            .noneMatch(matches)) {
                findings.add(said.place() + ": "
                        + (open ? "no key begins with \"" + value + "\"" : "key \"" + value + "\" is missing")
                        + ". Add \"" + value + (open ? "…" : "") + " = …\" to " + folder(file) + BUNDLE + ".");
            }
        }
        bundles.values()
                .forEach(bundle -> bundle.forEach((key, place) -> {
                    // Picocli finds its own by the name of the command; their own test looks at those.
                    if (!used.contains(key) && !PICOCLI.matcher(key).matches()) {
                        findings.add(place + ": key \"" + key + "\" is used by nothing. Delete the line, or use it.");
                    }
                }));
        return findings;
    }

    /** A text with arguments is a message format, where an apostrophe is a quote; without arguments it is not. */
    private static Optional<String> format(Text text) {
        if (!text.value().matches("(?s).*\\{\\d.*")) {
            return text.value().contains("''")
                    ? Optional.of(text.place() + ": without arguments '' is shown as two. Write one.")
                    : Optional.empty();
        }
        return messageFormat(text.value()).map(what -> text.place() + ": " + what);
    }

    /** What keeps a text from being read as a message format. */
    static Optional<String> messageFormat(String value) {
        if (value.replace("''", "").contains("'")) {
            return Optional.of("an apostrophe hides what follows it from the arguments. Write ''.");
        }
        try {
            new MessageFormat(value, Locale.ROOT);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("not a message format (" + e.getMessage() + "). Mend the braces.");
        }
    }

    /** Whether it looks like a key of a section that the bundle has. */
    private static boolean isOfSection(String value, Map<String, Place> bundle) {
        Matcher key = KEY.matcher(value);
        return bundle != null
                && key.matches()
                && bundle.keySet().stream().anyMatch(other -> other.startsWith(key.group(1) + "."));
    }

    private Set<String> seenBy(String file) {
        Set<String> folders = new TreeSet<>(anchors.getOrDefault(file, Set.of()));
        folders.add(folder(file));
        return folders;
    }

    private static Set<String> anchors(String source, String own) {
        Set<String> folders = new TreeSet<>();
        Matcher anchor = Pattern.compile("\\bTexts\\.of\\(\\s*(\\w+)\\.class").matcher(source);
        while (anchor.find()) {
            Matcher imported = Pattern.compile("import ([\\w.]+)\\." + anchor.group(1) + ";")
                    .matcher(source);
            folders.add(imported.find() ? imported.group(1).replace('.', '/') + "/" : own);
        }
        return folders;
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    /** What FXML must not hold: expressions, which leak their listeners, and texts, which belong to a bundle. */
    List<String> fxml() {
        return fxmlFindings;
    }

    /** Words that no text of ours says. An allowance that a file no longer needs is a finding too. */
    List<String> words(List<Allowance> allowances) {
        List<String> findings = new ArrayList<>();
        Set<Allowance> needed = new HashSet<>();
        for (Text text : texts) {
            judge(text.place(), text.value(), true, allowances, needed, findings);
        }
        for (Said said : literals) {
            String file = said.place().file();
            if (!file.startsWith(SANDBOX)) {
                boolean outcome = OUTCOME_PACKAGES.stream().anyMatch(file::startsWith);
                judge(said.place(), said.literal().value(), outcome, allowances, needed, findings);
            }
        }
        for (Allowance allowance : allowances) {
            boolean there = Stream.concat(
                            texts.stream().map(Text::place), literals.stream().map(Said::place))
                    .anyMatch(place -> place.file().endsWith("/" + allowance.fileName()));
            if (there && !needed.contains(allowance)) {
                findings.add(allowance.fileName() + ": nothing there needs the allowance \"" + allowance.text()
                        + "\". Delete it.");
            }
        }
        return findings;
    }

    private static void judge(
            Place place,
            String text,
            boolean outcome,
            List<Allowance> allowances,
            Set<Allowance> needed,
            List<String> findings) {
        Matcher said = OUTCOME.matcher(text);
        if (outcome && said.find()) {
            report(place, text, said.group(), "say \"accepted by Teams\"", allowances, needed, findings);
        }
        Matcher style = STYLE.matcher(text);
        if (style.find()) {
            report(
                    place,
                    text,
                    style.group(),
                    "say what is the matter and what to do next",
                    allowances,
                    needed,
                    findings);
        }
    }

    private static void report(
            Place place,
            String text,
            String word,
            String fix,
            List<Allowance> allowances,
            Set<Allowance> needed,
            List<String> findings) {
        List<Allowance> matching = allowances.stream()
                .filter(a -> place.file().endsWith("/" + a.fileName()) && text.contains(a.text()))
                .toList();
        needed.addAll(matching);
        if (matching.isEmpty()) {
            findings.add(place + ": \"" + word + "\": " + fix + ".");
        }
    }

    private List<Text> ownTexts() {
        return texts.stream()
                .filter(t -> SPEAKING.stream().anyMatch(t.place().file()::startsWith)
                        && t.place().file().endsWith("/" + BUNDLE))
                .toList();
    }

    /** The texts of one bundle, in the order of its lines. */
    static List<Text> readBundle(Path root, Path file) {
        List<Text> texts = new ArrayList<>();
        String[] lines = read(file).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String first = lines[i].strip();
            if (first.isEmpty() || first.startsWith("#") || first.startsWith("!")) {
                continue;
            }
            int line = i + 1;
            StringBuilder logical = new StringBuilder(lines[i]);
            while (continues(lines[i]) && i + 1 < lines.length) {
                logical.append('\n').append(lines[++i]);
            }
            Properties one = new Properties();
            try {
                one.load(new StringReader(logical.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            one.forEach((key, value) ->
                    texts.add(new Text(new Place(name(root, file), line), (String) key, (String) value)));
        }
        return texts;
    }

    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private void readMigration(Path root, Path file) {
        String content = read(file);
        Matcher value = SQL_VALUE.matcher(content);
        while (value.find()) {
            int line = lineOf(content, value.start());
            migrations.add(new Said(
                    new Place(name(root, file), line), new JavaStrings.Literal(value.group(1), line, "", ' ')));
        }
    }

    private void readFxml(Path root, Path file) {
        String content = blankComments(read(file));
        String name = name(root, file);
        Matcher key = FXML_KEY.matcher(content);
        while (key.find()) {
            fxmlKeys.add(new FxmlKey(new Place(name, lineOf(content, key.start())), key.group(1)));
        }
        Matcher expression = Pattern.compile("\\$\\{").matcher(content);
        while (expression.find()) {
            fxmlFindings.add(new Place(name, lineOf(content, expression.start()))
                    + ": an expression \"${\" leaks its listener. Bind in the controller.");
        }
        Matcher text = FXML_TEXT.matcher(content);
        while (text.find()) {
            fxmlFindings.add(new Place(name, lineOf(content, text.start())) + ": the text \"" + text.group(1)
                    + "\" is in no bundle. Put it into texts.properties and write %key.");
        }
    }

    private static String blankComments(String xml) {
        return Pattern.compile("<!--.*?-->", Pattern.DOTALL).matcher(xml).replaceAll(m -> m.group()
                .replaceAll("[^\n]", " "));
    }

    private static int lineOf(String content, int position) {
        return 1
                + (int) content.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static Pattern word(String alternatives) {
        return Pattern.compile("\\b(?:" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    static List<Path> files(Path root, String ending) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(f -> f.toString().endsWith(ending) && Files.isRegularFile(f))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
