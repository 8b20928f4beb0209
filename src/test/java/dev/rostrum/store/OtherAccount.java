package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.testing.Remains;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@link HoldFileMain} under an account that file permissions mean something to, or with other system properties. */
final class OtherAccount {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int UID = 65_534;

    private final Path program;

    /** @param folder gets a copy of the program that other accounts can read: the build folder may be private */
    OtherAccount(Path folder) throws IOException {
        this.program = Files.createDirectory(folder.resolve("program"));
        int jar = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.isDirectory(from)) {
                copy(from, program.resolve("classes"));
            } else if (from.getFileName().toString().matches("(sqlite|slf4j|logback).*\\.jar")) {
                Files.copy(from, program.resolve(jar++ + ".jar"));
            }
        }
        Path library = Path.of(System.getProperty(NativeLibrary.PROPERTY));
        copy(library, library());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> all = Files.walk(program)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Gives a path to the account of the children, which is that of the tests themselves where they do not run as root. */
    static void own(Path path) throws IOException {
        owns(path, UID);
    }

    /** Gives a path to any account; not possible where the tests do not run as root. */
    static boolean owns(Path path, int uid) throws IOException {
        if (!ROOT) {
            return false;
        }
        Files.setAttribute(path, "unix:uid", uid);
        return true;
    }

    /** The native libraries, as they lie beside the built program. */
    Path library() {
        return program.resolve("native");
    }

    /** The first line that it says. */
    String opens(String mode, Path file, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            Path setpriv = Path.of("/usr/bin/setpriv");
            if (!Files.isExecutable(setpriv)) {
                System.err.println(
                        "Skipped: the tests run as root and there is no setpriv to run a child under another account.");
            }
            assumeTrue(Files.isExecutable(setpriv), "no setpriv");
            command.addAll(List.of(setpriv.toString(), "--reuid=" + UID, "--regid=" + UID, "--clear-groups"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                program.resolve("classes") + File.pathSeparator + program + "/*",
                HoldFileMain.class.getName(),
                mode,
                file.toString()));
        Process process = Remains.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        process.getOutputStream().close();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return String.valueOf(line);
    }
}
