package dev.rostrum.auth;

import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Reason;
import java.time.Duration;

/** There is no token: the sign-in gave none, could not be reached, or there is nothing to sign in with. */
public final class SignInFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Reason reason;
    private final transient Duration latency;

    /**
     * @param status of the sign-in's answer, or 0 where none came
     * @param code the sign-in's code ({@code AADSTS…}), or our own
     * @param reason what stood in the way, and what to do
     */
    public SignInFailure(int status, String code, Reason reason, Duration latency, Throwable cause) {
        super(reason.code(), cause);
        this.status = status;
        // It goes into logs, reports and tables.
        this.code = PlainText.code(code);
        this.reason = reason;
        this.latency = latency;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Reason reason() {
        return reason;
    }

    public Duration latency() {
        return latency;
    }
}
