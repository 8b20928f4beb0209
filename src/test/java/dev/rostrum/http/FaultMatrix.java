package dev.rostrum.http;

import java.time.Duration;
import java.util.List;

/**
 * Every way in which a server was seen, or can be expected, to fail a POST that reached it, with what must become of it. The
 * comparison of HTTP clients and the test of the kept one play the same list.
 */
public final class FaultMatrix {
    /** What a caller of {@code send} must be told. */
    public enum Fate {
        /** A 2xx, whatever became of its body. */
        ACCEPTED,
        /** Another status. */
        REFUSED,
        /** Nobody can tell. */
        UNANSWERED
    }

    /**
     * @param wholeRequests how many requests the server reads to their end for one call
     * @param status that is told, 0 where there is none
     * @param hasEnd whether it ends by itself; else the client's deadline ends it
     * @param large whether the request's body must be of several megabytes
     */
    public record Fault(
            String name,
            RawServer.Behaviour behaviour,
            int wholeRequests,
            Fate fate,
            int status,
            boolean hasEnd,
            boolean large) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Half of what {@link Fault#large} asks for. */
    public static final int LARGE = 4 << 20;

    private FaultMatrix() {}

    /**
     * @param elsewhere another server's URL, for answers that point there
     */
    public static List<Fault> faults(String elsewhere) {
        return List.of(
                lost("reads, closes", RawServer.closeAfterReading(), 1),
                lost("reads, resets", RawServer.resetAfterReading(), 1),
                lost("half a status line", RawServer.writeThenClose("HTTP/1.1 20"), 1),
                lost("half the headers", RawServer.writeThenClose("HTTP/1.1 201 Said\r\nContent-Le"), 1),
                lost("garbage", RawServer.writeThenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n\u0001\u0002\u0003\r\n"), 1),
                lost("100, then closes", RawServer.writeThenClose("HTTP/1.1 100 Continue\r\n\r\n"), 1),
                lost("resets before the body", RawServer.resetBeforeReading(), 0),
                new Fault("half of a large body, closes", halfRead(), 0, Fate.UNANSWERED, 0, true, true),
                new Fault("hangs", RawServer.hang(), 1, Fate.UNANSWERED, 0, false, false),
                new Fault("201, half a body", RawServer.halfBody(201), 1, Fate.ACCEPTED, 201, true, false),
                new Fault(
                        "201, a body that trickles",
                        RawServer.drip(201, Duration.ofMillis(20)),
                        1,
                        Fate.ACCEPTED,
                        201,
                        false,
                        false),
                new Fault("202, nothing", RawServer.answer(202, ""), 1, Fate.ACCEPTED, 202, true, false),
                refused(302, "Location: " + elsewhere + "/x"),
                refused(307, "Location: " + elsewhere + "/x"),
                refused(401, "WWW-Authenticate: Basic realm=\"x\""),
                refused(408, "Connection: close"),
                refused(412),
                refused(429, "Retry-After: 0"),
                refused(500),
                refused(502),
                refused(503, "Retry-After: 0"),
                refused(504));
    }

    private static Fault lost(String name, RawServer.Behaviour behaviour, int wholeRequests) {
        return new Fault(name, behaviour, wholeRequests, Fate.UNANSWERED, 0, true, false);
    }

    private static Fault refused(int status, String... headers) {
        return new Fault(
                "answers " + status, RawServer.answer(status, "{}", headers), 1, Fate.REFUSED, status, true, false);
    }

    private static RawServer.Behaviour halfRead() {
        return exchange -> {
            exchange.readPart(LARGE / 2);
            exchange.close();
        };
    }
}
