package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.files.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/**
 * One rule for every path that a command takes: what cannot be read or written under that name is wrong use (2), told by the name as
 * it was given, before anything is done.
 */
class WrongPathsTest {
    private static final String PATH = "PATH";

    /** Each path that is read, by command and parameter, in a line that is right but for it. */
    private static final Map<String, String> READ = new LinkedHashMap<>();

    private static final Map<String, String> WRITTEN = new LinkedHashMap<>();

    /** Folders that are made where they are not there: only a file in their place is wrong. */
    private static final Map<String, String> FOLDERS = new LinkedHashMap<>();

    static {
        READ.put("rostrum announce --text-file", "announce --yes --user a --text-file PATH");
        READ.put("rostrum announce --users-file", "announce --yes --text x --users-file PATH");
        READ.put("rostrum announce --exclude-file", "announce --yes --text x --user a --exclude-file PATH");
        READ.put("rostrum announcement edit --text-file", "announcement edit 1 --text-file PATH");
        READ.put("rostrum list create --users-file", "list create l --users-file PATH");
        READ.put("rostrum list create --exclude-file", "list create l --user a --exclude-file PATH");
        READ.put("rostrum list add --users-file", "list add l --users-file PATH");
        READ.put("rostrum list add --exclude-file", "list add l --user a --exclude-file PATH");
        READ.put("rostrum list remove --users-file", "list remove l --users-file PATH");
        READ.put("rostrum list remove --exclude-file", "list remove l --user a --exclude-file PATH");
        READ.put("rostrum team add --file", "team add --file PATH");
        READ.put("rostrum user import FILE", "user import PATH");
        READ.put("rostrum connection import FILE", "connection import PATH");
        String bot =
                " --app-id 5c2f7a1e-8b34-4c9e-9d51-0f6a2b7c8d90 --tenant 0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a --certificate ";
        READ.put("rostrum connection add --certificate", "connection add n" + bot + "PATH");
        READ.put("rostrum connection add --certificate-key", "connection add n" + bot + "PATH --certificate-key PATH");
        READ.put("rostrum connection edit --certificate", "connection edit n --certificate PATH");
        READ.put("rostrum connection edit --certificate-key", "connection edit n --certificate-key PATH");
        READ.put("rostrum sandbox --faults", "sandbox --port 0 --faults PATH");
        WRITTEN.put("rostrum announcement export FILE", "announcement export 1 PATH");
        WRITTEN.put("rostrum conversation export FILE", "conversation export PATH");
        WRITTEN.put("rostrum list export FILE", "list export l PATH");
        WRITTEN.put("rostrum user export FILE", "user export a PATH");
        WRITTEN.put("rostrum connection export FILE", "connection export n PATH");
        WRITTEN.put("rostrum user import --report", "user import pom.xml --report PATH");
        WRITTEN.put("rostrum doctor --report", "doctor --report PATH");
        WRITTEN.put(
                "rostrum app-package --out",
                "app-package --developer d --website https://a.example --privacy https://a.example --terms https://a.example --out PATH");
        FOLDERS.put("rostrum --data-dir", "--data-dir PATH team list");
        FOLDERS.put("rostrum sandbox --folder", "sandbox --port 0 --folder PATH");
    }

    @TempDir
    Path folder;

