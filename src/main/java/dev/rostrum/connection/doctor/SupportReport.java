package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.PlainReport;
import dev.rostrum.domain.PlainReport.Block;
import dev.rostrum.domain.Reason;
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
    private final ProgramEnvironment programEnvironment;
    private final Connection connection;

    SupportReport(ProgramEnvironment programEnvironment, Connection connection) {
        this.programEnvironment = programEnvironment;
        this.connection = connection;
    }

    PlainReport of(List<CheckResult> results, Instant begun, Duration took) {
        return new PlainReport(List.of(
                Block.lines(Reason.of("doctor.report")),
                new Block(facts(begun, took)),
                new Block(results.stream().map(SupportReport::row).toList()),
                Block.lines(Diagnosis.sum(results), Reason.of("doctor.report.without"))));
    }

    private List<List<Reason>> facts(Instant begun, Duration took) {
        return List.of(
                fact("doctor.report.made", "doctor.report.at", begun.truncatedTo(ChronoUnit.SECONDS), took.toMillis()),
                fact("doctor.report.rostrum", "doctor.report.asIs", programEnvironment.version()),
                fact("doctor.report.java", "doctor.report.madeBy", property("java.version"), property("java.vendor")),
                fact(
                        "doctor.report.system",
                        "doctor.report.systemOn",
                        property("os.name"),
                        property("os.version"),
                        property("os.arch")),
                fact("doctor.report.logs", "doctor.report.asIs", anonymous(programEnvironment.logFolder())),
                fact(
                        "doctor.report.connection",
                        "doctor.report.kind",
                        kind(),
                        connection.cloud().code(),
                        connection.bot().type().code()),
                fact("doctor.report.appId", "doctor.report.asIs", ShortId.of(connection.appId())),
                fact("doctor.report.tenant", "doctor.report.asIs", ShortId.of(connection.tenantId())),
                fact("doctor.report.service", "doctor.report.asIs", NetworkChecks.hostKind(connection)),
                fact("doctor.report.credential", credential()),
                fact(
                        "doctor.report.kept",
                        "doctor.report.asIs",
                        connection.secretStorage().location().name().toLowerCase(Locale.ROOT)),
                fact(
                        "doctor.report.proxy",
                        connection.network().osTrust() ? "doctor.report.systemRoots" : "doctor.report.javaRoots",
                        connection.network().user() == null
                                ? connection.network().proxy().code()
                                : Reason.of(
                                        "doctor.report.login",
                                        connection.network().proxy().code())));
    }

    private static List<Reason> fact(String label, String code, Object... values) {
        return List.of(Reason.of(label), Reason.of(code, values));
    }

    private static List<Reason> row(CheckResult result) {
        Reason said = result.finding();
        if (!result.code().isEmpty() && !holds(said, result.code())) {
            said = Reason.of("doctor.report.code", said, result.code());
        }
        if (result.who() != Responsible.NOBODY) {
            said = Reason.of("doctor.report.who", said, result.who().reason());
        }
        return List.of(
                result.outcome().reason(),
                result.check().label(),
                Reason.of("doctor.report.millis", result.millis()),
                said);
    }

    private static boolean holds(Reason finding, String code) {
        return finding.arguments().stream()
                .anyMatch(argument -> argument instanceof Reason inner ? holds(inner, code) : argument.equals(code));
    }

    private Object property(String name) {
        String value = programEnvironment.properties().apply(name);
        return value == null ? Reason.of("doctor.report.unknown") : value;
    }

    private Reason kind() {
        return Reason.of(
                switch (connection.kind()) {
                    case SANDBOX -> "doctor.report.sandbox";
                    case LOCAL -> "doctor.report.local";
                    case TENANT -> "doctor.report.ofTeams";
                });
    }

    private String credential() {
        if (connection.credential() instanceof Connection.Credential.Certificate) {
            return "doctor.report.certificate";
        }
        return connection.credential() instanceof Connection.Credential.Secret
                ? "doctor.report.secret"
                : "doctor.report.none";
    }

    /** The path with "~" for the home folder, and without the user's name elsewhere. */
    private String anonymous(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        String home = programEnvironment.properties().apply("user.home");
        if (home != null
                && !home.isBlank()
                && path.startsWith(Path.of(home))
                && Path.of(home).getNameCount() > 0) {
            return anonymous("~", Path.of(home).relativize(path));
        }
        return anonymous(path.getRoot() == null ? "" : path.getRoot().toString().replaceAll("[/\\\\]$", ""), path);
    }

    private String anonymous(String begin, Path rest) {
        String user = programEnvironment.properties().apply("user.name");
        StringJoiner parts = new StringJoiner("/", begin + "/", "");
        for (Path part : rest) {
            parts.add(part.toString().equalsIgnoreCase(user) ? "(user)" : part.toString());
        }
        return parts.toString();
    }
}
