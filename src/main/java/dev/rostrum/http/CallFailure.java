package dev.rostrum.http;

import dev.rostrum.domain.Reason;
import java.time.Duration;
import java.util.List;

/**
 * A call that brought no answer of the host's own, sorted by what is known of the request's fate: {@link NotBegun} and {@link NotSent}
 * certainly were not processed, {@link Unanswered} and {@link NotFromHost} may have been.
 */
public abstract sealed class CallFailure extends Exception
        permits CallFailure.NotBegun, CallFailure.NotSent, CallFailure.Unanswered, CallFailure.NotFromHost {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Reason reason;
    private final transient Duration latency;

    CallFailure(String code, Reason reason, Duration latency, Throwable cause) {
        super(reason.code(), cause);
        this.code = code;
        this.reason = reason;
        this.latency = latency;
    }

    /** A short name of what happened, for logs and tables. */
    public final String code() {
        return code;
    }

    /** What is the matter, in words that bundles have. */
    public final Reason reason() {
        return reason;
    }

    public final Duration latency() {
        return latency;
    }

    /** The caller held the request back, or gave it up, before its first byte. */
    public static final class NotBegun extends CallFailure {
        private static final long serialVersionUID = 1L;

        NotBegun(Duration latency) {
            super("NotBegun", Reason.of("network.notBegun"), latency, null);
        }
    }

    /** No connection, no TLS, no way through the proxy. */
    public static final class NotSent extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final Obstacle obstacle;
        private final transient List<String> proxySchemes;

        /**
         * @param reason code of what is the matter
         */
        NotSent(Obstacle obstacle, String reason, Duration latency, Throwable cause) {
            this(obstacle, reason, latency, cause, List.of());
        }

        NotSent(Obstacle obstacle, String reason, Duration latency, Throwable cause, List<String> proxySchemes) {
            super("NotConnected", Reason.of(reason), latency, cause);
            this.obstacle = obstacle;
            this.proxySchemes = List.copyOf(proxySchemes);
        }

        public Obstacle obstacle() {
            return obstacle;
        }

        /** The schemes by which a proxy asked for a login, in lower case ({@code basic}, {@code ntlm} …). */
        public List<String> proxySchemes() {
            return proxySchemes == null ? List.of() : proxySchemes;
        }

        /** What is the matter with the host's certificate; null where that is not the obstacle. */
        public CertificateTrouble certificate() {
            return obstacle == Obstacle.CERTIFICATE ? CertificateTrouble.of(getCause()) : null;
        }
    }

    /**
     * The request, or part of it, may have been read, but no whole answer came back. Its code says why: {@code Timeout},
     * {@code ConnectionLost}, {@code AnswerBroken}, {@code AnswerTooLarge}, or {@code Interrupted}, where the caller stopped waiting.
     */
    public static final class Unanswered extends CallFailure {
        private static final long serialVersionUID = 1L;

        /** The code of an answer that did not come, or not to its end, before the deadline. */
        public static final String TIMEOUT = "Timeout";

        /** The code of an answer that is larger than what is read. */
        public static final String TOO_LARGE = "AnswerTooLarge";

        /**
         * @param reason code of what is the matter
         */
        Unanswered(String code, String reason, Duration latency, Throwable cause) {
            super(code, Reason.of(reason), latency, cause);
        }
    }

    /**
     * Something between here and the host answered in its place: a proxy that looks into secure traffic, a filter, the sign-in page
     * of a network.
     */
    public static final class NotFromHost extends CallFailure {
        private static final long serialVersionUID = 1L;

        private final int status;

        NotFromHost(int status, Duration latency) {
            super("NotFromHost", reason(status, ""), latency, null);
            this.status = status;
        }

        /** HTTP status of the stranger's answer. */
        public int status() {
            return status;
        }

        /**
         * That, and what to do.
         *
         * @param excerpt one line of what the answer says, as shown to people; empty where it says nothing
         */
        public static Reason reason(int status, String excerpt) {
            return excerpt.isEmpty()
                    ? Reason.of("network.notFromTeams", status)
                    : Reason.of("network.notFromTeams.page", status, excerpt);
        }
    }
}
