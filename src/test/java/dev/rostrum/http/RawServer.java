package dev.rostrum.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;

/**
 * A server on loopback made of bare sockets, so that it can misbehave in every way a network can. It logs each request that it
 * read to its end, and plays one {@link Behaviour} per request: the scripted ones in order, then the one of {@link #otherwise}.
 */
public final class RawServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BODY = 8 << 20;

    /**
     * A request as it was read to its end.
     *
     * @param target path and query, raw
     * @param headers names in lower case
     * @param connection number of the connection it came on, from 1
     */
    public record Request(String method, String target, Map<String, String> headers, String body, int connection) {
        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /** What is done with one request. */
    @FunctionalInterface
    public interface Behaviour {
        void play(Exchange exchange) throws IOException;
    }

    /** One request being dealt with. */
    public static final class Exchange {
        private final RawServer server;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final int connection;
        private Head head;

        private Exchange(RawServer server, Socket socket, int connection) throws IOException {
            this.server = server;
            this.socket = socket;
            this.connection = connection;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        }

        /** Reads the body and logs the request. */
        public Request read() throws IOException {
            byte[] body = in.readNBytes(head.length());
            if (body.length < head.length()) {
                throw new EOFException("the body ended early");
            }
            Request request = new Request(
                    head.method(), head.target(), head.headers(), new String(body, StandardCharsets.UTF_8), connection);
            server.log(request);
            return request;
        }

        /** Reads so many bytes of the body and logs nothing. */
        public void readPart(int bytes) throws IOException {
            in.readNBytes(bytes);
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            server.bytesWritten.addAndGet(bytes.length);
        }

        public void close() throws IOException {
            socket.close();
        }

        /** Closes with a TCP reset instead of an end. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the server is closed, or so long; true when it is closed. */
        public boolean pause(Duration atMost) {
            try {
                return server.closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    private record Head(String method, String target, Map<String, String> headers) {
        int length() {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            if (length < 0 || length > MAX_BODY) {
                throw new IllegalArgumentException("a body of " + length);
            }
            return length;
        }
    }

    private final ServerSocket listening;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Behaviour> script = new ArrayDeque<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger heads = new AtomicInteger();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final Object changed = new Object();
    private int ends;
    private volatile Behaviour rest = answer(500, "{}");

    public RawServer() {
        this(ServerSocketFactory.getDefault());
    }

    /** For TLS, with the factory of an SSLContext. */
    public RawServer(ServerSocketFactory factory) {
        try {
            listening = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept, "raw-server-" + listening.getLocalPort());
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Plays these first, one a request. */
    public RawServer then(Behaviour... behaviours) {
        synchronized (script) {
            Collections.addAll(script, behaviours);
        }
        return this;
    }

    /** Plays this when the script is at its end. */
    public RawServer otherwise(Behaviour behaviour) {
        rest = behaviour;
        return this;
    }

    /** Every request that was read to its end, in order. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** The only request; fails where there is none or more. */
    public Request only() {
        List<Request> all = requests();
        if (all.size() != 1) {
            throw new AssertionError("expected one request, got " + all.size());
        }
        return all.get(0);
    }

    /** Connections that were accepted. */
    public int connections() {
        return connections.get();
    }

    /** Requests of which the head was read, whether or not the body was. */
    public int heads() {
        return heads.get();
    }

    /** Bytes of answers handed to the system. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** Waits until so many requests were read to their end. */
    public void awaitRequests(int count) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        synchronized (changed) {
            while (requests.size() < count) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("expected " + count + " requests, got " + requests.size());
                }
                TimeUnit.NANOSECONDS.timedWait(changed, left);
            }
        }
    }

    private void noteEnd() {
        synchronized (changed) {
            ends++;
            changed.notifyAll();
        }
    }

    /** Waits until so many connections were ended by the client. */
    public void awaitEnds(int count) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        synchronized (changed) {
            while (ends < count) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("expected " + count + " ends, got " + ends);
                }
                TimeUnit.NANOSECONDS.timedWait(changed, left);
            }
        }
    }

    private void log(Request request) {
        requests.add(request);
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                int number = connections.incrementAndGet();
                sockets.add(socket);
                start(() -> serve(socket, number), "raw-server-" + port() + "-" + number);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Exchange exchange = new Exchange(this, socket, number);
            while (!socket.isClosed()) {
                Head head = head(exchange.in);
                if (head == null) {
                    noteEnd();
                    return;
                }
                heads.incrementAndGet();
                exchange.head = head;
                Behaviour next;
                synchronized (script) {
                    next = script.isEmpty() ? rest : script.poll();
                }
                next.play(exchange);
            }
        } catch (IOException e) {
            // The client hung up, or the test is over: both are part of the play.
        }
    }

    private static Head head(InputStream in) throws IOException {
        String first = line(in);
        if (first == null || first.isEmpty()) {
            return null;
        }
        String[] parts = first.split(" ", 3);
        if (parts.length != 3) {
            throw new IOException("no request line: this is not HTTP");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header: this is not HTTP");
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Head(parts[0], parts[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
            synchronized (sockets) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- behaviours

    /**
     * Reads and answers.
     *
     * @param headers lines like {@code Retry-After: 5}
     */
    public static Behaviour answer(int status, String body, String... headers) {
        return exchange -> {
            exchange.read();
            exchange.write(whole(status, body, headers));
        };
    }

    /** A complete answer as text. */
    public static String whole(int status, String body, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return text.append("Content-Type: application/json; charset=utf-8\r\nContent-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /** Reads all, then ends the connection without a word. */
    public static Behaviour closeAfterReading() {
        return exchange -> {
            exchange.read();
            exchange.close();
        };
    }

    /** Reads all, then resets the connection. */
    public static Behaviour resetAfterReading() {
        return exchange -> {
            exchange.read();
            exchange.reset();
        };
    }

    /** Reads the head only, then resets the connection. */
    public static Behaviour resetBeforeReading() {
        return Exchange::reset;
    }

    /** Reads all, writes this, then ends the connection. */
    public static Behaviour writeThenClose(String text) {
        return exchange -> {
            exchange.read();
            exchange.write(text);
            exchange.close();
        };
    }

    /** Reads all and writes half of the body that it announced. */
    public static Behaviour halfBody(int status) {
        return writeThenClose("HTTP/1.1 " + status + " Said\r\nContent-Length: 100\r\n\r\n{\"id\":");
    }

    /** Reads all and never answers. */
    public static Behaviour hang() {
        return exchange -> {
            exchange.read();
            exchange.pause(PATIENCE.multipliedBy(6));
        };
    }

    /** Answers with a status at once and a body that trickles in, a byte at a time. */
    public static Behaviour drip(int status, Duration between) {
        return exchange -> {
            exchange.read();
            exchange.write("HTTP/1.1 " + status + " Said\r\nContent-Length: 100000\r\n\r\n");
            do {
                exchange.write(" ");
            } while (!exchange.pause(between));
        };
    }

    /** Answers with a status and a body that has no end, as fast as it is taken. */
    public static Behaviour endlessBody(int status) {
        return exchange -> {
            exchange.read();
            exchange.write("HTTP/1.1 " + status + " Said\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            while (true) {
                exchange.write(chunk);
            }
        };
    }

    /** Answers with headers that have no end. */
    public static Behaviour endlessHeaders() {
        return exchange -> {
            exchange.read();
            exchange.write("HTTP/1.1 200 Said\r\n");
            while (true) {
                exchange.write("X-Filler: " + "x".repeat(8000) + "\r\n");
            }
        };
    }
}
