package dev.rostrum.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The other side of the benchmarks, in a process of its own: the two routes that sending needs, over HTTP/1.1 with
 * connections that stay open. It does as little as such a server can, since on two cores its work is taken from the
 * program that is measured; what a tenant does beside is the sandbox's business. One thread reads, another one writes
 * what is due, so that an answer comes after the latency asked for and not after the next tick of a timer.
 *
 * <p>Settings: {@code latency} in ms from a request's last byte to the answer's first; {@code window} requests in any
 * one second, more get 429 with {@code Retry-After: 1}; {@code throttle=1}: the last second of every ten refuses all the
 * same way; {@code idle} in ms after which an unused connection is closed.
 */
final class LoadServer {
    private static final int BUFFER = 16 << 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long THROTTLE_PERIOD = 10 * SECOND;
    private static final long THROTTLE_OPEN = 9 * SECOND;
    private static final long SETTLE_IN = 10 * SECOND;
    private static final int MAX_ACCEPTED = 1 << 20;

    private static final class Client {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
        private volatile boolean waiting;
        private volatile long lastUsed;

        Client(SocketChannel channel, long now) {
            this.channel = channel;
            this.lastUsed = now;
        }
    }

    private record Due(long at, Client client, byte[] answer) {}

    private final long latency;
    private final int window;
    private final boolean throttle;
    private final long idle;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final ConcurrentLinkedQueue<Due> due = new ConcurrentLinkedQueue<>();
    private final AtomicLong idleClosed = new AtomicLong();
    private final long began = System.nanoTime();

    // Touched by the reading thread only.
    private long creates;
    private long sends;
    private long refused;
    private long connections;
    private long badRequests;
    private long[] accepted = new long[1 << 12];
    private int acceptedCount;

    private volatile Thread answering;
    private volatile boolean parked;

    LoadServer(Settings settings) throws IOException {
        this.latency = TimeUnit.MILLISECONDS.toNanos(settings.number("latency", 0));
        this.window = settings.number("window", 0);
        this.throttle = settings.number("throttle", 0) != 0;
        this.idle = TimeUnit.MILLISECONDS.toNanos(settings.number("idle", 0));
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        LoadServer server = new LoadServer(Settings.of(args));
        System.out.println("port " + server.listening.socket().getLocalPort());
        System.out.flush();
        server.run();
    }

