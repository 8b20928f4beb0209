package dev.rostrum.roster;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.ImportStore.KnownPerson;
import dev.rostrum.store.people.PeopleLists;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Lists of people that are kept under a name: made, changed, and what a file or a pasted column means for them. */
public final class SavedLists {
    /** A row that was not taken, where it stands, and why. */
    public record NotTaken(PeopleList.Named row, Reason reason) {}

    /**
     * Whom rows name.
     *
     * @param people those who are cached, by lasting id
     * @param objectIds Entra object ids of people who are not
     * @param notTaken the other rows, in their order
     */
    public record Found(Set<String> people, Set<String> objectIds, List<NotTaken> notTaken) {}

    private final PeopleLists lists;
    private final ImportStore imports;
    private final String tenantId;
    private final Clock clock;

    /** @param tenantId the connection's: whoever is known by object id alone is taken for one of it */
    public SavedLists(PeopleLists lists, ImportStore imports, String tenantId, Clock clock) {
        this.lists = lists;
        this.imports = imports;
        this.tenantId = tenantId;
        this.clock = clock;
    }

    /**
     * Looks everybody up in the cache; nothing is written.
     *
     * @param lookUp whom an id or address names; it may throw a {@link Problem} where it fits several
     * @param cancelled asked before each row
     */
    public static Found find(
            Function<String, Optional<User>> lookUp, List<PeopleList.Named> rows, BooleanSupplier cancelled)
            throws InterruptedException {
        Set<String> people = new LinkedHashSet<>();
        Set<String> objectIds = new LinkedHashSet<>();
        List<NotTaken> notTaken = new ArrayList<>();
        for (PeopleList.Named row : rows) {
            if (cancelled.getAsBoolean()) {
                throw new InterruptedException("nobody waits for the list");
            }
            try {
                User user = lookUp.apply(row.name()).orElse(null);
                String objectId = user == null ? PersonId.objectId(row.name()) : null;
                if (user != null) {
                    people.add(user.lastingId());
                } else if (objectId != null) {
                    objectIds.add(objectId);
                } else {
                    notTaken.add(new NotTaken(row, Reason.of("list.row.unknown")));
                }
            } catch (Problem e) {
                notTaken.add(new NotTaken(row, e.reason()));
            }
        }
        return new Found(people, objectIds, notTaken);
    }

    /**
     * Keeps people of whom nothing but their object ids is known. They count as unverified, and are written to by these where the
     * bot's app is in their personal scope; who cannot be is refused then.
     */
    public void keep(Set<String> objectIds) {
        List<KnownPerson> some = new ArrayList<>();
        for (String objectId : objectIds) {
            some.add(new KnownPerson(
                    new User(objectId, objectId, null, null, null, null, null, tenantId, UserKind.UNKNOWN), null));
            if (some.size() == ImportStore.CHUNK) {
                imports.take(some, clock.instant());
                some.clear();
            }
        }
        if (!some.isEmpty()) {
            imports.take(some, clock.instant());
        }
    }

    /** As {@link PeopleLists#create}. */
    public SavedList create(String name, Audience audience, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        return lists.create(name, audience, clock.instant(), progress, cancelled);
    }

    /** Adds all whom an audience means; returns how many are new in the list. */
    public long add(SavedList list, Audience audience, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        return lists.add(list.id(), audience, clock.instant(), progress, cancelled);
    }

    /** Takes all whom an audience means out; returns how many were in the list. */
    public long remove(SavedList list, Audience audience) throws InterruptedException {
        return lists.remove(list.id(), audience, clock.instant());
    }

    /** @throws Problem when another list bears the name */
    public void rename(SavedList list, String name) {
        lists.rename(list.id(), name, clock.instant());
    }

    /** Deletes a list; its people stay known. */
    public void delete(SavedList list) {
        lists.delete(list.id());
    }

    /** @throws Problem when another list bears the name by now */
    public void putBack(SavedList list) {
        lists.putBack(list.id());
    }
}
