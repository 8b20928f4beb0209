package dev.rostrum.domain;

/**
 * People that a plan leaves out for one reason.
 *
 * @param code as in the deliveries' code, see {@link GuardReason#code} and the constants of the ledger
 * @param words the reason, without a full stop
 * @param overridable whether an override brings them back
 */
public record LeftOut(String code, String words, long count, boolean overridable) {}
