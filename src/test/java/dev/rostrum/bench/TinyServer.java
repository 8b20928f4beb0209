package dev.rostrum.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that does as little as a server can, in a process of its own, so that a client's figures are the client's:
 * it reads a request, waits as many milliseconds as the path says ({@code /50}), and answers 201 with a small JSON text. It ends
 * with its standard input.
 */
public final class TinyServer {
    private static final byte[] ANSWER = ("HTTP/1.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\n"
                    + "MS-CV: bench.0\r\nContent-Length: 22\r\n\r\n{\"id\":\"1700000000001\"}\n")
            .getBytes(StandardCharsets.US_ASCII);

    private static final int BACKLOG = 512;

    private TinyServer() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("port " + listening.getLocalPort());
            daemon(() -> accept(listening));
            while (System.in.read() >= 0) {
                // Waits for whoever started it.
            }
        }
        System.exit(0);
    }

    private static void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket socket = listening.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the end.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            OutputStream out = socket.getOutputStream();
            StringBuilder line = new StringBuilder();
            while (true) {
                if (!line(in, line)) {
                    return;
                }
                String path = line.substring(line.indexOf("/") + 1);
                long wait = Long.parseLong(path.substring(0, path.indexOf(' ')));
                int length = 0;
                while (line(in, line) && line.length() > 0) {
                    if (line.length() > 15 && line.substring(0, 15).equalsIgnoreCase("content-length:")) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                in.skipNBytes(length);
                if (wait > 0) {
                    TimeUnit.MILLISECONDS.sleep(wait);
                }
                out.write(ANSWER);
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone.
        } catch (RuntimeException e) {
            System.err.println(String.format(Locale.ROOT, "not a request: %s", e));
        }
    }

    /** Reads a line into the builder; false at the end of the stream. */
    private static boolean line(InputStream in, StringBuilder line) throws IOException {
        line.setLength(0);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return false;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return true;
    }
}
