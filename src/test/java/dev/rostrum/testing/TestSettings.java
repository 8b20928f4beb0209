package dev.rostrum.testing;

import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.LocalOriginMark;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SettingsFile;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.PassphraseFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Real settings of a folder, for tests that need a connection and no whole program. No keychain is touched. */
public final class TestSettings {
    public final Clock clock = Clock.systemUTC();
    public final DataFiles files;
    public final Secrets secrets;
    public final Connectors connectors;
    public final Connections connections;

    public TestSettings(Path folder, Map<String, String> environment) {
        files = new DataFiles(folder.resolve("connections"));
        Keychain none = new Keychain(
                () -> {
                    throw new Keychain.Absent("none in tests", null);
                },
                Duration.ofSeconds(3));
        secrets = new Secrets(
                environment::get, none, new PassphraseFile(folder.resolve("secrets.json"), new SecureRandom()));
        connectors = new Connectors(secrets, clock, System::nanoTime);
        connections = new Connections(
                new SettingsFile(folder, clock, notice -> {}),
                new LocalOriginMark(folder, new SecureRandom()),
                secrets,
                connectors,
                files,
                () -> UUID.randomUUID().toString(),
                clock);
    }
}
