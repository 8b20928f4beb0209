package dev.rostrum.inbound;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that bring no whole request in time, counted from their opening or their last answer. Jetty's own limit begins
 * anew with each byte. Safe for use by many threads.
 */
final class RequestDeadlines implements Connection.Listener {
    private final Scheduler scheduler;
    private final Duration patience;
    private final Map<Connection, Scheduler.Task> waiting = new ConcurrentHashMap<>();

    RequestDeadlines(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    @Override
    public void onOpened(Connection connection) {
        answered(connection);
    }

    @Override
    public void onClosed(Connection connection) {
        arrived(connection);
    }

    /** A request has arrived completely. */
    void arrived(Connection connection) {
        Scheduler.Task task = waiting.remove(connection);
        if (task != null) {
            task.cancel();
        }
    }

    /** Its answer was given. */
    void answered(Connection connection) {
        arrived(connection);
        waiting.put(connection, scheduler.schedule(() -> over(connection), patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void over(Connection connection) {
        waiting.remove(connection);
        connection.getEndPoint().close();
    }
}
