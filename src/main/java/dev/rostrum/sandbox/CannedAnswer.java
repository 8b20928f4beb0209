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
import java.util.function.Consumer;

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
        DRIP,
        /** The whole answer is written; then the connection is closed (FIN), which the answer did not announce. */
        ANSWER_AND_CLOSE;

        /** Whether all of the answer is written. */
        boolean isWhole() {
            return this == ANSWER || this == DRIP || this == ANSWER_AND_CLOSE;
        }
    }

    /** How a body is coded, whatever the client said that it takes. */
    public enum Coding {
        IDENTITY(""),
        GZIP("gzip"),
        /** As the standard has it: in the zlib format. */
        DEFLATE("deflate"),
        /** As some servers have it: without that format's head. */
        DEFLATE_RAW("deflate");

        private final String header;

        Coding(String header) {
            this.header = header;
        }

        /** What Content-Encoding says; empty for none. */
        String header() {
            return header;
        }
    }

    /** What a page of a roster lacks. */
    private enum RosterEnd {
        /** Its token: the roster seems to end here. */
        HERE,
        /** All its members, and the token. */
        EMPTY
    }

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private boolean processed = true;
    private Reply reply;
    private boolean inBetween;
    private Map<String, String> headers = Map.of();
    private Duration delay = Duration.ZERO;
    private Ending ending = Ending.ANSWER;
    /** Between two bytes of a body that drips, or between an answer and the close after it. */
    private Duration pause = Duration.ZERO;
    /** How long after the answer the Retry-After date is to be; null for none. */
    private Duration retryDate;
    /** Added to the sandbox's own latency. */
    private Duration latency = Duration.ZERO;

    private Coding coding = Coding.IDENTITY;
    /** Null for a roster as it is. */
    private RosterEnd rosterEnd;

    private CannedAnswer() {}

    private CannedAnswer(CannedAnswer like) {
        this.processed = like.processed;
        this.reply = like.reply;
        this.inBetween = like.inBetween;
        this.headers = like.headers;
        this.delay = like.delay;
        this.ending = like.ending;
        this.pause = like.pause;
        this.retryDate = like.retryDate;
        this.latency = like.latency;
        this.coding = like.coding;
        this.rosterEnd = like.rosterEnd;
    }

    private CannedAnswer with(Consumer<CannedAnswer> change) {
        CannedAnswer changed = new CannedAnswer(this);
        change.accept(changed);
        return changed;
    }

    private static CannedAnswer refusal(Reply reply) {
        return new CannedAnswer().with(it -> {
            it.processed = false;
            it.reply = reply;
        });
    }

    /** The request is processed and answered as always; a base for {@link #after} and {@link #thenClosed}. */
    public static CannedAnswer usual() {
        return new CannedAnswer();
    }

    /** Not processed; the given status and body (JSON, or empty for no body at all). */
    public static CannedAnswer of(int status, String body) {
        return refusal(new Reply(status, "", body));
    }

    /** Not processed; error envelope A. */
    public static CannedAnswer error(int status, String code, String message) {
        return refusal(Reply.error(status, code, message));
    }

    /** Not processed; 403 in envelope C, as older Teams servers tell that the bot was blocked or uninstalled. */
    public static CannedAnswer writesBlocked() {
        return refusal(Reply.writesBlocked());
    }

    /** Not processed; 401 in envelope B, as for a token that is not good here. */
    public static CannedAnswer unauthorized() {
        return refusal(Reply.unauthorized());
    }

    /** Not processed; 429 without Retry-After. */
    public static CannedAnswer throttled() {
        return refusal(Reply.throttled());
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
        return throttled().with(it -> it.retryDate = retryAfter);
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
        return usual().with(it -> it.ending = Ending.HALF_BODY);
    }

    /** Processed; the answer's body comes byte by byte with a pause before each. */
    public static CannedAnswer drip(Duration pause) {
        return usual().with(it -> {
            it.ending = Ending.DRIP;
            it.pause = pause;
        });
    }

    /** Processed, and answered 202 without a body, as the connector sometimes answers a send. */
    public static CannedAnswer emptyAccepted() {
        return of(202, "").processedFirst();
    }

    /** Not processed: something between the client and Teams answers with a page of its own. */
    public static CannedAnswer page(PageInBetween page) {
        return answeredInBetween(page.status(), page.contentType(), page.body());
    }

    /**
     * Not processed: something between the client and Teams answers. If it is {@link #processedFirst processed} all the
     * same, this takes the place of a refusal of Teams too.
     *
     * @param contentType empty for none
     * @param body of any kind
     */
    public static CannedAnswer answeredInBetween(int status, String contentType, String body) {
        return of(status, body)
                .withHeader("Content-Type", contentType)
                .withHeader("MS-CV", "")
                .with(it -> it.inBetween = true);
    }

    /** Processed; a page of a roster comes without its continuation token, as if the roster ended there. */
    public static CannedAnswer rosterEnds() {
        return usual().with(it -> it.rosterEnd = RosterEnd.HERE);
    }

    /** Processed; a page of a roster comes without members and without a continuation token. */
    public static CannedAnswer rosterEmpty() {
        return usual().with(it -> it.rosterEnd = RosterEnd.EMPTY);
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
        return with(it -> it.processed = true);
    }

    private CannedAnswer unprocessed() {
        return with(it -> it.processed = false);
    }

    /** The same, with a header more, in place of one of the same name; an empty value takes that one away. */
    public CannedAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return with(it -> it.headers = Map.copyOf(more));
    }

    /** The same, the given time after the request was processed (on top of the sandbox's latency). */
    public CannedAnswer after(Duration newDelay) {
        return with(it -> it.delay = newDelay);
    }

    /** The same up to the answer, in place of which the connection is closed. */
    public CannedAnswer thenClosed() {
        return with(it -> it.ending = Ending.CLOSE);
    }

    /** The same up to the answer, in place of which the connection is reset. */
    public CannedAnswer thenReset() {
        return with(it -> it.ending = Ending.RESET);
    }

    /** The same; after the whole answer, and the given time, the connection is closed, which no header announced. */
    public CannedAnswer closedAfterwards(Duration newPause) {
        return with(it -> {
            it.ending = Ending.ANSWER_AND_CLOSE;
            it.pause = newPause;
        });
    }

    /** The same, with the body coded, whoever answers. */
    public CannedAnswer coded(Coding newCoding) {
        return with(it -> it.coding = newCoding);
    }

    /** The same, later by so much: a plan's latency, which is no fault. */
    CannedAnswer slower(Duration more) {
        return with(it -> it.latency = more);
    }

    boolean processed() {
        return processed;
    }

    /** The ordered answer, or null for the sandbox's own. */
    Reply reply() {
        return reply;
    }

    /** Whether it is no answer of Teams, and so also takes the place of a refusal. */
    boolean inBetween() {
        return inBetween;
    }

    Coding coding() {
        return coding;
    }

    /** The sandbox's own answer, changed as ordered. */
    Reply changed(Reply own) {
        return rosterEnd == null || own == null || !own.success()
                ? own
                : own.withoutRosterToken(rosterEnd == RosterEnd.EMPTY);
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
     * How the request log names it: {@code close}, {@code reset}, {@code half-body}, {@code drip}, {@code answer-close},
     * {@code page} for what is no answer of Teams, the status that was ordered, {@code roster-end}, {@code coded},
     * {@code late}. Empty for {@link #usual}.
     */
    public String label() {
        return switch (ending) {
            case CLOSE -> "close";
            case RESET -> "reset";
            case HALF_BODY -> "half-body";
            case DRIP -> "drip";
            case ANSWER_AND_CLOSE -> "answer-close";
            case ANSWER -> labelOfAnswer();
        };
    }

    private String labelOfAnswer() {
        if (reply != null) {
            return inBetween ? "page" : Integer.toString(reply.status());
        }
        if (rosterEnd != null) {
            return "roster-end";
        }
        if (coding != Coding.IDENTITY) {
            return "coded";
        }
        return delay.isZero() ? "" : "late";
    }

    Duration delay() {
        return delay;
    }

    Ending ending() {
        return ending;
    }
}
