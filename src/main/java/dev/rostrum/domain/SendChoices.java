package dev.rostrum.domain;

/**
 * What the admin chose for one job beyond message and audience. Kept with the job; each choice is off unless made.
 *
 * @param retryGatewayErrors 502, 503 and 504 of a send are tried again by the program, which may deliver twice
 * @param canary so many are tried first, then the run waits for the admin; 0 for all at once
 * @param outsiders guests and external people take part
 * @param override why the guard's exclusions were overridden, or null where they were not
 */
public record SendChoices(boolean retryGatewayErrors, int canary, boolean outsiders, String override) {
    public static final SendChoices NONE = new SendChoices(false, 0, false, null);

    public SendChoices {
        if (canary < 0) {
            throw new IllegalArgumentException("A canary is 0 or more people");
        }
        override = override == null || override.isBlank() ? null : override.strip();
    }
}
