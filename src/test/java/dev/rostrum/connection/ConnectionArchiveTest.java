package dev.rostrum.connection;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.ConnectionArchive.Exported;
import dev.rostrum.connection.ConnectionArchive.Imported;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.connection.ConnectionArchive.Origin;
import dev.rostrum.connection.ConnectionArchive.Typed;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.OutputFile;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.testing.Canary;
import dev.rostrum.words.Sentences;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionArchiveTest {
    private static final String APP = "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44";
    private static final String TENANT = "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private ConnectionsFixture here;
    private ConnectionsFixture there;
    private Connection tarn;
    private Path file;

    @BeforeEach
    void fill() {
        here = new ConnectionsFixture(folder.resolve("here"));
        there = new ConnectionsFixture(folder.resolve("there"));
        file = folder.resolve("tarn.rostrum");
        TypedSecrets typed = TypedSecrets.none()
                .with(Purpose.CLIENT_SECRET, Canary.CLIENT_SECRET.value().toCharArray());
        tarn = here.connections
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Tarn")
                                .with(Field.APP_ID, APP)
                                .with(Field.TENANT, TENANT)
                                .with(Field.RATE, "7")
                                .with(Field.KEEP, "keychain"),
                        typed)
                .connection();
        try (Database database = open(here, tarn)) {
            new TeamStore(database).add("19:a@thread.tacv2", "Works council", null, 12, Instant.EPOCH);
        }
    }

    private static Database open(ConnectionsFixture fixture, Connection connection) {
        return Database.openForWriting(
                fixture.files.of(connection),
                DataFiles.identity(connection),
                "test",
                Duration.ZERO,
                holder -> {},
                Clock.systemUTC(),
                System::nanoTime);
    }

    private static ConnectionArchive archive(ConnectionsFixture fixture) {
        return new ConnectionArchive(fixture.connections, fixture.files, Clock.systemUTC(), new SecureRandom());
    }

    @Test
    void aConnectionGoesToAnotherComputerWithItsDataAndWithoutItsSecret() throws IOException {
        try (Database stillOpen = open(here, tarn)) {
            assertThat(stillOpen.writable()).isTrue();
            assertThat(archive(here)
                            .export("tarn", OutputFile.at(file, false), null)
                            .withData())
                    .isTrue();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (byte[] entry : entries().values()) {
            assertThat(new String(entry, StandardCharsets.ISO_8859_1)).doesNotContain(Canary.CLIENT_SECRET.value());
        }

        ConnectionArchive.Imported imported = archive(there).importFrom(file, Typed.NOTHING, null);

        Connection moved = imported.connection();
        assertThat(ConnectionForm.of(moved)).isEqualTo(ConnectionForm.of(tarn));
        assertThat(there.connections.find("Tarn")).isEqualTo(moved);
        assertThat(imported.notes())
                .extracting(Reason::code)
                .containsExactly("connection.import.noSecret", "connection.archive.twoCopies");
        assertThat(imported.leftOut()).isEmpty();
        assertThat(imported.origin()).isEqualTo(Origin.UNKNOWN);
        assertThat(Sentences.whole(imported.origin().reason())).contains("From whom this file comes is not known");
        assertThat(imported.contents()).isEqualTo(new DataFiles.Contents(1, 0, 0, 0));
        assertThat(there.connections.someTeam(moved)).contains("19:a@thread.tacv2");
        assertThat(there.secrets.known(moved)).isFalse();
        assertThat(there.files.of(moved))
                .satisfies(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                        .isEqualTo("rw-------"));
        try (Database opened = open(there, moved)) {
            assertThat(new TeamStore(opened).list()).hasSize(1);
        }
        nothingIsLeft(folder, folder.resolve("there").resolve("connections"));
    }

    private static void nothingIsLeft(Path... folders) throws IOException {
        for (Path each : folders) {
            try (Stream<Path> files = Files.list(each)) {
                assertThat(files.map(f -> f.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("unfinished") || name.endsWith(".new"));
            }
        }
    }

    @Test
    void aSecondImportTakesAnotherNameAndAFileOfItsOwn() {
        archive(here).export("Tarn", OutputFile.at(file, false), null);
        assertThatThrownBy(() -> archive(here).export("Tarn", OutputFile.at(file, false), null))
                .satisfies(says("already a file"));
        assertThatThrownBy(() -> archive(here).export("Sandbox", OutputFile.at(folder.resolve("x"), false), null))
                .satisfies(says("built in"));
        assertThatThrownBy(() -> archive(here).importFrom(file, Typed.NOTHING, null))
                .satisfies(says("--as NAME"));
        Connection second = archive(here)
                .importFrom(file, new Typed("Tarn 2", null, null), null)
                .connection();
        assertThat(second.id()).isNotEqualTo(tarn.id());
        assertThat(second.file()).isNotEqualTo(tarn.file());
    }

    @Test
    void aConnectionWithoutDataIsItsSettings() {
        Connection bare = here.connections
                .edit("Tarn", ConnectionForm.of(tarn).with(Field.NAME, "Bare"), TypedSecrets.none())
                .connection();
        assertThat(here.files.of(bare).toFile().delete()).isTrue();
        assertThat(archive(here)
                        .export("Bare", OutputFile.at(file, false), null)
                        .withData())
                .isFalse();
        assertThat(archive(there).importFrom(file, Typed.NOTHING, null).withData())
                .isFalse();
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private void write(Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                new ByteArrayInputStream(entry.getValue()).transferTo(zip);
                zip.closeEntry();
            }
        }
    }

    @FunctionalInterface
    private interface Spoil {
        void on(Map<String, byte[]> entries, ObjectNode settings) throws IOException;
    }

    private void spoiled(String words, Spoil spoil) throws IOException {
        Files.deleteIfExists(file);
        archive(here).export("Tarn", OutputFile.at(file, false), null);
        Map<String, byte[]> entries = entries();
        ObjectMapper json = new ObjectMapper();
        ObjectNode settings = (ObjectNode) json.readTree(entries.get("connection.json"));
        spoil.on(entries, settings);
        entries.computeIfPresent("connection.json", (name, old) -> {
            try {
                return json.writeValueAsBytes(settings);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        write(entries);
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, null))
                .as(words)
                .isInstanceOf(Problem.class)
                .satisfies(says(words));
        assertThat(there.connections.list()).hasSize(1);
        if (Files.exists(there.files.folder())) {
            assertThat(there.files.folder()).isEmptyDirectory();
        }
    }

    @Test
    void whatWasChangedOnTheWayIsNotTakenIn() throws IOException {
        spoiled("no exported connection", (entries, settings) -> entries.get("data.db")[5000] ^= 1);
        spoiled("no exported connection", (entries, settings) -> entries.put("data.db", new byte[10]));
        spoiled("no exported connection", (entries, settings) -> entries.put("../evil", new byte[1]));
        spoiled("no exported connection", (entries, settings) -> settings.put("format", "other"));
        spoiled("no exported connection", (entries, settings) -> entries.remove("data.db"));
        spoiled("newer Rostrum", (entries, settings) -> settings.put("version", 3));
        spoiled("belongs to another", (entries, settings) -> ((ObjectNode) settings.path("connection"))
                .put("appId", "6a2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44"));
        spoiled("evil.example", (entries, settings) -> ((ObjectNode) settings.path("connection"))
                .put("serviceUrl", "https://evil.example/teams/"));
        spoiled("typed by you", (entries, settings) -> ((ObjectNode) settings.path("connection"))
                .put("serviceUrl", "https://evil.example/teams/")
                .put("allowedHost", "evil.example"));
        Files.writeString(file, "hello");
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, null))
                .satisfies(says("no exported connection"));
        assertThatThrownBy(() -> archive(there).importFrom(folder.resolve("absent"), Typed.NOTHING, null))
                .satisfies(says("There is no file"));
    }

    // --- what a file may not say

    private Imported taken(Spoil spoil, Typed typed) throws IOException {
        Files.deleteIfExists(file);
        archive(here).export("Tarn", OutputFile.at(file, false), null);
        Map<String, byte[]> entries = entries();
        ObjectNode settings = (ObjectNode) JSON.readTree(entries.get("connection.json"));
        spoil.on(entries, settings);
        entries.put("connection.json", JSON.writeValueAsBytes(settings));
        write(entries);
        return archive(there).importFrom(file, typed, null);
    }

    private static ObjectNode entry(ObjectNode settings) {
        return (ObjectNode) settings.path("connection");
    }

    /** Written by somebody who wants the value of a variable of this computer. */
    @Test
    void aFileDoesNotNameEnvironmentVariablesNorAProxyNorACertificate() throws IOException {
        there.environment.put("BOT_SECRET", Canary.CLIENT_SECRET.value());
        there.environment.put("HOME_SECRET", Canary.CLIENT_SECRET.value());
        Imported imported = taken(
                (entries, settings) -> {
                    settings.put("version", 1);
                    ObjectNode entry = entry(settings);
                    entry.put("id", "id-of-another");
                    entry.put("secretEnvironment", "BOT_SECRET");
                    entry.withObject("/secrets/environment")
                            .put("client-secret", "BOT_SECRET")
                            .put("certificate-password", "HOME_SECRET")
                            .put("proxy-password", "HOME_SECRET");
                    entry.withObject("/network")
                            .put("proxy", "explicit")
                            .put("host", "evil.example")
                            .put("port", 8080)
                            .put("user", "ada");
                    entry.withObject("/credential")
                            .put("kind", "certificate")
                            .put("file", "\\\\evil.example\\share\\bot.pfx")
                            .put("keyFile", "/etc/passwd")
                            .put("password", true);
                },
                Typed.NOTHING);

        Connection moved = imported.connection();
        assertThat(moved.id()).isNotEqualTo("id-of-another");
        assertThat(moved.secretStorage().variables()).isEmpty();
        assertThat(moved.network()).isEqualTo(NetworkSettings.DEFAULT);
        assertThat(moved.credential()).isEqualTo(Connection.Credential.Certificate.UNCHOSEN);
        for (Purpose purpose : Purpose.values()) {
            assertThat(there.secrets.of(moved, purpose)).as(purpose.name()).isEmpty();
        }
        assertThat(there.secrets.known(moved)).isFalse();
        assertThat(imported.leftOut())
                .containsExactly(
                        LeftOut.SECRET_VARIABLE,
                        LeftOut.CERTIFICATE_PASSWORD_VARIABLE,
                        LeftOut.PROXY_PASSWORD_VARIABLE,
                        LeftOut.CERTIFICATE,
                        LeftOut.PROXY,
                        LeftOut.PROXY_LOGIN);
        String stored = Files.readString(folder.resolve("there").resolve("settings.json"));
        assertThat(stored)
                .doesNotContain("BOT_SECRET", "HOME_SECRET", "evil.example", "passwd", "ada", "id-of-another");
        assertThat(imported.leftOut())
                .allSatisfy(one ->
                        assertThat(Sentences.whole(one.reason())).endsWith(".").doesNotContain("evil"));
    }

    @Test
    void whatAFileMayNotSayIsNotWrittenEither() throws Exception {
        here.environment.put("BOT_SECRET", "x");
        Instant now = Instant.now(Clock.systemUTC());
        TestCertificates bot = TestCertificates.rsa(now.minusSeconds(60), now.plusSeconds(86_400));
        Path certificate = Files.writeString(folder.resolve("bot.pem"), bot.certificatePem() + bot.keyPem());
        here.connections.edit(
                "Tarn",
                ConnectionForm.of(tarn)
                        .with(Field.SIGN_IN, "certificate")
                        .with(Field.CERTIFICATE, certificate.toString())
                        .with(Field.SECRET_VARIABLE, "BOT_SECRET")
                        .with(Field.PROXY, "explicit")
                        .with(Field.PROXY_HOST, "proxy.example:3128")
                        .with(Field.PROXY_USER, "ada")
                        .with(Field.PROXY_PASSWORD_VARIABLE, "PROXY_PASSWORD"),
                TypedSecrets.none());
        archive(here).export("Tarn", OutputFile.at(file, false), null);
        String written = new String(entries().get("connection.json"), StandardCharsets.UTF_8);
        assertThat(written)
                .doesNotContain("BOT_SECRET", "PROXY_PASSWORD\"", "proxy.example", "\"ada\"")
                .doesNotContain(certificate.getFileName().toString(), tarn.id() + "\"");
        Imported imported = archive(there).importFrom(file, Typed.NOTHING, null);
        assertThat(imported.leftOut())
                .containsExactly(
                        LeftOut.SECRET_VARIABLE,
                        LeftOut.PROXY_PASSWORD_VARIABLE,
                        LeftOut.CERTIFICATE,
                        LeftOut.PROXY,
                        LeftOut.PROXY_LOGIN);
    }

    /** The service on this computer may be anybody's: it is typed here, or there is none. */
    @Test
    void aFileDoesNotLeadToAServiceOnThisComputer() throws IOException {
        for (Spoil spoil : List.<Spoil>of(
                (entries, settings) -> entry(settings).put("local", true).put("serviceUrl", "http://127.0.0.1:9/"),
                (entries, settings) -> entry(settings).put("serviceUrl", "http://localhost:9/"),
                (entries, settings) -> entry(settings).put("local", true),
                (entries, settings) -> entry(settings).remove("serviceUrl"))) {
            assertThatThrownBy(() -> taken(spoil, Typed.NOTHING))
                    .satisfies(says("A file does not say where a connection leads"));
        }
        assertThatThrownBy(() -> taken(
                        (entries, settings) -> entry(settings).put("local", true),
                        new Typed(null, "http://127.0.0.1:9/", null)))
                .as("the data of a tenant stays that of a tenant")
                .satisfies(says("never opened for a simulated one"));
        assertThat(there.connections.list()).hasSize(1);
    }

    @Test
    void aServiceOfAnotherComputerComesInUnderTheAddressTypedHere() throws IOException {
        Connection local = here.connections
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Lab")
                                .with(Field.APP_ID, APP)
                                .with(Field.TENANT, TENANT)
                                .with(Field.RATE, "0")
                                .with(Field.SERVICE_URL, "http://127.0.0.1:8080/"),
                        TypedSecrets.none())
                .connection();
        try (Database database = open(here, local)) {
            assertThat(database.writable()).isTrue();
        }
        archive(here).export("Lab", OutputFile.at(file, false), null);
        assertThat(new String(entries().get("connection.json"), StandardCharsets.UTF_8))
                .doesNotContain("8080", "local\"");
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, null))
                .satisfies(says("--service-url"));
        Imported imported = archive(there).importFrom(file, new Typed(null, "http://127.0.0.1:9090/", null), null);
        assertThat(imported.connection().kind()).isEqualTo(Connection.Kind.LOCAL);
        assertThat(imported.connection().serviceUrl().toString()).isEqualTo("http://127.0.0.1:9090/");
        assertThat(imported.leftOut()).containsExactly(LeftOut.LOCAL);
    }

    @Test
    void aForeignHostIsTypedHereAndOnlyThatOneCounts() throws IOException {
        Spoil foreign = (entries, settings) ->
                entry(settings).put("serviceUrl", "https://evil.example/teams/").put("allowedHost", "evil.example");
        assertThatThrownBy(() -> taken(foreign, new Typed(null, null, "good.example")))
                .satisfies(says("evil.example"));
        Imported imported = taken(foreign, new Typed(null, "https://good.example/teams/", "good.example"));
        assertThat(imported.connection().serviceUrl().host()).isEqualTo("good.example");
        assertThat(imported.leftOut()).containsExactly(LeftOut.HOST);
    }

    /** A log that lies where the new data file would come is of nobody knows whom. */
    @Test
    void aLogThatLiesInWaitIsNotReadIntoTheDataFile() throws IOException {
        archive(here).export("Tarn", OutputFile.at(file, false), null);
        Files.createDirectories(there.files.folder());
        String usual = tarn.file();
        for (String ending : List.of("-wal", "-shm", "-journal")) {
            Path planted = Files.writeString(there.files.folder().resolve(usual + ending), "planted");
            Imported imported = archive(there).importFrom(file, new Typed("Tarn", null, null), null);
            assertThat(imported.connection().file()).isNotEqualTo(usual);
            there.connections.remove("Tarn");
            Files.delete(there.files.of(imported.connection()));
            Files.delete(planted);
        }
    }

    /** The data with its checksum made anew, as whoever sends the file can. */
    private static Spoil data(String statement) {
        return (entries, settings) -> {
            Path changed = Files.createTempFile("data", ".db");
            try {
                Files.write(changed, entries.get("data.db"));
                try (java.sql.Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + changed);
                        Statement sql = connection.createStatement()) {
                    sql.execute(statement);
                }
                byte[] bytes = Files.readAllBytes(changed);
                entries.put("data.db", bytes);
                ((ObjectNode) settings.path("data"))
                        .put("bytes", bytes.length)
                        .put(
                                "sha256",
                                HexFormat.of()
                                        .formatHex(MessageDigest.getInstance("SHA-256")
                                                .digest(bytes)));
            } catch (SQLException | NoSuchAlgorithmException e) {
                throw new IOException(e);
            } finally {
                Files.delete(changed);
            }
        };
    }

    @Test
    void dataThatBringsItsOwnProgramIsRefusedByName() throws IOException {
        for (String statement : List.of(
                "CREATE TRIGGER rewrite AFTER INSERT ON team BEGIN UPDATE team SET name = 'x'; END",
                "CREATE VIEW peep AS SELECT 1",
                "CREATE INDEX odd ON team (lower(name))",
                "CREATE TABLE more (x)")) {
            String name = statement.split(" ")[2];
            assertThatThrownBy(() -> taken(data(statement), Typed.NOTHING))
                    .as(statement)
                    .isInstanceOf(StoreFailure.class)
                    .satisfies(says(name));
        }
        assertThat(there.connections.list()).hasSize(1);
        assertThat(there.files.folder()).isEmptyDirectory();
    }

    /** The rows come in, the file does not. */
    @Test
    void rowsAreCopiedIntoAFreshFile() throws IOException {
        Imported imported = taken(data("UPDATE team SET name = 'Works council of the north'"), Typed.NOTHING);
        byte[] sent = entries().get("data.db");
        byte[] stored = Files.readAllBytes(there.files.of(imported.connection()));
        assertThat(stored).isNotEqualTo(sent);
        try (Database opened = open(there, imported.connection())) {
            assertThat(new TeamStore(opened).list()).singleElement().satisfies(team -> assertThat(team.name())
                    .isEqualTo("Works council of the north"));
        }
    }

    // --- sealed

    private static final char[] PASSPHRASE = Canary.PASSPHRASE.value().toCharArray();

    @Test
    void aSealedFileComesFromSomebodyWhoKnowsThePassphrase() throws IOException {
        Exported exported = archive(here).export("Tarn", OutputFile.at(file, false), PASSPHRASE);
        assertThat(exported.sealed()).isTrue();
        assertThat(ConnectionArchive.sealed(file)).isTrue();
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("connection.json", "Works council", "data.db");
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, null))
                .satisfies(says("sealed under a passphrase"));
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, "another passphrase".toCharArray()))
                .satisfies(says("does not open the seal"));
        Imported imported = archive(there).importFrom(file, Typed.NOTHING, PASSPHRASE);
        assertThat(imported.origin()).isEqualTo(Origin.SEALED);
        assertThat(imported.contents().teams()).isEqualTo(1);
        assertThatThrownBy(() -> archive(here)
                        .export("Tarn", OutputFile.at(folder.resolve("short"), false), "elevenchars".toCharArray()))
                .satisfies(says("at least 12"));
    }

    @Test
    void whoeverExpectsASealIsNotHandedAFileWithoutOne() throws IOException {
        archive(here).export("Tarn", OutputFile.at(file, false), null);
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, PASSPHRASE))
                .satisfies(says("is not sealed"));
    }

    @Test
    void aSealedFileThatWasCutOrChangedIsNotTakenIn() throws IOException {
        archive(here).export("Tarn", OutputFile.at(file, false), PASSPHRASE);
        byte[] whole = Files.readAllBytes(file);
        for (int left : List.of(whole.length - 1, whole.length / 2, 200, 69, 20)) {
            Files.write(file, Arrays.copyOf(whole, left));
            refusedSeal();
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        Files.write(file, longer);
        refusedSeal();
        byte[] changed = whole.clone();
        changed[whole.length - 40] ^= 1;
        Files.write(file, changed);
        refusedSeal();
        assertThat(there.connections.list()).hasSize(1);
    }

    private void refusedSeal() {
        assertThatThrownBy(() -> archive(there).importFrom(file, Typed.NOTHING, PASSPHRASE))
                .satisfies(says("is not what was sealed"));
    }

    // --- what is left

    @Test
    void leftoversOfAKilledImportGoAtTheNextStart() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(there.files.folder());
        Path left = Files.writeString(there.files.folder().resolve("unfinished-" + dead.pid() + "-1.tmp"), "x");
        Path kept = Files.writeString(there.files.folder().resolve("tarn.db"), "x");
        archive(there).sweep();
        assertThat(left).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aFolderOrADeviceIsNoFileToReadFrom() {
        assertThatThrownBy(() -> archive(there).importFrom(folder, Typed.NOTHING, null))
                .satisfies(says("is a folder"));
        assertThatThrownBy(() -> archive(there).importFrom(Path.of("/dev/zero"), Typed.NOTHING, null))
                .satisfies(says("is no ordinary file"));
    }

    @Test
    void moreThanTheDiskHoldsIsRefusedBeforeItIsRead() throws IOException {
        assertThatThrownBy(() -> taken(
                        (entries, settings) -> ((ObjectNode) settings.path("data")).put("bytes", 1L << 37),
                        Typed.NOTHING))
                .satisfies(says("There is no room"));
    }
}
