package dev.rostrum.connection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.secret.PassphraseKey;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.InputFile;
import dev.rostrum.files.OutputFile;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.DataCopy;
import dev.rostrum.store.ExportedFiles;
import java.io.BufferedInputStream;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Takes a connection to another computer: one file with its settings and a checked copy of its data, without any secret. It is a
 * zip of two entries, {@code connection.json} and {@code data.db}; no name in it becomes a path. It may be sealed under a passphrase
 * ({@link SealedStream}), which proves that it comes from somebody who knows that; else nothing proves whose it is. Either way its
 * contents are data: where a credential goes is typed on this computer ({@link ArchivedConnection}).
 */
public final class ConnectionArchive {
    private static final String FORMAT = "rostrum-connection";
    private static final int VERSION = 2;
    private static final String SETTINGS = "connection.json";
    private static final String DATA = "data.db";
    private static final int MAX_SETTINGS_BYTES = 1 << 20;
    private static final long MAX_DATA_BYTES = 1L << 38;

    /** What may follow the last entry of a zip: its directory of two. */
    private static final int MAX_REST_BYTES = 1 << 16;

    private static final int BUFFER = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What was written.
     *
     * @param bytes size of the file
     * @param withData whether there was data to take along
     * @param leftOut what has to be typed anew where it is taken in
     */
    public record Exported(
            Connection connection, Path file, long bytes, boolean withData, boolean sealed, List<LeftOut> leftOut) {}

    /**
     * What the admin types on this computer for a connection to come in.
     *
     * @param name its name here, or null for the one it had
     * @param serviceUrl where its connector is, in place of the file's; empty or null where that is one of Microsoft's hosts
     * @param trustedHost the service URL's host once more, where it is none of Microsoft's; else empty or null
     */
    public record Typed(String name, String serviceUrl, String trustedHost) {
        public static final Typed NOTHING = new Typed(null, null, null);
    }

    /** What a file from elsewhere may not set: it is dropped, and typed anew where it is wanted. */
    public enum LeftOut {
        /** An environment variable of the client secret. */
        SECRET_VARIABLE(Field.SECRET_VARIABLE),
        CERTIFICATE_PASSWORD_VARIABLE(Field.CERTIFICATE_PASSWORD_VARIABLE),
        PROXY_PASSWORD_VARIABLE(Field.PROXY_PASSWORD_VARIABLE),
        /** The path of the certificate, and of its key. */
        CERTIFICATE(Field.CERTIFICATE, Field.CERTIFICATE_KEY),
        /** A proxy by name. */
        PROXY(Field.PROXY_HOST, Field.PROXY_PORT),
        PROXY_LOGIN(Field.PROXY_USER),
        /** An address on the computer that it comes from. */
        LOCAL,
        /** A host, none of Microsoft's, that was allowed there. */
        HOST(Field.TRUSTED_HOST);

        private final List<Field> fields;

        LeftOut(Field... fields) {
            this.fields = List.of(fields);
        }

        /** Where it is typed; none for the address, which says by itself that it is one of this computer. */
        List<Field> fields() {
            return fields;
        }

        /** What it is, and what is done about it where the file is taken in. */
        public Reason reason() {
            return Reason.of("connection.import.leftOut." + name());
        }

        /** What it is, within a sentence. */
        public Reason steering() {
            return Reason.of("connection.steering." + name());
        }
    }

    /** What is known about whom a file comes from. */
    public enum Origin {
        UNKNOWN,
        /** The file comes from somebody who knew the passphrase. */
        SEALED;

        public Reason reason() {
            return Reason.of("connection.import.origin." + name());
        }
    }

    /**
     * What was taken in.
     *
     * @param contents of its data file; null where it came without data
     * @param leftOut what was set on the other computer and is typed anew here
     * @param notes what the admin must know or do now
     */
    public record Imported(
            Connection connection,
            Origin origin,
            DataFiles.Contents contents,
            List<LeftOut> leftOut,
            List<Reason> notes) {
        public boolean withData() {
            return contents != null;
        }

        /** What came along. */
        public Reason came() {
            return withData()
                    ? Reason.of(
                            "connection.import.data",
                            contents.teams(),
                            contents.people(),
                            contents.conversations(),
                            contents.announcements())
                    : Reason.of("connection.import.noData");
        }
    }

