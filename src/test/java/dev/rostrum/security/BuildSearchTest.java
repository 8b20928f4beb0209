package dev.rostrum.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.sandbox.SandboxCanaries;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.Remains;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last test of a build: what all the others left behind is searched for the secrets they used and the people they wrote to. */
@Tag("canaries")
class BuildSearchTest {
    /** What the compiler and Maven write, and no test. */
    private static final List<String> OF_THE_BUILD = List.of(
            "classes",
            "generated-sources",
            "generated-test-sources",
            "maven-status",
            "native",
            "rostrum",
            "spotless-index",
            "test-classes");

    private static final List<String> EXECUTIONS = List.of("plain", "turkish", "storage", "ui", "crash");

    @TempDir
    Path folder;

    private Path remains;

    @BeforeEach
    void find() {
        assumeTrue(Remains.all().isPresent(), "nothing is kept outside a build");
        remains = Remains.all().orElseThrow();
    }

    @Test
    void noSecretIsAnywhereAndNoNameInALog() throws IOException {
        Path target = remains.getParent();
        Set<Path> except = new HashSet<>();
        OF_THE_BUILD.forEach(name -> except.add(target.resolve(name)));
        // This execution's own.
        except.add(Remains.folder().orElseThrow());

        BuildSearch search = new BuildSearch(except);
        List<String> found = search.below(target);

        System.out.println("searched: " + search.looked() + ", for names: " + search.lookedForNames()
                + ", names in data: " + search.namesInData());
        assertThat(found).as("secrets, and names in logs").isEmpty();
        assertThat(search.namesInData()).as("forms of names in data files").isGreaterThan(200);
        // A good part of what there is, so that it is seen when a way of keeping things is lost.
        Map<String, Integer> least = new TreeMap<>(
                Map.of("db", 100, "-wal", 2, "-shm", 20, "backup", 10, "json", 50, "log", 4, "csv", 8, "xml", 50));
        least.putAll(Map.of("arguments", 50, "stdout", 40, "stderr", 40));
        least.forEach((kind, count) -> assertThat(search.looked().getOrDefault(kind, 0))
                .as("files of the kind " + kind)
                .isGreaterThanOrEqualTo(count));
        assertThat(search.looked())
                .as("what was looked at")
                .containsKeys("archive entry", "crash report", "png", "rostrum");
    }

    @Test
    void everySecretWasDrivenAndEveryExecutionLeftSomething() throws IOException {
        for (String execution : EXECUTIONS) {
            Path left = remains.resolve(execution);
            assertThat(left).as("what the execution left").isDirectory();
            assertThat(noted(left, "arguments-"))
                    .as("arguments in " + execution)
                    .isNotEmpty();
        }
        for (String execution : List.of("plain", "storage", "ui", "crash")) {
            try (Stream<Path> files = Files.walk(remains.resolve(execution))) {
                assertThat(files.filter(file -> file.toString().endsWith(".db")))
                        .as("data files in " + execution)
                        .hasSizeGreaterThan(2);
            }
        }
        Map<String, Set<String>> users = new TreeMap<>();
        for (String execution : List.of("plain", "ui", "crash")) {
            for (Path use : list(remains.resolve(execution).resolve(Canary.USES))) {
                String name = use.getFileName().toString();
                int dash = name.indexOf('-');
                users.computeIfAbsent(name.substring(0, dash), canary -> new HashSet<>())
                        .add(execution + name.substring(dash));
            }
        }
        for (Canary canary : Canary.values()) {
            assertThat(users.getOrDefault(canary.name(), Set.of()))
                    .as("who drove " + canary)
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(users.get(Canary.CLIENT_SECRET.name()))
                .as("executions")
                .extracting(use -> use.substring(0, use.indexOf('-')))
                .contains("plain", "ui", "crash");
        for (String kind : List.of("stdout-", "stderr-")) {
            assertThat(noted(remains.resolve("crash"), kind))
                    .as("of processes: " + kind)
                    .hasSizeGreaterThan(30);
            assertThat(noted(remains.resolve("plain"), kind))
                    .as("of commands within a test: " + kind)
                    .hasSizeGreaterThan(100);
        }
    }

    private static List<Path> list(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.sorted().collect(Collectors.toList());
        }
    }

    private static List<Path> noted(Path left, String kind) throws IOException {
        return list(left.resolve("noted")).stream()
                .filter(file -> file.getFileName().toString().startsWith(kind))
                .toList();
    }

    /** The same search, where there is something to find. */
    @Test
    void theSearchFindsWhatIsPlanted() throws IOException {
        Path log;
        try (Stream<Path> files = Files.walk(remains.resolve("plain"))) {
            log = files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> file.toFile().length() > 0)
                    .findFirst()
                    .orElseThrow();
        }
        BuildSearch search = new BuildSearch(Set.of(folder.resolve("except")));
        assertThat(search.below(folder)).isEmpty();
        Path copy = Files.createDirectories(folder.resolve("logs")).resolve("rostrum.log");
        for (Canary canary : Canary.values()) {
            for (Map.Entry<String, byte[]> form :
                    CanarySearch.encoded(canary.text()).entrySet()) {
                planted(search, log, copy, form.getValue(), canary.name());
            }
        }
        planted(
                search,
                log,
                copy,
                SandboxCanaries.secrets().get(0).getBytes(StandardCharsets.UTF_8),
                "secret of a sandbox");
        String name = SandboxCanaries.names().get(0);
        planted(search, log, copy, name.getBytes(StandardCharsets.UTF_8), name);
        Files.delete(copy);

        // A name is right in a data file, a secret is not, nor in an archive, a name of a file, or across two pieces.
        Path data = Files.writeString(folder.resolve("x.db"), name);
        assertThat(search.below(folder)).isEmpty();
        assertThat(search.namesInData()).isPositive();
        byte[] large = new byte[(4 << 20) + 100];
        byte[] secret = Canary.PROXY_PASSWORD.text().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(secret, 0, large, (4 << 20) - 10, secret.length);
        Files.write(data, large);
        found(search, "PROXY_PASSWORD");
        Files.delete(data);
        Path zip = folder.resolve("moved.rostrum");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("data"));
            entries.write(secret);
        }
        found(search, "PROXY_PASSWORD");
        Files.delete(zip);
        Path named = Files.createFile(folder.resolve(SandboxCanaries.secrets().get(0) + ".json"));
        found(search, "secret of a sandbox");
        Files.move(named, Files.createDirectory(folder.resolve("except")).resolve(named.getFileName()));
        assertThat(search.below(folder)).isEmpty();
    }

    private void planted(BuildSearch search, Path log, Path copy, byte[] what, String label) throws IOException {
        Files.write(copy, Files.readAllBytes(log));
        Files.write(copy, "12:00 INFO it was ".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        Files.write(copy, what, StandardOpenOption.APPEND);
        found(search, label);
    }

    private void found(BuildSearch search, String label) throws IOException {
        assertThat(search.below(folder)).as(label).isNotEmpty().anyMatch(one -> one.contains(label));
    }
}
