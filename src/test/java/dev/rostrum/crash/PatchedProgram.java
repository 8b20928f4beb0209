package dev.rostrum.crash;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The program with some lines changed: real source files, exact replacements, compiled into a folder that comes first on a
 * child's class path. A text that is not found exactly once is an error, so that no change is ever lost in silence when
 * the program moves on.
 */
final class PatchedProgram {
    private static final Path SOURCES = Path.of("src", "main", "java");

    private final Map<String, String> sources = new LinkedHashMap<>();

    /**
     * Replaces a text.
     *
     * @param className with its package
     */
    PatchedProgram replace(String className, String text, String by) {
        String source = source(className);
        int at = only(className, source, text);
        sources.put(className, source.substring(0, at) + by + source.substring(at + text.length()));
        return this;
    }

    /** Inserts code at the beginning of the method whose declaration begins with this text. */
    PatchedProgram enter(String className, String declaration, String code) {
        String source = source(className);
        int brace = source.indexOf('{', only(className, source, declaration));
        sources.put(className, source.substring(0, brace + 1) + ' ' + code + source.substring(brace + 1));
        return this;
    }

    /** Inserts code before a text. */
    PatchedProgram before(String className, String text, String code) {
        return replace(className, text, code + ' ' + text);
    }

    /** Inserts code behind a text. */
    PatchedProgram after(String className, String text, String code) {
        return replace(className, text, text + ' ' + code);
    }

    private String source(String className) {
        return sources.computeIfAbsent(className, name -> {
            try {
                return Files.readString(file(SOURCES, name));
            } catch (IOException e) {
                throw new AssertionError("There is no source of " + name, e);
            }
        });
    }

    private static Path file(Path root, String className) {
        return root.resolve(className.replace('.', '/') + ".java");
    }

    private static int only(String className, String source, String text) {
        int at = source.indexOf(text);
        if (at < 0 || source.indexOf(text, at + 1) >= 0) {
            throw new AssertionError("In " + className + " this text is " + (at < 0 ? "not" : "more than once")
                    + " found, so the patch must follow what became of it: " + text);
        }
        return at;
    }

    /** Compiles what was changed against the program's classes; returns the folder with the classes. */
    Path compile(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = file(folder.resolve("source"), source.getKey());
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
                throw new AssertionError("The patched program does not compile: " + said);
            }
        }
        return classes;
    }
}
