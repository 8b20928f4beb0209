package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.records.Backups;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What Settings asks of the window around it. It is called on the FX thread. */
public interface SettingsHost {
    /**
     * Connections or secrets changed.
     *
     * @param use name of the connection that the window is to work on from now on, or null
     */
    void changed(String use);

    /** The admin wants to be more or less careful with a connection. */
    void marked(Connection connection);

    /** The doctor looked at a connection as it is stored, or as the window has it open. */
    void examined(Connection connection, Diagnosis found);

    /**
     * Runs work off the FX thread while the connection's data file is not open here. Where it was open it is closed before and
     * opened after, whatever came of the work; the screens are made anew then. Neither is told when the admin goes back.
     *
     * @param ok told the outcome
     * @param fail told why there is none
     */
    void whileClosed(
            Connection connection,
            Callable<Backups.Restored> work,
            Consumer<Backups.Restored> ok,
            Consumer<Exception> fail);

    /** Shows a folder by the system's own program for that. */
    void openFolder(Path folder);
}
