package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.rostrum.http.FaultMatrix;
import dev.rostrum.http.FaultMatrix.Fault;
import dev.rostrum.http.LoginProxy;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TestTls;
import dev.rostrum.testing.ChildProgram;
import java.io.IOException;
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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The HTTP clients that Rostrum could use, measured alike (decision 0013): how often a POST goes out for one call while the server
 * misbehaves, what a request costs, how many go through with 64 blocking callers, and what each does with a proxy's login.
 *
 * <p>Cost and speed: one small POST, a small JSON answer, a server in a process of its own on the same computer; each client is
 * warmed up, then the clients take turns; the figure is the median of the rounds. Nothing here is random. {@code Rostrum} is the
 * product's own transport, on the client that was kept.
 */
public final class HttpClientComparison {
    private static final int CALLERS = 64;
    private static final String KEPT = "Rostrum";
    private static final String USER = "ada";
    private static final String PASSWORD = "pass:w\u00f6rd";
    private static final byte[] BODY = ("{\"type\":\"message\",\"text\":\"The office is closed on Friday.\","
                    + "\"textFormat\":\"plain\",\"from\":{\"id\":\"28:99999999-9999-4999-8999-999999999999\"}}")
            .getBytes(StandardCharsets.UTF_8);

    private static final int ROUNDS = 5;
    private static final int TRIES = 5;

    private final int requestsSlow;
    private final int requestsFast;
    private final int warmUp;
    private final ArrayNode figures;
    private final Map<String, HttpCandidate.Maker> candidates = new LinkedHashMap<>();

    private HttpClientComparison(boolean quick, ArrayNode figures) {
        this.requestsSlow = quick ? 640 : 6_400;
        this.requestsFast = quick ? 1_000 : 20_000;
        this.warmUp = quick ? 1_000 : 20_000;
        this.figures = figures;
        candidates.put("java.net.http", HttpCandidate::jdk);
        candidates.put("Apache 5", HttpCandidate::apache);
        candidates.put("Jetty 12", HttpCandidate::jetty);
        candidates.put(KEPT, HttpCandidate::rostrum);
    }

    /** A process of {@link Benchmarks}: some of the clients leave threads that are no daemons. */
    public static void main(String[] args) throws Exception {
        ObjectNode result = new ObjectMapper().createObjectNode();
        HttpClientComparison run = new HttpClientComparison(
                Boolean.parseBoolean(Settings.of(args).text("quick")), result.putArray("figures"));
        run.matrix();
        run.logins();
        run.costs();
        System.out.println("result " + result);
        System.exit(0);
    }

    /** The figures of such a process. */
    static List<Figure> figures(JsonNode result) {
        List<Figure> figures = new ArrayList<>();
        for (JsonNode each : result.get("figures")) {
            String name = each.get("name").asText();
            double value = each.get("value").asDouble();
            String unit = each.get("unit").asText();
            String spread = each.get("spread").asText();
            String how = each.get("how").asText();
            figures.add(
                    each.has("atMost")
                            ? Figure.atMost(name, each.get("atMost").asDouble(), value, unit, spread, how)
                            : Figure.told(name, value, unit, spread, how));
        }
        return figures;
    }

