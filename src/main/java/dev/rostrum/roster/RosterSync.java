package dev.rostrum.roster;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.MembersPage;
import dev.rostrum.connector.TeamDetails;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.TeamStore;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads a team's roster page by page into the cache. A roster that was not read to its end changes nothing. */
public final class RosterSync {
    /** The connector cuts more to this (connector reference 3.2). */
    public static final int PAGE_SIZE = 500;

    /** No roster has so many pages: 25,000 members are 50. A service that goes on is not believed. */
    static final int MAX_PAGES = 1000;

    /**
     * @param read people read so far
     * @param total people that Teams says the team has, or null
     */
    public record Progress(String teamId, int read, Integer total) {}

    /**
     * @param people people of the roster now
     * @param joined not in the roster before
     * @param left in the roster before
     * @param withoutId entries that came without an id and cannot be reached
     */
    public record Result(String teamId, int people, int joined, int left, int withoutId) {}

    private final ConnectorClient connector;
    private final TeamStore store;
    private final Clock clock;

    public RosterSync(ConnectorClient connector, TeamStore store, Clock clock) {
        this.connector = connector;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Syncs one team.
     *
     * @param progress told after each page
     * @param cancelled asked before each page
     * @throws Problem when it could not be read to its end; what was known stays
     * @throws InterruptedException when cancelled
     */
    public Result sync(String teamId, Consumer<Progress> progress, BooleanSupplier cancelled)
            throws InterruptedException {
        try {
            Result result = read(teamId, progress, cancelled);
            store.trouble(teamId, null);
            return result;
        } catch (ConnectorFailure e) {
            String words = Teams.inWords(e);
            store.trouble(teamId, words);
            throw Problem.failed(e, "The roster was not read: " + words + " What was known stays.");
        }
    }

    private Result read(String teamId, Consumer<Progress> progress, BooleanSupplier cancelled)
            throws ConnectorFailure, InterruptedException {
        TeamDetails details = connector.team(teamId).value();
        store.add(teamId, details.name(), details.groupId(), details.memberCount(), clock.instant());
        Set<String> seen = new HashSet<>();
        Set<String> tokens = new HashSet<>();
        int withoutId = 0;
        try (TeamStore.Staging staging = store.stage(teamId)) {
            String token = null;
            for (int pages = 0; pages < MAX_PAGES; pages++) {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("The sync was cancelled");
                }
                MembersPage page = connector.members(teamId, PAGE_SIZE, token).value();
                staging.append(page.members());
                page.members().forEach(member -> seen.add(member.id()));
                withoutId += page.withoutId();
                progress.accept(new Progress(teamId, seen.size(), details.memberCount()));
                token = page.next();
                if (token == null) {
                    TeamStore.RosterChange change = staging.finish(clock.instant());
                    return new Result(teamId, change.people(), change.joined(), change.left(), withoutId);
                }
                if (!tokens.add(token)) {
                    throw endless(teamId, "Teams sent the same page token twice");
                }
            }
        }
        throw endless(teamId, "Teams sent more than " + MAX_PAGES + " pages");
    }

    private Problem endless(String teamId, String what) {
        String words = what + ", so the end of the roster cannot be known. Sync again later.";
        store.trouble(teamId, words);
        return Problem.failed("The roster was not read: " + words + " What was known stays.");
    }
}
