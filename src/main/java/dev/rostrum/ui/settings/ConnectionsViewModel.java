package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Connections.Field;
import dev.rostrum.connection.Secrets;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Team;
import dev.rostrum.ui.fx.Jobs;
import dev.rostrum.ui.fx.Latest;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.words.Troubles;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The connections of the data folder: add, test, use, remove, and the secret of this session. */
final class ConnectionsViewModel implements AutoCloseable {
    private final Texts texts = Texts.of(ConnectionsViewModel.class);
    private final Connections connections;
    private final Secrets secrets;
    private final ConnectionCheck check;
    private final Workspace workspace;
    private final Jobs jobs;
    private final Executor fx;
    private final Consumer<String> use;
    private final Latest reads = new Latest();
    private final Latest checks = new Latest();

    private final ObservableList<Connection> list = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Connection> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyBooleanWrapper adding = new ReadOnlyBooleanWrapper(this, "adding");

    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty appId = new SimpleStringProperty(this, "appId", "");
    private final StringProperty tenantId = new SimpleStringProperty(this, "tenantId", "");
    private final StringProperty serviceUrl = new SimpleStringProperty(this, "serviceUrl", "");
    private final StringProperty rate = new SimpleStringProperty(this, "rate", "");
    private final StringProperty inFlight = new SimpleStringProperty(this, "inFlight", "");
    private final StringProperty secret = new SimpleStringProperty(this, "secret", "");
    private final BooleanProperty noCredential = new SimpleBooleanProperty(this, "noCredential");
    private final ReadOnlyObjectWrapper<Map<Field, String>> errors =
            new ReadOnlyObjectWrapper<>(this, "errors", Map.of());

    private final ObservableList<ConnectionCheck.Step> steps = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyBooleanWrapper tested = new ReadOnlyBooleanWrapper(this, "tested");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");
    private final ReadOnlyStringWrapper news = new ReadOnlyStringWrapper(this, "news");

    /**
     * @param workspace the connection in use
     * @param fx where steps of a check are told
     * @param use switches the window to the connection of this name
     */
    ConnectionsViewModel(
            Connections connections,
            Secrets secrets,
            ConnectionCheck check,
            Workspace workspace,
            Jobs jobs,
            Executor fx,
            Consumer<String> use) {
        this.connections = connections;
        this.secrets = secrets;
        this.check = check;
        this.workspace = workspace;
        this.jobs = jobs;
        this.fx = fx;
        this.use = use;
    }

    /** Reads the connections anew. */
    void refresh() {
        reads.run(jobs, connections::list, this::show, e -> failure.set(Troubles.words(e)));
    }

    private void show(List<Connection> now) {
        list.setAll(now.stream().map(this::running).toList());
        if (!adding.get()) {
            Connection shown = selected.get();
            String wanted = shown == null ? inUse() : shown.name();
            selected.set(list.stream()
                    .filter(c -> c.name().equals(wanted))
                    .findFirst()
                    .orElse(list.get(0)));
        }
    }

    /** The sandbox has its address only while it runs: that of the open workspace is the whole one. */
    private Connection running(Connection connection) {
        return connection.name().equals(inUse()) ? workspace.connection() : connection;
    }

    void select(Connection connection) {
        if (working.get()) {
            return;
        }
        adding.set(false);
        forgetCheck();
        secret.set("");
        selected.set(connection);
    }

    /** Shows the empty form. */
    void beginAdding() {
        if (working.get()) {
            return;
        }
        forgetCheck();
        for (StringProperty field : List.of(name, appId, tenantId, serviceUrl, rate, inFlight, secret)) {
            field.set("");
        }
        noCredential.set(false);
        errors.set(Map.of());
        adding.set(true);
    }

    void cancelAdding() {
        secret.set("");
        errors.set(Map.of());
        adding.set(false);
        forgetCheck();
    }

    private void forgetCheck() {
        checks.drop();
        steps.clear();
        tested.set(false);
        failure.set(null);
        news.set(null);
    }

    /** Stores the new connection and tries it. What is wrong with a field is said at the field, and nothing is stored. */
    void saveAndTest() {
        if (working.get()) {
            return;
        }
        failure.set(null);
        errors.set(Map.of());
        Double perSecond;
        Integer parallel;
        try {
            perSecond = rate.get().isBlank()
                    ? null
                    : Double.valueOf(rate.get().strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            errors.set(Map.of(Field.RATE, texts.get("error.number", rate.get().strip())));
            return;
        }
        try {
            parallel = inFlight.get().isBlank()
                    ? null
                    : Integer.valueOf(inFlight.get().strip());
        } catch (NumberFormatException e) {
            errors.set(Map.of(
                    Field.IN_FLIGHT, texts.get("error.number", inFlight.get().strip())));
            return;
        }
        Connections.Entry entry = new Connections.Entry(
                name.get(),
                appId.get(),
                tenantId.get(),
                serviceUrl.get(),
                perSecond,
                parallel,
                null,
                noCredential.get());
        String given = secret.get().strip();
        working.set(true);
        jobs.<Connections.Added>run(
                () -> connections.add(entry),
                added -> {
                    working.set(false);
                    saved(added, given);
                },
                e -> {
                    working.set(false);
                    if (e instanceof Connections.WrongField wrong) {
                        errors.set(Map.of(wrong.field(), wrong.getMessage()));
                    } else {
                        failure.set(Troubles.words(e));
                    }
                });
    }

    private void saved(Connections.Added added, String given) {
        if (!given.isEmpty() && !noCredential.get()) {
            secrets.give(added.connection().name(), given);
        }
        secret.set("");
        adding.set(false);
        selected.set(added.connection());
        refresh();
        test();
        news.set(String.join(
                " ",
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(texts.get("news.saved")), added.warnings().stream())
                        .toList()));
    }

