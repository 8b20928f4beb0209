package dev.rostrum.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The program as a build lays it out, with its real launcher, and started by a shell. Arguments stand in a script, since a
 * process that Java starts gets them in the locale of the tests.
 */
public final class InstalledProgram {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path home;

    /** What a script came to. */
    public record Outcome(int status, String output, String error) {}

    /** @param home folder that is made */
    public InstalledProgram(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("bin"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        Path javafx = Files.createDirectories(lib.resolve("javafx"));
        Path launcher = home.resolve("bin/rostrum");
        Files.copy(Path.of("installer/common/bin/rostrum"), launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path entry : ChildProgram.Launch.rostrum().classPath()) {
            if (entry.toString().contains("openjfx")) {
                Files.createSymbolicLink(javafx.resolve(entry.getFileName()), entry.toAbsolutePath());
            } else if (Files.isRegularFile(entry) && Files.notExists(lib.resolve(entry.getFileName()))) {
                Files.createSymbolicLink(lib.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
        jar(Path.of("target/classes"), lib.resolve("rostrum.jar"));
        Files.createSymbolicLink(
                lib.resolve("native"),
                Path.of(System.getProperty("rostrum.native")).toAbsolutePath());
    }

    private static void jar(Path classes, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, new Manifest())) {
            zip.setLevel(0);
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    /**
     * Runs a script of a shell, in which {@code rostrum} starts the program.
     *
     * @param folder that it runs in
     * @param environment besides {@code PATH}; nothing else is passed on
     * @param script its bytes, so that it may hold what is no UTF-8
     */
    public Outcome run(Path folder, Map<String, String> environment, byte[] script)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile(home.getParent(), "script", ".sh");
        Path out = Files.createTempFile(home.getParent(), "out", ".txt");
        Path err = Files.createTempFile(home.getParent(), "err", ".txt");
        try (OutputStream to = Files.newOutputStream(file)) {
            to.write(("rostrum() { '" + home + "/bin/rostrum' \"$@\"; }\n").getBytes(StandardCharsets.UTF_8));
            to.write(script);
        }
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString())
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = Remains.start(builder);
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Still running after " + LIMIT + ": " + Files.readString(err));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), text(out), text(err));
    }

    public Outcome run(Path folder, Map<String, String> environment, String script)
            throws IOException, InterruptedException {
        return run(folder, environment, script.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
