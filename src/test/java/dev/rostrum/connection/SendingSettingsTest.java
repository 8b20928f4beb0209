package dev.rostrum.connection;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendingRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class SendingSettingsTest {
    @TempDir
    Path folder;

    private SendingSettings settings() {
        return new SendingSettings(new SettingsFile(folder, Clock.systemUTC(), notice -> {}));
    }

    @Test
    void whatWasSetIsThereAfterARestartAndHoldsAtOnce() throws Exception {
        SendingSettings settings = settings();
        assertThat(settings.of(Connection.sandbox())).isEqualTo(SendingRules.DEFAULT);
        SendingRules rules = new SendingRules(
                new GuardRules(true, 2, 14, 0, LocalTime.of(20, 0), LocalTime.of(6, 30)),
                new PauseLimits(4, 2, 0.1, 50));
        settings.change(Connection.sandbox(), rules);
        assertThat(settings.of(Connection.sandbox())).isEqualTo(rules);
        assertThat(settings().of(Connection.sandbox())).isEqualTo(rules);
    }

    @Test
    void whatCannotBeIsRefusedAndNothingChanges() throws Exception {
        SendingSettings settings = settings();
        GuardRules quiet = new GuardRules(true, 3, 7, 30, LocalTime.NOON, LocalTime.NOON);
        assertThatThrownBy(() -> settings.change(Connection.sandbox(), new SendingRules(quiet, PauseLimits.DEFAULT)))
                .isInstanceOf(Problem.class)
                .satisfies(says("Quiet hours"));
        assertThat(settings().of(Connection.sandbox())).isEqualTo(SendingRules.DEFAULT);
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"version\":1,\"sending\":{\"sandbox\":{\"quietFrom\":\"late\",\"quietTo\":\"07:00\"}}}");
        assertThatThrownBy(() -> settings().of(Connection.sandbox()))
                .isInstanceOf(Problem.class)
                .satisfies(says("settings.json"));
    }
}
