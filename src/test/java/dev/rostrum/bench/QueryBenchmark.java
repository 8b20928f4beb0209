package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the People table asks at 1,000,000 and at 100,000 people: searches, orders, the end, select all, the index, the heap. */
final class QueryBenchmark {
    private static final int FEW = 1_000;

    private QueryBenchmark() {}

    static List<Figure> figures(Path folder, boolean quick) throws Exception {
        List<Figure> figures = new ArrayList<>();
        double few =
                ask(made(folder, FEW), "queries", quick ? 60 : 300).get("heap").asDouble();
        for (int people : quick ? new int[] {20_000} : new int[] {100_000, 1_000_000}) {
            boolean large = people == 1_000_000;
            Path made = made(folder, people);
            JsonNode index = ask(made, "index", 0);
            JsonNode asked = ask(made, "queries", quick ? 100 : 1_000);
            String at = ", " + String.format(java.util.Locale.ROOT, "%,d", people) + " people";
            String how = number(asked, "mixTimes")
                    + " queries at random, half of them three to nine letters of somebody's name or address that were not asked for before, half of 20 searches (frequent, rare, absent, one or two letters, other scripts,"
                    + " addresses, ids, two words), 3 filters (none; team and kind; kinds, conversation and contact), 3 orders, a fifth after"
                    + " an older query that was interrupted; page of 200 and exact count; after as a fifth as many as warm-up; -Xmx256m; seed "
                    + Tenant.SEED;
            if (large) {
                figures.add(Figure.atMost("query to page and count, p50" + at, 20, of(asked, "mixP50"), "ms", "", how));
            } else {
                figures.add(Figure.told("query to page and count, p50" + at, of(asked, "mixP50"), "ms", "", how));
            }
            figures.add(Figure.atMost(
                    "query to page and count, p99" + at, large ? 80 : 25, of(asked, "mixP99"), "ms", "", how));
            figures.add(Figure.atMost(
                    "worst of those with at most 200,000 matches" + at, 300, of(asked, "mixFewWorst"), "ms", "", how));
            if (asked.has("mixManyWorst")) {
                figures.add(
                        Figure.atMost("worst of those with more" + at, 600, of(asked, "mixManyWorst"), "ms", "", how));
            }
            String without = number(asked, "sortTimes")
                    + " times at random, 5 columns, both directions, all or a team; -Xmx256m";
            figures.add(Figure.atMost(
                    "another order, p99" + at, 20, of(asked, "sortP99"), "ms", "p50 " + of(asked, "sortP50"), without));
            figures.add(Figure.atMost(
                    "jump to the end, p99" + at,
                    20,
                    of(asked, "jumpP99"),
                    "ms",
                    "p50 " + of(asked, "jumpP50"),
                    without));
            figures.add(Figure.atMost(
                    "a page anywhere, p99" + at,
                    10,
                    of(asked, "pageP99"),
                    "ms",
                    "p50 " + of(asked, "pageP50"),
                    without));
            String all = "each search under each filter, 5 times; all without a search";
            figures.add(Figure.atMost(
                    "select all and its count, to 200,000, worst" + at,
                    300,
                    of(asked, "allFewWorst"),
                    "ms",
                    "p50 " + of(asked, "allFewP50"),
                    all));
            figures.add(Figure.atMost(
                    "select all and its count, above, worst" + at,
                    600,
                    of(asked, "allManyWorst"),
                    "ms",
                    "p50 " + of(asked, "allManyP50"),
                    all));
            String heap = "after collections; orders of five columns of people and six of conversations; -Xmx256m";
            figures.add(Figure.atMost(
                    "live heap less that of " + FEW + " people" + at, 64, of(asked, "heap") - few, "MB", "", heap));
            figures.add(Figure.atMost(
                    "growth of the live heap over " + number(asked, "mixTimes") + " searches" + at,
                    1,
                    of(asked, "heapGrowth"),
                    "MB",
                    asked.get("heaps").asText(),
                    heap));
            String indexing = "an index made anew; meanwhile a write every 20 ms and a search every second";
            figures.add(Figure.told(
                    "orders in memory after opening" + at,
                    of(asked, "ordersSeconds"),
                    "s",
                    "",
                    "five and six columns, one after the other"));
            figures.add(Figure.told(
                    "search index made anew" + at,
                    of(index, "seconds"),
                    "s",
                    number(index, "megabytes") + " MB more",
                    indexing));
            figures.add(Figure.atMost(
                    "a write meanwhile, p99" + at,
                    100,
                    of(index, "writeP99"),
                    "ms",
                    "worst " + of(index, "writeWorst"),
                    indexing));
            if (index.has("searchP50")) {
                figures.add(Figure.told(
                        "a search meanwhile, p50" + at,
                        of(index, "searchP50"),
                        "ms",
                        "worst " + of(index, "searchWorst"),
                        indexing));
            }
            Files.deleteIfExists(made.resolve("people.db"));
        }
        return figures;
    }

    private static Path made(Path folder, int people) throws Exception {
        Path made = Files.createDirectory(folder.resolve("people-" + people));
        try (Child child = Child.start(
                List.of(),
                "256m",
                QueryProcess.class,
                Settings.of("task=make").with("people", people).with("folder", made))) {
            child.result();
        }
        return made;
    }

    private static JsonNode ask(Path folder, String task, int times) throws Exception {
        try (Child child = Child.start(
                List.of(),
                "256m",
                QueryProcess.class,
                Settings.of("task=" + task).with("times", times).with("folder", folder))) {
            return child.result();
        }
    }

    private static double of(JsonNode result, String name) {
        return Math.round(result.get(name).asDouble() * 10) / 10.0;
    }

    private static String number(JsonNode result, String name) {
        return String.valueOf(Math.round(result.get(name).asDouble()));
    }
}
