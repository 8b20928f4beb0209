package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.connection.doctor.ProgramEnvironment;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.testing.TestSettings;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A program of real settings, whose connections cannot be opened: for commands that end before they would be. */
final class SettingsProgram implements Program {
    private final Path folder;
    private final Clock clock = Clock.systemUTC();
    private final DataFiles files;
    private final Connectors connectors;
    private final Connections connections;
    private final Secrets secrets;
    private final Workspaces workspaces;
    private final Optional<Reason> noWindow;

    SettingsProgram(Path folder, Map<String, String> environment, Workspaces workspaces, Optional<Reason> noWindow) {
        this.folder = folder;
        TestSettings settings = new TestSettings(folder, environment);
        this.files = settings.files;
        this.secrets = settings.secrets;
        this.connectors = settings.connectors;
        this.connections = settings.connections;
        this.workspaces = workspaces;
        this.noWindow = noWindow;
    }

    SettingsProgram(Path folder) {
        this(
                folder,
                Map.of(),
                (connection, request) -> {
                    throw Problem.failed(
                            Reason.EARLIER,
                            "The data file was asked for: " + request.access() + " " + request.command());
                },
                Optional.empty());
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public Path dataFolder() {
        return folder;
    }

    @Override
    public Optional<Path> launcher() {
        return Optional.of(Path.of("/opt/Our programs/rostrum/bin/rostrum"));
    }

    @Override
    public Connections connections() {
        return connections;
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public ConnectionCheck check() {
        return new ConnectionCheck(connectors);
    }

    @Override
    public Doctor doctor() {
        Keychain none = new Keychain(
                () -> {
                    throw new Keychain.Absent("none in tests", null);
                },
                Keychain.PATIENCE);
        return new Doctor(
                connectors,
                files,
                none,
                new ProgramEnvironment("1.2.3", folder, folder.resolve("logs"), name -> null, System::getProperty),
                clock,
                System::nanoTime);
    }

    @Override
    public ConnectionArchive archive() {
        return new ConnectionArchive(connections, files, clock, new java.security.SecureRandom());
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Workspaces workspaces() {
        return workspaces;
    }

    @Override
    public Optional<Reason> lost() {
        return Optional.empty();
    }

    @Override
    public SendingSettings sending() {
        throw Problem.failed(Reason.EARLIER, "The sending rules were asked for.");
    }

    @Override
    public Backups backups(Connection connection) {
        throw Problem.failed(Reason.EARLIER, "The backups were asked for: " + connection.name());
    }

    @Override
    public Optional<Reason> console(String connectionName, boolean lookOnly) {
        return noWindow;
    }

    @Override
    public Program at(Path other) {
        return new SettingsProgram(other);
    }
}
