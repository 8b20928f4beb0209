package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.User;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that posts events, in the place of Teams: a sandbox signs them, and serves its keys. They are installs, messages of a chat
 * and people who join a team, of 10,000 people. Prints one line {@code sandbox {…}}, and one {@code result {…}} at its end.
 */
final class EventPoster {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 300;
    private static final int WARM_UP_SECONDS = 5;

    private final Settings settings;
    private final SandboxServer sandbox;
    private final List<User> people = Tenant.people(EventEndpoint.PEOPLE);
    private final List<ObjectNode> shapes = new ArrayList<>();
    private final Random random = new Random(Tenant.SEED);
    private final Instant begun = Instant.now();
    private int made;

    private EventPoster(Settings settings) throws IOException {
        this.settings = settings;
        this.sandbox = SandboxServer.start(SandboxOptions.defaults(Path.of(settings.text("folder"), "sandbox"))
                .withTeamSizes(20));
        String team = sandbox.teams().get(0).id();
        List<String> members =
                new ArrayList<>(sandbox.events().truth().teams().get(0).members());
        List<SandboxEvent> events = new ArrayList<>(sandbox.events().installs(members.get(0)));
        events.add(sandbox.events().writes(members.get(0), "Is the canteen open on Friday?"));
        events.add(sandbox.events().leaves(team, List.of(members.get(1)), true));
        events.set(events.size() - 1, sandbox.events().joins(team, List.of(members.get(1))));
        for (SandboxEvent event : events) {
            shapes.add((ObjectNode) JSON.readTree(event.json()));
        }
    }

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        EventPoster poster = new EventPoster(settings);
        say(
                "sandbox",
                JSON.createObjectNode()
                        .put("connector", poster.sandbox.serviceUrl())
                        .put("app", poster.sandbox.appId())
                        .put("tenant", poster.sandbox.tenantId()));
        // The other process makes its data file first.
        poster.state(LIMIT_SECONDS);
        say("result", settings.text("task").equals("pairs") ? poster.pairs() : poster.beside());
        System.exit(0);
    }

    private static void say(String what, ObjectNode result) throws IOException {
        System.out.println(what + " " + JSON.writeValueAsString(result));
        System.out.flush();
    }

    // --- what is posted

    /** An event of its own of one of the people. */
    private byte[] event() throws IOException {
        int number = made++;
        User person = people.get(random.nextInt(people.size()));
        ObjectNode event = shapes.get(number % shapes.size()).deepCopy();
        event.put("id", "f:" + number).put("timestamp", begun.plusMillis(number).toString());
        if (event.path("conversation").path("conversationType").asText().equals("personal")) {
            ((ObjectNode) event.get("conversation"))
                    .put("id", "a:" + person.id().substring(3));
            account(event.get("from"), person);
            named(event.path("membersAdded"), person);
        } else {
            named(event.path("membersAdded"), person);
        }
        return JSON.writeValueAsBytes(event);
    }

    private static void named(JsonNode members, User person) {
        for (JsonNode member : members) {
            if (member.path("id").asText().startsWith("29:")) {
                account(member, person);
            }
        }
    }

    private static void account(JsonNode account, User person) {
        ((ObjectNode) account).put("id", person.id()).put("aadObjectId", person.objectId());
        if (account.has("name")) {
            ((ObjectNode) account).put("name", person.name());
        }
    }

    private byte[] request(byte[] event, String authorization) {
        byte[] head =
                ("POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
                                + "Authorization: " + authorization + "\r\nContent-Length: " + event.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + event.length);
        System.arraycopy(event, 0, whole, head.length, event.length);
        return whole;
    }

    private List<byte[]> requests(int size) throws IOException {
        String authorization = sandbox.eventAuthorization();
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            requests.add(request(event(), authorization));
        }
        return requests;
    }

    // --- how

    /** One connection, which stays open. */
    private static final class Line implements AutoCloseable {
        private final Socket socket = new Socket();
        private final InputStream in;

        Line(int port) throws IOException {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(60_000);
            in = socket.getInputStream();
        }

        /** The body of a 200. */
        String ask(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("closed after " + head);
                }
                head.append((char) c);
                if (in.available() > 0) {
                    byte[] some = new byte[Math.min(in.available(), 4_096)];
                    head.append(new String(some, 0, in.read(some), StandardCharsets.ISO_8859_1));
                }
            }
            if (!head.toString().startsWith("HTTP/1.1 200")) {
                throw new IOException(head.toString());
            }
            return head.substring(head.indexOf("\r\n\r\n") + 4);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** How many events are not in the cache yet. Waits until it is told. */
    private long state(long seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try (Line line = new Line(settings.number("bare"))) {
                return Long.parseLong(
                        line.ask("GET /state HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** Posts all of them over so many connections; the seconds until the last is answered. */
    private double post(int port, List<byte[]> requests, int connections) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(connections);
        long start = System.nanoTime();
        for (int c = 0; c < connections; c++) {
            Thread thread = new Thread(
                    () -> {
                        try (Line line = new Line(port)) {
                            for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                                line.ask(requests.get(i));
                            }
                        } catch (Exception e) {
                            failure.compareAndSet(null, e);
                        } finally {
                            done.countDown();
                        }
                    },
                    "post-" + c);
            thread.setDaemon(true);
            thread.start();
        }
        if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the events were not answered in time");
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** The same requests answered without work, then by the endpoint until all are in the cache; the first pair is warm-up. */
    private ObjectNode pairs() throws Exception {
        int connections = settings.number("connections");
        ObjectNode result = JSON.createObjectNode();
        ArrayNode told = result.putArray("pairs");
        for (int i = 0; i <= settings.number("pairs"); i++) {
            List<byte[]> requests = requests(settings.number("size"));
            double bare = post(settings.number("bare"), requests, connections);
            long start = System.nanoTime();
            double answered = post(settings.number("port"), requests, connections);
            while (state(1) > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            double applied = (System.nanoTime() - start) / 1e9;
            if (i > 0) {
                told.addObject()
                        .put("bareSeconds", bare)
                        .put("answeredSeconds", answered)
                        .put("appliedSeconds", applied);
            }
        }
        return result;
    }

    /** Posts at a steady rate; a latency counts from when its event was due, so that one that waits is not hidden by another. */
    private ObjectNode beside() throws Exception {
        int connections = settings.number("connections");
        double rate = settings.number("eventRate");
        int warmUp = (int) (WARM_UP_SECONDS * rate);
        List<byte[]> requests = requests(warmUp + (int) (settings.number("seconds") * rate));
        double[] millis = new double[requests.size()];
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(connections);
        long start = System.nanoTime();
        for (int c = 0; c < connections; c++) {
            int first = c;
            Thread thread = new Thread(
                    () -> {
                        try (Line line = new Line(settings.number("port"))) {
                            for (int i = first; i < millis.length; i += connections) {
                                long due = start + (long) (i / rate * 1e9);
                                while (System.nanoTime() < due) {
                                    LockSupport.parkNanos(due - System.nanoTime());
                                }
                                line.ask(requests.get(i));
                                millis[i] = (System.nanoTime() - due) / 1e6;
                            }
                        } catch (Exception e) {
                            failure.compareAndSet(null, e);
                        } finally {
                            done.countDown();
                        }
                    },
                    "post-" + c);
            thread.setDaemon(true);
            thread.start();
        }
        done.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (failure.get() != null) {
            throw failure.get();
        }
        if (state(1) < 0) {
            throw new IllegalStateException("the announcement ended before the events did");
        }
        double[] counted = Arrays.copyOfRange(millis, warmUp, millis.length);
        Arrays.sort(counted);
        return JSON.createObjectNode()
                .put("events", counted.length)
                .put("p50", counted[counted.length / 2])
                .put("p99", counted[(int) Math.ceil(0.99 * counted.length) - 1])
                .put("max", counted[counted.length - 1]);
    }
}
