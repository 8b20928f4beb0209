package dev.rostrum.domain;

/**
 * People that a plan leaves out for one reason.
 *
 * @param code as in the deliveries' code, see {@link GuardReason#code} and the constants of the ledger
 * @param reason the same with what is special about it
 * @param overridable whether an override brings them back
 */
public record LeftOut(String code, Reason reason, long count, boolean overridable) {}
