package dev.rostrum.connection;

import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.PassphraseFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The use cases of connections over a folder of the test, with an environment and a keychain in memory. */
final class ConnectionsFixture {
    final Map<String, String> environment = new HashMap<>();
    final MemoryKeychain keychain = new MemoryKeychain();
    final List<String> lookedUp = new ArrayList<>();
    final PassphraseFile file;
    final Secrets secrets;
    final DataFiles files;
    final SettingsFile settings;
    final LocalOriginMark typedHere;
    final Connections connections;
    Clock clock = Clock.systemUTC();
    String tenantOfEveryDomain = "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4";

    ConnectionsFixture(Path folder) {
        this(folder, new SettingsFile(folder, Clock.systemUTC(), notice -> {}));
    }

    ConnectionsFixture(Path folder, SettingsFile settings) {
        this.settings = settings;
        this.file = new PassphraseFile(folder.resolve("secrets.json"), new SecureRandom());
        this.secrets = new Secrets(environment::get, new Keychain(() -> keychain, Duration.ofSeconds(3)), file);
        this.files = new DataFiles(folder.resolve("connections"));
        AtomicInteger next = new AtomicInteger();
        this.typedHere = new LocalOriginMark(folder, new SecureRandom());
        this.connections = new Connections(
                settings,
                typedHere,
                secrets,
                (connection, domain) -> {
                    lookedUp.add(domain);
                    return tenantOfEveryDomain;
                },
                files,
                () -> "id-" + next.incrementAndGet(),
                new SetClock());
    }

    /** Reads the field at each call, so that a test can set it. */
    private final class SetClock extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return clock.withZone(zone);
        }

        @Override
        public java.time.Instant instant() {
            return clock.instant();
        }
    }
}
