package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code mvn -q -Pbench verify}: measures, prints a line a figure, writes {@code target/bench.json}. A missed figure is
 * printed as MISSED, a benchmark that broke as BROKEN, one that no longer fits as SKIPPED; the command ends well all the same,
 * and within 45 minutes.
 *
 * <p>Settings: {@code folder} to work and write in, {@code only} the name of one benchmark or nothing for all,
 * {@code quick=true} for small inputs (to try the benchmarks themselves; such figures count for nothing).
 */
public final class Benchmarks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IN_FLIGHT = 64;
    private static final int LATENCY = 50;
    private static final int WINDOW = 50;
    private static final int PAIRS = 5;

    /** What is left of the 45 minutes of the command is for Maven and the compiler. */
    private static final Duration ALL = Duration.ofMinutes(42);

    /**
     * One of the benchmarks.
     *
     * @param needs what it takes on two quiet cores; with less left it is not begun
     * @param limit when it is given up
     */
    private record Entry(Duration needs, Duration limit, Frame.Benchmark benchmark) {}

    private final Path target;
    private final boolean quick;
    private final Map<String, Entry> all = new LinkedHashMap<>();

    private Benchmarks(Path target, boolean quick) {
        this.target = target;
        this.quick = quick;
        add(
                "ledger-50ms",
                2,
                5,
                folder -> ledger(folder, LATENCY, List.of(), 0.95, quick ? 1_280 : 6_400, quick ? 640 : 3_200));
        add(
                "ledger-0ms",
                1,
                4,
                folder -> ledger(folder, 0, List.of(), 0.45, quick ? 2_000 : 10_000, quick ? 1_000 : 150_000));
        add("ledger-slow-disk", 3, 6, this::slowDisk);
        add("window", 4, 6, folder -> paced(folder, false));
        add("throttle", 4, 7, folder -> paced(folder, true));
        add("jobs-fair", 2, 4, this::jobsFair);
        add("long-run", 2, 8, this::longRun);
        add("idle-close", 6, 7, this::idleClose);
        add("open-run", 1, 4, this::openRun);
        add("start", 1, 4, folder -> StartBenchmark.figures(target.resolve("rostrum"), folder, quick));
        add("window-start", 3, 8, folder -> WindowStartBenchmark.figures(target.resolve("rostrum"), folder, quick));
        add("rosters", 7, 10, folder -> RosterBenchmark.figures(folder, quick));
        add("events", 4, 7, folder -> EventBenchmark.figures(folder, quick));
        add("people", 9, 14, folder -> QueryBenchmark.figures(folder, quick));
        add("http-clients", 5, 9, this::httpClients);
    }

    private void add(String name, int needsMinutes, int limitMinutes, Frame.Benchmark benchmark) {
        Duration needs = quick ? Duration.ZERO : Duration.ofMinutes(needsMinutes);
        all.put(name, new Entry(needs, Duration.ofMinutes(limitMinutes), benchmark));
    }

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        String only = settings.text("only");
        Benchmarks benchmarks = new Benchmarks(
                Path.of(settings.text("folder")).toAbsolutePath(), Boolean.parseBoolean(settings.text("quick")));
        if (!only.isEmpty() && !benchmarks.all.containsKey(only)) {
            System.out.println("There is no benchmark \u201c" + only + "\u201d. There are: "
                    + String.join(", ", benchmarks.all.keySet()));
            System.exit(2);
        }
        benchmarks.run(only);
        System.exit(0);
    }

    private void run(String only) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("at", Clock.systemUTC().instant().toString())
                .put("java", Runtime.version().toString())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("quick", quick);
        if (quick) {
            System.out.println("Small inputs: these figures count for nothing.");
        }
        var figures = report.putArray("figures");
        long begun = System.nanoTime();
        Frame frame = new Frame(ALL, System::nanoTime);
        for (Map.Entry<String, Entry> each : all.entrySet()) {
            if (!only.isEmpty() && !only.equals(each.getKey())) {
                continue;
            }
            Path folder = Files.createTempDirectory(Files.createDirectories(target), "bench-" + each.getKey());
            Entry entry = each.getValue();
            try {
                for (Figure figure :
                        frame.measure(each.getKey(), entry.needs(), entry.limit(), folder, entry.benchmark())) {
                    System.out.println(figure.line());
                    System.out.flush();
                    figures.add(figure.json(JSON));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (Exception e) {
                System.out.println(each.getKey() + ": BROKEN; " + e);
                figures.addObject()
                        .put("name", each.getKey())
                        .put("verdict", "BROKEN")
                        .put("how", e.toString());
            } finally {
                delete(folder);
            }
        }
        report.put("minutes", (System.nanoTime() - begun) / 60e9);
        Files.writeString(
                target.resolve("bench.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public java.nio.file.FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return java.nio.file.FileVisitResult.CONTINUE;
            }

            @Override
            public java.nio.file.FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                Files.delete(each);
                return java.nio.file.FileVisitResult.CONTINUE;
            }
        });
    }

    // --- through the ledger against bare

    private List<Figure> ledger(Path folder, int latency, List<String> before, double target, int size, int warmUp)
            throws Exception {
        String disk = before.isEmpty() ? "" : ", 10 ms more for every sync";
        String at = "at " + latency + " ms" + disk;
        JsonNode pairs;
        try (Child.Server server = new Child.Server(Settings.of("latency=" + latency));
                Child child = Child.start(
                        before,
                        "512m",
                        SendingProcess.class,
                        Settings.of("task=pairs", "pairs=" + PAIRS)
                                .with("folder", folder)
                                .with("port", server.port())
                                .with("size", size)
                                .with("warmUp", warmUp)
                                .with("inFlight", IN_FLIGHT))) {
            pairs = child.result().get("pairs");
        }
        String how = PAIRS + " alternating pairs (bare, ledger) of " + size + " new recipients each, create and send, "
                + IN_FLIGHT + " in flight, after a pair of " + warmUp + " as warm-up; seed " + Tenant.SEED;
        double[] ratios = each(pairs, pair -> number(pair, "bareSeconds") / number(pair, "ledgerSeconds"));
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atLeast(
                "recipients/s through the ledger \u00f7 bare, " + at,
                target,
                Figure.median(ratios),
                "",
                Figure.spread(ratios),
                how));
        double[] perSecond = each(pairs, pair -> 2 * size / number(pair, "ledgerSeconds"));
        double[] barePerSecond = each(pairs, pair -> 2 * size / number(pair, "bareSeconds"));
        if (latency > 0 && before.isEmpty()) {
            double limit = IN_FLIGHT / (latency / 1000.0);
            double[] shares = each(pairs, pair -> 2 * size / number(pair, "ledgerSeconds") / limit);
            figures.add(Figure.atLeast(
                    "requests/s through the ledger \u00f7 " + Figure.number(limit) + ", " + at,
                    0.95,
                    Figure.median(shares),
                    "",
                    Figure.spread(shares),
                    how));
            double[] bareShares = each(pairs, pair -> 2 * size / number(pair, "bareSeconds") / limit);
            figures.add(Figure.told(
                    "requests/s bare \u00f7 " + Figure.number(limit) + ", " + at,
                    Figure.median(bareShares),
                    "",
                    Figure.spread(bareShares),
                    how));
        } else {
            figures.add(Figure.told(
                    "requests/s through the ledger, " + at,
                    Figure.median(perSecond),
                    "/s",
                    Figure.spread(perSecond),
                    how));
            figures.add(Figure.told(
                    "requests/s bare, " + at, Figure.median(barePerSecond), "/s", Figure.spread(barePerSecond), how));
        }
        double[] cpu = each(pairs, pair -> number(pair, "ledgerCpu") * 1e6 / size);
        double[] bareCpu = each(pairs, pair -> number(pair, "bareCpu") * 1e6 / size);
        if (latency == 0) {
            double[] cpuRatios = each(pairs, pair -> number(pair, "ledgerCpu") / number(pair, "bareCpu"));
            figures.add(Figure.atMost(
                    "CPU of the sender through the ledger \u00f7 bare, " + at,
                    2.8,
                    Figure.median(cpuRatios),
                    "",
                    Figure.spread(cpuRatios),
                    how));
        }
        if (before.isEmpty()) {
            figures.add(Figure.told(
                    "CPU for 1,000 deliveries (create and send) through the ledger, " + at,
                    Figure.median(cpu),
                    "ms",
                    Figure.spread(cpu),
                    how));
            double[] writer = each(pairs, pair -> number(pair, "writerCpu") * 1e6 / size);
            figures.add(Figure.told(
                    "of that in the writing thread, " + at, Figure.median(writer), "ms", Figure.spread(writer), how));
            figures.add(Figure.told(
                    "CPU for the same 2,000 requests bare, " + at,
                    Figure.median(bareCpu),
                    "ms",
                    Figure.spread(bareCpu),
                    how));
        }
        return figures;
    }

    /** The real syscalls of the real program, each sync held up after it was done; nothing else is stopped. */
    private List<Figure> slowDisk(Path folder) throws Exception {
        List<String> tracer = List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-o",
                "/dev/null",
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:delay_exit=10000");
        String why = "needs Linux and an strace that knows --seccomp-bpf (5.3) and may trace";
        try {
            List<String> trial = new ArrayList<>(tracer);
            trial.add("true");
            Process process = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return List.of(Figure.skipped("recipients/s through the ledger \u00f7 bare, slow disk", why));
            }
        } catch (IOException e) {
            return List.of(Figure.skipped("recipients/s through the ledger \u00f7 bare, slow disk", why));
        }
        return ledger(folder, LATENCY, tracer, 0.90, quick ? 1_280 : 6_400, quick ? 640 : 3_200);
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

    private static double number(JsonNode node, String name) {
        return node.get(name).asDouble();
    }

    // --- against limits

    private List<Figure> paced(Path folder, boolean throttle) throws Exception {
        int size = quick ? 1_500 : 10_000;
        JsonNode stats;
        JsonNode result;
        try (Child.Server server = new Child.Server(
                        Settings.of("latency=" + LATENCY, "window=" + WINDOW, "throttle=" + (throttle ? 1 : 0)));
                Child child = Child.start(
                        List.of(),
                        "256m",
                        SendingProcess.class,
                        Settings.of("task=run", "rate=" + WINDOW, "inFlight=16")
                                .with("folder", folder)
                                .with("port", server.port())
                                .with("size", size))) {
            result = child.result();
            stats = server.stats();
        }
        double least = number(stats, "counted") / WINDOW;
        double refusedShare = 100 * number(stats, "refused") / (number(stats, "refused") + number(stats, "sends"));
        String how = size + " known recipients, set rate " + WINDOW + "/s, 16 in flight, " + LATENCY
                + " ms, sliding window of " + WINDOW + " in one second; the first 10 s left out ("
                + (int) number(stats, "counted") + " counted); sent " + (int) number(result, "sent") + ", in doubt "
                + (int) number(result, "inDoubt") + "; seed " + Tenant.SEED;
        if (throttle) {
            return List.of(
                    Figure.atMost(
                            "time \u00f7 least possible, everybody throttled 1 s in 10, of the time left open",
                            1.10,
                            number(stats, "openSeconds") / least,
                            "",
                            "",
                            how),
                    Figure.told("answered 429, everybody throttled 1 s in 10", refusedShare, "%", "", how));
        }
        return List.of(
                Figure.atMost(
                        "time \u00f7 least possible, window of 50 in 1 s",
                        1.03,
                        number(stats, "seconds") / least,
                        "",
                        "",
                        how),
                Figure.atMost("answered 429, window of 50 in 1 s", 0.5, refusedShare, "%", "", how));
    }

    // --- several jobs

    private List<Figure> jobsFair(Path folder) throws Exception {
        int small = 11;
        int rounds = quick ? 2 : 5;
        JsonNode result;
        try (Child.Server server = new Child.Server(Settings.of("latency=" + LATENCY));
                Child child = Child.start(
                        List.of(),
                        "256m",
                        SendingProcess.class,
                        Settings.of("task=fair", "rate=20", "inFlight=16", "size=10000")
                                .with("folder", folder)
                                .with("port", server.port())
                                .with("small", small)
                                .with("rounds", rounds)
                                .with("seconds", quick ? 5 : 20))) {
            result = child.result();
        }
        double alone = number(result, "aloneSeconds");
        double[] beside = each(result.get("beside"), each -> number(each, "seconds") / alone);
        double during = number(result, "largeDuring") / number(result, "secondsDuring");
        double before = number(result, "largeBefore") / number(result, "secondsBefore");
        String how = "a job of " + small + " started " + rounds
                + " times while one of 10,000 is sent at 20/s, all known recipients, " + LATENCY
                + " ms, 16 in flight; alone it takes " + Figure.number(alone) + " s at 5/s; seed " + Tenant.SEED;
        return List.of(
                Figure.atMost(
                        "time of a small job beside a large one \u00f7 alone at a quarter of the rate",
                        1.5,
                        Figure.median(beside),
                        "",
                        Figure.spread(beside),
                        how),
                Figure.atLeast(
                        "requests/s of the large job while small ones are sent \u00f7 before",
                        0.75,
                        during / before,
                        "",
                        "",
                        how));
    }

    // --- a long run

    private List<Figure> longRun(Path folder) throws Exception {
        int block = quick ? 1_000 : 10_000;
        int size = 10 * block;
        int warmUp = block / 2;
        JsonNode result;
        try (Child.Server server = new Child.Server(Settings.of("latency=0"));
                Child child = Child.start(
                        List.of(),
                        "256m",
                        SendingProcess.class,
                        Settings.of("task=blocks")
                                .with("folder", folder)
                                .with("port", server.port())
                                .with("size", size)
                                .with("block", block)
                                .with("warmUp", warmUp)
                                .with("inFlight", IN_FLIGHT))) {
            result = child.result();
        }
        JsonNode blocks = result.get("blocks");
        double[] wall = each(blocks, each -> 1e6 * number(each, "wall") / block);
        double[] cpu = each(blocks, each -> 1e6 * number(each, "cpu") / block);
        int last = blocks.size() - 1;
        String how =
                "one run to " + size + " new recipients, create and send, after " + warmUp + " as warm-up, blocks of "
                        + block + ", 0 ms, " + IN_FLIGHT + " in flight, -Xmx256m; seed " + Tenant.SEED;
        return List.of(
                Figure.atMost(
                        "wall per recipient, last block \u00f7 first",
                        1.15,
                        wall[last] / wall[0],
                        "",
                        "µs a block: " + list(wall),
                        how),
                Figure.atMost(
                        "CPU per recipient, last block \u00f7 first",
                        1.15,
                        cpu[last] / cpu[0],
                        "",
                        "µs a block: " + list(cpu),
                        how),
                Figure.atMost(
                        "doubts without faults",
                        0,
                        number(result, "inDoubt") + (size + warmUp - number(result, "sent")),
                        "of " + (size + warmUp) + " sends",
                        "",
                        how));
    }

    private static String list(double[] values) {
        List<String> words = new ArrayList<>();
        for (double value : values) {
            words.add(String.valueOf(Math.round(value)));
        }
        return String.join(" ", words);
    }

    // --- connections that the server closes

    private List<Figure> idleClose(Path folder) throws Exception {
        int lanes = quick ? 50 : 250;
        int seconds = quick ? 60 : 300;
        JsonNode result;
        JsonNode stats;
        try (Child.Server server = new Child.Server(Settings.of("latency=5", "idle=15000"));
                Child child = Child.start(
                        List.of(),
                        "512m",
                        SendingProcess.class,
                        Settings.of("task=idle", "gap=30")
                                .with("folder", folder)
                                .with("port", server.port())
                                .with("lanes", lanes)
                                .with("seconds", seconds))) {
            result = child.result();
            stats = server.stats();
        }
        double sends = number(result, "sends");
        return List.of(Figure.atMost(
                "doubts against a server that closes idle connections after 15 s",
                0.1,
                100 * number(result, "doubts") / sends,
                "%",
                (int) number(result, "doubts") + " of " + (int) sends + " sends, " + (int) number(result, "notSent")
                        + " not sent, " + (int) number(stats, "connections")
                        + " connections of which the server closed "
                        + (int) number(stats, "idleClosed"),
                lanes + " clients with connections of their own, gaps of 0 to 30 s for " + seconds + " s, seeds from "
                        + Tenant.SEED));
    }

    // --- opening

    private List<Figure> openRun(Path folder) throws Exception {
        int rows = 10_000;
        int times = quick ? 2 : 5;
        double[] milliseconds = new double[times];
        double[] again = new double[times];
        for (int i = 0; i < times; i++) {
            Path one = Files.createDirectory(folder.resolve("open-" + i));
            OpenRun.make(one, rows);
            try (Child child = Child.start(
                    List.of(),
                    "512m",
                    OpenRun.class,
                    Settings.of("rows=" + rows).with("folder", one))) {
                JsonNode result = child.result();
                milliseconds[i] = number(result, "milliseconds");
                again[i] = number(result, "warmMilliseconds");
            }
        }
        String how =
                rows + " open rows (64 SENDING, the rest WAITING), from opening the data file for writing to the list"
                        + " of runs, totals, causes and the first pages of deliveries; each time a new process; seed "
                        + Tenant.SEED;
        return List.of(
                Figure.atMost(
                        "from opening a data file to the list in the view-model",
                        1_000,
                        Figure.median(milliseconds),
                        "ms",
                        Figure.spread(milliseconds),
                        how + ", classes not loaded before"),
                Figure.told(
                        "the same once more in the same process",
                        Figure.median(again),
                        "ms",
                        Figure.spread(again),
                        how));
    }

    // --- clients that could be used

    private List<Figure> httpClients(Path folder) throws Exception {
        try (Child child = Child.start(List.of(), "512m", HttpClientComparison.class, Settings.of("quick=" + quick))) {
            return HttpClientComparison.figures(child.result());
        }
    }
}
