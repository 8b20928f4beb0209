package dev.rostrum.roster;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.ImportStore.KnownPerson;
import dev.rostrum.store.people.PeopleLists;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Lists of people that are kept under a name: made, changed, and what a file or a pasted column means for them. */
public final class SavedLists {
    private static final String UNKNOWN = "list.row.unknown";

    /** What Teams says where somebody is no member (connector reference 3.4). */
    private static final String NO_MEMBER = "MemberNotFoundInConversation";

    /** A row that was not taken, where it stands, and why. */
    public record NotTaken(PeopleList.Named row, Reason reason) {}

    /**
     * Whom rows name.
     *
     * @param people those who are known, by lasting id
     * @param members those of them whom only Teams named, and who are not cached yet
     * @param objectIds rows with an Entra object id of somebody who is not known, by it
     * @param notTaken the other rows, in their order
     */
    public record Found(
            Set<String> people, List<User> members, Map<String, PeopleList.Named> objectIds, List<NotTaken> notTaken) {
        /** Rows that Teams could be asked about: whoever it knows by id or UPN may be a member. */
        public List<PeopleList.Named> askable() {
            List<PeopleList.Named> rows = new ArrayList<>(objectIds.values());
            notTaken.stream()
                    .filter(each -> each.reason().code().equals(UNKNOWN))
                    .forEach(each -> rows.add(each.row()));
            return rows;
        }
    }

    private final PeopleLists lists;
    private final ImportStore imports;
    private final ConnectorClient connector;
    private final String tenantId;
    private final Clock clock;

    /** @param tenantId the connection's: whoever is known by object id alone is taken for one of it */
    public SavedLists(PeopleLists lists, ImportStore imports, ConnectorClient connector, String tenantId, Clock clock) {
        this.lists = lists;
        this.imports = imports;
        this.connector = connector;
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
        Map<String, PeopleList.Named> objectIds = new LinkedHashMap<>();
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
                    objectIds.putIfAbsent(objectId, row);
                } else {
                    notTaken.add(new NotTaken(row, Reason.of(UNKNOWN)));
                }
            } catch (Problem e) {
                notTaken.add(new NotTaken(row, e.reason()));
            }
        }
        return new Found(people, List.of(), objectIds, notTaken);
    }

    /** How long so many calls take at the rate of the connection; zero where it has none. */
    public Duration time(long calls) {
        double rate = connector.pacer().state().requestsPerSecond();
        return Double.isInfinite(rate) ? Duration.ZERO : Duration.ofMillis((long) (1000 * calls / rate));
    }

    /**
     * Asks Teams for those who are not known, in each of the teams until one knows them: a call each, in turn with all others of the
     * connection. Nothing is written.
     *
     * @param progress told how many rows were asked about so far
     * @param cancelled asked before each call
     * @throws Problem when a team cannot be asked
     */
    public Found ask(Found found, List<Team> teams, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        Set<String> people = new LinkedHashSet<>(found.people());
        List<User> members = new ArrayList<>(found.members());
        Map<String, PeopleList.Named> objectIds = new LinkedHashMap<>(found.objectIds());
        List<NotTaken> notTaken = new ArrayList<>(found.notTaken());
        long asked = 0;
        for (PeopleList.Named row : found.askable()) {
            User member = member(row.name(), teams, cancelled);
            if (member != null && people.add(member.lastingId())) {
                members.add(member.bounded());
            }
            if (member != null) {
                objectIds.remove(PersonId.objectId(row.name()));
                notTaken.removeIf(each -> each.row().equals(row));
            }
            progress.accept(++asked);
        }
        return new Found(people, members, objectIds, notTaken);
    }

    private User member(String name, List<Team> teams, BooleanSupplier cancelled) throws InterruptedException {
        for (Team team : teams) {
            if (cancelled.getAsBoolean()) {
                throw new InterruptedException("nobody waits for the list");
            }
            try {
                return connector.member(team.id(), name).value();
            } catch (ConnectorFailure.Refused e) {
                if (!NO_MEMBER.equalsIgnoreCase(e.code())) {
                    throw notAsked(team, e);
                }
            } catch (ConnectorFailure e) {
                throw notAsked(team, e);
            }
        }
        return null;
    }

    private static Problem notAsked(Team team, ConnectorFailure failure) {
        return Problem.failed(failure, "list.notAsked", team.label(), Teams.why(Call.ROSTER, failure));
    }

    /**
     * Keeps those who are not cached yet: whom Teams named, and people of whom nothing but their object ids is known. They count as
     * unverified until a roster names them, and the latter are written to by these where the bot's app is in their personal scope; who
     * cannot be is refused then.
     *
     * @param byObjectId whether the latter are kept too
     * @return whom a list of these rows holds
     */
    public Set<String> keep(Found found, boolean byObjectId) {
        List<KnownPerson> some = new ArrayList<>();
        found.members().forEach(user -> some.add(new KnownPerson(user, null)));
        Set<String> all = new LinkedHashSet<>(found.people());
        if (byObjectId) {
            for (String objectId : found.objectIds().keySet()) {
                all.add(objectId);
                some.add(new KnownPerson(
                        new User(objectId, objectId, null, null, null, null, null, tenantId, UserKind.UNKNOWN), null));
            }
        }
        for (int from = 0; from < some.size(); from += ImportStore.CHUNK) {
            imports.take(some.subList(from, Math.min(some.size(), from + ImportStore.CHUNK)), clock.instant());
        }
        return all;
    }

    /** As {@link PeopleLists#create}, of somebody. */
    public SavedList create(String name, Audience audience, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        if (audience.isEmpty()) {
            throw Problem.wrongUse("list.nobody");
        }
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
