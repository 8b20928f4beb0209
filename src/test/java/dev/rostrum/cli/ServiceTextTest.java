package dev.rostrum.cli;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.inbound.Listening;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How the listener is made a service, word by word. */
class ServiceTextTest {
    private static ServiceText text(String launcher, String folder, String connection, Listening.Place place) {
        return new ServiceText(Path.of(launcher), Path.of(folder), connection, place);
    }

    @Test
    void aUnitQuotesWhatSystemdWouldReadOtherwise() {
        assertThat(text(
                                "/opt/Our $1 programs/100%/rostrum",
                                "/home/a/data \"x\" \\ $HOME", "Büro 50%", Listening.Place.LOOPBACK)
                        .of(ServiceText.System.SYSTEMD))
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
                        .of(ServiceText.System.SYSTEMD))
                .contains(
                        "ExecStart=/opt/rostrum/bin/rostrum listen --data-dir /srv/rostrum --connection Tenant --port 80"
                                + " --host 0.0.0.0");
    }

    @Test
    void aTaskQuotesForPowerShellAndForTheProgram() {
        assertThat(text(
                                "C:\\Program Files\\Rostrum\\bin\\rostrum.cmd",
                                "C:\\Users\\O'Neil\\",
                                "My “company”: a",
                                Listening.Place.LOOPBACK)
                        .of(ServiceText.System.WINDOWS))
                .containsExactly(
                        "Register-ScheduledTask -TaskName 'Rostrum listen My “company”_ a'"
                                + " -Action (New-ScheduledTaskAction -Execute '\"C:\\Program Files\\Rostrum\\bin\\rostrum.cmd\"'"
                                + " -Argument 'listen --data-dir \"C:\\Users\\O''Neil\\\\\" --connection \"My “company”: a\" --port 3978')"
                                + " -Trigger (New-ScheduledTaskTrigger -AtStartup)"
                                + " -Principal (New-ScheduledTaskPrincipal -UserId \"$env:USERDOMAIN\\$env:USERNAME\" -LogonType S4U)"
                                + " -Settings (New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999"
                                + " -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries)");
        assertThatThrownBy(() -> text("C:\\rostrum.cmd", "C:\\data", "50%", Listening.Place.LOOPBACK)
                        .of(ServiceText.System.WINDOWS))
                .satisfies(says("On Windows a service cannot be given 50%"));
    }
}
