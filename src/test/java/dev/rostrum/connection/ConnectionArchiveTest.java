package dev.rostrum.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.Database;
import dev.rostrum.store.TeamStore;
import dev.rostrum.testing.Canary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
        return new ConnectionArchive(fixture.connections, fixture.files, Clock.systemUTC());
    }

    @Test
    void aConnectionGoesToAnotherComputerWithItsDataAndWithoutItsSecret() throws IOException {
        try (Database stillOpen = open(here, tarn)) {
            assertThat(stillOpen.writable()).isTrue();
            assertThat(archive(here).export("tarn", file).withData()).isTrue();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (byte[] entry : entries().values()) {
            assertThat(new String(entry, StandardCharsets.ISO_8859_1)).doesNotContain(Canary.CLIENT_SECRET.value());
        }

        ConnectionArchive.Imported imported = archive(there).importFrom(file, null, null);

        Connection moved = imported.connection();
        assertThat(ConnectionForm.of(moved)).isEqualTo(ConnectionForm.of(tarn));
        assertThat(there.connections.find("Tarn")).isEqualTo(moved);
        assertThat(imported.notes()).contains(ConnectionArchive.TWO_COPIES).anyMatch(n -> n.contains("no secret"));
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
                        .noneMatch(name -> name.endsWith(".tmp") || name.endsWith(".new") || name.endsWith(".data"));
            }
        }
    }

    @Test
    void aSecondImportTakesAnotherNameAndAFileOfItsOwn() {
        archive(here).export("Tarn", file);
        assertThatThrownBy(() -> archive(here).export("Tarn", file)).hasMessageContaining("already a file");
        assertThatThrownBy(() -> archive(here).export("Sandbox", folder.resolve("x")))
                .hasMessageContaining("built in");
        assertThatThrownBy(() -> archive(here).importFrom(file, null, null)).hasMessageContaining("--as NAME");
        Connection second = archive(here).importFrom(file, "Tarn 2", null).connection();
        assertThat(second.id()).isNotEqualTo(tarn.id());
        assertThat(second.file()).isNotEqualTo(tarn.file());
    }

    @Test
    void aConnectionWithoutDataIsItsSettings() {
        Connection bare = here.connections
                .edit("Tarn", ConnectionForm.of(tarn).with(Field.NAME, "Bare"), TypedSecrets.none())
                .connection();
        assertThat(here.files.of(bare).toFile().delete()).isTrue();
        assertThat(archive(here).export("Bare", file).withData()).isFalse();
        assertThat(archive(there).importFrom(file, null, null).withData()).isFalse();
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
        archive(here).export("Tarn", file);
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
        assertThatThrownBy(() -> archive(there).importFrom(file, null, null))
                .as(words)
                .isInstanceOf(Problem.class)
                .hasMessageContaining(words);
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
        spoiled("newer Rostrum", (entries, settings) -> settings.put("version", 2));
        spoiled("belongs to another", (entries, settings) -> ((ObjectNode) settings.path("connection"))
                .put("appId", "6a2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44"));
        spoiled("evil.example", (entries, settings) -> ((ObjectNode) settings.path("connection"))
                .put("serviceUrl", "https://evil.example/teams/"));
        spoiled("typed by you", (entries, settings) -> ((ObjectNode) settings.path("connection"))
                .put("serviceUrl", "https://evil.example/teams/")
                .put("allowedHost", "evil.example"));
        Files.writeString(file, "hello");
        assertThatThrownBy(() -> archive(there).importFrom(file, null, null))
                .hasMessageContaining("no exported connection");
        assertThatThrownBy(() -> archive(there).importFrom(folder.resolve("absent"), null, null))
                .hasMessageContaining("There is no file");
    }
}