    private void run() throws IOException {
        if (latency > 0) {
            answering = new Thread(this::answer, "answers");
            answering.setDaemon(true);
            answering.start();
        }
        while (true) {
            if (idle > 0) {
                selector.select(20);
                closeIdle();
            } else {
                selector.select();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                // Closed as idle since it was selected.
                if (!key.isValid()) {
                    continue;
                }
                if (key.isAcceptable()) {
                    accept();
                } else if (key.isReadable()) {
                    read(key, (Client) key.attachment());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listening.accept();
        if (channel == null) {
            return;
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new Client(channel, System.nanoTime()));
        connections++;
    }

    private void closeIdle() throws IOException {
        long now = System.nanoTime();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Client client
                    && key.isValid()
                    && !client.waiting
                    && client.in.position() == 0
                    && now - client.lastUsed >= idle) {
                client.channel.close();
                idleClosed.incrementAndGet();
            }
        }
    }

    private void read(SelectionKey key, Client client) {
        try {
            int count = client.channel.read(client.in);
            if (count < 0) {
                key.channel().close();
                return;
            }
            long now = System.nanoTime();
            client.lastUsed = now;
            int used = 0;
            for (int end = request(client.in, used); end > 0; end = request(client.in, used)) {
                take(client, used, end, now);
                used = end;
            }
            client.in.flip().position(used);
            client.in.compact();
            if (!client.in.hasRemaining()) {
                key.channel().close();
            }
        } catch (IOException e) {
            key.cancel();
            try {
                client.channel.close();
            } catch (IOException again) {
                // It is gone already.
            }
        }
    }

    /** Where the request that begins at {@code from} ends, or 0 while it is not here in whole. */
    private static int request(ByteBuffer in, int from) {
        byte[] bytes = in.array();
        int limit = in.position();
        int length = 0;
        int line = from;
        for (int i = from; i < limit; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            int size = i - line;
            if (size <= 1) {
                int end = i + 1 + length;
                return end <= limit ? end : 0;
            }
            if (size > 16 && (bytes[line] | 0x20) == 'c' && header(bytes, line, "content-length:")) {
                length = value(bytes, line + 15, i);
            }
            line = i + 1;
        }
        return 0;
    }

    private static boolean header(byte[] bytes, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            int c = bytes[at + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int value(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                value = value * 10 + bytes[i] - '0';
            }
        }
        return value;
    }

    private void take(Client client, int from, int end, long now) throws IOException {
        byte[] bytes = client.in.array();
        int line = from;
        while (bytes[line] != '\n') {
            line++;
        }
        String first = new String(bytes, from, line - from - 1, StandardCharsets.ISO_8859_1);
        byte[] answer;
        if (first.startsWith("GET /stats ")) {
            answer = answer("200 OK", "", stats());
            client.channel.write(ByteBuffer.wrap(answer));
            return;
        } else if (first.startsWith("GET /reset ")) {
            reset();
            client.channel.write(ByteBuffer.wrap(answer("200 OK", "", "{}")));
            return;
        } else if (!admitted(now)) {
            refused++;
            answer = answer(
                    "429 Too Many Requests",
                    "Retry-After: 1\r\n",
                    "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"API calls quota exceeded\"}}");
        } else if (first.startsWith("POST /v3/conversations HTTP")) {
            creates++;
            String body = new String(
                    bytes, end - Math.min(end - line, 400), Math.min(end - line, 400), StandardCharsets.UTF_8);
            int id = body.indexOf("\"29:");
            answer = id < 0
                    ? bad()
                    : answer(
                            "201 Created",
                            "",
                            "{\"id\":\"a:" + body.substring(id + 4, body.indexOf('"', id + 4)) + "\"}");
        } else if (first.startsWith("POST /v3/conversations/") && first.contains("/activities HTTP")) {
            sends++;
            answer = answer("201 Created", "", "{\"id\":\"" + (1_700_000_000_000L + sends) + "\"}");
        } else {
            answer = bad();
        }
        if (latency == 0) {
            write(client, answer);
        } else {
            client.waiting = true;
            due.add(new Due(now + latency, client, answer));
            if (parked) {
                LockSupport.unpark(answering);
            }
        }
    }

    private byte[] bad() {
        badRequests++;
        return answer("400 Bad Request", "", "{\"error\":{\"code\":\"BadSyntax\",\"message\":\"No such route\"}}");
    }

    private boolean admitted(long now) {
        if (throttle && (now - began) % THROTTLE_PERIOD >= THROTTLE_OPEN) {
            return false;
        }
        if (window == 0) {
            return true;
        }
        if (acceptedCount >= window && now - accepted[acceptedCount - window] < SECOND) {
            return false;
        }
        if (acceptedCount == accepted.length) {
            if (acceptedCount >= MAX_ACCEPTED) {
                throw new IllegalStateException("more requests than this server counts");
            }
            accepted = java.util.Arrays.copyOf(accepted, 2 * acceptedCount);
        }
        accepted[acceptedCount++] = now;
        return true;
    }

    private static byte[] answer(String status, String headers, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: application/json; charset=utf-8\r\nMS-CV: bench.0\r\n"
                        + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(Client client, byte[] answer) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        while (bytes.hasRemaining()) {
            // An answer is far smaller than a socket's buffer, and a client has one request under way.
            client.channel.write(bytes);
        }
    }

    private void answer() {
        while (true) {
            Due next = due.peek();
            if (next == null) {
                parked = true;
                if (due.isEmpty()) {
                    LockSupport.parkNanos(SECOND);
                }
                parked = false;
                continue;
            }
            long wait = next.at - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            due.remove();
            next.client.lastUsed = System.nanoTime();
            next.client.waiting = false;
            try {
                write(next.client, next.answer);
            } catch (IOException e) {
                // The client has gone; the reading thread notices it too.
            }
        }
    }

    private void reset() {
        creates = 0;
        sends = 0;
        refused = 0;
        acceptedCount = 0;
    }

    /**
     * Counts, and how long it took to accept what was accepted after the first ten seconds: in all, and of that the time
     * in which the server was open.
     */
    private String stats() {
        long counted = 0;
        double seconds = 0;
        double open = 0;
        if (acceptedCount > 1) {
            long from = accepted[0] + SETTLE_IN;
            int first = 0;
            while (first < acceptedCount && accepted[first] < from) {
                first++;
            }
            counted = acceptedCount - first;
            if (counted > 0) {
                long to = accepted[acceptedCount - 1];
                seconds = (to - from) / 1e9;
                open = (open(to) - open(from)) / 1e9;
            }
        }
        return String.format(
                Locale.ROOT,
                "{\"creates\":%d,\"sends\":%d,\"refused\":%d,\"bad\":%d,\"connections\":%d,\"idleClosed\":%d,"
                        + "\"counted\":%d,\"seconds\":%.6f,\"openSeconds\":%.6f}",
                creates,
                sends,
                refused,
                badRequests,
                connections,
                idleClosed.get(),
                counted,
                seconds,
                open);
    }

    /** How much of the time since the start until {@code at} the server was open. */
    private long open(long at) {
        long since = at - began;
        if (!throttle) {
            return since;
        }
        return since / THROTTLE_PERIOD * THROTTLE_OPEN + Math.min(since % THROTTLE_PERIOD, THROTTLE_OPEN);
    }
}
