package dev.rostrum.connection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.secret.PrivateFile;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.store.DataCopy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Takes a connection to another computer: one file with its settings and a checked copy of its data, without any secret. It is a
 * zip of two entries, {@code connection.json} and {@code data.db}; no name in it becomes a path.
 */
public final class ConnectionArchive {
    /** What everybody must know who has a connection twice. */
    public static final String TWO_COPIES =
            "Two copies of a connection know nothing of each other's sends and caps: from now on send from one of them only.";

    private static final String FORMAT = "rostrum-connection";
    private static final int VERSION = 1;
    private static final String SETTINGS = "connection.json";
    private static final String DATA = "data.db";
    private static final int MAX_SETTINGS_BYTES = 1 << 20;
    private static final long MAX_DATA_BYTES = 1L << 38;
    private static final int BUFFER = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What was written.
     *
     * @param bytes size of the file
     * @param withData whether there was data to take along
     */
    public record Exported(Connection connection, Path file, long bytes, boolean withData) {}

    /**
     * What was taken in.
     *
     * @param notes what the admin must know or do now, a sentence each
     */
    public record Imported(Connection connection, boolean withData, List<String> notes) {}

    private final Connections connections;
    private final DataFiles files;
    private final Clock clock;

    public ConnectionArchive(Connections connections, DataFiles files, Clock clock) {
        this.connections = connections;
        this.files = files;
        this.clock = clock;
    }

