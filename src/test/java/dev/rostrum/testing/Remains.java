package dev.rostrum.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * What the tests of a build leave behind, kept until the last of its tests has searched it: each Surefire execution has a folder
 * below {@link #all()} for its temporary files, emptied when it begins. Outside a build, as in an IDE, nothing is kept. Found by the
 * JUnit platform through {@code META-INF/services}.
 */
public final class Remains implements TestExecutionListener {
    /** Where a folder of tests lies that had to be made elsewhere. */
    public static final String ELSEWHERE = "elsewhere";

    private static final String PROPERTY = "rostrum.remains";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Would say of each folder that it is kept; held here, since loggers are forgotten with their level. */
    private static final Logger QUIET =
            Logger.getLogger("org.junit.jupiter.engine.extension.TempDirectory$CloseablePath");

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        folder().ifPresent(folder -> {
            QUIET.setLevel(Level.WARNING);
            try {
                empty(folder);
                Files.createDirectories(folder);
                note("arguments", String.join("\n", ownArguments()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<String> ownArguments() {
        return ProcessHandle.current()
                .info()
                .arguments()
                .map(List::of)
                .orElseGet(() -> java.lang.management.ManagementFactory.getRuntimeMXBean()
                        .getInputArguments());
    }

    /** Where all executions of this build keep theirs; empty outside a build. */
    public static Optional<Path> all() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }

    /** What this execution keeps. */
    public static Optional<Path> folder() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return all().filter(all -> temporary.startsWith(all) && !temporary.equals(all))
                .map(all -> temporary);
    }

    /** A new file for what is to be searched, its name beginning with its kind; empty outside a build. */
    public static Optional<Path> file(String kind) {
        return folder().map(folder -> {
            try {
                return Files.createDirectories(folder.resolve("noted")).resolve(kind + "-" + COUNT.incrementAndGet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Keeps a text that the test saw, and which no file holds. */
    public static void note(String kind, String text) {
        file(kind).ifPresent(file -> {
            try {
                Files.writeString(file, text + "\n", StandardOpenOption.CREATE_NEW);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Starts a process; what it was started with is kept. */
    public static Process start(ProcessBuilder builder) throws IOException {
        note("arguments", String.join("\n", builder.command()));
        return builder.start();
    }

    private static void empty(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
                if (view != null) {
                    view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink() && file.getFileName().toString().equals(ELSEWHERE)) {
                    Path target = Files.readSymbolicLink(file);
                    if (target.getFileName().toString().startsWith(SharedFolder.PREFIX)) {
                        empty(target);
                    }
                }
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
