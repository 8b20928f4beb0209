package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.ConnectionMarks;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.FormProblem;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.Problem;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Changes a connection. */
@Command(name = "edit")
final class ConnectionEditCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionEdit.name")
    private String name;

    @Option(names = "--name", paramLabel = "NEW", descriptionKey = "connectionEdit.name2")
    private String newName;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            converter = Tag.class,
            completionCandidates = Completions.Tags.class,
            descriptionKey = "connectionEdit.tag")
    private ConnectionMark.Tag tag;

    @Option(names = "--look-only", negatable = true, descriptionKey = "connectionEdit.look-only")
    private Boolean lookOnly;

    @Mixin
    private ConnectionOptions options;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec command;

    ConnectionEditCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!changesSomething()) {
            throw Problem.wrongUse("connection.edit.nothing", CommandWords.argument(name));
        }
        Connection before = session.program().connections().find(name);
        if (tag != null || lookOnly != null) {
            ConnectionMarks marks = session.program().connections().marks();
            ConnectionMark was = marks.of(before);
            marks.set(
                    before,
                    new ConnectionMark(
                            tag == null ? was.tag() : tag,
                            lookOnly == null ? was.lookOnly() : lookOnly.booleanValue()));
        }
        if (!changesTheForm()) {
            // Of the sandbox nothing else can be changed.
            ConnectionOptions.print(
                    session, new Connections.Added(before, List.of(), true), json.json(), "connectionEdit.done");
            return ExitStatus.DONE;
        }
        ConnectionForm form = options.on(ConnectionForm.of(before).withGiven(Field.NAME, newName));
        Connections.Added changed;
        try (TypedSecrets typed = options.typed(session, form)) {
            changed = session.program().connections().edit(before.name(), form, typed);
        } catch (FormProblem e) {
            throw ConnectionOptions.named(e);
        }
        ConnectionOptions.print(session, changed, json.json(), "connectionEdit.done");
        return changed.secretsKept() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private boolean changesTheForm() {
        return newName != null
                || command.commandLine().getParseResult().matchedOptions().stream()
                        .map(ArgSpec::descriptionKey)
                        .anyMatch(key -> key.startsWith("connection."));
    }

    private boolean changesSomething() {
        return command.commandLine().getParseResult().matchedOptions().stream()
                .map(ArgSpec::descriptionKey)
                .anyMatch(key -> key.startsWith("connection.") || key.startsWith("connectionEdit."));
    }

    /** Tags by their names in JSON. */
    static final class Tag implements ITypeConverter<ConnectionMark.Tag> {
        @Override
        public ConnectionMark.Tag convert(String value) {
            for (ConnectionMark.Tag tag : ConnectionMark.Tag.values()) {
                if (JsonRow.lower(tag).equals(value.strip().toLowerCase(Locale.ROOT))) {
                    return tag;
                }
            }
            throw new TypeConversionException(CommandTexts.get("connectionEdit.tag.unknown", value));
        }
    }
}
