package dev.rostrum.ui.shell;

import dev.rostrum.domain.ConnectionMark;

/**
 * A connection as the window names it.
 *
 * @param mark how careful the admin wants to be with it
 */
public record ConnectionItem(String id, String name, boolean simulated, ConnectionMark mark) {
    /** One with which he is not more careful than usual. */
    public ConnectionItem(String id, String name, boolean simulated) {
        this(id, name, simulated, ConnectionMark.NONE);
    }
}
