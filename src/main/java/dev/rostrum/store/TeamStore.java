package dev.rostrum.store;

import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Teams and their cached rosters. */
public final class TeamStore {
    public TeamStore(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    /** Adds the team, or updates name, group and member count of a known one. True when it is new. */
    public boolean add(String id, String name, String groupId, Integer memberCount, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** All teams by name. */
    public List<Team> list() {
        throw new UnsupportedOperationException("in work");
    }

    public Optional<Team> find(String id) {
        throw new UnsupportedOperationException("in work");
    }

    /** What a whole sync changed. */
    public record RosterChange(int joined, int left, int people) {}

    /** A roster on its way in. Until {@link #finish} nothing that was known changes. */
    public interface Staging extends AutoCloseable {
        /** Adds a page; a person met before counts once. */
        void append(List<User> page);

        /** Makes the staged roster the team's roster, in one commit. */
        RosterChange finish(Instant at);

        /** Forgets what was staged and not finished. */
        @Override
        void close();
    }

    public Staging stage(String teamId) {
        throw new UnsupportedOperationException("in work");
    }

    /** Keeps why a sync failed, or clears it with null. */
    public void trouble(String teamId, String message) {
        throw new UnsupportedOperationException("in work");
    }
}
