package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Secrets;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Team;
import dev.rostrum.ui.fx.Jobs;
import dev.rostrum.ui.fx.Latest;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.words.Troubles;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The connections: which there are, which one is in use, adding, testing and removing them. */
final class ConnectionsViewModel {
    /**
     * One connection of the list.
     *
     * @param inUse whether the window works on it
     * @param secretKnown whether it can sign in without asking
     */
    record Entry(Connection connection, boolean inUse, boolean secretKnown) {}

    private final Texts texts = Texts.of(ConnectionsViewModel.class);
    private final Connections connections;
    private final Secrets secrets;
    private final ConnectionCheck check;
    private final Workspace open;
    private final Jobs jobs;
    private final Executor fx;
    private final Dialogs dialogs;
    private final Consumer<String> changed;
    private final Latest tests = new Latest();

    private final ObservableList<Entry> entries = FXCollections.observableArrayList();
    private final ObjectProperty<Entry> selected = new SimpleObjectProperty<>(this, "selected");
    private final BooleanProperty adding = new SimpleBooleanProperty(this, "adding");
    private final ObservableList<ConnectionCheck.Step> steps = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");

    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty appId = new SimpleStringProperty(this, "appId", "");
    private final StringProperty tenantId = new SimpleStringProperty(this, "tenantId", "");
    private final StringProperty serviceUrl = new SimpleStringProperty(this, "serviceUrl", ServiceUrl.PUBLIC);
    private final BooleanProperty withoutSignIn = new SimpleBooleanProperty(this, "withoutSignIn");
    private final StringProperty secret = new SimpleStringProperty(this, "secret", "");
    private final StringProperty rate = new SimpleStringProperty(this, "rate", "");
    private final StringProperty inFlight = new SimpleStringProperty(this, "inFlight", "");

    /**
     * @param open the connection that the window works on, or null while none is open
     * @param fx where the steps of a test are told
     * @param changed told when connections or secrets changed: the name of the connection to use, or null
     */
    ConnectionsViewModel(
            Connections connections,
            Secrets secrets,
            ConnectionCheck check,
            Workspace open,
            Jobs jobs,
            Executor fx,
            Dialogs dialogs,
            Consumer<String> changed) {
        this.connections = connections;
        this.secrets = secrets;
        this.check = check;
        this.open = open;
        this.jobs = jobs;
        this.fx = fx;
        this.dialogs = dialogs;
        this.changed = changed;
    }

    /** Reads the list again and keeps the selection where it can. */
    void refresh() {
        Entry before = selected.get();
        refresh(before == null ? null : before.connection().name());
    }

    private void refresh(String select) {
        jobs.run(
                () -> connections.list().stream()
                        .map(c -> new Entry(
                                c, isOpen(c), isOpen(c) && c.kind() == Connection.Kind.SANDBOX || secrets.known(c)))
                        .toList(),
                found -> {
                    entries.setAll(found);
                    selected.set(found.stream()
                            .filter(e -> select == null
                                    ? e.inUse()
                                    : e.connection().name().equals(select))
                            .findFirst()
                            .orElse(found.get(0)));
                },
                e -> failure.set(Troubles.words(e)));
    }

    private boolean isOpen(Connection connection) {
        return open != null && open.connection().name().equals(connection.name());
    }

    void select(Entry entry) {
        if (entry == null) {
            return;
        }
        adding.set(false);
        selected.set(entry);
        clearOutcome();
        secret.set("");
    }

    /** An empty form. */
    void addNew() {
        for (StringProperty field : List.of(name, appId, tenantId, secret, rate, inFlight)) {
            field.set("");
        }
        serviceUrl.set(ServiceUrl.PUBLIC);
        withoutSignIn.set(false);
        clearOutcome();
        adding.set(true);
    }

    private void clearOutcome() {
        tests.drop();
        working.set(false);
        steps.clear();
        failure.set("");
    }

    void discard() {
        adding.set(false);
        secret.set("");
        clearOutcome();
    }

