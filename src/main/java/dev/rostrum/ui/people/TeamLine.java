package dev.rostrum.ui.people;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import java.time.Instant;

/**
 * One line of the teams pane.
 *
 * @param id team id, or null for the line of everyone
 * @param name what the line says; null for everyone
 * @param people people of the cached roster, a person of several teams once
 * @param phase what the second line tells
 * @param syncedAt when the roster was last read to its end, or null
 * @param read people read so far while syncing
 * @param total people that Teams says there are while syncing, or null; for everyone the number of teams
 * @param trouble why the last sync failed, or null
 */
record TeamLine(
        String id,
        String name,
        long people,
        Phase phase,
        Instant syncedAt,
        int joined,
        int left,
        int read,
        Integer total,
        Reason trouble) {
    enum Phase {
        EVERYONE,
        NEVER_SYNCED,
        SYNCED,
        WAITING,
        SYNCING,
        TROUBLE
    }

    static TeamLine everyone(long people, int teams) {
        return new TeamLine(null, null, people, Phase.EVERYONE, null, 0, 0, 0, teams, null);
    }

    static TeamLine of(Team team) {
        Phase phase =
                team.trouble() != null ? Phase.TROUBLE : team.syncedAt() == null ? Phase.NEVER_SYNCED : Phase.SYNCED;
        return new TeamLine(
                team.id(),
                team.label(),
                team.people(),
                phase,
                team.syncedAt(),
                team.joined(),
                team.left(),
                0,
                null,
                team.trouble());
    }

    TeamLine waiting() {
        return new TeamLine(id, name, people, Phase.WAITING, syncedAt, joined, left, 0, null, trouble);
    }

    TeamLine syncing(int readSoFar, Integer ofTotal) {
        return new TeamLine(id, name, people, Phase.SYNCING, syncedAt, joined, left, readSoFar, ofTotal, trouble);
    }

    boolean isEveryone() {
        return id == null;
    }

    boolean busy() {
        return phase == Phase.WAITING || phase == Phase.SYNCING;
    }

    /** Share read, 0 to 1, or -1 where the total is not known. */
    double progress() {
        return total == null || total <= 0 ? -1 : Math.min(1.0, (double) read / total);
    }
}
