package dev.rostrum.sandbox;

import dev.rostrum.domain.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong in a sandbox, for how many calls, and how slow it is: the same plan against the same calls makes the
 * same faults. Each rule counts the calls that fit it, from 1; whether it strikes follows from the seed of the plan, the
 * place of the rule and that number alone. Of several rules that strike the first counts.
 *
 * <p>Every fault and whether the call was processed stand in {@link LoggedRequest the request log}. Immutable; each server
 * that is given a plan begins to count anew.
 *
 * @param seed where chance comes from
 * @param rules at most 1,000
 * @param latencyMin least time added to each connector answer, on top of {@link SandboxOptions#latency}
 * @param latencyMax most of it; the time of each call is spread evenly between the two; at most one minute
 */
public record FaultPlan(long seed, List<Rule> rules, Duration latencyMin, Duration latencyMax) {
    private static final Duration MOST_LATENCY = Duration.ofMinutes(1);
    private static final int MOST_RULES = 1_000;

    /** Begins the code of what is wrong with a plan, wherever it comes from. */
    static final String PROBLEM = "sandbox.plan.";

    /** @throws Problem when a value is outside what the parameters say */
    public FaultPlan {
        rules = List.copyOf(rules);
        require(rules.size() <= MOST_RULES, "rules", MOST_RULES, rules.size());
        require(
                !latencyMin.isNegative()
                        && latencyMin.compareTo(latencyMax) <= 0
                        && latencyMax.compareTo(MOST_LATENCY) <= 0,
                "latency",
                latencyMin.toMillis(),
                latencyMax.toMillis());
    }

    /** A plan without a fault so far. */
    public static FaultPlan seeded(long seed) {
        return new FaultPlan(seed, List.of(), Duration.ZERO, Duration.ZERO);
    }

    /**
     * Reads a plan from a JSON file; its form is described in the documentation of the sandbox.
     *
     * @throws Problem if the file cannot be read, or is not a plan; it names the place in it
     */
    public static FaultPlan read(Path file) {
        return FaultFile.read(file);
    }

    /** The same with a rule more, which is asked last. */
    public FaultPlan with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new FaultPlan(seed, more, latencyMin, latencyMax);
    }

    /** The same with a latency of its own. */
    public FaultPlan withLatency(Duration min, Duration max) {
        return new FaultPlan(seed, rules, min, max);
    }

    /** A fault for a share of the calls, from 0 to 1, chosen by chance. */
    public static Rule rate(double share, CannedAnswer fault) {
        return new Rule(fault, share, 0, Set.of(), Long.MAX_VALUE, Set.of(), Set.of());
    }

    /** A fault for each n-th call. */
    public static Rule every(long n, CannedAnswer fault) {
        require(n >= 1, "every", n);
        return new Rule(fault, 0, n, Set.of(), Long.MAX_VALUE, Set.of(), Set.of());
    }

    /** A fault for the calls with these numbers; the first is 1. */
    public static Rule calls(CannedAnswer fault, long... numbers) {
        Set<Long> chosen = new TreeSet<>();
        Arrays.stream(numbers).forEach(chosen::add);
        require(!chosen.isEmpty(), "noCalls");
        return new Rule(fault, 0, 0, chosen, Long.MAX_VALUE, Set.of(), Set.of());
    }

    /**
     * Which calls a fault is for. The calls that it counts are those to its routes and about its users.
     *
     * @param fault what happens
     * @param share of the calls, from 0 to 1; 0 where {@code every} or {@code calls} say it
     * @param every n for each n-th call; else 0
     * @param calls numbers of calls, at most 10,000; else empty
     * @param atMost it strikes no more often than that
     * @param routes none for all of the connector; those of the sign-in host must be named
     * @param users {@code 29:…} ids, at most 10,000; none for everybody, also for calls that are about nobody
     */
    public record Rule(
            CannedAnswer fault,
            double share,
            long every,
            Set<Long> calls,
            long atMost,
            Set<Route> routes,
            Set<String> users) {
        private static final int MOST_NAMED = 10_000;

        /** @throws Problem when a value is outside what the parameters say */
        public Rule {
            calls = Set.copyOf(calls);
            routes = Set.copyOf(routes);
            users = Set.copyOf(users);
            require(share >= 0 && share <= 1, "share", share);
            require(every >= 0, "every", every);
            require(atMost >= 1, "atMost", atMost);
            require(calls.size() <= MOST_NAMED && users.size() <= MOST_NAMED, "named", MOST_NAMED);
            require(calls.stream().allMatch(number -> number >= 1), "first");
        }

        /** The same, for these routes only. */
        public Rule on(Route... only) {
            return new Rule(fault, share, every, calls, atMost, Set.of(only), users);
        }

        /** The same, for calls about these people only. */
        public Rule about(String... userIds) {
            return new Rule(fault, share, every, calls, atMost, routes, Set.of(userIds));
        }

        /** The same, but no more often than that. */
        public Rule atMost(long times) {
            return new Rule(fault, share, every, calls, times, routes, users);
        }

        private boolean fits(RequestView request) {
            return (routes.isEmpty() ? !request.route().isSignIn() : routes.contains(request.route()))
                    && (users.isEmpty() || (request.userId() != null && users.contains(request.userId())));
        }

        private boolean strikes(long number, double chance) {
            return chance < share || (every > 0 && number % every == 0) || calls.contains(number);
        }
    }

    /** Begins to count: what a server asks for each request. */
    Script begin() {
        return new Running();
    }

    private static void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            throw Problem.wrongUse(PROBLEM + what, arguments);
        }
    }

    private final class Running implements Script {
        private final AtomicLong all = new AtomicLong();
        private final List<AtomicLong> seen = new ArrayList<>();
        private final List<AtomicLong> struck = new ArrayList<>();

        Running() {
            for (int i = 0; i < rules.size(); i++) {
                seen.add(new AtomicLong());
                struck.add(new AtomicLong());
            }
        }

        @Override
        public Optional<CannedAnswer> answer(RequestView request) {
            CannedAnswer found = null;
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                if (!rule.fits(request)) {
                    continue;
                }
                // Counted even when an earlier rule has struck, so that rules do not shift each other.
                long number = seen.get(i).incrementAndGet();
                if (found == null
                        && rule.strikes(number, chance(i, number))
                        && struck.get(i).getAndIncrement() < rule.atMost()) {
                    found = rule.fault();
                }
            }
            if (request.route().isSignIn() || latencyMax.isZero()) {
                return Optional.ofNullable(found);
            }
            double place = chance(-1, all.incrementAndGet());
            long spread = latencyMax.minus(latencyMin).toNanos();
            Duration latency = latencyMin.plusNanos((long) (place * spread));
            return Optional.of((found == null ? CannedAnswer.usual() : found).slower(latency));
        }

        /** A number from 0 to 1, 1 excluded, that follows from the seed, the rule and the number of the call. */
        private double chance(int rule, long number) {
            long mixed = mix(mix(seed + 0x9E3779B97F4A7C15L * (rule + 2L)) + number);
            return (mixed >>> 11) * 0x1.0p-53;
        }

        /** The finishing step of SplitMix64. */
        private static long mix(long value) {
            long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            return mixed ^ (mixed >>> 31);
        }
    }
}
