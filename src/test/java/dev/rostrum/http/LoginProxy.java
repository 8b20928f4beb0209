package dev.rostrum.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A proxy on loopback that makes tunnels ({@code CONNECT}) and nothing else. All its tunnels end at one port of this computer, so
 * that real host names can be asked for in tests.
 */
public final class LoginProxy implements AutoCloseable {
    /** What a proxy does with a request for a tunnel: an answer to give (closing after it), or null to make the tunnel. */
    @FunctionalInterface
    interface Door {
        /** @param state empty for each new connection; a place to keep what a login of several steps needs */
        String knock(Knock knock, Map<String, Object> state) throws IOException;
    }

    /**
     * A request as the proxy read it, in clear.
     *
     * @param target what a tunnel is wanted to
     * @param headers names in lower case
     */
    public record Knock(String method, String target, Map<String, String> headers) {}

    private static final String DROP = "";

    private final ServerSocket listening;
    private final Door door;
    private final List<Knock> knocks = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream afterTunnel = new ByteArrayOutputStream();
    private volatile int port;
    private volatile SSLContext shown;
    private volatile SSLContext believed;

    private LoginProxy(Door door) {
        this.door = door;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Asks nobody for a login. */
    public static LoginProxy open() {
        return new LoginProxy((knock, state) -> null);
    }

    /** Lets in whom it knows, by Basic; UTF-8. */
    public static LoginProxy basic(String user, String password) {
        String wanted =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return asking("Basic realm=\"example\", charset=\"UTF-8\"", wanted);
    }

    /** Asks by this challenge and takes this answer. */
    public static LoginProxy asking(String challenge, String wanted) {
        return new LoginProxy((knock, state) -> wanted.equals(knock.headers().get("proxy-authorization"))
                ? null
                : status(407, "Proxy-Authenticate: " + challenge));
    }

    /**
     * Asks for NTLM and goes through its three messages on one connection. Whether the third is right is not looked at: that takes
     * a domain; what is seen is whether a client can do it at all.
     */
    public static LoginProxy ntlm() {
        return new LoginProxy(LoginProxy::ntlm);
    }

    /** As a proxy in a Windows domain: the domain's own logins first, then Basic, which it takes from anybody. */
    public static LoginProxy windowsOrBasic() {
        return new LoginProxy((knock, state) -> {
            String given = knock.headers().getOrDefault("proxy-authorization", "");
            if (given.startsWith("Basic ")) {
                return null;
            }
            return given.startsWith("NTLM ")
                    ? ntlm(knock, state)
                    : status(
                            407,
                            "Proxy-Authenticate: Negotiate",
                            "Proxy-Authenticate: NTLM",
                            "Proxy-Authenticate: Basic realm=\"example\"");
        });
    }

    private static String ntlm(Knock knock, Map<String, Object> state) {
        String given = knock.headers().getOrDefault("proxy-authorization", "");
        int message = given.startsWith("NTLM ") ? ntlmMessage(given) : 0;
        if (message == 1) {
            state.put("asked", true);
            return status(407, "Proxy-Authenticate: NTLM " + Base64.getEncoder().encodeToString(challenge()));
        }
        return message == 3 && state.containsKey("asked") ? null : status(407, "Proxy-Authenticate: NTLM");
    }

    /** Which of NTLM's three messages a header carries; 0 for none. */
    public static int ntlmMessage(String header) {
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring("NTLM ".length()));
            boolean signed = new String(bytes, 0, 7, StandardCharsets.US_ASCII).equals("NTLMSSP");
            return signed ? bytes[8] : 0;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return 0;
        }
    }

    /** NTLM's second message: no target, a nonce of eight bytes, an empty list of names. */
    private static byte[] challenge() {
        ByteBuffer message = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
        message.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2);
        message.putShort((short) 0).putShort((short) 0).putInt(48);
        message.putInt(0x00828201).putLong(0x0123456789abcdefL).putLong(0);
        message.putShort((short) 4).putShort((short) 4).putInt(48);
        return message.putInt(0).array();
    }

    /** Answers each request for a tunnel with a status. */
    public static LoginProxy refusing(int status) {
        return new LoginProxy((knock, state) -> status(status));
    }

    /** Hangs up on each request for a tunnel. */
    public static LoginProxy dropping() {
        return new LoginProxy((knock, state) -> DROP);
    }

    /** A door of the test's own. */
    static LoginProxy with(Door door) {
        return new LoginProxy(door);
    }

    /** An answer without a body that keeps the connection. */
    static String status(int status, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    /** Where every tunnel ends. */
    public LoginProxy to(int end) {
        port = end;
        return this;
    }

    /**
     * Looks into the traffic: ends the client's TLS with a certificate of its own and makes another to the end.
     *
     * @param own what the client is shown
     * @param trusted what the end is judged by
     */
    public LoginProxy inspecting(SSLContext own, SSLContext trusted) {
        shown = own;
        believed = trusted;
        return this;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Each request that was made to the proxy itself. */
    public List<Knock> knocks() {
        synchronized (knocks) {
            return List.copyOf(knocks);
        }
    }

    /** What it carried from clients to the end, as it saw it: cipher text unless it inspects. */
    public String carried() {
        synchronized (afterTunnel) {
            return afterTunnel.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "login-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Map<String, Object> state = new TreeMap<>();
            while (true) {
                Knock knock = knock(socket.getInputStream());
                if (knock == null) {
                    return;
                }
                knocks.add(knock);
                String answer = knock.method().equals("CONNECT") ? door.knock(knock, state) : status(405);
                if (answer == null) {
                    write(socket.getOutputStream(), "HTTP/1.1 200 Tunnel\r\n\r\n");
                    tunnel(socket);
                    return;
                }
                if (answer.equals(DROP)) {
                    return;
                }
                write(socket.getOutputStream(), answer);
            }
        } catch (IOException e) {
            // The client hung up, or the test is over.
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void tunnel(Socket plain) throws IOException {
        Socket client = plain;
        if (shown != null) {
            SSLSocket ended = (SSLSocket) shown.getSocketFactory().createSocket(plain, null, true);
            ended.setUseClientMode(false);
            ended.startHandshake();
            client = ended;
        }
        Socket end = believed == null
                ? new Socket("127.0.0.1", port)
                : believed.getSocketFactory().createSocket("localhost", port);
        sockets.add(end);
        Socket from = client;
        start(() -> copy(end, from, false));
        copy(from, end, true);
    }

    private void copy(Socket from, Socket to, boolean noted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 14];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (noted) {
                    synchronized (afterTunnel) {
                        afterTunnel.write(buffer, 0, n);
                    }
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // Either side hung up.
        }
    }

    /** Reads byte by byte: what follows the empty line belongs to the tunnel. */
    private static Knock knock(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", 3);
        if (parts.length != 3) {
            throw new IOException("no request line");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Knock(parts[0], parts[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).strip();
            }
            line.write(b);
        }
        return null;
    }

    @Override
    public void close() {
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
}
