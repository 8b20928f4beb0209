package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.ShortId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The report for support. It is made of facts and findings only, which hold nothing of persons; meanings and fixes, which may name a
 * connection, a path or a proxy, stay out. So does the connection's name, which as a rule is the company's.
 */
final class SupportReport {
    private static final int COLUMN = 25;

    private final Surroundings surroundings;
    private final Connection connection;

    SupportReport(Surroundings surroundings, Connection connection) {
        this.surroundings = surroundings;
        this.connection = connection;
    }

    String text(List<CheckResult> results, Instant begun, Duration took) {
        StringBuilder text = new StringBuilder(2000);
        text.append("Rostrum, report of the doctor\n\n");
        line(text, "Made at", begun.truncatedTo(ChronoUnit.SECONDS) + ", took " + took.toMillis() + " ms");
        line(text, "Rostrum", surroundings.version());
        line(text, "Java", property("java.version") + ", " + property("java.vendor"));
        line(text, "System", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
        line(text, "Log folder", anonymous(surroundings.logFolder()));
        line(
                text,
                "Connection",
                kind() + ", cloud " + connection.cloud().code() + ", "
                        + connection.bot().type().code());
        line(text, "App id", ShortId.of(connection.appId()));
        line(text, "Tenant", ShortId.of(connection.tenantId()));
        line(text, "Service", NetworkChecks.hostKind(connection));
        line(text, "Credential", credential());
        line(text, "Secrets kept", connection.keeping().keep().name().toLowerCase(Locale.ROOT));
        line(
                text,
                "Proxy",
                connection.network().proxy().code()
                        + (connection.network().user() == null ? "" : ", with a login")
                        + (connection.network().osTrust()
                                ? "; trusts Java's and the system's roots"
                                : "; trusts Java's roots"));
        text.append('\n');
        for (CheckResult result : results) {
            text.append(String.format(
                            Locale.ROOT,
                            "%-8s %-" + COLUMN + "s %6d ms  %s",
                            word(result.outcome()),
                            result.name(),
                            result.millis(),
                            result.finding()))
                    .append(code(result))
                    .append(
                            result.who() == Who.NOBODY
                                    ? ""
                                    : "; " + result.who().words() + " can change it")
                    .append('\n');
        }
        text.append('\n').append(Diagnosis.sentence(results)).append('\n');
        text.append("Without secrets, names, addresses of people and texts of messages; ids are shortened.\n");
        return text.toString();
    }

    private static String code(CheckResult result) {
        return result.code().isEmpty() || result.finding().contains(result.code()) ? "" : " [" + result.code() + "]";
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED -> "failed";
            case NOT_RUN -> "not run";
        };
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-13s %s%n", name + ":", value));
    }

    private String property(String name) {
        String value = surroundings.properties().apply(name);
        return value == null ? "unknown" : value;
    }

    private String kind() {
        return switch (connection.kind()) {
            case SANDBOX -> "built-in sandbox";
            case LOCAL -> "service on this computer";
            case TENANT -> "tenant of Teams";
        };
    }

    private String credential() {
        if (connection.credential() instanceof Connection.Credential.Certificate) {
            return "certificate";
        }
        return connection.credential() instanceof Connection.Credential.Secret ? "client secret" : "none";
    }

    /** The path with "~" for the home folder, and without the user's name elsewhere. */
    private String anonymous(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        String home = surroundings.properties().apply("user.home");
        if (home != null
                && !home.isBlank()
                && path.startsWith(Path.of(home))
                && Path.of(home).getNameCount() > 0) {
            return anonymous("~", Path.of(home).relativize(path));
        }
        return anonymous(path.getRoot() == null ? "" : path.getRoot().toString().replaceAll("[/\\\\]$", ""), path);
    }

    private String anonymous(String begin, Path rest) {
        String user = surroundings.properties().apply("user.name");
        StringJoiner parts = new StringJoiner("/", begin + "/", "");
        for (Path part : rest) {
            parts.add(part.toString().equalsIgnoreCase(user) ? "(user)" : part.toString());
        }
        return parts.toString();
    }
}