    private final Connections connections;
    private final DataFiles files;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param random gives the salts of sealed files
     */
    public ConnectionArchive(Connections connections, DataFiles files, Clock clock, SecureRandom random) {
        this.connections = connections;
        this.files = files;
        this.clock = clock;
        this.random = random;
    }

    /** What everybody must know who has a connection twice. */
    public static Reason twoCopies() {
        return Reason.of("connection.archive.twoCopies");
    }

    /**
     * Writes a connection to one file, private to the user; also while the connection is in use.
     *
     * @param passphrase seals the file; null for none. Left as it is; the caller may wipe it
     * @throws Problem with what to do; nothing is left of the file then
     */
    public Exported export(String name, OutputFile target, char[] passphrase) {
        Connection connection = connections.find(name);
        if (connection.kind() == Connection.Kind.SANDBOX) {
            throw Problem.wrongUse("connection.archive.sandbox");
        }
        if (passphrase != null && passphrase.length < PassphraseKey.LEAST_LENGTH) {
            throw Problem.wrongUse("connection.archive.passphrase.short", PassphraseKey.LEAST_LENGTH);
        }
        Path file = target.path();
        Path data = null;
        try {
            boolean withData = Files.exists(files.of(connection));
            int schema = 0;
            if (withData) {
                long bytes = Files.size(files.of(connection));
                room(files.folder(), bytes);
                room(file.getParent(), bytes);
                data = DataCopy.unfinished(files.folder());
                schema = DataCopy.take(files.of(connection), DataFiles.identity(connection), data);
            }
            ObjectNode settings = settings(connection, data, schema);
            Path copied = data;
            target.write(out -> {
                write(out, settings, copied, passphrase);
                return file;
            });
            if (withData) {
                new ExportedFiles(files.of(connection))
                        .note(new ExportedFiles.Exported(clock.instant(), "connection", 0, file.toAbsolutePath()));
            }
            return new Exported(
                    connection,
                    file,
                    Files.size(file),
                    withData,
                    passphrase != null,
                    List.copyOf(ArchivedConnection.leftOut(settings.path("connection"))));
        } catch (IOException e) {
            throw Problem.failed(e, "files.notWritten", file.toString());
        } finally {
            drop(data);
        }
    }