    /** Tries the shown connection with harmless reads. */
    void test() {
        Connection tried = selected.get();
        if (tried == null || working.get() || !canTest()) {
            return;
        }
        forgetCheck();
        working.set(true);
        boolean open = tried.name().equals(inUse());
        checks.run(
                jobs,
                () -> check.run(
                        tried,
                        open ? aTeam() : null,
                        step -> fx.execute(() -> {
                            if (tried.equals(selected.get())) {
                                steps.add(step);
                            }
                        })),
                done -> {
                    working.set(false);
                    steps.setAll(done);
                    tested.set(true);
                },
                e -> {
                    working.set(false);
                    failure.set(Troubles.words(e));
                });
    }

    private String aTeam() {
        return workspace.views().teams().get().stream()
                .map(Team::id)
                .findFirst()
                .orElse(null);
    }

    /** Whether there is an address to test: the sandbox has one only while it is in use. */
    boolean canTest() {
        Connection shown = selected.get();
        return shown != null && shown.serviceUrl() != null;
    }

    /** Keeps the typed secret in memory for this session, and tries it. */
    void giveSecret() {
        String given = secret.get().strip();
        if (given.isEmpty() || selected.get() == null) {
            return;
        }
        secrets.give(selected.get().name(), given);
        secret.set("");
        Connection same = selected.get();
        // Told anew, because what is known of its secret has changed.
        selected.set(null);
        selected.set(same);
        test();
    }

    /** Whether the connection can sign in without asking. */
    boolean secretKnown(Connection connection) {
        return connection.kind() == Connection.Kind.SANDBOX || secrets.known(connection);
    }

    /** Whether it asks for a client secret. */
    static boolean asksSecret(Connection connection) {
        return connection.kind() != Connection.Kind.SANDBOX
                && connection.credential() instanceof Connection.Credential.Secret;
    }

    /** Switches the window to the shown connection. */
    void use() {
        if (selected.get() != null && !selected.get().name().equals(inUse())) {
            use.accept(selected.get().name());
        }
    }

    /** Whether the shown connection may be removed: neither the sandbox nor the one in use. */
    boolean canRemove() {
        Connection shown = selected.get();
        return shown != null
                && shown.kind() != Connection.Kind.SANDBOX
                && !shown.name().equals(inUse());
    }

    /** Removes the shown connection from the list; its data file stays. */
    void remove() {
        if (!canRemove()) {
            return;
        }
        String gone = selected.get().name();
        jobs.<Connection>run(
                () -> connections.remove(gone),
                removed -> {
                    selected.set(null);
                    forgetCheck();
                    news.set(texts.get("news.removed", removed.name(), removed.file()));
                    refresh();
                },
                e -> failure.set(Troubles.words(e)));
    }

    /** The name of the connection that the window works on. */
    String inUse() {
        return workspace.connection().name();
    }

    /** The address that an empty field stands for. */
    static String usualUrl() {
        return ServiceUrl.PUBLIC;
    }

    /** The sandbox first. */
    ObservableList<Connection> list() {
        return list;
    }

    /** The shown connection, or null. */
    ReadOnlyObjectProperty<Connection> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** The form of a new connection is shown. */
    ReadOnlyBooleanProperty addingProperty() {
        return adding.getReadOnlyProperty();
    }

    StringProperty nameProperty() {
        return name;
    }

    StringProperty appIdProperty() {
        return appId;
    }

    StringProperty tenantIdProperty() {
        return tenantId;
    }

    /** Empty: the public cloud. */
    StringProperty serviceUrlProperty() {
        return serviceUrl;
    }

    /** Requests a second; empty: the default. */
    StringProperty rateProperty() {
        return rate;
    }

    StringProperty inFlightProperty() {
        return inFlight;
    }

    /** Typed, and emptied as soon as it was taken. */
    StringProperty secretProperty() {
        return secret;
    }

    BooleanProperty noCredentialProperty() {
        return noCredential;
    }

    /** What is wrong with which field. */
    ReadOnlyObjectProperty<Map<Field, String>> errorsProperty() {
        return errors.getReadOnlyProperty();
    }

    /** Steps of the last check, growing while it runs. */
    ObservableList<ConnectionCheck.Step> steps() {
        return steps;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** The check of the shown connection has ended. */
    ReadOnlyBooleanProperty testedProperty() {
        return tested.getReadOnlyProperty();
    }

    /** Or null. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What was done, or null. */
    ReadOnlyStringProperty newsProperty() {
        return news.getReadOnlyProperty();
    }

    @Override
    public void close() {
        reads.drop();
        checks.drop();
        secret.set("");
    }
}
