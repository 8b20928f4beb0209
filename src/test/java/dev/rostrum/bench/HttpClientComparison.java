package dev.rostrum.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.rostrum.connector.FaultMatrix;
import dev.rostrum.connector.FaultMatrix.Fault;
import dev.rostrum.connector.LoginProxy;
import dev.rostrum.connector.RawServer;
import dev.rostrum.connector.TestTls;
import dev.rostrum.testing.ChildProgram;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The HTTP clients that Rostrum could use, measured alike (decision 0013): how often a POST goes out for one call while the server
 * misbehaves, what a request costs, how many go through with 64 blocking callers, and which proxy logins work.
 *
 * <p>Cost and speed: one small POST, a small JSON answer, a server in a process of its own on the same computer; each client is
 * warmed up, then the clients take turns; the figure is the median of the rounds. Nothing here is random.
 */
public final class HttpClientComparison {
    private static final int CALLERS = 64;
    private static final int WARM_UP = 20_000;
    private static final byte[] BODY = ("{\"type\":\"message\",\"text\":\"The office is closed on Friday.\","
                    + "\"textFormat\":\"plain\",\"from\":{\"id\":\"28:99999999-9999-4999-8999-999999999999\"}}")
            .getBytes(StandardCharsets.UTF_8);

    private final int rounds;
    private final int requestsSlow;
    private final int requestsFast;
    private final Consumer<String> lines;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, HttpCandidate.Maker> candidates = new LinkedHashMap<>();

    private HttpClientComparison(int rounds, int requestsSlow, int requestsFast, Consumer<String> lines) {
        this.rounds = rounds;
        this.requestsSlow = requestsSlow;
        this.requestsFast = requestsFast;
        this.lines = lines;
        candidates.put("java.net.http", HttpCandidate::jdk);
        candidates.put("apache5", HttpCandidate::apache);
        candidates.put("jetty12", HttpCandidate::jetty);
        candidates.put("rostrum", HttpCandidate::rostrum);
    }

    /**
     * Prints a line a figure. {@code rostrum} is the product's own transport, on the client that was kept.
     *
     * @param args rounds (at least 5; 5 when absent), then the parts {@code matrix}, {@code cost}, {@code proxy} (all when absent)
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Math.max(5, Integer.parseInt(args[0])) : 5;
        List<String> parts =
                args.length > 1 ? List.of(args).subList(1, args.length) : List.of("matrix", "cost", "proxy");
        measure(rounds, parts, System.out::println);
        // Some clients leave threads that are no daemons.
        System.exit(0);
    }

    /**
     * Measures, telling each figure as a line when it is known.
     *
     * @return name and value of each figure, in the order they were taken
     */
    public static Map<String, Double> measure(int rounds, List<String> parts, Consumer<String> lines) throws Exception {
        HttpClientComparison run = new HttpClientComparison(rounds, 6_400, 20_000, lines);
        if (parts.contains("matrix")) {
            run.matrix();
        }
        if (parts.contains("proxy")) {
            run.proxies();
        }
        if (parts.contains("cost")) {
            run.costs();
        }
        return run.figures;
    }

    private void tell(String name, double value, String unit) {
        figures.put(name, value);
        lines.accept(String.format(Locale.ROOT, "http-client %s %.3f %s", name, value, unit));
    }

    // ---- transmissions

    private void matrix() throws Exception {
        for (Map.Entry<String, HttpCandidate.Maker> candidate : candidates.entrySet()) {
            int cells = 0;
            int more = 0;
            StringBuilder which = new StringBuilder();
            for (boolean tls : new boolean[] {false, true}) {
                for (boolean reused : new boolean[] {false, true}) {
                    try (RawServer elsewhere = new RawServer()) {
                        elsewhere.otherwise(RawServer.answer(201, "{}"));
                        for (Fault fault : FaultMatrix.faults(elsewhere.url())) {
                            int sent = transmissions(candidate.getValue(), fault, tls, reused)
                                    + elsewhere.requests().size();
                            cells++;
                            if (sent != 1) {
                                more++;
                                which.append(String.format(
                                        Locale.ROOT,
                                        "%s %s/%s/%s %d",
                                        which.length() == 0 ? "" : ";",
                                        fault.name(),
                                        tls ? "TLS" : "plain",
                                        reused ? "reused" : "fresh",
                                        sent));
                            }
                        }
                    }
                }
            }
            tell(candidate.getKey() + " cells", cells, "cells");
            tell(candidate.getKey() + " cells with another number than 1 transmission", more, "cells" + which);
        }
    }

