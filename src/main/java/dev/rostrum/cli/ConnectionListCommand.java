package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.ConnectionMarks;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.NetworkSettings;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.words.Sentences;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the connections. */
@Command(name = "list")
final class ConnectionListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private OutputOptions output;

    ConnectionListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connections connections = session.program().connections();
        String current = connections.current().name();
        ConnectionMarks marks = connections.marks();
        new Listing<Connection>((row, c) -> {
                    json(row, c, current);
                    row.put("tag", JsonRow.lower(marks.of(c).tag()))
                            .put("lookOnly", marks.of(c).lookOnly());
                })
                .keys(
                        "name",
                        "kind",
                        "simulated",
                        "inUse",
                        "appId",
                        "botType",
                        "botTenant",
                        "tenantId",
                        "cloud",
                        "serviceUrl",
                        "signIn",
                        "secretEnvironment",
                        "secretKept",
                        "expires",
                        "proxy",
                        "requestsPerSecond",
                        "inFlight",
                        "file",
                        "tag",
                        "lookOnly")
                .whole("column.current", c -> c.name().equals(current) ? "*" : "")
                .text("column.name", Connection::name)
                .whole("column.kind", ConnectionListCommand::kind)
                .whole("column.mark", c -> CommandTexts.mark(marks.of(c)))
                .id("column.tenant", Connection::tenantId)
                .id("column.appId", Connection::appId)
                .text("column.serviceUrl", ConnectionListCommand::url)
                .whole(
                        "column.rate",
                        c -> CommandTexts.get(
                                lifted(c) ? "connectionList.lifted" : "connectionList.rate", c.requestsPerSecond()))
                .minor()
                .whole("column.signIn", ConnectionListCommand::shown)
                .time("column.expires", c -> c.expires().map(Object::toString).orElse(""))
                .print(session.terminal(), output, connections.list());
        for (Connection connection : connections.list()) {
            connection.expiryWarning(session.program().clock()).ifPresent(warning -> session.terminal()
                    .note(Sentences.whole(warning.reason())));
        }
        return ExitStatus.DONE;
    }

    /**
     * The keys of a connection in every command.
     *
     * @param current name of the connection in use
     */
    static void json(JsonRow row, Connection c, String current) {
        row.put("name", c.name())
                .put("kind", JsonRow.lower(c.kind()))
                .put("simulated", c.simulated())
                .put("inUse", c.name().equals(current))
                .put("appId", c.appId())
                .put("botType", c.bot().type().code())
                .put("botTenant", c.bot().homeTenant())
                .put("tenantId", c.tenantId())
                .put("cloud", c.cloud().code())
                .put("serviceUrl", url(c))
                .put("signIn", signIn(c))
                .put("secretEnvironment", environment(c))
                .put("secretKept", c.secretStorage().location().code())
                .put("expires", c.expires().map(Object::toString).orElse(null))
                .put("proxy", proxy(c))
                .put("requestsPerSecond", lifted(c) ? 0 : c.requestsPerSecond())
                .put("inFlight", c.inFlight())
                .put("file", c.file());
    }

    private static String url(Connection c) {
        return c.serviceUrl() == null ? null : c.serviceUrl().toString();
    }

    private static boolean lifted(Connection c) {
        return Double.isInfinite(c.requestsPerSecond());
    }

    private static String kind(Connection c) {
        String kind = CommandTexts.get("connectionList.kind." + JsonRow.lower(c.kind()));
        return c.simulated() ? CommandTexts.get("connectionList.simulated", kind) : kind;
    }

    private static String signIn(Connection c) {
        if (c.kind() == Connection.Kind.SANDBOX) {
            return "built in";
        }
        return c.credential() instanceof Credential.None
                ? "none"
                : c.credential() instanceof Credential.Certificate ? "certificate" : "secret";
    }

    private static String environment(Connection c) {
        return c.signInSecret().map(p -> c.secretStorage().variables().get(p)).orElse(null);
    }

    private static String shown(Connection c) {
        String signIn = CommandTexts.get("connectionList.signIn." + signIn(c).replace(' ', '-'));
        return environment(c) != null
                ? CommandTexts.get("connectionList.in.variable", signIn, environment(c))
                : c.secretStorage().location() == SecretLocation.SESSION
                        ? signIn
                        : CommandTexts.get(
                                "connectionList.in."
                                        + c.secretStorage().location().code(),
                                signIn);
    }

    private static String proxy(Connection c) {
        NetworkSettings network = c.network();
        return network.host() == null ? network.proxy().code() : network.host() + ":" + network.port();
    }
}
