package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.LanguageSetting;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.records.Backups;
import java.time.Clock;

/** The use cases that Settings works on. */
public interface SettingsServices {
    Connections connections();

    Secrets secrets();

    Doctor doctor();

    ConnectionArchive archive();

    SendingSettings sending();

    LanguageSetting language();

    /** Backups of a connection's data file. */
    Backups backups(Connection connection);

    /** Wall time, and the zone of every time shown. */
    Clock clock();
}
