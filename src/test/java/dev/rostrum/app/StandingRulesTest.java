package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Waiting;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.Check;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.connection.doctor.CheckResult;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connection.doctor.Responsible;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.PlainReport;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.testing.TestSettings;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.shell.ShellViewModel.Health;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingRulesTest {
    private final ShellViewModel shell = new ShellViewModel();
    private final ConnectionHealth standing = new ConnectionHealth(shell, Clock.systemUTC());
    private Connection sandbox;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        sandbox = new TestSettings(folder, Map.of()).connections.current();
        standing.opening();
        standing.opened(sandbox);
        standing.secret(sandbox, true);
    }

    private static Totals sent(long sent) {
        return new Totals(10, 10 - sent, 0, 0, sent, 0, 0, 0, 0);
    }

    private static RunSnapshot running(long run, long sent, Waiting waiting) {
        return new RunSnapshot(run, "Hello", RunState.RUNNING, null, null, sent(sent), 1, 20, waiting, List.of(), null);
    }

    private static RunSnapshot paused(long run, long sent, PauseReason why) {
        return RunSnapshot.standing(
                run, "Hello", RunState.PAUSED, why, Reason.of(Reason.EARLIER, "In words"), sent(sent));
    }

    private static Diagnosis diagnosis(CheckOutcome outcome) {
        return new Diagnosis(
                List.of(new CheckResult(
                        Check.TOKEN, outcome, Reason.of("doctor.token.given"), null, null, Responsible.NOBODY, "", 1)),
                Instant.EPOCH,
                Duration.ZERO,
                new PlainReport(List.of()));
    }

    private void stands(Health health, String words) {
        assertThat(shell.healthProperty().get()).isEqualTo(health);
        assertThat(shell.troubleProperty().get()).contains(words);
        assertThat(shell.troubleProperty().get().isEmpty()).isEqualTo(words.isEmpty());
    }

    @Test
    void whatIsOutOfReachFailsUntilSomethingIsAccepted() {
        standing.sends(running(1, 2, null));
        stands(Health.GOOD, "");
        standing.sends(running(1, 2, new Waiting(Waiting.Kind.NOT_CONNECTED, Instant.EPOCH)));
        stands(Health.FAILING, "cannot be reached");
        standing.sends(running(1, 2, null));
        stands(Health.FAILING, "cannot be reached");
        standing.sends(running(1, 3, null));
        stands(Health.GOOD, "");
    }

    @Test
    void aRefusalForEverybodyFailsUntilTheDoctorFindsNothing() {
        standing.sends(running(1, 2, null));
        standing.sends(paused(1, 2, PauseReason.REFUSED_FOR_ALL));
        stands(Health.FAILING, "refused for everyone");
        standing.examined(sandbox, diagnosis(CheckOutcome.OK));
        stands(Health.GOOD, "");
        // Told once more, since the admin decided about a doubt: the run's calls are older than the examination.
        standing.sends(paused(1, 3, PauseReason.REFUSED_FOR_ALL));
        stands(Health.GOOD, "");
        standing.sends(running(1, 3, null));
        standing.sends(paused(1, 3, PauseReason.REFUSED_FOR_ALL));
        stands(Health.FAILING, "refused for everyone");
    }

    @ParameterizedTest
    @EnumSource(
            value = PauseReason.class,
            names = {"NOT_CONNECTED", "REFUSED_FOR_ALL", "SOMETHING_BETWEEN"},
            mode = EnumSource.Mode.EXCLUDE)
    void otherPausesSayNothingOfTheConnection(PauseReason why) {
        standing.sends(running(1, 2, null));
        standing.sends(paused(1, 2, why));
        stands(Health.GOOD, "");
    }

    @Test
    void somethingBetweenFails() {
        standing.sends(running(1, 2, null));
        standing.sends(paused(1, 2, PauseReason.SOMETHING_BETWEEN));
        stands(Health.FAILING, "Something between here and Teams answers in its place");
    }

    @Test
    void whatOneRunSentSaysNothingOfAnother() {
        standing.sends(running(1, 2, null));
        standing.sends(paused(1, 2, PauseReason.NOT_CONNECTED));
        standing.sends(running(2, 5, null));
        stands(Health.FAILING, "cannot be reached");
        standing.sends(running(2, 6, null));
        stands(Health.GOOD, "");
    }

    @Test
    void whatTheDoctorFoundIsNotTakenBackByAMessageThatIsAccepted() {
        standing.examined(sandbox, diagnosis(CheckOutcome.FAILED));
        standing.sends(running(1, 2, new Waiting(Waiting.Kind.NOT_CONNECTED, Instant.EPOCH)));
        stands(Health.FAILING, "cannot be reached");
        standing.sends(running(1, 3, null));
        stands(Health.FAILING, "one check fails");
        standing.examined(sandbox, diagnosis(CheckOutcome.OK));
        stands(Health.GOOD, "");
    }

    @Test
    void aFailureGoesBeforeWhatIsMissingAndDoesNotHideItForGood() {
        standing.secret(sandbox, false);
        stands(Health.GOOD, "secret");
        standing.sends(running(1, 2, null));
        standing.sends(paused(1, 2, PauseReason.NOT_CONNECTED));
        stands(Health.FAILING, "cannot be reached");
        standing.sends(running(1, 3, null));
        stands(Health.GOOD, "secret");
    }

    @Test
    void aFileThatIsOnlyReadIsSaidAlsoWhereTheDoctorFindsNothing() {
        standing.readOnly();
        standing.examined(sandbox, diagnosis(CheckOutcome.FAILED));
        stands(Health.FAILING, "one check fails");
        standing.examined(sandbox, diagnosis(CheckOutcome.OK));
        stands(Health.GOOD, "reading only");
        standing.opening();
        stands(Health.UNKNOWN, "");
    }
}
