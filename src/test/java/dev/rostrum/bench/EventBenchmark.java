package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Events from the wire into the cache, and how long Teams waits for an answer while an announcement goes on. */
final class EventBenchmark {
    private static final int CONNECTIONS = 64;
    private static final int PAIRS = 5;
    private static final int RATE = 50;
    private static final int EVENT_RATE = 20;

    private EventBenchmark() {}

    static List<Figure> figures(Path folder, boolean quick) throws Exception {
        List<Figure> figures = new ArrayList<>(pairs(Files.createDirectory(folder.resolve("pairs")), quick));
        figures.addAll(beside(Files.createDirectory(folder.resolve("beside")), quick));
        return figures;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What came of it. */
    private static JsonNode measured(Path folder, Settings poster, Settings endpoint) throws Exception {
        Settings ports =
                Settings.of().with("folder", folder).with("port", freePort()).with("bare", freePort());
        try (Child posting = Child.start(List.of(), "512m", EventPoster.class, poster.with(ports))) {
            JsonNode sandbox = new ObjectMapper().readTree(posting.line("sandbox"));
            Settings whose = endpoint.with(ports)
                    .with("connector", sandbox.get("connector").asText())
                    .with("app", sandbox.get("app").asText())
                    .with("tenant", sandbox.get("tenant").asText());
            try (Child listening = Child.start(List.of(), "512m", EventEndpoint.class, whose)) {
                return posting.result();
            }
        }
    }

    private static List<Figure> pairs(Path folder, boolean quick) throws Exception {
        int size = quick ? 1_000 : 20_000;
        JsonNode pairs = measured(
                        folder,
                        Settings.of("task=pairs", "pairs=" + PAIRS, "connections=" + CONNECTIONS)
                                .with("size", size),
                        Settings.of())
                .get("pairs");
        double[] applied = new double[pairs.size()];
        double[] answered = new double[pairs.size()];
        double[] bare = new double[pairs.size()];
        double[] ratios = new double[pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            JsonNode pair = pairs.get(i);
            applied[i] = size / pair.get("appliedSeconds").asDouble();
            answered[i] = size / pair.get("answeredSeconds").asDouble();
            bare[i] = size / pair.get("bareSeconds").asDouble();
            ratios[i] = applied[i] / bare[i];
        }
        String how = PAIRS + " alternating pairs of " + size + " events of " + EventEndpoint.PEOPLE + " people, "
                + CONNECTIONS + " connections, after one as warm-up; installs, messages, people who join a team; seed "
                + Tenant.SEED;
        return List.of(
                told("events/s through authentication, cache and commit \u00f7 answered without work", ratios, "", how),
                told("events/s from the wire into the cache", applied, "/s", how),
                told("events/s authenticated, committed and answered", answered, "/s", how),
                told("the same requests/s answered without work", bare, "/s", how));
    }

    private static Figure told(String name, double[] values, String unit, String how) {
        return Figure.told(name, Figure.median(values), unit, Figure.spread(values), how);
    }

    private static List<Figure> beside(Path folder, boolean quick) throws Exception {
        int seconds = quick ? 10 : 120;
        JsonNode result;
        try (Child.Server server = new Child.Server(Settings.of("latency=50"))) {
            result = measured(
                    folder,
                    Settings.of("task=beside", "connections=8", "eventRate=" + EVENT_RATE)
                            .with("seconds", seconds),
                    Settings.of("rate=" + RATE).with("load", server.port()).with("size", RATE * (seconds + 120)));
        }
        String how = result.get("events").asInt() + " events at " + EVENT_RATE
                + "/s over 8 connections, counted from when each was"
                + " due, after 5 s as warm-up, while an announcement to known recipients is sent at " + RATE
                + " requests/s; median " + Figure.number(result.get("p50").asDouble()) + " ms, slowest "
                + Figure.number(result.get("max").asDouble()) + " ms; seed " + Tenant.SEED;
        return List.of(Figure.atMost(
                "p99 of the answer to an event while an announcement is sent",
                250,
                result.get("p99").asDouble(),
                "ms",
                "",
                how));
    }
}