    private Path data;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        file = Files.writeString(folder.resolve("file"), "x");
    }

    private record Said(int status, String out, String err) {}

    private Said run(String line, Path path) {
        Typed typed = Typed.piped("");
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ")) {
            words.add(word.equals(PATH) ? path.toString() : word);
        }
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(
                                options.dataDir() == null ? data : options.dataDir(), name -> null, notice -> {}),
                        typed.terminal(),
                        name -> null,
                        new NoSignals())
                .run(words.toArray(String[]::new));
        return new Said(status, typed.out(), typed.err());
    }

    private void refused(String line, Path path, String words) {
        Said said = run(line, path);
        assertThat(said.status()).as("%s, %s: %s", line, path, said.err()).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(said.err()).as(line).contains(words, path.toString());
        assertThat(said.out()).as(line).isEmpty();
    }

    @Test
    void eachPathOfEachCommandIsHere() {
        Terminal terminal = Typed.piped("").terminal();
        NoSignals signals = new NoSignals();
        Set<String> all = new HashSet<>();
        collect(
                new CommandLineRunner(options -> null, terminal, name -> null, signals)
                        .commandLine(new CommandSession(options -> null, terminal, name -> null, signals)),
                all);
        Set<String> here = new HashSet<>(READ.keySet());
        here.addAll(WRITTEN.keySet());
        here.addAll(FOLDERS.keySet());
        assertThat(here).isEqualTo(all);
    }

    private static void collect(CommandLine line, Set<String> all) {
        if (line.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        for (ArgSpec each : line.getCommandSpec().args()) {
            if (Set.of("FILE", "FOLDER", "DIR").contains(each.paramLabel()) && !each.inherited()) {
                all.add(line.getCommandSpec().qualifiedName() + " "
                        + (each instanceof CommandLine.Model.OptionSpec option
                                ? option.longestName()
                                : each.paramLabel()));
            }
        }
        line.getSubcommands().values().forEach(below -> collect(below, all));
    }

    @Test
    void whatCannotBeReadIsWrongUse() throws IOException {
        assertThat(run(
                                "connection add n --app-id 5c2f7a1e-8b34-4c9e-9d51-0f6a2b7c8d90 --tenant 0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a --service-url http://127.0.0.1:9 --no-auth",
                                file)
                        .status())
                .isZero();
        for (String line : READ.values()) {
            refused(line, folder, line.contains("--certificate P") ? "no certificate" : "is a folder");
            refused(line, folder.resolve("none"), "no ");
            refused(line, file.resolve("below"), "no ");
        }
    }

    @Test
    void whatMayNotBeReadIsWrongUse() throws IOException {
        if (!Rights.looked(folder) || Files.isReadable(closed())) {
            return;
        }
        for (String line : READ.values()) {
            refused(line, closed(), "read");
        }
    }

    private Path closed() throws IOException {
        Path closed = folder.resolve("closed");
        if (Files.notExists(closed)) {
            Files.createFile(
                    closed, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("-w-------")));
        }
        return closed;
    }

    @Test
    void whatCannotBeWrittenIsWrongUse() throws IOException {
        assertThat(run(
                                "connection add n --app-id 5c2f7a1e-8b34-4c9e-9d51-0f6a2b7c8d90 --tenant 0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a --service-url http://127.0.0.1:9 --no-auth",
                                file)
                        .status())
                .isZero();
        for (String line : WRITTEN.values()) {
            refused(line, folder, "is a folder");
            refused(line, file, "already a file");
            Said below = run(line, file.resolve("below"));
            assertThat(below.status()).as(line).isEqualTo(ExitStatus.WRONG_USE);
            assertThat(below.err()).contains("There is no folder " + file);
            Said none = run(line, folder.resolve("none").resolve("out"));
            assertThat(none.status()).as(line).isEqualTo(ExitStatus.WRONG_USE);
            assertThat(none.err()).contains("There is no folder " + folder.resolve("none"));
        }
        assertThat(Files.readString(file)).isEqualTo("x");
    }

    @Test
    void aFileInThePlaceOfAFolderIsWrongUse() {
        for (String line : FOLDERS.values()) {
            refused(line, file, "is a file");
            refused(line, file.resolve("below"), "is a file");
        }
    }

    @Test
    void aPathIsToldAsItWasGiven() {
        Said said = run("announce --yes --text x --users-file PATH", Path.of("src/none.csv"));
        assertThat(said.err()).contains("There is no file src/none.csv.");
        assertThat(run("conversation export PATH", Path.of("pom.xml")).err())
                .contains("There is already a file pom.xml.");
    }

    @Test
    void standardInputIsNamedSo() {
        Typed typed = Typed.piped("name,city\nAda,Turin\n");
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(data, name -> null, notice -> {}),
                        typed.terminal(),
                        name -> null,
                        new NoSignals())
                .run("user", "import", "-");
        assertThat(status).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(typed.err()).contains("Standard input lacks the columns").doesNotContain("rostrum-input");
    }
}
