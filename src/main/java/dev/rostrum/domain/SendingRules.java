package dev.rostrum.domain;

/** What a connection's settings say about every run: the guard's numbers and when a run pauses by itself. */
public record SendingRules(GuardRules guard, PauseLimits pause) {
    public static final SendingRules DEFAULT = new SendingRules(GuardRules.DEFAULT, PauseLimits.DEFAULT);
}
