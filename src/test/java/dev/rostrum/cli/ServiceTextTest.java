package dev.rostrum.cli;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.inbound.Listening;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the listener is made a service, word by word. */
class ServiceTextTest {
    private static final String APP = "11111111-2222-3333-4444-555555555555";
    private static final String TENANT = "99999999-8888-7777-6666-555555555555";

    @TempDir
    Path folder;

    private static ServiceText text(String launcher, String folder, String connection, Listening.Place place) {
        return new ServiceText(Path.of(launcher), Path.of(folder), connection, place, List.of());
    }

    @Test
    void aUnitQuotesWhatSystemdWouldReadOtherwise() {
        assertThat(text(
                                "/opt/Our $1 programs/100%/rostrum",
                                "/home/a/data \"x\" \\ $HOME", "Büro 50%", Listening.Place.LOOPBACK)
                        .of(ServiceText.Kind.SYSTEMD))
                .containsExactly(
                        "[Unit]",
                        "Description=Rostrum listens for Büro 50%%",
                        "",
                        "[Service]",
                        "ExecStart=\"/opt/Our $1 programs/100%%/rostrum\" listen --data-dir \"/home/a/data \\\"x\\\" \\\\ $$HOME\""
                                + " --connection \"Büro 50%%\" --port 3978",
                        "Restart=always",
                        "RestartSec=5",
                        "RestartPreventExitStatus=2",
                        "",
                        "[Install]",
                        "WantedBy=default.target");
        assertThat(text("/opt/rostrum/bin/rostrum", "/srv/rostrum", "Tenant", new Listening.Place("0.0.0.0", 80))
                        .of(ServiceText.Kind.SYSTEMD))
                .contains(
                        "ExecStart=/opt/rostrum/bin/rostrum listen --data-dir /srv/rostrum --connection Tenant --port 80"
                                + " --host 0.0.0.0");
    }

    @Test
    void itSaysWhereTheSecretIs() {
        assertThat(new ServiceText(
                                Path.of("/opt/rostrum"),
                                Path.of("/srv/rostrum"),
                                "Tenant",
                                Listening.Place.LOOPBACK,
                                List.of("--secret-env", "BOT_SECRET"))
                        .of(ServiceText.Kind.SYSTEMD))
                .contains("ExecStart=/opt/rostrum listen --data-dir /srv/rostrum --connection Tenant --port 3978"
                        + " --secret-env BOT_SECRET");
    }

    @Test
    void aUnitNamesNoOtherFolderThanTheOneThatIsMeant() {
        assertThatThrownBy(() -> text("/opt/rostrum", "/srv/a\nb", "Tenant", Listening.Place.LOOPBACK)
                        .of(ServiceText.Kind.SYSTEMD))
                .isInstanceOf(Problem.class)
                .hasMessage("endpoint.unit");
        assertThatThrownBy(() -> new Listening.Place(" ", 80)).hasMessage("endpoint.place.none");
    }

    @Test
    void aTaskQuotesForPowerShellAndForTheProgram() {
        assertThat(text(
                                "C:\\Program Files\\Rostrum\\bin\\rostrum.cmd",
                                "C:\\Users\\O'Neil\\",
                                "My “company”: a",
                                Listening.Place.LOOPBACK)
                        .of(ServiceText.Kind.WINDOWS))
                .containsExactly(
                        "Register-ScheduledTask -TaskName 'Rostrum listen My “company”_ a'"
                                + " -Action (New-ScheduledTaskAction -Execute '\"C:\\Program Files\\Rostrum\\bin\\rostrum.cmd\"'"
                                + " -Argument 'listen --data-dir \"C:\\Users\\O''Neil\\\\\" --connection \"My “company”: a\" --port 3978')"
                                + " -Trigger (New-ScheduledTaskTrigger -AtStartup)"
                                + " -Principal (New-ScheduledTaskPrincipal -UserId \"$env:USERDOMAIN\\$env:USERNAME\" -LogonType S4U)"
                                + " -Settings (New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999"
                                + " -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries)");
        assertThatThrownBy(() -> text("C:\\rostrum.cmd", "C:\\data", "50%", Listening.Place.LOOPBACK)
                        .of(ServiceText.Kind.WINDOWS))
                .satisfies(says("On Windows a service cannot be given 50%"));
    }

    @Test
    void theCommandPrintsTheUnitAndNothingElse() {
        assertThat(run("connection", "add", "My company", "--app-id", APP, "--tenant", TENANT, "--secret-env", "X"))
                .isZero();
        Typed typed = Typed.piped("");
        assertThat(run(typed, "listen", "--connection", "My company", "--port", "80", "--print-service", "systemd"))
                .as(typed.err())
                .isZero();
        assertThat(typed.outLines())
                .hasSize(11)
                .contains("ExecStart=\"/opt/Our programs/rostrum/bin/rostrum\" listen --data-dir "
                        + CommandWords.argument(folder.toString()) + " --connection \"My company\" --port 80");
        typed = Typed.piped("");
        assertThat(run(typed, "listen", "--connection", "My company", "--print-service", "cron"))
                .isEqualTo(2);
        assertThat(typed.err()).contains("it is systemd or windows, not 'cron'");
    }

    private int run(String... line) {
        return run(Typed.piped(""), line);
    }

    private int run(Typed typed, String... line) {
        return new CommandLineRunner(
                        options -> new SettingsProgram(folder), typed.terminal(), name -> "secret", new NoSignals())
                .run(line);
    }
}
