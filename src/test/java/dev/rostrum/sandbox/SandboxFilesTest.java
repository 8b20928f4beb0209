package dev.rostrum.sandbox;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Only their owner may read the sandbox's files, wherever they are. */
@DisabledOnOs(OS.WINDOWS)
class SandboxFilesTest {
    @TempDir
    Path folder;

    private static SandboxOptions options(Path folder) {
        return SandboxOptions.defaults(folder).withTeamSizes(12).withRateLimits(false);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void open(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), permissions(file));
            }
        }
        return found;
    }

    private static void use(SandboxServer server) throws Exception {
        Caller caller = new Caller(server);
        String chat = caller.created(caller.userIds(server.teams().get(0), 1)[0]);
        caller.message(chat, "a draft");
    }

    @Test
    void inAFolderThatItMakes() throws Exception {
        Path made = folder.resolve("new").resolve("sandbox");
        try (SandboxServer server = SandboxServer.start(options(made))) {
            use(server);
        }
        assertThat(permissions(made)).isEqualTo("rwx------");
        assertThat(permissions(made.getParent())).isEqualTo("rwx------");
        assertThat(files(made))
                .hasSize(5)
                .allSatisfy((file, mode) -> assertThat(mode).as(file).isEqualTo("rw-------"));
    }

    @Test
    void inALooseFolderThatStoodThereWithLooseFiles() throws Exception {
        Path loose = Files.createDirectory(folder.resolve("loose"));
        try (SandboxServer server = SandboxServer.start(options(loose))) {
            use(server);
        }
        open(loose, "rwxrwxrwx");
        for (String file : files(loose).keySet()) {
            open(loose.resolve(file), "rw-rw-rw-");
        }
        try (SandboxServer server = SandboxServer.start(options(loose))) {
            use(server);
        }
        assertThat(permissions(loose)).as("not ours to change").isEqualTo("rwxrwxrwx");
        assertThat(files(loose).values()).hasSize(5).containsOnly("rw-------");
    }

    @Test
    void withAnyUmask() throws Exception {
        Path made = folder.resolve("made");
        try (SandboxProcess sandbox = SandboxProcess.start(made, "sh", "-c", "umask 0; exec \"$@\"", "sh")) {
            assertThat(sandbox.port()).isPositive();
            assertThat(permissions(made)).isEqualTo("rwx------");
            assertThat(files(made).values()).isNotEmpty().containsOnly("rw-------");
        }
    }

    @Test
    void neverThroughALink() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "somebody's\n");
        Path loose = Files.createDirectory(folder.resolve("loose"));
        Files.createSymbolicLink(loose.resolve("requests.jsonl"), elsewhere);
        assertThatThrownBy(() -> SandboxServer.start(options(loose)))
                .satisfies(says("The sandbox cannot use its folder " + loose));
        assertThat(elsewhere).hasContent("somebody's\n");
        Files.delete(loose.resolve("requests.jsonl"));
        SandboxServer.start(options(loose)).close();
    }
}
