package dev.rostrum.connector;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Reason;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.Obstacle;
import java.time.Duration;

/**
 * A call that did not succeed, sorted by what is known of its fate. Six kinds, as a caller must tell them apart before it
 * may repeat anything (reliability facts: an exception alone never proves that a request was not processed).
 */
public abstract sealed class ConnectorFailure extends Exception
        permits ConnectorFailure.NotBegun,
                ConnectorFailure.NotSent,
                ConnectorFailure.Refused,
                ConnectorFailure.Unanswered,
                ConnectorFailure.NotFromTeams,
                ConnectorFailure.NoToken {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Duration retryAfter;
    private final String msCv;
    private final transient Duration latency;

    ConnectorFailure(
            String message,
            int status,
            String code,
            Duration retryAfter,
            String msCv,
            Duration latency,
            Throwable cause) {
        super(message, cause);
        this.status = status;
        // It goes into logs, reports and tables.
        this.code = PlainText.code(code);
        this.retryAfter = retryAfter;
        this.msCv = msCv;
        this.latency = latency;
    }

    /** What it means for the connector that a call brought no answer. This is the one place where that is said. */
    static ConnectorFailure of(CallFailure failure) {
        if (failure instanceof CallFailure.NotBegun) {
            return new NotBegun(failure.latency());
        }
        if (failure instanceof CallFailure.NotSent notSent) {
            return new NotSent(notSent.obstacle(), notSent.reason().code(), notSent.latency(), notSent);
        }
        // What is not known to have stayed here may have been processed.
        return new Unanswered(failure.code(), failure.reason().code(), failure.latency(), failure);
    }

    /** What is the matter, in words that bundles have. */
    public abstract Reason reason();

    /** HTTP status, or 0 where none arrived. */
    public final int status() {
        return status;
    }

    /**
     * The service's code ({@code ConversationNotFound} …), or our own for what has none ({@code Timeout} …). Never null; at most 64
     * letters, digits and {@code _.-}.
     */
    public final String code() {
        return code;
    }

    /** How long Teams asked to wait, from now, or null. It is never negative. */
    public final Duration retryAfter() {
        return retryAfter;
    }

    /** Correlation vector, or null. */
    public final String msCv() {
        return msCv;
    }

    public final Duration latency() {
        return latency;
    }

    /** The call was given up by the caller, or held up for long, between its permit and the request: nothing was tried. */
    public static final class NotBegun extends ConnectorFailure {
        private static final long serialVersionUID = 1L;
        private static final Reason REASON = Reason.of("network.notBegun");

        NotBegun(Duration latency) {
            super(REASON.code(), 0, "NotBegun", null, null, latency, null);
        }

        @Override
        public Reason reason() {
            return REASON;
        }
    }

    /** Certainly not processed: no connection, no TLS, no way through the proxy. */
    public static final class NotSent extends ConnectorFailure {
        private static final long serialVersionUID = 1L;

        private final Obstacle obstacle;

        /**
         * @param reason code of what is the matter
         */
        public NotSent(Obstacle obstacle, String reason, Duration latency, Throwable cause) {
            super(reason, 0, "NotConnected", null, null, latency, cause);
            this.obstacle = obstacle;
        }

        @Override
        public Reason reason() {
            return Reason.of(getMessage());
        }

        /** What stood in the way. */
        public Obstacle obstacle() {
            return obstacle;
        }
    }

    /** Answered by Teams with another status than 2xx, or with a 2xx that lacks what makes it a success. */
    public static final class Refused extends ConnectorFailure {
        private static final long serialVersionUID = 1L;

        /**
         * @param said the service's text, which is data; empty where it gave none. It is the exception's message too
         */
        public Refused(int status, String code, String said, Duration retryAfter, String msCv, Duration latency) {
            super(said, status, code, retryAfter, msCv, latency, null);
        }

        @Override
        public Reason reason() {
            return getMessage().isEmpty()
                    ? Reason.of("network.refused", status(), code())
                    : Reason.of("network.refusedSaying", status(), code(), getMessage());
        }
    }

    /**
     * Something between here and Teams answered in its place: a proxy that looks into secure traffic, a filter, the sign-in page of
     * a network. It says nothing of the request: that may have reached Teams all the same. The same for every recipient.
     */
    public static final class NotFromTeams extends ConnectorFailure {
        private static final long serialVersionUID = 1L;

        /** The one code of these. */
        public static final String CODE = "NotFromTeams";

        private final String declaredType;
        private final String excerpt;

        /**
         * @param status of the stranger's answer
         * @param declaredType media type of the answer in lower case; empty where it has none
         * @param excerpt one line of what it says, as shown to people; empty where it says nothing
         */
        public NotFromTeams(int status, String declaredType, String excerpt, String msCv, Duration latency) {
            super(CODE, status, CODE, null, msCv, latency, null);
            this.declaredType = declaredType;
            this.excerpt = excerpt;
        }

        public String declaredType() {
            return declaredType;
        }

        /** One line, at most 100 characters: the title of a page, or its first words. Data of a stranger; never in logs. */
        public String excerpt() {
            return excerpt;
        }

        /** Whether the request may have reached Teams. A proxy's own 407 and 511 say that it was not passed on. */
        public boolean mayBeProcessed() {
            return status() != 407 && status() != 511;
        }

        /** That, with status and excerpt, and what to do. */
        @Override
        public Reason reason() {
            return CallFailure.NotFromHost.reason(status(), excerpt);
        }
    }

    /** The request, or part of it, may have been read, but no whole answer came back. */
    public static final class Unanswered extends ConnectorFailure {
        private static final long serialVersionUID = 1L;

        /**
         * @param code of the failure
         * @param reason code of what is the matter
         */
        public Unanswered(String code, String reason, Duration latency, Throwable cause) {
            super(reason, 0, code, null, null, latency, cause);
        }

        @Override
        public Reason reason() {
            return Reason.of(getMessage());
        }
    }

    /** There was no token, so nothing was sent. The same for every recipient. */
    public static final class NoToken extends ConnectorFailure {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;

        NoToken(String code, Reason reason, Duration latency) {
            super(reason.code(), 0, code, null, null, latency, null);
            this.reason = reason;
        }

        public NoToken(SignInFailure failure) {
            super(failure.getMessage(), failure.status(), failure.code(), null, null, failure.latency(), failure);
            this.reason = failure.reason();
        }

        /** What stood in the way, and what to do. */
        @Override
        public Reason reason() {
            return reason;
        }
    }
}