    /**
     * Writes a connection to one file, private to the user; also while the connection is in use.
     *
     * @param target must not exist
     * @throws Problem with what to do; nothing is left of the file then
     */
    public Exported export(String name, Path target) {
        Connection connection = connections.find(name);
        if (connection.kind() == Connection.Kind.SANDBOX) {
            throw Problem.wrongUse("The sandbox is built in on every computer; it has nothing to take along.");
        }
        Path file = target.toAbsolutePath().normalize();
        if (Files.exists(file)) {
            throw Problem.wrongUse("There is already a file " + file + ". Choose another name, or remove it first.");
        }
        Path data = beside(file, ".data");
        Path whole = beside(file, ".new");
        try {
            Files.deleteIfExists(data);
            Files.deleteIfExists(whole);
            boolean withData = Files.exists(files.of(connection));
            int schema = withData ? DataCopy.take(files.of(connection), DataFiles.identity(connection), data) : 0;
            write(whole, settings(connection, withData ? data : null, schema), withData ? data : null);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            return new Exported(connection, file, Files.size(file), withData);
        } catch (IOException e) {
            throw Problem.failed(
                    "The file " + file + " cannot be written. Choose a folder that exists, that this user may write to,"
                            + " and that has room.",
                    e);
        } finally {
            drop(data);
            drop(whole);
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling("." + file.getFileName() + ending);
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private ObjectNode settings(Connection connection, Path data, int schema) throws IOException {
        ObjectNode node = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("exportedAt", clock.instant().toString());
        // Known keys only: what somebody else put into the entry may be anything.
        ConnectionEntry.write(connection, node.putObject("connection"));
        if (data != null) {
            node.putObject("data")
                    .put("bytes", Files.size(data))
                    .put("sha256", sha256(data))
                    .put("schema", schema);
        }
        return node;
    }

    private static void write(Path whole, ObjectNode settings, Path data) throws IOException {
        try (FileChannel channel = FileChannel.open(
                whole, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PrivateFile.mine(whole))) {
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
            zip.putNextEntry(new ZipEntry(SETTINGS));
            zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(settings));
            zip.closeEntry();
            if (data != null) {
                zip.putNextEntry(new ZipEntry(DATA));
                Files.copy(data, zip);
                zip.closeEntry();
            }
            zip.finish();
            channel.force(true);
        }
    }

    /**
     * Takes in a connection that was exported, under an id of its own; everything is verified before anything is stored.
     *
     * @param as its name here, or null for the one it had
     * @param trustedHost the service URL's host typed by the admin, where it is none of Microsoft's; else null
     * @throws Problem with what to do; nothing is stored then
     */
    public Imported importFrom(Path source, String as, String trustedHost) {
        Path data = null;
        try (InputStream in = Files.newInputStream(source);
                ZipInputStream zip = new ZipInputStream(in)) {
            JsonNode settings = settings(source, zip);
            Connection connection = connection(settings, as, trustedHost);
            boolean withData = settings.path("data").isObject();
            if (withData) {
                Files.createDirectories(files.folder());
                data = Files.createTempFile(files.folder(), "import", ".tmp", PrivateFile.mine(files.folder()));
                copy(source, zip, settings.path("data"), data);
                DataCopy.check(data, DataFiles.identity(connection));
            }
            if (zip.getNextEntry() != null) {
                throw notOurs(source, null);
            }
            Connection stored = store(connection, data);
            data = null;
            return new Imported(stored, withData, notes(stored));
        } catch (IOException e) {
            if (!Files.isReadable(source)) {
                throw Problem.wrongUse("There is no file " + source + " that this user may read. Check its path.");
            }
            throw notOurs(source, e);
        } finally {
            if (data != null) {
                drop(data);
            }
        }
    }

    private static Problem notOurs(Path source, Exception e) {
        return new Problem(
                Problem.Kind.FAILED,
                Reason.of("The file " + source
                        + " is no exported connection, or not whole. Copy it again, or export it again on the"
                        + " other computer."),
                e);
    }

    private static JsonNode settings(Path source, ZipInputStream zip) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(SETTINGS)) {
            throw notOurs(source, null);
        }
        byte[] bytes = zip.readNBytes(MAX_SETTINGS_BYTES + 1);
        JsonNode settings;
        try {
            settings = bytes.length > MAX_SETTINGS_BYTES ? null : JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw notOurs(source, null);
        }
        if (settings == null || !settings.path("format").asText().equals(FORMAT)) {
            throw notOurs(source, null);
        }
        if (settings.path("version").asInt() > VERSION) {
            throw Problem.failed("The file " + source
                    + " was written by a newer Rostrum. Bring this computer's Rostrum up to that version first.");
        }
        return settings;
    }

    private static Connection connection(JsonNode settings, String as, String trustedHost) {
        JsonNode entry = settings.path("connection");
        Connection connection = ConnectionEntry.read(entry);
        connection.requireIds();
        // A file does not decide where the token goes: the admin of this computer does.
        String host = connection.serviceUrl().allowedHost();
        if (host != null && !host.equalsIgnoreCase(TrimmedId.of(trustedHost).value())) {
            throw Problem.wrongUse("This connection sends the bot's token to " + host
                    + ", which is not one of Microsoft's connector hosts. If you are sure, import it again with that name typed"
                    + " by you as the trusted host (--trust-host).");
        }
        String name = as == null ? connection.name() : as.strip();
        if (name.isEmpty()
                || name.length() > Connections.MAX_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.wrongUse("A connection needs a name of 1 to " + Connections.MAX_NAME + " characters.");
        }
        return connection.named(name);
    }

    private static void copy(Path source, ZipInputStream zip, JsonNode declared, Path target) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        long bytes = declared.path("bytes").asLong(-1);
        if (entry == null || !entry.getName().equals(DATA) || bytes < 0 || bytes > MAX_DATA_BYTES) {
            throw notOurs(source, null);
        }
        if (Files.getFileStore(target).getUsableSpace() < bytes) {
            throw Problem.failed("There is no room for the connection's data (" + (bytes >> 20) + " MB) in "
                    + target.getParent() + ". Free space on its disk.");
        }
        MessageDigest digest = sha256();
        long copied = 0;
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            byte[] buffer = new byte[BUFFER];
            int read = zip.read(buffer);
            while (read >= 0) {
                copied += read;
                if (copied > bytes) {
                    throw notOurs(source, null);
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                read = zip.read(buffer);
            }
            channel.force(true);
        }
        if (copied != bytes
                || !HexFormat.of()
                        .formatHex(digest.digest())
                        .equals(declared.path("sha256").asText())) {
            throw notOurs(source, null);
        }
    }

    private Connection store(Connection connection, Path data) throws IOException {
        Path[] placed = new Path[1];
        try {
            return connections.insert(connection, taken -> {
                String name = files.fresh(connection.name(), taken);
                if (data != null) {
                    placed[0] = files.folder().resolve(name);
                    try {
                        Files.move(data, placed[0], StandardCopyOption.ATOMIC_MOVE);
                    } catch (IOException e) {
                        throw Problem.failed(
                                "The connection's data cannot be put into " + files.folder()
                                        + ". Give this user the right to write there.",
                                e);
                    }
                }
                return name;
            });
        } catch (Problem e) {
            if (placed[0] != null) {
                drop(placed[0]);
            }
            throw e;
        }
    }

    private static List<String> notes(Connection connection) {
        List<String> notes = new ArrayList<>();
        notes.add(TWO_COPIES);
        if (connection.credential() instanceof Credential.Certificate certificate) {
            notes.add("Its certificate is read from " + certificate.file()
                    + ". Bring the file to this computer by a safe way, or choose another one.");
        }
        if (!connection.neededSecrets().isEmpty()) {
            notes.add("The file holds no secret. Give it to this computer too, then test the connection.");
        }
        return notes;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
