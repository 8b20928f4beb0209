package dev.rostrum.connection.doctor;

import dev.rostrum.domain.PlainReport;
import dev.rostrum.domain.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param results one for each check, in running order
 * @param begun when it began
 * @param took how long all of it took
 * @param report for support: no secrets, names, email addresses or texts; ids are shortened
 */
public record Diagnosis(List<CheckResult> results, Instant begun, Duration took, PlainReport report) {
    public Diagnosis {
        results = List.copyOf(results);
    }

    public long count(CheckOutcome outcome) {
        return number(results, outcome);
    }

    /** Whether nothing failed. */
    public boolean healthy() {
        return count(CheckOutcome.FAILED) == 0;
    }

    /** All of it in a line: how many failed, were not run, passed, and how many of those with a warning. */
    public Reason sum() {
        return sum(results);
    }

    static Reason sum(List<CheckResult> results) {
        long warned = number(results, CheckOutcome.WARNING);
        return Reason.of(
                "doctor.sum",
                number(results, CheckOutcome.FAILED),
                number(results, CheckOutcome.NOT_RUN),
                number(results, CheckOutcome.OK) + warned,
                warned);
    }

    private static long number(List<CheckResult> results, CheckOutcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