    private static int transmissions(HttpCandidate.Maker maker, Fault fault, boolean tls, boolean reused)
            throws Exception {
        Duration deadline = Duration.ofMillis(fault.hasEnd() ? 5_000 : 500);
        byte[] body = fault.large() ? new byte[FaultMatrix.LARGE] : BODY;
        try (RawServer server = tls ? new RawServer(TestTls.localhost().getServerSocketFactory()) : new RawServer();
                HttpCandidate client =
                        maker.make(new HttpCandidate.Setup(tls ? TestTls.localhost() : null, deadline, null))) {
            URI uri = URI.create((tls ? "https" : "http") + "://localhost:" + server.port() + "/v3/x");
            int before = 0;
            if (reused) {
                server.then(RawServer.answer(201, "{}"));
                client.post(uri, BODY);
                before = 1;
            }
            server.otherwise(fault.behaviour());
            try {
                client.post(uri, body);
            } catch (Exception e) {
                // What the caller is told is judged by the test of the kept client; here only the server's log counts.
            }
            return server.heads() - before;
        }
    }

    // ---- proxies

    private void proxies() throws Exception {
        for (Map.Entry<String, HttpCandidate.Maker> candidate : candidates.entrySet()) {
            try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                    LoginProxy proxy = LoginProxy.basic("ada", "pass:w\u00f6rd").to(server.port())) {
                server.otherwise(RawServer.answer(201, "{}"));
                HttpCandidate.Login login = new HttpCandidate.Login(proxy.port(), "ada", "pass:w\u00f6rd");
                try (HttpCandidate client = candidate
                        .getValue()
                        .make(new HttpCandidate.Setup(TestTls.localhost(), Duration.ofSeconds(5), login))) {
                    int status;
                    try {
                        status = client.post(URI.create("https://localhost:" + server.port() + "/v3/x"), BODY);
                    } catch (Exception e) {
                        status = 0;
                    }
                    tell(candidate.getKey() + " through a proxy with a Basic login", status, "status");
                    tell(
                            candidate.getKey() + " through it, POSTs at the server",
                            server.requests().size(),
                            "requests");
                }
            }
        }
    }

    // ---- cost and speed

    private void costs() throws Exception {
        try (ChildProgram server = ChildProgram.main(TinyServer.class.getName(), Map.of())) {
            int port = Integer.parseInt(
                    server.awaitLine("port (\\d+)", Duration.ofSeconds(30)).group(1));
            for (int wait : new int[] {50, 0}) {
                costs(URI.create("http://127.0.0.1:" + port + "/" + wait), wait);
            }
        }
    }

    private void costs(URI uri, int wait) throws Exception {
        int requests = wait == 0 ? requestsFast : requestsSlow;
        Map<String, HttpCandidate> clients = new LinkedHashMap<>();
        Map<String, List<double[]>> taken = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, HttpCandidate.Maker> candidate : candidates.entrySet()) {
                clients.put(
                        candidate.getKey(),
                        candidate.getValue().make(new HttpCandidate.Setup(null, Duration.ofSeconds(60), null)));
                taken.put(candidate.getKey(), new ArrayList<>());
            }
            URI fast = uri.resolve("/0");
            for (HttpCandidate client : clients.values()) {
                round(client, fast, WARM_UP);
            }
            for (int i = 0; i < rounds; i++) {
                for (Map.Entry<String, HttpCandidate> client : clients.entrySet()) {
                    taken.get(client.getKey()).add(round(client.getValue(), uri, requests));
                }
            }
        } finally {
            for (HttpCandidate client : clients.values()) {
                client.close();
            }
        }
        for (Map.Entry<String, List<double[]>> round : taken.entrySet()) {
            String name = round.getKey() + " at " + wait + " ms";
            double perSecond = median(round.getValue(), 0);
            tell(name + " requests/s", perSecond, "1/s");
            if (wait > 0) {
                tell(name + " of the limit", perSecond / (CALLERS * 1000.0 / wait), "ratio");
            }
            tell(name + " CPU per 1,000 requests", median(round.getValue(), 1), "ms");
        }
    }

    /** Requests a second, and milliseconds of CPU per thousand. */
    private static double[] round(HttpCandidate client, URI uri, int requests) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        AtomicInteger left = new AtomicInteger(requests);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(CALLERS);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> {
                try {
                    ready.countDown();
                    go.await();
                    while (left.getAndDecrement() > 0) {
                        int status = client.post(uri, BODY);
                        if (status != 201) {
                            throw new IllegalStateException("status " + status);
                        }
                    }
                } catch (Exception e) {
                    failed.compareAndSet(null, e);
                }
            });
            callers.add(caller);
            caller.start();
        }
        ready.await();
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        go.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double millis = (system.getProcessCpuTime() - cpu) / 1e6;
        if (failed.get() != null) {
            throw new IllegalStateException("A call failed in a measurement", failed.get());
        }
        return new double[] {requests / seconds, millis / requests * 1000};
    }

    private static double median(List<double[]> rounds, int column) {
        double[] sorted = rounds.stream().mapToDouble(r -> r[column]).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }
}