    private ObjectNode tell(String name, double value, String unit, String spread, String how) {
        return figures.addObject()
                .put("name", name)
                .put("value", value)
                .put("unit", unit)
                .put("spread", spread)
                .put("how", how);
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
                            int sent = transmissions(candidate.getValue(), fault, tls, reused, TRIES)
                                    + elsewhere.requests().size();
                            cells++;
                            if (sent != 1) {
                                more++;
                                which.append(String.format(
                                        Locale.ROOT,
                                        "%s%s/%s/%s %d",
                                        which.length() == 0 ? "" : "; ",
                                        fault.name(),
                                        tls ? "TLS" : "plain",
                                        reused ? "reused" : "fresh",
                                        sent));
                            }
                        }
                    }
                }
            }
            ObjectNode figure = tell(
                    "cells of the fault matrix with other than 1 transmission, " + candidate.getKey(),
                    more,
                    "of " + cells + " cells",
                    which.toString(),
                    "one POST a cell; fresh and reused connection, plain and TLS; counted at the server");
            if (candidate.getKey().equals(KEPT)) {
                figure.put("atMost", 0);
            }
        }
    }

    private static int transmissions(HttpCandidate.Maker maker, Fault fault, boolean tls, boolean reused, int tries)
            throws Exception {
        Duration deadline = Duration.ofMillis(fault.hasEnd() ? 10_000 : 1_500);
        byte[] body = fault.large() ? new byte[FaultMatrix.LARGE] : BODY;
        try (RawServer server = tls ? new RawServer(TestTls.localhost().getServerSocketFactory()) : new RawServer();
                HttpCandidate client =
                        maker.make(new HttpCandidate.Setup(tls ? TestTls.localhost() : null, deadline, null))) {
            URI uri = URI.create((tls ? "https" : "http") + "://localhost:" + server.port() + "/v3/x");
            int before = 0;
            if (reused) {
                server.then(RawServer.answer(201, "{}"));
                try {
                    client.post(uri, BODY);
                } catch (TimeoutException | IOException e) {
                    // The computer was too busy for a first, harmless call: nothing was measured yet.
                    if (tries == 1) {
                        throw e;
                    }
                    return transmissions(maker, fault, tls, true, tries - 1);
                }
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

    /** A way to make a proxy that asks for a login. */
    private interface Asking {
        LoginProxy proxy();
    }

    private void logins() throws Exception {
        Map<String, Asking> schemes = new LinkedHashMap<>();
        schemes.put("Basic", () -> LoginProxy.basic(USER, PASSWORD));
        schemes.put("NTLM", LoginProxy::ntlm);
        schemes.put("Negotiate", () -> LoginProxy.asking("Negotiate", "a ticket that nobody here can have"));
        schemes.put("NTLM, Negotiate or Basic", LoginProxy::windowsOrBasic);
        for (Map.Entry<String, Asking> scheme : schemes.entrySet()) {
            Map<String, HttpCandidate.Maker> clients = new LinkedHashMap<>(candidates);
            if (scheme.getKey().contains("NTLM")) {
                clients.put("Apache 5 with its NTLM engine", HttpCandidate::apacheNtlm);
            }
            for (Map.Entry<String, HttpCandidate.Maker> client : clients.entrySet()) {
                login(scheme.getKey(), scheme.getValue(), client.getKey(), client.getValue());
            }
        }
    }

    private void login(String scheme, Asking asking, String client, HttpCandidate.Maker maker) throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                LoginProxy proxy = asking.proxy().to(server.port())) {
            server.otherwise(RawServer.answer(201, "{}"));
            HttpCandidate.Login login = new HttpCandidate.Login(proxy.port(), USER, PASSWORD);
            String end;
            try (HttpCandidate candidate =
                    maker.make(new HttpCandidate.Setup(TestTls.localhost(), Duration.ofSeconds(5), login))) {
                end = "ends with " + candidate.post(URI.create("https://localhost:" + server.port() + "/v3/x"), BODY);
            } catch (Exception e) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                end = "ends with " + cause.getClass().getSimpleName();
            }
            List<String> shown = new ArrayList<>();
            for (LoginProxy.Knock knock : proxy.knocks()) {
                String given = knock.headers().getOrDefault("proxy-authorization", "no login");
                shown.add(given.startsWith("NTLM ") ? "NTLM, message " + LoginProxy.ntlmMessage(given) : first(given));
            }
            tell(
                    "POSTs that pass a proxy which asks for " + scheme + ", " + client,
                    server.requests().size(),
                    "of 1",
                    end + "; CONNECTs with: " + String.join("; ", shown),
                    "one POST over TLS, user and password are set"
                            + (scheme.contains("NTLM") ? "; NTLM's third message is taken whatever it says" : ""));
        }
    }

    private static String first(String login) {
        return login.equals("no login") ? login : login.substring(0, Math.max(login.indexOf(' '), 0));
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
                round(client, fast, warmUp);
            }
            for (int i = 0; i < ROUNDS; i++) {
                for (Map.Entry<String, HttpCandidate> client : clients.entrySet()) {
                    taken.get(client.getKey()).add(round(client.getValue(), uri, requests));
                }
            }
        } finally {
            for (HttpCandidate client : clients.values()) {
                client.close();
            }
        }
        String how = "median of " + ROUNDS + " rounds in turns, " + requests + " small POSTs each, " + CALLERS
                + " blocking callers, after " + warmUp + " as warm-up; nothing is random";
        for (Map.Entry<String, List<double[]>> round : taken.entrySet()) {
            String client = " at " + wait + " ms, " + round.getKey();
            double[] perSecond = column(round.getValue(), 0);
            double[] cpu = column(round.getValue(), 1);
            tell("requests/s" + client, Figure.median(perSecond), "/s", Figure.spread(perSecond), how);
            if (wait > 0) {
                double limit = CALLERS * 1000.0 / wait;
                double[] shares =
                        Arrays.stream(perSecond).map(each -> each / limit).toArray();
                tell(
                        "requests/s \u00f7 " + Figure.number(limit) + client,
                        Figure.median(shares),
                        "",
                        Figure.spread(shares),
                        how);
            }
            tell("CPU for 1,000 requests" + client, Figure.median(cpu), "ms", Figure.spread(cpu), how);
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

    private static double[] column(List<double[]> rounds, int column) {
        return rounds.stream().mapToDouble(round -> round[column]).toArray();
    }
}
