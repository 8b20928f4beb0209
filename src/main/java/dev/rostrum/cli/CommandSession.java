package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import dev.rostrum.workspace.Workspaces.Access;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What one call of the program works with. The object graph is built when the first command asks for it. */
final class CommandSession {
    private final Function<GlobalOptions, Program> programs;
    private final Terminal terminal;
    private final UnaryOperator<String> environment;
    private final StopSignals signals;
    private Supplier<GlobalOptions> options = () -> new GlobalOptions(null, null);
    private Program program;

    CommandSession(
            Function<GlobalOptions, Program> programs,
            Terminal terminal,
            UnaryOperator<String> environment,
            StopSignals signals) {
        this.programs = programs;
        this.terminal = terminal;
        this.environment = environment;
        this.signals = signals;
    }

    /** Takes the global options from here once the command line was read. */
    void options(Supplier<GlobalOptions> source) {
        options = source;
    }

    Program program() {
        if (program == null) {
            program = programs.apply(options.get());
        }
        return program;
    }

    Terminal terminal() {
        return terminal;
    }

    StopSignals signals() {
        return signals;
    }

    /** An environment variable; null where it is not set. */
    String environment(String variable) {
        return environment.apply(variable);
    }

    /** The connection asked for, else the one in use. */
    Connection connection() {
        String name = options.get().connection();
        return name == null
                ? program().connections().current()
                : program().connections().find(name);
    }

    /** The connection, named on the first line of standard error: mixing up sandbox and tenant is the worst mistake. */
    Connection namedConnection() {
        Connection connection = connection();
        name(connection);
        return connection;
    }

    void name(Connection connection) {
        terminal.note(CommandTexts.get("session.connection", CommandTexts.connection(connection)));
    }

    /** Opens the data file for changes, or where another process has it, for reading. Waits for nobody. */
    Workspace writeOrRead(Connection connection, String command) {
        return open(connection, Access.WRITE_OR_READ, command, Duration.ZERO);
    }

    /** Opens the data file for changes that need no call to Teams. */
    Workspace write(Connection connection, String command, WaitOption wait) {
        return open(connection, Access.WRITE, command, wait.patience());
    }

    /** Opens the data file for reading, also while another process writes to it. */
    Workspace read(String command) {
        return open(namedConnection(), Access.READ, command, Duration.ZERO);
    }

    /** Opens the data file for changes that need no call to Teams. */
    Workspace write(String command, WaitOption wait) {
        return write(namedConnection(), command, wait);
    }

    /** Opens the data file for changes, with a secret for calls to Teams. */
    Workspace write(String command, WaitOption wait, SecretOptions secret) {
        Connection connection = namedConnection();
        secret.give(this, connection);
        connection
                .expiryWarning(program().clock())
                .ifPresent(warning -> terminal.warn(Sentences.whole(warning.reason())));
        return open(connection, Access.WRITE, command, wait.patience());
    }

    private Workspace open(Connection connection, Access access, String command, Duration patience) {
        return program().workspaces().open(connection, request(access, command, patience));
    }

    Workspaces.Request request(Access access, String command, Duration patience) {
        return new Workspaces.Request(access, command, patience, terminal::note);
    }
}
