package dev.rostrum.ui.settings;

import dev.rostrum.connection.BotType;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.FieldProblem;
import dev.rostrum.connection.NetworkSettings.Proxy;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.words.Sentences;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A connection as it stands in the form: text by field, which fields count, and what is wrong with them. */
final class ConnectionFormModel {
    static final String SECRET = "secret";
    static final String CERTIFICATE = "certificate";
    static final String NONE = "none";

    /** Fields that few need; folded away until one of them is filled in or wrong. */
    static final Set<Field> RARE = EnumSet.of(
            Field.BOT_TENANT,
            Field.SECRET_VARIABLE,
            Field.CERTIFICATE_PASSWORD_VARIABLE,
            Field.PROXY_PASSWORD_VARIABLE,
            Field.TRUST);

    private static final Map<Field, Purpose> SECRETS = new EnumMap<>(Map.of(
            Field.SECRET, Purpose.CLIENT_SECRET,
            Field.CERTIFICATE_PASSWORD, Purpose.CERTIFICATE_PASSWORD,
            Field.PROXY_PASSWORD, Purpose.PROXY_PASSWORD));

    private final Map<Field, StringProperty> values = new EnumMap<>(Field.class);
    private final Map<Field, ReadOnlyStringWrapper> problems = new EnumMap<>(Field.class);
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");
    private ConnectionForm before = ConnectionForm.blank();
    private SecretLocation usualPlace = SecretLocation.KEYCHAIN;

    ConnectionFormModel() {
        for (Field field : Field.values()) {
            StringProperty value = new SimpleStringProperty(this, field.name(), "");
            values.put(field, value);
            problems.put(field, new ReadOnlyStringWrapper(this, field.name() + " problem", ""));
            value.subscribe((was, now) -> {
                // What is being mended is no longer called wrong.
                problems.get(field).set("");
                revision.set(revision.get() + 1);
            });
        }
        clear();
    }

    /** The form of a new connection. */
    void clear() {
        fill(ConnectionForm.blank()
                .with(Field.CLOUD, Cloud.PUBLIC.code())
                .with(Field.BOT_TYPE, BotType.SINGLE_TENANT.code())
                .with(Field.SIGN_IN, SECRET)
                .with(Field.KEEP, usualPlace.code())
                .with(Field.PROXY, Proxy.SYSTEM.code())
                .with(Field.TRUST, "system"));
    }

    /** Where secrets of a new connection are kept unless the admin chooses otherwise; an empty form follows. */
    void setUsualPlace(SecretLocation place) {
        boolean empty = !changed() && get(Field.NAME).isEmpty();
        usualPlace = place;
        if (empty) {
            clear();
        }
    }

    /** The form of a stored connection; its secrets are not in it. */
    void fill(Connection connection) {
        ConnectionForm form = ConnectionForm.of(connection);
        boolean usual = form.get(Field.SERVICE_URL).equals(connection.cloud().serviceUrl());
        fill(usual ? form.with(Field.SERVICE_URL, "") : form);
    }

    private void fill(ConnectionForm form) {
        for (Field field : Field.values()) {
            values.get(field).set(SECRETS.containsKey(field) ? "" : form.get(field));
            problems.get(field).set("");
        }
        before = form();
        revision.set(revision.get() + 1);
    }

    StringProperty value(Field field) {
        return values.get(field);
    }

    String get(Field field) {
        return values.get(field).get();
    }

    /** What is wrong with a field, in a sentence that says what to do; empty where nothing is. */
    ReadOnlyStringProperty problem(Field field) {
        return problems.get(field).getReadOnlyProperty();
    }

    /** Rises with every change of a value. */
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** Whether anything was typed that is not stored. */
    boolean changed() {
        return !form().equals(before) || SECRETS.keySet().stream().anyMatch(f -> shows(f) && !get(f).isEmpty());
    }

    /** Whether the field counts with what is chosen elsewhere. */
    boolean shows(Field field) {
        String signIn = get(Field.SIGN_IN);
        boolean explicit = get(Field.PROXY).equals(Proxy.EXPLICIT.code());
        return switch (field) {
            case BOT_TENANT -> !get(Field.BOT_TYPE).equals(BotType.MULTI_TENANT.code());
            case TRUSTED_HOST -> foreignHost().isPresent();
            case SECRET, SECRET_EXPIRES, SECRET_VARIABLE -> signIn.equals(SECRET);
            case CERTIFICATE, CERTIFICATE_KEY, CERTIFICATE_PASSWORD, CERTIFICATE_PASSWORD_VARIABLE ->
                signIn.equals(CERTIFICATE);
            case KEEP ->
                !signIn.equals(NONE) || (explicit && !get(Field.PROXY_USER).isBlank());
            case PROXY_HOST, PROXY_PORT, PROXY_USER -> explicit;
            case PROXY_PASSWORD, PROXY_PASSWORD_VARIABLE ->
                explicit && !get(Field.PROXY_USER).isBlank();
            default -> true;
        };
    }

    /** The service URL's host where it is none of Microsoft's: it counts only once it was typed a second time. */
    Optional<String> foreignHost() {
        return ServiceUrl.namedHost(get(Field.SERVICE_URL)).filter(host -> !ServiceUrl.TRUSTED_HOSTS.contains(host));
    }

    /** Whether it leads to this computer, where no sign-in is needed. */
    boolean local() {
        return ServiceUrl.isLoopback(get(Field.SERVICE_URL));
    }

    /** The address that counts while none is typed. */
    String usualServiceUrl() {
        return Cloud.of(get(Field.CLOUD)).orElse(Cloud.PUBLIC).serviceUrl();
    }

    /** What is to be stored: the fields that count. */
    ConnectionForm form() {
        ConnectionForm form = ConnectionForm.blank();
        for (Field field : Field.values()) {
            if (!SECRETS.containsKey(field) && shows(field)) {
                form = form.with(field, get(field));
            }
        }
        return form;
    }

    /** The secrets that were typed. The caller closes it. */
    TypedSecrets typed() {
        TypedSecrets typed = TypedSecrets.none();
        SECRETS.forEach((field, purpose) -> {
            if (shows(field)) {
                typed.with(purpose, get(field).toCharArray());
            }
        });
        return typed;
    }

    boolean anyTyped() {
        return SECRETS.keySet().stream().anyMatch(f -> shows(f) && !get(f).isEmpty());
    }

    boolean keepsInFile() {
        return shows(Field.KEEP) && get(Field.KEEP).equals(SecretLocation.FILE.code());
    }

    void forgetTyped() {
        SECRETS.keySet().forEach(field -> values.get(field).set(""));
    }

    /** Marks what is wrong; more than one sentence of a field stand together. */
    void mark(List<FieldProblem> found) {
        problems.values().forEach(p -> p.set(""));
        for (FieldProblem problem : found) {
            ReadOnlyStringWrapper words = problems.get(problem.field());
            String said = Sentences.whole(problem.reason());
            words.set(words.get().isEmpty() ? said : words.get() + " " + said);
        }
    }

    /** Whether a rare field is filled in beyond its default, or wrong. */
    boolean rareInUse() {
        return RARE.stream()
                .filter(this::shows)
                .anyMatch(f -> !problems.get(f).get().isEmpty()
                        || !(get(f).isEmpty() || (f == Field.TRUST && get(f).equals("system"))));
    }
}
