package dev.rostrum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The process that sends: the program's own client, ledger and dispatcher on a real data file. Prints one line
 * {@code result {…}}.
 */
final class SendingProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private SendingProcess() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        ObjectNode result =
                switch (settings.text("task")) {
                    case "pairs" -> pairs(settings);
                    case "run" -> run(settings);
                    case "blocks" -> blocks(settings);
                    case "fair" -> fair(settings);
                    case "idle" -> idle(settings);
                    default -> throw new IllegalArgumentException(settings.text("task"));
                };
        System.out.println("result " + JSON.writeValueAsString(result));
        System.out.flush();
        System.exit(0);
    }

    /** Wall and CPU of one stretch, and of the latter what the one writing thread took. */
    private record Stretch(double seconds, double cpuSeconds, double writerSeconds) {}

    private static final class Watch {
        private final long begun = System.nanoTime();
        private final long cpu = SYSTEM.getProcessCpuTime();
        private final long writer = writerCpu();

        Stretch stop() {
            return new Stretch(
                    (System.nanoTime() - begun) / 1e9,
                    (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
                    (writerCpu() - writer) / 1e9);
        }

        private static long writerCpu() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("store-writer"))
                    .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
                    .sum();
        }
    }

    private static Path file(Settings settings) {
        return Path.of(settings.text("folder"), "data.db");
    }

    /** A B A B …: the two POSTs bare, then the same through the ledger; the first pair is warm-up and not told. */
    private static ObjectNode pairs(Settings settings) throws Exception {
        int pairs = settings.number("pairs");
        int size = settings.number("size");
        int warmUp = settings.number("warmUp");
        int inFlight = settings.number("inFlight");
        int[] sizes = new int[pairs + 1];
        java.util.Arrays.fill(sizes, size);
        sizes[0] = warmUp;
        Tenant.make(file(settings), false, sizes);
        ArrayNode told = JSON.createArrayNode();
        try (Tenant tenant = new Tenant(file(settings), settings.number("port"), 0, inFlight)) {
            long[] runs = new long[pairs + 1];
            for (int i = 0; i <= pairs; i++) {
                runs[i] = tenant.plan(i);
            }
            int first = 0;
            for (int i = 0; i <= pairs; i++) {
                System.gc();
                Stretch bare = bare(tenant.connector(), first, sizes[i], inFlight);
                System.gc();
                Stretch ledger = through(tenant, runs[i], sizes[i]);
                first += sizes[i];
                if (i > 0) {
                    told.addObject()
                            .put("bareSeconds", bare.seconds())
                            .put("bareCpu", bare.cpuSeconds())
                            .put("ledgerSeconds", ledger.seconds())
                            .put("ledgerCpu", ledger.cpuSeconds())
                            .put("writerCpu", ledger.writerSeconds());
                }
            }
        }
        ObjectNode result = JSON.createObjectNode();
        result.set("pairs", told);
        return result;
    }

    private static Stretch bare(ConnectorClient connector, int first, int size, int inFlight) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(inFlight);
        Watch watch = new Watch();
        for (int w = 0; w < inFlight; w++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            for (int i = next.getAndIncrement(); i < size; i = next.getAndIncrement()) {
                                String conversation = connector
                                        .createConversation(permit(connector), Tenant.userId(first + i))
                                        .value();
                                connector.send(permit(connector), conversation, Tenant.MESSAGE);
                            }
                        } catch (Exception e) {
                            failure.compareAndSet(null, e);
                        } finally {
                            done.countDown();
                        }
                    },
                    "bare-" + w);
            thread.setDaemon(true);
            thread.start();
        }
        if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The bare POSTs did not end");
        }
        Stretch stretch = watch.stop();
        if (failure.get() != null) {
            throw failure.get();
        }
        return stretch;
    }

    private static Pacer.Permit permit(ConnectorClient connector) throws InterruptedException {
        return connector.pacer().acquire(() -> false).orElseThrow();
    }

    private static Stretch through(Tenant tenant, long run, int size) throws InterruptedException {
        Watch watch = new Watch();
        tenant.runs().start(run);
        ended(tenant, run);
        Stretch stretch = watch.stop();
        Totals totals = tenant.ledger().jobs().recount(run);
        if (totals.sent() != size) {
            throw new IllegalStateException("Not everybody was sent to: " + totals);
        }
        return stretch;
    }

    private static void ended(Tenant tenant, long run) throws InterruptedException {
        if (!tenant.runs().await(run, LIMIT)) {
            throw new IllegalStateException("The run did not end");
        }
        RunSnapshot end = tenant.runs().snapshot(run);
        if (end.state() != RunState.DONE) {
            throw new IllegalStateException("The run is " + end.state() + ": " + end.pauseReason());
        }
    }

    /** One run to people whose conversation is known, at a rate. */
    private static ObjectNode run(Settings settings) throws Exception {
        int size = settings.number("size");
        Tenant.make(file(settings), true, size);
        ObjectNode result = JSON.createObjectNode();
        try (Tenant tenant = new Tenant(
                file(settings), settings.number("port"), settings.number("rate"), settings.number("inFlight"))) {
            long run = tenant.plan(0);
            Watch watch = new Watch();
            tenant.runs().start(run);
            ended(tenant, run);
            Stretch all = watch.stop();
            Totals totals = tenant.ledger().jobs().recount(run);
            result.put("seconds", all.seconds())
                    .put("cpuSeconds", all.cpuSeconds())
                    .put("sent", totals.sent())
                    .put("inDoubt", totals.inDoubt());
        }
        return result;
    }

    /** Small jobs to people of their own, one after the other, while a large one is sent. */
    private static ObjectNode fair(Settings settings) throws Exception {
        int rounds = settings.number("rounds");
        int rate = settings.number("rate");
        int[] sizes = new int[2 + rounds];
        java.util.Arrays.fill(sizes, settings.number("small"));
        sizes[0] = settings.number("size");
        Tenant.make(file(settings), true, sizes);
        ObjectNode result = JSON.createObjectNode();
        try (Tenant alone =
                new Tenant(file(settings), settings.number("port"), rate / 4.0, settings.number("inFlight"))) {
            result.put("aloneSeconds", seconds(alone, alone.plan(1)));
        }
        try (Tenant tenant = new Tenant(file(settings), settings.number("port"), rate, settings.number("inFlight"))) {
            long large = tenant.plan(0);
            long[] small = new long[rounds];
            for (int i = 0; i < rounds; i++) {
                small[i] = tenant.plan(2 + i);
            }
            tenant.runs().start(large);
            TimeUnit.SECONDS.sleep(3);
            long before = sent(tenant, large);
            long begun = System.nanoTime();
            TimeUnit.SECONDS.sleep(settings.number("seconds"));
            result.put("largeBefore", sent(tenant, large) - before)
                    .put("secondsBefore", (System.nanoTime() - begun) / 1e9);
            ArrayNode beside = result.putArray("beside");
            long during = 0;
            double seconds = 0;
            for (long job : small) {
                TimeUnit.SECONDS.sleep(2);
                long at = sent(tenant, large);
                double took = seconds(tenant, job);
                during += sent(tenant, large) - at;
                seconds += took;
                beside.addObject().put("seconds", took);
            }
            result.put("largeDuring", during).put("secondsDuring", seconds);
            tenant.runs().pause(large);
            tenant.runs().await(LIMIT);
        }
        return result;
    }

    private static long sent(Tenant tenant, long run) {
        return tenant.ledger().jobs().totals(run).sent();
    }

    private static double seconds(Tenant tenant, long run) throws InterruptedException {
        long begun = System.nanoTime();
        tenant.runs().start(run);
        ended(tenant, run);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** One long run; wall and CPU at each ten-thousandth recipient after the warm-up. */
    private static ObjectNode blocks(Settings settings) throws Exception {
        int warmUp = settings.number("warmUp");
        int block = settings.number("block");
        int size = settings.number("size");
        Tenant.make(file(settings), false, warmUp + size);
        ObjectNode result = JSON.createObjectNode();
        try (Tenant tenant = new Tenant(file(settings), settings.number("port"), 0, settings.number("inFlight"))) {
            long run = tenant.plan(0);
            List<long[]> marks = new ArrayList<>();
            try (Runs.Watch watch = tenant.runs().watch(now -> {
                synchronized (marks) {
                    marks.add(new long[] {now.totals().sent(), System.nanoTime(), SYSTEM.getProcessCpuTime()});
                }
            })) {
                tenant.runs().start(run);
                ended(tenant, run);
                if (watch == null) {
                    throw new IllegalStateException();
                }
            }
            ArrayNode blocks = result.putArray("blocks");
            for (int from = warmUp; from + block <= warmUp + size; from += block) {
                blocks.addObject()
                        .put("wall", (at(marks, from + block, 1) - at(marks, from, 1)) / 1e9)
                        .put("cpu", (at(marks, from + block, 2) - at(marks, from, 2)) / 1e9);
            }
            Totals totals = tenant.ledger().jobs().recount(run);
            result.put("sent", totals.sent()).put("inDoubt", totals.inDoubt());
        }
        Runtime runtime = Runtime.getRuntime();
        result.put("heapLimitMb", runtime.maxMemory() >> 20);
        return result;
    }

    /** Time or CPU at which that many were sent, between the two nearest tellings. */
    private static double at(List<long[]> marks, long sent, int column) {
        for (int i = 1; i < marks.size(); i++) {
            long[] before = marks.get(i - 1);
            long[] after = marks.get(i);
            if (after[0] >= sent) {
                double share = after[0] == before[0] ? 1 : (sent - before[0]) / (double) (after[0] - before[0]);
                return before[column] + share * (after[column] - before[column]);
            }
        }
        return marks.get(marks.size() - 1)[column];
    }

    /**
     * Many clients, each with connections of its own, send now and then: after each message a gap of 0 to 30 s. A send
     * whose fate is unknown is a doubt, as in the ledger.
     */
    private static ObjectNode idle(Settings settings) throws Exception {
        int lanes = settings.number("lanes");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.number("seconds"));
        int longestGap = settings.number("gap");
        AtomicInteger sends = new AtomicInteger();
        AtomicInteger doubts = new AtomicInteger();
        AtomicInteger notSent = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(lanes);
        for (int lane = 0; lane < lanes; lane++) {
            Random random = new Random(Tenant.SEED + lane);
            Thread thread = new Thread(
                    () -> {
                        try (ConnectorClient connector = Tenant.client(settings.number("port"), 0)) {
                            while (true) {
                                long gap = (long) (random.nextDouble() * longestGap * 1e9);
                                if (System.nanoTime() + gap > until) {
                                    return;
                                }
                                TimeUnit.NANOSECONDS.sleep(gap);
                                sends.incrementAndGet();
                                try {
                                    connector.send(permit(connector), "a:bench", Tenant.MESSAGE);
                                } catch (ConnectorFailure.Unanswered e) {
                                    doubts.incrementAndGet();
                                } catch (ConnectorFailure.NotSent e) {
                                    notSent.incrementAndGet();
                                }
                            }
                        } catch (Exception e) {
                            failure.compareAndSet(null, e);
                        } finally {
                            done.countDown();
                        }
                    },
                    "lane-" + lane);
            thread.setDaemon(true);
            thread.start();
        }
        if (!done.await(settings.number("seconds") + 120L, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The lanes did not end");
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return JSON.valueToTree(Map.of("sends", sends.get(), "doubts", doubts.get(), "notSent", notSent.get()));
    }
}
