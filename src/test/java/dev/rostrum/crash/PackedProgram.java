package dev.rostrum.crash;

import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.ChildProgram.Launch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program that is started so often that its start must be short. Much of what a start costs is finding, checking and
 * linking classes, which an archive of class data saves. Java makes such an archive of jar files only, so the folders of
 * the class path become one; what belongs to the tests is left out of it, but for {@link Point} and {@link SeveralJobs}.
 */
final class PackedProgram {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Set<String> OF_THE_TESTS = Set.of(file(Point.class), file(SeveralJobs.class));

    private final Launch packed;
    private final Path classes;
    private final Path archive;

    /** @param folder where jar file and archive go */
    PackedProgram(Launch launch, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> folders = new ArrayList<>();
        List<Path> classPath = new ArrayList<>();
        for (Path entry : launch.classPath()) {
            (Files.isRegularFile(entry) ? classPath : folders).add(entry);
        }
        classPath.add(0, jar(folders, folder.resolve("program.jar")));
        this.packed = launch.from(classPath);
        this.classes = folder.resolve("classes.list");
        this.archive = folder.resolve("program.jsa");
    }

    /** For a run that is looked at: what it loads is archived. */
    Launch first() {
        return packed.with("-XX:DumpLoadedClassList=" + classes);
    }

    /** What starts quickly, after the first run. A Java machine that makes no archive does without. */
    Launch quick() throws IOException, InterruptedException {
        // The library's jar file is signed, so its classes are not archived, and Java 17 falls over lambdas that need
        // one.
        List<String> lines = Files.readAllLines(classes).stream()
                .filter(line -> !line.startsWith("@lambda-proxy com/microsoft/")
                        && !line.startsWith("@lambda-proxy com/azure/"))
                .toList();
        Files.write(classes, lines);
        Launch dump = packed.with("-Xshare:dump")
                .with("-XX:SharedClassListFile=" + classes)
                .with("-XX:SharedArchiveFile=" + archive)
                .with("-XX:ErrorFile=" + archive.resolveSibling("hs_err.log"))
                .with("-Xlog:disable")
                .with("-Xlog:all=error");
        try (ChildProgram child = ChildProgram.start(dump, Map.of())) {
            int status = child.exit(LIMIT);
            if (status != 0 || !Files.exists(archive)) {
                System.out.println("*** No archive of class data (" + status + "), so each start takes longer:\n"
                        + child.output() + child.error());
                return packed;
            }
        }
        return packed.with("-XX:SharedArchiveFile=" + archive).with("-Xshare:auto");
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static Path testClasses() {
        try {
            return Path.of(PackedProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Of two files with the same name the one that is found first counts, as on a class path. */
    private static Path jar(List<Path> folders, Path jar) throws IOException {
        Path tests = testClasses();
        Set<String> names = new HashSet<>();
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            for (Path folder : folders) {
                if (!Files.isDirectory(folder)) {
                    continue;
                }
                boolean program = !Files.isSameFile(folder, tests);
                List<Path> files;
                try (Stream<Path> all = Files.walk(folder)) {
                    files = all.filter(Files::isRegularFile).sorted().toList();
                }
                for (Path file : files) {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    if ((program || OF_THE_TESTS.contains(name)) && names.add(name)) {
                        zip.putNextEntry(new ZipEntry(name));
                        Files.copy(file, zip);
                        zip.closeEntry();
                    }
                }
            }
        }
        return jar;
    }
}
