package dev.rostrum.app;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Waiting;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ExpiryWarning;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.shell.ShellViewModel.Health;
import dev.rostrum.words.Texts;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the connection stands, for the dot of the status bar and the words beside it: by what the doctor found, and by what became of
 * the calls of a run since. An examination takes the place of both; a message that is accepted takes back only what a run met, since it
 * says
 * nothing of a roster that cannot be read. What does not work goes before what will end one day.
 */
final class ConnectionHealth {
    private final ShellViewModel shell;
    private final Clock clock;
    private final Texts texts = Texts.of(ConnectionHealth.class);
    private String fault = "";
    private String met = "";
    private String readOnly = "";
    private String secret = "";
    // By job: what was told of it last.
    private final Map<Long, RunSnapshot> told = new HashMap<>();

    ConnectionHealth(ShellViewModel shell, Clock clock) {
        this.shell = shell;
        this.clock = clock;
    }

    /** Another connection is being opened; nothing is known of it. */
    void opening() {
        told.clear();
        met = "";
        readOnly = "";
        secret = "";
        found(Health.UNKNOWN, "");
    }

    void notOpened() {
        found(Health.FAILING, texts.get("status.closed"));
    }

    void readOnly() {
        readOnly = texts.get("status.readonly");
        found(Health.UNKNOWN, "");
    }

    /** A tenant is not called working before it answered. */
    void opened(Connection connection) {
        found(connection.kind() == Connection.Kind.SANDBOX ? Health.GOOD : Health.UNKNOWN, "");
    }

    /** Whether the connection can sign in without asking, and what ends soon. */
    void secret(Connection connection, boolean known) {
        secret = known
                ? connection
                        .expiryWarning(clock)
                        .map(warning -> texts.get(
                                warning.level() == ExpiryWarning.Level.ENDED ? "status.ended" : "status.ends",
                                connection.credential() instanceof Connection.Credential.Certificate
                                        ? texts.get("status.certificate")
                                        : texts.get("status.client_secret"),
                                warning.days()))
                        .orElse("")
                : texts.get("status.secret");
        show();
    }

    void examined(Connection connection, Diagnosis found) {
        met = "";
        if (found.healthy()) {
            found(Health.GOOD, "");
            secret(connection, true);
        } else {
            found(Health.FAILING, texts.get("status.failed", found.count(CheckOutcome.FAILED)));
        }
    }

    /** A run's calls say more than an examination before them; a run that stands still says so once. */
    void sends(RunSnapshot run) {
        RunSnapshot before = told.put(run.runId(), run);
        PauseReason pause = run.pauseReason();
        if (run.active()) {
            if (run.waiting() != null && run.waiting().kind() == Waiting.Kind.NOT_CONNECTED) {
                met("status.unreachable");
            } else if (before != null && run.totals().sent() > before.totals().sent()) {
                met = "";
                found(fault.isEmpty() ? Health.GOOD : Health.FAILING, fault);
            }
        } else if (before == null || before.active() || before.pauseReason() != pause) {
            if (pause == PauseReason.NOT_CONNECTED) {
                met("status.unreachable");
            } else if (pause == PauseReason.REFUSED_FOR_ALL) {
                met("status.refused");
            } else if (pause == PauseReason.SOMETHING_BETWEEN) {
                met("status.between");
            }
        }
    }

    private void met(String key) {
        met = texts.get(key);
        shell.healthProperty().set(Health.FAILING);
        show();
    }

    private void found(Health health, String words) {
        shell.healthProperty().set(health);
        fault = words;
        show();
    }

    private void show() {
        shell.troubleProperty()
                .set(Stream.of(met, fault, readOnly, secret)
                        .filter(words -> !words.isEmpty())
                        .findFirst()
                        .orElse(""));
    }
}
