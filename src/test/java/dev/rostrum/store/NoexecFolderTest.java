package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.ChildProgram.Launch;
import dev.rostrum.testing.Remains;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on a file system that is really mounted noexec, in a mount namespace of each process that ends with it. */
@Tag("storage")
@Timeout(180)
class NoexecFolderTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private Path mount;
    private List<String> mounted;

    private record Said(int status, String out, String err) {}

    @BeforeEach
    void tryToMount() throws Exception {
        mount = Files.createDirectory(folder.resolve("noexec"));
        List<String> namespace = new ArrayList<>(List.of("unshare", "--mount"));
        if (!"root".equals(System.getProperty("user.name"))) {
            namespace.add("--map-root-user");
        }
        mounted = new ArrayList<>(namespace);
        mounted.addAll(List.of("sh", "-c", "mount -t tmpfs -o noexec tmpfs \"$0\" && exec \"$@\"", mount.toString()));
        String trouble = refusesPrograms();
        if (!trouble.isEmpty()) {
            System.err.println("Skipped: no folder can be mounted noexec here: " + trouble);
        }
        assumeTrue(trouble.isEmpty(), "no folder can be mounted noexec here: " + trouble);
    }

    /** Empty when a program in the mounted folder is not run, and is where nothing is mounted. */
    private String refusesPrograms() throws InterruptedException {
        String script = "printf '#!/bin/sh\\nexit 0\\n' > \"$0/x\" && chmod +x \"$0/x\" && "
                + "if \"$0/x\" 2>/dev/null; then echo RAN; else echo REFUSED; fi";
        try {
            String before = output(List.of("sh", "-c", script, folder.toString()));
            List<String> within = new ArrayList<>(mounted);
            within.addAll(List.of("sh", "-c", script, mount.toString()));
            String after = output(within);
            assertThat(before).as("where nothing is mounted").isEqualTo("RAN");
            return after.equals("REFUSED") ? "" : after;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = Remains.start(new ProcessBuilder(command).redirectErrorStream(true));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    /** Runs the program with the mounted folder as its temporary one. */
    private Said run(Launch launch, String... arguments) throws Exception {
        try (ChildProgram child = ChildProgram.start(
                        launch.under(mounted).with("-Djava.io.tmpdir=" + mount), Map.of(), arguments)
                .endInput()) {
            int status = child.exit(LIMIT);
            return new Said(status, child.output(), child.error());
        }
    }

    /** The demo makes its data folder in the temporary one: roster, sends and stored conversations, all on the mounted folder. */
    @Test
    void theDemoRunsInATemporaryFolderMountedNoexec() throws Exception {
        Said demo = run(Launch.rostrum(), "demo");
        assertThat(demo.status()).as(demo.toString()).isZero();
        assertThat(demo.out()).contains("Simulated: nobody", "Accepted by Teams", "Stored conversations");
        assertThat(demo.err()).doesNotContain("noexec", "Exception");
    }

    @Test
    void aDataFolderMountedNoexecIsWrittenAndExamined() throws Exception {
        String data = mount.resolve("data").toString();
        Said doctor = run(Launch.rostrum(), "--data-dir", data, "doctor");
        assertThat(doctor.out() + doctor.err())
                .as("every check has its outcome, the keychain's too")
                .contains("Data file", "Keychain")
                .doesNotContain("Exception", "UnsatisfiedLink");
        assertThat(doctor.err()).as("a file that can be opened").doesNotContain("could not be loaded");
        // Each process has a mounted folder of its own, empty at first; this one writes a data file there.
        Said added = run(Launch.rostrum(), "--data-dir", data, "team", "add", "19:nobody@thread.tacv2");
        assertThat(added.out() + added.err()).as("the sandbox was asked").contains("19:nobody@thread.tacv2");
        assertThat(added.err()).doesNotContain("Exception", "noexec", "could not be loaded");
    }

    /** Without the library beside the program, the driver unpacks its own, which such a folder forbids. */
    @Test
    void withoutItsLibraryTheProgramNamesTheFolderAndTheWayOut() throws Exception {
        Said alone = run(Launch.rostrum().with("-Drostrum.native="), "demo");
        assertThat(alone.status()).isEqualTo(1);
        assertThat(alone.err())
                .contains("could not be loaded", "noexec", mount.toString(), "Unpack Rostrum again")
                .doesNotContain("\tat ");
    }
}
