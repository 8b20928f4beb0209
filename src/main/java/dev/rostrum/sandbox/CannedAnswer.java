package dev.rostrum.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer that a {@link Script} orders, in three independent parts: whether the request is processed, what is
 * answered, and how the exchange ends.
 *
 * <p>A value for {@code reply} replaces the sandbox's own answer only where that is a success: a request that Teams
 * would refuse stays refused. An ending other than {@link Ending#ANSWER} always applies.
 */
public final class CannedAnswer {
    /** How an exchange ends. */
    public enum Ending {
        /** An answer is written. */
        ANSWER,
        /** Nothing is written; the connection is closed in order (FIN). */
        CLOSE,
        /** Nothing is written; the connection is reset (RST). */
        RESET
    }

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final boolean processed;
    private final Reply reply;
    private final Map<String, String> headers;
    private final Duration delay;
    private final Ending ending;

    private CannedAnswer(boolean processed, Reply reply, Map<String, String> headers, Duration delay, Ending ending) {
        this.processed = processed;
        this.reply = reply;
        this.headers = headers;
        this.delay = delay;
        this.ending = ending;
    }

    /** The request is processed and answered as always; a base for {@link #after} and {@link #thenClosed}. */
    public static CannedAnswer usual() {
        return new CannedAnswer(true, null, Map.of(), Duration.ZERO, Ending.ANSWER);
    }

    /** Not processed; the given status and body (JSON, or empty for no body at all). */
    public static CannedAnswer of(int status, String body) {
        return new CannedAnswer(false, new Reply(status, "", body), Map.of(), Duration.ZERO, Ending.ANSWER);
    }

    /** Not processed; error envelope A. */
    public static CannedAnswer error(int status, String code, String message) {
        return new CannedAnswer(false, Reply.error(status, code, message), Map.of(), Duration.ZERO, Ending.ANSWER);
    }

    /** Not processed; 403 in envelope C, as older Teams servers tell that the bot was blocked or uninstalled. */
    public static CannedAnswer writesBlocked() {
        return new CannedAnswer(false, Reply.writesBlocked(), Map.of(), Duration.ZERO, Ending.ANSWER);
    }

    /** Not processed; 401 in envelope B, as for a token that is not good here. */
    public static CannedAnswer unauthorized() {
        return new CannedAnswer(false, Reply.unauthorized(), Map.of(), Duration.ZERO, Ending.ANSWER);
    }

    /** Not processed; 429 without Retry-After. */
    public static CannedAnswer throttled() {
        return new CannedAnswer(false, Reply.throttled(), Map.of(), Duration.ZERO, Ending.ANSWER);
    }

    /** Not processed; 429 with Retry-After in whole seconds. */
    public static CannedAnswer throttled(Duration retryAfter) {
        return throttled().withHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /** Not processed; 429 with Retry-After as an HTTP date. */
    public static CannedAnswer throttledUntil(Instant when) {
        return throttled().withHeader("Retry-After", HTTP_DATE.format(when.atOffset(ZoneOffset.UTC)));
    }

    /** Processed, and answered 202 without a body, as the connector sometimes answers a send. */
    public static CannedAnswer emptyAccepted() {
        return of(202, "").processedFirst();
    }

    /** Not processed; sends the client elsewhere (307). */
    public static CannedAnswer redirect(URI where) {
        return of(307, "").withHeader("Location", where.toString());
    }

    /** The request is read, not processed, and the connection closed without an answer. */
    public static CannedAnswer closed() {
        return usual().unprocessed().thenClosed();
    }

    /** The request is read, not processed, and the connection reset without an answer. */
    public static CannedAnswer reset() {
        return usual().unprocessed().thenReset();
    }

    /** The same, but the request is processed first. */
    public CannedAnswer processedFirst() {
        return new CannedAnswer(true, reply, headers, delay, ending);
    }

    private CannedAnswer unprocessed() {
        return new CannedAnswer(false, reply, headers, delay, ending);
    }

    /** The same, with a header more. */
    public CannedAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new CannedAnswer(processed, reply, Map.copyOf(more), delay, ending);
    }

    /** The same, the given time after the request was processed (on top of the sandbox's latency). */
    public CannedAnswer after(Duration newDelay) {
        return new CannedAnswer(processed, reply, headers, newDelay, ending);
    }

    /** The same up to the answer, in place of which the connection is closed. */
    public CannedAnswer thenClosed() {
        return new CannedAnswer(processed, reply, headers, delay, Ending.CLOSE);
    }

    /** The same up to the answer, in place of which the connection is reset. */
    public CannedAnswer thenReset() {
        return new CannedAnswer(processed, reply, headers, delay, Ending.RESET);
    }

    boolean processed() {
        return processed;
    }

    /** The ordered answer, or null for the sandbox's own. */
    Reply reply() {
        return reply;
    }

    Map<String, String> headers() {
        return headers;
    }

    Duration delay() {
        return delay;
    }

    Ending ending() {
        return ending;
    }
}
