package dev.rostrum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Teams with so many members, page by page, in a process of its own. Pages are made before they are asked for the first time, so that
 * a bare reader and a sync wait for the same: the latency that is set. It ends with its standard input.
 */
public final class RosterServer {
    static final int PAGE = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int size;
    private final long latency;
    private final Map<String, byte[]> pages = new HashMap<>();

    private RosterServer(int size, long latency) {
        this.size = size;
        this.latency = latency;
    }

    public static void main(String[] args) throws IOException {
        Settings settings = Settings.of(args);
        RosterServer server = new RosterServer(settings.number("size"), settings.number("latency"));
        for (int team = 0; team < settings.number("teams"); team++) {
            server.make(team);
        }
        try (ServerSocket listening = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("port " + listening.getLocalPort());
            daemon(() -> server.accept(listening));
            while (System.in.read() >= 0) {
                // Waits for whoever started it.
            }
        }
        System.exit(0);
    }

    static String team(int team) {
        return "19:" + String.format("%032d", team) + "@thread.tacv2";
    }

    private void make(int team) throws IOException {
        Random random = new Random(Tenant.SEED + team);
        for (int from = 0; from < size; from += PAGE) {
            ObjectNode page = JSON.createObjectNode();
            if (from + PAGE < size) {
                page.put("continuationToken", Integer.toString(from + PAGE));
            }
            ArrayNode members = page.putArray("members");
            for (int i = from; i < Math.min(size, from + PAGE); i++) {
                String mail = "person" + team + "." + i + "@example.com";
                StringBuilder id = new StringBuilder("29:1");
                while (id.length() < 70) {
                    id.append(Long.toString(random.nextLong() >>> 1, 36));
                }
                String family = Integer.toString(random.nextInt(100_000), 36);
                members.addObject()
                        .put("id", id.toString())
                        .put("objectId", new UUID(random.nextLong(), random.nextLong()).toString())
                        .put("name", "Anna " + family)
                        .put("givenName", "Anna")
                        .put("surname", family)
                        .put("email", mail)
                        .put("userPrincipalName", mail)
                        .put("tenantId", Tenant.TENANT)
                        .put("userRole", "user");
            }
            pages.put(team(team) + "/" + from, answer(JSON.writeValueAsBytes(page)));
        }
        pages.put(
                team(team),
                answer(JSON.writeValueAsBytes(JSON.createObjectNode()
                        .put("id", team(team))
                        .put("name", "Team " + team)
                        .put("memberCount", size))));
    }

    private static byte[] answer(byte[] body) {
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nMS-CV: bench.0\r\nContent-Length: "
                                + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private void accept(ServerSocket listening) {
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

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            OutputStream out = socket.getOutputStream();
            String first = line(in);
            while (!first.isEmpty()) {
                while (!line(in).isEmpty()) {
                    // Headers.
                }
                TimeUnit.MILLISECONDS.sleep(latency);
                out.write(page(first.split(" ")[1]));
                first = line(in);
            }
        } catch (IOException | InterruptedException e) {
            // The client went away.
        }
    }

    private byte[] page(String path) {
        String team = path.split("[/?]")[3].replace("%3A", ":").replace("%40", "@");
        int token = path.indexOf("continuationToken=");
        return pages.get(
                path.startsWith("/v3/teams/")
                        ? team
                        : team + "/" + (token < 0 ? "0" : path.substring(token + "continuationToken=".length())));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int read = in.read();
        while (read >= 0 && read != '\n') {
            if (read != '\r') {
                line.append((char) read);
            }
            read = in.read();
        }
        return line.toString();
    }
}
