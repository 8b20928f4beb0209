package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** What a sync adds to reading the pages of a roster, and whether anybody who writes waits for it. */
final class RosterBenchmark {
    private static final int TEAMS = 4;
    private static final int LATENCY = 100;
    private static final int PAIRS = 5;

    private RosterBenchmark() {}

    static List<Figure> figures(Path folder, boolean quick) throws Exception {
        int size = quick ? 2_500 : 25_000;
        String who = TEAMS + " teams of " + size + ", pages of " + RosterServer.PAGE + ", a new data file each, seed "
                + Tenant.SEED;
        JsonNode slow = measured(folder.resolve("slow"), size, LATENCY, quick ? 1 : PAIRS);
        JsonNode fast = measured(folder.resolve("fast"), size, 0, quick ? 1 : PAIRS);
        String pairs = (quick ? 1 : PAIRS) + " alternating pairs (pages alone, sync) after a sync as warm-up; " + who;
        double[] ratios = each(
                slow,
                pair -> pair.get("syncSeconds").asDouble()
                        / pair.get("bareSeconds").asDouble());
        double[] seconds = each(fast, pair -> pair.get("syncSeconds").asDouble());
        double[] again = each(fast, pair -> pair.get("againSeconds").asDouble());
        double[] cpu = each(
                fast,
                pair -> pair.get("syncCpu").asDouble() - pair.get("bareCpu").asDouble());
        double[] waits = new double[slow.size() + fast.size()];
        for (int i = 0; i < waits.length; i++) {
            JsonNode pair = i < slow.size() ? slow.get(i) : fast.get(i - slow.size());
            waits[i] = pair.get("longestWait").asDouble();
        }
        double longest = 0;
        for (double wait : waits) {
            longest = Math.max(longest, wait);
        }
        return List.of(
                Figure.atMost(
                        "roster sync at " + LATENCY + " ms a page \u00f7 the same pages alone",
                        1.15,
                        Figure.median(ratios),
                        "",
                        Figure.spread(ratios),
                        pairs),
                Figure.atMost("roster sync at 0 ms", 15, Figure.median(seconds), "s", Figure.spread(seconds), pairs),
                Figure.told(
                        "the same rosters once more, nothing new, at 0 ms",
                        Figure.median(again),
                        "s",
                        Figure.spread(again),
                        pairs),
                Figure.told(
                        "processor time that a sync adds to the pages alone, at 0 ms",
                        Figure.median(cpu),
                        "s",
                        Figure.spread(cpu),
                        pairs),
                Figure.atMost(
                        "longest that another write waited for its commit meanwhile",
                        100,
                        longest,
                        "ms",
                        Figure.spread(waits),
                        "a row written every 5 ms by another thread, from its hand-over to its durable commit; the longest of each"
                                + " sync; " + who));
    }

    private interface Reading {
        double of(JsonNode pair);
    }

    private static double[] each(JsonNode pairs, Reading reading) {
        double[] values = new double[pairs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = reading.of(pairs.get(i));
        }
        return values;
    }

    private static JsonNode measured(Path folder, int size, int latency, int pairs) throws Exception {
        try (Child server = Child.start(
                List.of(),
                "512m",
                RosterServer.class,
                Settings.of("teams=" + TEAMS, "latency=" + latency).with("size", size))) {
            int port = Integer.parseInt(server.line("port"));
            try (Child child = Child.start(
                    List.of(),
                    "256m",
                    RosterSyncing.class,
                    Settings.of("teams=" + TEAMS)
                            .with("folder", folder)
                            .with("port", port)
                            .with("pairs", pairs))) {
                return child.result().get("pairs");
            }
        }
    }
}
