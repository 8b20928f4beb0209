package dev.rostrum.sandbox;

import dev.rostrum.domain.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a simulated tenant is made of.
 *
 * @param port TCP port on 127.0.0.1, 1 to 65535; 0 takes any free one
 * @param seed everything that has an id or a name comes from it: the same seed and team sizes give the same tenant
 * @param teamSizes members of each team, in the order of {@link SandboxServer#teams()}: 1 to 1,000 teams of 1 to
 *     25,000 (the largest that Teams allows). A tenth of the people are in two teams, or as many as the sizes allow
 * @param people how many different people there are: at least the largest team's members, at most all members together, and
 *     nobody in more than two teams; 0 for the tenth
 * @param newIds whether people and their chats have other ids than else, as where the bot's Teams channel was made anew;
 *     tenant, teams, names and Entra object ids stay
 * @param limits which requests are answered 429 by themselves
 * @param latency from the moment when a connector request has arrived to its answer, unless processing takes longer; at
 *     most one minute
 * @param idle after how long without a request a connection is closed, from 10 ms to one hour
 * @param faults what goes wrong
 * @param signIn how the bot signs in
 * @param folder where conversations and the request log are kept; one running sandbox per folder
 */
public record SandboxOptions(
        int port,
        long seed,
        List<Integer> teamSizes,
        int people,
        boolean newIds,
        RateLimits limits,
        Duration latency,
        Duration idle,
        FaultPlan faults,
        SandboxSignIn signIn,
        Path folder) {
    /**
     * Three teams that an organisation would have, and a fourth, without which the sizes would not allow a tenth of the
     * people to be in two teams (somebody in two teams is in one other than the largest).
     */
    public static final List<Integer> DEFAULT_TEAM_SIZES = List.of(12, 250, 10_000, 1_000);

    private static final long DEFAULT_SEED = 1;
    private static final int MAX_TEAMS = 1_000;
    private static final int MAX_TEAM_SIZE = 25_000;
    private static final Duration MAX_LATENCY = Duration.ofMinutes(1);
    private static final Duration DEFAULT_IDLE = Duration.ofSeconds(30);
    private static final Duration MIN_IDLE = Duration.ofMillis(10);
    private static final Duration MAX_IDLE = Duration.ofHours(1);

    /** @throws Problem when a value is outside what the parameters say */
    public SandboxOptions {
        teamSizes = List.copyOf(teamSizes);
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(faults, "faults");
        Objects.requireNonNull(signIn, "signIn");
        Objects.requireNonNull(folder, "folder");
        require(port >= 0 && port <= 65_535, "port", String.valueOf(port));
        require(!teamSizes.isEmpty() && teamSizes.size() <= MAX_TEAMS, "teams", MAX_TEAMS, teamSizes.size());
        int largest = 0;
        int total = 0;
        for (int size : teamSizes) {
            require(size >= 1 && size <= MAX_TEAM_SIZE, "teamSize", MAX_TEAM_SIZE, size);
            largest = Math.max(largest, size);
            total += size;
        }
        require(people == 0 || (people >= largest && people >= (total + 1) / 2 && people <= total), "people", people);
        require(!latency.isNegative() && latency.compareTo(MAX_LATENCY) <= 0, "latency", latency.toMillis());
        require(idle.compareTo(MIN_IDLE) >= 0 && idle.compareTo(MAX_IDLE) <= 0, "idle", idle.toMillis());
    }

    /** Any free port, the same tenant on every computer, the limits of Teams, no latency, no faults. */
    public static SandboxOptions defaults(Path folder) {
        return new SandboxOptions(
                0,
                DEFAULT_SEED,
                DEFAULT_TEAM_SIZES,
                0,
                false,
                RateLimits.teams(),
                Duration.ZERO,
                DEFAULT_IDLE,
                FaultPlan.seeded(DEFAULT_SEED),
                SandboxSignIn.usual(),
                folder);
    }

    public SandboxOptions withPort(int newPort) {
        return new SandboxOptions(
                newPort, seed, teamSizes, people, newIds, limits, latency, idle, faults, signIn, folder);
    }

    public SandboxOptions withSeed(long newSeed) {
        return new SandboxOptions(
                port, newSeed, teamSizes, people, newIds, limits, latency, idle, faults, signIn, folder);
    }

    public SandboxOptions withTeamSizes(List<Integer> newSizes) {
        return new SandboxOptions(port, seed, newSizes, 0, newIds, limits, latency, idle, faults, signIn, folder);
    }

    public SandboxOptions withTeamSizes(Integer... newSizes) {
        return withTeamSizes(List.of(newSizes));
    }

    public SandboxOptions withPeople(int count) {
        return new SandboxOptions(port, seed, teamSizes, count, newIds, limits, latency, idle, faults, signIn, folder);
    }

    public SandboxOptions withNewIds(boolean on) {
        return new SandboxOptions(port, seed, teamSizes, people, on, limits, latency, idle, faults, signIn, folder);
    }

    public SandboxOptions withLimits(RateLimits newLimits) {
        return new SandboxOptions(
                port, seed, teamSizes, people, newIds, newLimits, latency, idle, faults, signIn, folder);
    }

    /** The limits of Teams, or none. */
    public SandboxOptions withRateLimits(boolean on) {
        return withLimits(on ? RateLimits.teams() : RateLimits.off());
    }

    public SandboxOptions withLatency(Duration newLatency) {
        return new SandboxOptions(
                port, seed, teamSizes, people, newIds, limits, newLatency, idle, faults, signIn, folder);
    }

    public SandboxOptions withIdle(Duration newIdle) {
        return new SandboxOptions(
                port, seed, teamSizes, people, newIds, limits, latency, newIdle, faults, signIn, folder);
    }

    public SandboxOptions withFaults(FaultPlan newFaults) {
        return new SandboxOptions(
                port, seed, teamSizes, people, newIds, limits, latency, idle, newFaults, signIn, folder);
    }

    public SandboxOptions withSignIn(SandboxSignIn newSignIn) {
        return new SandboxOptions(
                port, seed, teamSizes, people, newIds, limits, latency, idle, faults, newSignIn, folder);
    }

    private static void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            throw Problem.wrongUse("sandbox.options." + what, arguments);
        }
    }
}
