package dev.rostrum.store.people;

import dev.rostrum.store.Database;
import dev.rostrum.store.PendingChanges;
import dev.rostrum.store.Session;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Changes whenever it changes who is who: which person an entry is, which ids a person's next message takes, whom an id names. What
 * was read under one version need not be looked at again while the version is the same. Only the process that writes asks, so
 * that it lives in memory.
 *
 * <p>It changes twice: with the change itself, for what follows in the same transaction, and after the commit, for what was read
 * in between and does not know of it yet.
 */
public final class IdentityVersion implements PendingChanges {
    private final AtomicLong version = new AtomicLong();
    // Of the writer's thread alone.
    private boolean changed;

    public static IdentityVersion of(Database database) {
        return database.pending(IdentityVersion.class, IdentityVersion::new);
    }

    public static IdentityVersion of(Session session) {
        return session.pending(IdentityVersion.class, IdentityVersion::new);
    }

    /** In the transaction that changes who is who. */
    void changed() {
        changed = true;
        version.incrementAndGet();
    }

    public long now() {
        return version.get();
    }

    @Override
    public void write(Session session) {
        // It is not kept.
    }

    @Override
    public void forget() {
        // One change too many only makes somebody look again.
    }

    @Override
    public void committed() {
        if (changed) {
            changed = false;
            version.incrementAndGet();
        }
    }
}
