package dev.rostrum.crash;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The program with some lines changed: real source files, exact replacements, compiled into a folder that comes first on a
 * child's class path. A text that is not found exactly once is an error that names it, so that no change is ever lost in
 * silence when the program moves on.
 *
 * <p>A place is a class, or a package where a text is unique in all of its classes: then it may move from one to another.
 */
final class PatchedProgram {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern WORD = Pattern.compile("\\w{4,}");

    private final Map<Path, String> sources = new LinkedHashMap<>();

    private record Found(Path file, int at) {}

    /**
     * Replaces a text.
     *
     * @param place a class with its package, or a package
     */
    PatchedProgram replace(String place, String text, String by) {
        Found found = only(place, text);
        return put(found.file(), found.at(), found.at() + text.length(), by);
    }

    /** Inserts code at the beginning of the method whose declaration begins with this text. */
    PatchedProgram enter(String place, String declaration, String code) {
        Found found = only(place, declaration);
        int body = source(found.file()).indexOf('{', found.at()) + 1;
        return put(found.file(), body, body, ' ' + code);
    }

    /** Inserts code before a text. */
    PatchedProgram before(String place, String text, String code) {
        return replace(place, text, code + ' ' + text);
    }

    /** Inserts code behind a text. */
    PatchedProgram after(String place, String text, String code) {
        return replace(place, text, text + ' ' + code);
    }

    private PatchedProgram put(Path file, int from, int to, String text) {
        String source = source(file);
        sources.put(file, source.substring(0, from) + text + source.substring(to));
        return this;
    }

    private String source(Path file) {
        return sources.computeIfAbsent(file, PatchedProgram::read);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("There is no source " + file, e);
        }
    }

    /** The source files of a place. */
    private static List<Path> files(String place) {
        Path path = SOURCES.resolve(place.replace('.', '/'));
        if (!Files.isDirectory(path)) {
            return List.of(path.resolveSibling(path.getFileName() + ".java"));
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Found only(String place, String text) {
        List<Found> all = new ArrayList<>();
        for (Path file : files(place)) {
            String source = sources.containsKey(file) ? sources.get(file) : read(file);
            for (int at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1)) {
                all.add(new Found(file, at));
            }
        }
        if (all.size() != 1) {
            throw new AssertionError("The crash tests change the program at a text that must stand exactly once in "
                    + place
                    + ". It is there " + (all.isEmpty() ? "no more" : all.size() + " times")
                    + ":\n    " + text + "\nLook for what became of it, and let dev.rostrum.crash.Variants follow."
                    + (all.isEmpty() ? " Lines that are like it:" + like(place, text) : " " + all));
        }
        return all.get(0);
    }

    /** The lines that have most of a text's words, long ones counting for more. */
    private static String like(String place, String text) {
        Set<String> wanted = words(text);
        int best = 1;
        StringBuilder lines = new StringBuilder();
        for (Path file : files(place)) {
            int number = 0;
            for (String line : read(file).lines().toList()) {
                number++;
                Set<String> common = words(line);
                common.retainAll(wanted);
                int letters = common.stream().mapToInt(String::length).sum();
                if (letters > best) {
                    best = letters;
                    lines.setLength(0);
                }
                if (letters == best) {
                    lines.append("\n    ")
                            .append(file.getFileName())
                            .append(':')
                            .append(number)
                            .append(": ")
                            .append(line.strip());
                }
            }
        }
        return lines.isEmpty() ? " none" : lines.toString();
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(HashSet::new));
    }

    /** Compiles what was changed against the program's classes; returns the folder with the classes. */
    Path compile(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<Path, String> source : sources.entrySet()) {
            Path file = folder.resolve("source").resolve(SOURCES.relativize(source.getKey()));
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new AssertionError("The tests need a JDK, not a runtime alone");
        }
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            said,
                            manager,
                            null,
                            List.of(
                                    "--release",
                                    "17",
                                    "-proc:none",
                                    "-nowarn",
                                    "-parameters",
                                    "-implicit:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!done) {
                throw new AssertionError(
                        "The program does not compile with what dev.rostrum.crash.Variants puts into it;"
                                + " let that follow the names that changed:\n" + said);
            }
        }
        return classes;
    }
}