    /** Looked at first: half a file on a full disk helps nobody. */
    private static void room(Path folder, long bytes) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < bytes) {
            throw Problem.failed("connection.archive.noRoom", (bytes >> 20) + 1, folder.toString());
        }
    }

    private static void drop(Path file) {
        if (file == null) {
            return;
        }
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
        ArchivedConnection.write(connection, node.putObject("connection"));
        if (data != null) {
            node.putObject("data")
                    .put("bytes", Files.size(data))
                    .put("sha256", sha256(data))
                    .put("schema", schema);
        }
        return node;
    }

    private void write(OutputStream file, ObjectNode settings, Path data, char[] passphrase) throws IOException {
        OutputStream out = passphrase == null ? file : SealedStream.seal(keepOpen(file), passphrase, random);
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(SETTINGS));
        zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(settings));
        zip.closeEntry();
        if (data != null) {
            zip.putNextEntry(new ZipEntry(DATA));
            Files.copy(data, zip);
            zip.closeEntry();
        }
        zip.finish();
        if (passphrase != null) {
            out.close();
        }
    }

    /** The end mark is written by closing; the file is synced after that. */
    private static OutputStream keepOpen(OutputStream file) {
        return new java.io.FilterOutputStream(file) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Removes what an import or export that was killed left behind; at the start of the program. */
    public void sweep() {
        DataCopy.clearLeftovers(files.folder());
    }

    /**
     * Takes in a connection that was exported, under an id of its own; everything is verified before anything is stored.
     *
     * @param typed what the file may not say
     * @param passphrase of the seal; null where there is none. Left as it is; the caller may wipe it
     * @throws Problem with what to do; nothing is stored then
     */
    public Imported importFrom(Path source, Typed typed, char[] passphrase) {
        if (!Files.isRegularFile(InputFile.at(source))) {
            throw Problem.wrongUse("files.noFile", source);
        }
        Path carried = null;
        Path data = null;
        try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(source));
                InputStream in = opened(source, file, passphrase);
                ZipInputStream zip = new ZipInputStream(in)) {
            JsonNode settings = settings(source, zip);
            ArchivedConnection archived = ArchivedConnection.read(settings.path("connection"), typed);
            Connection connection = archived.connection();
            String name = connection.name();
            if (name.isEmpty()
                    || name.length() > Connections.MAX_NAME
                    || name.chars().anyMatch(Character::isISOControl)) {
                throw Problem.wrongUse("connection.name", Connections.MAX_NAME);
            }
            if (settings.path("data").isObject()) {
                PrivateFile.folder(files.folder());
                carried = DataCopy.unfinished(files.folder());
                PrivateFile.make(carried);
                copy(source, zip, settings.path("data"), carried);
            }
            if (zip.getNextEntry() != null) {
                throw notOurs(source, null);
            }
            // Only the end of a sealed file shows that nothing of it is missing.
            if (in.readNBytes(MAX_REST_BYTES).length == MAX_REST_BYTES) {
                throw notOurs(source, null);
            }
            if (carried != null) {
                data = DataCopy.unfinished(files.folder());
                DataCopy.bringIn(carried, DataFiles.identity(connection), data);
            }
            Connection stored = store(connection, data);
            return new Imported(
                    stored,
                    passphrase == null ? Origin.UNKNOWN : Origin.SEALED,
                    data == null ? null : files.contents(stored),
                    List.copyOf(archived.leftOut()),
                    notes(stored));
        } catch (SealedStream.WrongPassphrase e) {
            throw Problem.failed(e, "connection.archive.passphrase.wrong");
        } catch (SealedStream.Broken e) {
            throw Problem.failed(e, "connection.archive.sealBroken", source.toString());
        } catch (IOException e) {
            throw notOurs(source, e);
        } finally {
            drop(carried);
            drop(data);
        }
    }

    private static InputStream opened(Path source, BufferedInputStream file, char[] passphrase) throws IOException {
        boolean sealed = SealedStream.isSealed(file);
        if (sealed && passphrase == null) {
            throw Problem.wrongUse("connection.archive.sealed", source.toString());
        }
        if (!sealed && passphrase != null) {
            // Who expects a seal must not be handed a file that anybody could have made.
            throw Problem.failed("connection.archive.notSealed", source.toString());
        }
        return sealed ? SealedStream.open(file, passphrase) : file;
    }

    /** Whether the file is one that a passphrase opens. */
    public static boolean sealed(Path source) {
        if (!Files.isRegularFile(source)) {
            return false;
        }
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(source))) {
            return SealedStream.isSealed(in);
        } catch (IOException e) {
            return false;
        }
    }

    private static Problem notOurs(Path source, Exception e) {
        return Problem.failed(e, "connection.archive.notOurs", source.toString());
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
            throw Problem.failed("connection.archive.newer", source.toString());
        }
        return settings;
    }

    private void copy(Path source, ZipInputStream zip, JsonNode declared, Path target) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        long bytes = declared.path("bytes").asLong(-1);
        if (entry == null || !entry.getName().equals(DATA) || bytes < 0 || bytes > MAX_DATA_BYTES) {
            throw notOurs(source, null);
        }
        // It takes its room once as it comes, and once more as its rows are copied.
        room(files.folder(), 2 * bytes);
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

    private Connection store(Connection connection, Path data) {
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
                                e, "connection.archive.unplaced", files.folder().toString());
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

    private static List<Reason> notes(Connection connection) {
        List<Reason> notes = new ArrayList<>();
        if (connection.credential() instanceof Credential.Secret) {
            notes.add(Reason.of("connection.import.noSecret"));
        }
        notes.add(twoCopies());
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
