package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.Connections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the connections. */
@Command(name = "list", description = "Lists the connections; * marks the one in use.")
final class ConnectionListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OutputOptions output;

    ConnectionListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connections connections = session.program().connections();
        String current = connections.current().name();
        new Listing<Connection>((row, c) -> row.put("name", c.name())
                        .put("kind", Words.kind(c.kind()))
                        .put("simulated", c.simulated())
                        .put("inUse", c.name().equals(current))
                        .put("appId", c.appId())
                        .put("tenantId", c.tenantId())
                        .put("serviceUrl", url(c))
                        .put("signIn", signIn(c))
                        .put("secretEnvironment", environment(c))
                        .put("requestsPerSecond", lifted(c) ? 0 : c.requestsPerSecond())
                        .put("inFlight", c.inFlight())
                        .put("file", c.file()))
                .whole(" ", c -> c.name().equals(current) ? "*" : "")
                .text("NAME", Connection::name)
                .whole("KIND", c -> Words.kind(c.kind()) + (c.simulated() ? " (simulated)" : ""))
                .id("TENANT", Connection::tenantId)
                .id("APP ID", Connection::appId)
                .text("SERVICE URL", ConnectionListCommand::url)
                .whole("RATE", c -> lifted(c) ? "lifted" : rate(c.requestsPerSecond()) + "/s")
                .whole("SIGN-IN", c -> environment(c) == null ? signIn(c) : "secret in " + environment(c))
                .print(session.terminal(), output, connections.list());
        return ExitStatus.DONE;
    }

    private static String url(Connection c) {
        return c.serviceUrl() == null ? null : c.serviceUrl().toString();
    }

    private static boolean lifted(Connection c) {
        return Double.isInfinite(c.requestsPerSecond());
    }

    private static String rate(double perSecond) {
        return perSecond == Math.rint(perSecond) ? Long.toString((long) perSecond) : Double.toString(perSecond);
    }

    private static String signIn(Connection c) {
        return c.kind() == Connection.Kind.SANDBOX
                ? "built in"
                : c.credential() instanceof Credential.None ? "none" : "secret";
    }

    private static String environment(Connection c) {
        return c.credential() instanceof Credential.Secret secret ? secret.environment() : null;
    }
}
