package dev.rostrum.roster;

import dev.rostrum.domain.CachedText;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.TeamStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads a team's roster page by page into the cache. A roster that was not read to its end changes nothing, and neither does one
 * that ends far below what Teams counts in the team: whoever drops out of a roster drops out of its announcements too.
 */
public final class RosterSync {
    /** Agreed to no roster that is smaller than it should be. */
    public static final int NOT_AGREED = Integer.MAX_VALUE;

    /** The most pages of a roster: 25,000 members are 50. A service that goes on is not believed. */
    static final int MAX_PAGES = 1000;

    /** Below this share of the people that Teams counts, a roster is taken only when the admin agrees. */
    private static final double PLAUSIBLE = 0.8;

    private static final String SMALLER = "roster.smaller";
    private static final String EMPTY = "roster.empty";

    /**
     * @param read people read so far
     * @param total people that Teams says the team has, or null
     */
    public record Progress(String teamId, int read, Integer total) {}

    /**
     * @param people people of the roster now
     * @param joined not in the roster before
     * @param left in the roster before
     * @param newIds in the roster before under other ids, as when a bot's Teams channel was made anew
     * @param withoutId entries that came without an id and cannot be reached
     * @param longId entries whose id is longer than any of Teams; they were not taken
     * @param otherPeople ids that named somebody else until now, who keeps the history
     * @param sameAddress of those who joined, those who may be somebody who left, which no object id says
     * @param optOuts of these, those who have the opt-out of the other now
     */
    public record Result(
            String teamId,
            int people,
            int joined,
            int left,
            int newIds,
            int withoutId,
            int longId,
            List<String> otherPeople,
            int sameAddress,
            int optOuts) {}

    private final RosterSource source;
    private final TeamStore store;
    private final OptOuts optOuts;
    private final Clock clock;

    public RosterSync(RosterSource source, TeamStore store, OptOuts optOuts, Clock clock) {
        this.source = source;
        this.store = store;
        this.optOuts = optOuts;
        this.clock = clock;
    }

    /** Does as the longer form, agreeing to nothing. */
    public Result sync(String teamId, Consumer<Progress> progress, BooleanSupplier cancelled)
            throws InterruptedException {
        return sync(teamId, NOT_AGREED, progress, cancelled);
    }

    /**
     * Syncs one team.
     *
     * @param agreed a roster of at least so many people is taken though it is smaller than it should be; {@link #NOT_AGREED} for
     *     none, 0 for any, also an empty one
     * @param progress told after each page
     * @param cancelled asked before each page
     * @throws Problem when it could not be read to its end, or is smaller than it should be ({@link #smaller}); what was known
     *     stays
     * @throws InterruptedException when cancelled
     */
    public Result sync(String teamId, int agreed, Consumer<Progress> progress, BooleanSupplier cancelled)
            throws InterruptedException {
        try {
            Result result = read(teamId, agreed, progress, cancelled);
            store.trouble(teamId, null);
            return result;
        } catch (RosterSource.NotRead e) {
            throw notRead(teamId, e, e.reason());
        }
    }

    /** How many people a roster had that was not taken because it is smaller than it should be; empty for other reasons. */
    public static OptionalInt smaller(Reason reason) {
        return reason != null && (reason.code().equals(SMALLER) || reason.code().equals(EMPTY))
                ? OptionalInt.of(((Long) reason.arguments().get(0)).intValue())
                : OptionalInt.empty();
    }

    private Result read(String teamId, int agreed, Consumer<Progress> progress, BooleanSupplier cancelled)
            throws RosterSource.NotRead, InterruptedException {
        RosterSource.About about = source.about(teamId);
        store.add(teamId, CachedText.name(about.name()), about.groupId(), about.memberCount(), clock.instant());
        Team team = store.find(teamId).orElseThrow();
        try {
            return parts(team, agreed, progress, cancelled);
        } catch (RosterSource.NotRead first) {
            if (!first.outdated()) {
                throw first;
            }
            // The list is no snapshot either, so that its beginning is as good as the part that was missed.
            return parts(team, agreed, progress, cancelled);
        }
    }

    private Result parts(Team team, int agreed, Consumer<Progress> progress, BooleanSupplier cancelled)
            throws RosterSource.NotRead, InterruptedException {
        Set<String> seen = new HashSet<>();
        Set<String> tokens = new HashSet<>();
        int withoutId = 0;
        int longId = 0;
        try (TeamStore.Staging staging = store.stage(team.id(), clock.instant())) {
            String token = null;
            for (int pages = 0; pages < MAX_PAGES; pages++) {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("The sync was cancelled");
                }
                RosterSource.Part part = source.part(team.id(), token);
                List<User> members = new ArrayList<>();
                for (User member : part.people()) {
                    if (member.id().length() > User.MAX_ID) {
                        longId++;
                    } else {
                        members.add(member.bounded());
                        seen.add(member.id());
                    }
                }
                staging.append(members);
                withoutId += part.withoutId();
                progress.accept(new Progress(team.id(), seen.size(), team.memberCount()));
                token = part.next();
                if (token == null) {
                    requirePlausible(team, agreed, seen.size(), seen.size() + withoutId + longId);
                    TeamStore.RosterChange change = staging.finish(clock.instant(), optOuts);
                    return new Result(
                            team.id(),
                            change.people(),
                            change.joined(),
                            change.left(),
                            change.newIds(),
                            withoutId,
                            longId,
                            change.otherPeople(),
                            change.sameAddress(),
                            change.optOuts());
                }
                if (!tokens.add(token)) {
                    throw notRead(team.id(), null, Reason.of("roster.sameToken"));
                }
            }
        }
        throw notRead(team.id(), null, Reason.of("roster.endless", MAX_PAGES));
    }

    /**
     * Compares with what Teams counts, or where it does not tell, with what was known.
     *
     * @param people who would be taken
     * @param entries of the roster, also those that cannot be taken
     */
    private void requirePlausible(Team team, int agreed, int people, int entries) {
        int expected = team.memberCount() == null ? team.people() : team.memberCount();
        boolean nothingToLose = expected == 0 && team.people() == 0;
        boolean plausible = people > 0 && entries >= PLAUSIBLE * expected;
        if (!plausible && !nothingToLose && people < agreed) {
            String code = people == 0 ? EMPTY : SMALLER;
            throw notRead(team.id(), null, Reason.of(code, people, Math.max(expected, team.people())));
        }
    }

    /** Makes the problem, which is kept with the team too until it is read. */
    private Problem notRead(String teamId, Throwable cause, Reason reason) {
        store.trouble(teamId, reason);
        return new Problem(Problem.Kind.FAILED, reason, cause);
    }
}
