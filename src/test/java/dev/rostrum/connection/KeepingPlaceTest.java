package dev.rostrum.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where secrets are kept on a computer without a keychain. */
class KeepingPlaceTest {
    @TempDir
    Path folder;

    private TestSettings settings;
    private Connection tarn;

    @BeforeEach
    void open() {
        settings = new TestSettings(folder, Map.of());
        tarn = settings.connections
                .add(new Connections.NewConnection(
                        "Tarn",
                        "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44",
                        "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4",
                        "https://smba.trafficmanager.net/emea/",
                        null,
                        null,
                        null,
                        false))
                .connection();
    }

    private Connections.Added edit(SecretLocation place, String secret) {
        ConnectionForm form = ConnectionForm.of(tarn).with(Field.KEEP, place.code());
        try (TypedSecrets typed = TypedSecrets.none()) {
            typed.with(Purpose.CLIENT_SECRET, secret.toCharArray());
            return settings.connections.edit("Tarn", form, typed);
        }
    }

    @Test
    void theUsualPlaceIsOneThatExists() {
        assertThat(settings.secrets.usualPlace()).isEqualTo(SecretLocation.FILE);
    }

    @Test
    void aFileUnderAPassphraseTakesASecretWhereNothingWasKeptBefore() {
        edit(SecretLocation.KEYCHAIN, "");
        settings.secrets.file().unlock(Canary.PASSPHRASE.value().toCharArray());
        Connections.Added saved = edit(SecretLocation.FILE, Canary.CLIENT_SECRET.value());
        assertThat(saved.secretsKept()).as("%s", saved.warnings()).isTrue();
        assertThat(saved.warnings()).isEmpty();
        assertThat(settings.secrets.of(saved.connection())).hasValue(Canary.CLIENT_SECRET.value());
    }

    @Test
    void thePlaceAloneMayChangeWhereNothingWasKept() {
        edit(SecretLocation.KEYCHAIN, "");
        Connections.Added saved = edit(SecretLocation.SESSION, "");
        assertThat(saved.secretsKept()).isTrue();
        assertThat(saved.connection().secretStorage().location()).isEqualTo(SecretLocation.SESSION);
    }
}
