package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.files.Rights;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.RosterOddity;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.testing.Remains;
import dev.rostrum.testing.SharedFolder;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections, data files and folders that a command must refuse: its message, its exit status, and nothing changed. */
class WrongPlacesTest {
    private static final String SECRET = "TEST_SECRET";

    /** Where SQLite's header keeps the schema version and the application id, four bytes each. */
    private static final int USER_VERSION_AT = 60;

    private static final int APPLICATION_ID_AT = 68;

    @TempDir(factory = SharedFolder.class)
    Path folder;

    private SandboxServer sandbox;
    private Path data;

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(12)
                .withRateLimits(false));
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private record Said(int status, String out, String err) {}

    private Said run(String... arguments) {
        Typed typed = Typed.piped("");
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(
                                data, name -> name.equals(SECRET) ? sandbox.clientSecret() : null, notice -> {}),
                        typed.terminal(),
                        name -> name.equals(SECRET) ? sandbox.clientSecret() : null,
                        new NoSignals())
                .run(arguments);
        return new Said(status, String.join("\n", typed.outLines()), typed.err());
    }

    private Said connect(String tenant, String url) {
        return run(
                "connection",
                "add",
                "lab",
                "--app-id",
                sandbox.appId(),
                "--tenant",
                tenant,
                "--service-url",
                url,
                "--secret-env",
                SECRET,
                "--rate",
                "0");
    }

    private Path dataFile() throws IOException {
        connect(sandbox.tenantId(), sandbox.serviceUrl());
        run("connection", "use", "lab");
        assertThat(run("team", "add", sandbox.teams().get(0).link()).status()).isZero();
        try (Stream<Path> files = Files.list(data.resolve("connections"))) {
            return files.filter(f -> f.toString().endsWith(".db")).findFirst().orElseThrow();
        }
    }

    @Test
    void aConnectionWithoutTenantOrToAnotherHostIsNotStored() {
        Said tenant = connect("", sandbox.serviceUrl());
        assertThat(tenant.status()).isEqualTo(2);
        assertThat(tenant.err()).contains("tenant id is missing");
        Said host = connect(sandbox.tenantId(), "https://smba.trafficmanager.net.evil.example/teams/");
        assertThat(host.status()).isEqualTo(2);
        assertThat(host.err()).contains("not one of Microsoft's connector hosts");
        assertThat(run("connection", "list", "--json").out().lines()).hasSize(1);
    }

    @Test
    void aMemberWithoutIdIsLeftOutAndSaid() throws IOException {
        dataFile();
        sandbox.rosterOddities(Set.of(RosterOddity.MEMBER_WITHOUT_ID));

        Said sync = run("team", "sync");

        assertThat(sync.status()).isZero();
        assertThat(sync.out() + sync.err()).contains("11 people").contains("without");
    }

    @Test
    void aFileOfAnotherProgramOrOfANewerVersionIsLeftAlone() throws IOException {
        Path file = dataFile();
        record Case(int at, int value, String words) {}
        for (Case wrong : List.of(
                new Case(APPLICATION_ID_AT, 0x0badcafe, "another program"), new Case(USER_VERSION_AT, 999, "newer"))) {
            byte[] before = Files.readAllBytes(file);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(wrong.at());
                bytes.writeInt(wrong.value());
            }
            byte[] spoilt = Files.readAllBytes(file);
            for (String[] command : new String[][] {
                {"team", "list"},
                {"team", "add", sandbox.teams().get(0).link()},
                {"announce", "--yes", "--text", "Hello", "--team", "x"}
            }) {
                Said said = run(command);
                assertThat(said.status()).as(said.err()).isEqualTo(1);
                assertThat(said.err()).contains(wrong.words());
                assertThat(said.out()).isEmpty();
            }
            assertThat(Files.readAllBytes(file)).as("unchanged").isEqualTo(spoilt);
            Files.write(file, before);
        }
        assertThat(LoggedRequest.readAll(sandbox.requestLog()))
                .noneMatch(r -> r.route() == Route.SEND || r.route() == Route.CREATE);
    }

    @Test
    void whatOthersCouldChangeIsNotWrittenAndCanStillBeRead() throws IOException {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
        Path file = dataFile();
        byte[] before = Files.readAllBytes(file);
        for (Path loose : List.of(data, file.getParent(), file, data.resolve("settings.json"))) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(loose);
            Set<PosixFilePermission> all = EnumSet.copyOf(rights);
            all.add(PosixFilePermission.OTHERS_WRITE);
            Files.setPosixFilePermissions(loose, all);
            boolean settings = loose.endsWith("settings.json");
            Said said = settings ? run("connection", "use", "lab") : run("team", "sync");
            assertThat(said.status()).as("%s", loose).isEqualTo(1);
            assertThat(said.err()).contains("Every account of this computer may write to", "chmod o-w");
            assertThat(run("team", "list").status()).isZero();
            assertThat(Files.getPosixFilePermissions(loose))
                    .as("not ours to change")
                    .isEqualTo(all);
            Files.setPosixFilePermissions(loose, rights);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);

        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxr-x"));
        Said warned = run("team", "sync");
        assertThat(warned.status()).as(warned.err()).isZero();
        assertThat(warned.err()).contains("The group ").contains("chmod g-w");
    }

    @Test
    void whereOthersCouldWriteNoSecretIsSent() throws IOException {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
        dataFile();
        long before = tokensAsked();
        for (Path loose : List.of(data, data.resolve("settings.json"), data.resolve("instance"))) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(loose);
            Set<PosixFilePermission> all = EnumSet.copyOf(rights);
            all.add(PosixFilePermission.OTHERS_WRITE);
            Files.setPosixFilePermissions(loose, all);
            for (String[] command : List.of(
                    new String[] {"connection", "test", "lab"}, new String[] {"doctor"}, new String[] {"team", "sync"
                    })) {
                Said said = run(command);
                assertThat(said.status()).as("%s %s", loose, command[0]).isNotZero();
                assertThat(said.out() + said.err()).contains("Every account of this computer may write to " + loose);
            }
            Files.setPosixFilePermissions(loose, rights);
        }
        assertThat(tokensAsked()).isEqualTo(before);
    }

    private long tokensAsked() throws IOException {
        return LoggedRequest.readAll(sandbox.requestLog()).stream()
                .filter(request -> request.route() == Route.TOKEN)
                .count();
    }

    @Test
    void settingsBroughtIntoAFolderOfTheSandboxSendNoSecret() throws IOException {
        // Foreign settings for a service on this computer, as its own folder marks them.
        dataFile();
        String foreign = Files.readString(data.resolve("settings.json"))
                .replaceAll(",?\\s*\"typedHere\"[^,}]*", "")
                .replaceAll("\"file\"\\s*:\\s*\"[^\"]*\"", "\"file\":\"sandbox.db\"");
        data = folder.resolve("fresh");
        assertThat(run("team", "list").status()).isZero();
        assertThat(data.resolve("connections/sandbox.db")).exists();
        Files.writeString(data.resolve("settings.json"), foreign);
        long before = tokensAsked();

        Said test = run("connection", "test", "lab");

        assertThat(test.status()).isNotZero();
        assertThat(test.out() + test.err()).contains("was not typed in this data folder");
        assertThat(tokensAsked()).isEqualTo(before);
    }

    @Test
    void theWindowReadsWhatIsNotSafeToWrite() throws IOException {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
        dataFile();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        RostrumProgram program = RostrumProgram.open(data, name -> null, notice -> {});
        try (Workspace open = program.open(
                program.connections().find("lab"),
                new Workspaces.Request(Workspaces.Access.WRITE_OR_READ, "test", Duration.ZERO, notice -> {}))) {
            assertThat(open.actions()).isEmpty();
            assertThat(Sentences.of(open.readOnlyBecause())).contains("Every account of this computer may write to");
            assertThat(open.views().teams()).hasSize(1);
        }
    }

    @Test
    void aDataFolderThatIsCopiedElsewhereIsWarnedOf() throws IOException {
        data = folder.resolve("OneDrive - Contoso").resolve("rostrum");
        dataFile();
        assertThat(run("team", "sync").err()).contains("is copied to other computers by OneDrive", "--data-dir");
    }

    @Test
    void aDataFolderThatMayNotBeWrittenIsSaid() throws Exception {
        dataFile();
        Path program = copyProgram();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path place : List.of(data, program)) {
            try (Stream<Path> all = Files.walk(place)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
                }
            }
        }
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            Path setpriv = Path.of("/usr/bin/setpriv");
            if (!Files.isExecutable(setpriv)) {
                System.err.println("Skipped: the tests run as root and there is no setpriv for another account.");
            }
            assumeTrue(Files.isExecutable(setpriv), "no setpriv");
            command.addAll(List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                program.resolve("classes") + File.pathSeparator + program + "/*",
                "dev.rostrum.app.Main",
                "--data-dir",
                data.toString(),
                "team",
                "add",
                sandbox.teams().get(0).link(),
                "--wait",
                "1"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(SECRET, sandbox.clientSecret());
        Process process = Remains.start(builder);
        process.getOutputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(err).isEqualTo(1);
        assertThat(err).containsAnyOf("may not be written", "cannot be written", "right to write");
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        try (Stream<Path> all = Files.walk(program)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** The program where another account can read it: the build folder and the repository may be private. */
    private Path copyProgram() throws IOException {
        Path to = Files.createDirectory(folder.resolve("program"));
        int jar = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (!Files.isDirectory(from)) {
                Files.copy(from, to.resolve(jar++ + ".jar"));
                continue;
            }
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    Path target =
                            to.resolve("classes").resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        return to;
    }
}
