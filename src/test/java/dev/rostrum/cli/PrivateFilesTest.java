package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.ChildProgram.Launch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that the program makes is its user's alone, whatever the umask, and in folders that were there and are open to others. */
@Tag("crash")
class PrivateFilesTest {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0", "022"})
    void nobodyElseMayReadWhatIsMade(String umask) throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        Path data = loose("data");
        Path sandbox = loose("sandbox");
        Path out = loose("out");
        Path people = Files.write(
                out.resolve("people.csv"),
                "AadId,UserId,ConversationId,ServiceUrl,TenantId\n,no id,,,\n".getBytes(StandardCharsets.UTF_8));
        Set<Path> before = Set.of(folder, data, sandbox, out, people);

        List<String> under = List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$@\"", "sh");
        try (ChildProgram all = ChildProgram.start(
                        Launch.of(PrivateFilesMain.class.getName()).under(under),
                        Map.of(),
                        data.toString(),
                        sandbox.toString(),
                        out.toString())
                .endInput()) {
            assertThat(all.exit(LIMIT)).as(all.error()).isZero();
        }
        // The log is set up by the entry itself.
        try (ChildProgram entry = ChildProgram.start(
                        Launch.rostrum().under(under), Map.of(), "--data-dir", data.toString(), "team", "list")
                .endInput()) {
            assertThat(entry.exit(LIMIT)).as(entry.error()).isZero();
        }

        List<String> made = new ArrayList<>();
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (before.contains(path)) {
                    continue;
                }
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                String name = folder.relativize(path).toString();
                made.add(name);
                if (!rights.equals(Files.isDirectory(path) ? "rwx------" : "rw-------")) {
                    open.add(rights + " " + name);
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(made)
                .contains(
                        "data/settings.json",
                        "data/connections",
                        "data/connections/backups",
                        "data/logs/rostrum.log",
                        "out/conversations.csv",
                        "out/doctor.txt",
                        "out/app.zip",
                        "out/connection.rostrum",
                        "out/not-taken.csv")
                .anyMatch(name -> name.startsWith("data/connections/again"))
                .anyMatch(name -> name.startsWith("sandbox/messages-"));
        for (Path each : List.of(data, sandbox, out)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .as("%s was there", each)
                    .isEqualTo("rwxr-xr-x");
        }
    }

    private Path loose(String name) throws Exception {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        return made;
    }
}
