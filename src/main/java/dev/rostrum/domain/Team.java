package dev.rostrum.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * A team whose roster is cached.
 *
 * @param id thread id of its General channel, {@code 19:…@thread.tacv2} (or {@code @thread.skype})
 * @param name name as the connector gave it, or null
 * @param groupId Entra group id, or null
 * @param memberCount people that Teams counted when the team was last asked, or null
 * @param addedAt when the admin added it
 * @param syncedAt when its roster was last read to its end, or null
 * @param joined people new in the last sync
 * @param left people gone in the last sync
 * @param people people of the cached roster
 * @param trouble why the last sync failed, or that the bot left; or null
 * @param botLeftAt when an event said that the bot was taken out of it, or that it was deleted; or null
 */
public record Team(
        String id,
        String name,
        String groupId,
        Integer memberCount,
        Instant addedAt,
        Instant syncedAt,
        int joined,
        int left,
        int people,
        Reason trouble,
        Instant botLeftAt) {
    public Team {
        Objects.requireNonNull(id, "id");
    }

    /** What its cached roster is worth. */
    public TeamState state() {
        return TeamState.of(this);
    }

    public String label() {
        return name == null || name.isBlank() ? id : name;
    }
}
