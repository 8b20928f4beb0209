package dev.rostrum.domain;

/**
 * Why a person is in a plan, or is not.
 *
 * @param in whether the message would go to them
 * @param code the reason's code where they are out ({@code UnknownPerson}, {@code NotInAudience}, or as in a delivery's
 *     code); null where they are in
 * @param reason why
 */
public record Explanation(boolean in, String code, Reason reason) {}
