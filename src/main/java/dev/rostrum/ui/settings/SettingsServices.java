package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.records.Backups;
import java.time.Clock;
import java.util.function.Function;

/**
 * The use cases that Settings works on.
 *
 * @param backups those of one connection
 * @param clock wall time, and the zone of every time shown
 */
public record SettingsServices(
        Connections connections,
        Secrets secrets,
        Doctor doctor,
        ConnectionArchive archive,
        SendingSettings sending,
        Function<Connection, Backups> backups,
        Clock clock) {}
