package dev.rostrum.cli;

import dev.rostrum.files.FolderRemoval;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The archives of class data of an installed program: classes found, checked and linked beforehand. Java takes one only where its own
 * build, the class path, the module path and the times and sizes of the jar files are those it was made with. So commands and the
 * window have one each.
 */
final class ClassData {
    /** Java 6. Of older class files Java 17 archives the class, but no lambda that has to do with it. */
    private static final int FIRST_LINKED = 50;

    private static final int LIMIT_SECONDS = 180;
    private static final String ENDING = ".jsa";

    /** What the archived classes are those of. None of them needs a network, a secret or a display. */
    private static final List<List<String>> LOOKED_AT =
            List.of(List.of("conversation", "list"), List.of("user", "list", "--json"), List.of("announce", "--help"));

    private final Path home;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** @param home the real path of the program's folder, with {@code lib} in it */
    ClassData(Path home) {
        this.home = home;
    }

    /**
     * Makes {@code class-data/classes.jsa} and {@code class-data/window.jsa}, in place of those that are there.
     *
     * @return why one of them is not there, in words of Java
     * @throws IOException where a file cannot be read or written
     */
    Optional<String> make() throws IOException, InterruptedException {
        Path target = Files.createDirectories(home.resolve("class-data"));
        readable(target, "rwxr-xr-x");
        Path commands = target.resolve("classes" + ENDING);
        Path window = target.resolve("window" + ENDING);
        Files.deleteIfExists(commands);
        Files.deleteIfExists(window);
        Path work = Files.createTempDirectory("rostrum-class-data");
        try {
            Set<String> classes = new LinkedHashSet<>();
            for (List<String> command : LOOKED_AT) {
                Path list = work.resolve("classes.list");
                List<String> words = program(false, "-XX:DumpLoadedClassList=" + list);
                words.add("dev.rostrum.app.Main");
                words.add("--data-dir=" + work.resolve("data"));
                words.addAll(command);
                Optional<String> failure = run(words, work);
                if (failure.isPresent() || !Files.exists(list)) {
                    return Optional.of(failure.orElse("no list of classes"));
                }
                classes.addAll(Files.readAllLines(list));
                Files.delete(list);
            }
            Set<String> unlinked = unlinked();
            Optional<String> failure = dump(false, classes, unlinked, commands, work);
            if (failure.isEmpty() && Files.isDirectory(modules())) {
                // No window can be opened where a program is built or installed: what it loads is known by name.
                classes.addAll(own());
                classes.addAll(windowClasses());
                failure = dump(true, classes, unlinked, window, work);
            }
            return failure;
        } finally {
            FolderRemoval.remove(work);
        }
    }

    private Optional<String> dump(boolean window, Set<String> classes, Set<String> unlinked, Path archive, Path work)
            throws IOException, InterruptedException {
        Optional<String> failure = dump(window, without(classes, unlinked), archive, work);
        // Other versions of Java may stumble over other lambdas.
        return failure.isEmpty() ? failure : dump(window, without(classes, Set.of("")), archive, work);
    }

    /** What the libraries' classes are that the window loads until its first frame, those of commands left out. */
    private static List<String> windowClasses() throws IOException {
        try (InputStream in = ClassData.class.getResourceAsStream("window-classes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private List<String> own() throws IOException {
        List<String> classes = new ArrayList<>();
        for (Path file : libraries()) {
            if (file.getFileName().toString().startsWith("rostrum")) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.endsWith(".class"))
                            .map(name -> name.substring(0, name.length() - ".class".length()))
                            .sorted()
                            .forEach(classes::add);
                }
            }
        }
        return classes;
    }

    private Path modules() {
        return home.resolve("lib").resolve("javafx");
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("lib"))) {
            return all.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private List<String> program(boolean window, String option) {
        List<String> words = new ArrayList<>();
        words.add(java);
        if (window) {
            words.addAll(
                    List.of("--module-path", modules().toString(), "--add-modules", "javafx.controls,javafx.fxml"));
        }
        words.add("-XX:-CreateCoredumpOnCrash");
        words.add("-Dfile.encoding=UTF-8");
        words.add("-Drostrum.native=" + home.resolve("lib").resolve("native"));
        words.add(option);
        // As in the launchers: the order in which Java finds the files must be the same.
        words.add("-cp");
        words.add(home.resolve("lib") + File.separator + "*");
        return words;
    }

    private Optional<String> dump(boolean window, List<String> classes, Path archive, Path work)
            throws IOException, InterruptedException {
        Path list = Files.write(work.resolve("dumped.list"), classes);
        Path made = archive.resolveSibling("classes.part");
        List<String> words = program(window, "-Xshare:dump");
        words.add("-XX:SharedClassListFile=" + list);
        words.add("-XX:SharedArchiveFile=" + made);
        words.add("-XX:ErrorFile=" + work.resolve("crash.log"));
        words.add("-Xlog:disable");
        words.add("-Xlog:all=error");
        try {
            Optional<String> failure = run(words, work);
            if (failure.isEmpty() && Files.exists(made)) {
                readable(made, "rw-r--r--");
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.exists(archive) ? Optional.empty() : Optional.of(failure.orElse("no archive was written"));
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /** The program may be another account's than those who start it; the umask of who installs is not theirs. */
    private static void readable(Path file, String rights) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        }
    }

    /** @return why it did not end well */
    private static Optional<String> run(List<String> words, Path work) throws IOException, InterruptedException {
        Path said = work.resolve("said.txt");
        Process process = new ProcessBuilder(words)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("no end after " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() == 0) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(said, StandardCharsets.ISO_8859_1)) {
            String why = lines.filter(line -> line.chars().anyMatch(Character::isLetter))
                    .findFirst()
                    .orElse("");
            return Optional.of("status " + process.exitValue() + (why.isEmpty() ? "" : ": " + why));
        }
    }

    /**
     * Java 17 falls over a lambda whose class or interface is left out of the archive (SIGSEGV in
     * {@code SystemDictionaryShared::adjust_lambda_proxy_class_dictionary}).
     */
    static List<String> without(Set<String> classes, Set<String> folders) {
        return classes.stream()
                .filter(line ->
                        !line.startsWith("@lambda-proxy") || folders.stream().noneMatch(line::contains))
                .toList();
    }

    /** Folders of classes whose lambdas are not archived: those of signed jar files, and of class files that are too old. */
    private Set<String> unlinked() throws IOException {
        Set<String> folders = new TreeSet<>();
        for (Path file : libraries()) {
            try (JarFile jar = new JarFile(file.toFile())) {
                List<JarEntry> classes = jar.stream()
                        .filter(entry -> entry.getName().endsWith(".class")
                                && entry.getName().contains("/")
                                && !entry.getName().startsWith("META-INF/"))
                        .toList();
                boolean signed = jar.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]*\\.SF"));
                if (!classes.isEmpty() && (signed || version(jar, classes.get(0)) < FIRST_LINKED)) {
                    classes.forEach(entry -> folders.add(
                            entry.getName().substring(0, entry.getName().lastIndexOf('/') + 1)));
                }
            }
        }
        return folders;
    }

    /** Of one library all class files are of one version. */
    private static int version(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry);
                DataInputStream data = new DataInputStream(in)) {
            data.readInt();
            data.readUnsignedShort();
            return data.readUnsignedShort();
        }
    }
}
