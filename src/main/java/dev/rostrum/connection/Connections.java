package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Bot;
import dev.rostrum.connection.Connection.Kind;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretFailure;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of this data folder. The sandbox is always the first and cannot be changed or removed. */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    static final int MAX_NAME = 60;

    /** Finds the tenant of a domain. */
    @FunctionalInterface
    public interface Tenants {
        /**
         * @param connection whose tenant is a domain
         * @return the tenant's GUID
         * @throws Problem where it cannot be found
         */
        String tenantId(Connection connection, String domain);
    }

    /**
     * The few settings that most connections need; everything else as it is by itself.
     *
     * @param rate requests per second, null for the default, 0 to lift pacing (local only)
     * @param secretEnvironment variable that holds the client secret, or null where it is asked for
     * @param noCredential no sign-in (loopback only)
     */
    public record NewConnection(
            String name,
            String appId,
            String tenantId,
            String serviceUrl,
            Double rate,
            Integer inFlight,
            String secretEnvironment,
            boolean noCredential) {
        ConnectionForm form() {
            return ConnectionForm.blank()
                    .with(Field.NAME, name)
                    .with(Field.APP_ID, appId)
                    .with(Field.TENANT, tenantId)
                    .with(Field.SERVICE_URL, serviceUrl)
                    .withGiven(Field.RATE, rate)
                    .withGiven(Field.IN_FLIGHT, inFlight)
                    .with(Field.SECRET_VARIABLE, secretEnvironment)
                    .with(Field.SIGN_IN, noCredential ? "none" : "");
        }
    }

    /**
     * What a form would become.
     *
     * @param problems everything that is wrong, by field; nothing is stored while there is one
     * @param notes what would be changed on the way
     */
    public record Checked(List<FieldProblem> problems, List<Reason> notes) {
        public boolean ok() {
            return problems.isEmpty();
        }
    }

    /**
     * @param connection what was stored
     * @param warnings what was changed on the way, and where a secret could not be kept
     * @param secretsKept whether every typed secret is kept where the admin chose to
     */
    public record Added(Connection connection, List<Reason> warnings, boolean secretsKept) {}

    private final SettingsFile settings;
    private final LocalOriginMark typedHere;
    private final Secrets secrets;
    private final Tenants tenants;
    private final DataFiles files;
    private final Supplier<String> ids;
    private final Clock clock;

    /**
     * @param ids gives each new connection an id of its own: letters, digits, hyphens
     */
    /** How careful the admin wants to be with each. */
    public ConnectionMarks marks() {
        return new ConnectionMarks(settings);
    }

    public Connections(
            SettingsFile settings,
            LocalOriginMark typedHere,
            Secrets secrets,
            Tenants tenants,
            DataFiles files,
            Supplier<String> ids,
            Clock clock) {
        this.settings = settings;
        this.typedHere = typedHere;
        this.secrets = secrets;
        this.tenants = tenants;
        this.files = files;
        this.ids = ids;
        this.clock = clock;
    }

    /** Those that can be used; an entry edited by hand into nonsense is left out, and {@link #find} says what is wrong with it. */
    public List<Connection> list() {
        return read(settings.read());
    }

    /**
     * Makes this folder's key, at its first start and before any data file. Where this start is the update of an earlier version,
     * which marked nothing, what that one stored is taken for typed here: the data file of such an entry still has an earlier form.
     */
    public void begin() {
        try {
            if (!typedHere.begins() || !settings.alone(typedHere::begin)) {
                return;
            }
            if (settings.read().path("connections").isEmpty()) {
                return;
            }
            settings.change(this::adoptEarlier);
        } catch (Problem e) {
            // Whoever may not write here sends nothing from here; settings that cannot be read are told of when they
            // are needed.
            LOG.info(
                    "the settings of an earlier version were not marked: {}",
                    e.reason().code());
        }
    }

    private void adoptEarlier(ObjectNode tree) {
        JsonNode entries = tree.path("connections");
        for (JsonNode entry : entries) {
            if (LocalOriginMark.marked(entry)) {
                // This version wrote them, in another folder.
                return;
            }
        }
        for (JsonNode entry : entries) {
            if (entry instanceof ObjectNode object && ofEarlierVersion(entry)) {
                typedHere.mark(object);
            }
        }
    }

    private boolean ofEarlierVersion(JsonNode entry) {
        try {
            return files.ofEarlierVersion(ConnectionEntry.read(entry));
        } catch (Problem e) {
            return false;
        }
    }

    private Connection known(JsonNode entry) {
        return ConnectionEntry.read(entry)
                .judged(typedHere.elsewhere(entry), typedHere.unsafe().orElse(null));
    }

    private List<Connection> read(ObjectNode tree) {
        List<Connection> all = new ArrayList<>();
        all.add(Connection.sandbox());
        for (JsonNode entry : tree.path("connections")) {
            try {
                all.add(known(entry));
            } catch (Problem e) {
                LOG.warn("a connection's settings cannot be used");
            }
        }
        return all;
    }

    /** The connection in use. */
    public Connection current() {
        ObjectNode tree = settings.read();
        String name = tree.path("current").asText(Connection.SANDBOX);
        if (name.equalsIgnoreCase(Connection.SANDBOX)) {
            return Connection.sandbox();
        }
        return entry(tree, name).map(this::known).orElseGet(Connection::sandbox);
    }

    private static Optional<JsonNode> entry(ObjectNode tree, String name) {
        for (JsonNode entry : tree.path("connections")) {
            if (ConnectionEntry.name(entry).equalsIgnoreCase(name.strip())) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** @throws Problem naming the connections there are, or what is wrong with the entry */
    public Connection find(String name) {
        if (name.strip().equalsIgnoreCase(Connection.SANDBOX)) {
            return Connection.sandbox();
        }
        ObjectNode tree = settings.read();
        return entry(tree, name)
                .map(this::known)
                .orElseThrow(() -> Problem.wrongUse(
                        "connection.unknown",
                        name,
                        String.join(
                                ", ", read(tree).stream().map(Connection::name).toList())));
    }

    /** The id of a team that the connection has in its data file, where there is one: something harmless to read. */
    public Optional<String> someTeam(Connection connection) {
        return files.someTeam(connection);
    }

    public void use(String name) {
        Connection chosen = find(name);
        settings.change(tree -> tree.put("current", chosen.name()));
    }

    /**
     * @param connection what was removed
     * @param warnings where a secret may still be kept
     */
    public record Removed(Connection connection, List<Reason> warnings) {}

    /** Where the connection's data file lies, or would. */
    public Path dataFile(Connection connection) {
        return files.of(connection);
    }

    /** @throws Problem where there is no such connection, or it is the sandbox */
    public Connection removable(String name) {
        Connection found = find(name);
        if (found.kind() == Kind.SANDBOX) {
            throw Problem.wrongUse("connection.sandbox.remove");
        }
        return found;
    }

    /** Removes the entry and its secrets. The data file stays where it is. */
    public Connection remove(String name) {
        return removeWithSecrets(name).connection();
    }

    /** Does as {@link #remove}, and says where a secret may still be kept. */
    public Removed removeWithSecrets(String name) {
        Connection gone = removable(name);
        settings.change(tree -> {
            ArrayNode kept = tree.arrayNode();
            tree.path("connections").forEach(node -> {
                if (!ConnectionEntry.name(node).equalsIgnoreCase(gone.name())) {
                    kept.add(node);
                }
            });
            tree.set("connections", kept);
            if (tree.path("current").asText("").equalsIgnoreCase(gone.name())) {
                tree.put("current", Connection.SANDBOX);
            }
        });
        List<Reason> warnings = new ArrayList<>();
        try {
            secrets.forget(gone);
        } catch (SecretFailure e) {
            warnings.add(Reason.of("connection.secret.left", e.reason()));
        }
        return new Removed(gone, warnings);
    }

    /** Says everything that is wrong with a new connection. Reads the certificate's file; asks no network. */
    public Checked check(ConnectionForm form, TypedSecrets typed) {
        FormReading reading = read(form, typed, null);
        return new Checked(List.copyOf(reading.problems()), List.copyOf(reading.notes()));
    }

    /**
     * Says everything that is wrong with a change of a connection.
     *
     * @param name of the connection as it is stored
     */
    public Checked check(String name, ConnectionForm form, TypedSecrets typed) {
        FormReading reading = read(form, typed, editable(name));
        return new Checked(List.copyOf(reading.problems()), List.copyOf(reading.notes()));
    }

    private FormReading read(ConnectionForm form, TypedSecrets typed, Connection before) {
        FormReading reading = new FormReading(form, typed, before, secrets, clock);
        draft(reading, before);
        return reading;
    }

    private Connection editable(String name) {
        Connection before = find(name);
        if (before.kind() == Kind.SANDBOX) {
            throw Problem.wrongUse("connection.sandbox.change");
        }
        return before;
    }

    private Connection draft(FormReading reading, Connection before) {
        String name = reading.text(Field.NAME);
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            reading.problem(Field.NAME, "connection.name", MAX_NAME);
        }
        List<Connection> others = list().stream().filter(c -> !same(c, before)).toList();
        taken(settings.read(), name, before)
                .ifPresent(other -> reading.problem(Field.NAME, "connection.name.taken", other));
        Connection draft = ConnectionEntry.check(
                reading,
                before == null ? "draft" : before.id(),
                name,
                before == null ? FileNames.of(name) : before.file());
        if (before != null && reading.problems().isEmpty()) {
            checkIdentity(reading, before, draft);
        }
        if (draft.appId() != null) {
            others.stream()
                    .filter(c -> draft.appId().equals(c.appId())
                            && draft.tenantId() != null
                            && draft.tenantId().equals(c.tenantId()))
                    .findFirst()
                    .ifPresent(other -> reading.note("connection.twice", other.name()));
        }
        if (before == null || !reading.problems().isEmpty()) {
            return draft;
        }
        before.elsewhere().stream()
                .sorted()
                .filter(one -> !one.fields().isEmpty() && one.fields().stream().noneMatch(reading::given))
                .forEach(one -> reading.note("connection.elsewhere.left", one.steering()));
        return HostChange.apply(reading, before, draft);
    }

    private static boolean same(Connection one, Connection other) {
        return other != null && one.id().equals(other.id());
    }

    private static Optional<String> taken(ObjectNode tree, String name, Connection before) {
        if (name.equalsIgnoreCase(Connection.SANDBOX)) {
            return Optional.of(Connection.SANDBOX);
        }
        return entry(tree, name)
                .filter(e -> before == null || !e.path("id").asText().equals(before.id()))
                .map(ConnectionEntry::name);
    }

    /** Ids of people and conversations belong to one bot in one tenant: a data file with some in it keeps its connection there. */
    private void checkIdentity(FormReading reading, Connection before, Connection after) {
        if (before.appId() == null || before.tenantId() == null) {
            return;
        }
        List<Field> changed = new ArrayList<>();
        if (!before.appId().equals(after.appId())) {
            changed.add(Field.APP_ID);
        }
        if (!before.tenantId().equals(after.tenantId()) && Guid.is(after.tenantId())) {
            changed.add(Field.TENANT);
        }
        if (before.simulated() != after.simulated()) {
            changed.add(Field.SERVICE_URL);
        }
        if (changed.isEmpty() || !files.used(before)) {
            return;
        }
        for (Field field : changed) {
            reading.problem(field, "connection.fixed." + field.code(), before.file());
        }
    }

    /** Stores a connection with few settings; as {@link #add(ConnectionForm, TypedSecrets)}. */
    public Added add(NewConnection entry) {
        return add(entry.form(), TypedSecrets.none());
    }

    /**
     * Checks and stores a new connection, and keeps its secrets where the admin chose to. A tenant given as a domain is looked
     * up at the cloud's sign-in.
     *
     * @throws FormProblem naming everything that is wrong; nothing is stored then
     */
    public Added add(ConnectionForm form, TypedSecrets typed) {
        return save(form, typed, null);
    }

    /**
     * Checks and stores a change. The data file stays; secrets that were not typed stay where they are, or move to where the
     * admin wants them now.
     *
     * @param name of the connection as it is stored
     * @throws FormProblem naming everything that is wrong; nothing is stored then
     */
    public Added edit(String name, ConnectionForm form, TypedSecrets typed) {
        return save(form, typed, editable(name));
    }

    private Added save(ConnectionForm form, TypedSecrets typed, Connection before) {
        // This comes before a domain is looked up by way of a proxy: it could not be stored in any case.
        typedHere.unsafe().ifPresent(why -> {
            throw new Problem(Problem.Kind.FAILED, why, null);
        });
        FormReading reading = new FormReading(form, typed, before, secrets, clock);
        Connection draft = draft(reading, before);
        refuse(reading);
        Connection located = located(reading, draft);
        if (before != null) {
            checkIdentity(reading, before, located);
        }
        refuse(reading);
        Connection stored = store(located, before);
        List<Reason> warnings = new ArrayList<>(reading.notes());
        if (before == null && files.used(stored)) {
            warnings.add(Reason.of("connection.history", files.of(stored)));
        }
        boolean kept = keep(stored, before, typed, warnings);
        return new Added(stored, warnings, kept);
    }

    private static void refuse(FormReading reading) {
        if (!reading.problems().isEmpty()) {
            throw new FormProblem(reading.problems());
        }
    }

    /** The request bodies carry a tenant's GUID only. */
    private Connection located(FormReading reading, Connection draft) {
        String domain = draft.tenantId();
        if (Guid.is(domain)) {
            return draft;
        }
        try {
            String tenantId = Guid.parse(tenants.tenantId(draft, domain))
                    .orElseThrow(() -> Problem.failed("connection.tenant.noGuid", domain));
            reading.note("connection.tenant.found", domain, tenantId);
            Bot bot = draft.bot();
            return with(draft, draft.id(), new Bot(bot.appId(), bot.type(), bot.homeTenant(), tenantId), draft.file());
        } catch (Problem e) {
            reading.problem(Field.TENANT, e.reason());
            return draft;
        }
    }

    private static Connection with(Connection c, String id, Bot bot, String file) {
        return new Connection(
                id,
                c.name(),
                c.kind(),
                bot,
                c.address(),
                c.credential(),
                c.secretStorage(),
                c.network(),
                c.pace(),
                file);
    }

    private Connection store(Connection located, Connection before) {
        Connection[] stored = new Connection[1];
        settings.change(tree -> {
            taken(tree, located.name(), before).ifPresent(other -> {
                throw new FormProblem(List.of(new FieldProblem(Field.NAME, Reason.of("connection.name.taken", other))));
            });
            JsonNode list = tree.path("connections");
            ArrayNode entries = list instanceof ArrayNode array ? array : tree.putArray("connections");
            if (before == null) {
                stored[0] = with(located, ids.get(), located.bot(), file(located, null, tree));
                ObjectNode entry = entries.addObject();
                ConnectionEntry.write(stored[0], entry);
                typedHere.mark(entry);
                return;
            }
            stored[0] = with(located, before.id(), located.bot(), file(located, before, tree));
            ObjectNode entry = (ObjectNode)
                    entry(tree, before.name()).orElseThrow(() -> Problem.failed("connection.gone", before.name()));
            ConnectionEntry.write(stored[0], entry);
            typedHere.mark(entry);
            if (tree.path("current").asText("").equalsIgnoreCase(before.name())) {
                tree.put("current", located.name());
            }
        });
        return stored[0];
    }

    /**
     * Stores a connection that came from another computer, under an id of its own.
     *
     * @param file chooses the data file's name, told which names other connections have
     */
    Connection insert(Connection moved, Function<Set<String>, String> file) {
        Connection[] stored = new Connection[1];
        settings.change(tree -> {
            taken(tree, moved.name(), null).ifPresent(other -> {
                throw Problem.wrongUse("connection.archive.nameTaken", other);
            });
            JsonNode list = tree.path("connections");
            ArrayNode entries = list instanceof ArrayNode array ? array : tree.putArray("connections");
            stored[0] = with(moved, ids.get(), moved.bot(), file.apply(fileNames(tree)));
            ObjectNode entry = entries.addObject();
            ConnectionEntry.write(stored[0], entry);
            typedHere.mark(entry);
        });
        return stored[0];
    }

    private static Set<String> fileNames(ObjectNode tree) {
        Set<String> names = new HashSet<>();
        tree.path("connections").forEach(entry -> names.add(entry.path("file").asText()));
        return names;
    }

    private String file(Connection located, Connection before, ObjectNode tree) {
        boolean sameFile = before != null
                && before.simulated() == located.simulated()
                && located.appId().equals(before.appId())
                && located.tenantId().equals(before.tenantId());
        if (sameFile) {
            return before.file();
        }
        return files.choose(located, fileNames(tree));
    }

    private boolean keep(Connection stored, Connection before, TypedSecrets typed, List<Reason> warnings) {
        boolean kept = true;
        if (before != null) {
            boolean elsewhere =
                    before.secretStorage().location() != stored.secretStorage().location();
            Set<Purpose> moved = HostChange.moved(before, stored);
            if (elsewhere) {
                // What is typed takes the place of what was kept.
                moved.addAll(typed.purposes());
            }
            try {
                secrets.forget(before, moved);
            } catch (SecretFailure e) {
                // It cannot be found any more under the name of the new place.
                warnings.add(Reason.of("connection.secret.left", e.reason()));
            }
            try {
                if (elsewhere) {
                    Set<Purpose> same = EnumSet.allOf(Purpose.class);
                    same.removeAll(moved);
                    secrets.move(before, stored, same);
                }
            } catch (SecretFailure e) {
                warnings.add(Reason.of("connection.secret.notMoved", e.reason()));
                kept = false;
            }
        }
        for (Purpose purpose : typed.purposes()) {
            char[] value = typed.get(purpose).orElseThrow();
            try {
                secrets.keep(stored, purpose, value);
            } catch (Problem e) {
                warnings.add(Reason.of("connection.secret.notKept", e.reason()));
                kept = false;
            }
        }
        return kept;
    }
}
