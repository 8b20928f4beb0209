package dev.rostrum.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@link Script} or a {@link FaultPlan} orders in place of the sandbox's own behaviour, in three independent parts: whether the request is processed, what is
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
        RESET,
        /** The head of the answer and half of its body are written; then the connection is closed. */
        HALF_BODY,
        /** The head is written, then the body byte by byte. */
        DRIP
    }

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final boolean processed;
    private final Reply reply;
    private final Map<String, String> headers;
    private final Duration delay;
    private final Ending ending;
    /** Between two bytes of a body that drips. */
    private final Duration pause;
    /** How long after the answer the Retry-After date is to be; null for none. */
    private final Duration retryDate;
    /** Added to the sandbox's own latency. */
    private final Duration latency;

    private CannedAnswer(
            boolean processed,
            Reply reply,
            Map<String, String> headers,
            Duration delay,
            Ending ending,
            Duration pause,
            Duration retryDate,
            Duration latency) {
        this.processed = processed;
        this.reply = reply;
        this.headers = headers;
        this.delay = delay;
        this.ending = ending;
        this.pause = pause;
        this.retryDate = retryDate;
        this.latency = latency;
    }

    private CannedAnswer(boolean processed, Reply reply) {
        this(processed, reply, Map.of(), Duration.ZERO, Ending.ANSWER, Duration.ZERO, null, Duration.ZERO);
    }

    private CannedAnswer(CannedAnswer like, boolean processed, Ending ending, Duration delay) {
        this(processed, like.reply, like.headers, delay, ending, like.pause, like.retryDate, like.latency);
    }

    /** The request is processed and answered as always; a base for {@link #after} and {@link #thenClosed}. */
    public static CannedAnswer usual() {
        return new CannedAnswer(true, null);
    }

    /** Not processed; the given status and body (JSON, or empty for no body at all). */
    public static CannedAnswer of(int status, String body) {
        return new CannedAnswer(false, new Reply(status, "", body));
    }

    /** Not processed; error envelope A. */
    public static CannedAnswer error(int status, String code, String message) {
        return new CannedAnswer(false, Reply.error(status, code, message));
    }

    /** Not processed; 403 in envelope C, as older Teams servers tell that the bot was blocked or uninstalled. */
    public static CannedAnswer writesBlocked() {
        return new CannedAnswer(false, Reply.writesBlocked());
    }

    /** Not processed; 401 in envelope B, as for a token that is not good here. */
    public static CannedAnswer unauthorized() {
        return new CannedAnswer(false, Reply.unauthorized());
    }

    /** Not processed; 429 without Retry-After. */
    public static CannedAnswer throttled() {
        return new CannedAnswer(false, Reply.throttled());
    }

    /** Not processed; 429 with Retry-After in whole seconds. */
    public static CannedAnswer throttled(Duration retryAfter) {
        return throttled().withHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /** Not processed; 429 with Retry-After as an HTTP date. */
    public static CannedAnswer throttledUntil(Instant when) {
        return throttled().withHeader("Retry-After", HTTP_DATE.format(when.atOffset(ZoneOffset.UTC)));
    }

    /** Not processed; 429 with Retry-After as the HTTP date that is so long after the answer, in whole seconds. */
    public static CannedAnswer throttledWithDate(Duration retryAfter) {
        return new CannedAnswer(
                false,
                Reply.throttled(),
                Map.of(),
                Duration.ZERO,
                Ending.ANSWER,
                Duration.ZERO,
                retryAfter,
                Duration.ZERO);
    }

    /** Not processed; 503 in envelope A. */
    public static CannedAnswer unavailable() {
        return error(503, "ServiceError", "Unknown");
    }

    /** Not processed; 500 in envelope A. */
    public static CannedAnswer serverError() {
        return error(500, "ServiceError", "Unknown");
    }

    /** Not processed; 412 in envelope A: another operation on the chat was faster. */
    public static CannedAnswer preconditionFailed() {
        return error(412, "PreconditionFailed", "Precondition failed, please try again.");
    }

    /** Processed, and answered 502 in envelope A all the same. */
    public static CannedAnswer badGateway() {
        return error(502, "ServiceError", "Unknown").processedFirst();
    }

    /** Processed; the answer's head promises the whole body, of which half comes; then the connection is closed. */
    public static CannedAnswer halfBody() {
        return new CannedAnswer(usual(), true, Ending.HALF_BODY, Duration.ZERO);
    }

    /** Processed; the answer's body comes byte by byte with a pause before each. */
    public static CannedAnswer drip(Duration pause) {
        return new CannedAnswer(true, null, Map.of(), Duration.ZERO, Ending.DRIP, pause, null, Duration.ZERO);
    }

    /** Processed, and answered 202 without a body, as the connector sometimes answers a send. */
    public static CannedAnswer emptyAccepted() {
        return of(202, "").processedFirst();
    }

    /** Not processed; sends the client elsewhere (307). */
    public static CannedAnswer redirect(URI where) {
        return of(307, "").withHeader("Location", where.toString());
    }

    /** The request is read, not processed, and the connection closed (FIN) without an answer. */
    public static CannedAnswer closed() {
        return usual().unprocessed().thenClosed();
    }

    /** The request is read, not processed, and the connection reset without an answer. */
    public static CannedAnswer reset() {
        return usual().unprocessed().thenReset();
    }

    /** The same, but the request is processed first. */
    public CannedAnswer processedFirst() {
        return new CannedAnswer(this, true, ending, delay);
    }

    private CannedAnswer unprocessed() {
        return new CannedAnswer(this, false, ending, delay);
    }

    /** The same, with a header more. */
    public CannedAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new CannedAnswer(processed, reply, Map.copyOf(more), delay, ending, pause, retryDate, latency);
    }

    /** The same, the given time after the request was processed (on top of the sandbox's latency). */
    public CannedAnswer after(Duration newDelay) {
        return new CannedAnswer(this, processed, ending, newDelay);
    }

    /** The same up to the answer, in place of which the connection is closed. */
    public CannedAnswer thenClosed() {
        return new CannedAnswer(this, processed, Ending.CLOSE, delay);
    }

    /** The same up to the answer, in place of which the connection is reset. */
    public CannedAnswer thenReset() {
        return new CannedAnswer(this, processed, Ending.RESET, delay);
    }

    /** The same, later by so much: a plan's latency, which is no fault. */
    CannedAnswer slower(Duration more) {
        return new CannedAnswer(processed, reply, headers, delay, ending, pause, retryDate, more);
    }

    boolean processed() {
        return processed;
    }

    /** The ordered answer, or null for the sandbox's own. */
    Reply reply() {
        return reply;
    }

    Map<String, String> headers(Instant now) {
        if (retryDate == null) {
            return headers;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        // A date has whole seconds: the next one, so that it is never too early.
        Instant date = now.plus(retryDate).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        all.put("Retry-After", HTTP_DATE.format(date.atOffset(ZoneOffset.UTC)));
        return all;
    }

    Duration latency() {
        return latency;
    }

    Duration pause() {
        return pause;
    }

    /**
     * How the request log names it: {@code close}, {@code reset}, {@code half-body}, {@code drip}, {@code late}, or the
     * status that was ordered. Empty for {@link #usual}.
     */
    public String label() {
        return switch (ending) {
            case CLOSE -> "close";
            case RESET -> "reset";
            case HALF_BODY -> "half-body";
            case DRIP -> "drip";
            case ANSWER -> reply != null ? Integer.toString(reply.status()) : delay.isZero() ? "" : "late";
        };
    }

    Duration delay() {
        return delay;
    }

    Ending ending() {
        return ending;
    }
}
