package dev.rostrum.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;

/**
 * Keeps the number of open connections finite, and has room for one more all the same: over the limit, the one is closed that
 * has been without a complete request for longest. So clients that send half a request, or nothing, or do not read their
 * answer, end each other and stand in nobody's way. Safe for use by many threads.
 */
final class OpenConnections implements Connection.Listener {
    private final int most;
    /** Whether each has a request that is being answered; what has waited for longest comes first. */
    private final Map<Connection, Boolean> open = new LinkedHashMap<>();

    OpenConnections(int most) {
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        Connection surplus;
        synchronized (this) {
            open.put(connection, false);
            surplus = open.size() <= most ? null : longestWithoutRequest();
            open.remove(surplus);
        }
        if (surplus != null) {
            surplus.getEndPoint().close();
        }
    }

    /** If all have a request, the newest: it is there, and has none. */
    private Connection longestWithoutRequest() {
        return open.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** A request has arrived completely. */
    synchronized void busy(Connection connection) {
        again(connection, true);
    }

    /** Its answer has begun: what remains is up to the client. */
    synchronized void idle(Connection connection) {
        again(connection, false);
    }

    private void again(Connection connection, boolean busy) {
        if (open.remove(connection) != null) {
            open.put(connection, busy);
        }
    }
}
