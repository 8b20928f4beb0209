package dev.rostrum.domain;

import java.util.List;

/**
 * People that a plan leaves out for one reason.
 *
 * @param code as in the deliveries' code, see {@link GuardReason#code} and the constants of the ledger
 * @param reason the same with what is special about it
 * @param overridable whether an override brings them back
 */
public record LeftOut(String code, Reason reason, long count, boolean overridable) {
    /** People among these whom an override brings back. */
    public static long overridable(List<LeftOut> reasons) {
        return reasons.stream()
                .filter(LeftOut::overridable)
                .mapToLong(LeftOut::count)
                .sum();
    }

    /** How many of these are left out under this code. */
    public static long under(List<LeftOut> reasons, String code) {
        return reasons.stream()
                .filter(reason -> reason.code().equals(code))
                .mapToLong(LeftOut::count)
                .sum();
    }
}
