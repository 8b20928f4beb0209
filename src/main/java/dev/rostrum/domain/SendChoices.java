package dev.rostrum.domain;

import java.util.Objects;

/**
 * What the admin chose for one job beyond message and audience. Kept with the job; each choice is off unless made.
 *
 * @param retryGatewayErrors 502, 503 and 504 of a send are tried again by the program, which may deliver twice
 * @param canary so many are tried first, then the run waits for the admin; 0 for all at once
 * @param outsiders guests and external people take part
 * @param unknownKind people take part of whom neither name nor address nor role is known
 * @param override why the guard's exclusions were overridden, or null where they were not
 * @param rate requests per second at most while the job sends, or null for the connection's; the lower of the two holds
 * @param purpose what the announcement is for, which is the same for all of its jobs
 */
public record SendChoices(
        boolean retryGatewayErrors,
        int canary,
        boolean outsiders,
        boolean unknownKind,
        String override,
        Double rate,
        Purpose purpose) {
    public static final SendChoices NONE = new SendChoices(false, 0, false, null);

    /** Choices of a test message to the admin. */
    public static final SendChoices TO_ME = new SendChoices(false, 0, true, true, null, null, Purpose.TO_ME);

    /**
     * Choices of messages that the program sends by itself. Guests get those that answer what they did themselves; and people may be
     * known by an event alone, which often names only their ids.
     */
    public static SendChoices of(Purpose automatic) {
        return new SendChoices(false, 0, automatic != Purpose.MENTION, true, null, null, automatic);
    }

    public SendChoices {
        Objects.requireNonNull(purpose, "purpose");
        if (canary < 0) {
            throw new IllegalArgumentException("A canary is 0 or more people");
        }
        if (rate != null && !(rate > 0 && Double.isFinite(rate))) {
            throw new IllegalArgumentException("A rate is above 0 and finite");
        }
        override = override == null || override.isBlank() ? null : override.strip();
    }

    /** Makes choices at the connection's rate, to people of a known kind. */
    public SendChoices(boolean retryGatewayErrors, int canary, boolean outsiders, String override) {
        this(retryGatewayErrors, canary, outsiders, false, override, null, Purpose.ANNOUNCEMENT);
    }

    /** The same, with people of unknown kind. */
    public SendChoices withUnknownKind() {
        return new SendChoices(retryGatewayErrors, canary, outsiders, true, override, rate, purpose);
    }

    /** The same at this rate, or at the connection's for null. */
    public SendChoices atRate(Double requestsPerSecond) {
        return new SendChoices(
                retryGatewayErrors, canary, outsiders, unknownKind, override, requestsPerSecond, purpose);
    }

    /** The same with the guard in force. */
    public SendChoices withoutOverride() {
        return new SendChoices(retryGatewayErrors, canary, outsiders, unknownKind, null, rate, purpose);
    }
}
