package dev.rostrum.connection;

import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TrimmedId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A form on its way to a connection: gathers everything that is wrong with it, and what was changed on the way. */
final class FormReading {
    private final ConnectionForm form;
    private final TypedSecrets typed;
    private final Connection before;
    private final Secrets secrets;
    private final Clock clock;
    private final boolean local;
    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<Reason> notes = new ArrayList<>();

    /**
     * @param before the connection that is edited, or null for a new one
     */
    FormReading(ConnectionForm form, TypedSecrets typed, Connection before, Secrets secrets, Clock clock) {
        this.form = form;
        this.typed = typed;
        this.before = before;
        this.secrets = secrets;
        this.clock = clock;
        this.local = ServiceUrl.isLoopback(form.get(Field.SERVICE_URL));
    }

    /** Whether it leads to this computer. */
    boolean local() {
        return local;
    }

    boolean given(Field field) {
        return form.given(field);
    }

    boolean again(Field field) {
        return form.again(field);
    }

    /** Freed of blanks around it. */
    String text(Field field) {
        return form.get(field).strip();
    }

    /** An id, freed of all that is copied along with it; the admin is told. */
    String id(Field field) {
        TrimmedId trimmed = TrimmedId.of(form.get(field));
        if (trimmed.changed()) {
            note("connection.trimmed." + field.code());
        }
        return trimmed.value();
    }

    /** The connection that is edited. */
    Optional<Connection> before() {
        return Optional.ofNullable(before);
    }

    TypedSecrets typed() {
        return typed;
    }

    /** A secret of the connection that is edited, where it is known without asking. */
    Optional<char[]> known(Purpose purpose) {
        return before == null ? Optional.empty() : secrets.ready(before, purpose);
    }

    String variable(String name) {
        return secrets.variable(name);
    }

    Clock clock() {
        return clock;
    }

    void problem(Field field, Reason what) {
        problems.add(new FieldProblem(field, what));
    }

    void problem(Field field, String code, Object... arguments) {
        problem(field, Reason.of(code, arguments));
    }

    /** Something that was changed on the way, or that the admin should know. */
    void note(String code, Object... arguments) {
        notes.add(Reason.of(code, arguments));
    }

    /** One of some codes; the problem names them all. */
    <T> T choice(Field field, Optional<T> found, T otherwise, List<String> codes) {
        if (!given(field)) {
            return otherwise;
        }
        if (found.isEmpty()) {
            problem(field, "connection.choice." + field.code(), String.join(", ", codes));
        }
        return found.orElse(otherwise);
    }

    List<FieldProblem> problems() {
        return problems;
    }

    List<Reason> notes() {
        return notes;
    }
}