    /** Stores what the form says, keeps the secret for this session, and tries the connection. */
    void saveAndTest() {
        clearOutcome();
        Connections.Entry entry;
        try {
            entry = new Connections.Entry(
                    name.get(),
                    appId.get(),
                    tenantId.get(),
                    serviceUrl.get(),
                    number(rate, "rate.wrong"),
                    whole(inFlight, "inflight.wrong"),
                    null,
                    withoutSignIn.get());
            if (!withoutSignIn.get() && secret.get().isBlank()) {
                throw Problem.wrongUse(texts.get("secret.missing"));
            }
        } catch (Problem e) {
            failure.set(e.getMessage());
            return;
        }
        String typed = secret.get();
        working.set(true);
        jobs.run(
                () -> connections.add(entry),
                added -> {
                    if (!entry.noCredential()) {
                        secrets.give(added.connection(), typed);
                    }
                    secret.set("");
                    adding.set(false);
                    if (!added.warnings().isEmpty()) {
                        dialogs.tell(String.join(" ", added.warnings()));
                    }
                    refresh(added.connection().name());
                    changed.accept(null);
                    test(added.connection());
                },
                e -> {
                    working.set(false);
                    failure.set(Troubles.words(e));
                });
    }

    private Double number(StringProperty field, String wrong) {
        String text = field.get().strip().replace(',', '.');
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problem.wrongUse(texts.get(wrong));
        }
    }

    private Integer whole(StringProperty field, String wrong) {
        String text = field.get().strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problem.wrongUse(texts.get(wrong));
        }
    }

    /** Tries the selected connection; a secret that was typed counts from now on. */
    void test() {
        Entry entry = selected.get();
        if (entry == null) {
            return;
        }
        Connection connection = isOpen(entry.connection()) ? open.connection() : entry.connection();
        clearOutcome();
        if (!secret.get().isBlank()) {
            secrets.give(connection, secret.get());
            secret.set("");
            changed.accept(null);
            refresh(connection.name());
        }
        if (connection.kind() == Connection.Kind.SANDBOX && !isOpen(connection)) {
            failure.set(texts.get("sandbox.closed"));
            return;
        }
        test(connection);
    }

    private void test(Connection connection) {
        working.set(true);
        tests.run(
                jobs,
                () -> check.run(connection, someTeam(connection), step -> fx.execute(() -> steps.add(step))),
                all -> {
                    steps.setAll(all);
                    working.set(false);
                },
                e -> {
                    working.set(false);
                    failure.set(Troubles.words(e));
                });
    }

    private String someTeam(Connection connection) {
        if (!isOpen(connection)) {
            return null;
        }
        return open.views().teams().get().stream().map(Team::id).findFirst().orElse(null);
    }

    /** Leads the window to the selected connection. */
    void use() {
        Entry entry = selected.get();
        if (entry != null && !entry.inUse()) {
            changed.accept(entry.connection().name());
        }
    }

    /** Asks, then takes the selected connection off the list. */
    void remove() {
        Entry entry = selected.get();
        if (entry == null) {
            return;
        }
        String gone = entry.connection().name();
        dialogs.ask(
                new Question(
                        texts.get("remove.title", gone),
                        texts.get("remove.body", entry.connection().file()),
                        Choice.danger("remove", texts.get("remove.do"))),
                answer -> {
                    if (answer.equals("remove")) {
                        jobs.run(
                                () -> connections.remove(gone),
                                removed -> {
                                    clearOutcome();
                                    refresh(null);
                                    changed.accept(entry.inUse() ? Connection.SANDBOX : null);
                                },
                                e -> failure.set(Troubles.words(e)));
                    }
                });
    }

    ObservableList<Entry> entries() {
        return entries;
    }

    ObjectProperty<Entry> selectedProperty() {
        return selected;
    }

    BooleanProperty addingProperty() {
        return adding;
    }

    ObservableList<ConnectionCheck.Step> steps() {
        return steps;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** What is wrong and what to do; empty when nothing is. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
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

    StringProperty serviceUrlProperty() {
        return serviceUrl;
    }

    BooleanProperty withoutSignInProperty() {
        return withoutSignIn;
    }

    StringProperty secretProperty() {
        return secret;
    }

    StringProperty rateProperty() {
        return rate;
    }

    StringProperty inFlightProperty() {
        return inFlight;
    }
}
