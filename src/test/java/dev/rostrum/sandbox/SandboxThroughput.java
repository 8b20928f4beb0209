package dev.rostrum.sandbox;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how many requests a sandbox answers in a second: 64 connections, each creating a conversation and sending to
 * it, over and over; rates not limited, no latency. Callers and sandbox share the machine. Run by its main method.
 */
final class SandboxThroughput {
    private static final int CONNECTIONS = 64;
    private static final int PAIRS = 150;

    private SandboxThroughput() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("throughput");
        SandboxOptions options =
                SandboxOptions.defaults(folder).withTeamSizes(10_000).withRateLimits(false);
        ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
        try (SandboxServer server = SandboxServer.start(options)) {
            String token = new Caller(server).token();
            Tenant tenant = new Tenant(options.seed(), options.teamSizes(), NameBook.load());
            for (int round = 0; round < 6; round++) {
                List<Callable<Integer>> work = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    int first = i * PAIRS;
                    work.add(() -> pairs(server, tenant, token, first));
                }
                long start = System.nanoTime();
                int requests = 0;
                for (Future<Integer> each : callers.invokeAll(work)) {
                    requests += each.get();
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s %.0f requests/s%n",
                        round == 0 ? "warm-up" : "round " + round,
                        requests / seconds);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static int pairs(SandboxServer server, Tenant tenant, String token, int first) throws Exception {
        String head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: ";
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create(server.serviceUrl()).getPort())) {
            socket.setTcpNoDelay(true);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (int i = first; i < first + PAIRS; i++) {
                String create = "{\"members\":[{\"id\":\"" + tenant.people().userId(i) + "\"}],\"tenantId\":\""
                        + tenant.tenantId() + "\"}";
                exchange(socket, answers, "POST /emea/v3/conversations" + head, create);
                exchange(
                        socket,
                        answers,
                        "POST /emea/v3/conversations/" + tenant.people().chatId(i) + "/activities" + head,
                        Caller.messageBody("The office is closed on Friday."));
            }
        }
        return 2 * PAIRS;
    }

    private static void exchange(Socket socket, InputStream answers, String head, String body) throws Exception {
        socket.getOutputStream().write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        StringBuilder line = new StringBuilder();
        boolean first = true;
        int length = 0;
        for (int c = answers.read(); ; c = answers.read()) {
            if (c < 0) {
                throw new IllegalStateException("closed");
            }
            if (c == '\n') {
                String text = line.toString().strip();
                line.setLength(0);
                if (first && !text.contains(" 201")) {
                    throw new IllegalStateException(text);
                }
                first = false;
                if (text.isEmpty()) {
                    answers.skipNBytes(length);
                    return;
                }
                if (text.startsWith("Content-Length:")) {
                    length = Integer.parseInt(text.substring(15).strip());
                }
            } else {
                line.append((char) c);
            }
        }
    }
}
