package dev.rostrum.cli;

import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.Connections;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores a connection. Nothing is sent. */
@Command(name = "add", sortOptions = false, description = "Stores a connection. Nothing is sent anywhere.")
final class ConnectionAddCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "How you call it.")
    private String name;

    @Option(
            names = "--app-id",
            paramLabel = "GUID",
            required = true,
            description = "Application (client) id of the bot's app registration.")
    private String appId;

    @Option(
            names = "--tenant",
            paramLabel = "GUID",
            required = true,
            description = "Directory (tenant) id of the recipients' tenant.")
    private String tenant;

    @Option(
            names = "--service-url",
            paramLabel = "URL",
            description = "Service URL of the tenant's cloud, or of a service on this computer"
                    + " (default: the public cloud's).")
    private String serviceUrl;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private SignIn signIn;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Requests a second, up to 50 (default: 20). 0 lifts it, on this computer only.")
    private Double rate;

    @Option(names = "--in-flight", paramLabel = "N", description = "Requests under way at once (default: 16).")
    private Integer inFlight;

    /** How the bot signs in; without any of these the secret is given with each command. */
    static final class SignIn {
        @Option(
                names = "--secret-env",
                paramLabel = "VAR",
                description = "Commands take the client secret from this environment variable.")
        private String variable;

        @Option(
                names = "--secret-stdin",
                description = "Commands are given the client secret on standard input. Nothing is read now.")
        boolean standardInput;

        @Option(names = "--no-auth", description = "No sign-in; on this computer only.")
        private boolean none;
    }

    ConnectionAddCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connections.Added added = session.program()
                .connections()
                .add(new Connections.Entry(
                        name,
                        appId,
                        tenant,
                        serviceUrl,
                        rate,
                        inFlight,
                        signIn == null ? null : signIn.variable,
                        signIn != null && signIn.none));
        Terminal terminal = session.terminal();
        added.warnings().forEach(terminal::note);
        terminal.result("Added " + Words.connection(added.connection()));
        if (added.connection().credential() instanceof Credential.Secret secret && secret.environment() == null) {
            terminal.note("Its secret was not asked for and is never stored: give it to each command that speaks to"
                    + " Teams, with --secret-env VAR or --secret-stdin.");
        }
        terminal.note("To make it the one in use: rostrum connection use "
                + CommandWords.argument(added.connection().name()));
        return ExitStatus.DONE;
    }
}
